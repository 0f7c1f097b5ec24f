//! The one thread that writes: it runs what waits in savepoints and commits it as one group.

use std::sync::Arc;

use rusqlite::{Connection, ErrorCode};

use super::session::{SqliteSession, read_error};
use super::{batch, roll_back};
use crate::error::{Error, Result};
use crate::job::{Job, Ran};
use crate::queue::Queue;
use crate::shared::{ATTEMPTS, Shared, survive};

/// The most closures that share one commit. It bounds how long the first of them waits for its answer.
const GROUP: usize = 256;

pub(crate) struct Writer {
    conn: Connection,
    queue: Arc<Queue>,
    shared: Arc<Shared>,
    group: usize,
}

/// A closure that ran inside the group: whether it is in the commit, or was rolled back alone.
type Member = (Box<dyn Job>, Ran);

impl Writer {
    /// With `grouped = false` every closure has a commit of its own, for comparison in the benchmark.
    pub(crate) fn new(
        conn: Connection,
        queue: Arc<Queue>,
        shared: Arc<Shared>,
        grouped: bool,
    ) -> Self {
        Self {
            conn,
            queue,
            shared,
            group: if grouped { GROUP } else { 1 },
        }
    }

    /// Until the queue is closed and empty.
    pub(crate) fn serve(self) {
        while let Some(first) = self.queue.pop() {
            if !survive(|| self.commit_group(first)) {
                roll_back(&self.conn);
            }
        }
    }

    /// Nobody is answered before the commit: even a refusal may rest on what a closure before it wrote.
    fn commit_group(&self, first: Box<dyn Job>) {
        if let Err(refused) = self.begin() {
            return first.finish(Err(refused));
        }
        let mut members: Vec<Member> = Vec::new();
        let mut next = Some(first);
        while let Some(mut job) = next {
            let ran = self.run_in_savepoint(&mut *job);
            members.push((job, ran));
            // SQLite ended the whole transaction, for instance because the disk is full: find out who may stay.
            if self.conn.is_autocommit() {
                return self.commit_singly(members);
            }
            next = if members.len() < self.group {
                self.queue.try_pop()
            } else {
                None
            };
        }
        match batch(&self.conn, "COMMIT") {
            Ok(()) => {
                self.shared.committed();
                members
                    .into_iter()
                    .for_each(|(job, ran)| self.answer(job, ran));
            }
            Err(error) => self.after_failed_commit(members, &error),
        }
    }

    /// Takes the file's write lock. Nothing has run if that fails.
    fn begin(&self) -> Result<()> {
        batch(&self.conn, "BEGIN IMMEDIATE").map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Overloaded,
            _ => read_error(&self.conn, &error),
        })
    }

    fn run_in_savepoint(&self, job: &mut dyn Job) -> Ran {
        let session = SqliteSession(&self.conn);
        if batch(&self.conn, "SAVEPOINT closure").is_err() {
            return Ran::Again;
        }
        let ran = self.shared.run(job, &session);
        if self.conn.is_autocommit() {
            return ran;
        }
        let ended = match ran {
            Ran::Keep => batch(&self.conn, "RELEASE closure"),
            Ran::Undo | Ran::Again => batch(&self.conn, "ROLLBACK TO closure")
                .and_then(|()| batch(&self.conn, "RELEASE closure")),
        };
        // A savepoint that cannot end leaves nothing to rely on: give up the transaction, and the group runs singly.
        if ended.is_err() {
            roll_back(&self.conn);
        }
        ran
    }

    fn answer(&self, job: Box<dyn Job>, ran: Ran) {
        match ran {
            Ran::Keep => self.shared.publish(job, Ok(())),
            Ran::Undo => job.finish(Ok(())),
            Ran::Again => self.commit_alone(job),
        }
    }

    /// A deferred constraint or another process can refuse a commit, which leaves the transaction open: then its members
    /// are tried one by one. After any other failure nobody knows what the disk holds.
    fn after_failed_commit(&self, members: Vec<Member>, error: &rusqlite::Error) {
        roll_back(&self.conn);
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation | ErrorCode::DatabaseBusy) => {
                self.commit_singly(members);
            }
            _ => {
                tracing::error!(%error, "SQLite cannot commit");
                members
                    .into_iter()
                    .for_each(|(job, _)| self.shared.publish(job, Err(Error::Unknown)));
            }
        }
    }

    fn commit_singly(&self, members: Vec<Member>) {
        for (job, _) in members {
            self.shared.rerun();
            self.commit_alone(job);
        }
    }

    /// Runs a closure again, in a transaction of its own.
    fn commit_alone(&self, mut job: Box<dyn Job>) {
        for _ in 0..ATTEMPTS {
            if let Err(refused) = self.begin() {
                return job.finish(Err(refused));
            }
            match self.shared.run(&mut *job, &SqliteSession(&self.conn)) {
                Ran::Keep => return self.end_alone(job),
                Ran::Undo => {
                    roll_back(&self.conn);
                    return job.finish(Ok(()));
                }
                Ran::Again => roll_back(&self.conn),
            }
        }
        job.finish(Err(Error::Again));
    }

    fn end_alone(&self, job: Box<dyn Job>) {
        let Err(error) = batch(&self.conn, "COMMIT") else {
            self.shared.committed();
            return self.shared.publish(job, Ok(()));
        };
        roll_back(&self.conn);
        match read_error(&self.conn, &error) {
            refused @ (Error::Constraint(_) | Error::Again) => job.finish(Err(refused)),
            _ => {
                tracing::error!(%error, "SQLite cannot commit");
                self.shared.publish(job, Err(Error::Unknown));
            }
        }
    }
}
