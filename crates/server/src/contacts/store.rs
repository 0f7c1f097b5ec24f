//! SQL of contacts that are being added.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::{Id, Span, Time};

use crate::accounts::{Identifier, Kind};

statements! {
    INSERT = "INSERT INTO contact_requests (account_id, request_id, session_id, kind, value, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    NEWEST = "SELECT request_id, kind, value FROM contact_requests
        WHERE account_id = $1 AND session_id = $2 AND created_at > $3 AND done_at IS NULL ORDER BY created_at DESC, request_id DESC LIMIT 1";
    FINISH = "UPDATE contact_requests SET done_at = $3 WHERE account_id = $1 AND request_id = $2 AND done_at IS NULL";
    pub(super) SWEEP = "DELETE FROM contact_requests WHERE (account_id, request_id) IN
        (SELECT account_id, request_id FROM contact_requests WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
}

/// A contact that waits for its code.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(super) id: Id,
    pub(super) identifier: Identifier,
}

pub(super) fn insert(tx: &Tx<'_>, account: Id, session: Id, identifier: &Identifier) -> Result<Id> {
    let id = tx.id();
    let (kind, value) = (identifier.kind().tag(), identifier.value());
    tx.exec(
        &INSERT,
        params![account, id, session, kind, value, tx.now()],
    )?;
    Ok(id)
}

/// The newest request of a session, at most an hour old.
pub(super) fn newest(view: &View<'_>, account: Id, session: Id) -> Result<Option<Request>> {
    let since = Time(view.now()) - Span::hours(1);
    let row: Option<(Id, String, String)> =
        view.one(&NEWEST, params![account, session, since.0])?;
    Ok(row.and_then(|(id, kind, value)| {
        let identifier = Identifier::stored(Kind::parse(&kind)?, value);
        Some(Request { id, identifier })
    }))
}

pub(super) fn finish(tx: &Tx<'_>, account: Id, request: Id) -> Result<bool> {
    Ok(tx.exec(&FINISH, params![account, request, tx.now()])? == 1)
}
