//! Approval in a signed-in browser as a proof (STD-28): this side asks, shows the number, and waits.

use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::tz::TimeZone;
use kunci_db::{Tx, View};
use kunci_rules::approval::{Ask, Class, LIFETIME};
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Time};

use super::{Asking, Purpose, shown};
use crate::accounts;
use crate::approvals::{self, Approval, For, New, State};
use crate::web::{Error, Frame, page_with, see_other, times};

#[derive(Template)]
#[template(path = "proving/pages/approval.html")]
struct ApprovalPage {
    f: Frame,
    action: String,
    other: String,
    now: Now,
    error: Option<String>,
}

/// Where it stands, for a page.
enum Now {
    /// Where it can be approved; one button asks.
    Ask(Vec<String>),
    /// Nobody is signed in anywhere else.
    NoOne,
    /// The number to type, and until when.
    Number { number: u8, until: String },
    /// Approved: one button goes on.
    Approved,
}

/// Where the approval stands that this sign-in, session or case asks for.
pub(crate) enum Stands {
    /// It may be asked for in these browsers; none: nobody is signed in anywhere else.
    Free(Vec<String>),
    /// It waits for this number, until then.
    Waits(u8, Time),
    /// It was given, and is to be taken.
    Given,
}

/// What a press on the button did.
pub(crate) enum Pressed {
    /// The proof is kept.
    Proved,
    /// It waits for an answer.
    Asked,
    /// Not now.
    Not(Ask),
}

/// GET /prove/{for}/approval
///
/// # Errors
/// Of the database.
pub async fn get(asking: Asking) -> Result<Response, Error> {
    match account(&asking) {
        Some(_) => show(&asking, None).await,
        None => Ok(see_other(&asking.start())),
    }
}

/// Where it stands; why the last one came to nothing, in words; and the owner's time zone.
///
/// # Errors
/// `NotFound` where nobody may be asked yet; of the database.
pub(crate) async fn stands(asking: &Asking) -> Result<(Stands, Option<String>, TimeZone), Error> {
    let account = account(asking).ok_or(Error::NotFound)?;
    let (case, browser) = (asking.case, asking.standing.id());
    let read = move |view: &View<'_>| {
        Ok::<_, Error>((
            approvals::of_case(view, account, case)?,
            approvals::approvers(view, account, browser)?,
            accounts::get(view, account)?.ok_or(Error::NotFound)?,
        ))
    };
    let (latest, approvers, owner) = asking.context.app.db.view(read).await?;
    let (at, zone) = (asking.context.now, times::zone(&owner.time_zone));
    Ok(match latest {
        Some(approval) if approval.is_approved(at) => (Stands::Given, None, zone),
        Some(approval) if approval.is_pending(at) => {
            let until = approval.sent_at + LIFETIME;
            (Stands::Waits(approval.number, until), None, zone)
        }
        latest => {
            let labels: Vec<String> = approvers.into_iter().map(|one| one.label).collect();
            let ended = latest.filter(|_| !labels.is_empty());
            let why = ended.and_then(|approval| unanswered(asking, &approval));
            (Stands::Free(labels), why, zone)
        }
    })
}

/// Whose browsers may be asked: nobody's before another proof, so that no stranger makes a phone buzz, or learns by it that
/// there is an account.
fn account(asking: &Asking) -> Option<Id> {
    asking.account.filter(|_| asking.may_name)
}

async fn show(asking: &Asking, refused: Option<Ask>) -> Result<Response, Error> {
    let (stands, why, zone) = stands(asking).await?;
    let t = &asking.context.text;
    let time = |time: Time| t.time_of_day(time, &zone);
    let now = match stands {
        Stands::Given => Now::Approved,
        Stands::Waits(number, until) => Now::Number {
            number,
            until: time(until),
        },
        Stands::Free(labels) if labels.is_empty() => Now::NoOne,
        Stands::Free(labels) => Now::Ask(labels),
    };
    let error = match refused {
        Some(refused @ (Ask::Pending(_) | Ask::Later(_))) => refusal(asking, refused, &zone),
        Some(Ask::Send | Ask::ProofFirst) | None => why,
    };
    let status = match refused {
        Some(_) => StatusCode::TOO_MANY_REQUESTS,
        None => StatusCode::OK,
    };
    page_with(
        status,
        &ApprovalPage {
            f: asking.frame(),
            action: asking.path("approval"),
            other: asking.others(),
            now,
            error,
        },
    )
}

