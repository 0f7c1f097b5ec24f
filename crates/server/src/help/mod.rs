//! Help: the six topics, "why am I locked", and the official contacts.
//!
//! The table of causes is for everyone and rests on the lock ledger's counts; the personal answer needs one proof, or a
//! browser that the account knows. Both only explain: nothing here opens anything.

mod check;
mod contact;
mod locked;
mod official;
mod personal;
mod problems;
mod topics;
mod two_step;

pub use check::{get as get_check, post as post_check};
pub use contact::get as get_contact;
pub use locked::get as get_locked;
pub use official::{get_file as get_official, get_keys, get_signed};
pub(crate) use personal::{Answer as LockAnswer, Shown as LockShown, answers as lock_answers};
pub use problems::{codes as problem_codes, get as get_problem};
pub use topics::get as get_help;
pub use two_step::get as get_two_step;
