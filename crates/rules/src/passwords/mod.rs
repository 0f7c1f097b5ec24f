//! Which passwords may be set, and how strong they are (STD-11…22, S-035, S-036).
//!
//! A password is eight or more code points, fifteen are advised, and anything may be in it: no rule asks for
//! capitals or digits (STD-14). Refused is only what guessers try first: the best known passwords, dates,
//! and what is known about the owner anyway. The reason is always told (STD-17).

mod common;
mod dates;
#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization;
use zxcvbn::matching::patterns::MatchPattern;

use crate::passwords::dates::is_date;

/// The fewest code points (STD-11; C-11).
pub const SHORTEST: usize = 8;
/// The most, so that hashing costs the same for everybody (STD-12, STD-22).
pub const LONGEST: usize = 256;
/// From this length on a password is good as the only factor (STD-11).
pub const ADVISED: usize = 15;

/// What guessers try within this many attempts counts as common: as many as the built-in list of the best
/// known passwords has entries, so that every one of them is refused whole, in any case (STD-17).
const FIRST_GUESSES: u64 = 30_000;

/// A password as typed, in NFC (STD-13): compared whole, exactly, untrimmed (STD-18). Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// A password typed to sign in. Nothing if it is longer than any that can be set.
    pub fn typed(typed: &str) -> Option<Self> {
        // Composing can only shorten; bytes bound the work before anything is composed.
        if typed.len() > 4 * 4 * LONGEST {
            return None;
        }
        let password: String = typed.nfc().collect();
        (password.chars().count() <= LONGEST).then_some(Self(password))
    }

    /// The text to hash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// From 0, guessed at once, to 4, beyond reach; for the meter (S-035). Indonesian words count as words.
    pub fn strength(&self) -> u8 {
        u8::from(zxcvbn::zxcvbn(&self.0, &common::words()).score())
    }

    /// Long enough to stand alone, without a second factor (STD-11).
    pub fn is_advised(&self) -> bool {
        self.len() >= ADVISED
    }

    fn len(&self) -> usize {
        self.0.chars().count()
    }
}

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refused {
    /// Fewer than 8 characters.
    TooShort,
    /// More than 256.
    TooLong,
    /// Holds signs that no keyboard types and no eye sees.
    Shape,
    /// Little more than the owner's name, address or number, or the operator's name.
    Personal,
    /// A date, such as a birthday.
    Date,
    /// One thing repeated, or a row of the alphabet, the digits or the keyboard.
    Repeated,
    /// Among the first that guessers try.
    Common,
}

impl Refused {
    /// Its stable name, for the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TooShort => "too-short",
            Self::TooLong => "too-long",
            Self::Shape => "shape",
            Self::Personal => "personal",
            Self::Date => "date",
            Self::Repeated => "repeated",
            Self::Common => "common",
        }
    }
}

/// Takes a new password. `known` is what whoever guesses may know: the owner's names, email addresses and
/// phone numbers, the operator's name.
///
/// # Errors
/// Why it is not taken; owners are told (STD-17).
pub fn check(typed: &str, known: &[&str]) -> Result<Password, Refused> {
    let password = Password::typed(typed).ok_or(Refused::TooLong)?;
    if password.len() < SHORTEST {
        return Err(Refused::TooShort);
    }
    if password.0.chars().any(char::is_control) {
        return Err(Refused::Shape);
    }
    let lower = password.0.to_lowercase();
    let refused = if is_personal(&lower, known) {
        Some(Refused::Personal)
    } else if is_date(&lower) {
        Some(Refused::Date)
    } else {
        guessed_early(&lower)
    };
    refused.map_or(Ok(password), Err)
}

/// Whether a password holds little more than what is known about its owner.
fn is_personal(lower: &str, known: &[&str]) -> bool {
    let known: Vec<String> = known.iter().map(|k| k.to_lowercase()).collect();
    let (letters, rest) = split(lower);
    let whole = |k: &String| k.contains('@') && k.len() > 3 && lower.contains(k.as_str());
    known.iter().any(|k| whole(k) || holds_number(lower, k))
        || is_trifle(&rest) && made_of(&letters, &words(known.iter().map(String::as_str)))
}

/// Whether guessers try it early: in the list of the best known passwords, in ours, or a plain pattern.
fn guessed_early(lower: &str) -> Option<Refused> {
    let (letters, rest) = split(lower);
    if is_trifle(&rest) && made_of(&letters, &common::words()) {
        return Some(Refused::Common);
    }
    let entropy = zxcvbn::zxcvbn(lower, &[]);
    if entropy.guesses() > FIRST_GUESSES {
        return None;
    }
    let pattern = entropy.sequence().iter().all(|m| {
        matches!(
            m.pattern,
            MatchPattern::Repeat(_) | MatchPattern::Sequence(_) | MatchPattern::Spatial(_)
        )
    });
    Some(if pattern {
        Refused::Repeated
    } else {
        Refused::Common
    })
}

/// The letters of a password without what stands around and between them, and the rest.
fn split(lower: &str) -> (String, String) {
    lower.chars().partition(|c| c.is_alphabetic())
}

/// Whether what stands around a word adds next to nothing: a few digits, a date, a row of digits.
fn is_trifle(rest: &str) -> bool {
    let digits: Vec<u32> = rest.chars().filter_map(|c| c.to_digit(10)).collect();
    let marks = rest.chars().count() - digits.len();
    let row = digits
        .windows(2)
        .all(|w| matches!(w, [a, b] if a == b || *a + 1 == *b || *b + 1 == *a));
    marks <= 3 && (digits.len() <= 4 || row || is_date(rest))
}

/// The words of names and addresses that are long enough to be told from chance, and each source joined up.
fn words<'a>(sources: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut words = Vec::new();
    for source in sources {
        let parts = source
            .split(|c: char| !c.is_alphabetic())
            .filter(|p| !p.is_empty());
        let parts: Vec<String> = parts.map(str::to_lowercase).collect();
        words.push(parts.concat());
        words.extend(parts);
    }
    words.retain(|w| w.chars().count() >= 3);
    words
}

/// Whether letters are nothing but one to three of these words, in any order.
fn made_of<W: AsRef<str>>(letters: &str, words: &[W]) -> bool {
    fn rest<W: AsRef<str>>(letters: &str, words: &[W], more: u32) -> bool {
        letters.is_empty()
            || more > 0
                && words.iter().any(|w| {
                    letters
                        .strip_prefix(w.as_ref())
                        .is_some_and(|after| rest(after, words, more - 1))
                })
    }
    !letters.is_empty() && rest(letters, words, 3)
}

/// Whether a password is a phone number, however written, with little around it.
fn holds_number(lower: &str, phone: &str) -> bool {
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    let (typed, number) = (digits(lower), digits(phone));
    // The last eight digits tell a number apart from chance and are the same with 0, 62 or +62 before them.
    let Some(tail) = number.len().checked_sub(8).and_then(|at| number.get(at..)) else {
        return false;
    };
    typed.contains(tail) && lower.chars().count() - tail.len() <= 10
}
