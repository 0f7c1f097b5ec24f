//! The frame around every page, and how pages are rendered.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::assets;
use super::context::Context;
use super::cookies::Cookie;
use super::error::Error;
use super::locale::Text;
use crate::config::Config;

/// What the layout needs. Every page has one as its field `f`.
pub struct Frame {
    /// Texts.
    pub t: Text,
    /// Name that owners know.
    pub brand: String,
    /// First letter, where there is no logo.
    pub monogram: String,
    /// Whether `/brand/logo` exists.
    pub has_logo: bool,
    /// Path and query without `lang`, for the language switch.
    pub here: String,
    /// Whether the header shows the owner's menu.
    pub signed_in: bool,
    /// Whether the session finds devices and does nothing else.
    pub limited: bool,
    /// What waits for this owner's approval, and where.
    pub asked: Option<String>,
    /// Whether this is a rehearsal, in which nothing counts.
    pub rehearsal: bool,
    /// Whether the demo's inbox is linked.
    pub demo: bool,
    css: String,
    js: String,
}

impl Frame {
    /// For a visitor.
    #[must_use]
    pub fn new(context: &Context) -> Self {
        Self::of(
            &context.app.config,
            context.app.is_demo(),
            context.text.clone(),
            &context.path,
        )
    }

    /// For a signed-in owner.
    #[must_use]
    pub fn signed_in(context: &Context) -> Self {
        Self {
            signed_in: !context.limited,
            limited: context.limited,
            asked: context.asked.map(|id| format!("/account/approve/{id}")),
            ..Self::new(context)
        }
    }

    /// For whoever rehearses.
    #[must_use]
    pub fn rehearsal(context: &Context) -> Self {
        Self {
            rehearsal: true,
            ..Self::new(context)
        }
    }

    fn of(config: &Config, demo: bool, t: Text, path: &str) -> Self {
        let brand = config.brand.name.clone();
        Self {
            t,
            monogram: brand
                .chars()
                .find(|c| c.is_alphanumeric())
                .map(|c| c.to_uppercase().collect())
                .unwrap_or_default(),
            brand,
            has_logo: !config.brand.logo.is_empty(),
            here: without_language(path),
            signed_in: false,
            limited: false,
            asked: None,
            rehearsal: false,
            demo,
            css: assets::url("app.css"),
            js: assets::url("app.js"),
        }
    }

    /// Link to this page in a language.
    #[must_use]
    pub fn in_language(&self, tag: &str) -> String {
        let separator = if self.here.contains('?') { '&' } else { '?' };
        format!("{}{separator}lang={tag}", self.here)
    }

    /// Whether this is the page at `path`, for the menu.
    #[must_use]
    pub fn is_at(&self, path: &str) -> bool {
        self.here.split('?').next() == Some(path)
    }

    /// Whether this is the page on which an approval is given.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.here.starts_with("/account/approve/")
    }

    /// The language of this page.
    #[must_use]
    pub fn lang(&self) -> &'static str {
        self.t.language().tag()
    }

    /// Address of the style sheet; empty if the web bundle is not built.
    #[must_use]
    pub fn css(&self) -> &str {
        &self.css
    }

    /// Address of the script; empty if the web bundle is not built.
    #[must_use]
    pub fn js(&self) -> &str {
        &self.js
    }
}

fn without_language(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let rest: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("lang=") && !pair.is_empty())
        .collect();
    if rest.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", rest.join("&"))
    }
}

/// Renders a page with status 200.
///
/// # Errors
/// The template fails, which a test of every page rules out.
pub fn page(page: &impl Template) -> Result<Response, Error> {
    page_with(StatusCode::OK, page)
}

/// Renders a page.
///
/// # Errors
/// The template fails, which a test of every page rules out.
pub fn page_with(status: StatusCode, page: &impl Template) -> Result<Response, Error> {
    let html = page.render()?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok((status, [(header::CONTENT_TYPE, kind)], html).into_response())
}

/// The page of a form: 422 if something that was typed into it is `wrong`, so that nothing takes it for done.
///
/// # Errors
/// Of rendering.
pub fn form_page(wrong: bool, page: &impl Template) -> Result<Response, Error> {
    let status = if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page_with(status, page)
}

/// 303 to a path of ours.
#[must_use]
pub fn see_other(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => Error::Internal.into_response(),
    }
}

/// Adds a cookie to a response.
#[must_use]
pub fn with_cookie(
    mut response: Response,
    context: &Context,
    cookie: Cookie,
    value: &str,
    seconds: Option<i64>,
) -> Response {
    if let Some(header) = context.set_cookie(cookie, value, seconds) {
        response.headers_mut().append(header::SET_COOKIE, header);
    }
    response
}

/// A path to come back to: ours, absolute, never another site's.
#[must_use]
pub fn safe_next(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.bytes().all(|b| b.is_ascii_graphic());
    if ours { next } else { "/" }
}
