//! The first frames of a connection.
//!
//! 1. Server: [`Challenge`] with a fresh [`Nonce`] and the versions it speaks.
//! 2. Agent: [`Hello`], signed over origin, nonce, device and version.
//! 3. Server: [`Welcome`], or [`HelloRefusal`] and close. Then unfinished commands in the order of their counters.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::key::{BadEncoding, DeviceKey, KeyId, PublicKey, Signature, as_text, decode};
use crate::message::{DeviceState, Status, Watcher};
use crate::{Micros, Origin, Versions, signed};

/// 32 random bytes of the server, used for one hello.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nonce([u8; 32]);
as_text!(Nonce);

impl Nonce {
    /// The nonce of these random bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn to_bytes(self) -> [u8; 32] {
        self.0
    }
}

impl FromStr for Nonce {
    type Err = BadEncoding;
    fn from_str(text: &str) -> Result<Self, BadEncoding> {
        decode(text, "nonce").map(Self)
    }
}

/// The server's first frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// To be signed.
    pub nonce: Nonce,
    /// Versions that the server speaks.
    pub protocol: Versions,
}

/// The agent's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// The version that this connection speaks: the newest in common.
    pub protocol: u16,
    /// Who this is.
    pub device_id: Uuid,
    /// By the device's key.
    pub signature: Signature,
    /// The agent's own version, for people.
    pub agent: String,
    /// Counter of the last command that the agent accepted.
    pub counter: u64,
    /// Newest server key that the agent trusts; the server introduces what came after.
    pub server_key: KeyId,
    /// How the device is and what it can do.
    pub status: Status,
}

/// Everything in a hello that its signature does not cover.
#[derive(Debug, Clone)]
pub struct Introduction {
    /// See [`Hello::agent`].
    pub agent: String,
    /// See [`Hello::counter`].
    pub counter: u64,
    /// See [`Hello::server_key`].
    pub server_key: KeyId,
    /// See [`Hello::status`].
    pub status: Status,
}

impl Hello {
    /// Answers `challenge` of `server`.
    ///
    /// # Errors
    /// [`HelloRefusal::Protocol`] if there is no version in common.
    pub fn answer(
        challenge: &Challenge,
        server: &Origin,
        device_id: Uuid,
        key: &DeviceKey,
        about: Introduction,
    ) -> Result<Self, HelloRefusal> {
        let protocol = crate::VERSIONS
            .common(challenge.protocol)
            .ok_or(HelloRefusal::Protocol)?;
        let signature = key.sign(&hello_bytes(server, challenge.nonce, device_id, protocol));
        let Introduction {
            agent,
            counter,
            server_key,
            status,
        } = about;
        Ok(Self {
            protocol,
            device_id,
            signature,
            agent,
            counter,
            server_key,
            status,
        })
    }

    /// Whether this is `key`'s device answering our challenge on our origin.
    ///
    /// # Errors
    /// The [`HelloRefusal`] to send before closing.
    pub fn check(
        &self,
        challenge: &Challenge,
        public_url: &Origin,
        key: PublicKey,
    ) -> Result<(), HelloRefusal> {
        if !challenge.protocol.speaks(self.protocol) {
            return Err(HelloRefusal::Protocol);
        }
        let bytes = hello_bytes(public_url, challenge.nonce, self.device_id, self.protocol);
        if key.signed(&bytes, &self.signature) {
            Ok(())
        } else {
            Err(HelloRefusal::Signature)
        }
    }
}

fn hello_bytes(server: &Origin, nonce: Nonce, device: Uuid, protocol: u16) -> Vec<u8> {
    signed::bytes(
        "kunci hello 1",
        &[
            server.to_string().as_bytes(),
            &nonce.0,
            device.as_bytes(),
            &protocol.to_be_bytes(),
        ],
    )
}

/// Why a hello was not accepted. The agent tries again, ever less often: it never forgets its pairing because of
/// a message, which could come from a server restored from an old backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum HelloRefusal {
    /// No version in common.
    #[error("agent and server speak different versions; update the older one")]
    Protocol,
    /// No such device, or it was handed over.
    #[error("the server does not know this device (any more); pair it again")]
    Device,
    /// Signed by another key, for another origin or over another nonce.
    #[error(
        "the server did not accept this device's signature; does its public address differ from the one used at pairing?"
    )]
    Signature,
    /// A reason that this build does not know.
    #[serde(other)]
    #[error("the server refused the connection")]
    Other,
}

/// The server's yes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// The operator's brand, as in the pairing answer; it may have changed.
    pub brand: String,
    /// The server's clock. Only for telling people that the device's clock is off.
    pub now: Micros,
    /// How the device stands.
    pub device: DeviceState,
    /// Who can see this device (G8).
    pub watchers: Vec<Watcher>,
}
