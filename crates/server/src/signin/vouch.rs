//! "One step first": a link to the contacts on file gives this browser guesses of its own. The same page, text and
//! work for names that no account has.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Time;
use kunci_rules::codes;
use kunci_rules::gate::MethodKind;
use serde::Deserialize;

use super::{attempt, letters};
use crate::accounts::{self, Identifier};
use crate::browsers::{self, Standing, Visitor, visitor, visitor_cookie, write_browsers};
use crate::methods::{
    self, Allowance, Asking, Challenge, Channel, Codes, Contact, Opened, Purpose,
};
use crate::notices::{self, Event};
use crate::outbox::{self, Message, To};
use crate::passkeys;
use crate::web::cookies::Cookies;
use crate::web::form::Query;
use crate::web::{Context, Error, Form, Frame, form_page, page_with, see_other};

#[derive(Template)]
#[template(path = "signin/pages/prove.html")]
struct ProvePage {
    f: Frame,
    name: String,
    next: String,
    /// Nobody can use a passkey up.
    passkey: bool,
}

#[derive(Template)]
#[template(path = "signin/pages/sent.html")]
pub(super) struct SentPage {
    pub(super) f: Frame,
    pub(super) error: Option<String>,
}

/// The page for whoever met an empty pool.
pub(super) fn prove_first(context: &Context, name: &str, next: &str) -> Result<Response, Error> {
    let shown = ProvePage {
        f: Frame::new(context),
        name: name.chars().take(254).collect(),
        next: next.to_owned(),
        passkey: passkeys::possible(context),
    };
    page_with(StatusCode::TOO_MANY_REQUESTS, &shown)
}

/// The form of that page.
#[derive(Deserialize)]
pub struct Send {
    #[serde(default)]
    name: String,
    #[serde(default)]
    way: String,
}

/// POST /signin/link
///
/// # Errors
/// Of the database.
pub async fn post_send(context: Context, Form(form): Form<Send>) -> Result<Response, Error> {
    let cookies = sent(&context, form.name, &form.way).await?;
    Ok(cookies.onto(see_other("/signin/sent")))
}

/// Sends a link to whoever may have this name; what comes back belongs to the answer.
///
/// # Errors
/// Of the database.
pub(crate) async fn sent(context: &Context, name: String, way: &str) -> Result<Cookies, Error> {
    let channel = Channel::parse(way).unwrap_or(Channel::Email);
    let visitor = visitor(context);
    let (inside, asker) = (context.clone(), visitor.clone());
    // A number may lead to several accounts: each gets its own link.
    let codes: Vec<Codes> = (0..4)
        .map(|_| Codes::new(&context.app.random, Purpose::Vouch))
        .collect();
    let reference = outbox::reference(&context.app.random);
    context
        .app
        .db
        .tx(move |tx| send(tx, &inside, &asker, &name, channel, &codes, &reference))
        .await?;
    let set = visitor_cookie(Response::default(), context, &visitor);
    Ok(Cookies::of(&set))
}

fn send(
    tx: &Tx<'_>,
    context: &Context,
    visitor: &Visitor,
    typed: &str,
    channel: Channel,
    codes: &[Codes],
    reference: &str,
) -> Result<(), Error> {
    let app = &context.app;
    let name = attempt::normal_form(typed);
    let found = match Identifier::parse(typed) {
        Ok(identifier) => accounts::find(tx, &identifier)?,
        Err(_) => Vec::new(),
    };
    if found.is_empty() {
        let target = Target {
            subject: attempt::stand_in(app, &name),
            account: None,
            contact: None,
            value: &name,
            typed: &name,
            standing: Standing::Stranger,
            mail_instead: false,
        };
        send_one(tx, context, visitor, channel, &codes[0], reference, &target)?;
        return Ok(());
    }
    for (account, codes) in found.into_iter().zip(codes) {
        let standing = browsers::standing(tx, account, &context.browser_tokens(), context.now)?;
        let contacts = methods::contacts(tx, account)?;
        // The asked channel if the account has it, else what it has: a way back is worth more than a preference.
        let contact = contacts
            .iter()
            .rfind(|c| c.channel == channel)
            .or_else(|| contacts.last());
        let mail = contacts.iter().rfind(|c| c.channel == Channel::Email);
        let Some(contact) = contact else { continue };
        let to = |contact: &Contact, mail_instead| {
            let target = Target {
                subject: account,
                account: Some(account),
                contact: Some(contact.id),
                value: &contact.value,
                typed: &name,
                standing,
                mail_instead,
            };
            send_one(
                tx,
                context,
                visitor,
                contact.channel,
                codes,
                reference,
                &target,
            )
        };
        if to(contact, mail.is_some())? == Sending::ByMail
            && let Some(mail) = mail
        {
            to(mail, false)?;
        }
    }
    Ok(())
}

struct Target<'a> {
    subject: kunci_rules::Id,
    account: Option<kunci_rules::Id>,
    contact: Option<kunci_rules::Id>,
    value: &'a str,
    typed: &'a str,
    standing: Standing,
    mail_instead: bool,
}

