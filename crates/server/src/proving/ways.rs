//! What can be proved now: the second step of a sign-in, "prove it once more", and what would make a recovery quicker.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kunci_db::View;
use kunci_rules::gate::{MethodKind, Reason};
use serde::Deserialize;

use super::{Asking, Purpose};
use crate::accounts;
use crate::browsers;
use crate::gate::{Answer, Said};
use crate::ways::{self, Named, Offers, Place};
use crate::web::{Error, Frame, page, see_other, times};

#[derive(Template)]
#[template(path = "proving/pages/ways.html")]
struct WaysPage {
    f: Frame,
    title: String,
    lead: String,
    offers: Offers,
    /// A wait that what was shown has earned: when it opens, and where it is begun.
    wait: Option<(String, String)>,
    /// None of these is at hand: the second step of a sign-in can be recovered, and a phone found without it.
    lost: bool,
    /// Where the asker goes who gives up.
    back: (String, String),
}

/// Whether the whole list is wanted, although the password is the first thing on it.
#[derive(Deserialize)]
pub struct Wish {
    all: Option<String>,
}

/// GET /prove/{for}
///
/// # Errors
/// Of the database.
pub async fn get(asking: Asking, Query(wish): Query<Wish>) -> Result<Response, Error> {
    if let Purpose::Recover(_) | Purpose::Rehearse(_) = asking.purpose {
        return Ok(see_other(&asking.start()));
    }
    let Some(account) = asking.account else {
        return Err(Error::NotFound);
    };
    let inside = asking.clone();
    let read = move |view: &View<'_>| {
        let owner = accounts::get(view, account)?.ok_or(kunci_db::Error::Missing)?;
        let answer = inside.answer(view)?.ok_or(kunci_db::Error::Missing)?;
        let zone = times::zone(&owner.time_zone);
        let place = Place {
            segment: &inside.segment,
            now: inside.context.now,
            zone: &zone,
        };
        let t = &inside.context.text;
        let offers = ways::offers(t, &Named::of(view, account)?, &answer.ways, place);
        let until = match answer.said {
            Said::Wait(until) => Some(t.day_and_hour(until, &zone)),
            _ => None,
        };
        let proofs = browsers::proofs_of(view, account, inside.case)?;
        let by_password = proofs.iter().any(|p| p.kind == MethodKind::Password);
        Ok::<_, Error>((answer, offers, until, by_password))
    };
    let (answer, offers, until, by_password) = asking.context.app.db.view(read).await?;
    match &asking.purpose {
        Purpose::SignIn { .. } if matches!(answer.said, Said::Open) => asking.onward().await,
        Purpose::StepUp { next, .. } if nothing_missing(&answer) => Ok(see_other(next)),
        _ if wish.all.is_none() && begins_with_password(&answer) => {
            Ok(see_other(&asking.path("password")))
        }
        _ => shown(&asking, &answer, offers, until, by_password),
    }
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

/// Whether waiting would do instead of one more proof. The quiet exit has no wait: it takes two proofs or nothing.
fn waits(purpose: &Purpose) -> bool {
    !matches!(purpose, Purpose::StepUp { next, .. } if next.ends_with("/quiet"))
}

fn shown(
    asking: &Asking,
    answer: &Answer,
    offers: Vec<ways::Offer>,
    until: Option<String>,
    by_password: bool,
) -> Result<Response, Error> {
    let t = asking.context.text.clone();
    let waits = waits(&asking.purpose);
    let (title, lead) = match (&asking.purpose, &answer.said) {
        (Purpose::SignIn { locked: true, .. }, _) => (t.risk_prove_title(), t.risk_prove_lead()),
        (Purpose::SignIn { .. }, _) if by_password => (t.second_title(), t.second_lead()),
        (Purpose::SignIn { .. }, _) => (t.second_title(), t.second_lead_other()),
        (_, Said::Wait(_)) if waits => (t.proving_wait_title(), t.proving_wait_lead()),
        (_, Said::Refuse(_)) => (t.proving_none_title(), t.proving_none_lead()),
        _ => (t.proving_title(), t.proving_lead()),
    };
    let (wait, back) = match &asking.purpose {
        Purpose::StepUp { next, .. } => (
            until.filter(|_| waits).map(|until| (until, next.clone())),
            (t.proving_back(), "/".to_owned()),
        ),
        Purpose::SignIn { locked: true, .. } => (
            until.map(|until| (until, "/help/locked".to_owned())),
            (t.second_other_account(), "/signin".to_owned()),
        ),
        _ => (None, (t.second_other_account(), "/signin".to_owned())),
    };
    page(&WaysPage {
        f: asking.frame(),
        title,
        lead,
        offers: Offers { t, offers },
        wait,
        lost: matches!(asking.purpose, Purpose::SignIn { .. }),
        back,
    })
}
