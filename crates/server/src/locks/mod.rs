//! The lock ledger: every lock is a row with a cause, a rule, a beginning and what lifts it. There is no bare "locked".

mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::locks::Cause;
use kunci_rules::{Id, Span, Time};

use crate::feature::{Ends, Feature, Root, Sweep, Table};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "locks",
    tables: &[Table {
        name: "locks",
        root: Root::Account,
        retention: "1 year after their end",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: Span::days(365),
        }),
    }],
    statements: store::STATEMENTS,
};

/// What a lock closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The whole account: no session opens, no handler answers.
    Account,
    /// One method for strangers; known browsers, passkeys and approvals are never touched by it.
    Strangers,
    /// One method for everyone: its failures reached the cap (STD-1).
    Method,
    /// A device.
    Device,
}

impl Subject {
    /// As kept in the database.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Strangers => "strangers",
            Self::Method => "method",
            Self::Device => "device",
        }
    }

    fn parse(tag: &str) -> Option<Self> {
        [Self::Account, Self::Strangers, Self::Method, Self::Device]
            .into_iter()
            .find(|subject| subject.tag() == tag)
    }
}

/// A row of the ledger.
#[derive(Clone, Debug)]
pub struct Lock {
    /// Its id.
    pub id: Id,
    /// What it closes.
    pub subject: Subject,
    /// Which one, where there are several.
    pub subject_id: Option<Id>,
    /// Why.
    pub cause: Cause,
    /// By which rule.
    pub rule: String,
    /// When.
    pub placed_at: Time,
    /// When what led to it began.
    pub first_at: Time,
    /// How many tries led to it.
    pub tries: i64,
    /// From how many networks.
    pub places: i64,
    /// Whether they came from the owner's own browser.
    pub own: bool,
    /// When it lifts by itself.
    pub lifts_at: Option<Time>,
}

/// What is known when a lock is placed.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// What it closes.
    pub subject: Subject,
    /// Which one.
    pub subject_id: Option<Id>,
    /// Why.
    pub cause: Cause,
    /// By which rule.
    pub rule: &'a str,
    /// When what led to it began.
    pub first_at: Time,
    /// How many tries.
    pub tries: i64,
    /// From how many networks.
    pub places: i64,
    /// From the owner's own browser.
    pub own: bool,
    /// When it lifts by itself.
    pub lifts_at: Option<Time>,
}

/// Places a lock. Whoever places one tells the owner in the same transaction (C-1).
///
/// # Errors
/// Of the database.
pub fn place(tx: &Tx<'_>, account: Id, new: &New<'_>) -> Result<Id> {
    store::insert(tx, account, new)
}

/// Brings the newest lock of the same subject and rule up to date instead of placing another, if it was placed after `since`
/// and nobody lifted it. `false`: there is none.
///
/// # Errors
/// Of the database.
pub fn extend(tx: &Tx<'_>, account: Id, new: &New<'_>, since: Time) -> Result<bool> {
    store::extend(tx, account, new, since)
}

/// The locks of an account that are in force now.
///
/// # Errors
/// Of the database.
pub fn active(view: &View<'_>, account: Id) -> Result<Vec<Lock>> {
    store::active(view, account)
}

/// The last locks of an account, lifted ones too.
///
/// # Errors
/// Of the database.
pub fn recent(view: &View<'_>, account: Id) -> Result<Vec<Lock>> {
    store::recent(view, account)
}

/// Lifts the locks of one subject and cause. Returns how many.
///
/// # Errors
/// Of the database.
pub fn lift(tx: &Tx<'_>, account: Id, subject: Subject, cause: Cause, by: &str) -> Result<u64> {
    store::lift(tx, account, subject, cause, by)
}

/// Locks in force that one rule placed for one cause, for operators.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The rule.
    pub rule: String,
    /// Name of the cause.
    pub cause: String,
    /// What they close.
    pub subject: String,
    /// How many.
    pub count: i64,
    /// When the last of them was placed.
    pub newest: Time,
}

/// Counts the locks in force, by rule and cause.
///
/// # Errors
/// Of the database.
pub fn in_force(view: &View<'_>) -> Result<Vec<InForce>> {
    store::in_force(view)
}

/// The accounts with a lock in force that this rule placed (S-031).
///
/// # Errors
/// Of the database.
pub fn of_rule(view: &View<'_>, rule: &str) -> Result<Vec<Id>> {
    store::of_rule(view, rule)
}

/// Lifts the locks that a rule placed on one account. Returns how many.
///
/// # Errors
/// Of the database.
pub fn lift_rule(tx: &Tx<'_>, account: Id, rule: &str, by: &str) -> Result<u64> {
    store::lift_rule(tx, account, rule, by)
}

/// How many locks a rule has placed since then, on all accounts: a jump means that the rule is wrong.
///
/// # Errors
/// Of the database.
pub fn placed_since(view: &View<'_>, rule: &str, since: Time) -> Result<i64> {
    store::placed_since(view, rule, since)
}

/// Whether a lock of this cause on the account was lifted since then.
///
/// # Errors
/// Of the database.
pub fn lifted_since(view: &View<'_>, account: Id, cause: Cause, since: Time) -> Result<bool> {
    store::lifted_since(view, account, cause, since)
}

/// Locks placed in the last 90 days: name of the cause, how many, and how many of them their owners lifted with proofs (S-029).
///
/// # Errors
/// Of the database.
pub fn tally(view: &View<'_>) -> Result<Vec<(String, i64, i64)>> {
    store::tally(view)
}

/// Lifts every lock on one method or device, whatever its cause. Returns how many.
///
/// # Errors
/// Of the database.
pub fn lift_of(tx: &Tx<'_>, account: Id, subject: Subject, id: Id, by: &str) -> Result<u64> {
    store::lift_of(tx, account, subject, id, by)
}

/// How often each cause locked anyone in the last 90 days (S-017, S-020).
///
/// # Errors
/// Of the database.
pub fn frequencies(view: &View<'_>) -> Result<Vec<(Cause, i64)>> {
    store::frequencies(view)
}

/// The stable code of the lock that closes the account to this asker, if one does. A suspicion lock never touches
/// a known browser, a passkey or an approval: it is `spared`.
///
/// # Errors
/// Of the database.
pub fn closing(view: &View<'_>, account: Id, spared: bool) -> Result<Option<&'static str>> {
    let locks = store::active(view, account)?;
    let closes = |lock: &&Lock| {
        lock.subject == Subject::Account && !(lock.cause == Cause::SuspiciousActivity && spared)
    };
    Ok(locks.iter().find(closes).map(|lock| lock.cause.name()))
}
