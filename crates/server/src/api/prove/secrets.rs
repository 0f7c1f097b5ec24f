//! What is typed as a proof: the password, a code from an app, from a message, from paper, or from a helper.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kunci_rules::Id;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Progress, progress, progress_with};
use crate::proving::{self, Asking, Purpose};
use crate::secret::Secret;
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// The password.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct ProvePassword {
    /// The password.
    #[serde(default)]
    #[schema(value_type = String)]
    password: Secret,
}

/// A code.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct ProveCode {
    /// As it was read, with or without spaces.
    #[serde(default)]
    #[schema(value_type = String)]
    code: Secret,
}

/// Where a message goes.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct ProveWay {
    /// The `method` of the step.
    #[serde(default)]
    way: String,
}

/// The page's own sentence about what was typed, or how it goes on.
async fn answer(
    asking: &Asking,
    field: &'static str,
    wrong: Option<String>,
) -> Result<Response, Error> {
    match wrong {
        None => progress(asking).await,
        Some(text) => Err(Error::NotAccepted { field, text }),
    }
}

/// Shows the password.
#[utoipa::path(
    post,
    path = "/api/v1/prove/{for}/password",
    operation_id = "prove_password",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`")),
    request_body = ProvePassword,
    responses((status = OK, body = Progress), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn password(
    asking: Asking,
    form::Json(form): form::Json<ProvePassword>,
) -> Result<Response, Error> {
    let wrong = proving::password_tried(&asking, &form.password).await?;
    answer(&asking, "password", wrong).await
}

/// Shows a code from an authenticator app. In a recovery it is never the first proof.
#[utoipa::path(
    post,
    path = "/api/v1/prove/{for}/totp",
    operation_id = "prove_totp",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`")),
    request_body = ProveCode,
    responses((status = OK, body = Progress), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn totp(
    asking: Asking,
    form::Json(form): form::Json<ProveCode>,
) -> Result<Response, Error> {
    let wrong = proving::totp_tried(&asking, form.code.expose()).await?;
    answer(&asking, "code", wrong).await
}

/// Shows a saved recovery code, which works once. `new_code` takes its place for whoever is in.
#[utoipa::path(
    post,
    path = "/api/v1/prove/{for}/recovery-code",
    operation_id = "prove_recovery_code",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`")),
    request_body = ProveCode,
    responses((status = OK, body = Progress), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn recovery_code(
    asking: Asking,
    form::Json(form): form::Json<ProveCode>,
) -> Result<Response, Error> {
    match proving::recovery_code_tried(&asking, form.code.expose()).await? {
        Ok(new) => progress_with(&asking, new).await,
        Err(text) => answer(&asking, "code", Some(text)).await,
    }
}

/// A recovery has messages of its own, which carry a link as well: `/api/v1/recovery/messages`.
const fn has_codes(asking: &Asking) -> Result<(), Error> {
    match asking.purpose {
        Purpose::Recover(_) => Err(Error::NotFound),
        Purpose::SignIn { .. } | Purpose::StepUp { .. } | Purpose::Rehearse(_) => Ok(()),
    }
}

/// Sends a code to a contact. What comes of it is not said: where the day's messages are spent, nothing leaves.
#[utoipa::path(
    post,
    path = "/api/v1/prove/{for}/send",
    operation_id = "prove_send",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`, `recover` aside: its messages begin at `/api/v1/recovery/messages`")),
    request_body = ProveWay,
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn send(
    asking: Asking,
    form::Json(form): form::Json<ProveWay>,
) -> Result<Response, Error> {
    has_codes(&asking)?;
    let contact = Id::try_parse(&form.way).map_err(|_| Error::BadInput("way"))?;
    let cookies = proving::code_sent(&asking, contact).await?;
    Ok(cookies.onto(StatusCode::NO_CONTENT.into_response()))
}

/// Shows the code of a message, in the browser that asked for it.
#[utoipa::path(
    post,
    path = "/api/v1/prove/{for}/code",
    operation_id = "prove_code",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`, `recover` aside: its codes go to `/api/v1/recovery/code`")),
    request_body = ProveCode,
    responses((status = OK, body = Progress), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn code(
    asking: Asking,
    form::Json(form): form::Json<ProveCode>,
) -> Result<Response, Error> {
    has_codes(&asking)?;
    let wrong = proving::code_tried(&asking, form.code.expose()).await?;
    answer(&asking, "code", wrong).await
}

/// Sends the account's helpers a link each. They read the code out on the phone.
#[utoipa::path(
    post,
    path = "/api/v1/prove/{for}/helper",
    operation_id = "ask_helper",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`")),
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn helper(asking: Asking) -> Result<StatusCode, Error> {
    proving::helper_asked(&asking).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows the code that a helper read out.
#[utoipa::path(
    post,
    path = "/api/v1/prove/{for}/helper/code",
    operation_id = "prove_helper",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`")),
    request_body = ProveCode,
    responses((status = OK, body = Progress), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn helper_code(
    asking: Asking,
    form::Json(form): form::Json<ProveCode>,
) -> Result<Response, Error> {
    let wrong = proving::helper_tried(&asking, form.code.expose()).await?;
    answer(&asking, "code", wrong).await
}
