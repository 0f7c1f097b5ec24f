//! What machines ask a server: is it alive, can it work, what has it counted.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use tokio::time::timeout;

use crate::locks;
use crate::notices;
use crate::secret::same;
use crate::state::App;
use crate::web::Error;

/// A database that says nothing for this long is not ready.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// GET /healthz: this process runs and answers.
pub async fn live() -> &'static str {
    "ok\n"
}

/// The parts that every request needs.
#[derive(Serialize)]
struct Ready {
    ready: bool,
    database: bool,
    locations: bool,
    stopping: bool,
}

/// GET /readyz: both databases answer and nobody asked us to stop; otherwise 503, so that a load balancer turns away.
pub async fn ready(State(app): State<App>) -> Response {
    let (database, locations) = tokio::join!(answers(app.db.ping()), answers(app.places.ping()));
    let stopping = app.stop.is_asked();
    let ready = database && locations && !stopping;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        axum::Json(Ready {
            ready,
            database,
            locations,
            stopping,
        }),
    )
        .into_response()
}

async fn answers(ping: impl Future<Output = kunci_db::Result<()>>) -> bool {
    matches!(timeout(ANSWER_WITHIN, ping).await, Ok(Ok(())))
}

/// GET /metrics on the main listener: only with the configured token; without one the page does not exist.
///
/// # Errors
/// Not found.
pub async fn metrics(State(app): State<App>, headers: HeaderMap) -> Result<Response, Error> {
    let token = &app.config.metrics.token;
    let shown = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    let allowed =
        !token.is_empty() && shown.is_some_and(|shown| same(shown.as_bytes(), token.as_bytes()));
    if allowed {
        Ok(text(&app).await)
    } else {
        Err(Error::NotFound)
    }
}

/// What answers on `metrics.listen`: for the operator's own network, so without a token.
pub fn router(app: App) -> Router {
    let all = async |State(app): State<App>| text(&app).await;
    Router::new()
        .route("/metrics", get(all))
        .route("/healthz", get(live))
        .route("/readyz", get(ready))
        .with_state(app)
}

async fn text(app: &App) -> Response {
    // A database that does not answer leaves its numbers as they were; the others are told all the same.
    let read = app
        .db
        .view(|view| Ok::<_, kunci_db::Error>((locks::tally(view)?, notices::denied(view)?)));
    if let Ok(Ok((locks, denied))) = timeout(ANSWER_WITHIN, read).await {
        app.meters.safety(&locks, &denied);
    }
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        app.meters.render(app),
    )
        .into_response()
}
