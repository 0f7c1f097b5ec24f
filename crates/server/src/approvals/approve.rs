//! `/account/approve/{id}`: who asks, from where and for what; the number is typed here, or "this was not me" is said.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::Time;
use kunci_rules::approval::{self, Answer, LIFETIME};
use serde::Deserialize;

use super::{Approval, For, State, approvers, store};
use crate::accounts;
use crate::audit;
use crate::browsers::{self, Owner};
use crate::notices::{self, Event};
use crate::recovery;
use crate::rehearsal;
use crate::signin;
use crate::web::form::Path;
use crate::web::{Error, Form, Frame, form_page, page_with, see_other};

#[derive(Template)]
#[template(path = "approvals/pages/approve.html")]
struct ApprovePage {
    f: Frame,
    action: String,
    wish: String,
    device: String,
    network: String,
    when: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "approvals/pages/said.html")]
struct SaidPage {
    f: Frame,
    title: String,
    text: String,
    /// Someone may know the password: a new one is the next step.
    password: bool,
}

/// The number as it was typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    number: String,
}

/// A request as this owner may see it.
enum Found {
    /// It can be answered here.
    Here(Approval, Id),
    /// It was answered, or its time is over.
    Over(Approval),
    /// It is answered in another browser: this one asked, is borrowed, or is on a missing device.
    Elsewhere,
}

fn find(view: &View<'_>, owner: &Owner, id: Id) -> Result<Found, Error> {
    let account = owner.account.id;
    let approval = store::get(view, account, id)?.ok_or(Error::NotFound)?;
    let Some(browser) = owner.browser.filter(|_| !owner.borrowed) else {
        return Ok(Found::Elsewhere);
    };
    let may = approvers(view, account, approval.browser)?
        .iter()
        .any(|approver| approver.id == browser);
    if !may || !approval.is_elsewhere(browser, owner.session) {
        return Ok(Found::Elsewhere);
    }
    Ok(if approval.is_pending(Time(view.now())) {
        Found::Here(approval, browser)
    } else {
        Found::Over(approval)
    })
}

/// What can be answered in this browser now, the newest first.
///
/// # Errors
/// Of the database.
pub(crate) fn answerable(view: &View<'_>, owner: &Owner) -> Result<Vec<Approval>, Error> {
    let mut found = Vec::new();
    for one in store::since(view, owner.account.id, Time(view.now()) - LIFETIME)? {
        if let Found::Here(approval, _) = find(view, owner, one.id)? {
            found.push(approval);
        }
    }
    Ok(found)
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answered {
    /// It stands like that by this answer.
    Now(State),
    /// It was answered before, or its time is over.
    Over,
    /// It is answered in another browser.
    Elsewhere,
}

/// GET /account/approve/{id}
///
/// # Errors
/// `NotFound` if the account was asked no such thing.
pub async fn get(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    show(&owner, id, None).await
}

async fn show(owner: &Owner, id: Id, error: Option<String>) -> Result<Response, Error> {
    let inside = owner.clone();
    let read = move |view: &View<'_>| find(view, &inside, id);
    match owner.context.app.db.view(read).await? {
        Found::Here(approval, _) => approve_page(owner, &approval, error),
        Found::Over(approval) => over_page(owner, &approval),
        Found::Elsewhere => elsewhere_page(owner),
    }
}

/// What its owner is told about it.
pub(crate) struct Words {
    /// What is wished for.
    pub(crate) wish: String,
    /// What asks.
    pub(crate) device: String,
    /// Whether from the network of this request.
    pub(crate) network: String,
}

/// Puts it into words.
pub(crate) fn words(owner: &Owner, approval: &Approval) -> Words {
    let t = &owner.context.text;
    Words {
        wish: t.approval_wish(approval.purpose.tag()),
        device: if approval.label.is_empty() {
            t.notices_unknown_device()
        } else {
            approval.label.clone()
        },
        network: if approval.network == owner.context.network {
            t.approval_network_same()
        } else {
            t.approval_network_other()
        },
    }
}

fn approve_page(
    owner: &Owner,
    approval: &Approval,
    error: Option<String>,
) -> Result<Response, Error> {
    let t = &owner.context.text;
    let words = words(owner, approval);
    let shown = ApprovePage {
        f: Frame::signed_in(&owner.context),
        action: format!("/account/approve/{}", approval.id),
        wish: words.wish,
        device: words.device,
        network: words.network,
        when: t.date_time(approval.sent_at, &owner.zone()),
        error,
    };
    form_page(shown.error.is_some(), &shown)
}

fn over_page(owner: &Owner, approval: &Approval) -> Result<Response, Error> {
    let t = &owner.context.text;
    let (title, text) = match approval.state {
        State::Approved | State::Used => (t.approval_done_title(), t.approval_done_text()),
        State::Wrong => (t.approval_wrong_title(), t.approval_wrong_text()),
        State::Denied => (t.approval_denied_title(), t.approval_denied_text()),
        State::Superseded => (t.approval_superseded_title(), t.approval_superseded_text()),
        State::Pending => (t.approval_late_title(), t.approval_late_text()),
    };
    let shown = SaidPage {
        f: Frame::signed_in(&owner.context),
        title,
        text,
        password: approval.state == State::Denied,
    };
    page_with(StatusCode::OK, &shown)
}

fn elsewhere_page(owner: &Owner) -> Result<Response, Error> {
    let t = &owner.context.text;
    let shown = SaidPage {
        f: Frame::signed_in(&owner.context),
        title: t.approval_elsewhere_title(),
        text: t.approval_elsewhere_text(),
        password: false,
    };
    page_with(StatusCode::FORBIDDEN, &shown)
}

/// POST /account/approve/{id}: the number that the asking browser shows.
///
/// # Errors
/// `NotFound` if the account was asked no such thing.
pub async fn post(
    owner: Owner,
    Path(id): Path<Id>,
    Form(form): Form<Typed>,
) -> Result<Response, Error> {
    // What is no number at all was no answer.
    let Some(number) = number_of(&form.number) else {
        let error = owner.context.text.approval_number_bad();
        return show(&owner, id, Some(error)).await;
    };
    answer(&owner, id, number).await?;
    Ok(see_other(&format!("/account/approve/{id}")))
}

/// The number that was typed, if it is one.
pub(crate) fn number_of(typed: &str) -> Option<u8> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let number = digits.parse::<u8>().ok();
    number.filter(|n| approval::NUMBERS.contains(n))
}

