//! Devices: what can be said about where one is, what became of a command, how it is protected.

mod command;
mod imei;
mod place;
mod protection;
mod state;
#[cfg(test)]
mod tests;
mod watch;

pub use command::{CommandEvent, CommandState};
pub use imei::{Imei, NotAnImei};
pub use place::{Marker, Place, fix_time, replaces};
pub use protection::{Change, Protection};
pub use state::{Contact, State, kept_from, state};
pub use watch::{Hears, Owned, TOLD_EVERY, Watched, told};
