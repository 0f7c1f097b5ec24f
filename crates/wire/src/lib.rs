//! What Kunci's server and `kunci-agent` say to each other.
//!
//! Types, signing and checking only: this crate opens no socket, reads no clock, rolls no dice. Times and
//! random bytes come in as arguments, so every rule here is a table test. The story in order:
//!
//! 1. **Pairing** ([`pairing`]), over HTTPS: the agent shows a short [`PairingCode`] and its public key, signed
//!    for this server's [`Origin`]; it gets its device id and the server's signing keys.
//! 2. **Hello** ([`hello`]), over one WebSocket: the server sends a nonce, the agent signs it together with the
//!    origin, so that nobody in between can use the answer elsewhere; the server welcomes it.
//! 3. **Talk** ([`message`]): JSON text frames, one [`FromServer`] or [`FromAgent`] each. Unknown types are
//!    ignored, so that either side may be a version ahead.
//! 4. **Commands** ([`command`]) are signed by a server key, bound to one device, numbered and dated. The text
//!    that is signed is the text that is sent: nothing is re-encoded between signing and checking.
//! 5. **Fixes** ([`fix`]) go up in batches and leave the agent's disk only when the server says `stored`.

pub mod capability;
pub mod code;
pub mod command;
pub mod fix;
pub mod hello;
pub mod jws;
pub mod key;
pub mod message;
pub mod origin;
pub mod pairing;
mod signed;

pub use capability::{Ability, Capabilities, Kind, WhyNot};
pub use code::PairingCode;
pub use command::{Command, End, Order, Outcome, Reason, Refusal};
pub use fix::{Fix, Source};
pub use hello::{Challenge, Hello, HelloRefusal, Nonce, Welcome};
pub use key::{
    DeviceKey, KeyId, KeyIntroduction, PublicKey, ServerKey, ServerKeys, Signature, Signer,
};
pub use message::{
    DeviceState, FromAgent, FromServer, Leaving, LocationState, LostMessage, Protection, Status,
    Watcher,
};
pub use origin::Origin;
pub use pairing::{PairAnswer, PairRefusal, PairRequest, Problem};

use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01 UTC, as everywhere in Kunci.
pub type Micros = i64;

/// Path of the pairing request (`POST`, JSON).
pub const PAIR_PATH: &str = "/agent/v1/pair";

/// Path of the WebSocket. The agent uses the one it was told at pairing.
pub const SOCKET_PATH: &str = "/agent/v1/socket";

/// Largest frame that either side accepts, in bytes.
pub const MAX_FRAME: usize = 64 * 1024;

/// Most fixes in one [`FromAgent::Fixes`]; at under 256 bytes each they stay below [`MAX_FRAME`].
pub const MAX_BATCH: usize = 200;

/// The range of protocol versions that one side speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Oldest version still spoken.
    pub oldest: u16,
    /// Newest version spoken.
    pub newest: u16,
}

/// The versions of this build. A new version raises `newest`; `oldest` follows one release later, so that the
/// previous version is always served.
pub const VERSIONS: Versions = Versions {
    oldest: 1,
    newest: 1,
};

impl Versions {
    /// The newest version that both sides speak.
    #[must_use]
    pub fn common(self, other: Self) -> Option<u16> {
        let newest = self.newest.min(other.newest);
        (newest >= self.oldest.max(other.oldest)).then_some(newest)
    }

    /// Whether `version` is in the range.
    #[must_use]
    pub fn speaks(self, version: u16) -> bool {
        (self.oldest..=self.newest).contains(&version)
    }
}
