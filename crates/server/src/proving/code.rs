//! A code to a contact: the second step at sign-in, or one more proof of a signed-in owner. Six digits, ten minutes, good only
//! in the browser that asked (STD-23, STD-24). A recovery sends its own (`recovery`), which carries a link as well.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Time, codes};
use serde::Deserialize;

use super::kept::forgive;
use super::{Asking, Purpose, letters, shown};
use crate::accounts;
use crate::browsers::{self, Visitor, visitor, visitor_cookie};
use crate::methods::{self, Allowance, Asking as Budget, Codes, Contact, Opened, Outcome};
use crate::methods::{Challenge, Purpose as For};
use crate::notices::{self, Event};
use crate::outbox::{self, Message, To};
use crate::recovery;
use crate::rehearsal;
use crate::web::cookies::Cookies;
use crate::web::{Error, Form, Frame, form_page, see_other, times};

#[derive(Template)]
#[template(path = "proving/pages/code.html")]
struct CodePage {
    f: Frame,
    action: String,
    send: String,
    other: String,
    lead: String,
    contact: String,
    again_at: Option<String>,
    error: Option<String>,
}

/// Which contact.
#[derive(Deserialize)]
pub struct Way {
    #[serde(default)]
    way: String,
}

/// The form.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

/// The secrets of one message, made before the transaction.
struct Fresh {
    codes: Codes,
    reference: String,
}

/// POST /prove/{for}/send
///
/// # Errors
/// Of the database.
pub async fn post_send(asking: Asking, Form(form): Form<Way>) -> Result<Response, Error> {
    let context = &asking.context;
    if let Purpose::Recover(_) = asking.purpose {
        return recovery::send_to(context.clone(), form.way).await;
    }
    let Ok(contact) = Id::try_parse(&form.way) else {
        return Ok(see_other(&asking.start()));
    };
    let cookies = sent(&asking, contact).await?;
    Ok(cookies.onto(see_other(&asking.path("code"))))
}

/// Sends a code to one contact, outside a recovery, which has messages of its own; what comes back belongs to the answer.
///
/// # Errors
/// Of the database.
pub(crate) async fn sent(asking: &Asking, contact: Id) -> Result<Cookies, Error> {
    let context = &asking.context;
    let fresh = Fresh {
        codes: Codes::new(&context.app.random, For::Prove),
        reference: outbox::reference(&context.app.random),
    };
    let visitor = visitor(context);
    let (inside, hash) = (asking.clone(), visitor.clone());
    let send = move |tx: &Tx<'_>| send(tx, &inside, &hash, contact, &fresh);
    context.app.db.tx(send).await?;
    let set = visitor_cookie(Response::default(), context, &visitor);
    Ok(Cookies::of(&set))
}

fn send(
    tx: &Tx<'_>,
    asking: &Asking,
    visitor: &Visitor,
    contact: Id,
    fresh: &Fresh,
) -> Result<(), Error> {
    let (context, app) = (&asking.context, &asking.context.app);
    let account = asking.account.ok_or(Error::NotFound)?;
    let owner = accounts::get(tx, account)?.ok_or(Error::NotFound)?;
    let contacts = methods::contacts(tx, account)?;
    let Some(contact) = contacts.into_iter().find(|known| known.id == contact) else {
        return Ok(());
    };
    let Contact {
        id, channel, value, ..
    } = contact;
    let proved = !browsers::proofs_of(tx, account, asking.case)?.is_empty();
    let budget = Budget {
        channel,
        value: &value,
        typed: &value,
        standing: asking.sends_as(),
        proved: proved.then_some(asking.case),
        network: context.network,
        mail_instead: false,
    };
    let Allowance::Send {
        leaves_at,
        link_until,
        silent,
    } = methods::may_send(tx, app, &budget)?
    else {
        return Ok(());
    };
    let opened = Opened {
        subject: asking.subject,
        account: Some(account),
        contact: Some(id),
        channel,
        value: &value,
        purpose: For::Prove,
        case: asking.case,
        visitor: &visitor.hash,
        leaves_at,
        link_until,
    };
    let challenge = methods::issue(tx, &app.keys, &fresh.codes, &opened)?;
    let (zone, text) = (times::zone(&owner.time_zone), app.texts.of(owner.language));
    let message = Message {
        account: Some(account),
        letter: letters::code(
            &app.config,
            &text,
            &fresh.codes,
            &text.short_time(challenge.code_until, &zone),
            &fresh.reference,
            matches!(asking.purpose, Purpose::Rehearse(_)),
        ),
        to: To::unless(silent, channel, &value),
        due_at: leaves_at,
        expires_at: challenge.code_until,
        network: Some(context.network),
    };
    outbox::send(tx, app, &message)?;
    Ok(())
}

/// GET /prove/{for}/code
///
/// # Errors
/// Of the database.
pub async fn get_code(asking: Asking) -> Result<Response, Error> {
    code_page(&asking, None).await
}

