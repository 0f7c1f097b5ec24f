//! SQL of authenticator apps that are being set up.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::{Id, Span, Time};

statements! {
    KEEP = "INSERT INTO totp_setups (account_id, session_id, secret, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id, session_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at";
    GET = "SELECT secret FROM totp_setups WHERE account_id = $1 AND session_id = $2 AND created_at > $3";
    END = "DELETE FROM totp_setups WHERE account_id = $1 AND session_id = $2";
    pub(super) SWEEP = "DELETE FROM totp_setups WHERE (account_id, session_id) IN
        (SELECT account_id, session_id FROM totp_setups WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
}

/// How long a secret waits for its first code.
pub(super) const LIFE: Span = Span::hours(1);

/// Keeps a sealed secret, in place of what was left unfinished.
pub(super) fn keep(tx: &Tx<'_>, account: Id, session: Id, sealed: &[u8]) -> Result<()> {
    tx.exec(&KEEP, params![account, session, sealed, tx.now()])?;
    Ok(())
}

/// The sealed secret of this session, if it is not too old.
pub(super) fn get(view: &View<'_>, account: Id, session: Id) -> Result<Option<Vec<u8>>> {
    let since = Time(view.now()) - LIFE;
    view.one(&GET, params![account, session, since.0])
}

pub(super) fn end(tx: &Tx<'_>, account: Id, session: Id) -> Result<()> {
    tx.exec(&END, params![account, session])?;
    Ok(())
}
