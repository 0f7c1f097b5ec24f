use kunci_wire::hello::Introduction;
use kunci_wire::{
    Capabilities, Challenge, Hello, HelloRefusal, LocationState, Nonce, Origin, Status, VERSIONS,
    Versions,
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::device_key;

const DEVICE: Uuid = Uuid::from_u128(0xd);

fn origin(text: &str) -> Origin {
    text.parse().unwrap()
}

fn challenge(nonce: u8) -> Challenge {
    Challenge {
        nonce: Nonce::from_bytes([nonce; 32]),
        protocol: VERSIONS,
    }
}

fn hello(challenge: &Challenge, server: &Origin) -> Result<Hello, HelloRefusal> {
    let status = Status {
        battery_pct: None,
        charging: None,
        location: LocationState::Searching,
        capabilities: Capabilities::default(),
    };
    let about = Introduction {
        agent: "0.1.0".to_owned(),
        counter: 7,
        server_key: "k1".parse().unwrap(),
        status,
    };
    Hello::answer(challenge, server, DEVICE, &device_key(1), about)
}

#[test]
fn a_hello_is_good_for_one_challenge_of_one_server_by_one_device() {
    let here = origin("https://kunci.example");
    let good = hello(&challenge(1), &here).unwrap();
    let key = device_key(1).public();
    assert_eq!(good.check(&challenge(1), &here, key), Ok(()));
    assert_eq!(
        good.check(&challenge(2), &here, key),
        Err(HelloRefusal::Signature),
        "replayed"
    );
    assert_eq!(
        good.check(&challenge(1), &origin("https://other.example"), key),
        Err(HelloRefusal::Signature),
        "relayed"
    );
    assert_eq!(
        good.check(&challenge(1), &here, device_key(2).public()),
        Err(HelloRefusal::Signature),
        "another key"
    );
    let posing = Hello {
        device_id: Uuid::from_u128(0xe),
        ..good.clone()
    };
    assert_eq!(
        posing.check(&challenge(1), &here, key),
        Err(HelloRefusal::Signature),
        "another device"
    );
    let other_version = Hello {
        protocol: VERSIONS.newest + 1,
        ..good
    };
    assert_eq!(
        other_version.check(&challenge(1), &here, key),
        Err(HelloRefusal::Protocol)
    );
}

#[test]
fn strangers_in_time_do_not_connect() {
    let ahead = Challenge {
        protocol: Versions {
            oldest: VERSIONS.newest + 1,
            newest: VERSIONS.newest + 2,
        },
        ..challenge(1)
    };
    assert_eq!(
        hello(&ahead, &origin("https://kunci.example")),
        Err(HelloRefusal::Protocol)
    );
}

proptest! {
    #[test]
    fn the_version_in_common_is_the_newest_that_both_speak(a in 1u16..9, b in 0u16..4, c in 1u16..9, d in 0u16..4) {
        let (ours, theirs) = (Versions { oldest: a, newest: a + b }, Versions { oldest: c, newest: c + d });
        let brute = (0..16).rev().find(|v| ours.speaks(*v) && theirs.speaks(*v));
        prop_assert_eq!(ours.common(theirs), brute);
        prop_assert_eq!(theirs.common(ours), brute);
    }
}
