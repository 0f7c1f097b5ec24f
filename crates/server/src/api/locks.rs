//! `/api/v1/locks`: why an account is locked (S-008), for whoever the page `/help/locked` tells.

use axum::Json;
use kunci_db::View;
use serde::Serialize;
use utoipa::ToSchema;

use crate::help::{self, LockShown};
use crate::web::problem::Problem;
use crate::web::{Context, Error, times};

/// The locks of the accounts that this browser may hear about.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountLocks {
    /// Those that know this browser, and the one to which a sign-in or recovery of it has shown a proof. Empty for everyone else,
    /// whatever is locked.
    accounts: Vec<LockedAccount>,
}

/// One account.
#[derive(Serialize, ToSchema)]
struct LockedAccount {
    /// Whose it is, in words; where this browser knows several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// The answer in one sentence, in the language of the request.
    title: String,
    /// Every lock in force.
    locks: Vec<LockInForce>,
    /// What works all the same, in words.
    works: Vec<String>,
    /// The password signs in from this browser as ever.
    just_sign_in: bool,
    /// A suspicion lock that can be lifted from this browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    lift: Option<LockLift>,
}

/// A lock. None is without a reason.
#[derive(Serialize, ToSchema)]
struct LockInForce {
    /// `wrong_secret`, `suspicious_activity`, `service_incident`, `owner_request`, `device_missing`, `activation` or `staff`.
    lock_reason: &'static str,
    /// What it closes: `account`, `strangers` (the password for browsers that are not known), `method` or `device`.
    closes: &'static str,
    /// Why, in words.
    why: String,
    /// What was noticed, in words.
    signals: Vec<String>,
    /// Since when (RFC 3339).
    since: String,
    /// When it lifts by itself, if it does (RFC 3339).
    lifts_at: Option<String>,
    /// When or by what it ends, in words.
    ends: String,
}

/// How a suspicion lock goes.
#[derive(Serialize, ToSchema)]
struct LockLift {
    /// `POST` there.
    at: &'static str,
    /// Where more can be shown for it: a sign-in of this browser is stopped by it.
    prove: Option<&'static str>,
    /// When a wait would be over that can begin now (RFC 3339).
    wait_until: Option<String>,
    /// When the wait is over that has begun (RFC 3339).
    waits_until: Option<String>,
}

/// Why an account is locked, since when, and what lifts it.
#[utoipa::path(
    get,
    path = "/api/v1/locks",
    operation_id = "locks",
    responses((status = OK, body = AccountLocks), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(context: Context) -> Result<Json<AccountLocks>, Error> {
    let inside = context.clone();
    let read = move |view: &View<'_>| help::lock_answers(view, &inside);
    let answers = context.app.db.view(read).await?;
    let several = answers.len() > 1;
    let account = |answer: help::LockAnswer| LockedAccount {
        name: several.then_some(answer.name),
        title: answer.title,
        locks: answer.locks.into_iter().map(lock).collect(),
        works: answer.works,
        just_sign_in: answer.just_sign_in,
        lift: answer.lift.map(|lift| LockLift {
            at: "/api/v1/signin/lift",
            prove: lift.stopped.then_some(super::signin::SECOND),
            wait_until: lift.wait_at.map(times::rfc3339),
            waits_until: lift.waits_at.map(times::rfc3339),
        }),
    };
    Ok(Json(AccountLocks {
        accounts: answers.into_iter().map(account).collect(),
    }))
}

fn lock(shown: LockShown) -> LockInForce {
    LockInForce {
        lock_reason: shown.of.cause.name(),
        closes: shown.of.subject.tag(),
        since: times::rfc3339(shown.of.placed_at),
        lifts_at: shown.of.lifts_at.map(times::rfc3339),
        why: shown.cause,
        signals: shown.signals,
        ends: shown.until,
    }
}