async fn code_page(asking: &Asking, error: Option<String>) -> Result<Response, Error> {
    let inside = asking.clone();
    let read = move |view: &View<'_>| {
        let latest = methods::latest_of_case(view, inside.case)?
            .filter(|challenge| challenge.purpose == For::Prove);
        let (Some(account), Some(latest)) = (inside.account, latest) else {
            return Ok::<_, Error>(None);
        };
        let zone = accounts::get(view, account)?
            .map_or_else(|| times::zone(""), |owner| times::zone(&owner.time_zone));
        let contact = methods::contacts(view, account)?
            .into_iter()
            .find(|contact| Some(contact.id) == latest.contact);
        let next = match &contact {
            Some(contact) if !inside.sends_as().is_known() => {
                methods::next_send(view, &inside.context.app, contact.channel, &contact.value)?
            }
            _ => None,
        };
        Ok(Some((latest, contact, next, zone)))
    };
    let Some((latest, contact, next, zone)) = asking.context.app.db.view(read).await? else {
        return Ok(see_other(&asking.start()));
    };
    let t = &asking.context.text;
    let masked = contact.as_ref().map(Contact::masked).unwrap_or_default();
    let shown = CodePage {
        f: asking.frame(),
        action: asking.path("code"),
        send: asking.path("send"),
        other: asking.others(),
        lead: t.second_code_lead(masked, t.time_of_day(latest.code_until, &zone)),
        contact: latest
            .contact
            .map(|id| id.simple().to_string())
            .unwrap_or_default(),
        again_at: next.map(|at| t.time_of_day(at, &zone)),
        error,
    };
    form_page(shown.error.is_some(), &shown)
}

/// POST /prove/{for}/code
///
/// # Errors
/// Of the database.
pub async fn post_code(asking: Asking, Form(form): Form<Typed>) -> Result<Response, Error> {
    match tried(&asking, &form.code).await? {
        None => asking.onward().await,
        Some(wrong) => code_page(&asking, Some(wrong)).await,
    }
}

/// One try: nothing, and the proof is kept; else what is the matter.
///
/// # Errors
/// Of the database.
pub(crate) async fn tried(asking: &Asking, code: &str) -> Result<Option<String>, Error> {
    let t = &asking.context.text;
    let Some(typed) = codes::parse_digits(For::Prove.digits(), code) else {
        return Ok(Some(t.signup_code_wrong()));
    };
    let hash = visitor(&asking.context).hash;
    let inside = asking.clone();
    let check = move |tx: &Tx<'_>| try_code(tx, &inside, &hash, &typed);
    Ok(match asking.context.app.db.tx(check).await? {
        Tried::Right => None,
        Tried::Wrong => Some(t.signup_code_wrong()),
        Tried::Spent => Some(t.second_code_spent()),
    })
}

enum Tried {
    Right,
    Wrong,
    Spent,
}

/// Reserves a guess, then compares; an empty pool compares nothing.
fn try_code(tx: &Tx<'_>, asking: &Asking, visitor: &[u8; 32], typed: &str) -> Result<Tried, Error> {
    let latest = methods::latest_of_case(tx, asking.case)?;
    let Some(channel) = latest.map(|challenge| challenge.channel) else {
        return Ok(Tried::Wrong);
    };
    let kind = channel.method();
    let outcome = methods::reserve(tx, asking.subject, kind, asking.standing)?;
    let Outcome::Reserved(guess) = outcome else {
        return Ok(Tried::Spent);
    };
    let (keys, now) = (&asking.context.app.keys, Time(tx.now()));
    let found = methods::check_code(tx, keys, asking.case, visitor, typed, now)?;
    // The guess was taken from this channel's pool: a code of another one is no match for it.
    let fits = |c: &Challenge| c.purpose == For::Prove && c.channel == channel;
    match found.filter(fits) {
        Some(challenge) if methods::use_up(tx, &challenge)? => {
            forgive(tx, asking, kind, &guess)?;
            shown(tx, asking, kind, challenge.contact)?;
            Ok(Tried::Right)
        }
        _ => {
            methods::note_place(tx, &guess, asking.context.network)?;
            missed(tx, asking)?;
            Ok(Tried::Wrong)
        }
    }
}

/// The first proof was right and the second step was not: its owner hears of it, once for each sign-in (STD-46, STD-48).
///
/// # Errors
/// Of the database.
pub fn missed(tx: &Tx<'_>, asking: &Asking) -> Result<(), Error> {
    let (Purpose::SignIn { underway, .. }, Some(account)) = (&asking.purpose, asking.account)
    else {
        return Ok(());
    };
    if asking.standing.is_known() || !crate::signin::tell_missed(tx, underway)? {
        return Ok(());
    }
    let shown = browsers::proofs_of(tx, account, underway.id)?;
    let event = Event::SecondStepMissed {
        label: asking.context.label.clone(),
        password: shown.iter().any(|proof| proof.kind == MethodKind::Password),
    };
    notices::tell(tx, &asking.context.app, account, &event)?;
    Ok(())
}

/// "This was not me" about a code: it ends, and so does the sign-in that asked for it. `true`: there was one, so someone else
/// knows the password.
///
/// # Errors
/// Of the database.
pub fn deny(tx: &Tx<'_>, challenge: &Challenge) -> Result<bool, Error> {
    methods::end_challenge(tx, challenge.id)?;
    match challenge.account {
        Some(account) if rehearsal::stop(tx, account, challenge.case)? => Ok(false),
        Some(account) => Ok(crate::signin::abandon(tx, account, challenge.case)?),
        None => Ok(false),
    }
}
