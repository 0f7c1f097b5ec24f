//! `/api/v1/password`

use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::secret::Secret;
use crate::security::{self, Changed};
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// A new password.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewPassword {
    /// The one that counts so far.
    #[schema(value_type = String)]
    old: Secret,
    /// The new one.
    #[schema(value_type = String)]
    new: Secret,
    /// Sign out everywhere else.
    #[serde(default)]
    end_others: bool,
}

/// Changes the password: with the old one and, besides, what a recovery takes. A new one that is not taken (`not_accepted`, field
/// `new`) costs no guess of the old one. Every contact is told.
#[utoipa::path(
    put,
    path = "/api/v1/password",
    operation_id = "change_password",
    request_body = NewPassword,
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn change(
    owner: Owner,
    form::Json(typed): form::Json<NewPassword>,
) -> Result<StatusCode, Error> {
    let both = (&typed.old, &typed.new);
    let (field, text) = match security::change_password(&owner, both, typed.end_others).await? {
        Changed::Done => return Ok(StatusCode::NO_CONTENT),
        Changed::Old(text) => ("old", text),
        Changed::New(text) => ("new", text),
    };
    Err(Error::NotAccepted { field, text })
}
