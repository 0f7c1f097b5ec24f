//! What stands around every route, from the outside in: access log and counters, compression, error pages and security
//! headers (`web::headers`), a deadline, our own words for what the framework refuses, a net for panics, a limit on bodies.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, Version, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use tokio::time::timeout;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{And, Predicate as _, SizeAbove};

use crate::state::App;
use crate::web::error::Refusal;
use crate::web::{Error, headers};

/// No form or document of ours is larger. A route that takes more says so with its own `DefaultBodyLimit`.
pub const BODY_LIMIT: usize = 64 * 1024;

/// An answer must begin within this. Streams and sockets have begun by then.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// Wraps all routes. Must be applied after the last route was added.
pub fn around(routes: Router<App>, app: &App) -> Router<App> {
    routes
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| Error::Internal.into_response(),
        ))
        .layer(from_fn(in_our_words))
        .layer(from_fn(deadline))
        .layer(from_fn_with_state(app.clone(), headers::around))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(worth_compressing()),
        )
        .layer(from_fn_with_state(app.clone(), account_for))
}

/// The framework refuses in plain English; ours says the same in the asker's language. The database takes no NUL in a
/// text, so none comes in by an address either.
async fn in_our_words(request: Request, next: Next) -> Response {
    if request.uri().to_string().contains("%00") {
        return Error::BadInput("address").into_response();
    }
    let response = next.run(request).await;
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    if response.extensions().get::<Error>().is_some() || !kind.starts_with("text/plain") {
        return response;
    }
    match response.status() {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
            Error::BadInput("address").into_response()
        }
        StatusCode::PAYLOAD_TOO_LARGE => Error::Refused(Refusal::TooLarge).into_response(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Error::Refused(Refusal::Unsupported).into_response(),
        _ => response,
    }
}

/// Work that began is not undone by giving up on it, so after an unsafe method nothing is promised.
async fn deadline(request: Request, next: Next) -> Response {
    let error = if request.method().is_safe() {
        Error::Busy
    } else {
        Error::Unsure
    };
    timeout(ANSWER_WITHIN, next.run(request))
        .await
        .unwrap_or_else(|_| error.into_response())
}

/// The access line and the request counters: the route's template, never the path, which can hold a token.
async fn account_for(State(app): State<App>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let began = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status(), began.elapsed());
    let ms = took.as_secs_f64() * 1000.0;
    tracing::info!(method = %method, route, status = status.as_u16(), ms, "answered");
    app.meters.answered(&method, &route, status, took);
    response
}

type Compressible = fn(StatusCode, Version, &HeaderMap, &axum::http::Extensions) -> bool;

fn worth_compressing() -> And<SizeAbove, Compressible> {
    SizeAbove::new(512).and(is_text as Compressible)
}

/// Texts, but no event streams: those must leave line by line.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let text = kind.starts_with("text/")
        || kind.contains("json")
        || kind.contains("svg")
        || kind.contains("javascript");
    text && !kind.starts_with("text/event-stream")
}
