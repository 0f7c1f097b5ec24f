//! The gate: `decide(action, situation) -> Verdict`. Nothing else decides (design §1, G7).
//!
//! - [`Action`] and [`Kind`]: what is asked. - [`Method`], [`Proof`], [`Situation`]: the facts.
//! - [`Policy`]: the table as data. - [`decide`]: the answer. [`ways`]: the same answer, explained.
//!
//! How it works: [`decide`] gathers the hand, that is every proof and as what it counts (`hand.rs`: taint,
//! holds, missing devices), and weighs it against each rule of the action's row (`judge.rs`). The earliest
//! opening over all rules wins. [`ways`] asks the same two steps "and if you also proved this?", so that what
//! the owner is told can never differ from what the gate does.

mod action;
mod check;
mod hand;
mod judge;
mod matrix;
mod method;
mod missing;
mod model;
mod owner;
mod policy;
mod reach;
mod situation;
mod table;
mod ways;

#[cfg(test)]
pub(crate) mod tests;

pub use action::{
    Action, AddMethod, Close, Erase, FreeMessage, Kind, LiftSuspicion, Locate, LockDevice,
    MarkMissing, Message, Recover, Release, ReplaceMethod, Ring, SeeWhyLocked, SignIn, Unmark,
};
pub use check::Broken;
pub use matrix::{AccountMatrix, JUDGED, Lost, Matrix, Taken, matrix};
pub use method::{Kinds, Method, MethodKind, Origin, Shown, two_independent};
#[cfg(test)]
pub(crate) use model::id as thing_id;
pub use model::{Account, PASSWORD, Stolen, typical_accounts};
pub(crate) use owner::{Loss, Owner};
pub use policy::{Apart, Holds, Need, Place, Policy, Row, Rule, When};
pub use reach::{Holder, lost_sight_of, reach};
pub use situation::{Browser, Device, Known, Mark, Proof, Request, ScreenLock, Situation};
#[cfg(test)]
pub(crate) use tests::{arbitrary, world};
pub use ways::{Step, Way, ways, ways_for_unknown};

use hand::{Asked, Contested, Extra, Hand, Use};
use situation::Brand;

use crate::locks::{Cause, Closes, Scope};
use crate::{Id, Time};

/// The gate's answer.
#[derive(Debug)]
#[must_use]
pub enum Verdict<'t, A: Action> {
    /// Do it now, with this.
    Open(Permit<'t, A>),
    /// Not yet proved: the remaining ways in, simplest first.
    Prove(Vec<Way>),
    /// Proved, and opens then unless the owner cancels. Keep what was shown as a [`Request`].
    Wait {
        /// When, at the earliest.
        until: Time,
    },
    /// No proof opens it now.
    Refuse(Reason),
}

/// Why no proof opens an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The account is locked for this cause.
    Locked(Cause),
    /// The device of the action, or the one that asks, is missing; unmark it first.
    Missing,
    /// The device is not missing.
    NotMissing,
    /// The device or method is not this account's.
    NotYours,
    /// Nothing that the account has set up opens this. The check-up names such holes.
    NoWay,
}

impl Reason {
    /// Its stable name, for message keys and the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Locked(_) => "locked",
            Self::Missing => "missing",
            Self::NotMissing => "not-missing",
            Self::NotYours => "not-yours",
            Self::NoWay => "no-way",
        }
    }
}

/// Leave to do one action, once, in one transaction. Only [`decide`] makes it.
#[derive(Debug)]
#[must_use]
pub struct Permit<'t, A: Action> {
    action: A,
    grounds: Grounds,
    tx: Brand<'t>,
}

impl<A: Action> Permit<'_, A> {
    /// The action. Guarded writes take their ids from here.
    pub fn action(&self) -> A {
        self.action
    }

    /// The account it is for.
    pub fn account(&self) -> Id {
        self.action.account()
    }

    /// The device it is for, where the action has one.
    pub fn device(&self) -> Option<Id> {
        self.action.device()
    }

    /// What it rests on.
    pub fn grounds(&self) -> &Grounds {
        &self.grounds
    }
}

/// What a permit rests on: for notices, and as the origin of whatever is set with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// The rule that opened it.
    pub rule: &'static str,
    /// The kinds of the methods that were shown and counted.
    pub kinds: Vec<MethodKind>,
    /// As what they count for anything that is set with this permit ([`Origin`]): a tainted method as no more
    /// than the proofs that it was itself set with, one that was just added as nothing.
    pub shown: Vec<Shown>,
    /// When a mark set with it lapses unless confirmed: set by email or phone alone (row "mark missing").
    pub mark_lapses: Option<Time>,
    /// A mark set with it uses up the device's mark by a single method from an unknown browser.
    pub single_mark: bool,
}

impl Grounds {
    /// Whether it includes two independent proofs. What rests on less, one notice can end.
    pub fn two(&self) -> bool {
        two_independent(&self.shown)
    }
}

