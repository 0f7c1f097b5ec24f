//! SQL of counters.

use kunci_db::{Result, Tx, View, params, statements};

statements! {
    ADD = "INSERT INTO counters (counter_key, window_start, n) VALUES ($1, $2, $3)
        ON CONFLICT (counter_key, window_start) DO UPDATE SET n = counters.n + excluded.n RETURNING n";
    TOTAL = "SELECT n FROM counters WHERE counter_key = $1 AND window_start = $2";
    pub(super) SWEEP = "DELETE FROM counters WHERE (counter_key, window_start) IN
        (SELECT counter_key, window_start FROM counters WHERE window_start < $1 ORDER BY window_start LIMIT $2) AND window_start < $1";
}

pub(super) fn add(tx: &Tx<'_>, key: &[u8; 32], start: i64, n: i64) -> Result<i64> {
    let total: Option<i64> = tx.one(&ADD, params![*key, start, n])?;
    Ok(total.unwrap_or(n))
}

pub(super) fn total(view: &View<'_>, key: &[u8; 32], start: i64) -> Result<i64> {
    let total: Option<i64> = view.one(&TOTAL, params![*key, start])?;
    Ok(total.unwrap_or(0))
}
