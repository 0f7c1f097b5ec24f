//! `/api/v1/methods/totp`: adding an authenticator app, in two steps.

use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::MethodAdded;
use crate::browsers::Owner;
use crate::secret::Secret;
use crate::totp::{self, Confirmed, OTHER, Typed};
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// A secret that waits for its first code, for an hour. Asking again in this session shows the same one.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct TotpSetup {
    /// The secret, 160 bits in base 32, to be typed into an app.
    secret: String,
    /// The same as an `otpauth://` address, to be opened, or shown as a QR code.
    uri: String,
    /// Where the app may be.
    places: Vec<TotpPlace>,
}

/// A phone, computer or browser of the account.
#[derive(Serialize, ToSchema)]
struct TotpPlace {
    /// Its id (UUID).
    id: String,
    /// As its owner calls it, or as the browser calls itself.
    name: String,
}

/// Begins to add an authenticator app. Needs a fresh sign-in.
#[utoipa::path(
    post,
    path = "/api/v1/methods/totp",
    operation_id = "begin_totp",
    security(("session" = [])),
    responses(
        (status = OK, body = TotpSetup),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn begin(owner: Owner) -> Result<Json<TotpSetup>, Error> {
    totp::begin(&owner).await?;
    let setup = totp::waiting(&owner).await?.ok_or(Error::Internal)?;
    let place = |(id, name): (kunci_rules::Id, String)| TotpPlace {
        id: id.to_string(),
        name,
    };
    Ok(Json(TotpSetup {
        secret: setup.letters,
        uri: setup.link,
        places: setup.places.into_iter().map(place).collect(),
    }))
}

/// The first code of an app.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct TotpCode {
    /// The six digits that the app shows.
    #[schema(value_type = String)]
    code: Secret,
    /// What the owner calls it: 1 to 40 letters on one line.
    name: String,
    /// Id of the place where the app is (UUID); null: on a phone that the account does not know.
    place: Option<String>,
}

/// Adds the app whose secret waits in this session, once it shows a right code; every contact is told. Without one that waits:
/// `begin_first`.
#[utoipa::path(
    post,
    path = "/api/v1/methods/totp/code",
    operation_id = "confirm_totp",
    request_body = TotpCode,
    security(("session" = [])),
    responses(
        (status = CREATED, body = MethodAdded),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn confirm(
    owner: Owner,
    form::Json(typed): form::Json<TotpCode>,
) -> Result<(StatusCode, Json<MethodAdded>), Error> {
    let typed = Typed {
        name: typed.name,
        place: typed.place.unwrap_or_else(|| OTHER.to_owned()),
        code: typed.code.expose().to_owned(),
    };
    let errors = match totp::confirmed(&owner, &typed).await? {
        Confirmed::Added(id) => return Ok((StatusCode::CREATED, Json(MethodAdded::new(id)))),
        Confirmed::Gone => return Err(Error::Elsewhere("/account/security/totp")),
        Confirmed::Wrong(errors) => errors,
    };
    Err(Error::first_wrong([
        ("name", errors.name),
        ("place", errors.place),
        ("code", errors.code),
    ]))
}
