//! Layers around every route: request id, security headers, the cross-site check, and the one place where an
//! error becomes a page or problem+json.

use askama::Template;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::context::Context;
use super::cookies::Cookie;
use super::error::{Error, Refusal};
use super::held;
use super::layout::{Frame, page_with, see_other};
use super::locale::Language;
use super::problem::{Code, Problem};
use crate::state::App;

/// The order matters: errors of everything inside are rendered, then headers are set on all of it.
pub async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(context) = Context::from_request_parts(&mut parts, &app).await else {
        return Error::Internal.into_response();
    };
    let reference = reference(&app);
    let as_page = wants_page(&parts.headers, &context.path);
    let allowed = is_same_site(&parts.method, &parts.headers, &app);
    let (form, body) = match held::Sent::of(&parts, body).await {
        Ok(read) => read,
        Err(error) => return error.into_response(),
    };
    let kept = held::Held::of(&context, &parts);
    let mut response = if allowed {
        next.run(Request::from_parts(parts, body)).await
    } else {
        Error::Refused(Refusal::CrossSite).into_response()
    };
    if let Some(error) = response.extensions_mut().remove::<Error>() {
        response = render_error(&context, &error, as_page, &reference, response);
        if let Some(form) = form.filter(|_| as_page) {
            response = form.hold(&context, &error, response);
        }
    } else if let Some(kept) = kept.filter(|_| response.status().is_success()) {
        response = kept
            .offer(&context)
            .unwrap_or_else(|error| error.into_response());
    }
    remember_language(&context, &mut response);
    secure(&app, &mut response);
    response
}

/// A short id that the owner can read out and the operator can find in the log.
fn reference(app: &App) -> String {
    hex::encode(app.random.bytes::<5>())
}

/// API and machine paths get problem+json, browsers get pages.
fn wants_page(headers: &HeaderMap, path: &str) -> bool {
    let machine = [
        "/api/", "/agent/", "/hooks/", "/pub", "/healthz", "/readyz", "/metrics",
    ]
    .iter()
    .any(|prefix| path.starts_with(prefix));
    let json = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|accept| accept.contains("json") && !accept.contains("html"));
    !machine && !json
}

/// Unsafe methods must come from our own pages. A browser always sends one of the two headers with them;
/// clients that send neither carry no ambient cookies worth abusing.
fn is_same_site(method: &Method, headers: &HeaderMap, app: &App) -> bool {
    if method.is_safe() {
        return true;
    }
    let text = |name| {
        headers
            .get(name)
            .and_then(|v: &HeaderValue| v.to_str().ok())
    };
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    text(header::ORIGIN).is_none_or(|origin| {
        let host = origin.split_once("://").map(|(_, host)| host);
        origin == app.config.server.public_url
            || host.is_some_and(|host| text(header::HOST) == Some(host))
    })
}

