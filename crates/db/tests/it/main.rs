//! The promises of `kunci-db`, kept on both engines.

mod transactions;
mod world;
