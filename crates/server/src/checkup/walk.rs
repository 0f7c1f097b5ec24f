//! `/r/{link}` and `/rehearse`: the rehearsal itself, in any browser that was handed its link.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::checkup::{Ending, Thing};
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Span, Time};
use serde::Deserialize;

use super::words::{Advice, Words};
use crate::browsers;
use crate::rehearsal::{self, HERE, Rehearsal, Try};
use crate::ways::Kept;
use crate::ways::{self, Start};
use crate::web::form::Path;
use crate::web::{
    Context, Cookie, Error, Form, Frame, Token, page, page_with, see_other, times, with_cookie,
};
use crate::{accounts, gate};

#[derive(Template)]
#[template(path = "checkup/pages/walk_start.html")]
struct StartPage {
    f: Frame,
    /// Where its button leads; nothing: the link is over.
    action: Option<String>,
}

#[derive(Template)]
#[template(path = "checkup/pages/walk.html")]
struct WalkPage {
    f: Frame,
    gone: String,
    /// When its owner would be back with what worked so far.
    would: String,
    /// With what; empty where it is never.
    by: String,
    rows: Vec<Row>,
    /// Something is left to try.
    open: bool,
}

/// One method on the list.
struct Row {
    title: String,
    hint: String,
    state: State,
    method: Id,
    start: Start,
    /// The first that is left to try.
    next: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Worked,
    Skipped,
    Open,
}

#[derive(Template)]
#[template(path = "checkup/pages/walk_end.html")]
struct EndPage {
    f: Frame,
    would: String,
    /// With what; empty where it is never.
    by: String,
    fine: bool,
    worked: Vec<String>,
    failed: Vec<String>,
    /// Nobody tried these, so nothing is known of them.
    untried: Vec<String>,
    advice: Option<Advice>,
}

/// Everything about a rehearsal under way.
struct Walk {
    of: Rehearsal,
    gone: Thing,
    tries: Vec<Try>,
    ending: Ending,
    kept: Kept,
    zone: String,
}

impl Walk {
    /// Nothing: the account no longer has what is gone in it.
    fn of(view: &View<'_>, context: &Context, of: Rehearsal) -> kunci_db::Result<Option<Self>> {
        let account = of.account;
        let standing = browsers::standing(view, account, &context.browser_tokens(), context.now)?;
        let known = standing.id().filter(|_| standing.is_known());
        let read = |dry: &kunci_rules::checkup::Rehearsal<'_, '_>| {
            let tries = dry.tries().iter().filter_map(|step| {
                Some(Try {
                    kind: step.kind,
                    method: step.method?,
                    worked: false,
                })
            });
            let tries: Vec<Try> = tries.collect();
            (dry.gone().clone(), tries, dry.ends(&of.worked()))
        };
        let found = gate::rehearse(view, &context.app, account, (of.gone, known), read)?;
        let Some((gone, tries, ending)) = found else {
            return Ok(None);
        };
        let owner = accounts::get(view, account)?.ok_or(kunci_db::Error::Missing)?;
        Ok(Some(Self {
            gone,
            tries,
            ending,
            kept: Kept::of(view, &context.app, account)?,
            zone: owner.time_zone,
            of,
        }))
    }

    fn state(&self, method: Id) -> State {
        match self.of.tried.iter().find(|one| one.method == method) {
            Some(one) if one.worked => State::Worked,
            Some(_) => State::Skipped,
            None => State::Open,
        }
    }

    /// After how long its owner would be back with what worked, counted from when.
    fn back(&self, now: Time) -> (Time, Option<Span>) {
        let so_far = || self.ending.back.as_ref().map(|back| back.after);
        self.of.ended.unwrap_or_else(|| (now, so_far()))
    }

    fn would(&self, context: &Context) -> String {
        let t = &context.text;
        match self.back(context.now) {
            (at, Some(after)) if after > Span::ZERO => {
                t.rehearsal_would_at(t.day_and_hour(at + after, &times::zone(&self.zone)))
            }
            (_, Some(_)) => t.rehearsal_would(t.checkup_now()),
            (_, None) => t.rehearsal_would_never(),
        }
    }

    /// With what its owner would be back: nobody calls a helper for a rehearsal, but one may be the way.
    fn by(&self, words: &Words<'_>) -> String {
        let by = self.ending.back.as_ref().map(|back| words.by(back));
        let by = by.filter(|by| !by.is_empty());
        by.map(|by| words.t.rehearsal_would_by(by))
            .unwrap_or_default()
    }
}

/// GET /r/{link}: what it is, and one button. Opening it does nothing.
///
/// # Errors
/// Of the database.
pub async fn get_link(context: Context, Path(link): Path<String>) -> Result<Response, Error> {
    let typed = link.clone();
    let read = move |view: &View<'_>| rehearsal::of_link(view, &typed);
    let found = context.app.db.view(read).await?;
    start_page(&context, found.map(|_| format!("/r/{link}")))
}

fn start_page(context: &Context, action: Option<String>) -> Result<Response, Error> {
    let status = match action {
        Some(_) => StatusCode::OK,
        None => StatusCode::NOT_FOUND,
    };
    let f = Frame::rehearsal(context);
    page_with(status, &StartPage { f, action })
}

/// POST /r/{link}: this browser walks through it.
///
/// # Errors
/// Of the database.
pub async fn post_link(context: Context, Path(link): Path<String>) -> Result<Response, Error> {
    let (secret, label) = (context.app.random.bytes(), context.label.clone());
    let open = move |tx: &Tx<'_>| {
        let Some(found) = rehearsal::of_link(tx, &link)? else {
            return Ok::<_, kunci_db::Error>(None);
        };
        let token = Token::new(found.account, found.id, secret);
        Ok(rehearsal::open(tx, &token, &label)?.then_some(token))
    };
    match context.app.db.tx(open).await? {
        Some(token) => {
            let there = see_other(HERE);
            Ok(with_cookie(
                there,
                &context,
                Cookie::Rehearsal,
                &token.text(),
                None,
            ))
        }
        None => start_page(&context, None),
    }
}

