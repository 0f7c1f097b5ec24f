//! The JSON API, and its document at `/api/openapi.json`.
//!
//! Routes are added with `routes!` alone, so that the document cannot list what the router does not answer, nor the router
//! answer what the document does not list. Errors are problem+json (RFC 9457) with the codes of [`problem::CODES`].

mod account;
mod approvals;
mod checkup;
mod closing;
mod devices;
mod locks;
mod methods;
mod names;
mod notices;
mod prove;
mod recovery;
mod rehearsal;
mod requests;
mod review;
mod sessions;
mod signin;
mod signup;

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::routing::get;
use kunci_rules::{Id, Time};
use serde::Serialize;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::App;
use crate::web::{problem, times};

/// The document before the routes are added to it.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Kunci",
        description = "Accounts and devices of one owner at a time: whoever is signed in. Everything decisive goes through the same gate as the pages.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(problem::Problem, problem::Code)),
    modifiers(&Session)
)]
struct Document;

/// How a caller says who it is.
struct Session;

impl utoipa::Modify for Session {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let cookie = ApiKeyValue::with_description(
            "__Host-session",
            "The browser's session cookie. Over plain http on loopback it is called `session`.",
        );
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// It is not done yet: everyone was told, and until then it can be stopped.
#[derive(Serialize, ToSchema)]
struct Waits {
    /// Id of the request (UUID).
    request: String,
    /// When the gate decides again (RFC 3339).
    until: String,
}

impl Waits {
    fn new(request: Id, until: Time) -> Self {
        Self {
            request: request.to_string(),
            until: times::rfc3339(until),
        }
    }
}

/// A time as people before a proof are told it: to the minute, for finer ones would tell more than pages do.
fn to_minute(at: Time) -> String {
    times::rfc3339(Time(at.0 - at.0.rem_euclid(60_000_000)))
}

/// Documented operations.
fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(signup::begin, signup::get))
        .routes(routes!(signup::again))
        .routes(routes!(signup::prove))
        .routes(routes!(signup::finish))
        .routes(routes!(signin::post, signin::leave))
        .routes(routes!(signin::choose))
        .routes(routes!(signin::link))
        .routes(routes!(signin::link_code))
        .routes(routes!(signin::get_passkey, signin::post_passkey))
        .routes(routes!(signin::lift))
        .routes(routes!(signin::sign_out))
        .routes(routes!(prove::ways::get, prove::ways::post))
        .routes(routes!(prove::secrets::password))
        .routes(routes!(prove::secrets::totp))
        .routes(routes!(prove::secrets::recovery_code))
        .routes(routes!(prove::secrets::send))
        .routes(routes!(prove::secrets::code))
        .routes(routes!(prove::secrets::helper))
        .routes(routes!(prove::secrets::helper_code))
        .routes(routes!(prove::passkey::get, prove::passkey::post))
        .routes(routes!(prove::approval::get, prove::approval::post))
        .routes(routes!(approvals::list))
        .routes(routes!(approvals::approve, approvals::deny))
        .routes(routes!(locks::get))
        .routes(routes!(account::get))
        .routes(routes!(checkup::get))
        .routes(routes!(methods::list))
        // The way back: recovery, forgotten names, what waits and what happened.
        .routes(routes!(
            recovery::get,
            recovery::verbs::begin,
            recovery::verbs::cancel
        ))
        .routes(routes!(recovery::verbs::send))
        .routes(routes!(recovery::verbs::enter))
        .routes(routes!(recovery::verbs::choose))
        .routes(routes!(recovery::verbs::password))
        .routes(routes!(recovery::verbs::second))
        .routes(routes!(recovery::verbs::search))
        .routes(routes!(names::get, names::begin))
        .routes(routes!(names::send))
        .routes(routes!(names::enter))
        .routes(routes!(names::recover))
        .routes(routes!(notices::list))
        .routes(routes!(notices::get))
        .routes(routes!(notices::object))
        .routes(routes!(requests::list))
        .routes(routes!(requests::take_back))
        .routes(routes!(review::get, review::answer))
        .routes(routes!(closing::close))
        .routes(routes!(rehearsal::get, rehearsal::begin))
        .routes(routes!(sessions::list))
        .routes(routes!(sessions::end))
        .routes(routes!(devices::list))
        .routes(routes!(devices::get))
        .routes(routes!(devices::order))
        .routes(routes!(devices::cancel))
}

/// The document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    operations().into_openapi()
}

/// Every route under `/api`.
pub fn routes() -> Router<App> {
    let (router, document) = operations().split_for_parts();
    let text: Arc<str> = document.to_json().unwrap_or_default().into();
    let serve = async move || {
        (
            [(header::CONTENT_TYPE, "application/json")],
            text.to_string(),
        )
            .into_response()
    };
    router.route("/api/openapi.json", get(serve))
}
