//! Risk signals: what is not as usual about a sign-in whose secret was right, kept and explained (S-027), and the suspicion lock
//! that two of them place.
//!
//! [`judge`] runs after the proof and before the gate. It costs two short reads (one in a known browser) and writes that travel
//! with the commit; what places a lock is rarer and may cost more. `kunci_rules::risk` decides: a known browser, a passkey and an
//! approval are never locked (G4). Whoever is locked proves once more and goes on ([`lift`]).

mod breached;
mod geo;
mod lift;
mod store;
mod words;

use kunci_db::{Tx, View};
use kunci_rules::gate::MethodKind;
use kunci_rules::locks::Cause;
use kunci_rules::risk::{self as rules, Attempt, Place, Seen, Signal};
use kunci_rules::{Id, Span, Time};

pub use breached::{Breaches, is_breached};
pub use geo::{Geo, Spot};
pub use lift::{OPENS, lift};
pub use words::{explain, line};

use crate::browsers::{self, Standing};
use crate::counters::Counter;
use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::locks::{self, Subject};
use crate::notices::{self, Event};
use crate::web::{Context, Error};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "risk",
    tables: &[
        Table {
            name: "risk_signals",
            root: Root::Account,
            retention: "90 days",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_SIGNALS,
                keep: Span::days(90),
            }),
        },
        Table {
            name: "known_networks",
            root: Root::Account,
            retention: "180 days unused",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_NETWORKS,
                keep: Span::days(180),
            }),
        },
    ],
    statements: store::STATEMENTS,
};

/// The rule's name in the lock ledger.
pub const RULE: &str = "risk/two-signals";

/// Whoever has proved that a lock was wrong is not locked by this rule again for a week.
const FORGIVEN_FOR: Span = Span::days(7);

/// Over how long locks are counted before the rule itself is suspect.
const JUMP: Span = Span::minutes(10);

/// A signal that was kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What.
    pub signal: Signal,
    /// When.
    pub at: Time,
    /// The browser, such as "Chrome, Android"; empty if it did not say.
    pub label: String,
    /// City or country; empty if nobody knows.
    pub place: String,
}

/// A sign-in whose secret was right.
pub struct Shown<'a> {
    /// What the browser is to the account.
    pub standing: Standing,
    /// What was shown.
    pub kinds: &'a [MethodKind],
    /// The password is one that others know.
    pub breached: bool,
}

/// Keeps what is not as usual, and locks if that is two things which no common cause explains: then the owner is told at once
/// (S-028), and the answer is `true`.
///
/// # Errors
/// Of the database.
pub fn judge(
    tx: &Tx<'_>,
    context: &Context,
    account: Id,
    shown: &Shown<'_>,
) -> Result<bool, Error> {
    let spot = context.spot().unwrap_or_default();
    let networks = store::networks(tx, account)?;
    let failures = if shown.standing.is_known() {
        0
    } else {
        failures_here(tx, context, account, shown.standing)?
    };
    let attempt = Attempt {
        at: Time(tx.now()),
        known_browser: shown.standing.is_known(),
        shown: shown.kinds.to_vec(),
        known_network: networks
            .iter()
            .any(|known| known.network == context.network.0),
        anonymous: spot.anonymous,
        place: spot.place,
        breached_password: shown.breached,
        failures_here: failures,
    };
    let signals = rules::signals(&attempt, last_seen(&networks).as_ref());
    for signal in &signals {
        store::keep(tx, context, account, *signal, &spot.name);
    }
    // Facts about the rule are looked up only where it would lock.
    if !rules::locks(&attempt, &signals, false) {
        return Ok(false);
    }
    let since = attempt.at - FORGIVEN_FOR;
    let forgiven = locks::lifted_since(tx, account, Cause::SuspiciousActivity, since)?;
    let locks = !forgiven && rules::locks(&attempt, &signals, rests(tx, context)?);
    if locks {
        lock(tx, context, account, i64::from(failures))?;
    }
    Ok(locks)
}

