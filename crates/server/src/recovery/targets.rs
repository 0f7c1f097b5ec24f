//! To whom one press sends: the contacts of the chosen kind, or nobody.

use kunci_db::{Result, View};
use kunci_rules::Id;

use super::Recovery;
use super::send::Where;
use crate::accounts;
use crate::browsers::{self, Standing};
use crate::methods::{self, Channel, Contact};
use crate::outbox::To;
use crate::web::Context;

/// At most this many messages for one press: a family's number, or an account with many addresses.
pub(super) const MOST: usize = 4;

/// Where one message goes. Without an account it reaches nobody, or a number that several accounts share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) account: Option<Id>,
    pub(super) contact: Option<Id>,
    pub(super) channel: Channel,
    pub(super) value: String,
    pub(super) standing: Standing,
    /// Whether anyone is there to read it.
    pub(super) exists: bool,
}

impl Target {
    pub(super) fn to(&self, silent: bool) -> To {
        To::unless(silent || !self.exists, self.channel, &self.value)
    }

    /// The same, to the newest mail address of its account: for phone messages of strangers once they have spent the day's
    /// budget.
    pub(super) fn by_mail(&self, view: &View<'_>, context: &Context) -> Result<Option<Self>> {
        let Some(account) = self.account else {
            return Ok(None);
        };
        if self.channel != Channel::Phone
            || self.standing.is_known()
            || methods::strangers_may_phone(view, &context.app)?
        {
            return Ok(None);
        }
        let mail = methods::contacts(view, account)?
            .into_iter()
            .rfind(|contact| contact.channel == Channel::Email);
        Ok(mail.map(|mail| Self {
            contact: Some(mail.id),
            channel: mail.channel,
            value: mail.value,
            ..self.clone()
        }))
    }
}

/// Where the messages of one press go; at least one, even if it reaches nobody.
pub(super) fn targets(
    view: &View<'_>,
    context: &Context,
    case: &Recovery,
    wanted: Where,
) -> Result<Vec<Target>> {
    let mut found = match case.account {
        Some(account) => vec![account],
        None => accounts::find(view, &case.name)?,
    };
    if found.is_empty() {
        // The same work for a name that leads nowhere: its stand-in has no contacts (STD-41).
        found.push(case.subject);
    }
    let mut targets: Vec<Target> = Vec::new();
    for account in found {
        let standing = browsers::standing(view, account, &context.browser_tokens(), context.now)?;
        if matches!(wanted, Where::Contact(_)) && !may_name_contacts(view, case, account, standing)?
        {
            continue;
        }
        let contacts = methods::contacts(view, account)?;
        for contact in pick(contacts, case.name.value(), wanted) {
            let shared = targets
                .iter_mut()
                .find(|t| t.value == contact.value && t.value == case.name.value());
            if let Some(target) = shared {
                // One message to the family's number; whose account it is, is asked after the proof.
                (target.account, target.contact) = (None, None);
                continue;
            }
            let Contact {
                id, channel, value, ..
            } = contact;
            let (account, contact) = (Some(account), Some(id));
            targets.push(Target {
                account,
                contact,
                channel,
                value,
                standing,
                exists: true,
            });
        }
    }
    if targets.is_empty() {
        targets.push(nobody(case, wanted));
    }
    targets.truncate(MOST);
    Ok(targets)
}

/// Contacts are named only to whoever has shown a proof in this case, or asks from a known browser.
fn may_name_contacts(
    view: &View<'_>,
    case: &Recovery,
    account: Id,
    standing: Standing,
) -> Result<bool> {
    Ok(standing.is_known() || !browsers::proofs_of(view, account, case.id)?.is_empty())
}

/// The contact that was typed, else all of the kind, else all: a way back is worth more than a preference.
fn pick(contacts: Vec<Contact>, typed: &str, wanted: Where) -> Vec<Contact> {
    let channel = match wanted {
        Where::Contact(id) => {
            return contacts
                .into_iter()
                .filter(|contact| contact.id == id)
                .collect();
        }
        Where::Channel(channel) => channel,
    };
    let of_kind: Vec<Contact> = contacts
        .iter()
        .filter(|contact| contact.channel == channel)
        .cloned()
        .collect();
    if let Some(typed) = of_kind.iter().find(|contact| contact.value == typed) {
        return vec![typed.clone()];
    }
    if of_kind.is_empty() {
        contacts
    } else {
        of_kind
    }
}

fn nobody(case: &Recovery, wanted: Where) -> Target {
    let channel = if let Where::Channel(channel) = wanted {
        channel
    } else {
        Channel::Email
    };
    Target {
        account: None,
        contact: None,
        channel,
        value: case.name.value().to_owned(),
        standing: Standing::Stranger,
        exists: false,
    }
}
