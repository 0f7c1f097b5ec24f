//! The things that an owner could lose.

use crate::Id;
use crate::gate::{self, Browser, MethodKind, Situation};

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThingKind {
    /// A phone or laptop of the account.
    Device,
    /// A known browser on something that is no device of the account.
    Browser,
    /// A phone number with its SIM card.
    Number,
    /// A mailbox at its provider.
    Mailbox,
    /// A printed sheet of recovery codes.
    Sheet,
    /// A helper.
    Person,
    /// Anything else that carries a method, such as a security key.
    Key,
    /// The password, which can be forgotten.
    Password,
}

impl ThingKind {
    /// Its stable name, for message keys and the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Browser => "browser",
            Self::Number => "number",
            Self::Mailbox => "mailbox",
            Self::Sheet => "sheet",
            Self::Person => "person",
            Self::Key => "key",
            Self::Password => "password",
        }
    }
}

/// A thing that can be lost, forgotten or out of reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its id: that of the holder, or of the password.
    pub id: Id,
    /// What it is.
    pub kind: ThingKind,
    /// Every holder that goes with it: the phone itself, the browser on it, the SIM card in it.
    pub holders: Vec<Id>,
}

impl Thing {
    /// A thing that is one holder.
    pub fn holder(id: Id, kind: ThingKind) -> Self {
        Self {
            id,
            kind,
            holders: vec![id],
        }
    }

    /// The password of this id.
    pub const fn password(id: Id) -> Self {
        Self {
            id,
            kind: ThingKind::Password,
            holders: Vec::new(),
        }
    }
}

/// The things of an account, each holder by itself: devices first, the password last. What is missing already
/// is not among them. Who knows that a browser runs on a device, or which phone carries a SIM card, joins them.
pub fn things(s: &Situation<'_>, browsers: &[Browser]) -> Vec<Thing> {
    let mut found: Vec<Thing> = Vec::new();
    let mut add = |id: Id, kind: ThingKind| {
        if found.iter().all(|thing| thing.id != id) {
            found.push(Thing::holder(id, kind));
        }
    };
    s.devices
        .iter()
        .for_each(|device| add(device.id, ThingKind::Device));
    for known in browsers.iter().filter_map(|b| b.known.as_ref()) {
        add(known.holder, ThingKind::Browser);
    }
    // A mailbox is what its address says it is, whoever else can use it.
    for mailbox in s.methods.iter().filter_map(|m| m.mailbox) {
        add(mailbox, ThingKind::Mailbox);
    }
    for method in &s.methods {
        for holder in method
            .reach
            .iter()
            .filter(|_| method.kind != MethodKind::Password)
        {
            add(*holder, carrier(method.kind));
        }
    }
    found.retain(|thing| s.find_device(thing.id).is_none_or(|d| d.mark.is_none()));
    let passwords = s
        .methods
        .iter()
        .filter(|m| m.kind == MethodKind::Password)
        .take(1);
    found.extend(passwords.map(|m| Thing::password(m.id)));
    found
}

/// Joins to a thing the others that go with it when it goes: the browser on a phone, the SIM card in it.
pub fn join(things: &mut Vec<Thing>, into: Id, with: &[Id]) {
    let goes = |thing: &Thing| thing.id != into && with.contains(&thing.id);
    let holders: Vec<Id> = things
        .iter()
        .filter(|t| goes(t))
        .flat_map(|t| t.holders.clone())
        .collect();
    if let Some(at) = things.iter().position(|thing| thing.id == into) {
        if let Some(thing) = things.get_mut(at) {
            thing.holders.extend(holders);
        }
        things.retain(|thing| !goes(thing));
    }
}

/// What a holder is that only this kind of method speaks of.
const fn carrier(kind: MethodKind) -> ThingKind {
    match kind {
        MethodKind::Email | MethodKind::Upstream => ThingKind::Mailbox,
        MethodKind::Phone => ThingKind::Number,
        MethodKind::RecoveryCode => ThingKind::Sheet,
        MethodKind::Helper => ThingKind::Person,
        MethodKind::Approval => ThingKind::Browser,
        MethodKind::Totp | MethodKind::Passkey | MethodKind::Password | MethodKind::Review => {
            ThingKind::Key
        }
    }
}

/// Every holder that these things take with them.
pub(super) fn holders(things: &[&Thing]) -> Vec<Id> {
    things
        .iter()
        .flat_map(|thing| thing.holders.iter().copied())
        .collect()
}

/// The same as a loss.
pub(super) fn loss<'l>(things: &[&Thing], holders: &'l [Id]) -> gate::Loss<'l> {
    gate::Loss {
        holders,
        password: things.iter().any(|t| t.kind == ThingKind::Password),
    }
}
