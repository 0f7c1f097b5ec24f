//! The official contacts for machines: a JSON file, its signature, and the keys to check it with (S-122). The page `/contact`
//! shows the same settings.
//!
//! - `/.well-known/official-contacts.json`: the file. Its header `x-jws-signature` is a detached JWS over exactly these bytes.
//! - `/.well-known/official-contacts.jws`: the same as one compact JWS, to keep or to pass on.
//! - `/.well-known/jwks.json`: the server's public keys.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use kunci_rules::{Span, Time};
use kunci_wire::jws::{self, Jwk};
use serde::Serialize;

use crate::config::Social;
use crate::state::App;
use crate::web::Error;
use crate::web::times::rfc3339;

/// Where machines find the list.
pub(super) const MACHINE: &str = "/.well-known/official-contacts.json";

/// An older copy must not be passed on for ever: it says itself when it ends, a week after the day it was fetched.
const GOOD_FOR: Span = Span::days(8);

/// What machines read: to check a sender, or to show the contacts inside another app.
#[derive(Serialize)]
struct Official<'a> {
    brand: &'a str,
    website: &'a str,
    phone: &'a str,
    email: &'a str,
    whatsapp: &'a str,
    chat: &'a str,
    hours_id: &'a str,
    hours_en: &'a str,
    social: &'a [Social],
    check_a_message: String,
    report_a_fraud: String,
    help_is_free: bool,
    never_asked_for: [&'static str; 3],
    valid_until: String,
}

/// The file's bytes; the same all day.
fn file(app: &App) -> Result<Vec<u8>, Error> {
    let (brand, server) = (&app.config.brand, &app.config.server);
    let support = &brand.support;
    let day = Span::days(1).0;
    let today = Time(app.now().0.div_euclid(day) * day);
    let official = Official {
        brand: &brand.name,
        website: &server.public_url,
        phone: &support.phone,
        email: &support.email,
        whatsapp: &support.whatsapp,
        chat: &support.chat_url,
        hours_id: &support.hours_id,
        hours_en: &support.hours_en,
        social: &support.social,
        check_a_message: server.link("/check"),
        report_a_fraud: server.link("/contact/report"),
        help_is_free: true,
        never_asked_for: ["password", "code", "money"],
        valid_until: rfc3339(today + GOOD_FOR),
    };
    serde_json::to_vec(&official).map_err(|_| Error::Internal)
}

/// GET /.well-known/official-contacts.json
///
/// # Errors
/// None.
pub async fn get_file(State(app): State<App>) -> Result<Response, Error> {
    let file = file(&app)?;
    let signature = jws::detached(&jws::sign(&app.keys.signer(), &file));
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (
            header::HeaderName::from_static("x-jws-signature"),
            signature,
        ),
    ];
    Ok((headers, file).into_response())
}

/// GET /.well-known/official-contacts.jws
///
/// # Errors
/// None.
pub async fn get_signed(State(app): State<App>) -> Result<Response, Error> {
    let signed = jws::sign(&app.keys.signer(), &file(&app)?);
    Ok(([(header::CONTENT_TYPE, "application/jose")], signed).into_response())
}

/// GET /.well-known/jwks.json
pub async fn get_keys(State(app): State<App>) -> Response {
    let keys: Vec<Jwk> = app
        .keys
        .signers()
        .iter()
        .map(|signer| signer.public().into())
        .collect();
    let text = serde_json::json!({ "keys": keys }).to_string();
    ([(header::CONTENT_TYPE, "application/jwk-set+json")], text).into_response()
}
