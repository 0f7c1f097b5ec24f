//! Work that waits in the database, shared out among nodes (`outbox`, `jobs` and `sweeps` are its queues).
//!
//! Every waiting row carries `bucket = hash(account) % 64`. A node that finds a bucket with due rows leases it for
//! [`LEASE`], works it off, and gives it back. Each lease raises the bucket's **epoch**; whatever a node writes about a row
//! goes through [`Lease::keep`] in the same transaction, so a node that was paused, cut off or killed cannot overwrite what
//! its successor did. Nothing is lost: a row stays due until it is finished, and a lease that is not kept lapses.
//!
//! Nodes wake at once by the bus, and without it find due work within [`POLL`].

mod store;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use futures_util::future::join_all;
use kunci_db::{Result, Topic, Tx, View};
use kunci_rules::{Id, Span};
use tokio::task::JoinSet;

use crate::feature::{Ends, Feature, Root, Table};
use crate::state::App;

/// What this part of the kit keeps.
pub const FEATURE: Feature = Feature {
    name: "queues",
    tables: &[Table {
        name: "leases",
        root: Root::House,
        retention: "always: one row per queue and bucket",
        ends: Ends::WithRoot,
    }],
    statements: store::STATEMENTS,
};

/// How many buckets a queue has.
pub const BUCKETS: u8 = 64;
/// How long a bucket stays leased without a sign of life. Longer than any single try may take.
pub const LEASE: Span = Span::seconds(45);
/// How long due work may go unnoticed when nobody wakes us.
const POLL: Duration = Duration::from_secs(2);
/// A node works on at most this many buckets of a queue at once, so that the others find some too.
const AT_ONCE: usize = 16;
/// A bucket is given back after this many rows, so that all get their turn while work keeps coming in.
pub const TURN: usize = 128;
/// After trouble with the database a bucket rests this long.
const REST: Span = Span::seconds(2);

/// One queue: where its due work is found, and how one bucket is worked off.
pub struct Queue {
    /// As in `leases.queue`.
    pub name: &'static str,
    /// Topic kind that wakes it.
    pub topic: &'static str,
    /// The free buckets that hold due rows, the longest untouched first.
    pub due: fn(&View<'_>) -> Result<Vec<i64>>,
    /// Works off the due rows of one leased bucket.
    pub work: fn(App, Lease) -> Working,
}

/// A bucket being worked off.
pub type Working = Pin<Box<dyn Future<Output = Shift> + Send>>;

/// What came of one leased bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// Rows that were handled.
    pub done: usize,
    /// The lease was lost or the database failed; what is left waits.
    pub trouble: bool,
    /// For how long nobody need take this bucket again.
    pub rest: Span,
}

/// A leased bucket.
#[derive(Clone, Debug)]
pub struct Lease {
    queue: &'static str,
    /// Which bucket.
    pub bucket: i64,
    epoch: i64,
}

impl Lease {
    /// Prolongs the lease. `false`: another node has taken over, so nothing may be written on its strength.
    ///
    /// # Errors
    /// Of the database.
    pub fn keep(&self, tx: &Tx<'_>) -> Result<bool> {
        store::set_until(tx, self.queue, self.bucket, self.epoch, tx.now() + LEASE.0)
    }

    fn give_back(&self, tx: &Tx<'_>, rest: Span) -> Result<bool> {
        store::set_until(tx, self.queue, self.bucket, self.epoch, tx.now() + rest.0)
    }
}

/// The bucket of an account, or of a row that belongs to none. The last byte of an id is random, as good as a hash.
#[must_use]
pub fn bucket(id: Id) -> i64 {
    i64::from(id.as_bytes()[15] % BUCKETS)
}

/// Leases up to `most` buckets with due work.
async fn claim(app: &App, queue: &'static Queue, most: usize) -> Result<Vec<Lease>> {
    let mut due: Vec<i64> = app.db.view(|view| (queue.due)(view)).await?;
    due.truncate(most);
    // Two nodes that take several in one transaction must take them in one order.
    due.sort_unstable();
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let node = app.node;
    app.db
        .tx(move |tx| {
            let mut leases = Vec::new();
            for bucket in due.iter().copied() {
                if let Some(epoch) = store::take(tx, queue.name, bucket, node, tx.now() + LEASE.0)?
                {
                    leases.push(Lease {
                        queue: queue.name,
                        bucket,
                        epoch,
                    });
                }
            }
            Ok(leases)
        })
        .await
}

async fn work(app: App, queue: &'static Queue, lease: Lease) -> usize {
    let shift = (queue.work)(app.clone(), lease.clone()).await;
    let rest = if shift.trouble { REST } else { shift.rest };
    // If it cannot be given back it lapses.
    if let Err(error) = app.db.tx(move |tx| lease.give_back(tx, rest)).await {
        tracing::warn!(queue = queue.name, %error, "a bucket could not be given back");
    }
    shift.done
}

/// Works off a queue until `stop`; then finishes what it has begun.
pub async fn run_until(app: App, queue: &'static Queue, stop: impl Future<Output = ()> + Send) {
    let mut woken = app.bus.watch(Topic {
        kind: queue.topic,
        id: Id::nil(),
    });
    let mut shifts = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        match claim(&app, queue, AT_ONCE.saturating_sub(shifts.len())).await {
            Ok(leases) => {
                for lease in leases {
                    shifts.spawn(work(app.clone(), queue, lease));
                }
            }
            Err(error) => tracing::warn!(queue = queue.name, %error, "the queue could not be read"),
        }
        tokio::select! {
            () = &mut stop => break,
            _ = woken.changed() => {}
            Some(ended) = shifts.join_next() => {
                if let Err(error) = ended {
                    tracing::error!(queue = queue.name, panicked = error.is_panic(), "work on a bucket broke off");
                }
            }
            () = tokio::time::sleep(POLL) => {}
        }
    }
    while shifts.join_next().await.is_some() {}
}

/// Works off everything that is due now and returns how many rows were handled. For tests and the command line:
/// it never waits for time to pass.
pub async fn run_due(app: &App, queue: &'static Queue) -> usize {
    let mut done = 0;
    loop {
        let leases = match claim(app, queue, usize::from(BUCKETS)).await {
            Ok(leases) => leases,
            Err(error) => {
                tracing::warn!(queue = queue.name, %error, "the queue could not be read");
                return done;
            }
        };
        if leases.is_empty() {
            return done;
        }
        let shifts = leases
            .into_iter()
            .map(|lease| work(app.clone(), queue, lease));
        done += join_all(shifts).await.into_iter().sum::<usize>();
    }
}

/// When to try again after `tries` tries: quickly at first, since codes live ten minutes, then ever more rarely, hourly at last.
#[must_use]
pub const fn retry_after(tries: i64) -> Span {
    match tries {
        i64::MIN..=1 => Span::seconds(5),
        2 => Span::seconds(15),
        3 => Span::seconds(45),
        4 => Span::minutes(2),
        5 => Span::minutes(4),
        6 => Span::minutes(10),
        7 => Span::minutes(30),
        _ => Span::hours(1),
    }
}
