//! Devices: what they are, who they answer to, and what they told last.
//!
//! Facts only: nothing here asks the gate. The way in is `pairing`, commands are `commands`, tracks are `locations`.
//!
//! For pages (all of one account, inside `app.db.view`):
//! - [`list`], [`get`]: [`Device`]s with their last [`Fix`], battery, missing mark and everything else a page shows.
//!   [`Device::state`] is the word beside the name (S-105), [`Device::ability`] says whether a button works and if not why
//!   (S-110), [`Device::is_visible`] whether its holder lets it be seen (G8).
//! - [`watchers`]: who can see it, since when, and the last look (G8). [`look`] records one, behind a permit to locate.
//! - The track is `app.places` by way of `locations::track`; commands are `commands::{list, ring, lock, …}`.
//! - Wake topic [`topic`]: a fix, a status, a mark or a command of this device changed.
//!
//! What a device is to the gate (its mark) is [`facts`].

mod awaited;
mod fix;
pub mod jobs;
mod keys;
mod missing;
mod store;
#[cfg(test)]
mod tests;
mod watch;

use kunci_db::{Result, Topic, Tx, View};
use kunci_rules::devices::{Contact, Protection, State, kept_from, state};
use kunci_rules::{Id, Span, Time};
use kunci_wire::{Ability, Capabilities, LocationState, WhyNot};

pub use awaited::{AWAITED_FOR, await_contact};
pub use fix::Fix;
pub(crate) use fix::Packed;
pub use keys::{Credential, Known, by_credential, by_id};
pub use missing::{Missing, clear_mark, facts, lapse, mark};
pub use watch::{look, stop_watching, watchers};

use crate::feature::{Ends, Feature, Root, Table};
use crate::jobs::schedule;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "devices",
    tables: &[
        Table {
            name: "devices",
            root: Root::Account,
            retention: "as long as the account; 30 days after removal without its place",
            ends: Ends::By("devices::jobs::FORGET"),
        },
        Table {
            name: "device_keys",
            root: Root::Value,
            retention: "until the device is removed",
            ends: Ends::WithRoot,
        },
    ],
    statements: store::STATEMENTS,
};

/// What speaks for a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The OwnTracks app in HTTP mode: says where it is, can be asked for a position at its next report.
    OwnTracks,
    /// `kunci-agent` on a Linux phone or laptop.
    Agent,
}

impl Kind {
    /// As kept in the database.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::OwnTracks => "owntracks",
            Self::Agent => "agent",
        }
    }

    /// What a device can do as far as its kind tells: the app says where it is, at its next report. An agent says itself.
    #[must_use]
    pub fn capabilities(self) -> Capabilities {
        let able = |kind| match (self, kind) {
            (Self::OwnTracks, kunci_wire::Kind::Locate) => Ability::Able,
            _ => Ability::Unable(WhyNot::Unsupported),
        };
        kunci_wire::Kind::ALL
            .into_iter()
            .map(|kind| (kind, able(kind)))
            .collect()
    }

    /// How long a device may be silent and still be in contact, and how long before it counts as offline. An agent's
    /// connection is noted every minute; OwnTracks pings every 15 to 30 minutes when the phone lies still.
    const fn patience(self) -> (Span, Span) {
        match self {
            Self::Agent => (Span::minutes(2), Span::minutes(15)),
            Self::OwnTracks => (Span::minutes(2), Span::minutes(60)),
        }
    }

    /// Reads [`Kind::tag`].
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        [Self::OwnTracks, Self::Agent]
            .into_iter()
            .find(|kind| kind.tag() == tag)
    }
}

/// A device, as everything but its own adapter sees it.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its account.
    pub account: Id,
    /// Its id.
    pub id: Id,
    /// What its owner calls it.
    pub name: String,
    /// What speaks for it.
    pub kind: Kind,
    /// Maker and model, if it said.
    pub model: String,
    /// What it can do, as it said itself.
    pub capabilities: Capabilities,
    /// When it was added.
    pub paired_at: Time,
    /// When it was last heard of.
    pub last_contact: Option<Time>,
    /// Why it went silent, if it said goodbye and was not heard of since.
    pub leaving: Option<kunci_wire::Leaving>,
    /// Whether it can tell where it is.
    pub location: LocationState,
    /// Battery in percent, newest report of any kind.
    pub battery: Option<u8>,
    /// Whether it is charging, if it says.
    pub charging: Option<bool>,
    /// Its newest fix; an older one never replaces it.
    pub fix: Option<Fix>,
    /// When that fix reached us.
    pub fix_received: Option<Time>,
    /// Until when live mode is wanted.
    pub live_until: Option<Time>,
    /// The mark, while it is missing.
    pub missing: Option<Missing>,
    /// Since when its unlocked holder lets nobody see it (G8).
    pub watch_stopped: Option<Time>,
    /// When its owner last looked where it is.
    pub last_look: Option<Time>,
    /// Until when its owner wants to be told once it connects.
    pub awaited_until: Option<Time>,
}