/// Why the last request of this sign-in, session or recovery came to nothing.
fn unanswered(asking: &Asking, approval: &Approval) -> Option<String> {
    let t = &asking.context.text;
    match approval.state {
        State::Wrong => Some(t.approval_ended_wrong()),
        State::Denied => Some(t.approval_ended_denied()),
        State::Superseded => Some(t.approval_ended_superseded()),
        State::Pending | State::Approved => Some(t.approval_ended_late()),
        State::Used => None,
    }
}

/// POST /prove/{for}/approval: takes what was approved, or asks.
///
/// # Errors
/// Of the database.
pub async fn post(asking: Asking) -> Result<Response, Error> {
    match pressed(&asking).await {
        Ok(Pressed::Proved) => asking.onward().await,
        Ok(Pressed::Asked) => Ok(see_other(&asking.path("approval"))),
        Ok(Pressed::Not(why)) => show(&asking, Some(why)).await,
        Err(Error::NotFound) => Ok(see_other(&asking.start())),
        Err(other) => Err(other),
    }
}

/// Takes what was approved, or asks.
///
/// # Errors
/// `NotFound` where nobody may be asked yet; of the database.
pub(crate) async fn pressed(asking: &Asking) -> Result<Pressed, Error> {
    let account = account(asking).ok_or(Error::NotFound)?;
    let random = u64::from_le_bytes(asking.context.app.random.bytes());
    let inside = asking.clone();
    let press = move |tx: &Tx<'_>| press(tx, &inside, account, random);
    asking.context.app.db.tx(press).await
}

/// Why none can be asked for now, in words.
fn refusal(asking: &Asking, refused: Ask, zone: &TimeZone) -> Option<String> {
    let t = &asking.context.text;
    match refused {
        Ask::Pending(until) => Some(t.approval_pending(t.time_of_day(until, zone))),
        Ask::Later(when) => Some(t.approval_later(t.time_of_day(when, zone))),
        Ask::Send | Ask::ProofFirst => None,
    }
}

fn press(tx: &Tx<'_>, asking: &Asking, account: Id, random: u64) -> Result<Pressed, Error> {
    accounts::hold(tx, account)?;
    let (case, now) = (asking.case, Time(tx.now()));
    if let Some(approval) = approvals::of_case(tx, account, case)? {
        if approval.is_approved(now) && approvals::use_up(tx, account, approval.id)? {
            shown(tx, asking, MethodKind::Approval, approval.answered_by)?;
            return Ok(Pressed::Proved);
        }
        if approval.is_pending(now) {
            return Ok(Pressed::Asked);
        }
    }
    let browser = asking.standing.id();
    if approvals::approvers(tx, account, browser)?.is_empty() {
        return Ok(Pressed::Asked);
    }
    let new = New {
        case,
        purpose: match asking.purpose {
            Purpose::SignIn { .. } => For::SignIn,
            Purpose::StepUp { .. } => For::Action,
            Purpose::Recover(_) => For::Recovery,
            Purpose::Rehearse(_) => For::Rehearsal,
        },
        browser,
        class: class(asking),
        random,
        label: asking.context.label.clone(),
        network: asking.context.network,
        proved: asking.may_name,
    };
    Ok(
        match approvals::send(tx, &asking.context.app, account, &new)? {
            Ask::Send => Pressed::Asked,
            other => Pressed::Not(other),
        },
    )
}

/// By whose allowance it is asked: the owner's own where a browser is known or someone is signed in, else the strangers'. A search
/// is begun by whoever has one proof.
fn class(asking: &Asking) -> Class {
    let signed_in = asking.session().is_some() && !asking.context.limited;
    if signed_in || asking.sends_as().is_known() {
        Class::Known
    } else {
        Class::Stranger
    }
}

/// GET /prove/{for}/approval/state: whether the page has something new to say, for its script.
///
/// # Errors
/// Of the database.
pub async fn get_state(asking: Asking) -> Result<Response, Error> {
    let Some(account) = account(&asking) else {
        return Err(Error::NotFound);
    };
    let (case, now) = (asking.case, asking.context.now);
    let read = move |view: &View<'_>| approvals::of_case(view, account, case);
    let latest = asking.context.app.db.view(read).await?;
    let waits = latest.is_some_and(|approval| approval.is_pending(now));
    Ok(Json(serde_json::json!({ "waits": waits })).into_response())
}
