//! SQL of the audit trail. There is no update and no delete.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::{Id, Time};

use super::Entry;

statements! {
    INSERT = "INSERT INTO audit (account_id, seq, at, event, actor, details, salted_hash, chain)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    LAST = "SELECT seq, at, event, actor, details, salted_hash, chain FROM audit WHERE account_id = $1 ORDER BY seq DESC LIMIT 1";
    RECENT = "SELECT seq, at, event, actor, details, salted_hash, chain FROM audit WHERE account_id = $1 ORDER BY seq DESC LIMIT 50";
    ALL = "SELECT seq, at, event, actor, details, salted_hash, chain FROM audit WHERE account_id = $1 ORDER BY seq";
}

struct Row {
    seq: i64,
    at: i64,
    event: String,
    actor: String,
    sealed: Vec<u8>,
    salted_hash: [u8; 32],
    chain: [u8; 32],
}
from_row!(Row {
    seq,
    at,
    event,
    actor,
    sealed,
    salted_hash,
    chain
});

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        let Row {
            seq,
            at,
            event,
            actor,
            sealed,
            salted_hash,
            chain,
        } = row;
        Self {
            seq,
            at: Time(at),
            event,
            actor,
            sealed,
            salted_hash,
            chain,
        }
    }
}

pub(super) fn insert(tx: &Tx<'_>, account: Id, e: &Entry) -> Result<()> {
    let (event, actor) = (e.event.as_str(), e.actor.as_str());
    let values = params![
        account,
        e.seq,
        e.at.0,
        event,
        actor,
        e.sealed.as_slice(),
        e.salted_hash,
        e.chain
    ];
    tx.push(&INSERT, values);
    Ok(())
}

pub(super) fn last(view: &View<'_>, account: Id) -> Result<Option<Entry>> {
    let row: Option<Row> = view.one(&LAST, params![account])?;
    Ok(row.map(Entry::from))
}

pub(super) fn recent(view: &View<'_>, account: Id) -> Result<Vec<Entry>> {
    let rows: Vec<Row> = view.many(&RECENT, params![account])?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

pub(super) fn all(view: &View<'_>, account: Id) -> Result<Vec<Entry>> {
    let rows: Vec<Row> = view.many(&ALL, params![account])?;
    Ok(rows.into_iter().map(Entry::from).collect())
}
