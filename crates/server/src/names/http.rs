//! The contact, and its proof.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::codes::{self, Digits};
use kunci_rules::{Span, Time};
use serde::Deserialize;

use super::send::{Fresh, send};
use super::{Case, LIFE, of_browser, store};
use crate::accounts::Identifier;
use crate::browsers::{self, Visitor, visitor, visitor_cookie};
use crate::counters::Counter;
use crate::methods::{self, Challenge, Channel, Outcome, Purpose};
use crate::notices::{self, Event};
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
    match start(&context, &form.contact).await? {
        Ok(opened) => Ok(opened.bind(&context, see_other(CODE))),
        Err(error) => {
            let typed = form.contact.chars().take(254).collect();
            start_page(&context, typed, Some(error))
        }
    }
}

/// A case that was just begun: it is this browser's once the browser has its cookies.
pub struct Opened {
    token: Token,
    visitor: Visitor,
}

impl Opened {
    /// Leads to the case.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.token
    }

    /// Gives the browser its cookies.
    #[must_use]
    pub fn bind(&self, context: &Context, response: Response) -> Response {
        let (token, life) = (self.token.text(), Some(LIFE.whole_seconds()));
        let response = with_cookie(response, context, Cookie::Names, &token, life);
        visitor_cookie(response, context, &self.visitor)
    }
}

/// Begins a case and sends, the same for every contact that can be one; else what is the matter with the contact.
///
/// # Errors
/// Of the database.
pub async fn start(context: &Context, contact: &str) -> Result<Result<Opened, String>, Error> {
    let (contact, channel) = match parse_contact(context, contact) {
        Ok(parsed) => parsed,
        Err(error) => return Ok(Err(error)),
    };
    let (visitor, fresh) = (visitor(context), Fresh::new(context));
    let (inside, asker, secret) = (context.clone(), visitor.clone(), context.app.random.bytes());
    let begin = move |tx: &Tx<'_>| {
        bound(tx, &inside)?;
        let case = begin(tx, &inside, &contact, channel)?;
        let token = Token::new(case.id, case.id, secret);
        store::insert(tx, &token, &case)?;
        send(tx, &inside, &asker, &case, &fresh)?;
        Ok::<_, Error>(token)
    };
    let token = context.app.db.tx(begin).await?;
    Ok(Ok(Opened { token, visitor }))
}

/// Cases cost rows, and each sends: one network may begin this many an hour, enough for a school behind one address, and each known
/// browser as many.
const CASES_AN_HOUR: i64 = 120;

fn bound(tx: &Tx<'_>, context: &Context) -> Result<(), Error> {
    let counter = Counter {
        what: "name-cases",
        // What the owner's own browser begins, a neighbour behind the same address does not use up (G4).
        subject: &browsers::allowance(tx, context, None)?,
        window: Span::hours(1),
    };
    counter.spend(tx, &context.app.keys, CASES_AN_HOUR)?;
    Ok(())
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

/// POST /forgot/name/send: once more, as often as the contact's budget allows.
///
/// # Errors
/// Of the database.
pub async fn post_send(context: Context) -> Result<Response, Error> {
    Ok(match again(&context).await? {
        Some(visitor) => visitor_cookie(see_other(CODE), &context, &visitor),
        None => see_other("/forgot/name"),
    })
}

/// Sends once more. What comes back is the browser in which the code will work, which may need its cookie; nothing where no case is
/// under way.
///
/// # Errors
/// Of the database.
pub async fn again(context: &Context) -> Result<Option<Visitor>, Error> {
    let Some(case) = of_browser(context).await? else {
        return Ok(None);
    };
    let (visitor, fresh) = (visitor(context), Fresh::new(context));
    let (inside, asker) = (context.clone(), visitor.clone());
    let again = move |tx: &Tx<'_>| send(tx, &inside, &asker, &case, &fresh);
    context.app.db.tx(again).await?;
    Ok(Some(visitor))
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

/// The message that was sent last.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    /// Until when its code can be typed; nothing: it has not left.
    pub code_until: Option<Time>,
    /// When the next may leave, if not now.
    pub again_at: Option<Time>,
}

/// What was sent last in a case, and when more can be.
///
/// # Errors
/// Of the database.
pub async fn sent(context: &Context, case: &Case) -> Result<Sent, Error> {
    let (app, of) = (context.app.clone(), case.clone());
    let read = move |view: &View<'_>| {
        let latest = methods::latest_of_case(view, of.id)?;
        let next = methods::next_ask(view, &app, of.channel(), of.contact.value())?;
        Ok::<_, kunci_db::Error>((latest, next))
    };
    let (latest, again_at) = context.app.db.view(read).await?;
    let code_until = latest.map(|challenge| challenge.code_until);
    Ok(Sent {
        code_until,
        again_at,
    })
}

