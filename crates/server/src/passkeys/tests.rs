//! What comes from outside: keys, authenticator data, addresses of sites.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use ciborium::Value;
use proptest::prelude::*;

use super::cose::Key;
use super::data::Data;
use super::site::Site;

fn written(entries: &[(i64, Value)]) -> Vec<u8> {
    let map = entries
        .iter()
        .map(|(label, value)| (Value::from(*label), value.clone()))
        .collect();
    let mut bytes = Vec::new();
    ciborium::into_writer(&Value::Map(map), &mut bytes).unwrap();
    bytes
}

fn p256(point: &[u8]) -> Vec<(i64, Value)> {
    vec![
        (1, Value::from(2)),
        (3, Value::from(-7)),
        (-1, Value::from(1)),
        (-2, Value::Bytes(point[1..33].to_vec())),
        (-3, Value::Bytes(point[33..].to_vec())),
    ]
}

/// Right for its message, and wrong for another message or with a bit changed.
fn check(key: &Key, signature: &[u8]) {
    assert!(key.verifies(b"pesan", signature));
    assert!(!key.verifies(b"pesan lain", signature));
    let mut changed = signature.to_vec();
    changed[signature.len() / 2] ^= 1;
    assert!(!key.verifies(b"pesan", &changed) && !key.verifies(b"pesan", &[]));
}

#[test]
fn signatures_of_every_kind_that_is_asked_for() {
    let random = SystemRandom::new();
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
    let key = Key::parse(&written(&p256(pair.public_key().as_ref()))).unwrap();
    check(&key, pair.sign(&random, b"pesan").unwrap().as_ref());

    let pair = Ed25519KeyPair::generate().unwrap();
    let point = Value::Bytes(pair.public_key().as_ref().to_vec());
    let entries = [
        (1, Value::from(1)),
        (3, Value::from(-8)),
        (-1, Value::from(6)),
        (-2, point),
    ];
    check(
        &Key::parse(&written(&entries)).unwrap(),
        pair.sign(b"pesan").as_ref(),
    );

    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    // PKCS #1: a sequence of two numbers, of 256 and of 3 bytes.
    let public = pair.public_key().as_ref();
    let n = Value::Bytes(public[9..9 + 256].to_vec());
    let e = Value::Bytes(public[public.len() - 3..].to_vec());
    let entries = [
        (1, Value::from(3)),
        (3, Value::from(-257)),
        (-1, n),
        (-2, e),
    ];
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &random, b"pesan", &mut signature)
        .unwrap();
    check(&Key::parse(&written(&entries)).unwrap(), &signature);
}

#[test]
fn keys_that_were_not_asked_for_or_do_not_fit() {
    let good = p256(&[4; 65]);
    assert!(Key::parse(&written(&good)).is_some());
    let with = |label: i64, value: Value| {
        let mut entries = good.clone();
        entries.retain(|(known, _)| *known != label);
        entries.push((label, value));
        written(&entries)
    };
    let bad = [
        with(1, Value::from(3)),
        with(3, Value::from(-35)),
        with(3, Value::from(u64::MAX)),
        with(-1, Value::from(2)),
        with(-2, Value::Bytes(vec![1; 31])),
        with(-3, Value::Text("y".to_owned())),
        written(&good[..4]),
        written(&[]),
        Vec::new(),
        vec![0xff],
    ];
    for cose in bad {
        assert_eq!(Key::parse(&cose), None, "{cose:?}");
    }
}

/// Data with these flags and what follows.
fn data(flags: u8, rest: &[u8]) -> Vec<u8> {
    [&[9; 32][..], &[flags], &[0, 0, 1, 2], rest].concat()
}

#[test]
fn authenticator_data_says_no_more_and_no_less() {
    let bytes = data(0b0000_0101, &[]);
    let read = Data::parse(&bytes).unwrap();
    assert!(read.verified && !read.backup_eligible && read.new.is_none());
    assert_eq!((read.site, read.counter), ([9; 32], 0x102));
    assert!(!Data::parse(&data(0b0000_0001, &[])).unwrap().verified);
    assert!(
        Data::parse(&data(0b0001_1101, &[]))
            .unwrap()
            .backup_eligible
    );
    let new = [&[0; 16][..], &[0, 2], b"id", &written(&p256(&[4; 65]))].concat();
    let bytes = data(0b0100_0101, &new);
    assert_eq!(Data::parse(&bytes).unwrap().new.unwrap().id, b"id");
    let extended = data(
        0b1100_0101,
        &[&new[..], &written(&[(1, Value::from(true))])].concat(),
    );
    assert!(Data::parse(&extended).is_some());

    assert_eq!(
        Data::parse(&data(0b0001_0101, &[])),
        None,
        "a copy of what is never copied"
    );
    assert_eq!(
        Data::parse(&data(0b0000_0101, &[0])),
        None,
        "more than it says"
    );
    assert_eq!(
        Data::parse(&data(0b1100_0101, &new)),
        None,
        "extensions that are not there"
    );
    assert_eq!(
        Data::parse(&data(
            0b0100_0101,
            &[&[0; 16][..], &[0, 0], &[0xa0]].concat()
        )),
        None,
        "no id"
    );
    for cut in 0..bytes.len() {
        assert_eq!(Data::parse(&bytes[..cut]), None, "cut at {cut}");
    }
}

#[test]
fn a_site_has_a_name() {
    let of = |url| Site::of(url).map(|site| (site.id, site.origin));
    let is = |id: &str, origin: &str| Some((id.to_owned(), origin.to_owned()));
    assert_eq!(
        of("https://akun.nusa.example"),
        is("akun.nusa.example", "https://akun.nusa.example")
    );
    assert_eq!(
        of("https://Akun.Nusa.example:443"),
        is("akun.nusa.example", "https://akun.nusa.example")
    );
    assert_eq!(
        of("https://akun.nusa.example:8443"),
        is("akun.nusa.example", "https://akun.nusa.example:8443")
    );
    assert_eq!(
        of("http://localhost:8480"),
        is("localhost", "http://localhost:8480")
    );
    for number in [
        "http://127.0.0.1:8480",
        "https://[2001:db8::1]",
        "https://192.0.2.1",
        "akun",
        "",
    ] {
        assert_eq!(of(number), None, "{number}");
    }
}

/// A stranger's tower of arrays, or a length that nothing follows, costs an answer and no more.
#[test]
fn towers_and_lies_are_refused() {
    let tower = vec![0x81; 60_000];
    let long = [0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
    for bytes in [&tower[..], &long] {
        assert_eq!(Key::parse(bytes), None);
        assert_eq!(Data::parse(&data(0b1000_0101, bytes)), None);
    }
}

proptest! {
    /// Whatever a stranger posts is read or refused, never a panic.
    #[test]
    fn anything_is_read_or_refused(flags: u8, bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Key::parse(&bytes);
        let _ = Data::parse(&bytes);
        let _ = Data::parse(&data(flags, &bytes));
    }
}
