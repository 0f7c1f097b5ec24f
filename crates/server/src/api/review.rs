//! `/api/v1/review`: once after every recovery, what changed in the 30 days before (AR-17).

use axum::Json;
use kunci_rules::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::regain::{self, Row};
use crate::web::problem::Problem;
use crate::web::{Error, form, times};

/// What changed before the last recovery.
#[derive(Serialize, ToSchema)]
pub(super) struct Review {
    /// Whether there is a recovery after which it was not looked through yet.
    pending: bool,
    /// What still stands and can be taken out, newest first.
    changes: Vec<ReviewChange>,
}

/// One change.
#[derive(Serialize, ToSchema)]
struct ReviewChange {
    /// Id of its notice (UUID).
    id: String,
    /// What, in the language of the request.
    title: String,
    /// When, and where if that is known, in words.
    when: String,
    /// When (RFC 3339).
    at: String,
    /// What saying that it was not the owner does about it, or what it takes instead.
    does: String,
    /// It is taken out here. If not, this recovery may not do so alone: by the notice's own link, or at `instead`.
    here: bool,
    /// Where else it is taken out: an address of this API; the gate is asked there.
    instead: Option<String>,
}

impl From<Row> for ReviewChange {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.to_string(),
            title: row.what,
            when: row.when,
            at: times::rfc3339(row.at),
            does: row.does,
            here: row.ask.is_none(),
            instead: row.ask.as_deref().and_then(instead),
        }
    }
}

/// Where the API does what a page of the owner's does.
fn instead(page: &str) -> Option<String> {
    let removed = page.strip_suffix("/remove");
    let method = removed.and_then(|page| page.strip_prefix("/account/security/methods/"));
    let device = removed.and_then(|page| page.strip_prefix("/devices/"));
    let notice = page.strip_prefix("/account/notices/");
    let method = method.map(|id| format!("/api/v1/methods/{id}"));
    let device = device.map(|id| format!("/api/v1/devices/{id}"));
    let notice = notice.map(|id| format!("/api/v1/notices/{id}/objection"));
    method.or(device).or(notice)
}

async fn state(owner: &Owner) -> Result<Json<Review>, Error> {
    let rows = regain::rows(owner).await?;
    Ok(Json(Review {
        pending: rows.is_some(),
        changes: rows.into_iter().flatten().map(ReviewChange::from).collect(),
    }))
}

/// What changed before the last recovery. It can be left for later, until it was done.
#[utoipa::path(
    get,
    path = "/api/v1/review",
    operation_id = "review",
    security(("session" = [])),
    responses((status = OK, body = Review), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(owner: Owner) -> Result<Json<Review>, Error> {
    state(&owner).await
}

/// What was not the owner.
#[derive(Deserialize, ToSchema)]
pub(super) struct ReviewAnswer {
    /// Ids of notices (UUID), 50 at most; none: all of it was the owner.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    not_mine: Vec<Id>,
}

/// Takes out what was not the owner, and is done with the look. Where one of them takes more, it stays pending.
#[utoipa::path(
    post,
    path = "/api/v1/review",
    operation_id = "answer_review",
    request_body = ReviewAnswer,
    security(("session" = [])),
    responses((status = OK, body = Review), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn answer(
    owner: Owner,
    form::Json(answer): form::Json<ReviewAnswer>,
) -> Result<Json<Review>, Error> {
    regain::finish(&owner, answer.not_mine).await?;
    state(&owner).await
}