/// GET /rehearse
///
/// # Errors
/// Of the database.
pub async fn get(context: Context) -> Result<Response, Error> {
    let inside = context.clone();
    let read = move |view: &View<'_>| match rehearsal::of_browser(view, &inside)? {
        Some(of) => Walk::of(view, &inside, of),
        None => Ok(None),
    };
    match context.app.db.view(read).await? {
        Some(walk) if walk.of.ended.is_some() => end_page(&context, &walk),
        Some(walk) => walk_page(&context, &walk),
        None => start_page(&context, None),
    }
}

fn walk_page(context: &Context, walk: &Walk) -> Result<Response, Error> {
    let t = &context.text;
    let words = Words {
        t,
        kept: &walk.kept,
    };
    let next = walk
        .tries
        .iter()
        .find(|one| walk.state(one.method) == State::Open);
    let next = next.map(|one| one.method);
    let row = |one: &Try| Row {
        title: words.method(one),
        hint: hint(context, one.kind),
        state: walk.state(one.method),
        method: one.method,
        start: ways::start(one.kind, Some(one.method), "rehearse"),
        next: next == Some(one.method),
    };
    page(&WalkPage {
        f: Frame::rehearsal(context),
        gone: words.thing(&walk.gone),
        would: walk.would(context),
        by: walk.by(&words),
        rows: walk.tries.iter().map(row).collect(),
        open: next.is_some(),
    })
}

/// What to do, and where to look for it.
fn hint(context: &Context, kind: MethodKind) -> String {
    let t = &context.text;
    match kind {
        MethodKind::Password => t.rehearsal_try_password(),
        MethodKind::Email => t.rehearsal_try_email(),
        MethodKind::Phone => t.rehearsal_try_phone(),
        MethodKind::RecoveryCode => t.rehearsal_try_codes(),
        MethodKind::Approval => t.rehearsal_try_approval(),
        MethodKind::Totp
        | MethodKind::Passkey
        | MethodKind::Upstream
        | MethodKind::Helper
        | MethodKind::Review => t.rehearsal_try_other(),
    }
}

fn end_page(context: &Context, walk: &Walk) -> Result<Response, Error> {
    let words = Words {
        t: &context.text,
        kept: &walk.kept,
    };
    let named = |worked: bool| {
        let tried = walk.of.tried.iter().filter(|one| one.worked == worked);
        tried.map(|one| words.method(one)).collect()
    };
    let open = |one: &&Try| walk.state(one.method) == State::Open;
    let untried = walk.tries.iter().filter(open);
    page(&EndPage {
        f: Frame::rehearsal(context),
        would: walk.would(context),
        by: walk.by(&words),
        fine: walk.back(context.now).1 == Some(Span::ZERO),
        worked: named(true),
        failed: named(false),
        untried: untried.map(|one| words.method(one)).collect(),
        advice: walk.ending.advice.as_ref().map(|step| words.advice(step)),
    })
}

/// Which one cannot be opened here.
#[derive(Deserialize)]
pub struct Skipped {
    #[serde(default)]
    method: String,
}

/// POST /rehearse/skip: "it cannot be opened here".
///
/// # Errors
/// Of the database.
pub async fn post_skip(context: Context, Form(form): Form<Skipped>) -> Result<Response, Error> {
    let Ok(method) = Id::try_parse(&form.method) else {
        return Ok(see_other(HERE));
    };
    let inside = context.clone();
    let skip = move |tx: &Tx<'_>| {
        let Some(walk) = under_way(tx, &inside)? else {
            return Ok(());
        };
        match walk.tries.iter().find(|one| one.method == method) {
            Some(one) => rehearsal::tried(tx, walk.of.account, walk.of.id, *one),
            None => Ok(()),
        }
    };
    context.app.db.tx(skip).await?;
    Ok(see_other(HERE))
}

/// POST /rehearse/end: that is all.
///
/// # Errors
/// Of the database.
pub async fn post_end(context: Context) -> Result<Response, Error> {
    let inside = context.clone();
    let end = move |tx: &Tx<'_>| match under_way(tx, &inside)? {
        Some(walk) => rehearsal::end(tx, &walk.of, walk.back(inside.now).1),
        None => Ok(()),
    };
    context.app.db.tx(end).await?;
    Ok(see_other(HERE))
}

/// What is left to try in the unfinished rehearsal of this browser.
///
/// # Errors
/// Of the database.
pub fn left_to_try(view: &View<'_>, context: &Context) -> kunci_db::Result<Vec<Try>> {
    let Some(of) = rehearsal::of_browser(view, context)? else {
        return Ok(Vec::new());
    };
    let Some(walk) = Walk::of(view, context, of)? else {
        return Ok(Vec::new());
    };
    let open = |one: &&Try| walk.state(one.method) == State::Open;
    Ok(walk.tries.iter().filter(open).copied().collect())
}

/// The unfinished one of this browser, with its account held.
fn under_way(tx: &Tx<'_>, context: &Context) -> kunci_db::Result<Option<Walk>> {
    let Some(of) = rehearsal::of_browser(tx, context)? else {
        return Ok(None);
    };
    accounts::hold(tx, of.account)?;
    match rehearsal::of_browser(tx, context)? {
        Some(of) if of.ended.is_none() => Walk::of(tx, context, of),
        _ => Ok(None),
    }
}
