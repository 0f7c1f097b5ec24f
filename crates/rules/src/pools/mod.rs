//! Guess pools: how many wrong secrets are evaluated, and from whom (design §2; STD-1, STD-6).
//!
//! For one method of one account there are three classes of askers, and nothing that one class does
//! touches another's: that is how strangers cannot lock the owner out (G4).
//!
//! A guess is reserved *before* the secret is checked: the reservation takes a try and already counts as a
//! failure, so that a crash, or 64 guesses at once, can only ever evaluate too few. A right secret then
//! clears every pool ([`cleared`]); a failure of ours gives the reservation back ([`refund`]); a wrong
//! secret leaves it as it is.

#[cfg(test)]
mod tests;

use crate::{Span, Time};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// All unknown browsers together: one pool.
    Strangers,
    /// Known browsers: a pool each.
    Known,
    /// Unknown browsers after one contact proof: a pool each, for 24 hours.
    Vouched,
}

impl Class {
    /// All classes.
    pub const ALL: [Self; 3] = [Self::Strangers, Self::Known, Self::Vouched];

    /// How many tries a full pool holds.
    pub const fn size(self) -> u32 {
        match self {
            Self::Strangers | Self::Vouched => 5,
            Self::Known => 10,
        }
    }

    /// How long one try takes to come back, where it does.
    pub const fn refill(self) -> Option<Span> {
        match self {
            Self::Strangers => Some(Span::minutes(12)),
            Self::Known => Some(Span::minutes(6)),
            Self::Vouched => None,
        }
    }

    /// At how many consecutive failures of the whole class its pools are shut. Together 100 (STD-1).
    pub const fn cap(self) -> u32 {
        match self {
            Self::Strangers | Self::Known => 40,
            Self::Vouched => 20,
        }
    }

    /// The stable name of the class in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Strangers => "strangers",
            Self::Known => "known",
            Self::Vouched => "vouched",
        }
    }
}

/// For how long a contact proof vouches for a browser.
pub const VOUCHED_FOR: Span = Span::hours(24);

/// One pool as it is stored: the strangers' one, or that of one known or vouched browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolState {
    /// Tries left at `refilled_at`.
    pub tokens: u32,
    /// Consecutive failures drawn from this pool since the last success; those of a class add up to its cap.
    pub failures: u32,
    /// When the tries were last topped up; for a vouched browser, when it was vouched for.
    pub refilled_at: Time,
}

impl PoolState {
    /// A pool that nobody drew from yet.
    pub const fn full(class: Class, now: Time) -> Self {
        Self {
            tokens: class.size(),
            failures: 0,
            refilled_at: now,
        }
    }

    /// The tries in it at this time.
    fn topped_up(self, class: Class, now: Time) -> Self {
        let Some(period) = class.refill() else {
            return self;
        };
        let periods = now.since(self.refilled_at).0 / period.0;
        let tokens = i64::from(self.tokens)
            .saturating_add(periods)
            .min(i64::from(class.size()));
        match u32::try_from(tokens) {
            Ok(tokens) if tokens < class.size() => Self {
                tokens,
                refilled_at: self.refilled_at + Span(periods.saturating_mul(period.0)),
                ..self
            },
            // A full pool saves nothing up; it starts to refill when it is next drawn from.
            _ => Self {
                tokens: class.size(),
                refilled_at: self.refilled_at.max(now),
                ..self
            },
        }
    }
}

/// The answer to a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserve {
    /// Check the secret, once; store this state first.
    Reserved(PoolState),
    /// No try is left until then; evaluate nothing.
    Empty {
        /// When the next try comes back, or when the vouching ends.
        until: Time,
    },
    /// The class is at its cap; this browser gives a contact proof first.
    Shut,
}

/// Reserves one guess. `in_class` is the sum of the failures of all pools of the class, this one included.
pub fn reserve(state: PoolState, class: Class, in_class: u32, now: Time) -> Reserve {
    if in_class >= class.cap() {
        return Reserve::Shut;
    }
    let state = state.topped_up(class, now);
    match (state.tokens.checked_sub(1), class.refill()) {
        (Some(_), None) if now >= state.refilled_at + VOUCHED_FOR => Reserve::Empty { until: now },
        (Some(tokens), _) => Reserve::Reserved(PoolState {
            tokens,
            failures: state.failures.saturating_add(1),
            ..state
        }),
        (None, refill) => Reserve::Empty {
            until: state.refilled_at + refill.unwrap_or(VOUCHED_FOR),
        },
    }
}

/// Gives a reservation back: what went wrong was ours (an overload, an open incident), not the guess.
pub fn refund(state: PoolState, class: Class) -> PoolState {
    PoolState {
        tokens: state.tokens.saturating_add(1).min(class.size()),
        failures: state.failures.saturating_sub(1),
        ..state
    }
}

/// What every pool of the method becomes once a right secret was shown (STD-3).
pub const fn cleared(class: Class, now: Time) -> PoolState {
    PoolState::full(class, now)
}

/// A browser gave a contact proof: five tries for the next 24 hours. A second proof within them adds none,
/// and failures stay counted (STD-4).
pub fn vouch(state: Option<PoolState>, now: Time) -> PoolState {
    match state {
        Some(state) if now < state.refilled_at + VOUCHED_FOR => state,
        Some(state) => PoolState {
            failures: state.failures,
            ..PoolState::full(Class::Vouched, now)
        },
        None => PoolState::full(Class::Vouched, now),
    }
}

/// How many tries to promise this browser ("still {n} times from this device", S-019).
pub fn remaining(state: PoolState, class: Class, in_class: u32, now: Time) -> u32 {
    match reserve(state, class, in_class, now) {
        Reserve::Reserved(next) => (next.tokens + 1).min(class.cap() - in_class),
        Reserve::Empty { .. } | Reserve::Shut => 0,
    }
}

/// Whether the method is disabled: only when all three classes are at their caps (STD-1).
pub fn disabled(failures: impl Fn(Class) -> u32) -> bool {
    Class::ALL
        .into_iter()
        .all(|class| failures(class) >= class.cap())
}
