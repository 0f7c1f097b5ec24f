//! SQL of saved recovery codes.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::Id;

statements! {
    INSERT = "INSERT INTO recovery_codes (code_hash, account_id, method_id) VALUES ($1, $2, $3)";
    FIND = "SELECT account_id, method_id FROM recovery_codes WHERE code_hash = $1 AND used_at IS NULL";
    SPEND = "UPDATE recovery_codes SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL";
    LEFT = "SELECT CAST(COUNT(*) AS BIGINT) FROM recovery_codes WHERE account_id = $1 AND method_id = $2 AND used_at IS NULL";
}

pub(super) fn insert(tx: &Tx<'_>, hash: &[u8; 32], account: Id, sheet: Id) -> Result<()> {
    tx.exec(&INSERT, params![*hash, account, sheet])?;
    Ok(())
}

pub(super) fn find(view: &View<'_>, hash: &[u8; 32]) -> Result<Option<(Id, Id)>> {
    view.one(&FIND, params![*hash])
}

/// Whether this call is the one that used it.
pub(super) fn spend(tx: &Tx<'_>, hash: &[u8; 32]) -> Result<bool> {
    Ok(tx.exec(&SPEND, params![*hash, tx.now()])? == 1)
}

pub(super) fn left(view: &View<'_>, account: Id, sheet: Id) -> Result<i64> {
    let row: Option<(i64,)> = view.one(&LEFT, params![account, sheet])?;
    Ok(row.map_or(0, |(n,)| n))
}
