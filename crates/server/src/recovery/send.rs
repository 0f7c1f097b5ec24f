//! Step 2: one message to each contact of the chosen kind, with one code and one link.

use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::{Id, Time};
use serde::Deserialize;

use super::{Recovery, letters, of_browser};
use crate::accounts;
use crate::browsers::{self, Standing, Visitor, visitor, visitor_cookie};
use crate::methods::{
    self, Allowance, Asking, Challenge, Channel, Codes, Contact, Opened, Purpose,
};
use crate::outbox::{self, Letter, Message, To};
use crate::web::{Context, Error, Form, see_other, times};

/// At most this many messages for one press: a family's number, or an account with many addresses.
pub(super) const MOST: usize = 4;

/// Where the asker wants the message.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
    /// Before any proof: by kind only, the same for every name.
    Channel(Channel),
    /// After a proof, or in a known browser: this contact.
    Contact(Id),
}

/// The secrets of the messages, made before the transaction.
#[derive(Clone)]
pub(super) struct Fresh {
    codes: Vec<Codes>,
    references: Vec<String>,
}

impl Fresh {
    pub(super) fn new(context: &Context) -> Self {
        let random = &context.app.random;
        Self {
            codes: (0..MOST)
                .map(|_| Codes::new(random, Purpose::Recover))
                .collect(),
            references: (0..MOST).map(|_| outbox::reference(random)).collect(),
        }
    }
}

/// Where one message goes. Without an account it reaches nobody, or a number that several accounts share.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    account: Option<Id>,
    contact: Option<Id>,
    channel: Channel,
    value: String,
    standing: Standing,
    exists: bool,
    mail_instead: bool,
}

impl Target {
    fn to(&self) -> To {
        if self.exists {
            To::Contact {
                channel: self.channel,
                value: self.value.clone(),
            }
        } else {
            To::Nobody(self.channel)
        }
    }
}

/// `way`: `email`, `phone`, or after a proof the id of a contact.
#[derive(Deserialize)]
pub struct Way {
    #[serde(default)]
    way: String,
}

/// POST /recover/send
///
/// # Errors
/// Of the database.
pub async fn post_send(context: Context, Form(form): Form<Way>) -> Result<Response, Error> {
    let wanted = match (Channel::parse(&form.way), Id::try_parse(&form.way)) {
        (Some(channel), _) => Wanted::Channel(channel),
        (None, Ok(contact)) => Wanted::Contact(contact),
        (None, Err(_)) => return Ok(see_other("/recover/ways")),
    };
    let Some(case) = of_browser(&context)
        .await?
        .filter(|case| !case.state.has_ended())
    else {
        return Ok(see_other("/forgot"));
    };
    let visitor = visitor(&context);
    let fresh = Fresh::new(&context);
    let (inside, asker) = (context.clone(), visitor.clone());
    context
        .app
        .db
        .tx(move |tx| send(tx, &inside, &asker, &case, wanted, &fresh))
        .await?;
    Ok(visitor_cookie(
        see_other("/recover/code"),
        &context,
        &visitor,
    ))
}

/// Sends to every target, as far as the budgets allow. What they hold back, the code page says.
pub(super) fn send(
    tx: &Tx<'_>,
    context: &Context,
    visitor: &Visitor,
    case: &Recovery,
    wanted: Wanted,
    fresh: &Fresh,
) -> Result<(), Error> {
    let targets = targets(tx, context, case, wanted)?;
    for ((target, codes), reference) in targets.iter().zip(&fresh.codes).zip(&fresh.references) {
        if send_one(tx, context, visitor, case, target, codes, reference)? == Sending::ByMail
            && let Some(mail) = by_mail(tx, target)?
        {
            send_one(tx, context, visitor, case, &mail, codes, reference)?;
        }
    }
    Ok(())
}

/// What became of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sending {
    /// It is on its way, or held back for now.
    Done,
    /// The phone budget is spent: the mail address takes it.
    ByMail,
}

/// The same, to the newest mail address of the account.
fn by_mail(view: &View<'_>, target: &Target) -> kunci_db::Result<Option<Target>> {
    let Some(account) = target.account else {
        return Ok(None);
    };
    let mail = methods::contacts(view, account)?
        .into_iter()
        .rfind(|contact| contact.channel == Channel::Email);
    Ok(mail.map(|mail| Target {
        contact: Some(mail.id),
        channel: mail.channel,
        value: mail.value,
        mail_instead: false,
        ..target.clone()
    }))
}

