//! `/api/v1/contacts/{id}/quiet`

use axum::Json;
use kunci_rules::Id;
use kunci_rules::contest::NotQuiet;
use serde::Serialize;
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::objections;
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::{Error, times};

/// A contact whose notices wait.
#[derive(Serialize, ToSchema)]
pub(super) struct Quiet {
    /// Until when; then it hears of everything (RFC 3339).
    until: String,
}

/// Delays the notices to a contact that its owner no longer trusts, by 72 hours. It takes two independent proofs that the contact
/// cannot use; all other contacts are told at once.
#[utoipa::path(
    post,
    path = "/api/v1/contacts/{id}/quiet",
    operation_id = "quiet_contact",
    params(("id" = String, Path, description = "Id of the contact (UUID), as the methods list it")),
    security(("session" = [])),
    responses((status = OK, body = Quiet), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn post(owner: Owner, Path(id): Path<Id>) -> Result<Json<Quiet>, Error> {
    match objections::quiet(&owner, id).await? {
        Ok(until) | Err(NotQuiet::Already(until)) => Ok(Json(Quiet {
            until: times::rfc3339(until),
        })),
        Err(NotQuiet::NoContact) => Err(Error::NotFound),
        Err(NotQuiet::NotTwo) => Err(objections::prove_for_quiet(&owner, id)),
        Err(NotQuiet::Needed) => Err(Error::Locked("no_way")),
    }
}
