//! The wire from outside: what is signed is checked, what is changed is refused, what is unknown is ignored.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod code;
mod command;
mod frames;
mod hello;
mod jws;
mod keys;
mod origin;
mod pairing;

use kunci_wire::{DeviceKey, KeyId, Signer};

pub(crate) fn signer(name: &str, seed: u8) -> Signer {
    Signer::new(name.parse::<KeyId>().unwrap(), &[seed; 32])
}

pub(crate) fn device_key(seed: u8) -> DeviceKey {
    DeviceKey::from_seed(&[seed; 32])
}
