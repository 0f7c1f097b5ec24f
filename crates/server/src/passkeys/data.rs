//! Authenticator data (WebAuthn §6.1): what the authenticator says and signs.

use ciborium::Value;

/// Someone touched it.
const PRESENT: u8 = 1;
/// It verified its holder by fingerprint, face or PIN.
const VERIFIED: u8 = 1 << 2;
/// It may be copied to other devices.
const BACKUP_ELIGIBLE: u8 = 1 << 3;
/// It is copied.
const BACKED_UP: u8 = 1 << 4;
/// A new key follows.
const ATTESTED: u8 = 1 << 6;
/// Extensions follow.
const EXTENSIONS: u8 = 1 << 7;

/// Longest id of a credential (WebAuthn §4).
const LONGEST_ID: usize = 1023;

/// The data, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Data<'a> {
    /// Hash of the relying party's id.
    pub(super) site: [u8; 32],
    /// Its holder was there and was verified.
    pub(super) verified: bool,
    /// It may be copied to other devices.
    pub(super) backup_eligible: bool,
    /// The signature counter.
    pub(super) counter: u32,
    /// A new credential.
    pub(super) new: Option<New<'a>>,
}

/// A new credential: its id and its public key (COSE).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct New<'a> {
    pub(super) id: &'a [u8],
    pub(super) key: &'a [u8],
}

impl<'a> Data<'a> {
    /// Reads it; nothing if it is cut short, contradicts itself or holds more than it says.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (site, rest) = bytes.split_first_chunk::<32>()?;
        let ([flags], rest) = rest.split_first_chunk::<1>()?;
        let (counter, mut rest) = rest.split_first_chunk::<4>()?;
        let has = |flag: u8| flags & flag == flag;
        if has(BACKED_UP) && !has(BACKUP_ELIGIBLE) {
            return None;
        }
        let new = if has(ATTESTED) {
            Some(new(&mut rest)?)
        } else {
            None
        };
        if has(EXTENSIONS) {
            item(&mut rest)?;
        }
        rest.is_empty().then(|| Self {
            site: *site,
            verified: has(PRESENT | VERIFIED),
            backup_eligible: has(BACKUP_ELIGIBLE),
            counter: u32::from_be_bytes(*counter),
            new,
        })
    }
}

/// Model of the authenticator (16), length of the id (2), id, key.
fn new<'a>(rest: &mut &'a [u8]) -> Option<New<'a>> {
    let (_model, after) = rest.split_first_chunk::<16>()?;
    let (length, after) = after.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (id, after) = after.split_at_checked(length)?;
    *rest = after;
    let key = item(rest)?;
    (1..=LONGEST_ID)
        .contains(&length)
        .then_some(New { id, key })
}

/// One CBOR item at the beginning of `rest`, which then begins after it.
fn item<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let before = *rest;
    let _: Value = ciborium::from_reader(&mut *rest).ok()?;
    before.get(..before.len() - rest.len())
}
