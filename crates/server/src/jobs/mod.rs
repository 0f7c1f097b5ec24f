//! Work for later: a row written in the transaction that decides on it, run once it is due.
//!
//! A job holds ids, never a decision: when it runs, it holds the account, loads the facts and decides again, since days may
//! have passed. It runs at least once, and a failure is tried again ever more rarely; so a job that finds its work done does
//! nothing. Jobs of one account run one after the other.
//!
//! A feature states its kinds as constants and lists them in `registry.rs`:
//! ```ignore
//! pub const LAPSES: JobKind = JobKind { tag: "missing-lapses", run: |app, account, device| Box::pin(lapse(app, account, device)) };
//! jobs::schedule(tx, LAPSES, account, device, now + Span::hours(24))?;
//! ```

mod store;

use std::future::Future;
use std::pin::Pin;

use kunci_db::{Result, Topic, Tx};
use kunci_rules::{Id, Time};

use crate::feature::{Ends, Feature, Root, Table};
use crate::queues::{self, Lease, Queue, Shift, TURN, Working, retry_after};
use crate::state::App;

/// What this part of the kit keeps.
pub const FEATURE: Feature = Feature {
    name: "jobs",
    tables: &[Table {
        name: "jobs",
        root: Root::House,
        retention: "until done",
        ends: Ends::By("the job itself, once it is done"),
    }],
    statements: store::STATEMENTS,
};

const TOPIC: &str = "jobs";
static JOBS: Queue = Queue {
    name: "jobs",
    topic: TOPIC,
    due: store::due_buckets,
    work: |app, lease| -> Working { Box::pin(work(app, lease)) },
};

/// A running job.
pub type Running = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A kind of job: its name in the database, and what it does for an account and a subject below it.
#[derive(Clone, Copy)]
pub struct JobKind {
    /// Stands in the database; never reused for something else.
    pub tag: &'static str,
    /// Runs it.
    pub run: fn(App, Id, Id) -> Running,
}

/// Schedules a job in the caller's transaction and returns its id.
///
/// # Errors
/// Of the database.
pub fn schedule(tx: &Tx<'_>, kind: JobKind, account: Id, subject: Id, due_at: Time) -> Result<Id> {
    let id = tx.id();
    store::insert(tx, id, kind.tag, account, subject, due_at);
    tx.wake(Topic {
        kind: TOPIC,
        id: Id::nil(),
    });
    Ok(id)
}

/// Runs due jobs, for ever.
pub async fn run(app: App) {
    run_until(app, std::future::pending()).await;
}

/// Runs due jobs until `stop`; then finishes those that have begun.
pub async fn run_until(app: App, stop: impl Future<Output = ()> + Send) {
    queues::run_until(app, &JOBS, stop).await;
}

/// Runs everything that is due now, and returns how many jobs were run. It never waits for time to pass.
pub async fn run_due(app: &App) -> usize {
    queues::run_due(app, &JOBS).await
}

async fn work(app: App, lease: Lease) -> Shift {
    let mut shift = Shift::default();
    while shift.done < TURN && !shift.trouble {
        let bucket = lease.bucket;
        let due = app.db.view(move |view| store::due(view, bucket)).await;
        let due = due.unwrap_or_else(|error| {
            tracing::warn!(%error, "due jobs could not be read");
            shift.trouble = true;
            Vec::new()
        });
        if due.is_empty() {
            break;
        }
        for job in due {
            shift.done += 1;
            let kept = run_one(&app, &lease, job).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "a job waits for the database");
                false
            });
            if !kept {
                shift.trouble = true;
                break;
            }
        }
    }
    shift
}

/// Whether the lease still holds.
async fn run_one(app: &App, lease: &Lease, job: store::Job) -> Result<bool> {
    let mine = lease.clone();
    if !app.db.tx(move |tx| mine.keep(tx)).await? {
        return Ok(false);
    }
    let succeeded = match app.jobs.iter().find(|kind| kind.tag == job.kind) {
        // Apart, so that a panic ends this job only.
        Some(kind) => match tokio::spawn((kind.run)(app.clone(), job.account, job.subject)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::warn!(job = %job.id, kind = job.kind, tries = job.tries, %error, "a job failed and will be tried again");
                false
            }
            Err(_) => {
                tracing::error!(job = %job.id, kind = job.kind, "a job panicked and will be tried again");
                false
            }
        },
        None => {
            tracing::error!(job = %job.id, kind = job.kind, "no such kind of job here: it waits for a version that knows it");
            false
        }
    };
    let (mine, id, tries) = (lease.clone(), job.id, job.tries + 1);
    app.db
        .tx(move |tx| {
            if succeeded {
                store::delete(tx, id)?;
                return mine.keep(tx);
            }
            if !mine.keep(tx)? {
                return Ok(false);
            }
            store::put_off(tx, id, tries, Time(tx.now()) + retry_after(tries))?;
            Ok(true)
        })
        .await
}
