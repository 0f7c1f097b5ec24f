//! OwnTracks in HTTP mode: `POST /pub`, one JSON object a request.
//!
//! 1. The device shows its secret by Basic authentication. Which device it is follows from that alone; `topic`, `tid`,
//!    `X-Limit-U` and `?u=` are hearsay. Only a wrong secret is answered 401.
//! 2. Whatever the body is, the answer is 200: the app keeps anything else and tries it again for weeks, with everything that
//!    it has to say queueing up behind. Only our own trouble is 503, which the app is right to try again.
//! 3. A position is on the disk before the answer. A repeated one changes nothing, an old one moves nothing.
//! 4. HTTP mode has no way to the phone but the answer to its next report: there a waiting `locate` goes out, as the
//!    `reportLocation` that both apps know. An unknown word would make Android drop the whole answer.

mod payload;
#[cfg(test)]
mod tests;

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt as _;
use kunci_db::Result;
use kunci_rules::devices::{CommandEvent, CommandState};
use kunci_rules::{Span, Time};
use kunci_wire::Order;
use payload::Payload;

use crate::counters::Counter;
use crate::devices::{self, Credential, Known};
use crate::state::App;
use crate::web::Context;
use crate::{commands, locations};

/// Bodies are read up to here. What is longer (a photo, an export of waypoints) is taken off the phone's hands unread.
const READ: usize = 256 * 1024;
/// And up to here at all.
const TAKE: usize = 16 * 1024 * 1024;
/// A body must be there by then.
const PATIENCE: Duration = Duration::from_secs(30);

/// Wrong secrets per network and hour before the answer is 429. A phone with a wrong password tries every 2 minutes.
const WRONG_SECRETS: i64 = 300;

/// POST /pub and POST /owntracks/pub
pub async fn post(State(app): State<App>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    match receive(&app, parts, body).await {
        Ok(answer) => answer,
        // Every error of the database may be answered so: taking the same report in again does no harm.
        Err(error) => {
            tracing::warn!(%error, "a report waits on its phone");
            busy()
        }
    }
}

async fn receive(app: &App, parts: Parts, body: Body) -> Result<Response> {
    let Some(credential) = credential(&parts.headers) else {
        return Ok(unauthorized());
    };
    let known = app
        .db
        .view(move |view| devices::by_credential(view, &credential))
        .await?;
    let Some(device) = known else {
        return wrong_secret(app, parts).await;
    };
    let Ok(body) = tokio::time::timeout(PATIENCE, read(body)).await else {
        return Ok(busy());
    };
    let payload = Payload::read(&body);
    let stored =
        locations::store(app, &device, payload.fix.as_slice(), payload.report.clone()).await?;
    tracing::debug!(
        kind = payload.kind,
        bytes = body.len(),
        left_out = stored.left_out,
        "a report"
    );
    let ask = device.waiting && locate(app, &device, &payload, &parts.headers).await?;
    Ok(answer(ask))
}

/// The body, or nothing if it is too long. Either way it was taken off the phone's hands.
async fn read(mut body: Body) -> Vec<u8> {
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(Ok(frame)) = body.frame().await {
        let Some(data) = frame.data_ref() else {
            continue;
        };
        length += data.len();
        if length > TAKE {
            break;
        }
        if length <= READ {
            kept.extend_from_slice(data);
        }
    }
    if length > READ { Vec::new() } else { kept }
}

fn credential(headers: &HeaderMap) -> Option<Credential> {
    let (scheme, basic) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    let decoded = scheme
        .eq_ignore_ascii_case("basic")
        .then(|| STANDARD.decode(basic.trim()).ok())??;
    let (_, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Credential::read_secret(secret)
}

async fn wrong_secret(app: &App, mut parts: Parts) -> Result<Response> {
    let Ok(context) = Context::from_request_parts(&mut parts, app).await else {
        return Ok(unauthorized());
    };
    let keys = app.keys.clone();
    let tries = app
        .db
        .tx(move |tx| {
            let network = Counter {
                what: "device-secrets",
                subject: &context.network.0,
                window: Span::hours(1),
            };
            network.add(tx, &keys, 1)
        })
        .await?;
    Ok(if tries > WRONG_SECRETS {
        (
            StatusCode::TOO_MANY_REQUESTS,
            [(header::RETRY_AFTER, "600")],
        )
            .into_response()
    } else {
        unauthorized()
    })
}

/// Sees to waiting `locate` commands. `true`: the phone is to be asked.
///
/// Any position from after the command answers it, asked for or not. It is asked for once: a phone that drains its queue
/// would otherwise answer every old report with a new one.
async fn locate(app: &App, device: &Known, payload: &Payload, headers: &HeaderMap) -> Result<bool> {
    let can_be_asked = knows_report_location(headers);
    let (account, id) = (device.account, device.id);
    let (fix_at, asked_for) = (
        payload.fix.as_ref().map(|fix| Time(fix.at)),
        payload.asked_for,
    );
    app.db
        .tx(move |tx| {
            let mut ask = false;
            for command in commands::due(tx, account, id)?
                .iter()
                .filter(|command| command.order == Order::Locate)
            {
                let is_answer = asked_for && command.state == CommandState::Sent;
                let event = if is_answer || fix_at.is_some_and(|at| at >= command.created_at) {
                    CommandEvent::Finish
                } else if can_be_asked {
                    CommandEvent::Send
                } else {
                    continue;
                };
                let changed = commands::note(tx, account, id, command.id, event, None)?;
                ask |= changed && event == CommandEvent::Send;
            }
            Ok(ask)
        })
        .await
}

/// `Owntracks-Android/…` and iOS's `OwnTracks/… CFNetwork/…` do; who knows what another app makes of it.
fn knows_report_location(headers: &HeaderMap) -> bool {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    agent
        .get(..9)
        .is_some_and(|name| name.eq_ignore_ascii_case("owntracks"))
}

fn answer(ask: bool) -> Response {
    let body = if ask {
        r#"[{"_type":"cmd","action":"reportLocation"}]"#
    } else {
        "[]"
    };
    (
        [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )],
        body,
    )
        .into_response()
}

fn unauthorized() -> Response {
    (
        StatusCode::UNAUTHORIZED,
        [(header::WWW_AUTHENTICATE, r#"Basic realm="owntracks""#)],
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
