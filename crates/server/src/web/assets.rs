//! The web bundle, embedded. Files carry a hash in their names and never change.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::error::Error;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
#[allow_missing = true]
struct Bundle;

#[derive(Deserialize)]
struct Entry {
    file: String,
}

fn manifest() -> &'static BTreeMap<String, Entry> {
    static MANIFEST: OnceLock<BTreeMap<String, Entry>> = OnceLock::new();
    MANIFEST.get_or_init(|| {
        let file = Bundle::get("manifest.json");
        file.and_then(|f| serde_json::from_slice(&f.data).ok())
            .unwrap_or_default()
    })
}

/// Whether the bundle was built. A release build without it refuses to start (`main.rs`).
#[must_use]
pub fn is_built() -> bool {
    manifest().contains_key("app.css")
}

/// Address of a logical file such as `app.css`; empty if it was not built.
#[must_use]
pub fn url(name: &str) -> String {
    manifest()
        .get(name)
        .map(|entry| format!("/assets/{}", entry.file))
        .unwrap_or_default()
}

/// GET /assets/{file}
///
/// # Errors
/// Not found.
pub async fn serve(Path(file): Path<String>) -> Result<Response, Error> {
    let found = Bundle::get(&file).ok_or(Error::NotFound)?;
    let kind = content_type(&file);
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, Body::from(found.data.into_owned())).into_response())
}

/// GET /worker.js: the service worker. Its address stays, so that it can be replaced, and lies above every page.
///
/// # Errors
/// The bundle was not built.
pub async fn worker() -> Result<Response, Error> {
    let entry = manifest().get("worker.js").ok_or(Error::NotFound)?;
    let found = Bundle::get(&entry.file).ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, Body::from(found.data.into_owned())).into_response())
}

fn content_type(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