impl Device {
    /// The state word of S-105, as of `now`.
    #[must_use]
    pub fn state(&self, now: Time) -> State {
        let (live_for, stale_for) = self.kind.patience();
        let contact = Contact {
            last: self.last_contact,
            fix: self.fix.map(|fix| fix.at),
            location_off: self.location == LocationState::Off,
            gone: self.leaving.is_some(),
            live_for,
            stale_for,
        };
        state(&contact, now)
    }

    /// How it is protected. An app that only says where it is cannot keep a thief from setting the phone up anew.
    #[must_use]
    pub const fn protection(&self) -> Protection {
        match (self.kind, &self.missing) {
            (_, Some(_)) => Protection::Missing,
            (Kind::Agent, None) => Protection::On,
            (Kind::OwnTracks, None) => Protection::Off,
        }
    }

    /// Whether it can do something, and if not why (S-110).
    #[must_use]
    pub fn ability(&self, kind: kunci_wire::Kind) -> Ability {
        self.capabilities.get(kind)
    }

    /// Whether its place may be shown: its holder has not stopped that, or it is missing, which every contact was told.
    #[must_use]
    pub const fn is_visible(&self) -> bool {
        self.watch_stopped.is_none() || self.missing.is_some()
    }

    /// From when on its track is kept; `None` if there is nothing.
    #[must_use]
    pub fn kept_from(&self) -> Option<Time> {
        kept_from(
            self.last_contact,
            self.missing.as_ref().map(|missing| missing.since),
        )
    }

    /// Its name on the wire of OwnTracks: not a secret, only short enough to type.
    #[must_use]
    pub fn handle(&self) -> String {
        handle(self.id)
    }
}

/// The last 12 hexadecimal digits of a device's id.
#[must_use]
pub fn handle(device: Id) -> String {
    hex::encode(&device.as_bytes()[10..])
}

/// What wakes whoever watches this device: its agent's connection and open finder pages.
#[must_use]
pub const fn topic(device: Id) -> Topic {
    Topic {
        kind: "device",
        id: device,
    }
}

/// The devices of an account, by name.
///
/// # Errors
/// Of the database.
pub fn list(view: &View<'_>, account: Id) -> Result<Vec<Device>> {
    store::list(view, account)
}

/// One device of an account; `None` if it is another's or was removed.
///
/// # Errors
/// Of the database.
pub fn get(view: &View<'_>, account: Id, device: Id) -> Result<Option<Device>> {
    store::get(view, account, device)
}

/// What makes a device.
#[derive(Clone, Debug)]
pub struct New {
    /// Its id, made by whoever asked, so that asking twice makes one.
    pub id: Id,
    /// What its owner calls it.
    pub name: String,
    /// What speaks for it.
    pub kind: Kind,
    /// Maker and model.
    pub model: String,
    /// What it can do.
    pub capabilities: Capabilities,
}

/// Adds a device to an account that the caller holds. `false` if the id is taken: the form was sent twice.
///
/// # Errors
/// Of the database.
pub fn add(tx: &Tx<'_>, account: Id, new: &New, credential: &Credential) -> Result<bool> {
    let added = store::insert(tx, account, new)?;
    if added {
        keys::insert(tx, account, new.id, credential)?;
        tx.wake(Topic {
            kind: "account",
            id: account,
        });
    }
    Ok(added)
}

/// Takes a device of the same account in again: paired anew with its old key. Its holder agreed to be seen once more.
///
/// # Errors
/// Of the database.
pub fn come_back(tx: &Tx<'_>, account: Id, new: &New) -> Result<bool> {
    store::come_back(tx, account, new)?;
    tx.wake(topic(new.id));
    Ok(true)
}

