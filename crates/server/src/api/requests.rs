//! `/api/v1/requests`: what waits, and taking it back.

use axum::Json;
use axum::http::StatusCode;
use kunci_db::View;
use kunci_rules::Id;
use serde::Serialize;
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::security::{self, TakenBack};
use crate::ways::Kept;
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::{Error, times};
use crate::{notices, requests};

/// What waits in the account.
#[derive(Serialize, ToSchema)]
pub(super) struct PendingRequests {
    /// Oldest first.
    requests: Vec<PendingRequest>,
}

/// Something that waits: everyone who may stop it was told when it began.
#[derive(Serialize, ToSchema)]
struct PendingRequest {
    /// Its id (UUID).
    id: String,
    /// Such as `replace-method`, `close`, `release`, `two-step-off`, `reach` or `browsers`.
    action: &'static str,
    /// What is asked for, in the language of the request.
    name: String,
    /// When it began (RFC 3339).
    created_at: String,
    /// When it is decided again (RFC 3339).
    until: String,
    /// The browser that began it, such as "Chrome, Android"; empty if it did not say.
    begun_in: String,
    /// This session may simply take it back.
    own: bool,
    /// The notice that told of it (UUID): any other browser objects there, as far as that goes.
    notice: Option<String>,
}

/// What waits, recoveries aside: those are among the notices.
#[utoipa::path(
    get,
    path = "/api/v1/requests",
    operation_id = "requests",
    security(("session" = [])),
    responses((status = OK, body = PendingRequests), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn list(owner: Owner) -> Result<Json<PendingRequests>, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| {
        let kept = Kept::of(view, &app, account)?;
        let mut all = Vec::new();
        for request in requests::waiting(view, account)? {
            let began = (request.id, request.created_at);
            all.push((notices::of_request(view, account, began)?, request));
        }
        Ok::<_, kunci_db::Error>((kept, all))
    };
    let (kept, all) = owner.context.app.db.view(read).await?;
    let shown = all.into_iter().map(|(notice, request)| PendingRequest {
        id: request.id.to_string(),
        action: request.purpose.word(request.about.kind),
        name: security::what(&owner, &kept, &request),
        created_at: times::rfc3339(request.created_at),
        until: times::rfc3339(request.opens_at),
        own: security::takes_back(&request, owner.session),
        begun_in: request.label,
        notice: notice.map(|id| id.to_string()),
    });
    let requests = shown.collect();
    Ok(Json(PendingRequests { requests }))
}

/// Takes back what this session began; closing the account is for every session to stop.
#[utoipa::path(
    delete,
    path = "/api/v1/requests/{id}",
    operation_id = "take_request_back",
    params(("id" = String, Path, description = "Id of the request (UUID)")),
    security(("session" = [])),
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn take_back(owner: Owner, Path(id): Path<Id>) -> Result<StatusCode, Error> {
    match security::take_back(&owner, id).await? {
        TakenBack::Ended => Ok(StatusCode::NO_CONTENT),
        TakenBack::Gone => Err(Error::NotFound),
        TakenBack::Refused(_) => Err(Error::Conflict("objection_only")),
    }
}
