//! `/api/v1/methods/recovery-codes`: a sheet of saved codes, or a new one in place of another.

use axum::Json;
use axum::http::StatusCode;
use kunci_rules::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::sheets::{self, Made};
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// What to make.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct NewSheet {
    /// Id of the sheet in use, which the new one replaces (UUID); null: there is none yet. So nothing is replaced unseen.
    #[schema(value_type = Option<String>)]
    instead_of: Option<Id>,
}

/// A new sheet. Its codes are in this answer alone; nothing of them is kept but their hashes.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct SavedCodes {
    /// Its id among the methods (UUID).
    id: String,
    /// Ten codes as they are written down; each is good once.
    codes: Vec<String>,
}

/// Makes saved recovery codes. The first sheet needs a fresh sign-in, another in its place two independent proofs: with less,
/// `must_wait` (remove the one in use, which can wait). Another sheet than `instead_of` is in use: `over`.
#[utoipa::path(
    post,
    path = "/api/v1/methods/recovery-codes",
    operation_id = "make_recovery_codes",
    request_body = NewSheet,
    security(("session" = [])),
    responses(
        (status = CREATED, body = SavedCodes),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn make(
    owner: Owner,
    form::Json(wanted): form::Json<NewSheet>,
) -> Result<(StatusCode, Json<SavedCodes>), Error> {
    match sheets::new_sheet(&owner, wanted.instead_of).await? {
        Made::Done(id, card) => {
            let sheet = SavedCodes {
                id: id.to_string(),
                codes: card.codes().to_vec(),
            };
            Ok((StatusCode::CREATED, Json(sheet)))
        }
        Made::Stale => Err(Error::Conflict("over")),
        Made::Waits(_) => Err(Error::Locked("must_wait")),
    }
}
