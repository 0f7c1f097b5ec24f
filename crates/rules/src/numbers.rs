//! Is the number still yours? Prepaid numbers expire and are sold again (`voice.md` 4.6): before a number is too old to count
//! for a recovery at once, its owner is asked, and told by another contact.

use crate::{Span, Time};

/// How long before it goes stale its owner is asked on the pages.
const ASKED_BEFORE: Span = Span::days(15);

/// How long before it goes stale its owner is told, by another contact.
const TOLD_BEFORE: Span = Span::days(7);

/// What is known of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// When it was last proved.
    pub proved_at: Time,
    /// The operator reported another SIM since then.
    pub sim_changed: bool,
}

/// How old the last proof of a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Young enough.
    Fresh,
    /// It is time to ask.
    Asked,
    /// It is time to say so by another contact.
    Told,
    /// It may be somebody else's by now.
    Stale,
}

impl Number {
    /// Its age, where a number is stale after `stale_after`.
    #[must_use]
    pub fn age(self, stale_after: Span, now: Time) -> Age {
        let stale_at = self.proved_at + stale_after;
        if self.sim_changed || now >= stale_at {
            Age::Stale
        } else if now >= stale_at - TOLD_BEFORE {
            Age::Told
        } else if now >= stale_at - ASKED_BEFORE {
            Age::Asked
        } else {
            Age::Fresh
        }
    }

    /// When it goes stale by its age; nothing where another SIM made it so already.
    #[must_use]
    pub fn stale_at(self, stale_after: Span) -> Option<Time> {
        (!self.sim_changed).then(|| self.proved_at + stale_after)
    }

    /// Whether its owner is to be told now: once for each proof, while there is another contact to tell.
    #[must_use]
    pub fn is_due(
        self,
        told_for: Option<Time>,
        others: usize,
        stale_after: Span,
        now: Time,
    ) -> bool {
        self.age(stale_after, now) >= Age::Told && told_for != Some(self.proved_at) && others > 0
    }
}

/// Numbers proved before this may be due.
#[must_use]
pub fn due_if_proved_before(stale_after: Span, now: Time) -> Time {
    now - stale_after + TOLD_BEFORE
}

#[cfg(test)]
mod tests {
    use super::{Age, Number, due_if_proved_before};
    use crate::{Span, Time};

    const STALE: Span = Span::days(60);

    fn proved(sim_changed: bool) -> Number {
        Number {
            proved_at: Time(1_795_400_040_000_000),
            sim_changed,
        }
    }

    fn on_day(days: i64) -> Time {
        proved(false).proved_at + Span::days(days)
    }

    #[test]
    fn asked_from_day_45_told_from_day_53_stale_from_day_60() {
        let ages = [
            (0, Age::Fresh),
            (44, Age::Fresh),
            (45, Age::Asked),
            (52, Age::Asked),
            (53, Age::Told),
            (59, Age::Told),
            (60, Age::Stale),
        ];
        for (day, age) in ages {
            assert_eq!(proved(false).age(STALE, on_day(day)), age, "day {day}");
            assert_eq!(
                proved(true).age(STALE, on_day(day)),
                Age::Stale,
                "another SIM, day {day}"
            );
        }
    }

    #[test]
    fn told_once_for_each_proof_and_only_by_another_contact() {
        let number = proved(false);
        let due = |day, told, others| number.is_due(told, others, STALE, on_day(day));
        assert!(due(53, None, 1) && due(61, None, 1));
        assert!(!due(52, None, 1), "too early");
        assert!(!due(53, None, 0), "nobody to tell");
        assert!(!due(53, Some(number.proved_at), 1), "told before");
        assert!(due(53, Some(on_day(-60)), 1), "told for an older proof");
    }

    #[test]
    fn what_may_be_due_holds_all_that_is() {
        for day in 0..120 {
            let due = proved(false).is_due(None, 1, STALE, on_day(day));
            let found = proved(false).proved_at <= due_if_proved_before(STALE, on_day(day));
            assert_eq!(due, found, "day {day}");
        }
    }
}
