//! Sheets of saved recovery codes: printed, kept at home, and good when everything else is gone (STD-29, STD-34).
//!
//! - A sheet is one authenticator, whichever of its codes is used; the database keeps a hash of each code, so they are shown
//!   once, in the answer that makes them. The rescue card ([`card`]) is that answer on paper.
//! - The first sheet asks the gate for `AddMethod`, another in its place for `ReplaceMethod`.
//! - A code works once. Whoever got in with it is given a new one for the same sheet.
//!
//! Codes have no guess pool: 120 bits need none, and with one, strangers could shut the way back that needs nothing but
//! paper (G4). Tries are bounded instead: those of one network's strangers together, those of a known browser or session each.

mod card;
mod make;
mod pdf;
mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Span, Time, codes};

pub use card::{Card, CardOnPage, post_pdf};
pub(crate) use make::{Made, new_sheet};
pub use make::{get, post};

use crate::authenticators::{self, Authenticator};
use crate::browsers;
use crate::counters::Counter;
use crate::feature::{Ends, Feature, Root, Table};
use crate::random::Random;
use crate::secret::sha256;
use crate::web::{Context, Error};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "sheets",
    tables: &[Table {
        name: "recovery_codes",
        root: Root::Value,
        retention: "as long as the account",
        ends: Ends::WithRoot,
    }],
    statements: store::STATEMENTS,
};

/// How many codes a sheet has.
pub const SIZE: usize = 10;

/// At so few, a new sheet is suggested.
pub const FEW: i64 = 3;

/// The strangers of one network may try so many codes an hour, enough for a school behind one address; so may a known browser.
const TRIES_AN_HOUR: i64 = 120;

/// A fresh code, before it is shown and hashed.
#[derive(Clone, Copy)]
pub struct Fresh([u8; 16]);

impl Fresh {
    /// Makes one.
    #[must_use]
    pub fn new(random: &Random) -> Self {
        Self(random.bytes())
    }

    /// As it stands on paper.
    #[must_use]
    pub fn text(&self) -> String {
        codes::saved(self.0)
    }

    fn hash(&self) -> Option<[u8; 32]> {
        codes::parse_saved(&self.text()).map(hash)
    }
}

/// What the database keeps of a code (STD-29: at this length a plain hash, which outlives the server's keys).
fn hash(code: [u8; 16]) -> [u8; 32] {
    sha256(&[&b"recovery code"[..], &code].concat())
}

/// Adds codes to a sheet.
fn write(tx: &Tx<'_>, account: Id, sheet: Id, fresh: &[Fresh]) -> Result<()> {
    for hash in fresh.iter().filter_map(Fresh::hash) {
        store::insert(tx, &hash, account, sheet)?;
    }
    Ok(())
}

/// The sheet of an account.
///
/// # Errors
/// Of the database.
pub fn of(view: &View<'_>, account: Id) -> Result<Option<Authenticator>> {
    let all = authenticators::list(view, account)?;
    Ok(all
        .into_iter()
        .find(|one| one.kind == MethodKind::RecoveryCode))
}

/// How many codes of a sheet are unused.
///
/// # Errors
/// Of the database.
pub fn left(view: &View<'_>, account: Id, sheet: Id) -> Result<i64> {
    store::left(view, account, sheet)
}

/// Counts a try of whoever asks. `false`: nothing may be checked this hour any more.
///
/// # Errors
/// Of the database.
pub fn may_try(tx: &Tx<'_>, context: &Context, session: Option<Id>) -> Result<bool> {
    let subject = browsers::allowance(tx, context, session)?;
    Ok(tries(&subject).add(tx, &context.app.keys, 1)? <= TRIES_AN_HOUR)
}

/// A right code was no guess.
///
/// # Errors
/// Of the database.
pub fn refund(tx: &Tx<'_>, context: &Context, session: Option<Id>) -> Result<()> {
    let subject = browsers::allowance(tx, context, session)?;
    tries(&subject).add(tx, &context.app.keys, -1)?;
    Ok(())
}

fn tries(subject: &[u8; 16]) -> Counter<'_> {
    Counter {
        what: "recovery-codes",
        subject,
        window: Span::hours(1),
    }
}

/// The account and the sheet of a code, if it is unused and its sheet is in use.
///
/// # Errors
/// Of the database.
pub fn find(view: &View<'_>, code: [u8; 16]) -> Result<Option<(Id, Authenticator)>> {
    let Some((account, sheet)) = store::find(view, &hash(code))? else {
        return Ok(None);
    };
    Ok(authenticators::get(view, account, sheet)?.map(|sheet| (account, sheet)))
}

/// Uses a code up. `false`: another request was quicker.
///
/// # Errors
/// Of the database.
pub fn spend(tx: &Tx<'_>, account: Id, sheet: Id, code: [u8; 16]) -> Result<bool> {
    let first = store::spend(tx, &hash(code))?;
    if first {
        authenticators::used(tx, account, sheet, Time(tx.now()).0)?;
    }
    Ok(first)
}

/// Gives a sheet a new code in place of one that was used (STD-34). Only to whoever has just got in with that one.
///
/// # Errors
/// Of the database.
pub fn refill(tx: &Tx<'_>, account: Id, sheet: Id, fresh: Fresh) -> std::result::Result<(), Error> {
    Ok(write(tx, account, sheet, &[fresh])?)
}