async fn code_page(
    context: &Context,
    case: &Case,
    error: Option<String>,
) -> Result<Response, Error> {
    let sent = sent(context, case).await?;
    let zone = times::zone(&context.app.config.brand.time_zone);
    let t = &context.text;
    let wrong = error.is_some();
    let shown = CodePage {
        f: Frame::new(context),
        until: sent.code_until.map(|at| t.time_of_day(at, &zone)),
        again_at: sent.again_at.map(|at| t.time_of_day(at, &zone)),
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
    match enter(&context, &case, &form.code).await? {
        Entered::Proved(None) => Ok(see_other(FOUND)),
        Entered::Proved(Some(opened)) => Ok(opened.bind(&context, see_other(FOUND))),
        Entered::Used => Ok(see_other("/forgot/name")),
        Entered::Wrong(error) => code_page(&context, &case, Some(error)).await,
    }
}

/// What came of a code that was typed.
pub enum Entered {
    /// It is right. A link leads this browser to a case of its own.
    Proved(Option<Opened>),
    /// The link was used in this moment.
    Used,
    /// It is not; in words.
    Wrong(String),
}

/// Checks the digits of this browser's message, or the 13 letters of any link.
///
/// # Errors
/// Of the database.
pub async fn enter(context: &Context, case: &Case, typed: &str) -> Result<Entered, Error> {
    let t = &context.text;
    if codes::parse_typable(typed).is_some() {
        let (app, text) = (context.app.clone(), typed.to_owned());
        let find =
            move |view: &View<'_>| methods::find_link(view, &app.keys, &text, Time(view.now()));
        let found = context.app.db.view(find).await?;
        let Some(challenge) = found.filter(|challenge| challenge.purpose == Purpose::Names) else {
            return Ok(Entered::Wrong(t.recover_code_wrong()));
        };
        let opened = use_link(context, challenge).await?;
        return Ok(opened.map_or(Entered::Used, |opened| Entered::Proved(Some(opened))));
    }
    let Some(typed) = codes::parse_digits(Digits::Eight, typed) else {
        return Ok(Entered::Wrong(t.recover_code_shape()));
    };
    let (inside, tried, hash) = (context.clone(), case.clone(), visitor(context).hash);
    let check = move |tx: &Tx<'_>| try_code(tx, &inside, &tried, &hash, &typed);
    Ok(if context.app.db.tx(check).await? {
        Entered::Proved(None)
    } else {
        Entered::Wrong(t.recover_code_wrong())
    })
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
    Ok(match use_link(context, challenge).await? {
        Some(opened) => opened.bind(context, see_other(FOUND)),
        None => see_other("/forgot/name"),
    })
}

/// `None`: the link was used before.
async fn use_link(context: &Context, challenge: Challenge) -> Result<Option<Opened>, Error> {
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
        store::insert(tx, &token, &case)?;
        Ok::<_, Error>(Some(token))
    };
    let token = context.app.db.tx(prove).await?;
    Ok(token.map(|token| Opened { token, visitor }))
}
