//! `/api/v1/contacts`: adding a mail address or number, in two steps. Those there are are methods.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::methods::MethodAdded;
use crate::browsers::{Owner, visitor_cookie};
use crate::contacts::{self, Confirmed};
use crate::secret::Secret;
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// What to add.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewContact {
    /// A mail address or telephone number, as typed.
    contact: String,
}

/// A contact that waits for its code.
#[derive(Serialize, ToSchema)]
pub(super) struct ContactSent {
    /// Where the code goes: the mail address, or the number in E.164 form.
    sent_to: String,
}

/// Sends a code to a new contact, unless too many were sent there lately: the answer is the same. Needs a fresh sign-in.
#[utoipa::path(
    post,
    path = "/api/v1/contacts",
    operation_id = "begin_contact",
    request_body = NewContact,
    security(("session" = [])),
    responses(
        (status = OK, body = ContactSent),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn begin(
    owner: Owner,
    form::Json(new): form::Json<NewContact>,
) -> Result<Response, Error> {
    match contacts::begin(&owner, &new.contact).await? {
        Ok(begun) => {
            let sent = Json(ContactSent {
                sent_to: begun.sent_to,
            });
            Ok(visitor_cookie(
                sent.into_response(),
                &owner.context,
                &begun.visitor,
            ))
        }
        Err(text) => Err(Error::NotAccepted {
            field: "contact",
            text,
        }),
    }
}

/// The code that a contact was sent.
#[derive(Deserialize, ToSchema)]
pub(super) struct ContactCode {
    /// Its digits.
    #[schema(value_type = String)]
    code: Secret,
}

/// Adds the contact that waits in this session, if this is its code; all others are told. Without one that waits: `begin_first`.
#[utoipa::path(
    post,
    path = "/api/v1/contacts/code",
    operation_id = "confirm_contact",
    request_body = ContactCode,
    security(("session" = [])),
    responses(
        (status = CREATED, body = MethodAdded),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn confirm(
    owner: Owner,
    form::Json(typed): form::Json<ContactCode>,
) -> Result<(StatusCode, Json<MethodAdded>), Error> {
    match contacts::confirm(&owner, typed.code.expose()).await? {
        Confirmed::Added(id) => Ok((StatusCode::CREATED, Json(MethodAdded::new(id)))),
        Confirmed::Wrong(_) => Err(Error::NotAccepted {
            field: "code",
            text: owner.context.text.signup_code_wrong(),
        }),
        Confirmed::Gone => Err(Error::Elsewhere("/account/contacts/add")),
    }
}
