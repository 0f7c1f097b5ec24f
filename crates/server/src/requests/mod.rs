//! Requests that wait: what was proved is kept with them, and the gate decides again when their time has come. Until then
//! every contact can stop them. (A recovery is a request too; its cases are kept by `recovery`.)

mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::Kind;
use kunci_rules::{Id, Span, Time};

use crate::browsers::{self, Shown};
use crate::feature::{Ends, Feature, Root, Sweep, Table};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "requests",
    tables: &[Table {
        name: "requests",
        root: Root::Account,
        retention: "1 year after their end",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: Span::days(365),
        }),
    }],
    statements: store::STATEMENTS,
};

/// What a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// The action.
    pub kind: Kind,
    /// The device, where it is about one.
    pub device: Option<Id>,
    /// The method, where it is about one.
    pub method: Option<Id>,
}

/// A request that waits.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its id; its proofs are kept under it.
    pub id: Id,
    /// What it is about.
    pub about: About,
    /// The browser that asked, such as "Chrome, Android".
    pub label: String,
    /// When it began.
    pub created_at: Time,
    /// When it opens, at the earliest.
    pub opens_at: Time,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its action was done.
    Done,
    /// Whoever asked took it back.
    Cancelled,
    /// "This was not me."
    Denied,
    /// When its time came, what it rested on did not count any more.
    Void,
}

impl End {
    const fn tag(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Denied => "denied",
            Self::Void => "void",
        }
    }
}

/// Begins to wait, with these proofs. One that waits for the same already gains the proofs and keeps its earlier end.
/// `true`: it is new.
///
/// # Errors
/// Of the database.
pub fn begin(
    tx: &Tx<'_>,
    account: Id,
    about: About,
    (opens_at, label): (Time, &str),
    proofs: &[Shown],
) -> Result<(Id, bool)> {
    let before = waiting(tx, account)?
        .into_iter()
        .find(|request| request.about == about);
    let id = before
        .as_ref()
        .map_or_else(|| tx.id(), |request| request.id);
    let known = browsers::proofs_of(tx, account, id)?;
    for proof in proofs.iter().filter(|proof| !known.contains(proof)) {
        browsers::record_proof(tx, account, id, proof)?;
    }
    match &before {
        None => store::insert(tx, account, id, about, opens_at, label)?,
        Some(request) if opens_at < request.opens_at => set_time(tx, account, id, opens_at)?,
        Some(_) => {}
    }
    Ok((id, before.is_none()))
}

/// Those of an account that wait, oldest first.
///
/// # Errors
/// Of the database.
pub fn waiting(view: &View<'_>, account: Id) -> Result<Vec<Request>> {
    store::waiting(view, account)
}

/// Moves the time at which one opens.
///
/// # Errors
/// Of the database.
pub fn set_time(tx: &Tx<'_>, account: Id, id: Id, opens_at: Time) -> Result<()> {
    store::set_time(tx, account, id, opens_at)
}

/// Ends one. `false`: it had ended before.
///
/// # Errors
/// Of the database.
pub fn end(tx: &Tx<'_>, account: Id, id: Id, how: End) -> Result<bool> {
    store::end(tx, account, id, how.tag())
}
