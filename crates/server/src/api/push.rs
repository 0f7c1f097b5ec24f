//! `/api/v1/push`: whether the browser in hand is told at once that something waits (Web Push, RFC 8030).

use axum::Json;
use axum::http::StatusCode;
use kunci_db::View;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::push;
use crate::secret::Secret;
use crate::security::{self, Told};
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// Whether this browser is told.
#[derive(Serialize, ToSchema)]
pub(super) struct Push {
    /// The server's public key (`applicationServerKey`): base64url.
    key: String,
    /// Whether it is told; null: on a borrowed phone nothing is kept.
    on: Option<bool>,
}

/// Whether this browser is told, and the key to subscribe with.
#[utoipa::path(
    get,
    path = "/api/v1/push",
    operation_id = "push",
    security(("session" = [])),
    responses(
        (status = OK, body = Push),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn get(owner: Owner) -> Result<Json<Push>, Error> {
    let account = owner.account.id;
    let told = move |view: &View<'_>| push::told(view, account);
    let told = owner.context.app.db.view(told).await?;
    Ok(Json(Push {
        key: push::public_key(&owner.context.app.keys),
        on: security::push_here(&owner).map(|here| told.contains(&here)),
    }))
}

/// What a browser says of itself (`PushSubscription`).
#[derive(Deserialize, ToSchema)]
pub(super) struct PushSubscription {
    /// Its push service: an https address. Kept sealed.
    #[schema(value_type = String)]
    endpoint: Secret,
    /// Its public key: base64url.
    p256dh: String,
    /// Its secret: base64url.
    #[schema(value_type = String)]
    auth: Secret,
}

/// Has this browser told. On a borrowed phone: `no_way`.
#[utoipa::path(
    put,
    path = "/api/v1/push",
    operation_id = "turn_push_on",
    request_body = PushSubscription,
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn turn_on(
    owner: Owner,
    form::Json(said): form::Json<PushSubscription>,
) -> Result<StatusCode, Error> {
    let said = (said.endpoint.expose(), &*said.p256dh, said.auth.expose());
    match security::push_on(&owner, said).await? {
        Told::Yes => Ok(StatusCode::NO_CONTENT),
        Told::NotHere => Err(Error::Locked("no_way")),
        Told::No(text) => Err(Error::NotAccepted {
            field: "endpoint",
            text,
        }),
    }
}

/// Has this browser told no more.
#[utoipa::path(
    delete,
    path = "/api/v1/push",
    operation_id = "turn_push_off",
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn turn_off(owner: Owner) -> Result<StatusCode, Error> {
    security::push_off(&owner).await?;
    Ok(StatusCode::NO_CONTENT)
}
