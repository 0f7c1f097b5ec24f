//! What a page tells the browser: for what to ask its holder.

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kunci_rules::Id;
use serde_json::{Value, json};

use super::challenge::{self, For};
use super::credential::Credential;
use super::{ceremony, cose};
use crate::browsers::{Visitor, visitor, visitor_cookie};
use crate::web::{Context, assets};

/// What a page needs to ask for a passkey. It binds the answer to this browser, so the page's response must pass through
/// [`Prompt::remember`].
pub struct Prompt {
    /// The options, as JSON.
    pub options: String,
    /// Address of the script; empty if the web bundle is not built.
    pub script: String,
    visitor: Visitor,
}

/// How long a browser waits for its holder.
const PATIENCE_MS: i64 = challenge::LIFE.0 / 1_000;

impl Prompt {
    /// To use one of these passkeys; of an empty list, any that the browser knows for this site. Nothing where the site can
    /// have no passkeys.
    #[must_use]
    pub fn show(context: &Context, of: For, these: &[Credential]) -> Option<Self> {
        let site = ceremony::site(context).ok()?;
        Some(Self::new(context, of, |challenge| {
            json!({
                "challenge": challenge,
                "rpId": site.id,
                "timeout": PATIENCE_MS,
                "userVerification": "required",
                "allowCredentials": list(these),
            })
        }))
    }

    /// To make one for an account, on anything that holds none of these yet.
    pub(super) fn make(
        context: &Context,
        of: For,
        account: Id,
        (name, display): (&str, &str),
        these: &[Credential],
    ) -> Option<Self> {
        let site = ceremony::site(context).ok()?;
        let kind = |algorithm: i64| json!({ "type": "public-key", "alg": algorithm });
        Some(Self::new(context, of, |challenge| {
            json!({
                "challenge": challenge,
                "rp": { "id": site.id, "name": context.app.config.brand.name },
                "user": {
                    "id": URL_SAFE_NO_PAD.encode(account.as_bytes()),
                    "name": name,
                    "displayName": display,
                },
                "pubKeyCredParams": cose::ALGORITHMS.map(kind),
                "timeout": PATIENCE_MS,
                "attestation": "none",
                "authenticatorSelection": {
                    "residentKey": "required",
                    "requireResidentKey": true,
                    "userVerification": "required",
                },
                "excludeCredentials": list(these),
            })
        }))
    }

    fn new(context: &Context, of: For, options: impl FnOnce(String) -> Value) -> Self {
        let (app, visitor) = (&context.app, visitor(context));
        let challenge = challenge::fresh(&app.keys, &app.random, &visitor.hash, of, context.now);
        Self {
            options: options(URL_SAFE_NO_PAD.encode(challenge)).to_string(),
            script: assets::url("passkey.js"),
            visitor,
        }
    }

    /// Sets the cookie that the challenge is bound to, where it is new.
    #[must_use]
    pub fn remember(of: Option<&Self>, response: Response, context: &Context) -> Response {
        match of {
            Some(prompt) => visitor_cookie(response, context, &prompt.visitor),
            None => response,
        }
    }
}

fn list(these: &[Credential]) -> Vec<Value> {
    let one =
        |it: &Credential| json!({ "type": "public-key", "id": it.id, "transports": it.transports });
    these.iter().map(one).collect()
}
