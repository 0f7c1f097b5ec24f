//! SQL of sweeping: whose turn it is. What is deleted stands in the store of each table's feature.

use kunci_db::{Result, Sql, Tx, View, params, statements};
use kunci_rules::Time;

statements! {
    DUE = "SELECT bucket FROM leases WHERE queue = 'sweeps' AND until <= $1";
}

pub(super) fn due(view: &View<'_>) -> Result<Vec<i64>> {
    view.many(&DUE, params![view.now()])
}

/// Deletes at most `most` rows that ended before; returns how many went.
pub(super) fn delete(tx: &Tx<'_>, statement: &Sql, before: Time, most: u32) -> Result<u64> {
    tx.exec(statement, params![before.0, most])
}
