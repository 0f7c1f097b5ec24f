use kunci_wire::{
    Capabilities, Origin, PairRefusal, PairRequest, PairingCode, Problem, VERSIONS, Versions,
};

use crate::device_key;

fn here() -> Origin {
    "https://kunci.example".parse().unwrap()
}

fn code() -> PairingCode {
    PairingCode::from_bytes([1, 2, 3, 4, 5])
}

fn request(name: &str) -> PairRequest {
    PairRequest::new(
        &here(),
        code(),
        name,
        Some("PinePhone"),
        &device_key(1),
        Capabilities::default(),
    )
}

#[test]
fn std_32_a_pairing_request_shows_possession_of_the_key_for_this_server() {
    let sent = serde_json::to_string(&request("HP Ibu")).unwrap();
    let got: PairRequest = serde_json::from_str(&sent).unwrap();
    assert_eq!(got.check(&here(), VERSIONS), Ok((VERSIONS.newest, code())));

    let elsewhere: Origin = "https://other.example".parse().unwrap();
    assert_eq!(
        got.check(&elsewhere, VERSIONS),
        Err(PairRefusal::WrongServer)
    );
    let relayed = PairRequest {
        server: elsewhere.clone(),
        ..got.clone()
    };
    assert_eq!(
        relayed.check(&elsewhere, VERSIONS),
        Err(PairRefusal::BadSignature)
    );
    let other_key = PairRequest {
        public_key: device_key(2).public(),
        ..got.clone()
    };
    assert_eq!(
        other_key.check(&here(), VERSIONS),
        Err(PairRefusal::BadSignature),
        "somebody else's key"
    );
    let renamed = PairRequest {
        name: "HP Ayah".to_owned(),
        ..got.clone()
    };
    assert_eq!(
        renamed.check(&here(), VERSIONS),
        Err(PairRefusal::BadSignature)
    );
    let ahead = Versions {
        oldest: VERSIONS.newest + 1,
        newest: VERSIONS.newest + 1,
    };
    assert_eq!(got.check(&here(), ahead), Err(PairRefusal::Protocol));
}

#[test]
fn the_code_is_signed_too() {
    let mut json = serde_json::to_value(request("HP Ibu")).unwrap();
    json["code"] = "nonsense".into();
    let got: PairRequest = serde_json::from_value(json).unwrap();
    assert_eq!(got.check(&here(), VERSIONS), Err(PairRefusal::BadSignature));
}

#[test]
fn names_are_short_and_printable() {
    assert_eq!(
        request(&"x".repeat(200)).name.len(),
        64,
        "the agent shortens"
    );
    assert_eq!(request("HP\nIbu").name, "HPIbu");
    assert_eq!(
        request("  ").check(&here(), VERSIONS),
        Err(PairRefusal::BadName)
    );
    let long = PairRequest {
        model: Some("x".repeat(65)),
        ..request("HP Ibu")
    };
    assert_eq!(
        long.check(&here(), VERSIONS),
        Err(PairRefusal::BadName),
        "the server does not rely on that"
    );
}

#[test]
fn refusals_have_stable_codes() {
    for refusal in PairRefusal::ALL {
        assert_eq!(PairRefusal::of_code(refusal.code()), Some(refusal));
        assert!((400..500).contains(&refusal.status()));
    }
    let sparse: Problem =
        serde_json::from_str(r#"{"title":"No","status":403,"code":"pairing_code","extra":1}"#)
            .unwrap();
    assert_eq!(
        (sparse.type_uri.as_str(), PairRefusal::of_code(&sparse.code)),
        ("about:blank", Some(PairRefusal::Code))
    );
}
