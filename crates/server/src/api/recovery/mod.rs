//! `/api/v1/recovery`: the way back in, step by step, as its pages lead through it (S-053). What is shown next is worked out on the
//! server each time, so every step can be repeated and resumed.

mod steps;
pub(super) mod verbs;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

pub(super) use steps::RecoveryState;

use crate::recovery::{self, Opened, Recovery};
use crate::web::problem::Problem;
use crate::web::{Context, Error, Token};

/// Where a recovery begins: what an app without one is told.
const BEGIN: Error = Error::Elsewhere("/forgot");

/// The case of this browser, ended ones too.
async fn case(context: &Context) -> Result<Recovery, Error> {
    of(context, recovery::token_of(context)).await
}

async fn of(context: &Context, token: Option<Token>) -> Result<Recovery, Error> {
    recovery::of_token(context, token).await?.ok_or(BEGIN)
}

/// Where the case of this token stands by now; else that of this browser.
async fn state(context: &Context, token: Option<Token>) -> Result<Json<RecoveryState>, Error> {
    let case = of(context, token.or_else(|| recovery::token_of(context))).await?;
    let now = recovery::now(context, &case).await?;
    Ok(Json(RecoveryState::new(now)))
}

/// The answer to what made a case this browser's.
pub(super) async fn opened(context: &Context, opened: &Opened) -> Result<Response, Error> {
    let body = state(context, Some(opened.token().clone())).await?;
    Ok(opened.bind(context, (StatusCode::CREATED, body).into_response()))
}

/// The answer to what brought a case into this browser that goes on there.
pub(super) async fn resumed(context: &Context, token: &Token) -> Result<Response, Error> {
    let body = state(context, Some(token.clone())).await?;
    let answer = (StatusCode::CREATED, body).into_response();
    Ok(recovery::bind(context, answer, token))
}

/// Where the recovery of this browser stands, and what can be done next.
#[utoipa::path(
    get,
    path = "/api/v1/recovery",
    operation_id = "recovery",
    responses((status = OK, body = RecoveryState), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(context: Context) -> Result<Json<RecoveryState>, Error> {
    state(&context, None).await
}
