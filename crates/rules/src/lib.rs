//! The decisions of Kunci, as pure functions: no async, no I/O, no clock, no randomness. Facts, time and
//! random bytes come in as arguments, values go out; the server loads the one and stores the other.
//!
//! A short tour, in the order in which a frightened owner meets them:
//!
//! - [`gate`] answers the one question, *is this the owner?*, for every action of the policy table. It alone
//!   makes a [`gate::Permit`].
//! - [`locks`] knows the causes of a lock, what each closes and what lifts it.
//! - [`pools`] says how many guesses are evaluated and from whom, so that strangers spend only their own.
//! - [`codes`] makes and reads what people type: codes and link tokens.
//! - [`messages`] says how often an address may be written to because somebody asked.
//! - [`passwords`] says which may be set and why not.
//! - [`devices`] says where a phone is, what became of a command, and whether an IMEI is one.
//! - [`identifiers`] masks addresses.

pub mod codes;
pub mod devices;
pub mod gate;
pub mod identifiers;
pub mod locks;
pub mod messages;
pub mod passwords;
pub mod pools;
mod time;

pub use time::{Span, Time};
pub use uuid::Uuid as Id;
