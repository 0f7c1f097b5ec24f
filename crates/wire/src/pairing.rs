//! Pairing: how a device gets to belong to an account (STD-32).
//!
//! 1. The owner, signed in, asks the web page for a code and reads it there. It is never mailed.
//! 2. `kunci-agent pair --server https://… --code ABCD-EFGH` posts a [`PairRequest`] to [`crate::PAIR_PATH`]. Its
//!    signature shows that the agent holds the private key, and for which server it is meant.
//! 3. The server spends the code and answers a [`PairAnswer`], or a [`Problem`] (RFC 9457).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::key::{DeviceKey, PublicKey, ServerKeys, Signature};
use crate::{Capabilities, Origin, PairingCode, Versions, signed};

/// What the agent posts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PairRequest {
    /// Versions that the agent speaks.
    pub protocol: Versions,
    /// Which server the agent means.
    pub server: Origin,
    /// The code as text: a mistyped one is answered like a wrong one.
    pub code: String,
    /// What the owner will see the device called, for example its host name.
    pub name: String,
    /// Maker and model, if the machine knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The device's key.
    pub public_key: PublicKey,
    /// What the device can do.
    pub capabilities: Capabilities,
    /// By that key, over server, code, name and key.
    pub signature: Signature,
}

/// Longest name or model that is accepted, in characters.
pub const MAX_NAME: usize = 64;

impl PairRequest {
    /// Asks `server` to take this device in.
    #[must_use]
    pub fn new(
        server: &Origin,
        code: PairingCode,
        name: &str,
        model: Option<&str>,
        key: &DeviceKey,
        capabilities: Capabilities,
    ) -> Self {
        let short = |text: &str| {
            text.chars()
                .filter(|c| !c.is_control())
                .take(MAX_NAME)
                .collect::<String>()
        };
        let (code, name, public_key) = (code.to_string(), short(name), key.public());
        let signature = key.sign(&request_bytes(server, &code, &name, public_key));
        Self {
            protocol: crate::VERSIONS,
            server: server.clone(),
            code,
            name,
            model: model.map(short),
            public_key,
            capabilities,
            signature,
        }
    }

    /// Everything about a request that needs no database: versions, origin, lengths, possession of the key, form of the
    /// code. Returns the version to speak and the code to look up.
    ///
    /// # Errors
    /// The [`PairRefusal`] to answer with.
    pub fn check(
        &self,
        public_url: &Origin,
        ours: Versions,
    ) -> Result<(u16, PairingCode), PairRefusal> {
        let version = ours.common(self.protocol).ok_or(PairRefusal::Protocol)?;
        if self.server != *public_url {
            return Err(PairRefusal::WrongServer);
        }
        let fits =
            |text: &str| text.chars().count() <= MAX_NAME && !text.chars().any(char::is_control);
        if self.name.trim().is_empty()
            || !fits(&self.name)
            || !self.model.as_deref().is_none_or(fits)
        {
            return Err(PairRefusal::BadName);
        }
        if !self.public_key.signed(
            &request_bytes(&self.server, &self.code, &self.name, self.public_key),
            &self.signature,
        ) {
            return Err(PairRefusal::BadSignature);
        }
        let code = self.code.parse().map_err(|_| PairRefusal::Code)?;
        Ok((version, code))
    }
}

fn request_bytes(server: &Origin, code: &str, name: &str, key: PublicKey) -> Vec<u8> {
    signed::bytes(
        "kunci pair 1",
        &[
            server.to_string().as_bytes(),
            code.as_bytes(),
            name.as_bytes(),
            &key.to_bytes(),
        ],
    )
}

/// Why a device was not taken in: the `code` of the [`Problem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PairRefusal {
    /// No version in common.
    #[error("this agent and this server speak different versions; update the older one")]
    Protocol,
    /// The agent was pointed at another address than the server's public one.
    #[error("the server has another public address; use the address shown on the pairing page")]
    WrongServer,
    /// The name or model is empty, too long, or has control characters.
    #[error("the device's name must have 1 to 64 ordinary characters")]
    BadName,
    /// The request was not signed by the key that it shows.
    #[error("the request was not signed with the device's key")]
    BadSignature,
    /// No such code, or it was used, or its 10 minutes are over.
    #[error("this code does not work, or no longer; ask the pairing page for a new one")]
    Code,
    /// Too many tries; later.
    #[error("too many tries; wait a while and ask for a new code")]
    TooMany,
}

impl PairRefusal {
    /// Every refusal.
    pub const ALL: [Self; 6] = [
        Self::Protocol,
        Self::WrongServer,
        Self::BadName,
        Self::BadSignature,
        Self::Code,
        Self::TooMany,
    ];

    /// The stable code in the problem document.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Protocol => "agent_protocol",
            Self::WrongServer => "agent_wrong_server",
            Self::BadName => "agent_bad_name",
            Self::BadSignature => "agent_bad_signature",
            Self::Code => "pairing_code",
            Self::TooMany => "too_many_tries",
        }
    }

    /// The HTTP status to answer with.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Protocol | Self::WrongServer | Self::BadName | Self::BadSignature => 400,
            Self::Code => 403,
            Self::TooMany => 429,
        }
    }

    /// The refusal of this code, if it is one of ours.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }
}

/// A problem document (RFC 9457) with Kunci's `code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// URI that names the kind of problem; `about:blank` if none.
    #[serde(rename = "type", default = "about_blank")]
    pub type_uri: String,
    /// Short words for people.
    #[serde(default)]
    pub title: String,
    /// The HTTP status.
    #[serde(default)]
    pub status: u16,
    /// Stable word for programs.
    #[serde(default)]
    pub code: String,
    /// More words for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

fn about_blank() -> String {
    "about:blank".to_owned()
}

/// The server's yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairAnswer {
    /// The device's id from now on.
    pub device_id: Uuid,
    /// Keys with which the server signs commands, oldest first.
    pub server_keys: ServerKeys,
    /// Path of the WebSocket on this server.
    pub socket_path: String,
    /// Whose service this is, as the owner knows it: the operator's brand.
    pub brand: String,
}
