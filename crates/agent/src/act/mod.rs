//! What commands do on this device. Each returns an [`kunci_wire::Outcome`] that it made sure of.

pub mod lock;
pub mod message;
pub mod power;
pub mod process;
pub mod ring;
pub mod words;
