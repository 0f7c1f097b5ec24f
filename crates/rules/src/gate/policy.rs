//! The policy as data: rows of rules, and the spans that go with them.

use super::{Kind, Kinds};
use crate::Span;

/// A fact that must hold for a rule to apply at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Two-step verification is on.
    SecondFactor,
    /// Two-step verification is off.
    NoSecondFactor,
    /// This known browser need not show the second factor again.
    Remembered,
    /// No single method from an unknown browser marked the device in the last 7 days.
    MarkFree,
    /// This very browser marked the device within the last 10 minutes.
    MarkedHere,
}

/// How two methods must differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// Any two methods.
    Distinct,
    /// The second is not the mailbox of the first.
    NotItsMail,
    /// Disjoint reaches. One of two independent methods is therefore always off any given device.
    Independent,
}

/// What one method must be besides its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anything.
    Anywhere,
    /// Out of reach of every holder of a known browser that takes part.
    OffBrowser,
    /// Surely off the device of the action.
    OffDevice,
    /// Set before the device went missing, and not by it; may be typed on it.
    Older,
    /// Usable on the missing device itself; what it set in the 7 days before is void all the same.
    OnDevice,
}

/// One thing that a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A fresh sign-in, with the second factor where it is on; what is remembered does not do.
    SignIn,
    /// A proof by one of these kinds.
    One(Kinds, Place),
    /// Proofs by two methods, one of each set.
    Pair(Kinds, Kinds, Apart),
    /// A known browser.
    Known,
    /// The screen lock of the device, typed on it.
    ScreenLock,
}

impl Need {
    /// Two independent methods.
    pub const TWO: Self = Self::Pair(Kinds::OWN, Kinds::OWN, Apart::Independent);
    /// "Another": one more method besides the password; the second factor of the sign-in counts.
    pub const ANOTHER: Self = Self::One(Kinds::OWN, Place::Anywhere);

    /// Any one of these kinds.
    pub const fn one(kinds: Kinds) -> Self {
        Self::One(kinds, Place::Anywhere)
    }
}

/// One way to open an action: when it applies, all that it asks for, and the wait that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name, for the configuration, explanations and the audit.
    pub id: &'static str,
    /// Conditions, all of which must hold.
    pub when: &'static [When],
    /// Needs, all of which must be met.
    pub needs: &'static [Need],
    /// How long it takes from the moment they are met.
    pub wait: Span,
}

/// The ways to open one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The action.
    pub kind: Kind,
    /// How long a proof lives for it outside a request.
    pub life: Span,
    /// The ways.
    pub rules: Vec<Rule>,
}

/// Spans that are no wait of a single rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holds {
    /// How long a method set without two independent proofs counts as no more than those.
    pub taint: Span,
    /// How long a method added without two independent proofs serves for signing in only.
    pub added: Span,
    /// After how long without a proof a number is stale.
    pub stale_number: Span,
    /// How long a stale number waits before it counts for a recovery in an unknown browser.
    pub stale_wait: Span,
    /// How far back a missing mark voids what the device set.
    pub void: Span,
    /// How long mail, upstream or a synced passkey on a missing device waits without a proof off it.
    pub missing: Span,
    /// How long the missing device's number waits beside the password.
    pub number_with_password: Span,
    /// How long the missing device's number waits alone (a new SIM).
    pub number_alone: Span,
    /// How long after unmarking a device's methods do not count for its release.
    pub unmarked: Span,
    /// How long after a mark by a single method from an unknown browser the next one needs more.
    pub single_mark: Span,
    /// How long the browser that marked a device may undo it.
    pub undo_mark: Span,
    /// After how long a mark by email or phone alone lapses unless confirmed.
    pub mark_lapse: Span,
    /// How long after a recovery no device is erased but a missing one (AR-17).
    pub recovered: Span,
}

/// The whole policy: the table, the spans, and what vouches for a browser whose pool is dry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// One row per action.
    pub rows: Vec<Row>,
    /// The spans.
    pub holds: Holds,
    /// What comes first where no guess is left for a method.
    pub vouch: Kinds,
}

impl Default for Policy {
    fn default() -> Self {
        super::table::default_policy()
    }
}

impl Policy {
    /// The row of an action. An action without a row has no way in.
    pub fn row(&self, kind: Kind) -> Option<&Row> {
        self.rows.iter().find(|r| r.kind == kind)
    }

    /// The longest wait of an action's ways: what a page can say before anything was shown.
    pub fn longest_wait(&self, kind: Kind) -> Span {
        let rules = self.row(kind).map_or(&[][..], |row| &row.rules);
        rules.iter().map(|rule| rule.wait).max().unwrap_or_default()
    }

    /// Changes the wait of the rule with this id; `false` if there is none.
    pub fn set_wait(&mut self, rule: &str, wait: Span) -> bool {
        let found = self
            .rows
            .iter_mut()
            .flat_map(|r| &mut r.rules)
            .find(|r| r.id == rule);
        found.map(|r| r.wait = wait).is_some()
    }

    /// Takes out the rule with this id; `false` if there is none.
    pub fn remove(&mut self, rule: &str) -> bool {
        let before: usize = self.rows.iter().map(|r| r.rules.len()).sum();
        self.rows
            .iter_mut()
            .for_each(|row| row.rules.retain(|r| r.id != rule));
        before != self.rows.iter().map(|r| r.rules.len()).sum::<usize>()
    }
}
