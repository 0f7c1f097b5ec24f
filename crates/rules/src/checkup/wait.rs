//! Waits in words that never promise too much, and when to speak of the ways back again.

use crate::{Span, Time};

/// How often an owner is asked whether the ways back are still right (S-044).
pub const LOOK_AGAIN: Span = Span::days(365);

/// How long a suggestion of two-step verification rests once its owner said "later" (S-037).
pub const SUGGEST_AGAIN: Span = Span::days(90);

/// A wait as people say it, rounded up: whoever comes back then finds the door open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nothing to wait for.
    AtOnce,
    /// So many minutes, fewer than 60.
    Minutes(i64),
    /// So many hours, up to 48.
    Hours(i64),
    /// So many days.
    Days(i64),
}

impl Told {
    /// Says it.
    pub const fn of(wait: Span) -> Self {
        let minutes = wait.whole_minutes();
        let hours = up(minutes, 60);
        if wait.0 <= 0 {
            Self::AtOnce
        } else if minutes < 60 {
            Self::Minutes(minutes)
        } else if hours <= 48 {
            Self::Hours(hours)
        } else {
            Self::Days(up(hours, 24))
        }
    }
}

const fn up(of: i64, unit: i64) -> i64 {
    of.saturating_add(unit - 1).div_euclid(unit)
}

/// Whether it is time to speak of something again that was last spoken of then; what never was is due.
pub fn due(last: Option<Time>, every: Span, now: Time) -> bool {
    last.is_none_or(|last| now >= last + every)
}
