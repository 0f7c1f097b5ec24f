//! SQLite: one thread writes, a few read.
//!
//! **Names of constraints**, equal on both engines so that a field error can be tied to one:
//!
//! | constraint | name |
//! |---|---|
//! | primary key of `t` | `t_pkey` |
//! | `UNIQUE (a, b)` inside `t` | `t_a_b_key` |
//! | `CREATE UNIQUE INDEX x` | `x` |
//! | `CONSTRAINT x CHECK (…)` | `x` (always name a check) |
//! | `NOT NULL` on `t.a` | `t_a_not_null` |
//! | any foreign key | `foreign_key` (SQLite does not say which) |
//!
//! PostgreSQL names the first four so by itself; here they are derived from SQLite's message and schema.

mod constraint;
mod migrate;
mod reader;
mod session;
mod writer;

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

pub(crate) use constraint::FOREIGN_KEY;
pub(crate) use migrate::migrate;
pub(crate) use reader::read;
pub(crate) use writer::Writer;

/// Statements kept prepared per connection; more than the product has.
const CACHED_STATEMENTS: usize = 1_024;
/// How long to wait for another process that writes to the same file.
const BUSY: Duration = Duration::from_secs(5);

/// Opens the file, creating it for this user alone.
///
/// WAL with `synchronous=FULL` flushes at every commit, so that an acknowledged write survives a power cut.
pub(crate) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    create_private(path).map_err(|error| {
        rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN),
            Some(error.to_string()),
        )
    })?;
    let conn = Connection::open(path)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(conn)
}

/// Makes a connection refuse every write.
pub(crate) fn read_only(conn: Connection) -> rusqlite::Result<Connection> {
    conn.execute_batch("PRAGMA query_only = ON")?;
    Ok(conn)
}

/// Runs one of the few statements that steer transactions.
fn batch(conn: &Connection, sql: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(sql)?.execute([]).map(drop)
}

/// Ends whatever transaction is open.
fn roll_back(conn: &Connection) {
    if !conn.is_autocommit()
        && let Err(error) = batch(conn, "ROLLBACK")
    {
        tracing::error!(%error, "SQLite cannot roll back");
    }
}

fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map(drop)
}
