//! Challenges: random, good for five minutes, in the browser that asked, for what it asked, and once.
//!
//! All but the last is in the challenge itself, authenticated: any node can check it, and whoever only opens a page costs
//! the database nothing. That it was answered is kept (`store::answer`).

use kunci_rules::{Id, Span, Time};

use crate::keys::{Keys, Purpose};
use crate::random::Random;
use crate::secret::{same, sha256};

/// How long one may be answered.
pub(super) const LIFE: Span = Span::minutes(5);

/// What is asked for. An answer to one is no answer to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// To sign in without a name.
    SignIn,
    /// A proof, for the session or case that keeps it.
    Proof(Id),
    /// A new passkey, asked for in this session.
    Adding(Id),
}

impl For {
    fn tag(self) -> (&'static [u8], Id) {
        match self {
            Self::SignIn => (b"sign-in", Id::nil()),
            Self::Proof(case) => (b"proof", case),
            Self::Adding(session) => (b"adding", session),
        }
    }
}

/// random (16) ‖ end (8) ‖ tag (32).
const LENGTH: usize = 56;

/// A challenge that was answered in time, where and for what it was asked.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    /// What the database keeps of it.
    pub(super) hash: [u8; 32],
    /// When it ends.
    pub(super) ends_at: Time,
}

/// A fresh one for the browser of this visitor.
pub(super) fn fresh(
    keys: &Keys,
    random: &Random,
    visitor: &[u8; 32],
    of: For,
    now: Time,
) -> [u8; LENGTH] {
    let ends_at = now + LIFE;
    let mut challenge = [0; LENGTH];
    challenge[..16].copy_from_slice(&random.bytes::<16>());
    challenge[16..24].copy_from_slice(&ends_at.0.to_le_bytes());
    let tag = tag(keys, visitor, of, &challenge[..24]);
    challenge[24..].copy_from_slice(&tag);
    challenge
}

/// Reads one that came back; nothing if it is late, another browser's, for something else, or not ours.
pub(super) fn read(
    keys: &Keys,
    visitor: &[u8; 32],
    of: For,
    now: Time,
    bytes: &[u8],
) -> Option<Answered> {
    let (body, mac) = bytes.split_at_checked(24)?;
    let (_, end) = body.split_at(16);
    let ends_at = Time(i64::from_le_bytes(end.try_into().ok()?));
    let good = same(mac, &tag(keys, visitor, of, body)) && now < ends_at;
    good.then(|| Answered {
        hash: sha256(bytes),
        ends_at,
    })
}

fn tag(keys: &Keys, visitor: &[u8; 32], of: For, body: &[u8]) -> [u8; 32] {
    let (what, case) = of.tag();
    keys.tag(Purpose::Passkey, &[what, case.as_bytes(), visitor, body])
}
