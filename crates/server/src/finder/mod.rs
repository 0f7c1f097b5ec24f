//! The finder: where the owner's phones are, what they can be asked to do, and the missing mark.
//!
//! It finds; it unlocks nothing (S-097). It keeps nothing of its own: devices, commands and locations are facts of others,
//! and the gate decides each action anew.
//!
//! - [`get_list`], [`get_one`]: the pages. Opening one is a look: it asks the gate to locate, is recorded and told (G8).
//!   Whoever is not signed in meets the entrance: the password alone, never a code from the lost phone (C-6).
//! - [`get_events`]: the same as server-sent events, for the script of `web/README.md`, "The finder's contract".
//! - `act`, `missing`: the buttons. Each asks the gate, then issues; all work without JavaScript.
//! - [`sight`] is what the gate lets the asker see; [`verbs`] is what can be asked of a device. The API uses both.
//!
//! No form needs a one-time id: asking for what is already asked for changes nothing (`commands::Issued::Already`), and
//! a mark that stands is only reworded.

mod act;
pub(crate) mod call;
mod entrance;
mod events;
pub mod limited;
mod list;
mod marker;
mod missing;
mod one;
mod orders;
pub(crate) mod sight;
#[cfg(test)]
mod tests;
pub(crate) mod verbs;
mod ways;
mod words;

pub(crate) use act::awaits;
pub use act::{
    get_message, post_await, post_await_cancel, post_cancel, post_clear, post_live, post_locate,
    post_lock, post_message, post_ring, post_stop,
};
pub use events::get as get_events;
pub use limited::{get as get_limited, post as post_limited};
pub use list::get as get_list;
pub(crate) use missing::{Marking, found, mark_missing, unmarking};
pub use missing::{get_found, get_missing, post_found, post_missing};
pub use one::get as get_one;
