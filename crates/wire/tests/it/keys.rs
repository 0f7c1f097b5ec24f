use kunci_wire::key::NotVouched;
use kunci_wire::{KeyId, PublicKey, ServerKeys};

use crate::signer;

fn trusting(first: &kunci_wire::Signer) -> ServerKeys {
    ServerKeys::new(vec![first.public()])
}

#[test]
fn trust_passes_from_key_to_key_and_old_keys_are_forgotten() {
    let (k1, k2, k3) = (signer("k1", 1), signer("k2", 2), signer("k3", 3));
    let two = trusting(&k1)
        .introduced(&k1.introduce(&k2.public()))
        .unwrap()
        .unwrap();
    assert_eq!(
        (two.newest(), two.get(k1.id()).is_some()),
        (Some(k2.id()), true),
        "queued commands of k1 stay good"
    );
    let three = two
        .introduced(&k2.introduce(&k3.public()))
        .unwrap()
        .unwrap();
    assert_eq!(
        (
            three.newest(),
            three.get(k2.id()).is_some(),
            three.get(k1.id())
        ),
        (Some(k3.id()), true, None)
    );
    assert_eq!(
        three.introduced(&k1.introduce(&signer("k4", 4).public())),
        Err(NotVouched),
        "k1 leaked years later"
    );
}

#[test]
fn an_introduction_told_twice_changes_nothing() {
    let (k1, k2) = (signer("k1", 1), signer("k2", 2));
    let two = trusting(&k1)
        .introduced(&k1.introduce(&k2.public()))
        .unwrap()
        .unwrap();
    assert_eq!(two.introduced(&k1.introduce(&k2.public())), Ok(None));
}

#[test]
fn nobody_else_introduces_a_key() {
    let (k1, k2) = (signer("k1", 1), signer("k2", 2));
    let keys = trusting(&k1);
    assert_eq!(
        keys.introduced(&k2.introduce(&k2.public())),
        Err(NotVouched),
        "vouching for oneself"
    );
    assert_eq!(
        keys.introduced(&signer("k1", 9).introduce(&k2.public())),
        Err(NotVouched),
        "a namesake of k1"
    );
    let mut swapped = k1.introduce(&k2.public());
    swapped.key.public_key = signer("k2", 9).public().public_key;
    assert_eq!(
        keys.introduced(&swapped),
        Err(NotVouched),
        "another key under the introduced name"
    );
    let same_name = k1.introduce(&signer("k1", 9).public());
    assert_eq!(
        keys.introduced(&same_name),
        Err(NotVouched),
        "a known name gets no second key"
    );
}

#[test]
fn unusable_keys_and_names_do_not_parse() {
    let zero = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    assert!(
        zero.parse::<PublicKey>().is_err(),
        "a point of small order checks signatures that nobody made"
    );
    assert!("AAAA".parse::<PublicKey>().is_err());
    for name in ["", "a b", "kunci/1", &"k".repeat(65)] {
        assert!(name.parse::<KeyId>().is_err(), "{name}");
    }
    let key = signer("k1", 1).public().public_key;
    assert_eq!(key.to_string().parse(), Ok(key));
    assert_eq!(PublicKey::from_bytes(key.to_bytes()), Ok(key));
}

#[test]
fn private_keys_are_not_printed() {
    let shown = format!("{:?} {:?}", signer("k1", 1), crate::device_key(1));
    assert_eq!(
        shown,
        format!("Signer(k1) DeviceKey({})", crate::device_key(1).public())
    );
}
