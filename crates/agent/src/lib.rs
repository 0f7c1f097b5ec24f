//! `kunci-agent`: the part of Kunci that lives on a Linux phone or laptop.
//!
//! It needs no privileges. One process, one thread, one WebSocket; what it must not lose is on disk before it
//! counts. The way through the code:
//!
//! - [`cli`] reads the command line. [`pair`] joins this device to an account; [`hub`] is `run`; [`control`] is
//!   how `status`, `ring-stop` and `stop-watching` reach a running agent.
//! - [`state`] is the directory that holds everything: the key ([`identity`]), what was paired, the [`journal`]
//!   of commands and the [`queue`] of fixes.
//! - [`link`] keeps the WebSocket open over [`net`], waiting as [`backoff`] says.
//! - [`gpsd`] brings positions and [`report`] decides which of them are worth sending; [`battery`] and
//!   [`abilities`] say how the device is and what it can do.
//! - [`act`] does what commands ask: ring, message, lock.
//!
//! Every event ends up in the [`hub`], which alone changes state: there are no locks.

pub mod abilities;
pub mod act;
pub mod backoff;
pub mod battery;
pub mod cli;
pub mod clock;
pub mod control;
pub mod error;
pub mod gpsd;
pub mod hub;
pub mod identity;
pub mod journal;
pub mod link;
pub mod net;
pub mod pair;
pub mod queue;
pub mod report;
pub mod state;

pub use error::{Error, Result};
