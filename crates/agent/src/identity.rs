//! Who this device is: its key, and what it was paired with.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kunci_wire::{DeviceKey, Origin, PairAnswer, ServerKeys};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::state::{StateDir, refuse_exposed};
use crate::{Error, Result, clock};

/// The file of the key in the state directory.
pub const KEY: &str = "key";
const PAIRING: &str = "pairing.json";

/// Reads the device's key, made on first use. The file has mode 0600, holds the 32-byte seed as base64url, comes
/// into being whole and is never overwritten.
///
/// # Errors
/// [`Error::Exposed`] if others can read it, [`Error::Damaged`] if it is not a key, [`Error::File`].
pub fn device_key(state: &StateDir) -> Result<DeviceKey> {
    let path = state.file(KEY);
    if !path.try_exists().map_err(Error::file(&path))? {
        state.create(
            KEY,
            URL_SAFE_NO_PAD.encode(clock::random::<32>()?).as_bytes(),
        )?;
    }
    refuse_exposed(&path, 0o600)?;
    let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
    let seed = URL_SAFE_NO_PAD
        .decode(text.trim())
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    match seed {
        Some(seed) => Ok(DeviceKey::from_seed(&seed)),
        None => Err(Error::Damaged {
            path,
            why: "it is not a key".to_owned(),
        }),
    }
}

/// What pairing gave.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pairing {
    /// The server, as the owner named it.
    pub server: Origin,
    /// The server's answer; its keys change when the server introduces new ones.
    #[serde(flatten)]
    pub answer: PairAnswer,
}

impl Pairing {
    /// Reads the pairing, if there is one.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::File`].
    pub fn load(state: &StateDir) -> Result<Option<Self>> {
        state.read(PAIRING)
    }

    /// Writes it.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn save(&self, state: &StateDir) -> Result<()> {
        state.write(PAIRING, self)
    }

    /// This device's id.
    #[must_use]
    pub fn device(&self) -> Uuid {
        self.answer.device_id
    }

    /// The server keys trusted now.
    #[must_use]
    pub fn keys(&self) -> &ServerKeys {
        &self.answer.server_keys
    }
}
