//! SQL of closing: one statement for each table, made from what the features declare, so that no list can lag behind.

use std::sync::LazyLock;

use kunci_db::{Result, Sql, Tx, params, statements};
use kunci_rules::Id;

use crate::feature::Root;
use crate::registry::FEATURES;

statements! {
    FORGET_POOLS = "DELETE FROM guess_pools WHERE subject = $1";
    FORGET_PLACES = "DELETE FROM guess_places WHERE subject = $1";
}

/// What stays of a closed account: its audit trail and the number that orders it, and messages on their way.
pub const KEPT: &[&str] = &["account_heads", "audit", "outbox"];

/// What leads to an account, or names it, without being rooted in it. A test compares this with the migrations.
pub const LEADS: &[&str] = &[
    "challenges",
    "device_keys",
    "helper_requests",
    "identifiers",
    "identities",
    "jobs",
    "notice_links",
    "pairings",
    "passkey_ids",
    "recoveries",
    "recovery_codes",
    "rehearsal_links",
];

/// Made once; the names come from this program.
static ERASE: LazyLock<Vec<Sql>> = LazyLock::new(|| {
    let tables = FEATURES.iter().flat_map(|feature| feature.tables);
    let rooted = tables.filter(|table| matches!(table.root, Root::Account));
    let names = rooted.map(|table| table.name).chain(LEADS.iter().copied());
    let gone = names.filter(|name| !KEPT.contains(name));
    let statement = |name| format!("DELETE FROM {name} WHERE account_id = $1");
    gone.map(|name| Sql(Box::leak(statement(name).into_boxed_str())))
        .collect()
});

/// Erases all that is the account's but its trail. With its row goes the key to what is sealed in that.
pub(super) fn erase(tx: &Tx<'_>, account: Id) -> Result<()> {
    for statement in ERASE.iter().chain([&FORGET_POOLS, &FORGET_PLACES]) {
        tx.exec(statement, params![account])?;
    }
    Ok(())
}
