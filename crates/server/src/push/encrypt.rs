//! Encryption for one browser (RFC 8291, one record of RFC 8188), on the cryptography that is there already.

use aws_lc_rs::aead::{self, AES_128_GCM, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{self, ECDH_P256, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use crate::random::Random;

/// An uncompressed point: 4, then both coordinates.
const POINT: usize = 65;
/// The size of a record that every browser takes; ours are shorter.
const RECORD: u32 = 4096;
/// Ends the last record.
const LAST: u8 = 2;

/// Whom a text is encrypted for.
pub(super) struct Receiver {
    public: [u8; POINT],
    auth: [u8; 16],
}

/// What must be new each time.
struct Fresh {
    secret: PrivateKey,
    salt: [u8; 16],
}

impl Receiver {
    /// The keys as a browser says them, if a text can be encrypted for them.
    pub(super) fn read(p256dh: &str, auth: &str) -> Option<Self> {
        let decoded = |text: &str| {
            BASE64_URL_SAFE_NO_PAD
                .decode(text.trim_end_matches('='))
                .ok()
        };
        let public: [u8; POINT] = decoded(p256dh)?.try_into().ok()?;
        let auth = decoded(auth)?.try_into().ok()?;
        // The point lies on the curve.
        let point = UnparsedPublicKey::new(&ECDH_P256, public);
        let _: agreement::ParsedPublicKey = (&point).try_into().ok()?;
        Some(Self { public, auth })
    }
}

/// The encrypted body of a push.
pub(super) fn encrypt(random: &Random, to: &Receiver, text: &[u8]) -> Option<Vec<u8>> {
    // One in 2^32 is no key of this curve.
    let secret = (0..4).find_map(|_| key(&random.bytes::<32>()))?;
    let salt = random.bytes();
    seal(&Fresh { secret, salt }, to, text)
}

fn key(bytes: &[u8]) -> Option<PrivateKey> {
    PrivateKey::from_private_key(&ECDH_P256, bytes).ok()
}

fn seal(fresh: &Fresh, to: &Receiver, text: &[u8]) -> Option<Vec<u8>> {
    let own = fresh.secret.compute_public_key().ok()?;
    let peer = UnparsedPublicKey::new(&ECDH_P256, to.public);
    let main: [u8; 32] = agreement::agree(&fresh.secret, peer, None, |shared| {
        let info = [b"WebPush: info\0", &to.public[..], own.as_ref()];
        expand(&Salt::new(HKDF_SHA256, &to.auth).extract(shared), &info).ok_or(None::<[u8; 32]>)
    })
    .ok()?;
    let prk = Salt::new(HKDF_SHA256, &fresh.salt).extract(&main);
    let content: [u8; 16] = expand(&prk, &[b"Content-Encoding: aes128gcm\0"])?;
    let nonce: [u8; 12] = expand(&prk, &[b"Content-Encoding: nonce\0"])?;
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &content).ok()?);
    let mut record = [text, &[LAST]].concat();
    let nonce = Nonce::assume_unique_for_key(nonce);
    cipher
        .seal_in_place_append_tag(nonce, aead::Aad::empty(), &mut record)
        .ok()?;
    if record.len() > RECORD as usize {
        return None;
    }
    let length = u8::try_from(POINT).ok()?;
    let head = [&fresh.salt[..], &RECORD.to_be_bytes(), &[length]];
    Some([&head.concat()[..], own.as_ref(), &record].concat())
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(prk: &Prk, info: &[&[u8]]) -> Option<[u8; N]> {
    let mut out = [0; N];
    prk.expand(info, Length(N)).ok()?.fill(&mut out).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8291, appendix A.
    #[test]
    fn the_standards_own_example() {
        let bytes = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap();
        let receiver = Receiver::read(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "BTBZMqHH6r4Tts7J_aSIgg",
        )
        .unwrap();
        let fresh = Fresh {
            secret: key(&bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).unwrap(),
            salt: bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap(),
        };
        let text = b"When I grow up, I want to be a watermelon";
        let sealed = seal(&fresh, &receiver, text).unwrap();
        assert_eq!(
            BASE64_URL_SAFE_NO_PAD.encode(sealed),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_\
             yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn keys_that_are_none_are_not_taken() {
        let point = |last: u8| {
            let mut point = [4; POINT];
            point[POINT - 1] = last;
            BASE64_URL_SAFE_NO_PAD.encode(point)
        };
        let auth = BASE64_URL_SAFE_NO_PAD.encode([0; 16]);
        assert!(
            Receiver::read(&point(1), &auth).is_none(),
            "not on the curve"
        );
        assert!(Receiver::read("", &auth).is_none());
        let good = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        assert!(Receiver::read(good, &auth).is_some());
        assert!(Receiver::read(good, "AAAA").is_none());
        assert!(Receiver::read(good, "!").is_none());
    }
}
