//! The promises of `kunci-db`, kept on both engines.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod transactions;
mod world;
