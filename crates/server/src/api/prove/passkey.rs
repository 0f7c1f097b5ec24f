//! A passkey as a proof.

use axum::response::Response;

use super::{Progress, progress};
use crate::api::signin::{PasskeyAnswer, PasskeyRequest, passkey_refused, passkey_request};
use crate::proving::{self, Asking};
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// What to ask a passkey for.
#[utoipa::path(
    get,
    path = "/api/v1/prove/{for}/passkey",
    operation_id = "prove_passkey_request",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`")),
    responses((status = OK, body = PasskeyRequest), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn get(asking: Asking) -> Result<Response, Error> {
    let prompt = proving::passkey_prompt(&asking).await?;
    passkey_request(&asking.context, prompt.as_ref())
}

/// Shows a passkey.
#[utoipa::path(
    post,
    path = "/api/v1/prove/{for}/passkey",
    operation_id = "prove_passkey",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`")),
    request_body = PasskeyAnswer,
    responses((status = OK, body = Progress), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn post(
    asking: Asking,
    form::Json(form): form::Json<PasskeyAnswer>,
) -> Result<Response, Error> {
    match proving::passkey_tried(&asking, &form.answer.to_string()).await? {
        None => progress(&asking).await,
        Some(wrong) => Err(passkey_refused(&asking.context, wrong)),
    }
}
