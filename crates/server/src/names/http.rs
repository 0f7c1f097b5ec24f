//! The contact, and its proof.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Time;
use kunci_rules::codes::{self, Digits};
use serde::Deserialize;

use super::send::{Fresh, send};
use super::{Case, LIFE, of_browser, store};
use crate::accounts::Identifier;
use crate::browsers::{self, Visitor, visitor, visitor_cookie};
use crate::methods::{self, Challenge, Channel, Outcome, Purpose};
use crate::notices::{self, Event};
use crate::recovery;
use crate::signin::stand_in;
use crate::signup::parse_contact;
use crate::web::{
    Context, Cookie, Error, Form, Frame, Token, form_page, see_other, times, with_cookie,
};

const CODE: &str = "/forgot/name/code";
const FOUND: &str = "/forgot/name/found";

#[derive(Template)]
#[template(path = "names/pages/start.html")]
struct StartPage {
    f: Frame,
    contact: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "names/pages/code.html")]
struct CodePage {
    f: Frame,
    until: Option<String>,
    again_at: Option<String>,
    error: Option<String>,
}

/// The first form.
#[derive(Deserialize)]
pub struct Start {
    #[serde(default)]
    contact: String,
}

/// The second form.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

/// GET /forgot/name
///
/// # Errors
/// Of rendering.
pub async fn get_start(context: Context) -> Result<Response, Error> {
    start_page(&context, String::new(), None)
}

fn start_page(
    context: &Context,
    contact: String,
    error: Option<String>,
) -> Result<Response, Error> {
    let wrong = error.is_some();
    let f = Frame::new(context);
    form_page(wrong, &StartPage { f, contact, error })
}

/// POST /forgot/name: the same answer for every contact that can be one.
///
/// # Errors
/// Of the database.
pub async fn post_start(context: Context, Form(form): Form<Start>) -> Result<Response, Error> {
    let (contact, channel) = match parse_contact(&context, &form.contact) {
        Ok(parsed) => parsed,
        Err(error) => {
            let typed = form.contact.chars().take(254).collect();
            return start_page(&context, typed, Some(error));
        }
    };
    let (visitor, fresh) = (visitor(&context), Fresh::new(&context));
    let (inside, asker, secret) = (context.clone(), visitor.clone(), context.app.random.bytes());
    let begin = move |tx: &Tx<'_>| {
        let (from, many) = recovery::origin(tx, &inside, "name-cases")?;
        let case = begin(tx, &inside, &contact, channel)?;
        let token = Token::new(case.id, case.id, secret);
        store::insert(tx, &token, &case, Some(from))?;
        if many {
            store::make_room(tx, &from)?;
        }
        send(tx, &inside, &asker, &case, &fresh)?;
        Ok::<_, Error>(token)
    };
    let token = context.app.db.tx(begin).await?;
    Ok(opened(see_other(CODE), &context, &visitor, &token))
}

/// A case for a contact. The guesses at its code are those of the account that has it, so that this is no way to have more.
fn begin(
    tx: &Tx<'_>,
    context: &Context,
    contact: &Identifier,
    channel: Channel,
) -> kunci_db::Result<Case> {
    let found = methods::contacts_of_value(tx, channel, contact.value())?;
    let nobody = stand_in(&context.app, contact.value());
    let subject = match found.as_slice() {
        [(account, _)] => *account,
        _ => nobody,
    };
    Ok(Case {
        id: tx.id(),
        subject,
        contact: contact.clone(),
        proved_at: None,
    })
}

fn opened(response: Response, context: &Context, visitor: &Visitor, token: &Token) -> Response {
    let life = Some(LIFE.whole_seconds());
    let response = with_cookie(response, context, Cookie::Names, &token.text(), life);
    visitor_cookie(response, context, visitor)
}

/// POST /forgot/name/send: once more, as often as the contact's budget allows.
///
/// # Errors
/// Of the database.
pub async fn post_send(context: Context) -> Result<Response, Error> {
    let Some(case) = of_browser(&context).await? else {
        return Ok(see_other("/forgot/name"));
    };
    let (visitor, fresh) = (visitor(&context), Fresh::new(&context));
    let (inside, asker) = (context.clone(), visitor.clone());
    let again = move |tx: &Tx<'_>| send(tx, &inside, &asker, &case, &fresh);
    context.app.db.tx(again).await?;
    Ok(visitor_cookie(see_other(CODE), &context, &visitor))
}

/// GET /forgot/name/code
///
/// # Errors
/// Of the database.
pub async fn get_code(context: Context) -> Result<Response, Error> {
    match of_browser(&context).await? {
        Some(case) if case.shows(context.now) => Ok(see_other(FOUND)),
        Some(case) => code_page(&context, &case, None).await,
        None => Ok(see_other("/forgot/name")),
    }
}

