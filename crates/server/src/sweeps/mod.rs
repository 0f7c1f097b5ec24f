//! What has been kept long enough goes, once an hour.
//!
//! Every table says in its feature's `FEATURE` how long its rows stay and which statement deletes them. One node at a time
//! (a lease, as for any queue) runs these statements in turn: at most [`BATCH`] rows each, found by an index, in a
//! transaction of their own that keeps the lease. So a million rows go without anybody waiting longer than for one batch.

mod store;

use std::future::Future;

use kunci_db::Result;
use kunci_rules::{Span, Time};

use crate::feature::{Ends, Feature, Sweep};
use crate::queues::{self, Lease, Queue, Shift, Working};
use crate::registry::FEATURES;
use crate::state::App;

/// What this part of the kit keeps: nothing of its own.
pub const FEATURE: Feature = Feature {
    name: "sweeps",
    tables: &[],
    statements: store::STATEMENTS,
};

/// Rows that go in one transaction.
pub const BATCH: u32 = 500;
/// Batches of one table in one turn; what is left has the next turn, after the other tables and anything that stops us.
const TURN: u32 = 100;
/// From one round to the next.
const EVERY: Span = Span::hours(1);

static SWEEPS: Queue = Queue {
    name: "sweeps",
    topic: "sweeps",
    due: store::due,
    work: |app, lease| -> Working { Box::pin(work(app, lease)) },
};

/// Sweeps every hour until `stop`; then finishes the round that has begun.
pub async fn run_until(app: App, stop: impl Future<Output = ()> + Send) {
    queues::run_until(app, &SWEEPS, stop).await;
}

/// Sweeps now if a round is due, and returns how many rows went. It never waits for time to pass.
pub async fn run_due(app: &App) -> usize {
    queues::run_due(app, &SWEEPS).await
}

async fn work(app: App, lease: Lease) -> Shift {
    let mut shift = Shift {
        rest: EVERY,
        ..Shift::default()
    };
    for table in FEATURES.iter().flat_map(|feature| feature.tables) {
        let Ends::Swept(sweep) = table.ends else {
            continue;
        };
        match one(&app, &lease, sweep).await {
            Ok(Some(Swept { rows, more })) => {
                shift.done += rows;
                if more {
                    shift.rest = Span::ZERO;
                }
                if rows > 0 {
                    tracing::debug!(table = table.name, rows, "old rows went");
                }
            }
            Ok(None) => {
                shift.trouble = true;
                break;
            }
            Err(error) => {
                tracing::warn!(table = table.name, %error, "old rows could not be swept away; they wait");
                shift.trouble = true;
                break;
            }
        }
    }
    shift
}

struct Swept {
    rows: usize,
    /// Its turn was over before its rows were.
    more: bool,
}

/// Nothing if the lease was lost.
async fn one(app: &App, lease: &Lease, sweep: Sweep) -> Result<Option<Swept>> {
    let mut rows = 0;
    for _ in 0..TURN {
        let mine = lease.clone();
        let gone = app
            .db
            .tx(move |tx| {
                if !mine.keep(tx)? {
                    return Ok::<_, kunci_db::Error>(None);
                }
                let before = Time(tx.now()) - sweep.keep;
                store::delete(tx, &sweep.statement, before, BATCH).map(Some)
            })
            .await?;
        let Some(gone) = gone else { return Ok(None) };
        rows += usize::try_from(gone).unwrap_or(usize::MAX);
        if gone < u64::from(BATCH) {
            return Ok(Some(Swept { rows, more: false }));
        }
    }
    Ok(Some(Swept { rows, more: true }))
}
