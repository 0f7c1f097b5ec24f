//! A provider that lies. Its token endpoint signs whatever the code says, so that a test writes the token that it wants.

use std::net::Ipv4Addr;
use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::extract::{Form, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Its id in the configuration.
pub(crate) const ID: &str = "jahat";

/// What the token endpoint is told to answer, carried by the code.
#[derive(Serialize, Deserialize)]
pub(crate) struct Lie {
    /// The header of the token.
    pub(crate) header: Value,
    /// Its claims.
    pub(crate) claims: Value,
    /// How it is signed.
    pub(crate) signed: Signed,
}

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Signed {
    /// With the published key.
    Well,
    /// With another key under the same name.
    ByAnother,
    /// With nothing.
    Not,
    /// With our client secret, which the provider knows as well.
    WithOurSecret,
    /// There is no token at all.
    Missing,
}

struct Keys {
    issuer: String,
    own: EcdsaKeyPair,
    other: EcdsaKeyPair,
}

/// Starts one; its issuer.
pub(crate) async fn start() -> String {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let pair = || EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let keys = Keys {
        issuer: issuer.clone(),
        own: pair(),
        other: pair(),
    };
    let routes = Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/keys", get(published))
        .route("/token", post(token))
        .with_state(Arc::new(keys));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    issuer
}

/// A code that makes it answer so.
pub(crate) fn code(lie: &Lie) -> String {
    part(&serde_json::to_value(lie).unwrap())
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

async fn discovery(State(keys): State<Arc<Keys>>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", keys.issuer);
    Json(json!({
        "issuer": keys.issuer,
        "authorization_endpoint": at("/auth"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn published(State(keys): State<Arc<Keys>>) -> Json<Value> {
    let point = keys.own.public_key().as_ref();
    let coordinate = |from: usize| URL_SAFE_NO_PAD.encode(&point[from..from + 32]);
    let key = json!({"kty": "EC", "crv": "P-256", "kid": "1", "use": "sig", "x": coordinate(1), "y": coordinate(33)});
    Json(json!({"keys": [key]}))
}

#[derive(Deserialize)]
struct Asked {
    code: String,
}

async fn token(State(keys): State<Arc<Keys>>, Form(asked): Form<Asked>) -> Json<Value> {
    let lie: Lie = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(asked.code).unwrap()).unwrap();
    let mut answer = json!({"access_token": "a", "token_type": "Bearer", "expires_in": 60});
    let text = format!("{}.{}", part(&lie.header), part(&lie.claims));
    let with = |pair: &EcdsaKeyPair| {
        let signature = pair.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
        URL_SAFE_NO_PAD.encode(signature.as_ref())
    };
    let signature = match lie.signed {
        Signed::Well => with(&keys.own),
        Signed::ByAnother => with(&keys.other),
        Signed::Not => String::new(),
        Signed::WithOurSecret => {
            use aws_lc_rs::hmac;
            let key = hmac::Key::new(hmac::HMAC_SHA256, b"a secret of this test alone");
            URL_SAFE_NO_PAD.encode(hmac::sign(&key, text.as_bytes()).as_ref())
        }
        Signed::Missing => return Json(answer),
    };
    answer["id_token"] = format!("{text}.{signature}").into();
    Json(answer)
}