/// Gives a device a new name.
///
/// # Errors
/// Of the database.
pub fn rename(tx: &Tx<'_>, account: Id, device: Id, name: &str) -> Result<()> {
    store::rename(tx, account, device, name)?;
    tx.wake(topic(device));
    Ok(())
}

/// Takes a device out of its account, which the caller holds: its credentials end at once, and with them its connection; its last place and its track
/// are wiped.
///
/// # Errors
/// Of the database.
pub fn remove(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    store::remove(tx, account, device)?;
    crate::browsers::leave_device(tx, account, device)?;
    let now = Time(tx.now());
    schedule(tx, jobs::WIPE, account, device, now)?;
    schedule(tx, jobs::FORGET, account, device, now + jobs::KEPT)?;
    tx.wake(topic(device));
    tx.wake(Topic {
        kind: "account",
        id: account,
    });
    Ok(())
}

/// Wipes the track of a device whose account is closed, and cuts its connection; its rows went with the account.
///
/// # Errors
/// Of the database.
pub fn wipe(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    schedule(tx, jobs::WIPE, account, device, Time(tx.now()))?;
    tx.wake(topic(device));
    Ok(())
}

/// What a device says beside its fixes. What it did not mention stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Battery in percent.
    pub battery: Option<u8>,
    /// Whether it is charging.
    pub charging: Option<bool>,
    /// Whether it can tell where it is.
    pub location: Option<LocationState>,
    /// What it can do, from now on.
    pub capabilities: Option<Capabilities>,
}

/// Notes that a device was heard of, and takes over the newest of its fixes if it is newer than what is known. Touches the
/// device's row only, never the account's head: devices report by the thousand. `true`: its owner waited for this, and is to be
/// told (`commands::heard` does).
///
/// # Errors
/// Of the database.
pub fn heard(tx: &Tx<'_>, device: &Known, report: &Report, newest: Option<&Fix>) -> Result<bool> {
    store::heard(tx, device.account, device.id, report);
    if let Some(fix) = newest {
        store::newer_fix(tx, device.account, device.id, fix);
    }
    tx.wake(topic(device.id));
    awaited::answered(tx, device)
}

/// Notes that a device said goodbye (S-116).
///
/// # Errors
/// Of the database.
pub fn left(tx: &Tx<'_>, account: Id, device: Id, why: kunci_wire::Leaving) -> Result<()> {
    store::left(tx, account, device, why)?;
    tx.wake(topic(device));
    Ok(())
}

/// Until when live mode is wanted; `None` ends it.
///
/// # Errors
/// Of the database.
pub fn set_live(tx: &Tx<'_>, account: Id, device: Id, until: Option<Time>) -> Result<()> {
    store::set_live(tx, account, device, until)?;
    tx.wake(topic(device));
    Ok(())
}

/// The next command number of a device whose account the caller holds.
///
/// # Errors
/// `Missing` if there is no such device.
pub fn next_counter(tx: &Tx<'_>, account: Id, device: Id) -> Result<i64> {
    store::next_counter(tx, account, device)
}

/// Lifts the command number to what the device has seen: a server that was restored from a backup must not count below it.
///
/// # Errors
/// Of the database.
pub fn raise_counter(tx: &Tx<'_>, account: Id, device: Id, seen: i64) -> Result<()> {
    store::raise_counter(tx, account, device, seen)
}

/// Notes how many commands wait for a device, so that whoever hears from it knows without looking.
///
/// # Errors
/// Of the database.
pub fn set_waiting(tx: &Tx<'_>, account: Id, device: Id, waiting: i64) -> Result<()> {
    store::set_waiting(tx, account, device, waiting)
}

/// What decides how long a device's track is kept.
#[derive(Clone, Copy, Debug)]
pub struct Brief {
    /// Its account.
    pub account: Id,
    /// Its id.
    pub id: Id,
    /// When it was last heard of.
    pub last_contact: Option<Time>,
    /// Since when it is missing.
    pub missing_since: Option<Time>,
}

/// Devices of all accounts in the order of their keys, after the given one, 500 at a time.
///
/// # Errors
/// Of the database.
pub fn every(view: &View<'_>, after: (Id, Id)) -> Result<Vec<Brief>> {
    store::every(view, after)
}
