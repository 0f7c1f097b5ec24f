//! `/api/v1/browsers`: those that signed in before, signed in now or not.

use axum::Json;
use axum::http::StatusCode;
use kunci_db::View;
use kunci_rules::Id;
use serde::Serialize;
use utoipa::ToSchema;

use crate::browsers::{self, Owner};
use crate::home;
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::{Error, times};

/// The known browsers.
#[derive(Serialize, ToSchema)]
pub(super) struct Browsers {
    /// Last used first.
    browsers: Vec<Browser>,
}

/// One of them.
#[derive(Serialize, ToSchema)]
struct Browser {
    /// Its id (UUID).
    id: String,
    /// Such as "Chrome, Android"; empty if the browser does not say.
    label: String,
    /// First sign-in (RFC 3339).
    first_seen: String,
    /// Last sign-in (RFC 3339).
    last_seen: String,
    /// The device that it runs on, if its owner said so (UUID).
    device: Option<String>,
    /// Whether this request came from it.
    current: bool,
}

/// The browsers that signed in before: they have guesses of their own, and may be spared the second step.
#[utoipa::path(
    get,
    path = "/api/v1/browsers",
    operation_id = "browsers",
    security(("session" = [])),
    responses(
        (status = OK, body = Browsers),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn list(owner: Owner) -> Result<Json<Browsers>, Error> {
    let account = owner.account.id;
    let known = move |view: &View<'_>| browsers::known(view, account);
    let known = owner.context.app.db.view(known).await?;
    let show = |known: &browsers::Browser| Browser {
        id: known.id.to_string(),
        label: known.label.clone(),
        first_seen: times::rfc3339(known.first_seen),
        last_seen: times::rfc3339(known.last_seen),
        device: known.device.map(|id| id.to_string()),
        current: owner.browser == Some(known.id),
    };
    Ok(Json(Browsers {
        browsers: known.iter().map(show).collect(),
    }))
}

/// Forgets a browser: it is a stranger from now on, and signed out.
#[utoipa::path(
    delete,
    path = "/api/v1/browsers/{id}",
    operation_id = "forget_browser",
    params(("id" = String, Path, description = "Id of the browser (UUID)")),
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn forget(owner: Owner, Path(id): Path<Id>) -> Result<StatusCode, Error> {
    if home::forget_browser(&owner, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Error::NotFound)
    }
}
