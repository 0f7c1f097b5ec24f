//! SQL of sign-ins under way.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::{Id, Span, Time};

use super::underway::Underway;
use crate::secret::same;
use crate::web::Token;

statements! {
    INSERT = "INSERT INTO signins (account_id, signin_id, secret_hash, next, borrowed, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    GET = "SELECT secret_hash, next, borrowed FROM signins
        WHERE account_id = $1 AND signin_id = $2 AND ended_at IS NULL AND created_at > $3";
    TELL_MISSED = "UPDATE signins SET missed_at = $3 WHERE account_id = $1 AND signin_id = $2 AND missed_at IS NULL";
    pub(super) SWEEP = "DELETE FROM signins WHERE (account_id, signin_id) IN
        (SELECT account_id, signin_id FROM signins WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
    END = "UPDATE signins SET ended_at = $3 WHERE account_id = $1 AND signin_id = $2 AND ended_at IS NULL";
}

/// How long a second step may take: as long as the first proof counts for signing in.
const LIFE: Span = Span::hours(1);

pub(super) fn insert(tx: &Tx<'_>, token: &Token, next: &str, borrowed: bool) -> Result<()> {
    let values = params![
        token.root,
        token.row,
        token.hash(),
        next,
        borrowed,
        tx.now()
    ];
    tx.exec(&INSERT, values)?;
    Ok(())
}

pub(super) fn get(view: &View<'_>, token: &Token) -> Result<Option<Underway>> {
    let since = Time(view.now()) - LIFE;
    let row: Option<(Vec<u8>, String, bool)> =
        view.one(&GET, params![token.root, token.row, since.0])?;
    let row = row.filter(|(hash, ..)| same(hash, &token.hash()));
    Ok(row.map(|(_, next, borrowed)| Underway {
        id: token.row,
        account: token.root,
        next,
        borrowed,
    }))
}

/// `false`: it was told before.
pub(super) fn tell_missed(tx: &Tx<'_>, of: &Underway) -> Result<bool> {
    Ok(tx.exec(&TELL_MISSED, params![of.account, of.id, tx.now()])? == 1)
}

/// `false`: it had ended before.
pub(super) fn end(tx: &Tx<'_>, account: Id, id: Id) -> Result<bool> {
    Ok(tx.exec(&END, params![account, id, tx.now()])? == 1)
}