fn remember_language(context: &Context, response: &mut Response) {
    let asked = context
        .path
        .split_once('?')
        .and_then(|(_, q)| q.split('&').find_map(|pair| pair.strip_prefix("lang=")));
    if let Some(language) = asked.and_then(Language::parse)
        && let Some(cookie) =
            context.set_cookie(Cookie::Language, language.tag(), Some(365 * 86_400))
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn secure(app: &App, response: &mut Response) {
    let headers = response.headers_mut();
    let tiles = app
        .config
        .map
        .tiles
        .split('/')
        .take(3)
        .collect::<Vec<_>>()
        .join("/");
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: {tiles}; connect-src 'self' {tiles}; \
         worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    set("content-security-policy", &policy);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set(
        "permissions-policy",
        "camera=(), microphone=(), geolocation=()",
    );
    set("cache-control", "no-store");
    if app.config.server.is_https() {
        set(
            "strict-transport-security",
            "max-age=31536000; includeSubDomains",
        );
    }
}

#[derive(Template)]
#[template(path = "web/error.html")]
struct ErrorPage {
    f: Frame,
    title: String,
    text: String,
    action: String,
    action_href: String,
    reference: String,
}

fn render_error(
    context: &Context,
    error: &Error,
    as_page: bool,
    reference: &str,
    from: Response,
) -> Response {
    if error.status().is_server_error() {
        tracing::warn!(reference, code = error.code(), "answered an error");
    }
    let mut response = match (as_page, error) {
        (true, Error::SignInFirst(next)) => see_other(&format!("/signin?next={}", encode(next))),
        (true, Error::ProveFirst { at, .. }) => see_other(at),
        (true, Error::Elsewhere(path) | Error::ChangePassword(path)) => see_other(path),
        (true, Error::Locked(_)) => see_other("/help/locked"),
        (true, error) => {
            error_page(context, error, reference).unwrap_or_else(|_| error.status().into_response())
        }
        (false, error) => problem(context, error, reference),
    };
    for (name, value) in from.headers() {
        if name == header::RETRY_AFTER || name == header::SET_COOKIE {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}

/// A text as one value of a query.
pub(crate) fn encode(path: &str) -> String {
    let keep = |b: u8| b.is_ascii_alphanumeric() || b"-_.~/".contains(&b);
    path.bytes()
        .map(|b| {
            if keep(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

fn words(context: &Context, error: &Error) -> (String, String) {
    let t = &context.text;
    match error {
        Error::NotFound => (t.error_not_found_title(), t.error_not_found_text()),
        Error::SignInFirst(_) | Error::ProveFirst { .. } => {
            (t.error_sign_in_title(), t.error_sign_in_text())
        }
        Error::Elsewhere(_) | Error::ChangePassword(_) => {
            let code = error.code();
            (t.problem_title(code), t.problem_do(code))
        }
        Error::NotAccepted { text, .. } => (t.problem_title(error.code()), text.clone()),
        Error::BadInput(field) => (t.error_bad_input_title(), t.error_bad_input_text(*field)),
        Error::Refused(Refusal::CrossSite) => {
            (t.error_cross_site_title(), t.error_cross_site_text())
        }
        Error::Refused(Refusal::TooLarge) => (t.error_too_large_title(), t.error_too_large_text()),
        Error::Refused(Refusal::Unsupported | Refusal::WrongMethod) => {
            (t.error_bad_input_title(), t.error_unsupported_text())
        }
        Error::Limited => (t.limited_refused_title(), t.limited_refused_text()),
        Error::Locked(_) => (t.error_locked_title(), t.error_locked_text()),
        Error::Conflict(_) => (t.error_conflict_title(), t.error_conflict_text()),
        Error::TooMany(_) => (t.error_too_many_title(), t.error_too_many_text()),
        Error::Busy => (t.error_busy_title(), t.error_busy_text()),
        Error::Unsure => (t.error_unsure_title(), t.error_unsure_text()),
        Error::Internal => (t.error_internal_title(), t.error_internal_text()),
    }
}

fn error_page(context: &Context, error: &Error, reference: &str) -> Result<Response, Error> {
    let (title, text) = words(context, error);
    let again = matches!(error, Error::Busy | Error::Unsure | Error::TooMany(_));
    let (action, action_href) = match error {
        _ if again => (context.text.error_try_again(), context.path.clone()),
        Error::Limited => (context.text.limited_to_finder(), "/find".to_owned()),
        _ => (context.text.error_to_start(), "/".to_owned()),
    };
    let page = ErrorPage {
        action,
        action_href,
        f: Frame::new(context),
        title,
        text,
        reference: reference.to_owned(),
    };
    page_with(error.status(), &page)
}

fn problem(context: &Context, error: &Error, reference: &str) -> Response {
    let (title, detail) = match error {
        // Programs are told which of them it is, and what to do about it.
        Error::Conflict(code) | Error::Locked(code) => {
            let t = &context.text;
            (t.problem_title(*code), t.problem_do(*code))
        }
        Error::ProveFirst { .. } => {
            let (t, code) = (&context.text, error.code());
            (t.problem_title(code), t.problem_do(code))
        }
        other => words(context, other),
    };
    let body = Problem {
        r#type: format!(
            "{}/problems/{}",
            context.app.config.server.public_url,
            error.code()
        ),
        title,
        status: error.status().as_u16(),
        code: Code(error.code()),
        detail,
        instance: reference.to_owned(),
        field: match error {
            Error::BadInput(field) | Error::NotAccepted { field, .. } => Some(field),
            _ => None,
        },
        prove: match error {
            Error::ProveFirst { at, .. } if at.starts_with("/prove/") => {
                Some(format!("/api/v1{at}"))
            }
            _ => None,
        },
    };
    let text = serde_json::to_string(&body).unwrap_or_default();
    (
        error.status(),
        [(header::CONTENT_TYPE, "application/problem+json")],
        text,
    )
        .into_response()
}
