//! Who we are to a push service (RFC 8292): a short-lived token that our own key signs, good at that service alone.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use kunci_rules::{Span, Time};
use reqwest::Url;
use serde_json::json;

use crate::config::Config;
use crate::keys::{Keys, PushKey};
use crate::state::App;

/// A token is made for each push; the standard allows a day.
const LIFE: Span = Span::hours(12);

/// The key that browsers bind new subscriptions to, as their scripts read it.
#[must_use]
pub fn public_key(keys: &Keys) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(keys.push().public())
}

/// The `Authorization` of a push to this address, by the key that its subscription was made for.
pub(super) fn authorization(app: &App, key: u32, to: &Url) -> Option<String> {
    let key = app.keys.push_of(key)?;
    let token = token(key, to, &contact(&app.config), app.now() + LIFE)?;
    let public = BASE64_URL_SAFE_NO_PAD.encode(key.public());
    Some(format!("vapid t={token}, k={public}"))
}

fn token(key: &PushKey, to: &Url, contact: &str, until: Time) -> Option<String> {
    let head = json!({ "typ": "JWT", "alg": "ES256" });
    let claims = json!({
        "aud": to.origin().ascii_serialization(),
        "exp": until.since(Time(0)).whole_seconds(),
        "sub": contact,
    });
    let part = |value: &serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&head), part(&claims));
    let signature = key.sign(signed.as_bytes())?;
    Some(format!(
        "{signed}.{}",
        BASE64_URL_SAFE_NO_PAD.encode(signature)
    ))
}

/// Whom a push service may write to about us.
fn contact(config: &Config) -> String {
    match config.brand.support.email.as_str() {
        "" => config.server.link("/contact"),
        email => format!("mailto:{email}"),
    }
}
