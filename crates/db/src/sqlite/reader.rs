//! A thread that reads: each closure sees one snapshot, whatever the writer does meanwhile.

use rusqlite::Connection;

use super::session::{SqliteSession, read_error};
use crate::error::Error;
use crate::job::{Job, Ran};
use crate::queue::Queue;
use crate::shared::{ATTEMPTS, Shared};

/// Until the queue is closed and empty. The connection must refuse writes (`query_only`).
pub(crate) fn read(conn: &Connection, queue: &Queue, shared: &Shared) {
    while let Some(job) = queue.pop() {
        answer(conn, job, shared);
    }
}

fn answer(conn: &Connection, mut job: Box<dyn Job>, shared: &Shared) {
    for _ in 0..ATTEMPTS {
        if let Err(error) = batch(conn, "BEGIN") {
            return job.finish(Err(read_error(conn, &error)));
        }
        let ran = shared.run(&mut *job, &SqliteSession(conn));
        if !conn.is_autocommit()
            && let Err(error) = batch(conn, "ROLLBACK")
        {
            return job.finish(Err(read_error(conn, &error)));
        }
        if ran != Ran::Again {
            return job.finish(Ok(()));
        }
    }
    job.finish(Err(Error::Again));
}

fn batch(conn: &Connection, sql: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(sql)?.execute([]).map(drop)
}
