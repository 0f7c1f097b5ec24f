//! SQL of leases.

use kunci_db::{Result, Tx, params, statements};
use kunci_rules::Id;

statements! {
    TAKE = "UPDATE leases SET node = $3, epoch = epoch + 1, until = $4 WHERE queue = $1 AND bucket = $2 AND until <= $5 RETURNING epoch";
    SET_UNTIL = "UPDATE leases SET until = $4 WHERE queue = $1 AND bucket = $2 AND epoch = $3";
}

/// The new epoch, unless another node holds the bucket.
pub(super) fn take(
    tx: &Tx<'_>,
    queue: &str,
    bucket: i64,
    node: Id,
    until: i64,
) -> Result<Option<i64>> {
    tx.one(&TAKE, params![queue, bucket, node, until, tx.now()])
}

/// Whether the lease was still ours.
pub(super) fn set_until(
    tx: &Tx<'_>,
    queue: &str,
    bucket: i64,
    epoch: i64,
    until: i64,
) -> Result<bool> {
    Ok(tx.exec(&SET_UNTIL, params![queue, bucket, epoch, until])? == 1)
}