/// Whether the rule has locked so many lately that it is the rule which is wrong (S-031).
fn rests(tx: &Tx<'_>, context: &Context) -> Result<bool, Error> {
    let placed = locks::placed_since(tx, RULE, Time(tx.now()) - JUMP)?;
    let rests = placed >= context.app.config.risk.most_locks;
    if rests {
        tracing::warn!(
            rule = RULE,
            placed,
            "rests: it placed too many locks in ten minutes"
        );
    }
    Ok(rests)
}

fn lock(tx: &Tx<'_>, context: &Context, account: Id, tries: i64) -> Result<(), Error> {
    let cause = Cause::SuspiciousActivity;
    let new = locks::New {
        subject: Subject::Account,
        subject_id: None,
        cause,
        rule: RULE,
        first_at: Time(tx.now()),
        tries,
        places: 1,
        own: false,
        lifts_at: None,
    };
    locks::place(tx, account, &new)?;
    crate::audit::record(tx, &context.app, account, "locked", "system", RULE)?;
    notices::tell(
        tx,
        &context.app,
        account,
        &Event::AccountLocked { cause, until: None },
    )?;
    Ok(())
}

fn last_seen(networks: &[store::Network]) -> Option<Seen> {
    let place = |known: &store::Network| {
        Some(Seen {
            at: Time(known.last_at),
            place: Place {
                latitude: known.latitude?,
                longitude: known.longitude?,
                radius_km: known.radius_km.unwrap_or(0.0),
            },
        })
    };
    networks.iter().filter_map(place).max_by_key(|seen| seen.at)
}

/// A known browser of the owner's is here: this network is theirs, and so is its place.
pub fn seen(tx: &Tx<'_>, context: &Context, account: Id) {
    let spot = context.spot().unwrap_or_default();
    let place = spot.place.filter(|_| !spot.anonymous);
    store::see(tx, account, &context.network.0, place);
}

/// Failures count for the browser that made them and for nobody else: strangers cannot make an owner look suspicious.
///
/// # Errors
/// Of the database.
pub fn failed(
    tx: &Tx<'_>,
    context: &Context,
    subject: Id,
    standing: Standing,
) -> Result<(), Error> {
    let key = browser_key(context, subject, standing);
    counter(&key).add(tx, &context.app.keys, 1)?;
    Ok(())
}

fn failures_here(
    view: &View<'_>,
    context: &Context,
    account: Id,
    standing: Standing,
) -> Result<u32, Error> {
    let key = browser_key(context, account, standing);
    let total = counter(&key).total(view, &context.app.keys)?;
    Ok(u32::try_from(total).unwrap_or(0))
}

fn counter(key: &[u8]) -> Counter<'_> {
    Counter {
        what: "failures-here",
        subject: key,
        window: Span::days(1),
    }
}

/// A browser without cookies is nobody: its failures are counted under a key that nothing looks up again.
fn browser_key(context: &Context, subject: Id, standing: Standing) -> Vec<u8> {
    let of_browser = standing.id().map_or_else(
        || browsers::visitor(context).hash.to_vec(),
        |id| id.as_bytes().to_vec(),
    );
    [subject.as_bytes().as_slice(), &of_browser].concat()
}

/// What was not as usual at one moment, such as the one at which a lock was placed.
///
/// # Errors
/// Of the database.
pub fn kept_at(
    view: &View<'_>,
    context: &Context,
    account: Id,
    at: Time,
) -> kunci_db::Result<Vec<Kept>> {
    store::signals(view, context, account, at, at)
}

/// The last signals of an account, newest first.
///
/// # Errors
/// Of the database.
pub fn recent(view: &View<'_>, context: &Context, account: Id) -> kunci_db::Result<Vec<Kept>> {
    store::signals(view, context, account, Time(0), Time(view.now()))
}
