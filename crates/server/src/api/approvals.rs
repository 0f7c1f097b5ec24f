//! `/api/v1/approvals`: what other browsers ask the owner to approve, and the answer in this one.

use axum::Json;
use axum::http::StatusCode;
use kunci_db::View;
use kunci_rules::Id;
use kunci_rules::approval::LIFETIME;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::approvals::{self, Answered, Approval, State};
use crate::browsers::Owner;
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::{Error, form, times};

/// What waits for an answer in this browser.
#[derive(Serialize, ToSchema)]
pub(super) struct Approvals {
    /// Newest first. Empty in a browser that may not answer: a borrowed one, one on a missing device, or the one that asked.
    approvals: Vec<ApprovalWanted>,
}

/// One request.
#[derive(Serialize, ToSchema)]
struct ApprovalWanted {
    /// Its id (UUID).
    id: String,
    /// `sign-in`, `action`, `recovery` or `rehearsal`.
    purpose: &'static str,
    /// The same in a sentence, in the language of the request.
    wish: String,
    /// What asks, such as "Chrome, Android".
    browser: String,
    /// Whether it is in the network of this request.
    same_network: bool,
    /// That in words.
    network: String,
    /// When it asked (RFC 3339).
    asked_at: String,
    /// It can be answered until then (RFC 3339).
    until: String,
}

/// What waits for an answer in this browser.
#[utoipa::path(
    get,
    path = "/api/v1/approvals",
    operation_id = "approvals",
    security(("session" = [])),
    responses((status = OK, body = Approvals), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn list(owner: Owner) -> Result<Json<Approvals>, Error> {
    let inside = owner.clone();
    let read = move |view: &View<'_>| approvals::answerable(view, &inside);
    let found = owner.context.app.db.view(read).await?;
    Ok(Json(Approvals {
        approvals: found.iter().map(|one| wanted(&owner, one)).collect(),
    }))
}

fn wanted(owner: &Owner, approval: &Approval) -> ApprovalWanted {
    let words = approvals::words(owner, approval);
    ApprovalWanted {
        id: approval.id.to_string(),
        purpose: approval.purpose.tag(),
        wish: words.wish,
        browser: words.device,
        same_network: approval.network == owner.context.network,
        network: words.network,
        asked_at: times::rfc3339(approval.sent_at),
        until: times::rfc3339(approval.sent_at + LIFETIME),
    }
}

/// The answer.
#[derive(Deserialize, ToSchema)]
pub(super) struct ApprovalNumber {
    /// The two digits that the asking browser shows.
    #[serde(default)]
    number: String,
}

/// Approves one, by the number that the asking browser shows. Another number ends it.
#[utoipa::path(
    post,
    path = "/api/v1/approvals/{id}",
    operation_id = "approve",
    params(("id" = String, Path, description = "Id of the request (UUID)")),
    request_body = ApprovalNumber,
    security(("session" = [])),
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn approve(
    owner: Owner,
    Path(id): Path<Id>,
    form::Json(form): form::Json<ApprovalNumber>,
) -> Result<StatusCode, Error> {
    let t = &owner.context.text;
    let wrong = |text| {
        let field = "number";
        Err(Error::NotAccepted { field, text })
    };
    let Some(number) = approvals::number_of(&form.number) else {
        return wrong(t.approval_number_bad());
    };
    match approvals::answer(&owner, id, number).await? {
        Answered::Now(State::Approved) => Ok(StatusCode::NO_CONTENT),
        Answered::Now(_) => wrong(t.approval_wrong_text()),
        Answered::Over => Err(Error::Conflict("over")),
        Answered::Elsewhere => Err(Error::Locked("no_way")),
    }
}

/// "This was not me": what asked is ended, and everyone hears of it.
#[utoipa::path(
    delete,
    path = "/api/v1/approvals/{id}",
    operation_id = "deny_approval",
    params(("id" = String, Path, description = "Id of the request (UUID)")),
    security(("session" = [])),
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn deny(owner: Owner, Path(id): Path<Id>) -> Result<StatusCode, Error> {
    match approvals::denied(&owner, id).await? {
        Answered::Now(_) => Ok(StatusCode::NO_CONTENT),
        Answered::Over => Err(Error::Conflict("over")),
        Answered::Elsewhere => Err(Error::Locked("no_way")),
    }
}
