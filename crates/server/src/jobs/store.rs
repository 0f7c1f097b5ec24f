//! SQL of jobs.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::{Id, Time};

use crate::queues;

statements! {
    DUE_BUCKETS = "SELECT bucket FROM leases WHERE queue = 'jobs' AND until <= $1 AND EXISTS (SELECT 1 FROM jobs
        WHERE jobs.bucket = leases.bucket AND jobs.due_at <= $1) ORDER BY until, bucket";
    DUE = "SELECT job_id, kind, account_id, subject_id, tries FROM jobs WHERE bucket = $1 AND due_at <= $2 ORDER BY due_at, job_id LIMIT 32";
    INSERT = "INSERT INTO jobs (job_id, bucket, due_at, kind, account_id, subject_id, tries) VALUES ($1, $2, $3, $4, $5, $6, 0)";
    DELETE = "DELETE FROM jobs WHERE job_id = $1";
    PUT_OFF = "UPDATE jobs SET tries = $2, due_at = $3 WHERE job_id = $1";
}

/// A due job.
pub(super) struct Job {
    pub(super) id: Id,
    pub(super) kind: String,
    pub(super) account: Id,
    pub(super) subject: Id,
    pub(super) tries: i64,
}

from_row!(Job {
    id,
    kind,
    account,
    subject,
    tries
});

pub(super) fn due_buckets(view: &View<'_>) -> Result<Vec<i64>> {
    view.many(&DUE_BUCKETS, params![view.now()])
}

pub(super) fn due(view: &View<'_>, bucket: i64) -> Result<Vec<Job>> {
    view.many(&DUE, params![bucket, view.now()])
}

pub(super) fn insert(tx: &Tx<'_>, id: Id, kind: &str, account: Id, subject: Id, due_at: Time) {
    tx.push(
        &INSERT,
        params![
            id,
            queues::bucket(account),
            due_at.0,
            kind,
            account,
            subject
        ],
    );
}

pub(super) fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.exec(&DELETE, params![id])?;
    Ok(())
}

pub(super) fn put_off(tx: &Tx<'_>, id: Id, tries: i64, at: Time) -> Result<()> {
    tx.exec(&PUT_OFF, params![id, tries, at.0])?;
    Ok(())
}
