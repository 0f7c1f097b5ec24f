//! Step 1: whose account. Also the short cut from "why am I locked" in a known browser.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::{Id, Span, Time};
use serde::Deserialize;

use super::send::{self, Fresh, Where};
use super::{Goal, Recovery, State, bind, live, store};
use crate::accounts::{self, Identifier, Malformed};
use crate::browsers::{self, Standing, Visitor, visitor, visitor_cookie};
use crate::counters::Counter;
use crate::keys::Purpose;
use crate::signin::stand_in;
use crate::web::form::Query;
use crate::web::{Context, Error, Form, Frame, Token, page_with, see_other};

#[derive(Template)]
#[template(path = "recovery/pages/start.html")]
struct StartPage {
    f: Frame,
    name: String,
    goal: &'static str,
    error: Option<String>,
    /// A case of this browser that can be continued.
    resumable: bool,
    cancelled: bool,
}

/// What brought the visitor here.
#[derive(Deserialize)]
pub struct From {
    #[serde(default)]
    goal: String,
    #[serde(default)]
    done: String,
}

/// The form.
#[derive(Deserialize)]
pub struct Start {
    #[serde(default)]
    name: String,
    #[serde(default)]
    goal: String,
}

/// GET /forgot
///
/// # Errors
/// Of the database.
pub async fn get_start(context: Context, Query(from): Query<From>) -> Result<Response, Error> {
    let resumable = live(&context).await?.is_some();
    let shown = StartPage {
        f: Frame::new(&context),
        name: String::new(),
        goal: Goal::parse(&from.goal).tag(),
        error: None,
        resumable,
        cancelled: from.done == "cancelled",
    };
    page_with(StatusCode::OK, &shown)
}

/// POST /forgot: the same answer for every name that can be one.
///
/// # Errors
/// Of the database.
pub async fn post_start(context: Context, Form(form): Form<Start>) -> Result<Response, Error> {
    let goal = Goal::parse(&form.goal);
    match start(&context, &form.name, goal).await? {
        Ok(opened) => Ok(opened.bind(&context, see_other("/recover/ways"))),
        Err(error) => unreadable(&context, &form.name, goal, error),
    }
}

/// A case that was just begun: it is this browser's once the browser has its cookies.
pub struct Opened {
    pub(super) token: Token,
    pub(super) visitor: Visitor,
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
        let response = bind(context, response, &self.token);
        visitor_cookie(response, context, &self.visitor)
    }
}

/// Begins a case, the same for every name that can be one; else what is the matter with the name.
///
/// # Errors
/// Of the database.
pub async fn start(
    context: &Context,
    name: &str,
    goal: Goal,
) -> Result<Result<Opened, String>, Error> {
    let name = match Identifier::parse(name) {
        Ok(name) => name,
        Err(malformed) => return Ok(Err(explain(context, malformed))),
    };
    let visitor = visitor(context);
    let (inside, secret) = (context.clone(), context.app.random.bytes());
    let token = context
        .app
        .db
        .tx(move |tx| {
            let (from, many) = origin(tx, &inside)?;
            let case = begin(tx, &inside, &name, goal)?;
            let token = Token::new(case.id, case.id, secret);
            store::insert(tx, &token, &case, Some(from))?;
            if many {
                store::make_room(tx, &from)?;
            }
            Ok::<_, Error>(token)
        })
        .await?;
    Ok(Ok(Opened { token, visitor }))
}

/// Beyond so many in an hour, the cases of one network, or of one known browser, make room for each other.
const CASES_AN_HOUR: i64 = 120;

/// So many cases of one origin are kept then that nobody went on with. The newest is never refused: whoever floods from the owner's own
/// network (a carrier has one address for thousands) keeps nobody from beginning, nor from going on with a proof at hand (G4).
pub(super) const IDLE: i64 = 500;

/// Whose allowance a new case uses, as a keyed hash; and whether the oldest must make room for it.
fn origin(tx: &Tx<'_>, context: &Context) -> kunci_db::Result<([u8; 32], bool)> {
    let keys = &context.app.keys;
    // What the owner's own browser begins, a neighbour behind the same address does not push out.
    let subject = &browsers::allowance(tx, context, None)?;
    let counter = Counter {
        what: "recoveries",
        subject,
        window: Span::hours(1),
    };
    let many = counter.add(tx, keys, 1)? > CASES_AN_HOUR;
    Ok((keys.tag(Purpose::Network, &[b"recovery", subject]), many))
}