async fn code_page(
    context: &Context,
    case: &Case,
    error: Option<String>,
) -> Result<Response, Error> {
    let (app, of) = (context.app.clone(), case.clone());
    let read = move |view: &View<'_>| {
        let latest = methods::latest_of_case(view, of.id)?;
        let next = methods::next_ask(view, &app, of.channel(), of.contact.value())?;
        Ok::<_, kunci_db::Error>((latest, next))
    };
    let (latest, next) = context.app.db.view(read).await?;
    let zone = times::zone(&context.app.config.brand.time_zone);
    let t = &context.text;
    let wrong = error.is_some();
    let shown = CodePage {
        f: Frame::new(context),
        until: latest.map(|challenge| t.time_of_day(challenge.code_until, &zone)),
        again_at: next.map(|at| t.time_of_day(at, &zone)),
        error,
    };
    form_page(wrong, &shown)
}

/// POST /forgot/name/code: the digits of this browser's message, or the 13 letters of any link.
///
/// # Errors
/// Of the database.
pub async fn post_code(context: Context, Form(form): Form<Typed>) -> Result<Response, Error> {
    let Some(case) = of_browser(&context).await? else {
        return Ok(see_other("/forgot/name"));
    };
    let t = context.text.clone();
    if codes::parse_typable(&form.code).is_some() {
        let app = context.app.clone();
        let find = move |view: &View<'_>| {
            methods::find_link(view, &app.keys, &form.code, Time(view.now()))
        };
        let found = context.app.db.view(find).await?;
        return match found.filter(|challenge| challenge.purpose == Purpose::Names) {
            Some(challenge) => proved_by_link(&context, challenge).await,
            None => code_page(&context, &case, Some(t.recover_code_wrong())).await,
        };
    }
    let Some(typed) = codes::parse_digits(Digits::Eight, &form.code) else {
        return code_page(&context, &case, Some(t.recover_code_shape())).await;
    };
    let (inside, tried, hash) = (context.clone(), case.clone(), visitor(&context).hash);
    let check = move |tx: &Tx<'_>| try_code(tx, &inside, &tried, &hash, &typed);
    if context.app.db.tx(check).await? {
        Ok(see_other(FOUND))
    } else {
        code_page(&context, &case, Some(t.recover_code_wrong())).await
    }
}

/// Reserves a guess, then compares; an empty pool compares nothing.
fn try_code(
    tx: &Tx<'_>,
    context: &Context,
    case: &Case,
    visitor: &[u8; 32],
    typed: &str,
) -> Result<bool, Error> {
    let (app, method) = (&context.app, case.channel().method());
    let tokens = context.browser_tokens();
    let standing = browsers::standing(tx, case.subject, &tokens, context.now)?;
    let Outcome::Reserved(guess) = methods::reserve(tx, case.subject, method, standing)? else {
        return Ok(false);
    };
    match methods::check_code(tx, &app.keys, case.id, visitor, typed, Time(tx.now()))? {
        Some(challenge) if methods::use_up(tx, &challenge)? => {
            methods::forget_failures(tx, case.subject, method)?;
            store::prove(tx, case.id)?;
            Ok(true)
        }
        _ => {
            methods::note_place(tx, &guess, context.network)?;
            tell_if_disabled(tx, context, case)?;
            Ok(false)
        }
    }
}

/// That was the last guess that anyone had (STD-1): its owner hears of it.
fn tell_if_disabled(tx: &Tx<'_>, context: &Context, case: &Case) -> Result<(), Error> {
    let (account, method) = (case.subject, case.channel().method());
    if methods::is_disabled(tx, account, method)? && crate::accounts::get(tx, account)?.is_some() {
        let tries = methods::places(tx, account)?.tries;
        let event = Event::MethodDisabled { method, tries };
        notices::tell(tx, &context.app, account, &event)?;
    }
    Ok(())
}

/// The link was confirmed in this browser, which thereby has a case of its own: whoever asked gains nothing.
///
/// # Errors
/// Of the database.
pub async fn proved_by_link(context: &Context, challenge: Challenge) -> Result<Response, Error> {
    let (visitor, secret) = (visitor(context), context.app.random.bytes());
    let prove = move |tx: &Tx<'_>| {
        let Some(asked) = store::by_id(tx, challenge.case)? else {
            return Ok(None);
        };
        if !methods::use_up(tx, &challenge)? {
            return Ok(None);
        }
        let case = Case {
            id: tx.id(),
            proved_at: Some(Time(tx.now())),
            ..asked
        };
        let token = Token::new(case.id, case.id, secret);
        store::insert(tx, &token, &case, None)?;
        Ok::<_, Error>(Some(token))
    };
    match context.app.db.tx(prove).await? {
        Some(token) => Ok(opened(see_other(FOUND), context, &visitor, &token)),
        None => Ok(see_other("/forgot/name")),
    }
}
