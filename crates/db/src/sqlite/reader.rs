//! A thread that reads: each closure sees one snapshot, whatever the writer does meanwhile.

use rusqlite::Connection;

use super::session::{SqliteSession, read_error};
use super::{batch, roll_back};
use crate::error::Error;
use crate::job::{Job, Ran};
use crate::queue::Queue;
use crate::shared::{ATTEMPTS, Shared, survive};

/// Until the queue is closed and empty. The connection must refuse writes (`query_only`).
pub(crate) fn read(conn: &Connection, queue: &Queue, shared: &Shared) {
    while let Some(job) = queue.pop() {
        if !survive(|| answer(conn, job, shared)) {
            roll_back(conn);
        }
    }
}

fn answer(conn: &Connection, mut job: Box<dyn Job>, shared: &Shared) {
    for _ in 0..ATTEMPTS {
        if let Err(error) = batch(conn, "BEGIN") {
            return job.finish(Err(read_error(conn, &error)));
        }
        let ran = shared.run(&mut *job, &SqliteSession(conn));
        roll_back(conn);
        if ran != Ran::Again {
            return job.finish(Ok(()));
        }
    }
    job.finish(Err(Error::Again));
}
