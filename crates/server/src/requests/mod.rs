//! Requests that wait: what was proved is kept with them, and the gate decides again when their time has come. Until then
//! every contact can stop them. (A recovery is a request too; its cases are kept by `recovery`.)

mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::contest::Contest;
use kunci_rules::gate::Kind;
use kunci_rules::{Id, Span, Time};

use crate::browsers::{self, Shown};
use crate::feature::{Ends, Feature, Root, Sweep, Table};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "requests",
    tables: &[
        Table {
            name: "requests",
            root: Root::Account,
            retention: "1 year after their end",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP,
                keep: Span::days(365),
            }),
        },
        Table {
            name: "contests",
            root: Root::Account,
            retention: "1 year after their end",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_CONTESTS,
                keep: Span::days(365),
            }),
        },
    ],
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

/// What is to be done, where the same action serves several purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The action itself: what it is about goes.
    Act,
    /// To turn the second step off.
    TwoStepOff,
    /// To say where the method can be used: less than before.
    Reach,
    /// To say which browsers run on the device: fewer than before.
    Browsers,
}

impl Purpose {
    const ALL: [Self; 4] = [Self::Act, Self::TwoStepOff, Self::Reach, Self::Browsers];

    const fn tag(self) -> &'static str {
        match self {
            Self::Act => "",
            Self::TwoStepOff => "two-step-off",
            Self::Reach => "reach",
            Self::Browsers => "browsers",
        }
    }

    fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.tag() == tag)
    }

    /// The word by which texts and notices know what is asked for.
    #[must_use]
    pub const fn word(self, kind: Kind) -> &'static str {
        match self {
            Self::Act => kind.name(),
            other => other.tag(),
        }
    }
}

/// What is asked for, by whom, until when.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// What it is about.
    pub about: About,
    /// What is to be done.
    pub purpose: Purpose,
    /// What is to be done, more exactly, as the purpose writes it down.
    pub details: &'a str,
    /// The session that asks.
    pub session: Id,
    /// The browser that asks, such as "Chrome, Android".
    pub label: &'a str,
    /// When it opens, at the earliest.
    pub opens_at: Time,
}

/// A request that waits.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its id; its proofs are kept under it.
    pub id: Id,
    /// What it is about.
    pub about: About,
    /// What is to be done.
    pub purpose: Purpose,
    /// What is to be done, more exactly, as the purpose wrote it down.
    pub details: String,
    /// The session that asked.
    pub session: Option<Id>,
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
pub fn begin(tx: &Tx<'_>, account: Id, new: &New<'_>, proofs: &[Shown]) -> Result<(Id, bool)> {
    let same = |request: &Request| {
        (request.about, request.purpose) == (new.about, new.purpose)
            && request.details == new.details
            // What another session began is somebody else's.
            && request.session == Some(new.session)
    };
    let before = waiting(tx, account)?.into_iter().find(same);
    let id = before
        .as_ref()
        .map_or_else(|| tx.id(), |request| request.id);
    let known = browsers::proofs_of(tx, account, id)?;
    for proof in proofs.iter().filter(|proof| !known.contains(proof)) {
        browsers::record_proof(tx, account, id, proof)?;
    }
    match &before {
        None => store::insert(tx, account, id, new)?,
        Some(request) if new.opens_at < request.opens_at => {
            set_time(tx, account, id, new.opens_at)?;
        }
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

/// What objections made of a request, or of a recovery, by its id.
///
/// # Errors
/// Of the database.
pub fn contest(view: &View<'_>, account: Id, subject: Id) -> Result<Option<Contest>> {
    store::contest(view, account, subject)
}

/// Keeps what an objection made of it.
///
/// # Errors
/// Of the database.
pub fn contested(tx: &Tx<'_>, account: Id, subject: Id, contest: &Contest) -> Result<()> {
    store::contested(tx, account, subject, contest)
}
