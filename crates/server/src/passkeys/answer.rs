//! What the page's script posts: the browser's answer as JSON, bytes in base64url.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes that are base64url in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
        bytes.map(Self).map_err(D::Error::custom)
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

/// The use of a passkey.
#[derive(Debug, Deserialize)]
pub(super) struct Shown {
    pub(super) id: Bytes,
    pub(super) response: Assertion,
}

/// Its signed part.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Assertion {
    #[serde(rename = "clientDataJSON")]
    pub(super) client: Bytes,
    pub(super) authenticator_data: Bytes,
    pub(super) signature: Bytes,
    pub(super) user_handle: Option<Bytes>,
}

/// A new passkey.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Made {
    pub(super) id: Bytes,
    pub(super) authenticator_attachment: Option<String>,
    pub(super) response: Attestation,
}

/// What its authenticator says about it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Attestation {
    #[serde(rename = "clientDataJSON")]
    pub(super) client: Bytes,
    attestation_object: Bytes,
    #[serde(default)]
    pub(super) transports: Vec<String>,
}

impl Attestation {
    /// The authenticator data inside. The statement about the authenticator's maker was not asked for and is not looked at.
    pub(super) fn authenticator_data(&self) -> Option<Vec<u8>> {
        let Value::Map(entries) =
            ciborium::from_reader(self.attestation_object.0.as_slice()).ok()?
        else {
            return None;
        };
        let data = entries
            .into_iter()
            .find(|(key, _)| key.as_text() == Some("authData"));
        data?.1.into_bytes().ok()
    }
}

/// What the browser says it did (WebAuthn §5.8.1).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Client {
    #[serde(rename = "type")]
    pub(super) what: String,
    pub(super) challenge: Bytes,
    pub(super) origin: String,
    #[serde(default)]
    pub(super) cross_origin: bool,
}
