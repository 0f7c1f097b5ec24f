//! SQL of passkeys.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::Id;

use super::challenge::Answered;

statements! {
    FIND = "SELECT account_id, method_id FROM passkey_ids WHERE credential_hash = $1";
    INSERT = "INSERT INTO passkey_ids (credential_hash, account_id, method_id) VALUES ($1, $2, $3)
        ON CONFLICT (credential_hash) DO NOTHING";
    ANSWER = "INSERT INTO passkey_answers (challenge_hash, ends_at) VALUES ($1, $2) ON CONFLICT (challenge_hash) DO NOTHING";
    pub(super) SWEEP = "DELETE FROM passkey_answers WHERE challenge_hash IN
        (SELECT challenge_hash FROM passkey_answers WHERE ends_at < $1 ORDER BY ends_at LIMIT $2) AND ends_at < $1";
}

/// Whose passkey this is, and which.
pub(super) fn find(view: &View<'_>, credential: &[u8; 32]) -> Result<Option<(Id, Id)>> {
    view.one(&FIND, params![credential.as_slice()])
}

/// `false`: a passkey goes by this id already.
pub(super) fn insert(tx: &Tx<'_>, credential: &[u8; 32], account: Id, method: Id) -> Result<bool> {
    let values = params![credential.as_slice(), account, method];
    Ok(tx.exec(&INSERT, values)? == 1)
}

/// Uses a challenge up. `false`: it was answered before.
pub(super) fn answer(tx: &Tx<'_>, answered: &Answered) -> Result<bool> {
    let values = params![answered.hash.as_slice(), answered.ends_at.0];
    Ok(tx.exec(&ANSWER, values)? == 1)
}
