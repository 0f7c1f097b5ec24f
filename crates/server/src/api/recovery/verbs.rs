//! What an app does in a recovery. The work is that of the pages.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kunci_rules::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BEGIN, RecoveryState, case, opened, state};
use crate::browsers::visitor_cookie;
use crate::finder::limited;
use crate::recovery::{self, Entered, Goal, New, Reset, Step, Where};
use crate::secret::Secret;
use crate::web::problem::Problem;
use crate::web::{Context, Error, form};

/// Whose account, and what for.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct RecoveryBegin {
    /// Mail address, number in any form, or account name.
    name: String,
    /// What for; a new password if it is left out.
    #[serde(default)]
    goal: RecoveryGoal,
}

/// What a recovery is for.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum RecoveryGoal {
    /// A new password.
    #[default]
    Password,
    /// To see why the account is locked.
    Why,
    /// To look for a phone, and nothing else.
    Find,
}

/// Begins to recover an account. Every name that can be one gets the same answer.
#[utoipa::path(
    post,
    path = "/api/v1/recovery",
    operation_id = "begin_recovery",
    request_body = RecoveryBegin,
    responses((status = CREATED, body = RecoveryState), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn begin(
    context: Context,
    form::Json(asked): form::Json<RecoveryBegin>,
) -> Result<Response, Error> {
    let goal = match asked.goal {
        RecoveryGoal::Password => Goal::Password,
        RecoveryGoal::Why => Goal::Why,
        RecoveryGoal::Find => Goal::Find,
    };
    let field = "name";
    match recovery::start(&context, &asked.name, goal).await? {
        Ok(begun) => opened(&context, &begun).await,
        Err(text) => Err(Error::NotAccepted { field, text }),
    }
}

/// To whom a message goes.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct RecoveryMessage {
    /// `email`, `phone`, or after a proof the id of a contact, as `ways` say.
    way: String,
}

/// Sends a code and a link, as often as budgets allow: `code_until` and `again_at` say what came of it. Before a proof nobody learns
/// whether there is somebody to send to.
#[utoipa::path(
    post,
    path = "/api/v1/recovery/messages",
    operation_id = "send_recovery_message",
    request_body = RecoveryMessage,
    responses((status = OK, body = RecoveryState), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn send(
    context: Context,
    form::Json(message): form::Json<RecoveryMessage>,
) -> Result<Response, Error> {
    let wanted = Where::parse(&message.way).ok_or(Error::BadInput("way"))?;
    let visitor = recovery::send_message(&context, wanted).await?;
    let visitor = visitor.ok_or(BEGIN)?;
    let answer = state(&context, None).await?.into_response();
    Ok(visitor_cookie(answer, &context, &visitor))
}

/// What was in a message.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct RecoveryCode {
    /// The 8 digits of a message that this browser asked for, or the 13 letters of any link.
    #[schema(value_type = String)]
    code: Secret,
}

/// Proves a contact with what it received.
#[utoipa::path(
    post,
    path = "/api/v1/recovery/code",
    operation_id = "enter_recovery_code",
    request_body = RecoveryCode,
    responses((status = OK, body = RecoveryState), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn enter(
    context: Context,
    form::Json(typed): form::Json<RecoveryCode>,
) -> Result<Response, Error> {
    let case = case(&context).await?;
    if case.has_ended() {
        return Err(BEGIN);
    }
    let field = "code";
    match recovery::enter(&context, &case, typed.code.expose()).await? {
        Entered::Proved { token: None, .. } => Ok(state(&context, None).await?.into_response()),
        Entered::Proved {
            token: Some(token), ..
        } => {
            let body = state(&context, Some(token.clone())).await?;
            Ok(recovery::bind(&context, body.into_response(), &token))
        }
        Entered::Used => Err(Error::Conflict("over")),
        Entered::Wrong(text) => Err(Error::NotAccepted { field, text }),
    }
}

/// One account of several.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct RecoveryChoice {
    /// Its id (UUID), as `accounts` say.
    #[schema(value_type = String)]
    account: Id,
}

