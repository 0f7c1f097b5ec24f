//! How a device proves which one it is.

use kunci_db::{Result, Tx, View};
use kunci_rules::Id;
use kunci_wire::PublicKey;

use super::{Kind, store};
use crate::secret::sha256;

/// What a device shows.
#[derive(Clone, Copy)]
pub enum Credential {
    /// 128 random bits that an app sends as its password (STD-29: plain SHA-256 suffices).
    Secret([u8; 16]),
    /// An agent's Ed25519 key.
    Key(PublicKey),
}

impl Credential {
    /// A secret as people see and type it: 32 hexadecimal digits, with or without gaps.
    #[must_use]
    pub fn read_secret(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        hex::decode(digits).ok()?.try_into().ok().map(Self::Secret)
    }

    /// The key of its row: one read by primary key tells which device shows it.
    fn hash(&self) -> [u8; 32] {
        match self {
            Self::Secret(secret) => sha256(&[&b"secret"[..], secret].concat()),
            Self::Key(key) => sha256(&[&b"key"[..], &key.to_bytes()].concat()),
        }
    }
}

/// An agent names itself by its id before it proves it: that too leads to a row. Every device has one, so that no two
/// devices of any accounts share an id; tracks are kept by it alone.
fn hash_of_id(device: Id) -> [u8; 32] {
    sha256(&[&b"id"[..], device.as_bytes()].concat())
}

/// A device that one read by credential found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its account.
    pub account: Id,
    /// Its id.
    pub id: Id,
    /// What speaks for it.
    pub kind: Kind,
    /// Whether its place may be kept: its holder has not stopped that, or it is missing.
    pub visible: bool,
    /// Whether commands wait for it.
    pub waiting: bool,
    /// Whether its owner wants to be told that it connected.
    pub awaited: bool,
}

/// The device that holds a credential.
///
/// # Errors
/// Of the database.
pub fn by_credential(view: &View<'_>, credential: &Credential) -> Result<Option<Known>> {
    Ok(store::known(view, &credential.hash())?.map(|(known, _)| known))
}

/// The device that an agent says it is, with the key that must have signed the claim.
///
/// # Errors
/// Of the database.
pub fn by_id(view: &View<'_>, device: Id) -> Result<Option<(Known, PublicKey)>> {
    let found = store::known(view, &hash_of_id(device))?;
    Ok(found.and_then(|(known, key)| Some((known, PublicKey::from_bytes(key?).ok()?))))
}

pub(super) fn insert(tx: &Tx<'_>, account: Id, device: Id, credential: &Credential) -> Result<()> {
    store::insert_key(tx, &credential.hash(), account, device)?;
    store::insert_key(tx, &hash_of_id(device), account, device)?;
    if let Credential::Key(key) = credential {
        store::set_public_key(tx, account, device, &key.to_bytes())?;
    }
    Ok(())
}
