//! Ed25519 keys of devices and servers (RFC 8032), and the passing on of trust from one server key to the next.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::signed;

/// Text is not the base64url (RFC 4648 §5, no padding) of the expected number of bytes, or not a usable key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}")]
pub struct BadEncoding(pub(crate) &'static str);

/// Reads exactly `N` bytes of base64url.
pub(crate) fn decode<const N: usize>(
    text: &str,
    what: &'static str,
) -> Result<[u8; N], BadEncoding> {
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| BadEncoding(what))?;
    bytes.try_into().map_err(|_| BadEncoding(what))
}

/// A type that travels as base64url text.
macro_rules! as_text {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&URL_SAFE_NO_PAD.encode(self.to_bytes()))
            }
        }
        impl TryFrom<String> for $name {
            type Error = BadEncoding;
            fn try_from(text: String) -> Result<Self, BadEncoding> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    };
}
pub(crate) use as_text;

/// A public key that was checked to be a point of the curve and not a weak one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey(VerifyingKey);
as_text!(PublicKey);

impl PublicKey {
    /// Reads the 32 bytes of a key, for example from the database.
    ///
    /// # Errors
    /// [`BadEncoding`] if no signature could safely be checked with it.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, BadEncoding> {
        match VerifyingKey::from_bytes(&bytes) {
            Ok(key) if !key.is_weak() => Ok(Self(key)),
            _ => Err(BadEncoding("public key")),
        }
    }

    /// The 32 bytes.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Whether `signature` over `bytes` is this key's.
    pub(crate) fn signed(self, bytes: &[u8], signature: &Signature) -> bool {
        self.0
            .verify_strict(bytes, &ed25519_dalek::Signature::from_bytes(&signature.0))
            .is_ok()
    }
}

impl FromStr for PublicKey {
    type Err = BadEncoding;
    fn from_str(text: &str) -> Result<Self, BadEncoding> {
        Self::from_bytes(decode(text, "public key")?)
    }
}

/// An Ed25519 signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Signature([u8; 64]);
as_text!(Signature);

impl Signature {
    /// Reads a stored signature.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// The 64 bytes, for storing.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 64] {
        self.0
    }
}

impl FromStr for Signature {
    type Err = BadEncoding;
    fn from_str(text: &str) -> Result<Self, BadEncoding> {
        decode(text, "signature").map(Self)
    }
}

/// The name of a server key: 1 to 64 letters, digits, `-` or `_`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId(String);

impl KeyId {
    /// The name of a server's key number `id`.
    #[must_use]
    pub fn numbered(id: u32) -> Self {
        Self(format!("k{id}"))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for KeyId {
    type Error = BadEncoding;
    fn try_from(text: String) -> Result<Self, BadEncoding> {
        let fine = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if fine {
            Ok(Self(text))
        } else {
            Err(BadEncoding("key id"))
        }
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.0
    }
}

impl FromStr for KeyId {
    type Err = BadEncoding;
    fn from_str(text: &str) -> Result<Self, BadEncoding> {
        Self::try_from(text.to_owned())
    }
}

/// A device's own key. The agent alone holds it; the server knows the public half.
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// The key of 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> Signature {
        Signature(self.0.sign(bytes).to_bytes())
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({})", self.public())
    }
}

/// A server's signing key with its name: signs commands and its own successor.
pub struct Signer {
    id: KeyId,
    key: SigningKey,
}

impl Signer {
    /// The key of 32 random bytes, under this name.
    #[must_use]
    pub fn new(id: KeyId, seed: &[u8; 32]) -> Self {
        Self {
            id,
            key: SigningKey::from_bytes(seed),
        }
    }

    /// The key's name.
    #[must_use]
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// What agents are told of it.
    #[must_use]
    pub fn public(&self) -> ServerKey {
        ServerKey {
            key_id: self.id.clone(),
            public_key: PublicKey(self.key.verifying_key()),
        }
    }

    /// Vouches for `next`, so that agents which trust this key come to trust that one.
    #[must_use]
    pub fn introduce(&self, next: &ServerKey) -> KeyIntroduction {
        let signature = self.sign(&introduction_bytes(&self.id, next));
        KeyIntroduction {
            key: next.clone(),
            by: self.id.clone(),
            signature,
        }
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> Signature {
        Signature(self.key.sign(bytes).to_bytes())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.id)
    }
}

/// A server key as agents know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerKey {
    /// Its name.
    pub key_id: KeyId,
    /// Its public half.
    pub public_key: PublicKey,
}

/// A new server key, vouched for by an older one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyIntroduction {
    /// The new key.
    #[serde(flatten)]
    pub key: ServerKey,
    /// The key that vouches.
    pub by: KeyId,
    /// Over the introducing key's name and the new key.
    pub signature: Signature,
}

fn introduction_bytes(by: &KeyId, next: &ServerKey) -> Vec<u8> {
    signed::bytes(
        "kunci server key 1",
        &[
            by.0.as_bytes(),
            next.key_id.0.as_bytes(),
            &next.public_key.to_bytes(),
        ],
    )
}

/// The server keys that an agent trusts, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ServerKeys(Vec<ServerKey>);

impl ServerKeys {
    /// The keys handed out at pairing.
    #[must_use]
    pub fn new(keys: Vec<ServerKey>) -> Self {
        Self(keys)
    }

    /// The key of this name.
    #[must_use]
    pub fn get(&self, id: &KeyId) -> Option<&PublicKey> {
        self.0
            .iter()
            .find(|key| key.key_id == *id)
            .map(|key| &key.public_key)
    }

    /// The newest key's name. The agent says it in its hello; the server then introduces what came after.
    #[must_use]
    pub fn newest(&self) -> Option<&KeyId> {
        self.0.last().map(|key| &key.key_id)
    }

    /// Takes over an introduction: afterwards the introducing and the introduced key are trusted, and nothing
    /// else. Commands signed before the change stay good; keys before that are forgotten, so that an old leaked
    /// key cannot introduce anything. `None` if nothing changes because the key is known already.
    ///
    /// # Errors
    /// [`NotVouched`] if the introducing key is not trusted here, the signature is not its own, or a known name
    /// would get another key.
    pub fn introduced(&self, by: &KeyIntroduction) -> Result<Option<Self>, NotVouched> {
        let voucher = self.get(&by.by).ok_or(NotVouched)?;
        if !voucher.signed(&introduction_bytes(&by.by, &by.key), &by.signature) {
            return Err(NotVouched);
        }
        match self.get(&by.key.key_id) {
            Some(known) if *known == by.key.public_key => Ok(None),
            Some(_) => Err(NotVouched),
            None => Ok(Some(Self(vec![
                ServerKey {
                    key_id: by.by.clone(),
                    public_key: *voucher,
                },
                by.key.clone(),
            ]))),
        }
    }
}

/// A server key was introduced by nobody this agent trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the new server key is not vouched for by a trusted one")]
pub struct NotVouched;
