//! The password of an account.

use kunci_db::{Result, Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::Origin;

use super::store;
use crate::hashing::PasswordHash;

/// A stored password.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Rises with every change; a check that began with an older version is void.
    pub version: i64,
    /// The hash.
    pub hash: PasswordHash,
    /// When it was set.
    pub set_at: kunci_rules::Time,
    /// With which proofs it was set.
    pub origin: Origin,
    /// On which holder, if that browser had been known for a week.
    pub set_on: Option<Id>,
}

/// The password of an account, if it has one.
///
/// # Errors
/// Of the database.
pub fn get(view: &View<'_>, account: Id) -> Result<Option<Stored>> {
    store::password(view, account)
}

/// Sets or replaces the password. The origin keeps the proofs that allowed it, for the taint rules.
///
/// # Errors
/// Of the database.
pub fn set(
    tx: &Tx<'_>,
    account: Id,
    hash: &PasswordHash,
    origin: &Origin,
    set_on: Option<Id>,
) -> Result<()> {
    store::set_password(tx, account, hash, origin, set_on)?;
    crate::accounts::set_compromised(tx, account, false)
}

/// Hashes the same password at today's cost; a password that changed meanwhile stays as it is.
///
/// # Errors
/// Of the database.
pub fn rehash(tx: &Tx<'_>, account: Id, hash: &PasswordHash, version: i64) -> Result<()> {
    store::rehash(tx, account, hash, version)
}
