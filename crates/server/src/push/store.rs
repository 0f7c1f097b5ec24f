//! SQL of subscriptions.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::Id;

statements! {
    SAVE = "INSERT INTO push_subscriptions (account_id, browser_id, sealed, seen_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id, browser_id) DO UPDATE SET sealed = excluded.sealed, seen_at = excluded.seen_at";
    SEALED = "SELECT sealed FROM push_subscriptions WHERE account_id = $1 AND browser_id = $2";
    BROWSERS = "SELECT browser_id FROM push_subscriptions WHERE account_id = $1 ORDER BY browser_id";
    SEEN = "UPDATE push_subscriptions SET seen_at = $3 WHERE account_id = $1 AND browser_id = $2";
    REMOVE = "DELETE FROM push_subscriptions WHERE account_id = $1 AND browser_id = $2";
    REMOVE_SAME = "DELETE FROM push_subscriptions WHERE account_id = $1 AND browser_id = $2 AND sealed = $3";
    pub(super) SWEEP = "DELETE FROM push_subscriptions WHERE (account_id, browser_id) IN
        (SELECT account_id, browser_id FROM push_subscriptions WHERE seen_at < $1 ORDER BY seen_at LIMIT $2) AND seen_at < $1";
}

pub(super) fn save(tx: &Tx<'_>, account: Id, browser: Id, sealed: &[u8]) -> Result<()> {
    tx.exec(&SAVE, params![account, browser, sealed, tx.now()])?;
    Ok(())
}

pub(super) fn sealed(view: &View<'_>, account: Id, browser: Id) -> Result<Option<Vec<u8>>> {
    view.one(&SEALED, params![account, browser])
}

pub(super) fn browsers(view: &View<'_>, account: Id) -> Result<Vec<Id>> {
    view.many(&BROWSERS, params![account])
}

pub(super) fn seen(tx: &Tx<'_>, account: Id, browser: Id) {
    tx.push(&SEEN, params![account, browser, tx.now()]);
}

pub(super) fn remove(tx: &Tx<'_>, account: Id, browser: Id) -> Result<()> {
    tx.exec(&REMOVE, params![account, browser])?;
    Ok(())
}

/// Unless it was set anew meanwhile.
pub(super) fn remove_same(tx: &Tx<'_>, account: Id, browser: Id, sealed: &[u8]) -> Result<()> {
    tx.exec(&REMOVE_SAME, params![account, browser, sealed])?;
    Ok(())
}
