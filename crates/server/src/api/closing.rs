//! `/api/v1/account/closing`

use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Waits;
use crate::browsers::Owner;
use crate::closing::{self, Asked};
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// That it is meant.
#[derive(Deserialize, ToSchema)]
pub(super) struct Closing {
    /// Whether it is meant.
    #[serde(default)]
    sure: bool,
}

/// Asks to close the account. It waits fourteen days, in which every session can take the request back.
#[utoipa::path(
    post,
    path = "/api/v1/account/closing",
    operation_id = "close_account",
    request_body = Closing,
    security(("session" = [])),
    responses((status = ACCEPTED, body = Waits), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn close(
    owner: Owner,
    form::Json(asked): form::Json<Closing>,
) -> Result<Response, Error> {
    if !asked.sure {
        return Err(Error::Conflict("confirm_first"));
    }
    match closing::close(&owner).await? {
        Asked::Waits(request, until) => Ok(Waits::new(request, until).into_response()),
        Asked::Devices => Err(Error::Conflict("release_first")),
        Asked::Now => Err(Error::Conflict("over")),
    }
}
