//! Step 2: one message to each contact of the chosen kind, with one code and one link.

use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::{Id, Time};
use serde::Deserialize;

use super::start::asks;
use super::targets::{MOST, Target, targets};
use super::{Recovery, letters, live, store};
use crate::accounts;
use crate::browsers::{self, Standing, Visitor, visitor, visitor_cookie};
use crate::methods::{self, Allowance, Asking, Challenge, Channel, Codes, Opened, Purpose};
use crate::outbox::{self, Letter, Message, To};
use crate::web::{Context, Error, Form, see_other, times};

/// Where the asker wants the message.
#[derive(Clone, Copy, Debug)]
pub enum Where {
    /// Before any proof: by kind only, the same for every name.
    Channel(Channel),
    /// After a proof, or in a known browser: this contact.
    Contact(Id),
}

impl Where {
    /// Reads `email`, `phone`, or the id of a contact.
    #[must_use]
    pub fn parse(way: &str) -> Option<Self> {
        let contact = || Id::try_parse(way).ok().map(Self::Contact);
        Channel::parse(way).map(Self::Channel).or_else(contact)
    }
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
    send_to(context, form.way).await
}

/// Sends to the contacts of a kind, or after a proof to one contact.
///
/// # Errors
/// Of the database.
pub async fn send_to(context: Context, way: String) -> Result<Response, Error> {
    let Some(wanted) = Where::parse(&way) else {
        return Ok(see_other("/recover/ways"));
    };
    Ok(match send_message(&context, wanted).await? {
        Some(visitor) => visitor_cookie(see_other("/recover/code"), &context, &visitor),
        None => see_other("/forgot"),
    })
}

/// Sends, as often as budgets allow. What comes back is the browser in which the code will work, which may need its cookie; nothing
/// where no case is under way.
///
/// # Errors
/// Of the database.
pub async fn send_message(context: &Context, wanted: Where) -> Result<Option<Visitor>, Error> {
    let Some(case) = live(context).await? else {
        return Ok(None);
    };
    let visitor = visitor(context);
    let fresh = Fresh::new(context);
    let (inside, asker) = (context.clone(), visitor.clone());
    let send = move |tx: &Tx<'_>| send(tx, &inside, &asker, &case, wanted, &fresh);
    context.app.db.tx(send).await?;
    Ok(Some(visitor))
}

/// When one message leaves, and until when its link works.
#[derive(Clone, Copy)]
struct Slot {
    leaves_at: Time,
    link_until: Time,
    /// To nobody: its owner muted such messages.
    silent: bool,
}

/// Sends to every target. Whoever asks is told the same whatever there is behind a name: before a proof the *name* has a
/// budget, of which the pages speak, and what a contact's own budget holds back goes to nobody instead.
pub(super) fn send(
    tx: &Tx<'_>,
    context: &Context,
    visitor: &Visitor,
    case: &Recovery,
    wanted: Where,
    fresh: &Fresh,
) -> Result<(), Error> {
    asks(tx, context, case.id)?;
    let targets = targets(tx, context, case, wanted)?;
    let named = match wanted {
        Where::Contact(_) => None,
        Where::Channel(channel) => {
            store::ask(tx, case.id, channel)?;
            let known = targets
                .iter()
                .map(|target| target.standing)
                .find(|standing| standing.is_known());
            let standing = known.unwrap_or(Standing::Stranger);
            let name = case.name.value();
            let asking = asking(context, channel, (name, name), (standing, None));
            match counted(methods::may_ask(tx, &context.app, &asking)?) {
                Some(slot) => Some(slot),
                None => return Ok(()),
            }
        }
    };
    for ((target, codes), reference) in targets.iter().zip(&fresh.codes).zip(&fresh.references) {
        let sending = Sending {
            context,
            visitor,
            case,
            named,
            codes,
            reference,
        };
        match target.by_mail(tx, context)? {
            Some(mail) => sending.send(tx, &mail)?,
            None => sending.send(tx, target)?,
        }
    }
    Ok(())
}

/// A wish to send to what is behind the name that was typed.
fn asking<'a>(
    context: &Context,
    channel: Channel,
    (value, typed): (&'a str, &'a str),
    (standing, proved): (Standing, Option<Id>),
) -> Asking<'a> {
    Asking {
        channel,
        value,
        typed,
        standing,
        proved,
        network: context.network,
        mail_instead: false,
    }
}

