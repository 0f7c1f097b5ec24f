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

pub(crate) use connect::Connector;
pub(crate) use migrate::migrate;
pub(crate) use worker::Worker;
