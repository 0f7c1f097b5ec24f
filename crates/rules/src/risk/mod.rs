//! Risk signals as data, each with what explains it (S-027), and when two of them lock.
//!
//! A suspicion lock needs two signals that no common cause explains. A new phone in a new place is one thing,
//! not two; behind an anonymising network nobody knows the place, so nothing is concluded from it (S-038). The
//! lock never touches a known browser, a passkey or an approval, and failures speak only of the browser that
//! made them.

#[cfg(test)]
mod tests;
mod travel;

pub use travel::{Place, Travel, travel};

use crate::Time;
use crate::gate::MethodKind;

/// From how many failures of this browser in the last 24 hours they are a signal: more than a pool gives at once.
pub const FAILURES: u32 = 10;

/// A sign-in whose secret was right, as it looks from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// When.
    pub at: Time,
    /// From a browser that is known for this account.
    pub known_browser: bool,
    /// What was shown.
    pub shown: Vec<MethodKind>,
    /// From a network that the account was used from before.
    pub known_network: bool,
    /// From a network that hides where people are.
    pub anonymous: bool,
    /// Where the network is, coarsely, where that is known.
    pub place: Option<Place>,
    /// The password is in a list of breached ones.
    pub breached_password: bool,
    /// How often this very browser failed at this account in the last 24 hours.
    pub failures_here: u32,
}

/// The last time that the owner was surely somewhere: a session of a known browser, by a network that hides
/// nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// When.
    pub at: Time,
    /// Where.
    pub place: Place,
}

/// Something about a sign-in that is not as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// A browser that this account does not know.
    NewBrowser,
    /// A network that this account does not know.
    NewNetwork,
    /// A network that hides where people are.
    AnonymousNetwork,
    /// Too far from where the owner was, for the time between.
    ImpossibleTravel(Travel),
    /// A password that others know.
    BreachedPassword,
    /// Many failures of this very browser.
    Failures(u32),
}

/// What could explain several signals at once. Signals of one cause are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explained {
    /// A new phone, or another network: neither is anything by itself.
    NewPhone,
    /// Somebody in two places.
    TwoPlaces,
    /// A secret that others know.
    KnownSecret,
    /// Somebody who guesses.
    Guessing,
}

impl Signal {
    /// Its stable name, for message keys, the lock ledger and the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewBrowser => "new-browser",
            Self::NewNetwork => "new-network",
            Self::AnonymousNetwork => "anonymous-network",
            Self::ImpossibleTravel(_) => "impossible-travel",
            Self::BreachedPassword => "breached-password",
            Self::Failures(_) => "failures",
        }
    }

    /// What explains it.
    pub const fn explained(self) -> Explained {
        match self {
            Self::NewBrowser | Self::NewNetwork | Self::AnonymousNetwork => Explained::NewPhone,
            Self::ImpossibleTravel(_) => Explained::TwoPlaces,
            Self::BreachedPassword => Explained::KnownSecret,
            Self::Failures(_) => Explained::Guessing,
        }
    }
}

/// Everything about the attempt that is not as usual, in the order in which people are told.
pub fn signals(attempt: &Attempt, seen: Option<&Seen>) -> Vec<Signal> {
    let travelled = attempt
        .place
        .filter(|_| !attempt.anonymous)
        .zip(seen)
        .and_then(|(here, seen)| travel(&seen.place, &here, attempt.at.since(seen.at)));
    let failures = attempt.failures_here;
    let all = [
        (!attempt.known_browser).then_some(Signal::NewBrowser),
        (!attempt.known_network && !attempt.anonymous).then_some(Signal::NewNetwork),
        attempt.anonymous.then_some(Signal::AnonymousNetwork),
        travelled.map(Signal::ImpossibleTravel),
        (attempt.breached_password && attempt.shown.contains(&MethodKind::Password))
            .then_some(Signal::BreachedPassword),
        (failures >= FAILURES).then_some(Signal::Failures(failures)),
    ];
    all.into_iter().flatten().collect()
}

/// Whether the attempt places a suspicion lock. `incident`: a sign-in incident of ours is open, or the rule is
/// paused; then none is placed.
pub fn locks(attempt: &Attempt, signals: &[Signal], incident: bool) -> bool {
    let spared = attempt.known_browser
        || attempt
            .shown
            .iter()
            .any(|kind| matches!(kind, MethodKind::Passkey | MethodKind::Approval));
    !incident && !spared && weight(signals) >= 2
}

/// How many signals there are that no common cause explains. A new browser or a new network alone is none:
/// every new phone, and every journey, is one or the other.
pub fn weight(signals: &[Signal]) -> usize {
    let has = |cause: Explained| signals.iter().any(|s| s.explained() == cause);
    let new_phone = signals
        .iter()
        .filter(|s| s.explained() == Explained::NewPhone)
        .count()
        >= 2;
    let others = [
        Explained::TwoPlaces,
        Explained::KnownSecret,
        Explained::Guessing,
    ];
    usize::from(new_phone) + others.into_iter().filter(|cause| has(*cause)).count()
}
