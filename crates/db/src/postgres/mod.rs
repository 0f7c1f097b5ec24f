//! PostgreSQL: threads with a connection each, which take closures from one queue.
//!
//! Transactions are `READ COMMITTED` and hold their root first ([`crate::Tx::hold`]); reads are one snapshot
//! (`REPEATABLE READ READ ONLY`). `BEGIN` travels with the first statement and [`crate::Tx::push`] with the next or the
//! commit, so a closure costs one round trip per answer it waits for, and one for the commit.

mod connect;
mod error;
mod migrate;
mod pipeline;
mod session;
mod value;
mod worker;

use std::sync::Arc;
use std::thread::JoinHandle;

use crate::config::Postgres;
use crate::error::OpenError;
use crate::migrate::Migrations;
use crate::queue::Queue;
use crate::shared::{Shared, spawn};

/// Brings the schema up to date and starts the threads.
pub(crate) fn start(
    place: &Postgres,
    connections: usize,
    migrations: &Migrations,
    shared: &Arc<Shared>,
    queue: &Arc<Queue>,
) -> Result<Vec<JoinHandle<()>>, OpenError> {
    let connector = Arc::new(connect::Connector::new(place)?);
    migrate::migrate(&connector, migrations.postgres, shared.clock.now())?;
    let mut threads = Vec::new();
    for _ in 0..connections {
        let (connector, queue, shared) = (
            Arc::clone(&connector),
            Arc::clone(queue),
            Arc::clone(shared),
        );
        let worker = worker::Worker::new(connector, queue, shared)?;
        threads.push(spawn("kunci-db", move || worker.serve())?);
    }
    Ok(threads)
}
