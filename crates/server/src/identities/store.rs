//! SQL of identities.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::Id;

statements! {
    INSERT = "INSERT INTO identities (identity_hash, account_id, method_id, issuer) VALUES ($1, $2, $3, $4)";
    FIND = "SELECT account_id, method_id FROM identities WHERE identity_hash = $1 ORDER BY account_id, method_id";
    ISSUERS = "SELECT method_id, issuer FROM identities WHERE account_id = $1 ORDER BY method_id";
}

pub(super) fn insert(
    tx: &Tx<'_>,
    hash: &[u8; 32],
    (account, method): (Id, Id),
    issuer: &str,
) -> Result<()> {
    tx.exec(&INSERT, params![hash, account, method, issuer])?;
    Ok(())
}

pub(super) fn find(view: &View<'_>, hash: &[u8; 32]) -> Result<Vec<(Id, Id)>> {
    view.many(&FIND, params![hash])
}

pub(super) fn issuers(view: &View<'_>, account: Id) -> Result<Vec<(Id, String)>> {
    view.many(&ISSUERS, params![account])
}
