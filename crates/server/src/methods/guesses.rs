//! Guesses: reserved in the database before a secret is checked, so that any number of nodes and of requests at once
//! evaluate no more than the pools hold. The arithmetic is `kunci_rules::pools`; here are the rows.
//!
//! Each (subject, method, class) has one row without a browser, which is raised before anything is read: that makes the
//! class the caller's until the commit. It is the strangers' pool itself; known and vouched browsers have a row each besides.

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::MethodKind;
use kunci_rules::pools::{self, Class, PoolState, Reserve};
use kunci_rules::{Id, Time};

use super::store;
use crate::browsers::Standing;
use crate::web::Network;

/// One pool: of whom, for what, and whose.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pool {
    pub(super) subject: Id,
    pub(super) method: MethodKind,
    pub(super) class: Class,
    pub(super) browser: Option<Id>,
}

/// A reserved guess: already counted as a failure, so that a crash evaluates too few and never too many.
#[derive(Clone, Debug)]
pub struct Guess {
    pool: Pool,
    /// How many more this browser may try now.
    pub left: u32,
    /// When the next try comes back to an empty pool.
    pub until: Option<Time>,
}

impl Guess {
    /// Whose pool it is from: an account, or the stand-in of a name that leads nowhere.
    #[must_use]
    pub const fn subject(&self) -> Id {
        self.pool.subject
    }
}

/// What [`reserve`] found.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Check the secret.
    Reserved(Guess),
    /// Evaluate nothing until then.
    Empty {
        /// When one guess comes back.
        until: Time,
    },
    /// At its cap: only a contact proof opens it.
    Shut,
}

/// Where wrong guesses at an account came from.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// How many wrong guesses.
    pub tries: i64,
    /// From how many networks.
    pub networks: i64,
    /// The first.
    pub first_at: Time,
    /// The last.
    pub last_at: Time,
}

fn pool_of(subject: Id, method: MethodKind, standing: Standing) -> Pool {
    let (class, browser) = match standing {
        Standing::Known(id) => (Class::Known, Some(id)),
        Standing::Vouched(id) => (Class::Vouched, Some(id)),
        Standing::Stranger => (Class::Strangers, None),
    };
    Pool {
        subject,
        method,
        class,
        browser,
    }
}

/// Reserves one guess for the asking browser.
///
/// # Errors
/// Of the database.
pub fn reserve(
    tx: &Tx<'_>,
    subject: Id,
    method: MethodKind,
    standing: Standing,
) -> Result<Outcome> {
    let (pool, now) = (pool_of(subject, method, standing), Time(tx.now()));
    store::hold_class(tx, &pool)?;
    let state = store::pool(tx, &pool)?.unwrap_or(PoolState::full(pool.class, now));
    let in_class = store::failures(tx, &pool)?;
    match pools::reserve(state, pool.class, in_class, now) {
        Reserve::Reserved(next) => {
            store::save_pool(tx, &pool, &next)?;
            let left = pools::remaining(next, pool.class, in_class.saturating_add(1), now);
            let until = match pools::reserve(next, pool.class, in_class.saturating_add(1), now) {
                Reserve::Empty { until } => Some(until),
                _ => None,
            };
            Ok(Outcome::Reserved(Guess { pool, left, until }))
        }
        Reserve::Empty { until } => Ok(Outcome::Empty { until }),
        Reserve::Shut => Ok(Outcome::Shut),
    }
}

/// Gives a reservation back: what went wrong was ours, not the guess.
///
/// # Errors
/// Of the database.
pub fn refund(tx: &Tx<'_>, guess: &Guess) -> Result<()> {
    store::hold_class(tx, &guess.pool)?;
    match store::pool(tx, &guess.pool)? {
        Some(state) => store::save_pool(tx, &guess.pool, &pools::refund(state, guess.pool.class)),
        None => Ok(()),
    }
}

/// Notes where a wrong guess came from. The failure itself was counted when it was reserved.
///
/// # Errors
/// Of the database.
pub fn note_place(tx: &Tx<'_>, guess: &Guess, network: Network) -> Result<()> {
    store::count_place(tx, guess.pool.subject, network)
}

/// A right secret forgets every failure with this method (STD-3).
///
/// # Errors
/// Of the database.
pub fn forget_failures(tx: &Tx<'_>, subject: Id, method: MethodKind) -> Result<()> {
    store::clear_pools(tx, subject, method)?;
    store::clear_places(tx, subject)
}

/// A contact proof gives this browser tries of its own; failures stay counted (STD-4).
///
/// # Errors
/// Of the database.
pub fn vouch_for(tx: &Tx<'_>, subject: Id, method: MethodKind, browser: Id) -> Result<()> {
    let pool = pool_of(subject, method, Standing::Vouched(browser));
    store::hold_class(tx, &pool)?;
    let state = store::pool(tx, &pool)?;
    store::save_pool(tx, &pool, &pools::vouch(state, Time(tx.now())))
}

/// Whether the asking browser's pool would evaluate nothing now.
///
/// # Errors
/// Of the database.
pub fn is_dry(
    view: &View<'_>,
    subject: Id,
    method: MethodKind,
    standing: Standing,
) -> Result<bool> {
    let (pool, now) = (pool_of(subject, method, standing), Time(view.now()));
    let state = store::pool(view, &pool)?.unwrap_or(PoolState::full(pool.class, now));
    Ok(pools::remaining(state, pool.class, store::failures(view, &pool)?, now) == 0)
}

/// Whether anyone's guesses at this subject are being counted.
///
/// # Errors
/// Of the database.
pub fn has_pool(view: &View<'_>, subject: Id, method: MethodKind) -> Result<bool> {
    Ok(store::pool(view, &pool_of(subject, method, Standing::Stranger))?.is_some())
}

/// Whether all three classes are at their caps: only then is the method disabled (STD-1).
///
/// # Errors
/// Of the database.
pub fn is_disabled(view: &View<'_>, subject: Id, method: MethodKind) -> Result<bool> {
    let mut failures = [0; Class::ALL.len()];
    for (class, total) in Class::ALL.into_iter().zip(&mut failures) {
        *total = store::failures(
            view,
            &Pool {
                subject,
                method,
                class,
                browser: None,
            },
        )?;
    }
    Ok(pools::disabled(|class| {
        Class::ALL
            .iter()
            .zip(failures)
            .find(|(c, _)| **c == class)
            .map_or(0, |(_, n)| n)
    }))
}

/// Where wrong guesses at a subject came from.
///
/// # Errors
/// Of the database.
pub fn places(view: &View<'_>, subject: Id) -> Result<Places> {
    store::places(view, subject)
}
