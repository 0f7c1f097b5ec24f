//! SQLite: one thread writes, a few read.

mod constraint;
mod migrate;
mod reader;
mod session;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use crate::config::Config;
use crate::error::OpenError;
use crate::migrate::Migrations;
use crate::queue::Queue;
use crate::shared::{Shared, spawn};

pub(crate) use constraint::FOREIGN_KEY;

/// Statements kept prepared per connection; more than the product has.
const CACHED_STATEMENTS: usize = 1_024;
/// How long to wait for another process that writes to the same file.
const BUSY: Duration = Duration::from_secs(5);

/// Brings the schema up to date and starts the threads.
pub(crate) fn start(
    path: &Path,
    config: &Config,
    migrations: &Migrations,
    shared: &Arc<Shared>,
    [writes, reads]: [&Arc<Queue>; 2],
) -> Result<Vec<JoinHandle<()>>, OpenError> {
    let conn = connect(path)?;
    migrate::migrate(&conn, migrations.sqlite, shared.clock.now())?;
    let mut readers = Vec::new();
    for _ in 0..config.threads {
        let reader = connect(path)?;
        reader
            .execute_batch("PRAGMA query_only = ON")
            .map_err(|error| unopened(path, &error))?;
        readers.push(reader);
    }
    let writer = writer::Writer::new(conn, Arc::clone(writes), Arc::clone(shared), config.grouped);
    let mut threads = vec![spawn("kunci-db-write", move || writer.serve())?];
    for conn in readers {
        let (reads, shared) = (Arc::clone(reads), Arc::clone(shared));
        threads.push(spawn("kunci-db-read", move || {
            reader::read(&conn, &reads, &shared);
        })?);
    }
    Ok(threads)
}

fn unopened(path: &Path, cause: &dyn std::fmt::Display) -> OpenError {
    OpenError::Connect {
        place: path.display().to_string(),
        cause: cause.to_string(),
    }
}

/// Opens the file, creating it for this user alone.
fn connect(path: &Path) -> Result<Connection, OpenError> {
    create_private(path).map_err(|error| unopened(path, &error))?;
    let opened = Connection::open(path).and_then(|conn| {
        let mode = set_up(&conn)?;
        Ok((conn, mode))
    });
    match opened {
        Ok((conn, mode)) if mode == "wal" => Ok(conn),
        Ok(_) => Err(unopened(
            path,
            &"its file system does not allow a write-ahead log; use a local disk",
        )),
        Err(error) => Err(unopened(path, &error)),
    }
}

/// WAL with `synchronous=FULL` flushes at every commit, so that an acknowledged write survives a power cut. Answers with the
/// journal mode that SQLite settled for.
fn set_up(conn: &Connection) -> rusqlite::Result<String> {
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    let mode = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; \
         PRAGMA temp_store = MEMORY;",
    )?;
    Ok(mode)
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

/// Creates it for this user alone, if there is none. A file that is there is never opened here: closing it would drop the locks
/// of all connections of this process (POSIX), and the next program to close the file would take away the write-ahead log
/// from under them (<https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_>).
fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let created = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match created {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        created => created.map(drop),
    }
}
