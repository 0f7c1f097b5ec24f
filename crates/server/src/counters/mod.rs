//! Counters with a window: "at most 20 a day per network". Kept in the database, so that every node counts alike.

mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::{Span, Time};

use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::keys::{Keys, Purpose};
use crate::web::Error;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "counters",
    tables: &[Table {
        name: "counters",
        root: Root::House,
        retention: "2 days after the window",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: Span(LONGEST.0 + Span::days(2).0),
        }),
    }],
    statements: store::STATEMENTS,
};

/// No window is longer.
const LONGEST: Span = Span::days(1);

/// What is counted, and over how long. The subject is stored as a keyed hash only.
pub struct Counter<'a> {
    /// Such as `names-per-network`.
    pub what: &'a str,
    /// Of whom.
    pub subject: &'a [u8],
    /// Length of a window, at most a day; windows begin at its multiples.
    pub window: Span,
}

impl Counter<'_> {
    fn key(&self, keys: &Keys) -> [u8; 32] {
        keys.tag(Purpose::Network, &[self.what.as_bytes(), self.subject])
    }

    fn start(&self, now: Time) -> i64 {
        debug_assert!(
            self.window <= LONGEST,
            "swept before it ends: {}",
            self.what
        );
        now.0.div_euclid(self.window.0.max(1)) * self.window.0.max(1)
    }

    /// Adds `n` (negative to give back) and returns the window's total: reserve first, then look.
    ///
    /// # Errors
    /// Of the database.
    pub fn add(&self, tx: &Tx<'_>, keys: &Keys, n: i64) -> Result<i64> {
        store::add(tx, &self.key(keys), self.start(Time(tx.now())), n)
    }

    /// Counts one more, and returns the window's total; beyond `most` it says when the next window begins, and counts nothing:
    /// the error rolls it back. Reserved before it is looked at, so that of two at once only one is the last.
    ///
    /// # Errors
    /// `TooMany` beyond `most`; of the database.
    pub fn spend(&self, tx: &Tx<'_>, keys: &Keys, most: i64) -> std::result::Result<i64, Error> {
        let (total, now) = (self.add(tx, keys, 1)?, Time(tx.now()));
        if total > most {
            let wait = self.ends(now).since(now);
            return Err(Error::TooMany(wait.whole_seconds()));
        }
        Ok(total)
    }

    /// The window's total so far.
    ///
    /// # Errors
    /// Of the database.
    pub fn total(&self, view: &View<'_>, keys: &Keys) -> Result<i64> {
        store::total(view, &self.key(keys), self.start(Time(view.now())))
    }

    /// When the present window ends.
    #[must_use]
    pub fn ends(&self, now: Time) -> Time {
        Time(self.start(now)) + self.window
    }
}