/// Says which account, where a number serves several.
#[utoipa::path(
    post,
    path = "/api/v1/recovery/account",
    operation_id = "choose_recovery_account",
    request_body = RecoveryChoice,
    responses((status = OK, body = RecoveryState), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn choose(
    context: Context,
    form::Json(choice): form::Json<RecoveryChoice>,
) -> Result<Json<RecoveryState>, Error> {
    let case = case(&context).await?;
    if recovery::settle_account(&context, &case, choice.account).await? {
        state(&context, None).await
    } else {
        Err(Error::BadInput("account"))
    }
}

/// A new password.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct RecoveryPassword {
    /// The password.
    #[schema(value_type = String)]
    password: Secret,
    /// Whether every other session ends; true if it is left out.
    #[serde(default = "yes")]
    end_other_sessions: bool,
    /// Whether this is somebody else's phone: its session ends after 15 minutes, and it is not remembered.
    #[serde(default)]
    borrowed: bool,
}

const fn yes() -> bool {
    true
}

/// The end of a recovery.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Recovered {
    /// Whether this browser is signed in now; not where a lock closes the account to it.
    signed_in: bool,
    /// Two-step verification is on, as before. Whoever lost the second factor sets a new one up now.
    two_step: bool,
}

/// Sets a new password and signs this browser in. What changed before the recovery is looked through next.
#[utoipa::path(
    put,
    path = "/api/v1/recovery/password",
    operation_id = "set_recovery_password",
    request_body = RecoveryPassword,
    responses((status = OK, body = Recovered), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn password(
    context: Context,
    form::Json(typed): form::Json<RecoveryPassword>,
) -> Result<Response, Error> {
    let case = case(&context).await?;
    let new = New {
        password: typed.password,
        end: typed.end_other_sessions,
        borrowed: typed.borrowed,
    };
    let field = "password";
    match recovery::set_password(&context, &case, new).await? {
        Reset::Done(done) => {
            let body = Json(Recovered {
                signed_in: done.is_in(),
                two_step: done.two_step(),
            });
            Ok(done.enter(&context, body.into_response()))
        }
        Reset::Refused(text) => Err(Error::NotAccepted { field, text }),
        Reset::NotNow(step) => Err(not_now(&step)),
        Reset::Late => Err(Error::Conflict("over")),
    }
}

/// Why no password can be set at this step.
fn not_now(step: &Step) -> Error {
    match step {
        Step::Waiting { .. } => Error::Locked("must_wait"),
        Step::Refused { .. } | Step::Find => Error::Locked("no_way"),
        Step::Ended(_) => Error::Conflict("over"),
        Step::Ways | Step::Code | Step::Choose(_) | Step::Password | Step::More { .. } => {
            Error::ProveFirst {
                at: "/prove/recover".to_owned(),
                next: "/recover".to_owned(),
            }
        }
    }
}

/// Gives a recovery up. Whoever was told that it waits is told that, too.
#[utoipa::path(
    delete,
    path = "/api/v1/recovery",
    operation_id = "cancel_recovery",
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn cancel(context: Context) -> Result<Response, Error> {
    recovery::cancel(&context).await?;
    let answer = StatusCode::NO_CONTENT.into_response();
    Ok(recovery::unbind(&context, answer))
}

/// "I have none of these" at the second step of a sign-in: what was shown so far counts in a recovery, which goes on here.
#[utoipa::path(
    post,
    path = "/api/v1/recovery/second",
    operation_id = "recover_second_step",
    responses(
        (status = CREATED, body = RecoveryState, description = "A recovery has begun"),
        (status = OK, body = RecoveryState, description = "The one that was under way has these proofs, too"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn second(context: Context) -> Result<Response, Error> {
    match recovery::second(&context).await? {
        Some(begun) => opened(&context, &begun).await,
        None => Ok(state(&context, None).await?.into_response()),
    }
}

/// Where to look for a phone.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct SearchBegin {
    /// Whether this is somebody else's phone: the search ends after 15 minutes, and with the browser.
    #[serde(default)]
    borrowed: bool,
}

/// Opens the search for a lost phone with one proof, of a recovery that is in state `find` or of a sign-in whose second step is on
/// that phone. Its session finds devices and does nothing else.
#[utoipa::path(
    post,
    path = "/api/v1/searches",
    operation_id = "begin_search",
    request_body = SearchBegin,
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn search(
    context: Context,
    form::Json(asked): form::Json<SearchBegin>,
) -> Result<Response, Error> {
    let search = limited::open(&context, asked.borrowed).await?;
    let search = search.ok_or(Error::Elsewhere("/find"))?;
    Ok(search.bind(&context, StatusCode::NO_CONTENT.into_response()))
}
