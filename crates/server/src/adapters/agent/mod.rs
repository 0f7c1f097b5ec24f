//! The server side of `kunci-agent` (see `kunci_wire` for what is said).
//!
//! - [`pair`]: the agent shows a code and its key, and becomes a device ([`crate::pairing`]).
//! - [`socket`]: one WebSocket a device. Challenge, hello, welcome ([`greet`]); then [`session`] reads what the agent says and
//!   sends what the database has for it, woken by the bus and at least once a minute.
//! - [`Connections`] counts them, and lets a device's newer connection replace the older.
//!
//! Nothing about a device is remembered here but what was last sent: whatever is sent is read from the database first, so a
//! device that was removed or a command that was taken back is noticed at once, and a restart loses nothing.

mod connections;
mod frames;
mod greet;
mod pair;
mod session;
mod socket;
#[cfg(test)]
mod tests;

pub use connections::Connections;
pub use pair::post as post_pair;
pub use socket::get as get_socket;
