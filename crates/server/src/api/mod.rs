//! The JSON API, and its document at `/api/openapi.json`.
//!
//! Routes are added with `routes!` alone, so that the document cannot list what the router does not answer, nor the router
//! answer what the document does not list. Errors are problem+json (RFC 9457) with the codes of [`problem::CODES`].

mod account;
mod alerts;
mod approvals;
mod browsers;
mod checkup;
mod closing;
mod contacts;
mod devices;
mod locks;
mod methods;
mod names;
mod notices;
mod password;
mod prove;
mod push;
mod quiet;
mod recovery;
mod rehearsal;
mod requests;
mod review;
mod sessions;
mod signin;
mod signup;
mod two_step;

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use kunci_rules::{Id, Time};
use serde::Serialize;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::App;
use crate::waits::Waiting;
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

impl From<Waiting> for Waits {
    fn from(waiting: Waiting) -> Self {
        Self::new(waiting.request, waiting.until)
    }
}

impl IntoResponse for Waits {
    fn into_response(self) -> Response {
        (StatusCode::ACCEPTED, Json(self)).into_response()
    }
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
        .merge(ways_in())
        .merge(ways_back())
        .merge(kept())
        .merge(devices())
}

/// Signing up and in, and proving.
fn ways_in() -> OpenApiRouter<App> {
    OpenApiRouter::new()
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
}

/// Recovery and forgotten names; what waits, what happened, and what the owner says of it.
fn ways_back() -> OpenApiRouter<App> {
    OpenApiRouter::new()
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
        .routes(routes!(quiet::post))
        .routes(routes!(requests::list))
        .routes(routes!(requests::take_back))
        .routes(routes!(review::get, review::answer))
        .routes(routes!(checkup::get))
        .routes(routes!(rehearsal::get, rehearsal::begin))
}

/// The account, its methods, settings and browsers.
fn kept() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(account::get))
        .routes(routes!(closing::close))
        .routes(routes!(methods::list))
        .routes(routes!(
            methods::get,
            methods::change::rename,
            methods::change::remove
        ))
        .routes(routes!(methods::change::reach))
        .routes(routes!(methods::totp::begin))
        .routes(routes!(methods::totp::confirm))
        .routes(routes!(methods::codes::make))
        .routes(routes!(methods::passkeys::options, methods::passkeys::add))
        .routes(routes!(methods::helpers::list, methods::helpers::invite))
        .routes(routes!(methods::helpers::withdraw))
        .routes(routes!(contacts::begin))
        .routes(routes!(contacts::confirm))
        .routes(routes!(password::change))
        .routes(routes!(two_step::turn))
        .routes(routes!(alerts::get, alerts::choose))
        .routes(routes!(push::get, push::turn_on, push::turn_off))
        .routes(routes!(browsers::list))
        .routes(routes!(browsers::forget))
        .routes(routes!(sessions::list, sessions::end_others))
        .routes(routes!(sessions::end))
}

/// Devices, and what is asked of them.
fn devices() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(devices::list, devices::add::add))
        .routes(routes!(
            devices::get,
            devices::own::rename,
            devices::own::remove
        ))
        .routes(routes!(devices::own::browsers))
        .routes(routes!(
            devices::missing::get,
            devices::missing::mark,
            devices::missing::unmark
        ))
        .routes(routes!(
            devices::missing::awaits,
            devices::missing::awaits_not
        ))
        .routes(routes!(devices::add::pairing))
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
