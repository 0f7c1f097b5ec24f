//! Contacts: where an owner is reached. A contact counts from the moment its first code was entered (STD-36).

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::{AddMethod, MethodKind, Origin, Permit, ReplaceMethod};
use kunci_rules::identifiers::{mask_email, mask_phone};
use kunci_rules::numbers::{Age, Number};
use kunci_rules::{Id, Span, Time};

use super::store;
use crate::accounts::{self, Identifier, Kind};

/// How long a removed contact still hears of everything.
pub const TOLD_FOR: Span = Span::days(30);

/// How many accounts one number may serve (a family's).
const MOST_OF_A_NUMBER: usize = 4;

/// How a contact is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Mail.
    Email,
    /// WhatsApp or SMS, whichever gateway takes it.
    Phone,
}

impl Channel {
    /// As kept in the database.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// Reads what [`Channel::tag`] wrote.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        [Self::Email, Self::Phone]
            .into_iter()
            .find(|channel| channel.tag() == tag)
    }

    /// The method that a code over this channel proves.
    #[must_use]
    pub const fn method(self) -> MethodKind {
        match self {
            Self::Email => MethodKind::Email,
            Self::Phone => MethodKind::Phone,
        }
    }
}

/// A proved contact.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Its id.
    pub id: Id,
    /// Mail or phone.
    pub channel: Channel,
    /// Address, or number in E.164 form.
    pub value: String,
    /// When it was added.
    pub added_at: Time,
    /// When it was last proved: numbers go stale (60 days).
    pub proved_at: Time,
    /// With which proofs it was added.
    pub origin: Origin,
    /// On which holder, if that browser had been known for a week.
    pub set_on: Option<Id>,
    /// For numbers: the operator reported that the SIM was changed since the last proof.
    pub sim_changed: bool,
    /// Until when its notices wait ("quiet exit").
    pub quiet_until: Option<Time>,
}

impl Contact {
    /// As a number that may be sold again one day; a mail address never is.
    #[must_use]
    pub fn number(&self) -> Option<Number> {
        (self.channel == Channel::Phone).then_some(Number {
            proved_at: self.proved_at,
            sim_changed: self.sim_changed,
        })
    }

    /// Whether it may be somebody else's by now, where a number is stale after `stale_after`.
    #[must_use]
    pub fn may_be_sold(&self, stale_after: Span, now: Time) -> bool {
        let age = self.number().map(|number| number.age(stale_after, now));
        age == Some(Age::Stale)
    }

    /// As shown to whoever has given a proof (S-149).
    #[must_use]
    pub fn masked(&self) -> String {
        masked(self.channel, &self.value)
    }
}

/// An address or number, masked (S-149).
#[must_use]
pub fn masked(channel: Channel, value: &str) -> String {
    match channel {
        Channel::Email => mask_email(value),
        Channel::Phone => mask_phone(value),
    }
}

/// The contacts of an account that are in use, oldest first.
///
/// # Errors
/// Of the database.
pub fn active(view: &View<'_>, account: Id) -> Result<Vec<Contact>> {
    store::contacts(view, account)
}

/// The accounts that an address or number is a contact of, at most four, and which contact it is there.
///
/// # Errors
/// Of the database.
pub fn of_value(view: &View<'_>, channel: Channel, value: &str) -> Result<Vec<(Id, Id)>> {
    store::contacts_of_value(view, channel, value)
}

/// Numbers of all accounts that were last proved before then, and whose owners were not asked about that proof yet: account and
/// contact, the oldest first.
///
/// # Errors
/// Of the database.
pub fn unasked(view: &View<'_>, before: Time, most: u32) -> Result<Vec<(Id, Id)>> {
    store::unasked_numbers(view, before, most)
}

/// For which proof of a number its owner was asked whether it is still theirs.
///
/// # Errors
/// Of the database.
pub fn asked_for(view: &View<'_>, account: Id, contact: Id) -> Result<Option<Time>> {
    store::asked_for(view, account, contact)
}

