//! Public keys as authenticators write them (COSE, RFC 9052), and signatures by them. Three kinds are asked for and
//! taken: ECDSA on P-256, Ed25519 and RSA (PKCS #1, as Windows Hello signs).

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use ciborium::Value;

/// What is asked for, best first, by the numbers of COSE.
pub(super) const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];

const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// An uncompressed point of P-256.
    P256(Vec<u8>),
    /// Ed25519.
    Ed25519(Vec<u8>),
    /// Modulus and exponent.
    Rsa(Vec<u8>, Vec<u8>),
}

impl Key {
    /// Reads one; nothing if it is of a kind that was not asked for, or does not fit its kind.
    pub(super) fn parse(cose: &[u8]) -> Option<Self> {
        let Value::Map(entries) = ciborium::from_reader(cose).ok()? else {
            return None;
        };
        let entry = |label: i64| {
            let is_it = |key: &Value| {
                key.as_integer()
                    .is_some_and(|n| i128::from(n) == label.into())
            };
            entries
                .iter()
                .find(|(key, _)| is_it(key))
                .map(|(_, value)| value)
        };
        let number = |label| entry(label)?.as_integer()?.try_into().ok();
        let bytes = |label| entry(label)?.as_bytes();
        let (kind, algorithm): (i64, i64) = (number(1)?, number(3)?);
        match (kind, algorithm) {
            (2, ES256) if number(-1) == Some(1) => {
                let (x, y) = (bytes(-2)?, bytes(-3)?);
                (x.len() == 32 && y.len() == 32).then(|| Self::P256([&[4], &x[..], y].concat()))
            }
            (1, EDDSA) if number(-1) == Some(6) => {
                let x = bytes(-2)?;
                (x.len() == 32).then(|| Self::Ed25519(x.clone()))
            }
            (3, RS256) => Some(Self::Rsa(bytes(-1)?.clone(), bytes(-2)?.clone())),
            _ => None,
        }
    }

    /// Whether this key signed the message.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point)
                .verify(message, signature)
                .is_ok(),
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key)
                .verify(message, signature)
                .is_ok(),
            Self::Rsa(n, e) => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
        }
    }
}
