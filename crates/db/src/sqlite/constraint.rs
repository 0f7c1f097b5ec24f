//! The name of a violated constraint, as PostgreSQL would give it.

use rusqlite::{Connection, ffi};

/// The name all foreign keys share, on both engines.
pub(crate) const FOREIGN_KEY: &str = "foreign_key";

/// Reads SQLite's message: `UNIQUE constraint failed: t.a, t.b`, `CHECK constraint failed: x`, …
pub(super) fn name(conn: &Connection, extended_code: i32, message: &str) -> String {
    let subject = message.split_once(": ").map_or("", |(_, subject)| subject);
    match extended_code {
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => FOREIGN_KEY.to_owned(),
        ffi::SQLITE_CONSTRAINT_NOTNULL => format!("{}_not_null", subject.replace('.', "_")),
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            format!("{}_pkey", subject.split('.').next().unwrap_or_default())
        }
        ffi::SQLITE_CONSTRAINT_UNIQUE => unique(conn, subject),
        _ => subject.to_owned(),
    }
}

/// A unique index over an expression is named in the message; any other is found by its columns.
fn unique(conn: &Connection, subject: &str) -> String {
    if let Some(index) = subject.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let columns: Vec<&str> = subject
        .split(", ")
        .filter_map(|column| column.split_once('.'))
        .map(|(_, c)| c)
        .collect();
    let table = subject.split('.').next().unwrap_or_default();
    let derived = || format!("{table}_{}_key", columns.join("_"));
    created_index(conn, table, &columns.join(",")).unwrap_or_else(|_| derived())
}

/// The index made by `CREATE UNIQUE INDEX` on exactly these columns.
fn created_index(conn: &Connection, table: &str, columns: &str) -> rusqlite::Result<String> {
    conn.query_row(
        "SELECT l.name FROM pragma_index_list(?1) l WHERE l.\"unique\" = 1 AND l.origin = 'c' AND ?2 = \
         (SELECT group_concat(name, ',') FROM (SELECT i.name FROM pragma_index_info(l.name) i ORDER BY i.seqno))",
        [table, columns],
        |row| row.get(0),
    )
}
