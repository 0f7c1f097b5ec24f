//! `/api/v1/methods/{id}`: another name, where it can be used, and taking it out. Adding has files of its own.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kunci_rules::Id;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::Waits;
use crate::browsers::Owner;
use crate::security::{self, Removal, Saying};
use crate::web::form::{Path, Query};
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// Another name.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct MethodName {
    /// 1 to 40 letters on one line.
    name: String,
}

/// Gives a method another name. An address, a number and the password have none of their own: `not_found`.
#[utoipa::path(
    patch,
    path = "/api/v1/methods/{id}",
    operation_id = "rename_method",
    params(("id" = String, Path, description = "Id of the method (UUID)")),
    request_body = MethodName,
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn rename(
    owner: Owner,
    Path(id): Path<Id>,
    form::Json(typed): form::Json<MethodName>,
) -> Result<StatusCode, Error> {
    match security::rename(&owner, id, &typed.name).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(text) => Err(Error::NotAccepted {
            field: "name",
            text,
        }),
    }
}

/// Where a method can be used.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct MethodReach {
    /// Ids of the `holders` on which it can be used (UUIDs); on no other. What is none of them is left out.
    #[schema(value_type = Vec<String>)]
    on: Vec<Id>,
}

/// Says where a method can be used: the answer to its `question`. More than before needs a fresh sign-in; less makes it independent
/// of other things, and needs what removing it needs.
#[utoipa::path(
    put,
    path = "/api/v1/methods/{id}/reach",
    operation_id = "set_reach",
    params(("id" = String, Path, description = "Id of the method (UUID)")),
    request_body = MethodReach,
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = ACCEPTED, body = Waits, description = "It waits"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn reach(
    owner: Owner,
    Path(id): Path<Id>,
    form::Json(said): form::Json<MethodReach>,
) -> Result<Response, Error> {
    Ok(match security::reaches(&owner, id, said.on).await? {
        Saying::Counts => StatusCode::NO_CONTENT.into_response(),
        Saying::Waits(waiting) => Waits::from(waiting).into_response(),
    })
}

/// Whether it is meant.
#[derive(Deserialize)]
pub(in crate::api) struct Sure {
    sure: Option<String>,
}

impl Sure {
    fn read(&self) -> Result<bool, Error> {
        match self.sure.as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Error::BadInput("sure")),
        }
    }
}

/// Takes a method out. With two independent proofs at once; with less it waits, and every contact can stop it. The only way back
/// stays (`not_accepted`); where one would be left, `sure` is asked for (`confirm_first`). The password is changed, never removed.
#[utoipa::path(
    delete,
    path = "/api/v1/methods/{id}",
    operation_id = "remove_method",
    params(("id" = String, Path, description = "Id of the method (UUID)"),
        ("sure" = Option<bool>, Query, description = "That only one way back would be left is meant")),
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = ACCEPTED, body = Waits, description = "It waits"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn remove(
    owner: Owner,
    Path(id): Path<Id>,
    Query(sure): Query<Sure>,
) -> Result<Response, Error> {
    match security::take_out(&owner, id, sure.read()?).await? {
        Removal::Done => Ok(StatusCode::NO_CONTENT.into_response()),
        Removal::Waits(waiting) => Ok(Waits::from(waiting).into_response()),
        Removal::AskAgain => Err(Error::Conflict("confirm_first")),
        Removal::Only => Err(Error::NotAccepted {
            field: "id",
            text: owner.context.text.security_remove_only(),
        }),
    }
}
