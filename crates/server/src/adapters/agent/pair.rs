//! `POST /agent/v1/pair`: an agent shows a code and its key, and becomes a device of the account (STD-32).

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kunci_db::{Result, Tx};
use kunci_rules::Id;
use kunci_wire::{
    Origin, PairAnswer, PairRefusal, PairRequest, PairingCode, Problem, SOCKET_PATH, ServerKeys,
    VERSIONS,
};

use crate::devices::{self, Credential, Kind, New};
use crate::notices::{self, Event, OfDevice};
use crate::pairing::{self, Shown};
use crate::state::App;
use crate::web::{Context, Network};

/// A request is below this.
const LONGEST: usize = 16 * 1024;

/// POST /agent/v1/pair
pub async fn post(State(app): State<App>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(context) = Context::from_request_parts(&mut parts, &app).await else {
        return busy();
    };
    match pair(&app, context.network, body).await {
        Ok(Ok(answer)) => Json(answer).into_response(),
        Ok(Err(refusal)) => refused(&app, refusal),
        Err(error) => {
            tracing::warn!(%error, "a pairing failed");
            busy()
        }
    }
}

async fn pair(app: &App, network: Network, body: Body) -> Result<Result<PairAnswer, PairRefusal>> {
    let read = to_bytes(body, LONGEST)
        .await
        .ok()
        .and_then(|body| serde_json::from_slice::<PairRequest>(&body).ok());
    // What cannot be read was not signed by the key that it shows.
    let Some(request) = read else {
        return Ok(Err(PairRefusal::BadSignature));
    };
    let Ok(origin) = app.config.server.public_url.parse::<Origin>() else {
        return Ok(Err(PairRefusal::WrongServer));
    };
    let code = match request.check(&origin, VERSIONS) {
        Ok((_, code)) => code,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let inside = app.clone();
    let paired = app
        .db
        .tx(move |tx| take_in(tx, &inside, network, code, &request))
        .await?;
    Ok(paired.map(|device_id| PairAnswer {
        device_id,
        server_keys: ServerKeys::new(
            app.keys
                .signers()
                .iter()
                .map(kunci_wire::Signer::public)
                .collect(),
        ),
        socket_path: SOCKET_PATH.to_owned(),
        brand: app.config.brand.name.clone(),
    }))
}

/// Adds the device that the code stands for. A key that is known comes back: the same device, under its old id and track.
fn take_in(
    tx: &Tx<'_>,
    app: &App,
    network: Network,
    code: PairingCode,
    request: &PairRequest,
) -> Result<Result<Id, PairRefusal>> {
    let (account, name, by) = match pairing::show(tx, app, network, code)? {
        Shown::For { account, name, by } => (account, name, by),
        Shown::Wrong => return Ok(Err(PairRefusal::Code)),
        Shown::TooMany => return Ok(Err(PairRefusal::TooMany)),
    };
    let key = Credential::Key(request.public_key);
    let known = devices::by_credential(tx, &key)?;
    let new = New {
        id: known.map_or_else(|| tx.id(), |known| known.id),
        name,
        kind: Kind::Agent,
        model: request.model.clone().unwrap_or_default(),
        capabilities: request.capabilities.clone(),
    };
    match known {
        None => devices::add(tx, account, &new, &key)?,
        Some(known) if known.account == account => devices::come_back(tx, account, &new)?,
        // It belongs to somebody else, and only they can let it go.
        Some(_) => return Ok(Err(PairRefusal::Code)),
    };
    pairing::spend(tx, app, code, new.id)?;
    let event = Event::of_device(OfDevice::Added, new.id, &new.name, by);
    notices::tell(tx, app, account, &event)?;
    Ok(Ok(new.id))
}

fn refused(app: &App, refusal: PairRefusal) -> Response {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let problem = Problem {
        type_uri: app
            .config
            .server
            .link(&format!("/problems/{}", refusal.code())),
        title: refusal.to_string(),
        status: refusal.status(),
        code: refusal.code().to_owned(),
        detail: None,
    };
    let text = serde_json::to_string(&problem).unwrap_or_default();
    (
        status,
        [(header::CONTENT_TYPE, "application/problem+json")],
        text,
    )
        .into_response()
}

fn busy() -> Response {
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [(header::RETRY_AFTER, "5")],
    )
        .into_response()
}
