use kunci_wire::{
    Ability, Capabilities, End, Fix, FromAgent, FromServer, Kind, LocationState, MAX_BATCH,
    MAX_FRAME, Order, Outcome, Reason, Source, Status, WhyNot,
};
use serde_json::json;
use uuid::Uuid;

fn fix(at: i64) -> Fix {
    Fix {
        at,
        lat: -6.175_392_123_456,
        lon: 106.827_153_123_456,
        accuracy_m: Some(4.123_456_789),
        altitude_m: Some(11.123_456_789),
        speed_mps: Some(1.123_456_789),
        heading: Some(270.123_456_789),
        source: Source::Gps,
        battery_pct: Some(100),
    }
}

#[test]
fn frames_look_like_the_notes_say() {
    let command = crate::signer("k1", 1).command(
        Uuid::from_u128(0xd),
        Uuid::from_u128(1),
        &Order::RingStop,
        8,
        9,
    );
    let signature = command.signature.to_string();
    assert_eq!(
        serde_json::to_value(FromServer::Command(command)).unwrap(),
        json!({"type": "command", "id": "00000000-0000-0000-0000-000000000001", "kind": "ring", "body": "{\"stop\":true}",
            "counter": 8, "expires_at": 9, "key_id": "k1", "signature": signature})
    );
    let result = FromAgent::Result {
        id: Uuid::from_u128(1),
        outcome: Outcome::done_as(Reason::StoppedHere),
    };
    assert_eq!(
        serde_json::to_value(&result).unwrap(),
        json!({"type": "result", "id": "00000000-0000-0000-0000-000000000001", "outcome": "done", "reason": "stopped_here"})
    );
    let bare = Fix {
        accuracy_m: None,
        altitude_m: None,
        speed_mps: None,
        heading: None,
        battery_pct: None,
        lat: -6.5,
        lon: 106.25,
        ..fix(7)
    };
    assert_eq!(
        serde_json::to_value(FromAgent::Fixes {
            batch_id: 3,
            fixes: vec![bare]
        })
        .unwrap(),
        json!({"type": "fixes", "batch_id": 3, "fixes": [{"at": 7, "lat": -6.5, "lon": 106.25, "source": "gps"}]})
    );
    assert_eq!(
        serde_json::to_value(FromServer::Stored { batch_id: 3 }).unwrap(),
        json!({"type": "stored", "batch_id": 3})
    );
    assert_eq!(
        serde_json::to_value(FromServer::Retry { after_s: 5 }).unwrap(),
        json!({"type": "retry", "after_s": 5})
    );
    assert_eq!(
        serde_json::to_value(FromAgent::StopWatching).unwrap(),
        json!({"type": "stop_watching"})
    );
}

#[test]
fn a_newer_other_side_is_understood_as_far_as_possible() {
    let frame = |text: &str| serde_json::from_str::<FromAgent>(text).unwrap();
    assert_eq!(
        frame(r#"{"type":"weather","sunny":true}"#),
        FromAgent::Unknown
    );
    assert_eq!(
        serde_json::from_str::<FromServer>(r#"{"type":"tea"}"#).unwrap(),
        FromServer::Unknown
    );
    let FromAgent::Result { outcome, .. } = frame(
        r#"{"type":"result","id":"00000000-0000-0000-0000-000000000001","outcome":"failed","reason":"moon","new":1}"#,
    ) else {
        unreachable!("a result stays a result")
    };
    assert_eq!(
        (outcome.outcome, outcome.reason),
        (End::Failed, Some(Reason::Other))
    );
    let FromAgent::Fixes { fixes, .. } = frame(
        r#"{"type":"fixes","batch_id":1,"fixes":[{"at":7,"lat":1,"lon":2,"source":"barometer","floor":3}]}"#,
    ) else {
        unreachable!("fixes stay fixes")
    };
    assert_eq!(fixes[0].source, Source::Other);
}

#[test]
fn s_110_abilities_say_what_is_missing() {
    let capabilities: Capabilities = [
        (Kind::Ring, Ability::Able),
        (Kind::Erase, Ability::Unable(WhyNot::Unsupported)),
    ]
    .into_iter()
    .collect();
    let status = Status {
        battery_pct: Some(12),
        charging: Some(false),
        location: LocationState::Off,
        capabilities,
    };
    let text = json!({"type": "status", "battery_pct": 12, "charging": false, "location": "off",
        "capabilities": {"erase": "unsupported", "ring": null}});
    assert_eq!(
        serde_json::to_value(FromAgent::Status(status.clone())).unwrap(),
        text
    );
    let newer: Capabilities = serde_json::from_value(
        json!({"siren": null, "ring": "asleep", "lock": "no_login_manager"}),
    )
    .unwrap();
    assert_eq!(
        newer.get(Kind::Ring),
        Ability::Unable(WhyNot::Other),
        "an unknown reason is a reason"
    );
    assert_eq!(
        newer.get(Kind::Lock),
        Ability::Unable(WhyNot::NoLoginManager)
    );
    assert_eq!(
        newer.get(Kind::Locate),
        Ability::Unable(WhyNot::Unsupported),
        "what is not said is not there"
    );
    assert_eq!(
        serde_json::to_value(&newer).unwrap()["siren"],
        json!(null),
        "kept for a server that knows it"
    );
}

#[test]
fn a_full_batch_fits_a_frame() {
    let frame = FromAgent::Fixes {
        batch_id: u64::MAX,
        fixes: vec![fix(1_795_000_000_000_000); MAX_BATCH],
    };
    let bytes = serde_json::to_vec(&frame).unwrap().len();
    assert!(bytes <= MAX_FRAME, "{bytes} bytes");
}

#[test]
fn impossible_places_are_told_apart() {
    assert!(fix(1).is_sound());
    for bad in [
        Fix {
            lat: 90.1,
            ..fix(1)
        },
        Fix {
            lon: -180.1,
            ..fix(1)
        },
        Fix {
            lat: f64::NAN,
            ..fix(1)
        },
        Fix {
            accuracy_m: Some(-1.0),
            ..fix(1)
        },
        Fix {
            accuracy_m: Some(f64::INFINITY),
            ..fix(1)
        },
        Fix {
            heading: Some(361.0),
            ..fix(1)
        },
        Fix {
            battery_pct: Some(101),
            ..fix(1)
        },
        fix(0),
    ] {
        assert!(!bad.is_sound(), "{bad:?}");
    }
}

#[test]
fn details_for_operators_stay_short() {
    let outcome = Outcome::failed(Reason::Trouble, "é".repeat(5000));
    assert_eq!(outcome.detail.unwrap().chars().count(), 200);
}
