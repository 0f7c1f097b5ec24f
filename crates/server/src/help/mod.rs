//! Help: the six topics, "why am I locked", and the official contacts.
//!
//! The table of causes is for everyone and rests on the lock ledger's counts; the personal answer needs one proof, or a
//! browser that the account knows. Both only explain: nothing here opens anything.

mod contact;
mod locked;
mod personal;
mod topics;

pub use contact::{get as get_contact, machine as get_official};
pub use locked::get as get_locked;
pub use topics::get as get_help;
