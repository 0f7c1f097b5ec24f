//! Commands to devices: rows that wait, leave, and end as the device says.
//!
//! Issuing takes a permit of the gate, and with it the account's head is held. For pages:
//! - [`list`]: the last commands of a device, newest first, with their [`CommandState`], "waiting since" ([`Command::created_at`])
//!   and "at the latest" ([`Command::expires_at`]) (S-107…S-112).
//! - [`ring`], [`stop_ringing`], [`message`], [`free_message`], [`clear_message`], [`lock`], [`locate`], [`live`]: each answers [`Issued`].
//! - [`mark_missing`] and [`unmark`]: the mark, with lost mode on the device as far as it is able.
//! - [`cancel`]: takes an open command back, with the permit that could issue it.
//!
//! For adapters: [`heard`] at every contact, [`due`] and [`sign`] on contact, then [`note`] of what happened. Wake topic: `devices::topic`.

mod contact;
mod deliver;
mod issue;
pub mod jobs;
mod lost;
mod store;
#[cfg(test)]
mod tests;

use kunci_db::{Result, View};
use kunci_rules::devices::CommandState;
use kunci_rules::{Id, Time};
use kunci_wire::{Kind, Order, Reason};

use crate::feature::{Ends, Feature, Root, Table};
pub use contact::{CONNECTED, heard};
pub use deliver::{due, note, sign};
pub use issue::{
    Issued, cancel, clear_message, free_message, live, locate, lock, message, ring, stop_ringing,
};
pub use lost::{Marked, lapse, lost_words, mark_missing, unmark};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "commands",
    tables: &[Table {
        name: "commands",
        root: Root::Account,
        retention: "90 days after their end",
        ends: Ends::By("commands::jobs::FORGET"),
    }],
    statements: store::STATEMENTS,
};

/// A command.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its id; also what makes it idempotent on the device.
    pub id: Id,
    /// The device.
    pub device: Id,
    /// What it asks for.
    pub order: Order,
    /// Where it stands.
    pub state: CommandState,
    /// Its number on this device.
    pub counter: i64,
    /// When it was asked for: "waiting since".
    pub created_at: Time,
    /// After this it does not begin any more.
    pub expires_at: Time,
    /// When it was first handed over.
    pub sent_at: Option<Time>,
    /// When the device said that it has it.
    pub acknowledged_at: Option<Time>,
    /// When it ended, in whichever way.
    pub finished_at: Option<Time>,
    /// How or why it ended, if the device said.
    pub reason: Option<Reason>,
}

impl Command {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.order.kind()
    }
}

/// The last 20 commands of a device, newest first.
///
/// # Errors
/// Of the database.
pub fn list(view: &View<'_>, account: Id, device: Id) -> Result<Vec<Command>> {
    store::list(view, account, device)
}
