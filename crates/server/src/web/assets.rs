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
