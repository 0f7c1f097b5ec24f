//! How a device comes to belong to an account, what its owner may change about it, and how it leaves.
//!
//! - An OwnTracks phone: the page makes a secret and shows it once, as a QR code, a link for the phone itself, and values to type.
//!   The device exists from then on; a waiting page says when it was first heard of.
//! - An agent: the page shows a code ([`Code`], STD-32); `adapters::agent` spends it when the agent shows it, and only then
//!   the device exists. The waiting page says when.
//!
//! Both need a fresh sign-in, like adding a method: what is paired here may later prove who its owner is. Both say beforehand
//! that whoever runs this server can read where the device is, and every contact is told.

mod add;
mod browsers;
mod code;
mod form;
mod owntracks;
mod remove;
mod settings;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use add::{Begun, Pairing, Phone, add_agent, add_phone};
pub use add::{get as get_add, post as post_add, waiting_agent, waiting_phone};
pub use browsers::post as post_browsers;
pub(crate) use browsers::run_on;
pub(crate) use code::get as pairing;
pub use code::{Code, FORGET, Shown, show, spend};
pub(crate) use form::Once;
pub use remove::{RELEASES, get as get_remove, post as post_remove};
pub(crate) use remove::{Removal, take_away};
pub(crate) use settings::rename;
pub use settings::{get as get_device, get_list, post_name};

use crate::feature::{Ends, Feature, Root, Table};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "pairing",
    tables: &[Table {
        name: "pairings",
        root: Root::Value,
        retention: "1 day after the code's end",
        ends: Ends::By("pairing::FORGET"),
    }],
    statements: store::STATEMENTS,
};
