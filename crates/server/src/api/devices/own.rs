//! `/api/v1/devices/{id}`: what its owner may change about a device, and taking it out of the account.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kunci_rules::Id;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::Waits;
use crate::browsers::Owner;
use crate::pairing::{self, Removal};
use crate::security::Saying;
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// Another name.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct DeviceName {
    /// 1 to 40 letters.
    name: String,
}

/// Gives a device another name.
#[utoipa::path(
    patch,
    path = "/api/v1/devices/{id}",
    operation_id = "rename_device",
    params(("id" = String, Path, description = "Id of the device (UUID)")),
    request_body = DeviceName,
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn rename(
    owner: Owner,
    Path(id): Path<Id>,
    form::Json(typed): form::Json<DeviceName>,
) -> Result<StatusCode, Error> {
    match pairing::rename(&owner, id, &typed.name).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(text) => Err(Error::NotAccepted {
            field: "name",
            text,
        }),
    }
}

/// Takes a device out of the account: at once where it was never heard of, else when two independent proofs are shown, or after a
/// wait that every contact can stop. Not while it is marked missing.
#[utoipa::path(
    delete,
    path = "/api/v1/devices/{id}",
    operation_id = "remove_device",
    params(("id" = String, Path, description = "Id of the device (UUID)")),
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = ACCEPTED, body = Waits, description = "It waits"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn remove(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    let (_, removal) = pairing::take_away(&owner, id).await?;
    match removal {
        Removal::Done => Ok(StatusCode::NO_CONTENT.into_response()),
        Removal::Waits(waiting) => Ok(Waits::from(waiting).into_response()),
        Removal::Missing => Err(Error::Locked("device_missing")),
        Removal::NoWay => Err(Error::Locked("no_way")),
        Removal::Refused(error) => Err(error),
    }
}

/// Which known browsers run on a device.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct RunsOn {
    /// Their ids (UUIDs). Those that run on another device stay there.
    #[schema(value_type = Vec<String>)]
    on: Vec<Id>,
}

/// Says which known browsers run on a device: it and they are one thing to lose. More than before needs a fresh sign-in, fewer what
/// removing a method needs.
#[utoipa::path(
    put,
    path = "/api/v1/devices/{id}/browsers",
    operation_id = "set_device_browsers",
    params(("id" = String, Path, description = "Id of the device (UUID)")),
    request_body = RunsOn,
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = ACCEPTED, body = Waits, description = "It waits"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn browsers(
    owner: Owner,
    Path(id): Path<Id>,
    form::Json(said): form::Json<RunsOn>,
) -> Result<Response, Error> {
    Ok(match pairing::run_on(&owner, id, said.on).await? {
        Saying::Counts => StatusCode::NO_CONTENT.into_response(),
        Saying::Waits(waiting) => Waits::from(waiting).into_response(),
    })
}