/// Answers with the number that the asking browser shows; another one ends it.
///
/// # Errors
/// `NotFound` if the account was asked no such thing.
pub(crate) async fn answer(owner: &Owner, id: Id, number: u8) -> Result<Answered, Error> {
    let inside = owner.clone();
    let settle = move |tx: &Tx<'_>| approve(tx, &inside, id, number);
    owner.context.app.db.tx(settle).await
}

fn approve(tx: &Tx<'_>, owner: &Owner, id: Id, number: u8) -> Result<Answered, Error> {
    let account = owner.account.id;
    accounts::hold(tx, account)?;
    let (approval, browser) = match find(tx, owner, id)? {
        Found::Here(approval, browser) => (approval, browser),
        Found::Over(_) => return Ok(Answered::Over),
        Found::Elsewhere => return Ok(Answered::Elsewhere),
    };
    let state = match approval::answer(&approval.prompt(), number, Time(tx.now())) {
        Answer::Approved => State::Approved,
        Answer::Wrong => State::Wrong,
        Answer::Over => return Ok(Answered::Over),
    };
    close(tx, owner, &approval, (state, browser))?;
    Ok(Answered::Now(state))
}

fn close(
    tx: &Tx<'_>,
    owner: &Owner,
    approval: &Approval,
    (state, browser): (State, Id),
) -> Result<(), Error> {
    let account = owner.account.id;
    store::answer(tx, account, approval.id, state, browser)?;
    let event = match state {
        State::Approved => "approval-given",
        State::Denied => "approval-denied",
        _ => "approval-missed",
    };
    audit::record(
        tx,
        &owner.context.app,
        account,
        event,
        "owner",
        &approval.label,
    )?;
    tx.wake(accounts::topic(account));
    Ok(())
}

/// POST /account/approve/{id}/no: "this was not me". What asked is ended, and everyone hears of it.
///
/// # Errors
/// `NotFound` if the account was asked no such thing.
pub async fn post_no(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    denied(&owner, id).await?;
    Ok(see_other(&format!("/account/approve/{id}")))
}

/// "This was not me."
///
/// # Errors
/// `NotFound` if the account was asked no such thing.
pub(crate) async fn denied(owner: &Owner, id: Id) -> Result<Answered, Error> {
    let inside = owner.clone();
    let settle = move |tx: &Tx<'_>| deny(tx, &inside, id);
    owner.context.app.db.tx(settle).await
}

fn deny(tx: &Tx<'_>, owner: &Owner, id: Id) -> Result<Answered, Error> {
    let account = owner.account.id;
    accounts::hold(tx, account)?;
    let (approval, browser) = match find(tx, owner, id)? {
        Found::Here(approval, browser) => (approval, browser),
        Found::Over(_) => return Ok(Answered::Over),
        Found::Elsewhere => return Ok(Answered::Elsewhere),
    };
    match approval.purpose {
        For::SignIn => {
            signin::abandon(tx, account, approval.case)?;
        }
        For::Recovery => {
            recovery::deny(tx, approval.case)?;
        }
        For::Rehearsal => {
            rehearsal::stop(tx, account, approval.case)?;
        }
        For::Action => browsers::forget_behind(tx, account, approval.case)?,
    }
    let event = Event::ApprovalDenied {
        label: approval.label.clone(),
    };
    notices::tell(tx, &owner.context.app, account, &event)?;
    close(tx, owner, &approval, (State::Denied, browser))?;
    Ok(Answered::Now(State::Denied))
}
