//! Tokens in cookies and links: routing ids first, then a secret, in base64url.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kunci_rules::Id;

use crate::secret::sha256;

/// A bearer token: two ids that route to its row, and 128 bits that prove it (STD-50).
#[derive(Clone)]
pub struct Token {
    /// The account (or other root).
    pub root: Id,
    /// The row below it.
    pub row: Id,
    secret: [u8; 16],
}

impl Token {
    /// Makes a token from fresh random bytes.
    #[must_use]
    pub const fn new(root: Id, row: Id, secret: [u8; 16]) -> Self {
        Self { root, row, secret }
    }

    /// Text form: 64 characters.
    #[must_use]
    pub fn text(&self) -> String {
        let mut bytes = [0; 48];
        bytes[..16].copy_from_slice(self.root.as_bytes());
        bytes[16..32].copy_from_slice(self.row.as_bytes());
        bytes[32..].copy_from_slice(&self.secret);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads the text form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 48] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (root, rest) = bytes.split_first_chunk::<16>()?;
        let (row, secret) = rest.split_first_chunk::<16>()?;
        Some(Self {
            root: Id::from_bytes(*root),
            row: Id::from_bytes(*row),
            secret: secret.try_into().ok()?,
        })
    }

    /// What the database keeps.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        sha256(&self.secret)
    }
}
