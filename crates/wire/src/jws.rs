//! What a server says to everyone, signed so that anybody can check it: compact JWS (RFC 7515) with Ed25519 (RFC 8037), which
//! libraries of every language read. The text under such a signature begins with `ey`, that of every other signature with a
//! length of eight bytes, so none can be shown as another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::key::{KeyId, PublicKey, ServerKey, ServerKeys, Signature, Signer};

/// The header: which algorithm, which key.
#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    kid: KeyId,
}

/// The text is not a JWS of this server, or somebody changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not signed by a key of this server, or altered")]
pub struct NotSigned;

/// `header.payload.signature`.
#[must_use]
pub fn sign(signer: &Signer, payload: &[u8]) -> String {
    let header = format!(r#"{{"alg":"EdDSA","kid":"{}"}}"#, signer.id());
    let input = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    );
    let signature = signer.sign(input.as_bytes());
    format!("{input}.{signature}")
}

/// The same without the payload (`header..signature`, RFC 7515 appendix F), to travel beside it.
#[must_use]
pub fn detached(signed: &str) -> String {
    match (signed.split_once('.'), signed.rsplit_once('.')) {
        (Some((header, _)), Some((_, signature))) => format!("{header}..{signature}"),
        _ => String::new(),
    }
}

/// The payload, if one of these keys signed it.
///
/// # Errors
/// [`NotSigned`].
pub fn open(text: &str, keys: &ServerKeys) -> Result<Vec<u8>, NotSigned> {
    let (input, signature) = text.rsplit_once('.').ok_or(NotSigned)?;
    let (header, payload) = input.split_once('.').ok_or(NotSigned)?;
    let signature: Signature = signature.parse().map_err(|_| NotSigned)?;
    let header = URL_SAFE_NO_PAD.decode(header).map_err(|_| NotSigned)?;
    let header: Header = serde_json::from_slice(&header).map_err(|_| NotSigned)?;
    let key = keys.get(&header.kid).ok_or(NotSigned)?;
    if header.alg != "EdDSA" || !key.signed(input.as_bytes(), &signature) {
        return Err(NotSigned);
    }
    URL_SAFE_NO_PAD.decode(payload).map_err(|_| NotSigned)
}

/// A public key as libraries read it (RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    kty: String,
    crv: String,
    alg: String,
    r#use: String,
    kid: KeyId,
    x: PublicKey,
}

impl From<ServerKey> for Jwk {
    fn from(key: ServerKey) -> Self {
        Self {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            alg: "EdDSA".to_owned(),
            r#use: "sig".to_owned(),
            kid: key.key_id,
            x: key.public_key,
        }
    }
}

impl From<Jwk> for ServerKey {
    fn from(key: Jwk) -> Self {
        Self {
            key_id: key.kid,
            public_key: key.x,
        }
    }
}
