//! `/api/v1/devices/{id}/missing`: the mark on a lost device, and "tell me when it connects".

use axum::Json;
use axum::http::StatusCode;
use kunci_rules::Id;
use kunci_rules::gate::{MarkMissing, Reason, Unmark};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::refused;
use crate::browsers::Seeker;
use crate::finder::verbs::Closed;
use crate::finder::{self, Marking};
use crate::gate::Wanted;
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::times::rfc3339;
use crate::web::{Error, form};

/// What to show on the lost device.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct LostNote {
    /// A number that whoever finds it may call, shown with the fixed words; null: none.
    #[serde(default)]
    call: Option<String>,
}

/// Marks a device missing: it locks itself as far as it can, nothing of it proves anything any more, and every contact is told. Of one
/// that is marked: sets the number anew, and keeps the mark from lapsing.
#[utoipa::path(
    put,
    path = "/api/v1/devices/{id}/missing",
    operation_id = "mark_missing",
    params(("id" = String, Path, description = "Id of the device (UUID)")),
    request_body = LostNote,
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn mark(
    Seeker { owner, .. }: Seeker,
    Path(device): Path<Id>,
    form::Json(lost): form::Json<LostNote>,
) -> Result<StatusCode, Error> {
    let account = owner.account.id;
    let call = lost.call.unwrap_or_default();
    match finder::mark_missing(&owner, device, &call).await? {
        Marking::Done => Ok(StatusCode::NO_CONTENT),
        Marking::Unfit(unfit) => Err(Error::NotAccepted {
            field: "call",
            text: unfit.words(&owner.context.text),
        }),
        Marking::Closed(closed) => {
            let wanted = Wanted::of(&MarkMissing { account, device });
            Err(refused(&closed, wanted, device))
        }
    }
}

/// How a missing mark can be taken off.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Unmarking {
    /// `open` (now), `wait` (until), `prove` (more proofs are needed) or `refused`.
    how: &'static str,
    /// From when on it can be taken off (RFC 3339), for `wait`.
    until: Option<String>,
    /// Where in this API the missing proofs are shown, for `prove`.
    prove: Option<String>,
}

/// How the missing mark of a device can be taken off; `not_found` where it has none. A session that only finds devices takes none off.
#[utoipa::path(
    get,
    path = "/api/v1/devices/{id}/missing",
    operation_id = "missing_mark",
    params(("id" = String, Path, description = "Id of the device (UUID)")),
    security(("session" = [])),
    responses(
        (status = OK, body = Unmarking),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn get(
    seeker: Seeker,
    Path(device): Path<Id>,
) -> Result<Json<Unmarking>, Error> {
    let owner = seeker.for_taking_back()?;
    let account = owner.account.id;
    let (how, until, prove) = match finder::unmarking(&owner, device).await? {
        None => ("open", None, None),
        Some(Closed::Wait(until)) => ("wait", Some(rfc3339(until)), None),
        Some(Closed::Prove(_)) => {
            let wanted = Wanted::of(&Unmark { account, device });
            let at = wanted.proving(&format!("/find/{device}/found"));
            ("prove", None, Some(format!("/api/v1{at}")))
        }
        Some(Closed::Refuse(Reason::NotMissing | Reason::NotYours)) => return Err(Error::NotFound),
        Some(Closed::Refuse(_)) => ("refused", None, None),
    };
    Ok(Json(Unmarking { how, until, prove }))
}

/// Takes the missing mark off: the device is found. `not_found` where it has none.
#[utoipa::path(
    delete,
    path = "/api/v1/devices/{id}/missing",
    operation_id = "unmark_missing",
    params(("id" = String, Path, description = "Id of the device (UUID)")),
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn unmark(
    seeker: Seeker,
    Path(device): Path<Id>,
) -> Result<StatusCode, Error> {
    let owner = seeker.for_taking_back()?;
    let account = owner.account.id;
    match finder::found(&owner, device).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(Closed::Refuse(Reason::NotMissing)) => Err(Error::NotFound),
        Err(closed) => {
            let wanted = Wanted::of(&Unmark { account, device });
            Err(refused(&closed, wanted, device))
        }
    }
}

/// Has the owner told when the device next connects, once, within 30 days.
#[utoipa::path(
    put,
    path = "/api/v1/devices/{id}/awaited",
    operation_id = "await_device",
    params(("id" = String, Path, description = "Id of the device (UUID)")),
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn awaits(
    Seeker { owner, .. }: Seeker,
    Path(device): Path<Id>,
) -> Result<StatusCode, Error> {
    finder::awaits(&owner, device, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The owner need not hear of that any more.
#[utoipa::path(
    delete,
    path = "/api/v1/devices/{id}/awaited",
    operation_id = "await_device_not",
    params(("id" = String, Path, description = "Id of the device (UUID)")),
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn awaits_not(
    Seeker { owner, .. }: Seeker,
    Path(device): Path<Id>,
) -> Result<StatusCode, Error> {
    finder::awaits(&owner, device, false).await?;
    Ok(StatusCode::NO_CONTENT)
}
