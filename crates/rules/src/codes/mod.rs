//! Codes that people read and type, and tokens that links carry. Randomness comes in as bytes; the caller
//! stores hashes and compares them in constant time.
//!
//! Letters are Crockford's base 32: no I, L, O or U. What people type is forgiven: spaces, dashes, small
//! letters, O for zero, I and L for one.

#[cfg(test)]
mod tests;

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many digits a code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// Second step at sign-in and verifying a contact: 10 minutes (STD-23).
    Six,
    /// Recovery, only in the browser that asked (STD-35).
    Eight,
}

impl Digits {
    const fn count(self) -> usize {
        match self {
            Self::Six => 6,
            Self::Eight => 8,
        }
    }
}

/// A code of digits. 128 random bits make its bias smaller than 2^-100.
pub fn digits(count: Digits, random: [u8; 16]) -> String {
    let width = count.count();
    let modulus = match count {
        Digits::Six => 1_000_000,
        Digits::Eight => 100_000_000,
    };
    format!("{:0width$}", u128::from_be_bytes(random) % modulus)
}

/// The digits of a code as somebody typed or pasted it, `123 456` for example (S-086); nothing if it is no
/// code of that length.
pub fn parse_digits(count: Digits, typed: &str) -> Option<String> {
    let kept: String = typed.chars().filter(|c| !is_gap(*c)).collect();
    (kept.len() == count.count() && kept.bytes().all(|b| b.is_ascii_digit())).then_some(kept)
}

/// The secret of a link: 128 bits. Its first half is also typable, as 13 letters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Link(pub [u8; 16]);

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(…)")
    }
}

impl Link {
    /// The 22 characters that stand in the address (base64url without padding).
    pub fn token(&self) -> String {
        // 22 sextets are 132 bits: the 128 of the secret, then four zeros.
        let bits = u128::from_be_bytes(self.0);
        let sextet = |i: u32| {
            if i < 21 {
                (bits >> (122 - 6 * i)) & 63
            } else {
                (bits & 3) << 4
            }
        };
        let letter = |i: u32| {
            usize::try_from(sextet(i))
                .ok()
                .and_then(|at| URL_SAFE.get(at))
        };
        (0..22).filter_map(letter).map(|b| char::from(*b)).collect()
    }

    /// The link of an address; nothing if it is none of ours.
    pub fn parse(token: &str) -> Option<Self> {
        let mut bits: u128 = 0;
        let mut last = 0;
        if token.len() != 22 {
            return None;
        }
        for (i, byte) in token.bytes().enumerate() {
            let value = URL_SAFE
                .iter()
                .position(|b| *b == byte)
                .and_then(|v| u128::try_from(v).ok())?;
            if i < 21 {
                bits = (bits << 6) | value;
            } else {
                last = value;
            }
        }
        (last & 15 == 0).then(|| Self(((bits << 2) | (last >> 4)).to_be_bytes()))
    }

    /// The first half, 64 bits: what the 13 letters stand for. Needs no guess pool (STD-23).
    pub fn half(&self) -> u64 {
        u64::try_from(u128::from_be_bytes(self.0) >> 64).unwrap_or(u64::MAX)
    }

    /// Those 13 letters, in groups that a voice can read out: `XXXX-XXXX-XXXXX`.
    pub fn typable(&self) -> String {
        let letters = encode(u128::from(self.half()), 13);
        let (a, rest) = letters.split_at(4);
        let (b, c) = rest.split_at(4);
        format!("{a}-{b}-{c}")
    }
}

/// The 64 bits of 13 letters as somebody typed them.
pub fn parse_typable(typed: &str) -> Option<u64> {
    decode(typed, 13).and_then(|v| u64::try_from(v).ok())
}

/// How many letters a saved recovery code has: 120 bits, so that a plain hash of it is enough (STD-29).
const SAVED: u32 = 24;

/// A saved recovery code as it stands on paper: six groups of four letters.
pub fn saved(random: [u8; 16]) -> String {
    let letters = encode(u128::from_be_bytes(random) >> 8, SAVED);
    let groups: Vec<String> = letters
        .as_bytes()
        .chunks(4)
        .map(|group| group.iter().map(|b| char::from(*b)).collect())
        .collect();
    groups.join(" ")
}

/// The same code however somebody typed it, in the one form that is hashed; nothing if it is none.
pub fn parse_saved(typed: &str) -> Option<[u8; 16]> {
    decode(typed, SAVED as usize).map(u128::to_be_bytes)
}

/// Base 32 as authenticator apps read it (RFC 4648, without padding). Not the letters that people type here: these apps
/// know only this alphabet.
pub fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for chunk in bytes.chunks(5) {
        let mut padded = [0; 8];
        for (to, from) in padded.iter_mut().skip(3).zip(chunk) {
            *to = *from;
        }
        let bits = u64::from_be_bytes(padded);
        let letters = (chunk.len() * 8).div_ceil(5);
        for i in (0..8).rev().take(letters) {
            let at = usize::try_from((bits >> (5 * i)) & 31).ok();
            text.extend(at.and_then(|at| LETTERS.get(at)).map(|b| char::from(*b)));
        }
    }
    text
}

/// A short reference for a message, which its receiver can check with us (S-041): 30 bits, no secret.
pub fn reference(random: [u8; 4]) -> String {
    encode(u128::from(u32::from_be_bytes(random) >> 2), 6)
}

fn encode(value: u128, letters: u32) -> String {
    let letter = |i: u32| {
        usize::try_from((value >> (5 * i)) & 31)
            .ok()
            .and_then(|at| LETTERS.get(at))
    };
    (0..letters)
        .rev()
        .filter_map(letter)
        .map(|b| char::from(*b))
        .collect()
}

fn decode(typed: &str, letters: usize) -> Option<u128> {
    let mut count = 0;
    let mut value: u128 = 0;
    for c in typed.chars().filter(|c| !is_gap(*c)) {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        let digit = LETTERS.iter().position(|b| char::from(*b) == c)?;
        value = (value << 5) | u128::try_from(digit).ok()?;
        count += 1;
        if count > letters {
            return None;
        }
    }
    (count == letters).then_some(value)
}

/// What people put between groups: spaces of any kind, dashes, dots, and what chats add invisibly.
fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '.' | '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
