//! `kunci-agent pair`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use kunci_wire::{Ability, Kind, PairRefusal, PairingCode, VERSIONS, WhyNot};

use crate::world::{Home, Server};

#[tokio::test]
async fn std_32_a_device_pairs_with_a_code_and_keeps_its_key_to_itself() {
    let (home, mut server) = (Home::new(), Server::start().await);
    let origin = server.origin.to_string();
    let (request, said) = tokio::join!(server.answer_pairing(None), home.pair(&origin, "o1234567"));

    let code: PairingCode = "0123-4567".parse().unwrap();
    assert_eq!(
        request.check(&server.origin, VERSIONS),
        Ok((VERSIONS.newest, code))
    );
    assert_eq!(request.name, "HP Ibu");
    assert!(
        said.ok
            && said.out.contains("Akun Nusa")
            && said.out.contains("can read where this device is"),
        "{said:?}"
    );
    for name in ["key", "pairing.json"] {
        assert_eq!(
            fs::metadata(home.state().join(name))
                .unwrap()
                .permissions()
                .mode()
                & 0o777,
            0o600,
            "{name}"
        );
    }
    let pairing: serde_json::Value =
        serde_json::from_slice(&fs::read(home.state().join("pairing.json")).unwrap()).unwrap();
    assert_eq!(
        (&pairing["server"], &pairing["device_id"]),
        (&origin.into(), &server.device.to_string().into())
    );
    assert_eq!(pairing["server_keys"][0]["key_id"], "k1");
}

#[tokio::test]
async fn s_110_what_the_machine_lacks_is_said_at_pairing() {
    let (home, mut server) = (Home::new(), Server::start().await);
    let bare = server.pair(&home).await.capabilities;
    for (kind, why) in [
        (Kind::Locate, WhyNot::NoLocationService),
        (Kind::Live, WhyNot::NoLocationService),
        (Kind::Ring, WhyNot::NoSound),
        (Kind::Message, WhyNot::NoDisplay),
        (Kind::Lock, WhyNot::NoLoginManager),
        (Kind::Unlock, WhyNot::NoLoginManager),
        (Kind::Erase, WhyNot::Unsupported),
    ] {
        assert_eq!(bare.get(kind), Ability::Unable(why), "{kind}");
    }
}

#[tokio::test]
async fn a_refused_code_leaves_the_device_unpaired() {
    let (home, mut server) = (Home::new(), Server::start().await);
    let origin = server.origin.to_string();
    let (_, said) = tokio::join!(
        server.answer_pairing(Some(PairRefusal::Code)),
        home.pair(&origin, "0123-4567")
    );
    assert!(
        !said.ok && said.err.contains("ask the pairing page for a new one"),
        "{said:?}"
    );
    let run = home.cli(&["run"]).await;
    assert!(!run.ok && run.err.contains("not paired"), "{run:?}");
}

#[tokio::test]
async fn pairing_again_must_be_meant_and_forgets_the_old_account() {
    let (home, mut server) = (Home::new(), Server::start().await);
    let first = server.pair(&home).await.public_key;
    let origin = server.origin.to_string();
    let said = home.pair(&origin, "0123-4567").await;
    assert!(!said.ok && said.err.contains("--again"), "{said:?}");

    fs::write(home.state().join("fixes-00000001.jsonl"), "{}\n").unwrap();
    fs::write(home.state().join("journal.json"), "{}").unwrap();
    let again = [
        "pair",
        "--server",
        &origin,
        "--code",
        "0123-4567",
        "--again",
    ];
    let (request, said) = tokio::join!(server.answer_pairing(None), home.cli(&again));
    assert!(said.ok, "{said:?}");
    assert_eq!(
        request.public_key, first,
        "the device stays the same device"
    );
    let mut left: Vec<_> = fs::read_dir(home.state())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(
        left,
        ["key", "lock", "pairing.json"],
        "the old account's positions are not for the new one"
    );
}

#[tokio::test]
async fn the_address_and_the_code_are_checked_before_anything_is_sent() {
    let home = Home::new();
    for (server, code, word) in [
        ("http://kunci.example", "0123-4567", "https"),
        ("kunci.example", "0123-4567", "https://"),
        ("https://kunci.example/app", "0123-4567", "only a host"),
        ("https://kunci.example", "0123-456", "eight letters"),
    ] {
        let said = home.pair(server, code).await;
        assert!(
            !said.ok && said.err.contains(word),
            "{server} {code}: {said:?}"
        );
    }
}
