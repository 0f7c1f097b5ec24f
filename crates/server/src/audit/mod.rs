//! The audit trail: append-only, chained per account, and still verifiable after its details were erased.
//!
//! Each row keeps what happened and who did it in plain words, its details sealed under the account's own key, and a hash of
//! all that with a salt that lies inside the sealed part. The chain runs over those hashes. Destroying the account's key leaves
//! rows whose hashes tell nothing and whose chain still proves that none was altered or taken out (AR-39).

mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::{Id, Time};

use crate::feature::{Ends, Feature, Root, Table};
use crate::keys::DataKey;
use crate::secret::{same, sha256};
use crate::state::App;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "audit",
    tables: &[Table {
        name: "audit",
        root: Root::Account,
        retention: "as long as the operator must prove",
        ends: Ends::WithRoot,
    }],
    statements: store::STATEMENTS,
};

/// One row as it is stored.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Place in the chain, from 1.
    pub seq: i64,
    /// When.
    pub at: Time,
    /// What, a stable name such as `sign-in`.
    pub event: String,
    /// Who, such as `owner`, `stranger`, `system` or `staff`.
    pub actor: String,
    sealed: Vec<u8>,
    salted_hash: [u8; 32],
    chain: [u8; 32],
}

/// Appends to an account's trail. The caller holds the account. Details never contain secrets, codes or contents.
///
/// # Errors
/// Of the database.
pub fn record(
    tx: &Tx<'_>,
    app: &App,
    account: Id,
    event: &str,
    actor: &str,
    details: &str,
) -> Result<()> {
    let last = store::last(tx, account)?;
    let (seq, before) = last.map_or((1, [0; 32]), |entry| (entry.seq + 1, entry.chain));
    let salt = app.random.bytes::<16>();
    let plain = [&salt[..], details.as_bytes()].concat();
    let at = Time(tx.now());
    let salted_hash = hash_row(seq, at, event, actor, &plain);
    let sealed = match key(tx, app, account)? {
        Some(key) => key.seal(&app.random, &seq.to_le_bytes(), &plain),
        None => Vec::new(),
    };
    let chain = link(&before, &salted_hash);
    store::insert(
        tx,
        account,
        &Entry {
            seq,
            at,
            event: event.to_owned(),
            actor: actor.to_owned(),
            sealed,
            salted_hash,
            chain,
        },
    )
}

/// Where a trail was altered, if it was: the first row that does not fit.
///
/// # Errors
/// Of the database.
pub fn verify(view: &View<'_>, app: &App, account: Id) -> Result<Option<i64>> {
    let key = key(view, app, account)?;
    let mut before = [0; 32];
    for (entry, expected) in store::all(view, account)?.into_iter().zip(1..) {
        let details = key
            .as_ref()
            .and_then(|key| key.open(&entry.seq.to_le_bytes(), &entry.sealed));
        let told =
            details.map(|plain| hash_row(entry.seq, entry.at, &entry.event, &entry.actor, &plain));
        let readable = told.is_none_or(|hash| same(&hash, &entry.salted_hash));
        if entry.seq != expected
            || !readable
            || !same(&entry.chain, &link(&before, &entry.salted_hash))
        {
            return Ok(Some(expected));
        }
        before = entry.chain;
    }
    Ok(None)
}

/// The newest rows of an account, newest first, with their details.
///
/// # Errors
/// Of the database.
pub fn recent(view: &View<'_>, app: &App, account: Id) -> Result<Vec<(Entry, String)>> {
    let key = key(view, app, account)?;
    let read = |entry: Entry| {
        let plain = key
            .as_ref()
            .and_then(|key| key.open(&entry.seq.to_le_bytes(), &entry.sealed));
        let details = plain.and_then(|plain| String::from_utf8(plain.get(16..)?.to_vec()).ok());
        (entry, details.unwrap_or_default())
    };
    Ok(store::recent(view, account)?
        .into_iter()
        .map(read)
        .collect())
}

fn key(view: &View<'_>, app: &App, account: Id) -> Result<Option<DataKey>> {
    Ok(crate::accounts::data_key(view, account)?
        .and_then(|sealed| app.keys.open_data_key(account, &sealed)))
}

fn hash_row(seq: i64, at: Time, event: &str, actor: &str, plain: &[u8]) -> [u8; 32] {
    let mut bytes = [seq.to_le_bytes(), at.0.to_le_bytes()].concat();
    for part in [event.as_bytes(), actor.as_bytes(), plain] {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(part);
    }
    sha256(&bytes)
}

fn link(before: &[u8; 32], salted_hash: &[u8; 32]) -> [u8; 32] {
    sha256(&[&before[..], salted_hash].concat())
}
