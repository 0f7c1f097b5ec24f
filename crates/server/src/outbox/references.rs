//! The reference in each message, and "was this really you?" (S-041). Only a keyed hash of it is kept, so that a message can be
//! recognised without keeping it. A message that reaches nobody leaves one too, which nobody can know: else whoever measures could
//! tell which names have an account.

use kunci_db::{Result, Tx, View};
use kunci_rules::Time;

use super::store;
use crate::keys::{Keys, Purpose};
use crate::random::Random;

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 7;

/// A short code that stands in a message and in the log, such as `K7F2-9QX`: 35 random bits, no look-alikes.
#[must_use]
pub fn make(random: &Random) -> String {
    let letter = |byte: u8| char::from(LETTERS[usize::from(byte % 32)]);
    let code: String = random.bytes::<LENGTH>().into_iter().map(letter).collect();
    format!("{}-{}", &code[..4], &code[4..])
}

/// What was typed or pasted, as it was made; `None` if it cannot be one.
fn read(typed: &str) -> Option<String> {
    let letters = typed.chars().filter(|c| c.is_alphanumeric());
    let letters: String = letters
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let fits = letters.len() == LENGTH && letters.bytes().all(|b| LETTERS.contains(&b));
    fits.then_some(letters)
}

fn tag(keys: &Keys, letters: &str) -> [u8; 32] {
    keys.tag(Purpose::Reference, &[letters.as_bytes()])
}

/// Notes the reference of a message.
pub(super) fn remember(tx: &Tx<'_>, keys: &Keys, reference: &str, at: Time) {
    if let Some(letters) = read(reference) {
        store::remember(tx, &tag(keys, &letters), at);
    }
}

/// When a message with this reference was sent: `Some(None)` if none of the last 90 days has it, `None` if no reference looks
/// like this.
///
/// # Errors
/// Of the database.
pub fn sent_on(view: &View<'_>, keys: &Keys, typed: &str) -> Result<Option<Option<Time>>> {
    match read(typed) {
        Some(letters) => store::remembered(view, &tag(keys, &letters)).map(Some),
        None => Ok(None),
    }
}