/// Decides. Pure: the same action and situation always give the same verdict.
pub fn decide<'t, A: Action>(action: A, s: &Situation<'t>) -> Verdict<'t, A> {
    if let Some(reason) = refusal(&action, s) {
        return Verdict::Refuse(reason);
    }
    let asked = Asked::of(&action);
    match open_at(asked, s, &Extra::default()) {
        Some(o) if o.at <= s.now => Verdict::Open(Permit {
            action,
            grounds: grounds(asked, s, o.rule),
            tx: s.brand(),
        }),
        Some(o) => Verdict::Wait { until: o.at },
        None => {
            let ways = ways::remaining(asked, s);
            match (ways.is_empty(), closed(asked.kind, s, Closes::Strangers)) {
                (false, _) => Verdict::Prove(ways),
                (true, _) if on_missing_device(s) => Verdict::Refuse(Reason::Missing),
                (true, Some(cause)) => Verdict::Refuse(Reason::Locked(cause)),
                (true, None) => Verdict::Refuse(Reason::NoWay),
            }
        }
    }
}

/// What no proof can change.
fn refusal<A: Action>(action: &A, s: &Situation<'_>) -> Option<Reason> {
    let device = action.device().map(|id| s.find_device(id));
    let foreign_method = action.method().is_some_and(|m| s.find_method(m).is_none());
    if action.account() != s.account || device == Some(None) || foreign_method {
        return Some(Reason::NotYours);
    }
    let missing = device.flatten().is_some_and(|d| d.mark.is_some());
    match A::KIND {
        Kind::Release if missing => Some(Reason::Missing),
        Kind::Unmark if !missing => Some(Reason::NotMissing),
        kind => closed(kind, s, Closes::Everyone).map(Reason::Locked),
    }
}

/// Whether the asker's browser runs on a device that is missing: what it shows does not count.
fn on_missing_device(s: &Situation<'_>) -> bool {
    let holder = s.browser.known.as_ref().map(|k| k.holder);
    holder
        .and_then(|h| s.find_device(h))
        .is_some_and(|d| d.mark.is_some())
}

/// The cause of a lock on the account that closes this action so far.
fn closed(kind: Kind, s: &Situation<'_>, how: Closes) -> Option<Cause> {
    let account = s
        .locks
        .iter()
        .filter(|l| l.scope == Scope::Account && l.holds(s.now));
    account.map(|l| l.cause).find(|c| c.closes(kind) == how)
}

/// When what is at hand opens the action, locks and objections included: a suspicion lock leaves known browsers, passkeys
/// and approvals alone.
fn open_at<'s>(asked: Asked, s: &'s Situation<'_>, extra: &Extra) -> Option<judge::Opening<'s>> {
    let hand = Hand::gather(asked, s, extra);
    let spared = || {
        !hand.known.is_empty()
            || hand
                .held
                .iter()
                .any(|h| h.fits(Kinds::PASSKEY | Kinds::APPROVAL))
    };
    if closed(asked.kind, s, Closes::Strangers).is_some() && !spared() {
        return None;
    }
    let opening = judge::opening(asked, s, &hand)?;
    let two = hand.two(s.now);
    let contests = || {
        let requests = s.requests.iter().filter(|r| asked.is(r));
        requests.filter_map(|r| r.contest.filter(|contest| contest.holds_up(two)))
    };
    let Some(until) = contests().map(|contest| contest.until()).max() else {
        return Some(opening);
    };
    // What is contested waits, and may have to be shown again; what opens without it is not held up.
    let judge = |counts| {
        let extra = Extra {
            contested: counts,
            ..extra.clone()
        };
        judge::opening(asked, s, &Hand::gather(asked, s, &extra))
    };
    let held_up = judge(Contested::WhereItMay).map(|o| judge::Opening {
        at: o.at.max(until),
        ..o
    });
    let without = judge(Contested::Never);
    [without, held_up]
        .into_iter()
        .flatten()
        .min_by_key(|o| o.at)
}

/// Whether a request for this action rests on two independent methods so far, whether it opens or waits: for what a notice
/// can do to it ([`crate::contest`]). Once it does, time alone does not change that.
pub fn rests_on_two<A: Action>(action: &A, s: &Situation<'_>) -> bool {
    Hand::gather(Asked::of(action), s, &Extra::default()).two(s.now)
}

/// As what these count for whatever is set with them.
fn shown(s: &Situation<'_>, counted: &[&Method]) -> Vec<Shown> {
    counted.iter().flat_map(|m| m.counts_as(s)).collect()
}

/// The methods in the hand that count now, each once.
fn counted<'s>(s: &Situation<'_>, hand: &Hand<'s>) -> Vec<&'s Method> {
    let mut counted: Vec<&'s Method> = Vec::new();
    for held in hand
        .held
        .iter()
        .filter(|h| h.from <= s.now && h.used == Use::Any)
    {
        if counted.iter().all(|m| m.id != held.method.id) {
            counted.push(held.method);
        }
    }
    counted
}

fn grounds(asked: Asked, s: &Situation<'_>, rule: &policy::Rule) -> Grounds {
    let hand = Hand::gather(asked, s, &Extra::default());
    let counted = counted(s, &hand);
    let kinds: Vec<MethodKind> = counted.iter().map(|m| m.kind).collect();
    let shown = shown(s, &counted);
    let marks = asked.kind == Kind::MarkMissing;
    let two = two_independent(&shown);
    let weak = kinds
        .iter()
        .all(|k| matches!(k, MethodKind::Email | MethodKind::Phone))
        && !two;
    Grounds {
        rule: rule.id,
        kinds,
        mark_lapses: (marks && weak).then(|| s.now + s.policy.holds.mark_lapse),
        single_mark: marks && hand.known.is_empty() && !two,
        shown,
    }
}
