//! "This was not me": `/n/{token}`, from a notice. No sign-in. Opening it does nothing, because mail scanners and chat
//! previews open links too; its button stops what happened, once for each contact. It opens nothing. A signed-in browser was
//! told as well, and says the same at `/account/notices/{id}`.
//!
//! [`remedy`] says what the button does about each event, as far as `kunci_rules::contest` lets whoever presses it; [`http`] are
//! its pages. What is held or contested is kept beside its request, and the gate decides with it.

mod http;
mod mine;
mod quiet;
mod remedy;
mod review;
#[cfg(test)]
mod tests;
mod words;

pub use http::{Found, act, show};
pub use mine::{get as get_mine, mine, object, post as post_mine};
pub use quiet::{get as get_quiet, post as post_quiet, prove_first as prove_for_quiet, quiet};
pub use review::{Item, TakenOut, items, take_out};
pub use words::{Done, Said};
