//! `/api/v1/prove/{for}`: showing proofs. `{for}` is `signin` (a sign-in under way), `recover` (a recovery), `rehearse` (a rehearsal),
//! or the segment of an action that a problem's `prove` names.

pub(super) mod approval;
pub(super) mod passkey;
pub(super) mod secrets;
pub(super) mod ways;

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use kunci_db::View;
use kunci_rules::gate::Reason;
use kunci_rules::locks::Cause;
use serde::Serialize;
use utoipa::ToSchema;

use super::signin;
use crate::gate::{self, Said};
use crate::proving::{self, Asking, Onward, Purpose};
use crate::recovery::{self, Now, Step};
use crate::signin::Came;
use crate::web::{Error, times};

/// How what was asked for goes on.
#[derive(Serialize, ToSchema)]
pub(super) struct Progress {
    /// `signed_in`: the session is open. `open`: what was asked for may be done now. `prove`: more is shown first, at `prove`. `wait`: it
    /// opens at `until`, if its wait is begun. `refused`: nothing that can be shown opens it, because of `reason`. `choose`: one of
    /// `accounts` is meant. `kept`: it counts in the rehearsal, and nothing follows.
    pub(super) state: &'static str,
    /// With `prove`: where in this API. With `wait`: where more can be shown, to be there sooner.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) prove: Option<String>,
    /// With `wait`: when (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) until: Option<String>,
    /// Why, as a problem's code: with `refused`, and with `prove` where a lock is the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) reason: Option<&'static str>,
    /// With `choose`: the accounts of this number whose password it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    accounts: Option<Vec<ProvedAccount>>,
    /// After a saved recovery code: the one that takes its place, if one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) new_code: Option<ReplacementCode>,
}

/// One of several accounts of a number.
#[derive(Serialize, ToSchema)]
struct ProvedAccount {
    /// Its owner's name.
    name: String,
    /// To go on with it at `/api/v1/signin/choose`.
    proved: String,
}

/// A saved recovery code in place of the one that was used. It is shown once.
#[derive(Serialize, ToSchema)]
pub(super) struct ReplacementCode {
    /// As it stands on paper.
    code: String,
    /// So few are left that a new sheet is better.
    few_left: bool,
}

impl Progress {
    pub(super) fn of(state: &'static str) -> Self {
        Self {
            state,
            prove: None,
            until: None,
            reason: None,
            accounts: None,
            new_code: None,
        }
    }

    pub(super) fn prove(at: &str) -> Self {
        Self {
            prove: Some(at.to_owned()),
            ..Self::of("prove")
        }
    }

    pub(super) fn choose(accounts: Vec<(String, String)>) -> Self {
        let account = |(name, proved)| ProvedAccount { name, proved };
        Self {
            accounts: Some(accounts.into_iter().map(account).collect()),
            ..Self::of("choose")
        }
    }

    /// With the lock that is the reason, where one is.
    fn because(mut self, asking: &Asking) -> Self {
        if let Purpose::SignIn { locked: true, .. } = asking.purpose {
            self.reason = self.reason.or(Some(Cause::SuspiciousActivity.name()));
        }
        self
    }

    fn step(step: &Step, asking: &Asking) -> Self {
        match step {
            Step::Ways | Step::Code | Step::Choose(_) | Step::More { .. } => {
                Self::said(&Said::Prove, asking)
            }
            Step::Find | Step::Password => Self::said(&Said::Open, asking),
            Step::Waiting { until, .. } => Self::said(&Said::Wait(*until), asking),
            Step::Refused { .. } => Self::said(&Said::Refuse(Reason::NoWay), asking),
            Step::Ended(_) => Self {
                reason: Some("over"),
                ..Self::of("refused")
            },
        }
    }

    fn said(said: &Said, asking: &Asking) -> Self {
        match said {
            Said::Open => Self::of("open"),
            Said::Prove => Self::prove(&path(asking, "")),
            Said::Wait(until) => Self {
                until: Some(times::rfc3339(*until)),
                prove: Some(path(asking, "")),
                ..Self::of("wait")
            },
            Said::Refuse(reason) => Self {
                reason: Some(gate::refusal(*reason).code()),
                ..Self::of("refused")
            },
        }
    }
}

/// An address below that of an asking.
fn path(asking: &Asking, rest: &str) -> String {
    format!("/api/v1/prove/{}{rest}", asking.segment)
}

/// Asks the gate again with what was shown, and says how it goes on.
pub(super) async fn progress(asking: &Asking) -> Result<Response, Error> {
    progress_with(asking, None).await
}

/// The same after a saved code that another one replaces.
async fn progress_with(
    asking: &Asking,
    new: Option<proving::Replacement>,
) -> Result<Response, Error> {
    let onward = asking.led().await?;
    let stands = match &onward {
        Onward::SignIn(entered) if entered.came == Came::In => Progress::of("signed_in"),
        Onward::SignIn(entered) if matches!(entered.came, Came::Second | Came::Suspected) => {
            signing_in(asking).await?
        }
        Onward::SignIn(entered) => return Ok(signin::entered(&asking.context, entered)),
        Onward::Owner { said, .. } => match said {
            Some(said) => Progress::said(said, asking),
            None => Progress::prove(&path(asking, "")),
        },
        Onward::Recovery => recovering(asking).await?,
        Onward::Rehearsal => Progress::of("kept"),
    };
    let new_code = new.and_then(|new| {
        let few_left = new.few;
        let code = new.card.codes().first().cloned();
        code.map(|code| ReplacementCode { code, few_left })
    });
    let stands = Progress { new_code, ..stands };
    Ok(onward.onto(Json(stands).into_response()))
}

/// How a sign-in goes on that has to show more, or may wait instead.
async fn signing_in(asking: &Asking) -> Result<Progress, Error> {
    let now = Asking::at(asking.context.clone(), None, asking.segment.clone()).await?;
    let inside = now.clone();
    let read = move |view: &View<'_>| inside.answer(view);
    let answer = now.context.app.db.view(read).await?;
    let said = answer.map_or(Said::Prove, |answer| answer.said);
    Ok(Progress::said(&said, &now).because(&now))
}

/// How a recovery goes on after a proof, as its own pages say.
async fn recovering(asking: &Asking) -> Result<Progress, Error> {
    let now = recovery_now(asking).await?;
    Ok(Progress::step(&now.step, asking))
}

/// Where a recovery stands.
async fn recovery_now(asking: &Asking) -> Result<Now, Error> {
    let context = &asking.context;
    let case = recovery::of_token(context, recovery::token_of(context)).await?;
    recovery::now(context, &case.ok_or(Error::NotFound)?).await
}
