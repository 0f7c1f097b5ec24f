//! `/api/v1/sessions`

use axum::Json;
use axum::http::StatusCode;
use kunci_rules::Id;
use serde::Serialize;
use utoipa::ToSchema;

use crate::browsers::{self, Owner};
use crate::home;
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::{Error, times};

/// Where the owner is signed in.
#[derive(Serialize, ToSchema)]
pub(super) struct Sessions {
    /// Last used first.
    sessions: Vec<Session>,
}

/// One signed-in browser.
#[derive(Serialize, ToSchema)]
pub(super) struct Session {
    /// Its id (UUID).
    id: String,
    /// Such as "Chrome, Android"; empty if the browser does not say.
    label: String,
    /// When it signed in (RFC 3339).
    created_at: String,
    /// Last page, to the nearest five minutes (RFC 3339).
    last_seen: String,
    /// A borrowed phone: ends after 15 minutes.
    borrowed: bool,
    /// Whether this request came from it.
    current: bool,
}

/// Where the owner is signed in.
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    operation_id = "sessions",
    security(("session" = [])),
    responses((status = OK, body = Sessions), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn list(owner: Owner) -> Result<Json<Sessions>, Error> {
    let account = owner.account.id;
    let sessions = owner
        .context
        .app
        .db
        .view(move |view| browsers::list(view, account))
        .await?;
    let show = |session: &browsers::Session| Session {
        id: session.id.to_string(),
        label: session.label.clone(),
        created_at: times::rfc3339(session.created_at),
        last_seen: times::rfc3339(session.last_seen),
        borrowed: session.borrowed,
        current: session.id == owner.session,
    };
    Ok(Json(Sessions {
        sessions: sessions.iter().map(show).collect(),
    }))
}

/// Signs every other browser out; everyone is told if there was any.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions",
    operation_id = "end_other_sessions",
    security(("session" = [])),
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn end_others(owner: Owner) -> Result<StatusCode, Error> {
    home::end_others(&owner).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signs one browser out.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions/{id}",
    operation_id = "end_session",
    params(("id" = String, Path, description = "Id of the session (UUID)")),
    security(("session" = [])),
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn end(owner: Owner, Path(session): Path<Id>) -> Result<StatusCode, Error> {
    let account = owner.account.id;
    let end = move |tx: &kunci_db::Tx<'_>| {
        if !browsers::list(tx, account)?
            .iter()
            .any(|open| open.id == session)
        {
            return Err(Error::NotFound);
        }
        Ok(browsers::end_one(tx, account, session)?)
    };
    owner.context.app.db.tx(end).await?;
    Ok(StatusCode::NO_CONTENT)
}
