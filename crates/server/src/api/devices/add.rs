//! `POST /api/v1/devices`: adding one, and whether an agent has shown its code.

use axum::Json;
use axum::http::StatusCode;
use kunci_db::View;
use kunci_rules::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::pairing::{self, Begun, Once, Pairing, Phone};
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::times::rfc3339;
use crate::web::{Error, form};

/// What to add.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct NewDevice {
    /// What the owner calls it: 1 to 40 letters.
    name: String,
    /// What will speak for it.
    kind: NewKind,
    /// Whether the browser that asks runs on it.
    #[serde(default)]
    here: bool,
}

/// What speaks for a device.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum NewKind {
    /// The `OwnTracks` app: the device exists from now on.
    Owntracks,
    /// `kunci-agent`: the device exists once the agent has shown the code.
    Agent,
}

/// What connects it. It is shown once.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Connect {
    /// For `owntracks`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    owntracks: Option<AppSettings>,
    /// For `agent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    agent: Option<AgentCode>,
}

/// What the app must know.
#[derive(Serialize, ToSchema)]
struct AppSettings {
    /// Id of the device (UUID).
    device: String,
    /// Where it reports to.
    url: String,
    /// Its user name and device id.
    user: String,
    /// Its password.
    password: String,
    /// All of it as an address that opens the app on the phone itself, or to be shown as a QR code.
    link: String,
}

/// What the agent shows.
#[derive(Serialize, ToSchema)]
struct AgentCode {
    /// Id of the pairing (UUID).
    pairing: String,
    /// The code.
    code: String,
    /// The command to type on the device.
    command: String,
    /// Until when the code works (RFC 3339).
    expires_at: String,
}

impl Connect {
    fn phone(phone: &Phone) -> Self {
        Self {
            owntracks: Some(AppSettings {
                device: phone.id.to_string(),
                url: phone.settings.url.clone(),
                user: phone.settings.handle.clone(),
                password: phone.settings.password.clone(),
                link: phone.settings.link(),
            }),
            agent: None,
        }
    }

    fn agent(owner: &Owner, pairing: &Pairing) -> Self {
        Self {
            owntracks: None,
            agent: Some(AgentCode {
                pairing: pairing.id.to_string(),
                command: pairing.command(owner),
                code: pairing.code.clone(),
                expires_at: rfc3339(pairing.expires_at),
            }),
        }
    }
}

/// Adds a device; every contact is told. Needs a fresh sign-in. Whoever runs this server can read where it is.
#[utoipa::path(
    post,
    path = "/api/v1/devices",
    operation_id = "add_device",
    request_body = NewDevice,
    security(("session" = [])),
    responses(
        (status = CREATED, body = Connect),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn add(
    owner: Owner,
    form::Json(new): form::Json<NewDevice>,
) -> Result<(StatusCode, Json<Connect>), Error> {
    let (id, name, here) = (Once::new(&owner).0, new.name.as_str(), new.here);
    let connect = match new.kind {
        NewKind::Owntracks => pairing::add_phone(&owner, id, name, here)
            .await?
            .map(|phone| Connect::phone(&phone)),
        NewKind::Agent => pairing::add_agent(&owner, id, name, here)
            .await?
            .map(|pairing| Connect::agent(&owner, &pairing)),
    };
    match connect {
        Begun::New(connect) => Ok((StatusCode::CREATED, Json(connect))),
        Begun::Before(_) => Err(Error::Conflict("over")),
        Begun::NoName(text) => Err(Error::NotAccepted {
            field: "name",
            text,
        }),
    }
}

/// How far a pairing is.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct PairingState {
    /// What the owner calls the device.
    name: String,
    /// `waiting`, `arrived` or `over` (nobody showed the code in time).
    state: &'static str,
    /// The device that it brought in (UUID).
    device: Option<String>,
    /// Until when the code works (RFC 3339).
    expires_at: String,
}

/// Whether an agent has shown its code.
#[utoipa::path(
    get,
    path = "/api/v1/pairings/{id}",
    operation_id = "pairing",
    params(("id" = String, Path, description = "Id of the pairing (UUID)")),
    security(("session" = [])),
    responses(
        (status = OK, body = PairingState),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(in crate::api) async fn pairing(
    owner: Owner,
    Path(id): Path<Id>,
) -> Result<Json<PairingState>, Error> {
    let account = owner.account.id;
    let find = move |view: &View<'_>| pairing::pairing(view, account, id);
    let code = owner.context.app.db.view(find).await?;
    let code = code.ok_or(Error::NotFound)?;
    let state = match code.device {
        Some(_) => "arrived",
        None if owner.context.now < code.expires_at => "waiting",
        None => "over",
    };
    Ok(Json(PairingState {
        name: code.name,
        state,
        device: code.device.map(|id| id.to_string()),
        expires_at: rfc3339(code.expires_at),
    }))
}