/// Notes that nobody need ask again about the last proof of this number.
///
/// # Errors
/// Of the database.
pub fn asked(tx: &Tx<'_>, account: Id, contact: Id) -> Result<()> {
    store::asked(tx, account, contact)
}

/// The contacts that hear of what happens: those in use, and for 30 days those that were removed (S-028, design §1).
///
/// # Errors
/// Of the database.
pub fn told(view: &View<'_>, account: Id) -> Result<Vec<Contact>> {
    store::contacts_told(view, account, Time(view.now()) - TOLD_FOR)
}

/// Adds a contact that has just been proved, to the permit's account. The caller chooses the id, so that those who were
/// there before can be told first.
///
/// # Errors
/// Of the database.
pub fn add<'t>(
    tx: &'t Tx<'_>,
    permit: Permit<'t, AddMethod>,
    id: Id,
    channel: Channel,
    value: &str,
    set_on: Option<Id>,
) -> Result<()> {
    let origin = Origin::Added(permit.grounds().shown.clone());
    store::insert_contact(tx, permit.account(), id, channel, value, &origin, set_on)
}

/// Gives a new account its contact: nothing could be asked of an account that has nothing yet.
///
/// # Errors
/// Of the database.
pub fn first(
    tx: &Tx<'_>,
    account: Id,
    channel: Channel,
    value: &str,
    origin: &Origin,
) -> Result<Id> {
    let id = tx.id();
    store::insert_contact(tx, account, id, channel, value, origin, None)?;
    Ok(id)
}

/// Takes out a contact that the owner did not add. Unlike one that was replaced, it hears nothing more, and its name no longer
/// signs in.
///
/// # Errors
/// Of the database.
pub fn disown(tx: &Tx<'_>, account: Id, contact: Id) -> Result<()> {
    let all = store::contacts(tx, account)?;
    if let Some(found) = all.iter().find(|found| found.id == contact) {
        accounts::remove_identifier(tx, account, &found.value)?;
    }
    store::disown_contact(tx, account, contact)
}

/// Takes the permit's contact out of use. It still hears of everything for 30 days, and its name signs in no more.
///
/// # Errors
/// Of the database.
pub fn remove<'t>(tx: &'t Tx<'_>, permit: Permit<'t, ReplaceMethod>) -> Result<()> {
    let ReplaceMethod { account, method } = permit.action();
    let all = store::contacts(tx, account)?;
    if let Some(found) = all.iter().find(|found| found.id == method) {
        accounts::remove_identifier(tx, account, &found.value)?;
    }
    store::remove_contact(tx, account, method)
}

/// Brings a contact back that was removed within 30 days, as one that was added just now with these proofs; its name signs in
/// again, unless it became another account's. Nothing happens to any other id.
///
/// # Errors
/// Of the database.
pub fn restore(tx: &Tx<'_>, account: Id, contact: Id, origin: &Origin) -> Result<()> {
    let removed = told(tx, account)?;
    let Some(found) = removed.into_iter().find(|found| found.id == contact) else {
        return Ok(());
    };
    if !store::restore_contact(tx, account, contact, origin)? {
        return Ok(());
    }
    let kind = match found.channel {
        Channel::Email => Kind::Email,
        Channel::Phone => Kind::Phone,
    };
    let name = Identifier::stored(kind, found.value);
    let accounts = accounts::find(tx, &name)?;
    let free = accounts.is_empty() || (kind == Kind::Phone && accounts.len() < MOST_OF_A_NUMBER);
    if free && !accounts.contains(&account) {
        accounts::add_identifier(tx, account, &name)?;
    }
    Ok(())
}

/// Lets the notices to a contact wait until then.
///
/// # Errors
/// Of the database.
pub fn quiet(tx: &Tx<'_>, account: Id, contact: Id, until: Time) -> Result<()> {
    store::quiet_contact(tx, account, contact, until)
}

/// Notes that the owner proved a contact again: at the end of a recovery, or signed in. Never on a link alone, or a
/// number that was sold again would become fresh by its own message.
///
/// # Errors
/// Of the database.
pub fn prove(tx: &Tx<'_>, account: Id, contact: Id) -> Result<()> {
    store::prove_contact(tx, account, contact)
}