/// `None`: not now.
const fn counted(allowance: Allowance) -> Option<Slot> {
    match allowance {
        Allowance::Send {
            leaves_at,
            link_until,
            silent,
        } => Some(Slot {
            leaves_at,
            link_until,
            silent,
        }),
        Allowance::ByMail | Allowance::NotBefore(_) | Allowance::Abroad => None,
    }
}

/// One message.
struct Sending<'a> {
    context: &'a Context,
    visitor: &'a Visitor,
    case: &'a Recovery,
    /// The name's own slot, before a proof.
    named: Option<Slot>,
    codes: &'a Codes,
    reference: &'a str,
}

impl Sending<'_> {
    fn send(&self, tx: &Tx<'_>, target: &Target) -> Result<(), Error> {
        let Some((slot, to)) = self.slot(tx, target)? else {
            return Ok(());
        };
        let app = &self.context.app;
        let opened = Opened {
            subject: self.case.subject,
            account: target.account,
            contact: target.contact,
            channel: target.channel,
            value: &target.value,
            purpose: Purpose::Recover,
            case: self.case.id,
            visitor: &self.visitor.hash,
            leaves_at: slot.leaves_at,
            link_until: slot.link_until,
        };
        let challenge = methods::issue(tx, &app.keys, self.codes, &opened)?;
        let message = Message {
            account: target.account,
            to,
            letter: self.letter(tx, target, &challenge)?,
            due_at: slot.leaves_at,
            expires_at: challenge.link_until,
            // What a known browser asks for has its own limit, and must not use up its network's.
            network: (!target.standing.is_known()).then_some(self.context.network),
        };
        outbox::send(tx, app, &message)?;
        Ok(())
    }

    /// The contact's own slot, or nobody's in the name's. After a proof, only the contact's.
    fn slot(&self, tx: &Tx<'_>, target: &Target) -> Result<Option<(Slot, To)>, Error> {
        let proved = match target.account {
            Some(account) => browsers::proofs_of(tx, account, self.case.id)?,
            None => Vec::new(),
        };
        let proved = (!proved.is_empty()).then_some(self.case.id);
        let wish = asking(
            self.context,
            target.channel,
            (&target.value, self.case.name.value()),
            (target.standing, proved),
        );
        let app = &self.context.app;
        let own = counted(match self.named {
            Some(named) => methods::may_send_at(tx, app, &wish, named.leaves_at)?,
            None => methods::may_send(tx, app, &wish)?,
        });
        let nobody = || self.named.map(|slot| (slot, To::Nobody(target.channel)));
        Ok(own
            .map(|slot| (slot, target.to(slot.silent)))
            .or_else(nobody))
    }

    /// In the owner's language and zone; where it reaches nobody, in the asker's, for the same work.
    fn letter(
        &self,
        view: &View<'_>,
        target: &Target,
        challenge: &Challenge,
    ) -> Result<Letter, Error> {
        let app = &self.context.app;
        // The same look for a message that reaches nobody (STD-41).
        let owner = accounts::get(view, target.account.unwrap_or(self.case.subject))?;
        let text = owner.as_ref().map_or_else(
            || self.context.text.clone(),
            |owner| app.texts.of(owner.language),
        );
        let zone = owner
            .as_ref()
            .map_or(app.config.brand.time_zone.as_str(), |owner| {
                owner.time_zone.as_str()
            });
        Ok(letters::code(
            &app.config,
            &text,
            &times::zone(zone),
            self.codes,
            challenge,
            self.reference,
        ))
    }
}

/// When the next message may leave, if not now; by the name alone, like everything that is said before a proof.
pub(super) fn next_send(
    view: &View<'_>,
    context: &Context,
    case: &Recovery,
) -> kunci_db::Result<Option<Time>> {
    let Some(channel) = case.asked else {
        return Ok(None);
    };
    let known = targets(view, context, case, Where::Channel(channel))?
        .iter()
        .any(|target| target.standing.is_known());
    if known {
        Ok(None)
    } else {
        methods::next_ask(view, &context.app, channel, case.name.value())
    }
}