fn send_one(
    tx: &Tx<'_>,
    context: &Context,
    visitor: &Visitor,
    case: &Recovery,
    target: &Target,
    codes: &Codes,
    reference: &str,
) -> Result<Sending, Error> {
    let app = &context.app;
    let asking = Asking {
        channel: target.channel,
        value: &target.value,
        standing: target.standing,
        network: context.network,
        mail_instead: target.mail_instead,
    };
    let (leaves_at, link_until) = match methods::may_send(tx, app, &asking)? {
        Allowance::Send {
            leaves_at,
            link_until,
        } => (leaves_at, link_until),
        Allowance::ByMail => return Ok(Sending::ByMail),
        Allowance::NotBefore(_) | Allowance::Abroad => return Ok(Sending::Done),
    };
    let opened = Opened {
        subject: case.subject,
        account: target.account,
        contact: target.contact,
        channel: target.channel,
        value: &target.value,
        purpose: Purpose::Recover,
        case: case.id,
        visitor: &visitor.hash,
        leaves_at,
        link_until,
    };
    let challenge = methods::issue(tx, &app.keys, codes, &opened)?;
    let message = Message {
        account: target.account,
        to: target.to(),
        letter: letter(tx, context, target, codes, &challenge, reference)?,
        due_at: leaves_at,
        expires_at: challenge.link_until,
        network: Some(context.network),
    };
    outbox::send(tx, app, &message)?;
    Ok(Sending::Done)
}

/// In the owner's language and zone; where it reaches nobody, in the asker's, for the same work.
fn letter(
    view: &View<'_>,
    context: &Context,
    target: &Target,
    codes: &Codes,
    challenge: &Challenge,
    reference: &str,
) -> Result<Letter, Error> {
    let app = &context.app;
    let owner = target
        .account
        .map(|account| accounts::get(view, account))
        .transpose()?
        .flatten();
    let text = owner.as_ref().map_or_else(
        || context.text.clone(),
        |owner| app.texts.of(owner.language),
    );
    let zone = times::zone(
        owner
            .as_ref()
            .map_or(app.config.brand.time_zone.as_str(), |owner| {
                owner.time_zone.as_str()
            }),
    );
    Ok(letters::code(
        &app.config,
        &text,
        &zone,
        codes,
        challenge,
        reference,
    ))
}

/// Where the messages of one press go; at least one, even if it reaches nobody.
fn targets(
    view: &View<'_>,
    context: &Context,
    case: &Recovery,
    wanted: Wanted,
) -> kunci_db::Result<Vec<Target>> {
    let found = match case.account {
        Some(account) => vec![account],
        None => accounts::find(view, &case.name)?,
    };
    let mut targets: Vec<Target> = Vec::new();
    for account in found {
        let standing = browsers::standing(view, account, &context.browser_tokens(), context.now)?;
        if matches!(wanted, Wanted::Contact(_))
            && !may_name_contacts(view, case, account, standing)?
        {
            continue;
        }
        let contacts = methods::contacts(view, account)?;
        let mail_instead = contacts
            .iter()
            .any(|contact| contact.channel == Channel::Email);
        for contact in pick(contacts, case.name.value(), wanted) {
            let shared = targets
                .iter_mut()
                .find(|t| t.value == contact.value && t.value == case.name.value());
            if let Some(target) = shared {
                // One message to the family's number; whose account it is, is asked after the proof.
                (target.account, target.contact, target.mail_instead) = (None, None, false);
                continue;
            }
            let Contact {
                id, channel, value, ..
            } = contact;
            targets.push(Target {
                account: Some(account),
                contact: Some(id),
                channel,
                value,
                standing,
                exists: true,
                mail_instead,
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
) -> kunci_db::Result<bool> {
    Ok(standing.is_known() || !browsers::proofs_of(view, account, case.id)?.is_empty())
}

/// The contact that was typed, else all of the kind, else all: a way back is worth more than a preference.
fn pick(contacts: Vec<Contact>, typed: &str, wanted: Wanted) -> Vec<Contact> {
    let channel = match wanted {
        Wanted::Contact(id) => {
            return contacts
                .into_iter()
                .filter(|contact| contact.id == id)
                .collect();
        }
        Wanted::Channel(channel) => channel,
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

fn nobody(case: &Recovery, wanted: Wanted) -> Target {
    let channel = if let Wanted::Channel(channel) = wanted {
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
        mail_instead: false,
    }
}

/// When the next message by `channel` may leave, if not now.
pub(super) fn next_send(
    view: &View<'_>,
    context: &Context,
    case: &Recovery,
    channel: Channel,
) -> kunci_db::Result<Option<Time>> {
    let mut earliest: Option<Time> = None;
    for target in targets(view, context, case, Wanted::Channel(channel))? {
        let next = methods::next_send(view, &context.app, target.channel, &target.value)?
            .filter(|at| *at > context.now);
        let Some(next) = next else { return Ok(None) };
        earliest = Some(earliest.map_or(next, |at| at.min(next)));
    }
    Ok(earliest)
}
