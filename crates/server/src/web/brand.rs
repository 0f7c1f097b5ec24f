//! The operator's look: colour, logo, icon.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::context::Context;
use super::error::Error;
use crate::state::App;

const AN_HOUR: &str = "public, max-age=3600";

/// GET /brand.css
pub async fn css(State(app): State<App>) -> Response {
    let colour = &app.config.brand.colour;
    let on = ink(colour);
    let css = format!(":root {{ --brand: {colour}; --on-brand: {on}; }}\n");
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, AN_HOUR),
        ],
        css,
    )
        .into_response()
}

/// GET /brand/logo
///
/// # Errors
/// No logo is configured, or its file is gone.
pub async fn logo(State(app): State<App>) -> Result<Response, Error> {
    let path = &app.config.brand.logo;
    let kind = if path.ends_with(".svg") {
        "image/svg+xml"
    } else {
        "image/png"
    };
    let bytes = if path.is_empty() {
        None
    } else {
        tokio::fs::read(path).await.ok()
    };
    let bytes = bytes.ok_or(Error::NotFound)?;
    Ok((
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, AN_HOUR),
        ],
        bytes,
    )
        .into_response())
}

/// GET /brand/icon.svg: the monogram on the brand's colour.
pub async fn icon(State(app): State<App>) -> Response {
    let brand = &app.config.brand;
    let letter = brand
        .name
        .chars()
        .find(|c| c.is_alphanumeric())
        .unwrap_or('A')
        .to_uppercase()
        .to_string();
    let on = ink(&brand.colour);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\"><rect width=\"64\" height=\"64\" rx=\"14\" fill=\"{}\"/>\
         <text x=\"32\" y=\"44\" font-family=\"system-ui,sans-serif\" font-size=\"36\" font-weight=\"700\" text-anchor=\"middle\" fill=\"{on}\">{letter}</text></svg>",
        brand.colour
    );
    (
        [
            (header::CONTENT_TYPE, "image/svg+xml"),
            (header::CACHE_CONTROL, AN_HOUR),
        ],
        svg,
    )
        .into_response()
}

/// GET /manifest.webmanifest: the operator's app, for the home screen.
pub async fn manifest(context: Context) -> Response {
    let brand = &context.app.config.brand;
    let manifest = serde_json::json!({
        "id": "/",
        "name": brand.name,
        "short_name": brand.name,
        "lang": context.text.language().tag(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": brand.colour,
        "background_color": "#ffffff",
        "icons": [{ "src": "/brand/icon.svg", "type": "image/svg+xml", "sizes": "any" }],
    });
    (
        [
            (header::CONTENT_TYPE, "application/manifest+json"),
            (header::CACHE_CONTROL, AN_HOUR),
        ],
        manifest.to_string(),
    )
        .into_response()
}

/// The colour of text on `#rrggbb`: near-black or white, whichever contrasts more.
#[must_use]
pub fn ink(colour: &str) -> &'static str {
    // At 0.2 both have the same contrast, (L1 + 0.05) / (L2 + 0.05) of WCAG 2.2.
    if luminance(colour) > 0.2 {
        "#1a1a1a"
    } else {
        "#fff"
    }
}

/// Relative luminance (WCAG 2.2) of `#rrggbb`.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = colour
            .get(at..at + 2)
            .and_then(|h| u8::from_str_radix(h, 16).ok())
            .unwrap_or(0);
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126f64.mul_add(
        channel(1),
        0.7152f64.mul_add(channel(3), 0.0722 * channel(5)),
    )
}
