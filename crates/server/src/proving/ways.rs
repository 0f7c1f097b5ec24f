//! What can be proved now: the second step of a sign-in, "prove it once more", and what would make a recovery quicker.

use std::cmp::Reverse;

use askama::Template;
use axum::response::Response;
use jiff::tz::TimeZone;
use kunci_db::View;
use kunci_rules::gate::{Kind, MethodKind, Reason, Recover, Way};
use serde::Deserialize;

use super::{Asking, Purpose};
use crate::accounts::{self, Account};
use crate::browsers;
use crate::gate::{self, Answer, Said, Wanted};
use crate::requests;
use crate::ways::{self, Kept, Named, Offer, Offers, Place};
use crate::web::form::Query;
use crate::web::{Error, Frame, Text, page, see_other, times};

#[derive(Template)]
#[template(path = "proving/pages/ways.html")]
struct WaysPage {
    f: Frame,
    title: String,
    lead: String,
    offers: Offers,
    wait: Option<Wait>,
    /// None of these is at hand: a sign-in has other ways on.
    lost: Option<Lost>,
    /// Where the asker goes who gives up.
    back: (String, String),
}

/// A wait that what was shown has earned.
pub(crate) struct Wait {
    /// When it is over, and how it begins.
    pub(crate) said: Vec<String>,
    /// Where it begins.
    pub(crate) begins: Begins,
}

