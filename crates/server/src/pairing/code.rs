//! Pairing codes of agents (STD-32): 40 bits, ten minutes, once.
//!
//! The code travels without a name beside it, so what makes 40 bits enough is the throttle: [`TRIES_PER_NETWORK`] wrong
//! codes an hour from one network, [`TRIES`] from everywhere. With a thousand codes open at once a stranger then hits one
//! within an hour by a chance below 1 in 100,000, gains a place in someone's list of devices, and every contact is told.

use kunci_db::{Result, Tx, View};
use kunci_rules::{Id, Span, Time};
use kunci_wire::PairingCode;

use super::store;
use crate::accounts;
use crate::browsers::Owner;
use crate::counters::Counter;
use crate::jobs::{self, JobKind};
use crate::keys::{Keys, Purpose};
use crate::notices::By;
use crate::state::App;
use crate::web::Network;

/// How long a code works.
const LIFE: Span = Span::minutes(10);
/// A pairing is forgotten this long after its code's end.
const KEPT: Span = Span::days(1);
/// Wrong codes per network and hour.
const TRIES_PER_NETWORK: i64 = 10;
/// Wrong codes per hour from everywhere.
const TRIES: i64 = 10_000;

/// Forgets a pairing.
pub const FORGET: JobKind = JobKind {
    tag: "pairing-forget",
    run: |app, account, pairing| {
        Box::pin(async move {
            app.db
                .tx(move |tx| store::forget(tx, account, pairing))
                .await
        })
    },
};

/// A code that an owner asked for.
#[derive(Clone, Debug)]
pub struct Code {
    /// The pairing's id, which its waiting page names.
    pub id: Id,
    /// What the owner calls the device.
    pub name: String,
    /// Until when the code works.
    pub expires_at: Time,
    /// The device that it brought in.
    pub device: Option<Id>,
}

/// Writes a code down for an owner whose account the caller holds; `here`: the browser in hand runs on that device. `None`: the form was sent twice.
pub(super) fn issue(
    tx: &Tx<'_>,
    owner: &Owner,
    id: Id,
    (name, here): (&str, bool),
    code: PairingCode,
) -> Result<Option<Code>> {
    let account = owner.account.id;
    let expires_at = Time(tx.now()) + LIFE;
    let issued = Code {
        id,
        name: name.to_owned(),
        expires_at,
        device: None,
    };
    if !store::insert(
        tx,
        &tag(&owner.context.app.keys, code),
        account,
        &issued,
        owner,
        here,
    )? {
        return Ok(None);
    }
    jobs::schedule(tx, FORGET, account, id, expires_at + KEPT)?;
    Ok(Some(issued))
}

/// A code as its waiting page sees it.
pub(crate) fn get(view: &View<'_>, account: Id, id: Id) -> Result<Option<Code>> {
    store::get(view, account, id)
}

fn tag(keys: &Keys, code: PairingCode) -> [u8; 32] {
    keys.tag(Purpose::Code, &[b"pairing", &code.to_bytes()])
}

/// What came of showing a code.
#[derive(Clone, Debug)]
pub enum Shown {
    /// It is good, and its account is held.
    For {
        /// Whose.
        account: Id,
        /// What the owner called the device.
        name: String,
        /// Who asked for the code.
        by: By,
    },
    /// No such code, or it was used, or its time is over.
    Wrong,
    /// Too many wrong codes from this network or from everywhere; this one was not looked at.
    TooMany,
}

/// Looks a code up. Two agents may show the same one at once: only one of them holds its account and finds it unused.
///
/// # Errors
/// Of the database.
pub fn show(tx: &Tx<'_>, app: &App, network: Network, code: PairingCode) -> Result<Shown> {
    let window = Span::hours(1);
    let here = Counter {
        what: "pairing-codes",
        subject: &network.0,
        window,
    };
    let everywhere = Counter {
        what: "pairing-codes",
        subject: b"everywhere",
        window,
    };
    let tries = (
        here.add(tx, &app.keys, 1)?,
        everywhere.add(tx, &app.keys, 1)?,
    );
    if tries.0 > TRIES_PER_NETWORK || tries.1 > TRIES {
        return Ok(Shown::TooMany);
    }
    let tag = tag(&app.keys, code);
    let Some(account) = store::account_of(tx, &tag)? else {
        return Ok(Shown::Wrong);
    };
    accounts::hold(tx, account)?;
    let Some((name, by)) = store::good_for(tx, &tag)? else {
        return Ok(Shown::Wrong);
    };
    here.add(tx, &app.keys, -1)?;
    everywhere.add(tx, &app.keys, -1)?;
    Ok(Shown::For { account, name, by })
}

/// Uses up a code that was shown: it brought this device in.
///
/// # Errors
/// Of the database.
pub fn spend(tx: &Tx<'_>, app: &App, code: PairingCode, device: Id) -> Result<()> {
    let tag = tag(&app.keys, code);
    if let Some((account, browser)) = store::runs_here(tx, &tag)? {
        super::browsers::runs_on(tx, account, browser, device)?;
    }
    store::spend(tx, &tag, device)
}
