//! The agent with real parts around it: the real binary, a server that speaks the wire, gpsfake with gpsd, a private
//! D-Bus. A part that is not installed is an error that names its package.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod commands;
mod files;
mod lock;
mod message;
mod pairing;
mod positions;
mod ring;
mod small;
mod socket;
mod status;
mod world;
