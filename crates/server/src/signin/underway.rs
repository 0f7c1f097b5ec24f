//! A sign-in that has shown something and needs more: the second step, on a page of its own (S-084). Its proofs are kept
//! under its id, and the session that it opens goes by the same id.

use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::{LiftSuspicion, SignIn, Verdict};
use kunci_rules::locks::Cause;

use super::entered::Entered;
use super::settle::{self, End, Fresh, Opening};
use super::store;
use crate::browsers;
use crate::gate::{self, Asker};
use crate::locks::{self, Subject};
use crate::risk;
use crate::web::cookies::Cookies;
use crate::web::{Context, Cookie, Error, Token, with_cookie};

/// A sign-in under way.
#[derive(Clone, Debug)]
pub struct Underway {
    /// Its id, and the id of the session that it opens.
    pub id: Id,
    /// Whose.
    pub account: Id,
    /// Where to go afterwards.
    pub next: String,
    /// "This is a borrowed phone."
    pub borrowed: bool,
}

/// Its page, and where the asker goes when the gate wants more.
pub const SECOND: &str = "/prove/signin";

/// Begins one, after a first proof that the caller keeps under `id`. The token goes into the cookie.
///
/// # Errors
/// Of the database.
pub fn begin(
    tx: &Tx<'_>,
    account: Id,
    id: Id,
    (next, borrowed): (&str, bool),
    secret: [u8; 16],
) -> kunci_db::Result<Token> {
    let token = Token::new(account, id, secret);
    store::insert(tx, &token, next, borrowed)?;
    Ok(token)
}

/// The one that this browser's cookie leads to.
///
/// # Errors
/// Of the database.
pub fn underway(view: &View<'_>, context: &Context) -> kunci_db::Result<Option<Underway>> {
    let token = context
        .cookie(Cookie::SignIn)
        .and_then(|text| Token::parse(&text));
    match token {
        Some(token) => store::get(view, &token),
        None => Ok(None),
    }
}

/// Ends one unfinished: its asker gave up, or its owner said "this was not me".
///
/// # Errors
/// Of the database.
pub fn abandon(tx: &Tx<'_>, account: Id, id: Id) -> kunci_db::Result<bool> {
    store::end(tx, account, id)
}

/// Ends the one of this browser, if there is one: its asker gives up. What comes back belongs to the answer.
///
/// # Errors
/// Of the database.
pub(crate) async fn given_up(context: &Context) -> Result<Cookies, Error> {
    let inside = context.clone();
    let end = move |tx: &Tx<'_>| match underway(tx, &inside)? {
        Some(of) => abandon(tx, of.account, of.id).map(drop),
        None => Ok::<_, kunci_db::Error>(()),
    };
    context.app.db.tx(end).await?;
    let blank = Response::default();
    let set = with_cookie(blank, context, Cookie::SignIn, "", Some(0));
    Ok(Cookies::of(&set))
}

/// Whether the owner must hear that a second step was missed: the first time only.
///
/// # Errors
/// Of the database.
pub fn tell_missed(tx: &Tx<'_>, of: &Underway) -> kunci_db::Result<bool> {
    store::tell_missed(tx, of)
}

/// Asks the gate again after a proof: opens the session, or says what is missing.
///
/// # Errors
/// Of the database.
pub async fn advance(context: &Context, of: &Underway) -> Result<Entered, Error> {
    let (inside, asked, fresh) = (context.clone(), of.clone(), Fresh::new(context));
    let end = context
        .app
        .db
        .tx(move |tx| advance_in(tx, &inside, &asked, &fresh))
        .await?;
    Ok(Entered::advanced(context, end, of))
}

fn advance_in(tx: &Tx<'_>, context: &Context, of: &Underway, fresh: &Fresh) -> Result<End, Error> {
    let account = of.account;
    crate::accounts::hold(tx, account)?;
    let standing = browsers::standing(tx, account, &context.browser_tokens(), context.now)?;
    let spared = browsers::spared(
        tx,
        account,
        of.id,
        standing.id().filter(|_| standing.is_known()),
    )?;
    let asker = Asker::with(of.id, standing);
    match locks::closing(tx, account, spared)? {
        None => {}
        Some(lock) if lock == Cause::SuspiciousActivity.name() => {
            match gate::ask(tx, &context.app, &asker, LiftSuspicion { account })? {
                Verdict::Open(permit) => risk::lift(tx, &context.app, permit)?,
                Verdict::Prove(_) | Verdict::Wait { .. } => return Ok(End::More),
                Verdict::Refuse(reason) => return Ok(End::Locked(gate::refusal(reason).code())),
            }
        }
        Some(lock) => return Ok(End::Locked(lock)),
    }
    let permit = match gate::ask(tx, &context.app, &asker, SignIn { account })? {
        Verdict::Open(permit) => permit,
        Verdict::Prove(_) => return Ok(End::More),
        Verdict::Wait { .. } => return Ok(End::Locked("must_wait")),
        Verdict::Refuse(reason) => return Ok(End::Locked(gate::refusal(reason).code())),
    };
    if !store::end(tx, account, of.id)? {
        return Ok(End::Changed);
    }
    lift_strangers(tx, account)?;
    let opening = Opening {
        id: of.id,
        standing,
        borrowed: of.borrowed,
    };
    settle::open_session(tx, context, permit, &opening, fresh)
}

/// Whoever signs in has no more to fear from strangers' tries so far.
pub(super) fn lift_strangers(tx: &Tx<'_>, account: Id) -> Result<(), Error> {
    locks::lift(
        tx,
        account,
        Subject::Strangers,
        Cause::WrongSecret,
        "sign-in",
    )?;
    Ok(())
}
