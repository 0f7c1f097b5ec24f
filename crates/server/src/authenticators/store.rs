//! SQL of authenticators.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::gate::Origin;
use kunci_rules::{Id, Time};

use super::{Authenticator, New, Said};
use crate::methods::origin::{self, kind_named};

statements! {
    INSERT = "INSERT INTO authenticators (account_id, method_id, kind, label, data, step, added_at, proved_at, origin, set_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)";
    LIST = "SELECT method_id, kind, label, step, added_at, proved_at, origin, set_on FROM authenticators
        WHERE account_id = $1 AND removed_at IS NULL ORDER BY added_at, method_id";
    DATA = "SELECT data FROM authenticators WHERE account_id = $1 AND method_id = $2 AND removed_at IS NULL";
    SET_DATA = "UPDATE authenticators SET data = $3 WHERE account_id = $1 AND method_id = $2 AND removed_at IS NULL";
    USED = "UPDATE authenticators SET step = $3, proved_at = $4
        WHERE account_id = $1 AND method_id = $2 AND removed_at IS NULL AND step < $3";
    RENAME = "UPDATE authenticators SET label = $3 WHERE account_id = $1 AND method_id = $2 AND removed_at IS NULL";
    REMOVE = "UPDATE authenticators SET removed_at = $3 WHERE account_id = $1 AND method_id = $2 AND removed_at IS NULL";
    RESTORE = "UPDATE authenticators SET removed_at = NULL, added_at = $3, origin = $4
        WHERE account_id = $1 AND method_id = $2 AND removed_at IS NOT NULL";
    pub(super) SWEEP = "DELETE FROM authenticators WHERE (account_id, method_id) IN
        (SELECT account_id, method_id FROM authenticators WHERE removed_at < $1 ORDER BY removed_at LIMIT $2) AND removed_at < $1";
    SAID = "SELECT method_id, holder_id, usable, said_at, set_on FROM reaches WHERE account_id = $1";
    SAY = "INSERT INTO reaches (account_id, method_id, holder_id, usable, said_at, set_on) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (account_id, method_id, holder_id) DO UPDATE SET usable = excluded.usable,
        said_at = excluded.said_at, set_on = excluded.set_on";
}

pub(super) fn insert(
    tx: &Tx<'_>,
    account: Id,
    new: &New<'_>,
    sealed: &[u8],
    with: &Origin,
) -> Result<()> {
    let values = params![
        account,
        new.id,
        new.kind.name(),
        new.label,
        sealed,
        new.step,
        tx.now(),
        origin::write(with),
        new.set_on
    ];
    tx.exec(&INSERT, values)?;
    Ok(())
}

pub(super) fn list(view: &View<'_>, account: Id) -> Result<Vec<Authenticator>> {
    type Row = (Id, String, String, i64, i64, i64, String, Option<Id>);
    let rows: Vec<Row> = view.many(&LIST, params![account])?;
    let one = |(id, kind, label, step, added, proved, from, set_on): Row| {
        Some(Authenticator {
            id,
            kind: kind_named(&kind)?,
            label,
            step,
            added_at: Time(added),
            proved_at: Time(proved),
            origin: origin::read(&from),
            set_on,
        })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

pub(super) fn data(view: &View<'_>, account: Id, method: Id) -> Result<Option<Vec<u8>>> {
    view.one(&DATA, params![account, method])
}

pub(super) fn set_data(tx: &Tx<'_>, account: Id, method: Id, sealed: &[u8]) -> Result<()> {
    tx.exec(&SET_DATA, params![account, method, sealed])?;
    Ok(())
}

/// Whether this call is the one that used this step.
pub(super) fn used(tx: &Tx<'_>, account: Id, method: Id, step: i64) -> Result<bool> {
    Ok(tx.exec(&USED, params![account, method, step, tx.now()])? == 1)
}

pub(super) fn rename(tx: &Tx<'_>, account: Id, method: Id, label: &str) -> Result<()> {
    tx.exec(&RENAME, params![account, method, label])?;
    Ok(())
}

pub(super) fn remove(tx: &Tx<'_>, account: Id, method: Id) -> Result<()> {
    tx.exec(&REMOVE, params![account, method, tx.now()])?;
    Ok(())
}

pub(super) fn restore(tx: &Tx<'_>, account: Id, method: Id, with: &Origin) -> Result<()> {
    let values = params![account, method, tx.now(), origin::write(with)];
    tx.exec(&RESTORE, values)?;
    Ok(())
}

pub(super) fn said(view: &View<'_>, account: Id) -> Result<Vec<Said>> {
    let rows: Vec<(Id, Id, bool, i64, Option<Id>)> = view.many(&SAID, params![account])?;
    let said = |(method, holder, usable, at, set_on)| Said {
        method,
        holder,
        usable,
        at: Time(at),
        set_on,
    };
    Ok(rows.into_iter().map(said).collect())
}

pub(super) fn say(tx: &Tx<'_>, account: Id, said: &Said) -> Result<()> {
    let values = params![
        account,
        said.method,
        said.holder,
        said.usable,
        said.at.0,
        said.set_on
    ];
    tx.exec(&SAY, values)?;
    Ok(())
}
