//! The pairing code (STD-32).

use std::fmt;
use std::str::FromStr;

/// 40 random bits, shown as `ABCD-EFGH`.
///
/// Crockford's base 32 leaves out I, L, O and U; what people type for them is read as what they meant.
/// The server gives it 10 minutes, one use and a throttle (STD-32).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PairingCode([u8; 5]);

/// The text is not a pairing code: it needs eight letters or digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pairing code has eight letters or digits, like ABCD-EFGH")]
pub struct NotACode;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl PairingCode {
    /// The code of these 40 random bits.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 5]) -> Self {
        Self(bytes)
    }

    /// The 40 bits, for hashing.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 5] {
        self.0
    }
}

impl fmt::Display for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self
            .0
            .iter()
            .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in 0..8u32 {
            let digit = (bits >> (35 - 5 * place)) & 31;
            if place == 4 {
                f.write_str("-")?;
            }
            let letter = usize::try_from(digit)
                .ok()
                .and_then(|i| ALPHABET.get(i))
                .copied()
                .unwrap_or(b'0');
            write!(f, "{}", char::from(letter))?;
        }
        Ok(())
    }
}

/// Never prints the code: it is a secret while it lives.
impl fmt::Debug for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PairingCode(…)")
    }
}

impl FromStr for PairingCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut bits = 0u64;
        let mut digits = 0;
        for letter in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let meant = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let digit = ALPHABET
                .iter()
                .position(|a| char::from(*a) == meant)
                .ok_or(NotACode)?;
            bits = bits << 5 | digit as u64;
            digits += 1;
            if digits > 8 {
                return Err(NotACode);
            }
        }
        let [0, 0, 0, bytes @ ..] = bits.to_be_bytes() else {
            return Err(NotACode);
        };
        if digits == 8 {
            Ok(Self(bytes))
        } else {
            Err(NotACode)
        }
    }
}
