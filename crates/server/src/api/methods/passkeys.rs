//! `/api/v1/methods/passkeys`: adding a passkey (`WebAuthn`).

use std::collections::BTreeMap;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::MethodAdded;
use crate::browsers::Owner;
use crate::passkeys::{self, Prompt};
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// What to ask the phone, computer or security key for.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct PasskeyOptions {
    /// `PublicKeyCredentialCreationOptionsJSON` of `WebAuthn`, level 3. Its challenge is good for five minutes, in this browser and
    /// session, once.
    options: BTreeMap<String, Value>,
}

/// What to ask for to make a passkey. Needs a fresh sign-in. Where the site can have no passkeys: `not_found`.
#[utoipa::path(
    get,
    path = "/api/v1/methods/passkeys",
    operation_id = "passkey_options",
    security(("session" = [])),
    responses(
        (status = OK, body = PasskeyOptions),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn options(owner: Owner) -> Result<Response, Error> {
    passkeys::may_add(&owner).await?;
    let (prompt, _) = passkeys::prompt(&owner).await?;
    let prompt = prompt.ok_or(Error::NotFound)?;
    let options = serde_json::from_str(&prompt.options).map_err(|_| Error::Internal)?;
    let response = Json(PasskeyOptions { options }).into_response();
    Ok(Prompt::remember(Some(&prompt), response, &owner.context))
}

/// A passkey that was made.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct NewPasskey {
    /// What the owner calls it: 1 to 40 letters on one line.
    name: String,
    /// `RegistrationResponseJSON` of `WebAuthn`, level 3.
    answer: BTreeMap<String, Value>,
}

/// Adds a passkey; every contact is told.
#[utoipa::path(
    post,
    path = "/api/v1/methods/passkeys",
    operation_id = "add_passkey",
    request_body = NewPasskey,
    security(("session" = [])),
    responses(
        (status = CREATED, body = MethodAdded),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn add(
    owner: Owner,
    form::Json(made): form::Json<NewPasskey>,
) -> Result<(StatusCode, Json<MethodAdded>), Error> {
    let answer = serde_json::to_string(&made.answer).map_err(|_| Error::Internal)?;
    let (field, text) = match passkeys::added(&owner, &made.name, &answer).await? {
        passkeys::Added::Done(id) => return Ok((StatusCode::CREATED, Json(MethodAdded::new(id)))),
        passkeys::Added::Name(text) => ("name", text),
        passkeys::Added::Answer(wrong) => ("answer", wrong.text(&owner.context.text)),
    };
    Err(Error::NotAccepted { field, text })
}
