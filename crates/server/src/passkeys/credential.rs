//! What is kept of a passkey, sealed as its authenticator's secret.

use kunci_db::{Result, View};
use kunci_rules::Id;
use kunci_rules::gate::MethodKind;
use serde::{Deserialize, Serialize};

use super::answer::Bytes;
use crate::authenticators;
use crate::state::App;

/// The transports that are told back to browsers; others are left out.
const TRANSPORTS: [&str; 6] = ["usb", "nfc", "ble", "smart-card", "hybrid", "internal"];

/// A passkey.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Credential {
    /// Its id, chosen by the authenticator.
    pub(super) id: Bytes,
    /// Its public key (COSE).
    pub(super) key: Bytes,
    /// The signature counter at its last use.
    pub(super) counter: u32,
    /// Whether it may be copied to other devices; that never changes.
    pub(super) backup_eligible: bool,
    /// How browsers reach it.
    pub(super) transports: Vec<String>,
}

impl Credential {
    pub(super) fn write(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|error| kunci_db::Error::Shape(error.to_string()))
    }

    fn read(bytes: &[u8]) -> Result<Self> {
        serde_json::from_slice(bytes).map_err(|error| kunci_db::Error::Shape(error.to_string()))
    }
}

/// The transports that browsers know, each once.
pub(super) fn transports(said: &[String]) -> Vec<String> {
    let known = TRANSPORTS
        .into_iter()
        .filter(|name| said.iter().any(|one| one == name));
    known.map(ToOwned::to_owned).collect()
}

/// One passkey, if it is in use.
pub(super) fn get(
    view: &View<'_>,
    app: &App,
    account: Id,
    method: Id,
) -> Result<Option<Credential>> {
    let secret = authenticators::secret(view, app, account, method)?;
    secret.map(|bytes| Credential::read(&bytes)).transpose()
}

/// The passkeys of an account, oldest first.
///
/// # Errors
/// Of the database.
pub fn of(view: &View<'_>, app: &App, account: Id) -> Result<Vec<Credential>> {
    let mut found = Vec::new();
    for one in authenticators::list(view, account)? {
        if one.kind == MethodKind::Passkey {
            found.extend(get(view, app, account, one.id)?);
        }
    }
    Ok(found)
}
