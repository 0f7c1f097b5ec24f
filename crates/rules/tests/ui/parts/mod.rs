//! A transaction such as the server's, and what these tests ask in it.

use std::sync::Arc;

use kunci_rules::gate::{Permit, Policy, Ring, Situation};
use kunci_rules::{Id, Time};

pub struct Tx;

pub fn tx<T>(work: impl for<'t> Fn(&'t Tx) -> T) -> T {
    work(&Tx)
}

pub fn situation(tx: &Tx) -> Situation<'_> {
    Situation::new(tx, Id::nil(), Time(0), Arc::new(Policy::default()))
}

pub const RING: Ring = Ring { account: Id::nil(), device: Id::nil() };

pub fn ring<'t>(_tx: &'t Tx, _permit: Permit<'t, Ring>) {}
