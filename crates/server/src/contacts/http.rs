//! The two steps: contact, then its code.

use askama::Template;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::gate::{AddMethod, Permit, Verdict};
use kunci_rules::{Id, Time, codes};
use serde::Deserialize;

use super::letters;
use super::store::{self, Request};
use crate::accounts::{self, Identifier, Kind};
use crate::browsers::{self, Owner, Standing, Visitor, visitor, visitor_cookie};
use crate::gate;
use crate::methods::{self, Allowance, Asking, Channel, Codes, Opened, Outcome, Purpose};
use crate::notices::{self, Event};
use crate::outbox::{self, Message, To};
use crate::signup::parse_contact;
use crate::web::{Error, Form, Frame, Network, form_page, see_other};

const ADD: &str = "/account/contacts/add";
const CODE: &str = "/account/contacts/code";

#[derive(Template)]
#[template(path = "contacts/pages/add.html")]
struct AddPage {
    f: Frame,
    contact: String,
    /// From when it counts.
    hold: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "contacts/pages/code.html")]
struct CodePage {
    f: Frame,
    sent_to: String,
    error: Option<String>,
}

/// The first form.
#[derive(Deserialize)]
pub struct Add {
    #[serde(default)]
    contact: String,
}

/// The second form.
#[derive(Deserialize)]
pub struct Code {
    #[serde(default)]
    code: String,
}

/// The permit, or what to do first.
fn allowed<'t>(tx: &'t Tx<'_>, owner: &Owner) -> Result<Permit<'t, AddMethod>, Error> {
    let action = AddMethod {
        account: owner.account.id,
    };
    match gate::ask(tx, &owner.context.app, &owner.asker(), action)? {
        Verdict::Open(permit) => Ok(permit),
        Verdict::Prove(_) | Verdict::Wait { .. } => Err(gate::prove_first(&action, ADD)),
        Verdict::Refuse(reason) => Err(gate::refusal(reason)),
    }
}

fn add_page(owner: &Owner, contact: String, error: Option<String>) -> Result<Response, Error> {
    let (t, holds) = (&owner.context.text, &owner.context.app.policy.holds);
    form_page(
        error.is_some(),
        &AddPage {
            f: Frame::signed_in(&owner.context),
            contact,
            hold: t.contact_add_hold(t.lasts(holds.added), t.lasts(holds.taint)),
            error,
        },
    )
}

/// GET /account/contacts/add
///
/// # Errors
/// `ProveFirst` unless the sign-in is fresh.
pub async fn get_add(owner: Owner) -> Result<Response, Error> {
    let asker = owner.clone();
    owner
        .context
        .app
        .db
        .tx(move |tx| allowed(tx, &asker).map(drop))
        .await?;
    add_page(&owner, String::new(), None)
}

/// POST /account/contacts/add
///
/// # Errors
/// `ProveFirst` unless the sign-in is fresh; of the database.
pub async fn post_add(owner: Owner, Form(form): Form<Add>) -> Result<Response, Error> {
    match begin(&owner, &form.contact).await? {
        Ok(begun) => Ok(visitor_cookie(
            see_other(CODE),
            &owner.context,
            &begun.visitor,
        )),
        Err(error) => add_page(&owner, form.contact, Some(error)),
    }
}

/// A contact to which a code is sent, as far as it may be.
pub(crate) struct Begun {
    /// As it was understood.
    pub(crate) sent_to: String,
    /// The browser in which the code is good.
    pub(crate) visitor: Visitor,
}

/// Sends a code to a new contact, or says why that is none.
///
/// # Errors
/// As [`post_add`].
pub(crate) async fn begin(owner: &Owner, typed: &str) -> Result<Result<Begun, String>, Error> {
    let (identifier, channel) = match parse_contact(&owner.context, typed) {
        Ok(parsed) => parsed,
        Err(error) => return Ok(Err(error)),
    };
    let sent_to = identifier.value().to_owned();
    let context = &owner.context;
    let visitor = visitor(context);
    let codes = Codes::new(&context.app.random, Purpose::Contact);
    let reference = outbox::reference(&context.app.random);
    let (inside, asker) = (owner.clone(), visitor.clone());
    let send = move |tx: &Tx<'_>| {
        let _permit = allowed(tx, &inside)?;
        let id = store::insert(tx, inside.account.id, inside.session, &identifier)?;
        let request = Request {
            id,
            identifier: identifier.clone(),
        };
        send(tx, &inside, &asker, &request, channel, &codes, &reference)
    };
    context.app.db.tx(send).await?;
    Ok(Ok(Begun { sent_to, visitor }))
}

