//! Approval in a signed-in browser: when it may be asked for, and the number that is typed there (STD-28).
//!
//! The browser that asks shows a number; the owner types it where they are signed in. A bare "yes" is not enough:
//! people tap it away. Prompts come only after another proof, so that no stranger can make a phone buzz.

use crate::{Span, Time};

/// The numbers: two digits, none with a leading zero.
pub const NUMBERS: std::ops::RangeInclusive<u8> = 10..=99;
/// How long a prompt lives.
pub const LIFETIME: Span = Span::minutes(5);
/// How many prompts an hour.
const AN_HOUR: usize = 3;

/// Who asks. Each has prompts of its own, so that whoever knows the password does not use up the owner's (G4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A known browser, or a session of the owner's.
    Known,
    /// Everyone else, together.
    Stranger,
}

/// A prompt that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// By whom.
    pub class: Class,
    /// When.
    pub sent: Time,
    /// The number that the asking browser shows.
    pub number: u8,
    /// It was answered, rightly or wrongly, or denied, or gave way to another.
    pub closed: bool,
}

impl Prompt {
    /// Whether it still waits for an answer.
    pub fn pending(&self, now: Time) -> bool {
        !self.closed && now < self.sent + LIFETIME
    }
}

/// Whether a prompt may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Yes.
    Send,
    /// Something else must be proved first.
    ProofFirst,
    /// One is pending; it lives until then.
    Pending(Time),
    /// No more for now; the next may be sent then.
    Later(Time),
}

/// What an answer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The number is right: the browser that shows it has its proof.
    Approved,
    /// Another number: whoever typed it does not see the asking browser, so the prompt is over.
    Wrong,
    /// The prompt is over.
    Over,
}

/// The number of a new prompt, from a random one.
pub const fn number(random: u64) -> u8 {
    let (least, most) = (*NUMBERS.start(), *NUMBERS.end());
    // At most 89 is left of it: fits, and the bias of 2^64 over 90 is none.
    #[expect(clippy::cast_possible_truncation, reason = "smaller than 90")]
    let more = (random % (most - least + 1) as u64) as u8;
    least + more
}

/// Whether an account's signed-in browsers may be asked now. `sent`: its prompts of the last hour, in any
/// order; `proved`: the asking browser has given another proof.
///
/// One is pending at a time, so that nobody types a number into the wrong one. A known browser's takes the place of a
/// stranger's ([`supersedes`]); three an hour are counted for each class by itself.
pub fn ask(sent: &[Prompt], class: Class, proved: bool, now: Time) -> Ask {
    if !proved {
        return Ask::ProofFirst;
    }
    let stands = |p: &&Prompt| p.pending(now) && !supersedes(class, p.class);
    if let Some(prompt) = sent.iter().find(stands) {
        return Ask::Pending(prompt.sent + LIFETIME);
    }
    let hour = Span::hours(1);
    let own = sent.iter().filter(|p| p.class == class);
    let mut recent: Vec<Time> = own.map(|p| p.sent).collect();
    recent.retain(|t| now < *t + hour);
    recent.sort_unstable();
    match recent.len().checked_sub(AN_HOUR) {
        None => Ask::Send,
        Some(more) => recent
            .get(more)
            .map_or(Ask::Send, |oldest| Ask::Later(*oldest + hour)),
    }
}

/// Whether a new prompt of one class ends a pending one of another.
pub const fn supersedes(new: Class, pending: Class) -> bool {
    matches!((new, pending), (Class::Known, Class::Stranger))
}

/// What typing this number does to a prompt.
pub fn answer(prompt: &Prompt, typed: u8, now: Time) -> Answer {
    if !prompt.pending(now) {
        Answer::Over
    } else if typed == prompt.number {
        Answer::Approved
    } else {
        Answer::Wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Time = Time(1_800_000_000_000_000);

    fn prompt(ago: Span, closed: bool) -> Prompt {
        Prompt {
            class: Class::Stranger,
            sent: NOON - ago,
            number: 42,
            closed,
        }
    }

    #[test]
    fn std28_prompts_come_only_after_another_proof_one_at_a_time_three_an_hour() {
        let minutes = Span::minutes;
        let ask = |sent: &[Prompt], now| ask(sent, Class::Stranger, true, now);
        assert_eq!(super::ask(&[], Class::Known, false, NOON), Ask::ProofFirst);
        assert_eq!(ask(&[], NOON), Ask::Send);
        let open = [prompt(minutes(4), false)];
        assert_eq!(ask(&open, NOON), Ask::Pending(NOON + minutes(1)));
        assert_eq!(ask(&open, NOON + minutes(1)), Ask::Send);
        let two = [prompt(minutes(50), true), prompt(minutes(9), true)];
        assert_eq!(ask(&two, NOON), Ask::Send);
        let three = [two[0], two[1], prompt(minutes(20), false)];
        assert_eq!(ask(&three, NOON), Ask::Later(NOON + minutes(10)));
        assert_eq!(ask(&three, NOON + minutes(10)), Ask::Send);
    }

    #[test]
    fn g4_strangers_do_not_use_up_the_owners_prompts() {
        let minutes = Span::minutes;
        let theirs = [
            prompt(minutes(50), true),
            prompt(minutes(9), true),
            prompt(minutes(4), false),
        ];
        assert_eq!(ask(&theirs, Class::Known, true, NOON), Ask::Send);
        assert!(supersedes(Class::Known, Class::Stranger));
        let own = Prompt {
            class: Class::Known,
            ..prompt(minutes(1), false)
        };
        let stands = Ask::Pending(NOON + minutes(4));
        assert_eq!(ask(&[own], Class::Known, true, NOON), stands);
        assert_eq!(ask(&[own], Class::Stranger, true, NOON), stands);
        for pending in [Class::Known, Class::Stranger] {
            assert!(!supersedes(Class::Stranger, pending));
        }
        let closed = Prompt {
            closed: true,
            ..own
        };
        let thrice = [closed; 3];
        assert_eq!(ask(&thrice, Class::Stranger, true, NOON), Ask::Send);
        let later = Ask::Later(own.sent + Span::hours(1));
        assert_eq!(ask(&thrice, Class::Known, true, NOON), later);
    }

    #[test]
    fn std28_the_number_is_typed_and_a_wrong_one_ends_it() {
        let open = prompt(Span::minutes(4), false);
        assert_eq!(answer(&open, 42, NOON), Answer::Approved);
        assert_eq!(answer(&open, 24, NOON), Answer::Wrong);
        assert_eq!(answer(&open, 42, NOON + Span::minutes(1)), Answer::Over);
        let closed = prompt(Span::minutes(4), true);
        assert_eq!(answer(&closed, 42, NOON), Answer::Over);
    }

    #[test]
    fn every_number_has_two_digits_and_each_comes_up() {
        let mut seen: Vec<u8> = (0..90).map(number).collect();
        seen.sort_unstable();
        assert_eq!(seen, NUMBERS.collect::<Vec<u8>>());
        assert_eq!(number(u64::MAX), 10 + (u64::MAX % 90) as u8);
    }
}
