//! An approval in another browser as a proof: this side asks, shows the number, and takes what was approved.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kunci_rules::Time;
use kunci_rules::approval::Ask;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Progress, progress};
use crate::proving::{self, Asking, Pressed, Stands};
use crate::web::problem::Problem;
use crate::web::{Error, times};

/// Where an approval stands.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct ApprovalAsked {
    /// `free`: it can be asked for in `browsers`. `nobody`: nobody is signed in elsewhere. `waits`: `number` is typed there, until
    /// `until`. `approved`: `POST` takes it.
    state: &'static str,
    /// With `waits`: the number to show, two digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    number: Option<String>,
    /// With `waits`: until when (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    until: Option<String>,
    /// With `free`: the browsers in which it can be approved.
    browsers: Vec<String>,
    /// Why the last one came to nothing, in the language of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ended: Option<String>,
}

async fn stands(asking: &Asking) -> Result<ApprovalAsked, Error> {
    let (stands, ended, _) = proving::approval_stands(asking).await?;
    let of = |state| ApprovalAsked {
        state,
        number: None,
        until: None,
        browsers: Vec::new(),
        ended,
    };
    Ok(match stands {
        Stands::Free(labels) if labels.is_empty() => of("nobody"),
        Stands::Free(browsers) => ApprovalAsked {
            browsers,
            ..of("free")
        },
        Stands::Waits(number, until) => ApprovalAsked {
            number: Some(number.to_string()),
            until: Some(times::rfc3339(until)),
            ..of("waits")
        },
        Stands::Given => of("approved"),
    })
}

/// Where it stands. Nobody may be asked before another proof was shown, or this browser is known: `not_found`.
#[utoipa::path(
    get,
    path = "/api/v1/prove/{for}/approval",
    operation_id = "approval_asked",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`")),
    responses((status = OK, body = ApprovalAsked), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(in crate::api) async fn get(asking: Asking) -> Result<Json<ApprovalAsked>, Error> {
    stands(&asking).await.map(Json)
}

/// Takes what was approved, or asks for it and says which number to show. What waits already is not asked for twice.
#[utoipa::path(
    post,
    path = "/api/v1/prove/{for}/approval",
    operation_id = "prove_approval",
    params(("for" = String, Path, description = "As in `/api/v1/prove/{for}`")),
    responses(
        (status = OK, body = Progress, description = "It was approved, and is shown now"),
        (status = ACCEPTED, body = ApprovalAsked, description = "It waits for its number"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn post(asking: Asking) -> Result<Response, Error> {
    let now = asking.context.now;
    let seconds = |at: Time| at.since(now).whole_seconds().max(1);
    match proving::approval_pressed(&asking).await? {
        Pressed::Proved => progress(&asking).await,
        Pressed::Asked => {
            let asked = stands(&asking).await?;
            if asked.state == "nobody" {
                return Err(Error::Locked("no_way"));
            }
            Ok((StatusCode::ACCEPTED, Json(asked)).into_response())
        }
        Pressed::Not(Ask::Pending(at) | Ask::Later(at)) => Err(Error::TooMany(seconds(at))),
        Pressed::Not(Ask::Send | Ask::ProofFirst) => Err(Error::NotFound),
    }
}
