//! Locks: their causes, what each closes, what lifts it, and what the page "why am I locked" says.

mod help;
#[cfg(test)]
mod tests;

pub use help::{FirstStep, Frequency, Trouble, Works, by_frequency, still_works};

use crate::gate::Kind;
use crate::{Id, Span, Time};

/// Why something is locked. There is no bare "locked" (S-008).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A secret was wrong too often: disables that one method until it is set anew (STD-1).
    WrongSecret,
    /// Two signals of someone else at work. Never touches a known browser, a passkey or an approval.
    SuspiciousActivity,
    /// Placed while an incident of ours was open; undone in bulk (S-031).
    ServiceIncident,
    /// The owner asked for it.
    OwnerRequest,
    /// The device is marked missing.
    DeviceMissing,
    /// The device belongs to an account and was not released.
    Activation,
    /// Staff placed it; lapses in 72 h unless a second confirms.
    Staff,
}

/// Whether a cause lies with people at the keyboard or outside the owner's reach (S-012).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Something the owner, or someone holding their things, did.
    Internal,
    /// A disruption, an attack, or a decision of staff.
    External,
}

/// What a lock is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole account.
    Account,
    /// One method.
    Method(Id),
    /// One device.
    Device(Id),
}

/// A row of the lock ledger, as far as decisions need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Why.
    pub cause: Cause,
    /// On what.
    pub scope: Scope,
    /// When it lifts by itself, if it does.
    pub until: Option<Time>,
}

impl Lock {
    /// Whether it holds at this time.
    pub fn holds(&self, now: Time) -> bool {
        self.until.is_none_or(|t| now < t)
    }
}

/// What lifts a lock before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifts {
    /// The method is set anew through a recovery (STD-1).
    SetAnew,
    /// This action of the gate.
    Proof(Kind),
    /// The end of the incident, or the bulk undo of its rule.
    EndOfIncident,
    /// A second member of staff.
    Staff,
}

/// What a lock on an account does to an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closes {
    /// Nothing.
    No,
    /// Closes it to browsers not known that show neither a passkey nor an approval.
    Strangers,
    /// Closes it to everyone.
    Everyone,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 7] = [
        Self::WrongSecret,
        Self::SuspiciousActivity,
        Self::ServiceIncident,
        Self::OwnerRequest,
        Self::DeviceMissing,
        Self::Activation,
        Self::Staff,
    ];

    /// The stable name in the ledger and in the API's `lock_reason` (S-008).
    pub const fn name(self) -> &'static str {
        match self {
            Self::WrongSecret => "wrong_secret",
            Self::SuspiciousActivity => "suspicious_activity",
            Self::ServiceIncident => "service_incident",
            Self::OwnerRequest => "owner_request",
            Self::DeviceMissing => "device_missing",
            Self::Activation => "activation",
            Self::Staff => "staff",
        }
    }

    /// The cause with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }

    /// Its class (S-012).
    pub const fn class(self) -> Class {
        match self {
            Self::WrongSecret | Self::OwnerRequest | Self::DeviceMissing | Self::Activation => {
                Class::Internal
            }
            Self::SuspiciousActivity | Self::ServiceIncident | Self::Staff => Class::External,
        }
    }

    /// What lifts it.
    pub const fn lifts(self) -> Lifts {
        match self {
            Self::WrongSecret => Lifts::SetAnew,
            Self::SuspiciousActivity => Lifts::Proof(Kind::LiftSuspicion),
            Self::ServiceIncident => Lifts::EndOfIncident,
            Self::OwnerRequest => Lifts::Proof(Kind::Recover),
            Self::DeviceMissing => Lifts::Proof(Kind::Unmark),
            Self::Activation => Lifts::Proof(Kind::Release),
            Self::Staff => Lifts::Staff,
        }
    }

    /// When a lock placed now lifts by itself, if it does: staff's in 72 h unless a second confirms.
    pub fn until(self, now: Time) -> Option<Time> {
        matches!(self, Self::Staff).then(|| now + Span::hours(72))
    }

    /// What a lock on the account for this cause does to an action (S-006). Seeing why and finding a
    /// phone are never closed; only staff and the owner close everything else, recovery excepted where
    /// the owner asked.
    pub const fn closes(self, kind: Kind) -> Closes {
        if kind.finds() || matches!(kind, Kind::SeeWhyLocked) {
            return Closes::No;
        }
        match (self, kind) {
            (Self::SuspiciousActivity, Kind::Recover | Kind::LiftSuspicion) => Closes::No,
            (Self::SuspiciousActivity, _) => Closes::Strangers,
            (Self::OwnerRequest, Kind::Recover | Kind::LiftSuspicion) => Closes::No,
            (Self::OwnerRequest | Self::Staff, _) => Closes::Everyone,
            (
                Self::WrongSecret | Self::ServiceIncident | Self::DeviceMissing | Self::Activation,
                _,
            ) => Closes::No,
        }
    }
}