fn send(
    tx: &Tx<'_>,
    owner: &Owner,
    visitor: &Visitor,
    request: &Request,
    channel: Channel,
    codes: &Codes,
    reference: &str,
) -> Result<(), Error> {
    let (app, value) = (&owner.context.app, request.identifier.value());
    let network = Network::of_account(owner.account.id);
    let asking = Asking {
        channel,
        value,
        typed: value,
        // The address is nobody's here yet: whose it is must not lose by it.
        standing: Standing::Stranger,
        proved: None,
        network,
        mail_instead: false,
    };
    let Allowance::Send {
        leaves_at,
        link_until,
        silent,
    } = methods::may_send_typed(tx, app, &asking)?
    else {
        return Ok(());
    };
    let opened = Opened {
        subject: request.id,
        account: Some(owner.account.id),
        contact: None,
        channel,
        value,
        purpose: Purpose::Contact,
        case: request.id,
        visitor: &visitor.hash,
        leaves_at,
        link_until,
    };
    let challenge = methods::issue(tx, &app.keys, codes, &opened)?;
    let t = app.texts.of(owner.account.language);
    let until = t.short_time(challenge.code_until, &owner.zone());
    let message = Message {
        account: Some(owner.account.id),
        to: To::unless(silent, channel, value),
        letter: letters::code(&app.config, &t, codes, &until, reference),
        due_at: leaves_at,
        expires_at: challenge.code_until,
        network: Some(owner.context.network),
    };
    outbox::send(tx, app, &message)?;
    Ok(())
}

async fn request_of(owner: &Owner) -> Result<Option<Request>, Error> {
    let (account, session) = (owner.account.id, owner.session);
    Ok(owner
        .context
        .app
        .db
        .view(move |view| store::newest(view, account, session))
        .await?)
}

fn code_page(owner: &Owner, request: &Request, error: Option<String>) -> Result<Response, Error> {
    let wrong = error.is_some();
    let sent_to = request.identifier.value().to_owned();
    form_page(
        wrong,
        &CodePage {
            f: Frame::signed_in(&owner.context),
            sent_to,
            error,
        },
    )
}

/// GET /account/contacts/code
///
/// # Errors
/// Of the database.
pub async fn get_code(owner: Owner) -> Result<Response, Error> {
    match request_of(&owner).await? {
        Some(request) => code_page(&owner, &request, None),
        None => Ok(see_other(ADD)),
    }
}

/// POST /account/contacts/code
///
/// # Errors
/// `ProveFirst` unless the sign-in is fresh; of the database.
pub async fn post_code(owner: Owner, Form(form): Form<Code>) -> Result<Response, Error> {
    match confirm(&owner, &form.code).await? {
        Confirmed::Added(_) => Ok(see_other("/account/security?done=contact")),
        Confirmed::Wrong(request) => {
            let error = owner.context.text.signup_code_wrong();
            code_page(&owner, &request, Some(error))
        }
        Confirmed::Gone => Ok(see_other(ADD)),
    }
}

/// What came of a code.
pub(crate) enum Confirmed {
    /// The contact counts from now on.
    Added(Id),
    /// Not the code of this one.
    Wrong(Request),
    /// No contact waits in this session.
    Gone,
}

/// Adds the contact that waits in this session, if this is its code.
///
/// # Errors
/// As [`post_code`].
pub(crate) async fn confirm(owner: &Owner, typed: &str) -> Result<Confirmed, Error> {
    let Some(request) = request_of(owner).await? else {
        return Ok(Confirmed::Gone);
    };
    let typed = codes::parse_digits(Purpose::Contact.digits(), typed).unwrap_or_default();
    let hash = visitor(&owner.context).hash;
    let (inside, waiting) = (owner.clone(), request.clone());
    let added = owner
        .context
        .app
        .db
        .tx(move |tx| add(tx, &inside, &waiting, &hash, &typed))
        .await?;
    Ok(added.map_or(Confirmed::Wrong(request), Confirmed::Added))
}

fn add(
    tx: &Tx<'_>,
    owner: &Owner,
    request: &Request,
    visitor: &[u8; 32],
    typed: &str,
) -> Result<Option<Id>, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let channel = channel_of(&request.identifier);
    let permit = allowed(tx, owner)?;
    let standing = owner.asker().standing;
    let Outcome::Reserved(guess) = methods::reserve(tx, request.id, channel.method(), standing)?
    else {
        return Ok(None);
    };
    let challenge = methods::check_code(tx, &app.keys, request.id, visitor, typed, Time(tx.now()))?;
    let Some(challenge) = challenge else {
        methods::note_place(tx, &guess, owner.context.network)?;
        return Ok(None);
    };
    if !methods::use_up(tx, &challenge)? || !store::finish(tx, account, request.id)? {
        return Ok(None);
    }
    let contact = tx.id();
    let set_on = browsers::settled_holder(tx, account, owner.browser)?;
    let masked = methods::masked(channel, request.identifier.value());
    notices::tell(
        tx,
        app,
        account,
        &Event::ContactAdded {
            contact,
            masked,
            two: permit.grounds().two(),
            by: owner.into(),
        },
    )?;
    methods::add_contact(
        tx,
        permit,
        contact,
        channel,
        request.identifier.value(),
        set_on,
    )?;
    let taken = request.identifier.kind() == Kind::Email
        && !accounts::find(tx, &request.identifier)?.is_empty();
    if !taken {
        accounts::add_identifier(tx, account, &request.identifier)?;
    }
    crate::audit::record(tx, app, account, "contact-added", "owner", channel.tag())?;
    Ok(Some(contact))
}

fn channel_of(identifier: &Identifier) -> Channel {
    match identifier.kind() {
        Kind::Phone => Channel::Phone,
        Kind::Email | Kind::Name => Channel::Email,
    }
}
