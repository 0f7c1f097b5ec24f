//! The promises of `kunci-db`, kept on both engines.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod crash;
mod faults;
mod holding;
mod migrations;
mod queueing;
mod reruns;
mod rollback;
mod transactions;
mod values;
mod world;
