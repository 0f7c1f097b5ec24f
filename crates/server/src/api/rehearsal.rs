//! `/api/v1/checkup/rehearsal`: begun here, walked through in another browser.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kunci_rules::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::checkup;
use crate::web::problem::Problem;
use crate::web::{Error, form, times};

/// A rehearsal of a loss.
#[derive(Serialize, ToSchema)]
pub(super) struct Rehearsal {
    /// What is gone, in the language of the request.
    gone: String,
    /// To be opened in another browser, once; null: it is open there.
    link: Option<String>,
    /// Until when it can be opened (RFC 3339).
    until: Option<String>,
    /// The browser in which it is open; empty if that does not say.
    opened_in: Option<String>,
}

async fn state(owner: &Owner) -> Result<Option<Json<Rehearsal>>, Error> {
    let begun = checkup::begun(owner).await?;
    let config = &owner.context.app.config.server;
    Ok(begun.map(|begun| {
        let (link, until) = begun.link.unzip();
        Json(Rehearsal {
            gone: begun.gone,
            link: link.map(|path| config.link(&path)),
            until: until.map(times::rfc3339),
            opened_in: begun.opened_in,
        })
    }))
}

/// What is gone.
#[derive(Deserialize, ToSchema)]
pub(super) struct RehearsalBegin {
    /// Id of a thing (UUID), as the check-up says: a device or a browser.
    #[schema(value_type = String)]
    gone: Id,
}

/// Begins a rehearsal: "this is gone, how am I back?". Nothing changes by it.
#[utoipa::path(
    post,
    path = "/api/v1/checkup/rehearsal",
    operation_id = "begin_rehearsal",
    request_body = RehearsalBegin,
    security(("session" = [])),
    responses((status = CREATED, body = Rehearsal), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn begin(
    owner: Owner,
    form::Json(asked): form::Json<RehearsalBegin>,
) -> Result<Response, Error> {
    checkup::begin(&owner, asked.gone).await?;
    let body = state(&owner).await?.ok_or(Error::NotFound)?;
    Ok((StatusCode::CREATED, body).into_response())
}

/// The rehearsal that was begun and has not ended.
#[utoipa::path(
    get,
    path = "/api/v1/checkup/rehearsal",
    operation_id = "rehearsal",
    security(("session" = [])),
    responses((status = OK, body = Rehearsal), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(owner: Owner) -> Result<Json<Rehearsal>, Error> {
    state(&owner).await?.ok_or(Error::NotFound)
}
