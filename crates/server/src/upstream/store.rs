//! SQL of visits to providers.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::Id;

statements! {
    INSERT = "INSERT INTO upstream_visits (state_hash, provider, visitor_hash, purpose, case_id, next, borrowed, sealed, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    GET = "SELECT provider, visitor_hash, purpose, case_id, next, borrowed, sealed, created_at, used_at FROM upstream_visits
        WHERE state_hash = $1";
    USE_UP = "UPDATE upstream_visits SET used_at = $2, sealed = $3 WHERE state_hash = $1 AND used_at IS NULL";
    pub(super) SWEEP = "DELETE FROM upstream_visits WHERE state_hash IN
        (SELECT state_hash FROM upstream_visits WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
}

/// One visit as kept.
pub(super) struct Row {
    pub(super) provider: String,
    pub(super) visitor_hash: Vec<u8>,
    pub(super) purpose: String,
    pub(super) case: Option<Id>,
    pub(super) next: String,
    pub(super) borrowed: bool,
    pub(super) sealed: Vec<u8>,
    pub(super) created_at: i64,
    pub(super) used_at: Option<i64>,
}
from_row!(Row {
    provider,
    visitor_hash,
    purpose,
    case,
    next,
    borrowed,
    sealed,
    created_at,
    used_at
});

pub(super) fn insert(tx: &Tx<'_>, state: &[u8; 32], row: &Row) -> Result<()> {
    let values = params![
        state,
        &row.provider,
        &row.visitor_hash,
        &row.purpose,
        row.case,
        &row.next,
        row.borrowed,
        &row.sealed,
        row.created_at
    ];
    tx.exec(&INSERT, values)?;
    Ok(())
}

pub(super) fn get(view: &View<'_>, state: &[u8; 32]) -> Result<Option<Row>> {
    view.one(&GET, params![state])
}

/// Uses a visit up, and wipes its secrets. `false`: it was used before.
pub(super) fn use_up(tx: &Tx<'_>, state: &[u8; 32]) -> Result<bool> {
    let nothing: &[u8] = &[];
    Ok(tx.exec(&USE_UP, params![state, tx.now(), nothing])? == 1)
}