/// Where a wait begins.
pub(crate) enum Begins {
    /// Here, by a form that is posted there.
    Here(&'static str),
    /// On the page that asked, by its own button.
    There(String),
    /// It has begun.
    Already,
}

/// What else there is for whoever cannot take a second step.
struct Lost {
    /// What a recovery would take, where one leads anywhere. A phone is found without any.
    recover: Option<String>,
}

/// Whether the whole list is wanted, although the password is the first thing on it.
#[derive(Deserialize)]
pub struct Wish {
    all: Option<String>,
}

/// What can be proved now, and what the gate says to what is at hand.
pub(crate) struct Known {
    /// The gate's answer; as a second step, what was used last comes first.
    pub(crate) answer: Answer,
    /// The methods, by name.
    pub(crate) named: Named,
    /// The wait that what was shown has earned.
    pub(crate) wait: Option<Wait>,
    offers: Vec<Offer>,
    recover: Option<String>,
    by_password: bool,
}

/// GET /prove/{for}
///
/// # Errors
/// Of the database.
pub async fn get(asking: Asking, Query(wish): Query<Wish>) -> Result<Response, Error> {
    if let Purpose::Recover(_) | Purpose::Rehearse(_) = asking.purpose {
        return Ok(see_other(&asking.start()));
    }
    let inside = asking.clone();
    let read = move |view: &View<'_>| read(view, &inside);
    let known = asking.context.app.db.view(read).await?;
    match &asking.purpose {
        Purpose::SignIn { .. } if matches!(known.answer.said, Said::Open) => asking.onward().await,
        Purpose::StepUp { next, .. } if nothing_missing(&known.answer) => Ok(see_other(next)),
        _ if wish.all.is_none() && begins_with_password(&known.answer) => {
            Ok(see_other(&asking.path("password")))
        }
        _ => shown(&asking, known),
    }
}

/// Reads it, for whoever may be told what the account has.
///
/// # Errors
/// `NotFound` without an account; of the database.
pub(crate) fn read(view: &View<'_>, asking: &Asking) -> Result<Known, Error> {
    let account = asking.account.ok_or(Error::NotFound)?;
    let owner = accounts::get(view, account)?.ok_or(kunci_db::Error::Missing)?;
    let mut answer = asking.answer(view)?.ok_or(kunci_db::Error::Missing)?;
    let zone = times::zone(&owner.time_zone);
    let place = Place {
        segment: &asking.segment,
        now: asking.context.now,
        zone: &zone,
        second: is_second_step(asking),
    };
    if place.second {
        // What was used last comes first (S-085).
        let kept = Kept::of(view, &asking.context.app, account)?;
        let used = |way: &Way| way.steps.first().and_then(|step| kept.last_used(step));
        answer
            .ways
            .sort_by_key(|way| (way.wait, Reverse(used(way))));
    }
    let t = &asking.context.text;
    let proofs = browsers::proofs_of(view, account, asking.case)?;
    let named = Named::of(view, account)?;
    Ok(Known {
        offers: ways::offers(t, &named, &answer.ways, place),
        named,
        wait: wait(view, asking, &answer, &zone)?,
        recover: recover(view, asking, &owner, &zone)?,
        by_password: proofs.iter().any(|p| p.kind == MethodKind::Password),
        answer,
    })
}

const fn is_second_step(asking: &Asking) -> bool {
    matches!(asking.purpose, Purpose::SignIn { locked: false, .. })
}

/// Proved already, or nothing that can be proved here would help: the action's own page says what is the matter.
fn nothing_missing(answer: &Answer) -> bool {
    matches!(
        answer.said,
        Said::Open | Said::Refuse(Reason::Missing | Reason::NotMissing | Reason::NotYours)
    )
}

/// The commonest case is one page shorter.
fn begins_with_password(answer: &Answer) -> bool {
    let first = answer.ways.first().and_then(|way| way.steps.first());
    first.is_some_and(|step| step.kind == MethodKind::Password)
}

/// Whether waiting would do instead of one more proof. The quiet exit has no wait, it takes two proofs or nothing; and a recovery
/// waits as a case, which begins with "forgot password" and not with a session.
fn waits(asking: &Asking) -> bool {
    let quiet = matches!(&asking.purpose, Purpose::StepUp { next, .. } if next.ends_with("/quiet"));
    let recovers =
        matches!(asking.purpose, Purpose::StepUp { .. }) && asking.wanted().kind == Kind::Recover;
    !quiet && !recovers
}

/// The wait that what was shown has earned, and how it begins: never by itself.
fn wait(
    view: &View<'_>,
    asking: &Asking,
    answer: &Answer,
    zone: &TimeZone,
) -> Result<Option<Wait>, Error> {
    let Said::Wait(until) = answer.said else {
        return Ok(None);
    };
    let (t, wanted) = (&asking.context.text, asking.wanted());
    let account = asking.account.ok_or(Error::NotFound)?;
    let own = |request: &requests::Request| {
        request.about == wanted && request.session == Some(asking.case)
    };
    let begun = requests::waiting(view, account)?.into_iter().find(own);
    if let Some(request) = begun.filter(|request| request.opens_at <= until) {
        let ends = t.day_and_hour(request.opens_at, zone);
        return Ok(Some(Wait {
            said: vec![t.proving_wait_runs(ends)],
            begins: Begins::Already,
        }));
    }
    let ends = t.day_and_hour(until, zone);
    let (said, begins) = match (&asking.purpose, wanted.kind) {
        (_, Kind::LiftSuspicion) => (
            vec![t.proving_wait_until(ends)],
            Begins::Here("/signin/lift"),
        ),
        (Purpose::StepUp { next, .. }, Kind::ReplaceMethod | Kind::Release | Kind::Close) => (
            vec![t.proving_wait_until(ends), t.proving_wait_there()],
            Begins::There(next.clone()),
        ),
        // No request waits for it: what was shown counts from then on.
        (Purpose::StepUp { next, .. }, _) if waits(asking) => {
            (vec![t.proving_wait_then(ends)], Begins::There(next.clone()))
        }
        _ => return Ok(None),
    };
    Ok(Some(Wait { said, begins }))
}

/// What a recovery with the proofs so far would take (`POST /recover/second`). Nothing to recover without a second step.
fn recover(
    view: &View<'_>,
    asking: &Asking,
    owner: &Account,
    zone: &TimeZone,
) -> Result<Option<String>, Error> {
    if !is_second_step(asking) || !owner.two_step {
        return Ok(None);
    }
    let (t, account) = (&asking.context.text, owner.id);
    let wanted = Wanted::of(&Recover { account });
    let app = &asking.context.app;
    let answer = gate::answer(view, app, &asking.asker(), account, wanted)?;
    Ok(match answer.said {
        Said::Open => Some(t.second_recover_now()),
        Said::Prove => Some(t.second_recover_more()),
        Said::Wait(until) if answer.ways.is_empty() => {
            Some(t.second_recover_only(t.day_and_hour(until, zone)))
        }
        Said::Wait(until) => Some(t.second_recover_wait(t.day_and_hour(until, zone))),
        Said::Refuse(_) => None,
    })
}

/// What is said where waiting would do: whether more proofs open it now, or sooner, or nothing does.
fn waiting_words(t: &Text, ways: &[Way]) -> (String, String) {
    match ways.iter().find(|way| !way.screen_lock) {
        Some(way) if way.wait.0 <= 0 && way.steps.len() == 1 => {
            (t.proving_wait_title(), t.proving_wait_lead())
        }
        Some(way) if way.wait.0 <= 0 => (t.proving_wait_title(), t.proving_wait_lead_more()),
        Some(_) => (t.proving_wait_title_later(), t.proving_wait_lead_more()),
        None => (t.proving_wait_title_later(), t.proving_wait_lead_only()),
    }
}

fn shown(asking: &Asking, known: Known) -> Result<Response, Error> {
    let t = asking.context.text.clone();
    let answer = &known.answer;
    let (title, lead) = match (&asking.purpose, &answer.said) {
        (Purpose::SignIn { locked: true, .. }, _) => (t.risk_prove_title(), t.risk_prove_lead()),
        (Purpose::SignIn { .. }, _) => (t.second_title(), second_lead(asking, &known)),
        (_, Said::Wait(_)) if waits(asking) => waiting_words(&t, &answer.ways),
        (_, Said::Refuse(_)) => (t.proving_none_title(), t.proving_none_lead()),
        _ => (t.proving_title(), t.proving_lead()),
    };
    let (lost, back) = match &asking.purpose {
        Purpose::StepUp { .. } => (None, (t.proving_back(), "/".to_owned())),
        _ => (
            Some(Lost {
                recover: known.recover,
            }),
            (t.second_other_account(), "/signin".to_owned()),
        ),
    };
    page(&WaysPage {
        f: asking.frame(),
        title,
        lead,
        offers: Offers {
            t,
            offers: known.offers,
        },
        wait: known.wait,
        lost,
        back,
    })
}

/// A known browser is no strange one: there the second step was never shown, or is to be shown again.
fn second_lead(asking: &Asking, known: &Known) -> String {
    let t = &asking.context.text;
    match (asking.standing.is_known(), known.by_password) {
        (true, _) => t.second_lead_known(),
        (false, true) => t.second_lead(),
        (false, false) => t.second_lead_other(),
    }
}
