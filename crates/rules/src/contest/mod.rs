//! What "this was not me" does (design §1, Notices), and the quiet exit.
//!
//! A notice is told to all contacts and signed-in browsers that existed before what it tells of. Its button
//! ends what one stolen thing could have asked for, but cannot be used to keep an owner out who shows two
//! independent methods: that is contested, and contested never means never.

mod quiet;
#[cfg(test)]
mod tests;

pub use quiet::{Contact, NotQuiet, QUIET, Quiet, quiet};

use crate::{Id, Span, Time};

/// How long the button of a notice works.
pub const OBJECTABLE: Span = Span::days(30);
/// How often the like of a request may be ended before the next one is contested.
pub const CANCELS: u32 = 2;
/// How long a request is held, from its beginning, by a contact or session on a missing device.
const HELD: Span = Span::hours(72);
/// The earliest end of a review.
const REVIEW: Span = Span::hours(72);
/// How long a contested request waits where there is no staff.
const AGAIN: Span = Span::days(7);

/// What a notice told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// A request that waits.
    Request,
    /// A method, a contact or a device that was added or set.
    Added,
}

/// What is disputed: a request that waits, or what was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disputed {
    /// Which of the two.
    pub told: Told,
    /// When it began.
    pub began: Time,
    /// Whether it rests on two independent methods ([`crate::gate::Grounds::two`], [`crate::gate::rests_on_two`]).
    pub two: bool,
    /// How often the like of it was ended by a notice in the 30 days before.
    pub cancelled: u32,
    /// What became of it so far.
    pub state: State,
}

/// What objections made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody objected, or nobody who could.
    Calm,
    /// It opens no sooner than this.
    Held {
        /// When the hold ends.
        until: Time,
    },
    /// Staff look at it; they decide no sooner than this.
    Review {
        /// The earliest end.
        from: Time,
    },
    /// There is no staff: it opens from then on, if all that it rests on is shown again.
    ShownAgain {
        /// When it may be shown again.
        from: Time,
    },
    /// Over: the request is ended, what was added is removed.
    Over,
}

/// Who objects: a contact or a signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Since when the account has it.
    pub since: Time,
    /// The holders that can use it.
    pub reach: Vec<Id>,
}

/// What an objection did, for the page that answers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The request is ended.
    Ended,
    /// What was added is removed.
    Removed,
    /// It is held until then.
    Held(Time),
    /// It is contested.
    Contested(Time),
    /// Nothing changed.
    Nothing(Why),
}

/// Why an objection changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is over already.
    Over,
    /// It is contested or held already; a further objection never moves a clock.
    Already,
    /// More than 30 days have passed.
    TooLate,
    /// The account had this contact or browser only afterwards.
    Younger,
    /// It is on a missing device, and what it objects to rests on more, or was held long enough.
    OnMissing,
    /// It rests on two independent methods, and there is no staff to review it.
    Two,
}

impl Outcome {
    /// Its stable name, for message keys and the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Removed => "removed",
            Self::Held(_) => "held",
            Self::Contested(_) => "contested",
            Self::Nothing(Why::Over) => "over",
            Self::Nothing(Why::Already) => "already",
            Self::Nothing(Why::TooLate) => "too-late",
            Self::Nothing(Why::Younger) => "younger",
            Self::Nothing(Why::OnMissing) => "on-missing",
            Self::Nothing(Why::Two) => "two",
        }
    }
}

impl Voice {
    /// Whether a missing device can use it: then whoever has that device may be speaking.
    pub fn on_missing(&self, missing: &[Id]) -> bool {
        self.reach.iter().any(|holder| missing.contains(holder))
    }
}

impl Disputed {
    /// Somebody says "this was not me". `missing`: the missing devices; `staff`: there are two who can review.
    pub fn object(
        &self,
        voice: &Voice,
        missing: &[Id],
        staff: bool,
        now: Time,
    ) -> (State, Outcome) {
        let (state, outcome) = match self.judge(voice, missing, staff, now) {
            Outcome::Ended => (State::Over, Outcome::Ended),
            Outcome::Removed => (State::Over, Outcome::Removed),
            Outcome::Held(until) => (State::Held { until }, Outcome::Held(until)),
            Outcome::Contested(from) if staff => (State::Review { from }, Outcome::Contested(from)),
            Outcome::Contested(from) => (State::ShownAgain { from }, Outcome::Contested(from)),
            Outcome::Nothing(why) => (self.state, Outcome::Nothing(why)),
        };
        (state, outcome)
    }

    fn judge(&self, voice: &Voice, missing: &[Id], staff: bool, now: Time) -> Outcome {
        let two = self.two;
        let on_missing = voice.on_missing(missing);
        match self.state {
            State::Over => return Outcome::Nothing(Why::Over),
            State::Review { .. } | State::ShownAgain { .. } => {
                return Outcome::Nothing(Why::Already);
            }
            State::Held { .. } if on_missing => return Outcome::Nothing(Why::Already),
            State::Calm | State::Held { .. } => {}
        }
        if voice.since > self.began {
            return Outcome::Nothing(Why::Younger);
        }
        if now >= self.began + OBJECTABLE {
            return Outcome::Nothing(Why::TooLate);
        }
        if on_missing {
            let until = self.began + HELD;
            let holds = self.told == Told::Request && !two && now < until;
            return if holds {
                Outcome::Held(until)
            } else {
                Outcome::Nothing(Why::OnMissing)
            };
        }
        match self.told {
            Told::Added if !two => Outcome::Removed,
            Told::Added if staff => Outcome::Contested(now + REVIEW),
            Told::Added => Outcome::Nothing(Why::Two),
            Told::Request if !two && self.cancelled < CANCELS => Outcome::Ended,
            Told::Request => Outcome::Contested(now + if staff { REVIEW } else { AGAIN }),
        }
    }
}

/// A request that waits and to which somebody objected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contest {
    /// What became of it.
    pub state: State,
    /// Whether it rested on two independent methods by then.
    pub two: bool,
}

impl Contest {
    /// Before this it does not open, whatever else is shown for it.
    pub const fn until(&self) -> Time {
        match self.state {
            State::Calm => Time(i64::MIN),
            State::Held { until } => until,
            State::Review { from } | State::ShownAgain { from } => from,
            State::Over => Time(i64::MAX),
        }
    }

    /// Whether a method that was shown for it still counts; `shown`: every time it was shown to whoever asks.
    pub fn counts(&self, mut shown: impl Iterator<Item = Time>, now: Time) -> bool {
        match self.state {
            State::Calm | State::Held { .. } => true,
            State::ShownAgain { from } => now < from || shown.any(|at| at >= from),
            // Two of the staff may grant it, not a proof.
            State::Review { from } => now < from,
            State::Over => false,
        }
    }

    /// Whether it holds up a request that rests on two independent methods by now (`two`), or does not. Whoever shows a
    /// second one only after the objection is no longer held up: a new request would not be.
    pub const fn holds_up(&self, two: bool) -> bool {
        self.two || !two
    }
}
