//! The decisions of Kunci, as pure functions: no async, no I/O, no clock, no randomness. Facts, time and
//! random bytes come in as arguments, values go out; the server loads the one and stores the other.
//!
//! A short tour, in the order in which a frightened owner meets them:
//!
//! - [`pools`]: how many guesses are evaluated and from whom, so that strangers spend only their own.
//! - [`locks`]: the causes of a lock, what each closes, what lifts it, what still works, and the table of
//!   causes in the order of what happens here.
//! - [`gate`]: the one question, *is this the owner?*, for every action of the policy table. It alone makes a
//!   [`gate::Permit`]; its [`gate::ways`] lead back in, its [`gate::matrix`] shows what a policy means, and
//!   [`gate::Policy::check`] refuses one that breaks an invariant.
//! - [`checkup`]: the way-back check-up, the step that mends the worst hole, and the rehearsal.
//! - [`contest`]: what "this was not me" does, and the quiet exit. - [`risk`]: signals, and which two of them lock.
//! - [`totp`], [`approval`]: the decisions around a code from an app, and a number typed on another device.
//! - [`messages`]: how often an address may be written to because somebody asked.
//! - [`codes`]: what people type and what links carry.
//! - [`helpers`]: who can vouch for an owner.
//! - [`numbers`]: whether a number may be somebody else's by now.
//! - [`passkeys`]: where one is kept, and what its counter says.
//! - [`passwords`]: which may be set, and why not.
//! - [`push`]: where a push may go.
//! - [`identifiers`]: addresses, masked.
//! - [`devices`]: where a phone is, what became of a command, how it is protected, and whether an IMEI is one.
//!
//! Where to start reading: the table in `gate/table.rs` beside its test in `gate/tests/table.txt`, one line per
//! case; then `gate/hand.rs` (as what a proof counts) and `gate/judge.rs` (when a rule opens). The invariants
//! G1 to G8 are property tests in `gate/tests/`, `contest/` and `devices/`, and compile-fail tests in `tests/`;
//! `PROPTEST_CASES` makes them look further than 10,000 cases each.

pub mod approval;
pub mod checkup;
pub mod codes;
pub mod contest;
pub mod devices;
pub mod gate;
pub mod helpers;
pub mod identifiers;
pub mod locks;
pub mod messages;
pub mod numbers;
pub mod passkeys;
pub mod passwords;
pub mod pools;
pub mod push;
pub mod risk;
mod time;
pub mod totp;

pub use time::{Span, Time};
pub use uuid::Uuid as Id;
