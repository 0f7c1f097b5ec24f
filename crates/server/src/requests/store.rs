//! SQL of requests.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::gate::Kind;
use kunci_rules::{Id, Time};

use super::{About, Request};

statements! {
    INSERT = "INSERT INTO requests (account_id, request_id, action, device_id, method_id, label, state, created_at, opens_at)
        VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8)";
    WAITING = "SELECT request_id, action, device_id, method_id, label, created_at, opens_at FROM requests
        WHERE account_id = $1 AND ended_at IS NULL ORDER BY created_at, request_id LIMIT 50";
    SET_TIME = "UPDATE requests SET opens_at = $3 WHERE account_id = $1 AND request_id = $2 AND ended_at IS NULL";
    pub(super) SWEEP = "DELETE FROM requests WHERE (account_id, request_id) IN
        (SELECT account_id, request_id FROM requests WHERE ended_at < $1 ORDER BY ended_at LIMIT $2) AND ended_at < $1";
    END = "UPDATE requests SET state = $3, ended_at = $4 WHERE account_id = $1 AND request_id = $2 AND ended_at IS NULL";
}

pub(super) fn insert(
    tx: &Tx<'_>,
    account: Id,
    id: Id,
    about: About,
    opens_at: Time,
    label: &str,
) -> Result<()> {
    let values = params![
        account,
        id,
        about.kind.name(),
        about.device,
        about.method,
        label,
        tx.now(),
        opens_at.0
    ];
    tx.exec(&INSERT, values)?;
    Ok(())
}

pub(super) fn waiting(view: &View<'_>, account: Id) -> Result<Vec<Request>> {
    type Row = (Id, String, Option<Id>, Option<Id>, String, i64, i64);
    let rows: Vec<Row> = view.many(&WAITING, params![account])?;
    let request = |(id, action, device, method, label, created, opens): Row| {
        Some(Request {
            id,
            about: About {
                kind: Kind::named(&action)?,
                device,
                method,
            },
            label,
            created_at: Time(created),
            opens_at: Time(opens),
        })
    };
    Ok(rows.into_iter().filter_map(request).collect())
}

pub(super) fn set_time(tx: &Tx<'_>, account: Id, id: Id, opens_at: Time) -> Result<()> {
    tx.exec(&SET_TIME, params![account, id, opens_at.0])?;
    Ok(())
}

/// Whether this call is the one that ended it.
pub(super) fn end(tx: &Tx<'_>, account: Id, id: Id, state: &str) -> Result<bool> {
    Ok(tx.exec(&END, params![account, id, state, tx.now()])? == 1)
}
