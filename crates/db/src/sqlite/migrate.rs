//! Applies migrations to a SQLite file.

use rusqlite::Connection;

use crate::error::OpenError;
use crate::migrate::{APPLIED, Migration, NOTE, Pending, TABLE, pending};

/// `BEGIN IMMEDIATE` keeps other processes out. Foreign keys are off meanwhile, since a table can only be rebuilt so
/// (<https://sqlite.org/lang_altertable.html#otheralter>), and are checked before the commit.
pub(crate) fn migrate(conn: &Connection, known: &[Migration], now: i64) -> Result<(), OpenError> {
    let plain = |error: rusqlite::Error| failed("kunci_migrations", &error.to_string());
    conn.execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")
        .map_err(plain)?;
    match apply_all(conn, known, now) {
        Ok(()) => conn
            .execute_batch("COMMIT; PRAGMA foreign_keys = ON")
            .map_err(plain),
        Err(error) => {
            conn.execute_batch("ROLLBACK").map_err(plain)?;
            Err(error)
        }
    }
}

fn failed(name: &str, cause: &str) -> OpenError {
    OpenError::Migration {
        name: name.to_owned(),
        cause: cause.to_owned(),
    }
}

fn apply_all(conn: &Connection, known: &[Migration], now: i64) -> Result<(), OpenError> {
    let applied = applied(conn).map_err(|error| failed("kunci_migrations", &error.to_string()))?;
    for next in pending(known, &applied)? {
        apply(conn, &next, now).map_err(|error| failed(next.name, &error.to_string()))?;
        if violated(conn).map_err(|error| failed(next.name, &error.to_string()))? {
            return Err(failed(
                next.name,
                "it leaves rows whose foreign key points nowhere",
            ));
        }
    }
    Ok(())
}

fn applied(conn: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    conn.execute_batch(TABLE)?;
    conn.prepare(APPLIED)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

fn apply(conn: &Connection, next: &Pending, now: i64) -> rusqlite::Result<()> {
    conn.execute_batch(next.sql)?;
    conn.execute(NOTE, (next.position, next.name, &next.checksum, now))
        .map(drop)
}

fn violated(conn: &Connection) -> rusqlite::Result<bool> {
    conn.prepare("PRAGMA foreign_key_check")?.exists([])
}
