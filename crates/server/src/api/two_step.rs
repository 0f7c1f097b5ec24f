//! `/api/v1/two-step`

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Waits;
use crate::browsers::Owner;
use crate::security::{self, Turned};
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// On or off.
#[derive(Deserialize, ToSchema)]
pub(super) struct TwoStep {
    /// Whether browsers that are not remembered are asked for a second proof.
    on: bool,
}

/// Turns two-step verification on, which needs a fresh sign-in, or off, which needs what removing a method needs. Whether it is on
/// is in the account, whether it would lock nobody out in the check-up (`two_step_safe`).
#[utoipa::path(
    put,
    path = "/api/v1/two-step",
    operation_id = "set_two_step",
    request_body = TwoStep,
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = ACCEPTED, body = Waits, description = "It waits"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn turn(
    owner: Owner,
    form::Json(wanted): form::Json<TwoStep>,
) -> Result<Response, Error> {
    Ok(match security::turn_two_step(&owner, wanted.on).await? {
        Turned::On | Turned::Off => StatusCode::NO_CONTENT.into_response(),
        Turned::Waits(waiting) => Waits::from(waiting).into_response(),
    })
}
