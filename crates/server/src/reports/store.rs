//! SQL of reports.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::{Id, Time};

statements! {
    INSERT = "INSERT INTO reports (report_id, details, created_at) VALUES ($1, $2, $3)";
    NEWEST = "SELECT report_id, details, created_at FROM reports ORDER BY created_at DESC, report_id DESC LIMIT $1";
    pub(super) SWEEP = "DELETE FROM reports WHERE report_id IN
        (SELECT report_id FROM reports WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
}

pub(super) fn insert(tx: &Tx<'_>, id: Id, sealed: &[u8]) -> Result<()> {
    tx.exec(&INSERT, params![id, sealed.to_vec(), tx.now()])?;
    Ok(())
}

/// Id, sealed details and time, newest first.
pub(super) fn newest(view: &View<'_>, most: u32) -> Result<Vec<(Id, Vec<u8>, Time)>> {
    let rows: Vec<(Id, Vec<u8>, i64)> = view.many(&NEWEST, params![most])?;
    Ok(rows
        .into_iter()
        .map(|(id, sealed, at)| (id, sealed, Time(at)))
        .collect())
}