/// What became of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sending {
    /// It is on its way, or held back for now.
    Done,
    /// The phone budget is spent: the mail address takes it.
    ByMail,
}

fn send_one(
    tx: &Tx<'_>,
    context: &Context,
    visitor: &Visitor,
    channel: Channel,
    codes: &Codes,
    reference: &str,
    target: &Target<'_>,
) -> Result<Sending, Error> {
    let app = &context.app;
    let asking = Asking {
        channel,
        value: target.value,
        typed: target.typed,
        standing: target.standing,
        proved: None,
        network: context.network,
        mail_instead: target.mail_instead,
    };
    let (leaves_at, link_until, silent) = match methods::may_send(tx, app, &asking)? {
        Allowance::Send {
            leaves_at,
            link_until,
            silent,
        } => (leaves_at, link_until, silent),
        Allowance::ByMail => return Ok(Sending::ByMail),
        Allowance::NotBefore(_) | Allowance::Abroad => return Ok(Sending::Done),
    };
    let opened = Opened {
        subject: target.subject,
        account: target.account,
        contact: target.contact,
        channel,
        value: target.value,
        purpose: Purpose::Vouch,
        case: tx.id(),
        visitor: &visitor.hash,
        leaves_at,
        link_until,
    };
    let challenge = methods::issue(tx, &app.keys, codes, &opened)?;
    let t = match target.account {
        Some(account) => accounts::get(tx, account)?
            .map_or_else(|| context.text.clone(), |a| app.texts.of(a.language)),
        None => context.text.clone(),
    };
    let to = match target.account {
        Some(_) => To::unless(silent, channel, target.value),
        None => To::Nobody(channel),
    };
    let letter = letters::vouch(&app.config, &t, codes, reference);
    let message = Message {
        account: target.account,
        to,
        letter,
        due_at: leaves_at,
        expires_at: challenge.link_until,
        // What a known browser asks for has its own limit, and must not use up its network's.
        network: (!target.standing.is_known()).then_some(context.network),
    };
    outbox::send(tx, app, &message)?;
    Ok(Sending::Done)
}

/// What the page after sending knows.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    wrong: String,
}

/// GET /signin/sent
///
/// # Errors
/// Of rendering.
pub async fn get_sent(context: Context, Query(query): Query<Sent>) -> Result<Response, Error> {
    let error = (!query.wrong.is_empty()).then(|| context.text.signin_sent_typed_wrong());
    form_page(
        error.is_some(),
        &SentPage {
            f: Frame::new(&context),
            error,
        },
    )
}

/// The link was confirmed: the browser that opened it gets guesses of its own, for 24 hours.
///
/// # Errors
/// Of the database.
pub async fn proved_by_link(context: &Context, challenge: Challenge) -> Result<Response, Error> {
    Ok(match vouched(context, challenge).await? {
        Some(cookies) => cookies.onto(see_other("/signin?done=link")),
        None => see_other("/signin/sent?wrong=1"),
    })
}

/// Takes the typed form of a link; what comes back belongs to the answer. Nothing: it is none that vouches, or is over.
///
/// # Errors
/// Of the database.
pub(crate) async fn typed(context: &Context, text: &str) -> Result<Option<Cookies>, Error> {
    if codes::parse_typable(text).is_none() {
        return Ok(None);
    }
    let (app, typed) = (context.app.clone(), text.trim().to_owned());
    let find = move |view: &View<'_>| methods::find_link(view, &app.keys, &typed, Time(view.now()));
    let found = context.app.db.view(find).await?;
    match found.filter(|challenge| challenge.purpose == Purpose::Vouch) {
        Some(challenge) => vouched(context, challenge).await,
        None => Ok(None),
    }
}

async fn vouched(context: &Context, challenge: Challenge) -> Result<Option<Cookies>, Error> {
    let (inside, secret) = (context.clone(), context.app.random.bytes());
    let vouch = move |tx: &Tx<'_>| {
        let Some(account) = challenge.account else {
            return Ok(None);
        };
        if !methods::use_up(tx, &challenge)? {
            return Ok(None);
        }
        let standing = browsers::standing(tx, account, &inside.browser_tokens(), inside.now)?;
        let token = browsers::vouch(tx, &inside, account, standing, secret)?;
        // Vouching does not make a number fresh: whoever was sold an expired one could then recover at once.
        methods::vouch_for(tx, account, MethodKind::Password, token.row)?;
        if !standing.is_known() {
            let (browser, label) = (token.row, inside.label.clone());
            notices::tell(
                tx,
                &inside.app,
                account,
                &Event::BrowserVouched { browser, label },
            )?;
        }
        Ok::<_, Error>(Some(token))
    };
    let token = context.app.db.tx(vouch).await?;
    Ok(token.map(|token| Cookies::of(&write_browsers(Response::default(), context, &token))))
}