/// So many unproved cases of one origin may go on in an hour: a message, a helper or a try costs rows, whatever is behind the name.
/// Enough for a school behind one address.
const ASKS_AN_HOUR: i64 = 120;

/// Counts an unproved case that asks for a message, a helper or a try, once; from then on it makes room for no other.
///
/// # Errors
/// Of the database; `TooMany` where too many of this origin did so.
pub fn asks(tx: &Tx<'_>, context: &Context, case: Id) -> Result<(), Error> {
    if !store::keep(tx, case)? {
        return Ok(());
    }
    let counter = Counter {
        what: "recovery-asks",
        subject: &browsers::allowance(tx, context, None)?,
        window: Span::hours(1),
    };
    counter.spend(tx, &context.app.keys, ASKS_AN_HOUR)?;
    Ok(())
}

/// So many recoveries begin in an hour with what one sign-in, or one search for a name, has shown.
const PROVED_AN_HOUR: i64 = 10;

/// Bounds the cases that begin with a proof, by what keeps that proof: strangers use nothing of it up.
pub(super) fn bound(tx: &Tx<'_>, context: &Context, keeper: Id) -> Result<(), Error> {
    let counter = Counter {
        what: "recoveries-proved",
        subject: keeper.as_bytes(),
        window: Span::hours(1),
    };
    counter.spend(tx, &context.app.keys, PROVED_AN_HOUR)?;
    Ok(())
}

fn explain(context: &Context, malformed: Malformed) -> String {
    let t = &context.text;
    match malformed {
        Malformed::Empty => t.signin_need_name(),
        Malformed::Name => t.recover_name_unreadable(),
        Malformed::Email => t.signup_contact_email(),
        Malformed::Phone => t.signup_contact_phone(),
    }
}

fn unreadable(context: &Context, name: &str, goal: Goal, error: String) -> Result<Response, Error> {
    let shown = StartPage {
        f: Frame::new(context),
        name: name.chars().take(254).collect(),
        goal: goal.tag(),
        error: Some(error),
        resumable: false,
        cancelled: false,
    };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// A case for a name. Its account stays open where the name leads to none or to several.
pub(super) fn begin(
    tx: &Tx<'_>,
    context: &Context,
    name: &Identifier,
    goal: Goal,
) -> kunci_db::Result<Recovery> {
    let found = accounts::find(tx, name)?;
    let account = if let [only] = found.as_slice() {
        Some(*only)
    } else {
        None
    };
    Ok(Recovery {
        id: tx.id(),
        subject: account.unwrap_or_else(|| stand_in(&context.app, name.value())),
        account,
        name: name.clone(),
        goal,
        asked: None,
        state: State::Open,
        created_at: Time(tx.now()),
        opens_at: None,
    })
}

/// A contact of an account, as the page "why am I locked" knows them.
#[derive(Deserialize)]
pub struct Here {
    account: String,
    contact: String,
}

/// POST /recover/here: in a known browser the account is known already, so the code leaves at once.
///
/// # Errors
/// Of the database; `NotFound` unless this browser is known to that account.
pub async fn post_here(context: Context, Form(form): Form<Here>) -> Result<Response, Error> {
    let (Ok(account), Ok(contact)) = (Id::try_parse(&form.account), Id::try_parse(&form.contact))
    else {
        return Err(Error::NotFound);
    };
    let visitor = visitor(&context);
    let fresh = Fresh::new(&context);
    let (inside, asker, secret) = (context.clone(), visitor.clone(), context.app.random.bytes());
    let token = context
        .app
        .db
        .tx(move |tx| {
            let name = known_name(tx, &inside, account)?.ok_or(Error::NotFound)?;
            let case = Recovery {
                account: Some(account),
                subject: account,
                ..begin(tx, &inside, &name, Goal::Password)?
            };
            let token = Token::new(case.id, case.id, secret);
            store::insert(tx, &token, &case, None)?;
            send::send(tx, &inside, &asker, &case, Where::Contact(contact), &fresh)?;
            Ok::<_, Error>(token)
        })
        .await?;
    let opened = Opened { token, visitor };
    Ok(opened.bind(&context, see_other("/recover/code")))
}

/// The account's first name, if this browser is known to it.
fn known_name(
    view: &View<'_>,
    context: &Context,
    account: Id,
) -> kunci_db::Result<Option<Identifier>> {
    let standing = browsers::standing(view, account, &context.browser_tokens(), context.now)?;
    if !matches!(standing, Standing::Known(_)) {
        return Ok(None);
    }
    Ok(accounts::identifiers(view, account)?.into_iter().next())
}
