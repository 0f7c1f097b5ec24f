//! OwnTracks over raw HTTP: whatever a phone posts, its queue never jams (S-104, protocol notes A2–A4).

use axum::http::StatusCode;
use kunci_db::testing::Engine;
use kunci_rules::devices::CommandState;
use kunci_rules::gate::{Locate, Verdict};
use kunci_rules::{Id, Span, Time};
use kunci_server::devices::{self, Device};
use kunci_server::{commands, gate, locations};
use serde_json::json;

use crate::owner::Owner;
use crate::phone::{ANDROID, Phone};
use crate::world::{World, on_both};

async fn device(world: &World, phone: &Phone) -> Device {
    let id = phone.id;
    world
        .app
        .db
        .view(move |view| {
            let known = devices::every(view, (Id::nil(), Id::nil()))?
                .into_iter()
                .find(|brief| brief.id == id)
                .unwrap();
            Ok::<_, kunci_db::Error>(devices::get(view, known.account, id)?.unwrap())
        })
        .await
        .unwrap()
}

fn seconds(time: Time) -> i64 {
    time.0 / 1_000_000
}

/// Every kind of payload that an app is known to send, and what no app should.
fn payloads(now: i64) -> Vec<Vec<u8>> {
    let documents = [
        json!({"_type": "location", "lat": -6.2, "lon": 106.8, "tst": now}),
        json!({"_type": "location", "lat": -6.2, "lon": 106.8, "tst": now, "acc": 12.0, "batt": 64.0, "vel": 3.0, "alt": 17, "cog": 90, "vac": 3,
            "bs": 2, "t": "u", "tid": "RI", "conn": "w", "SSID": "rumah", "BSSID": "aa:bb", "inregions": ["rumah"], "inrids": ["6da9cf"], "p": 101.3,
            "m": 2, "created_at": now, "_id": "1f2e", "source": "gps", "topic": "owntracks/x/y", "poi": "warung", "tag": "x", "motionactivities": ["walking"]}),
        json!({"_type": "location", "lat": "-6.2", "lon": "106.8", "tst": now.to_string()}),
        json!({"_type": "location", "lat": -6.2, "lon": 106.8}),
        json!({"_type": "location", "tst": now}),
        json!({"_type": "location", "lat": 91.0, "lon": 106.8, "tst": now}),
        json!({"_type": "location", "lat": -6.2, "lon": 181.0, "tst": now}),
        json!({"_type": "location", "lat": 1e300, "lon": -1e300, "tst": now}),
        json!({"_type": "location", "lat": -6.2, "lon": 106.8, "tst": 0}),
        json!({"_type": "location", "lat": -6.2, "lon": 106.8, "tst": -5}),
        json!({"_type": "location", "lat": -6.2, "lon": 106.8, "tst": 1e18}),
        json!({"_type": "location", "lat": -6.2, "lon": 106.8, "tst": now, "acc": -1, "batt": 400, "bs": 17}),
        json!({"_type": "location", "lat": null, "lon": [], "tst": {}, "acc": "x"}),
        json!({"_type": "transition", "event": "enter", "desc": "rumah", "wtst": 1, "tst": now, "lat": -6.2, "lon": 106.8, "acc": 5, "tid": "RI", "t": "c", "rid": "6da9cf"}),
        json!({"_type": "waypoint", "desc": "rumah", "lat": -6.2, "lon": 106.8, "rad": 100, "tst": now}),
        json!({"_type": "waypoints", "_creator": "x", "waypoints": [{"_type": "waypoint", "desc": "rumah", "lat": -6.2, "lon": 106.8, "rad": 100, "tst": now}]}),
        json!({"_type": "status", "android": {"hib": 0, "bo": 1, "loc": -1, "ps": 0, "wifi": 1}}),
        json!({"_type": "status", "iOS": {"version": "18"}}),
        json!({"_type": "lwt", "tst": now}),
        json!({"_type": "card", "name": "Sari", "face": "iVBORw0KGgo=", "tid": "RI"}),
        json!({"_type": "cmd", "action": "dump"}),
        json!({"_type": "configuration", "mode": 3, "url": "http://elsewhere.example"}),
        json!({"_type": "steps", "tst": now, "steps": 100, "from": now - 60, "to": now}),
        json!({"_type": "beacon", "uuid": "x", "major": 1, "minor": 2, "tst": now, "acc": 1, "rssi": -60, "prox": 1}),
        json!({"_type": "request", "request": "tours"}),
        json!({"_type": "encrypted", "data": "bm9uY2U="}),
        json!({"_type": "tidak dikenal"}),
        json!({"lat": -6.2}),
        json!([{"_type": "location", "lat": -6.2, "lon": 106.8, "tst": now}]),
        json!("location"),
        json!(null),
    ];
    let mut all: Vec<Vec<u8>> = documents
        .iter()
        .map(|document| document.to_string().into_bytes())
        .collect();
    all.extend([
        Vec::new(),
        b"{".to_vec(),
        b"{\"_type\":\"location\",\"lat\":-6.2,\"lon\":106.8,\"tst\":17".to_vec(),
        b"\xff\xfe\x00".to_vec(),
        b"{\"_type\":\"location\",\"tid\":\"\\u0000\"}".to_vec(),
        format!("{}1{}", "[".repeat(3_000), "]".repeat(3_000)).into_bytes(),
        format!(
            "{{\"_type\":\"location\",\"image\":\"{}\"}}",
            "A".repeat(400_000)
        )
        .into_bytes(),
    ]);
    all
}

on_both! {
    /// S-104
    async fn nothing_that_a_phone_posts_jams_its_queue(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        let now = seconds(world.now());
        for body in payloads(now) {
            let answer = phone.post_bytes(&body).await;
            let said = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
            assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "[]"), "{said}");
        }
        // The absurd future counted as now, everything else with a place was at now too: one place, once.
        let phone = device(&world, &phone).await;
        let fix = phone.fix.unwrap();
        assert_eq!((fix.at, fix.place.lat, fix.place.lon), (world.now(), -6.2, 106.8));
        let track = locations::track(&world.app, &phone, Time(0), Time(i64::MAX), 100).await.unwrap();
        assert_eq!(track.len(), 1, "{track:?}");
    }
}

on_both! {
    /// S-104 S-113
    async fn an_older_fix_never_moves_the_device(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        let now = seconds(world.now());
        for (ago, lat) in [(600, -6.20), (10, -6.21), (86_000, -6.22), (10, -6.23), (300, -6.24), (20 * 86_400, -6.25)] {
            assert_eq!(phone.post(&Phone::location(now - ago, lat, 106.8)).await.status, StatusCode::OK);
        }
        let found = device(&world, &phone).await;
        let fix = found.fix.unwrap();
        assert_eq!((seconds(fix.at), fix.place.lat, fix.place.accuracy_m), (now - 10, -6.21, Some(12.0)));
        assert_eq!((found.battery, found.charging), (Some(64), Some(false)));
        // In the order of their own times, each time once; what is older than a day before the last contact is not shown.
        let track = locations::track(&world.app, &found, Time(0), Time(i64::MAX), 100).await.unwrap();
        let times: Vec<i64> = track.iter().map(|fix| now - seconds(fix.at)).collect();
        assert_eq!(times, [86_000, 600, 300, 10]);
        let newest = locations::track(&world.app, &found, Time(0), Time(i64::MAX), 2).await.unwrap();
        assert_eq!(newest.iter().map(|fix| now - seconds(fix.at)).collect::<Vec<_>>(), [300, 10]);
    }
}

on_both! {
    async fn only_the_secret_says_which_phone_it_is(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        let secret = phone.settings["password"].as_str().unwrap().to_owned();
        let body = Phone::location(seconds(world.now()), -6.2, 106.8).to_string();
        let status = |credentials: String| {
            let (phone, body) = (&phone, body.as_bytes());
            async move { phone.post_as(&credentials, body).await.status }
        };
        assert_eq!(status(format!("siapa saja:{secret}")).await, StatusCode::OK);
        let typed: String = secret.to_uppercase().chars().enumerate().flat_map(|(n, c)| (n > 0 && n % 4 == 0).then_some(' ').into_iter().chain([c])).collect();
        assert_eq!(status(format!("x:{typed}")).await, StatusCode::OK);
        for wrong in ["", "x", "x:", "x:bukan", &format!("x:{}", "0".repeat(32)), &format!("{secret}:x")] {
            assert_eq!(status(wrong.to_owned()).await, StatusCode::UNAUTHORIZED, "{wrong}");
        }
        assert_eq!(phone.post_as(&format!("x:{}", "1".repeat(32)), b"{").await.status, StatusCode::UNAUTHORIZED);
        // Removed: the secret ends with it. It was heard of, so removal takes more than this; here the facts alone matter.
        let found = device(&world, &phone).await;
        world.app.db.tx(move |tx| devices::remove(tx, found.account, found.id)).await.unwrap();
        assert_eq!(status(format!("x:{secret}")).await, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn wrong_secrets_are_limited_for_each_network() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, "sari@nusa.example").await;
    let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
    let wrong = format!("x:{}", "0".repeat(32));
    for _ in 0..300 {
        assert_eq!(
            phone.post_as(&wrong, b"").await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    assert_eq!(
        phone.post_as(&wrong, b"").await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    // The right secret is not touched by that.
    assert_eq!(phone.post_bytes(b"").await.status, StatusCode::OK);
    world.advance(Span::hours(1)).await;
    assert_eq!(
        phone.post_as(&wrong, b"").await.status,
        StatusCode::UNAUTHORIZED
    );
}

/// Asks where the device is, as the finder does.
async fn ask_where(world: &World, owner: &Owner, phone: &Phone) -> Id {
    let account = device(world, phone).await.account;
    let asker = owner.asker(world).await;
    let (app, id) = (world.app.clone(), phone.id);
    let issued = world.app.db.tx(move |tx| {
        match gate::ask(
            tx,
            &app,
            &asker,
            Locate {
                account,
                device: id,
            },
        )? {
            Verdict::Open(permit) => commands::locate(tx, permit),
            other => panic!("{other:?}"),
        }
    });
    match issued.await.unwrap() {
        commands::Issued::Queued(command) => command,
        other => panic!("{other:?}"),
    }
}

async fn state(world: &World, phone: &Phone, command: Id) -> CommandState {
    let found = device(world, phone).await;
    let list = world
        .app
        .db
        .view(move |view| commands::list(view, found.account, found.id))
        .await
        .unwrap();
    list.into_iter()
        .find(|known| known.id == command)
        .unwrap()
        .state
}

on_both! {
    /// S-105 S-112
    async fn a_phone_is_asked_where_it_is_in_the_answer_to_its_next_report(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        let asked = r#"[{"_type":"cmd","action":"reportLocation"}]"#;
        let start = seconds(world.now());
        phone.post(&Phone::location(start, -6.2, 106.8)).await;
        world.advance(Span::minutes(5)).await;
        let command = ask_where(&world, &owner, &phone).await;
        assert_eq!(state(&world, &phone, command).await, CommandState::Queued);
        // A queue that drains is asked once, and no old report counts as the answer.
        assert_eq!(phone.post(&Phone::location(start + 60, -6.2, 106.8)).await.body, asked);
        assert_eq!(state(&world, &phone, command).await, CommandState::Sent);
        assert_eq!(phone.post(&Phone::location(start + 120, -6.2, 106.8)).await.body, "[]");
        assert_eq!(state(&world, &phone, command).await, CommandState::Sent);
        world.advance(Span::seconds(5)).await;
        assert_eq!(phone.post(&Phone::location(seconds(world.now()), -6.3, 106.8)).await.body, "[]");
        assert_eq!(state(&world, &phone, command).await, CommandState::Done);
    }
}

#[tokio::test]
async fn an_app_that_may_not_know_the_word_is_not_asked() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, "sari@nusa.example").await;
    let mut phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
    let start = seconds(world.now());
    world.advance(Span::minutes(5)).await;
    let command = ask_where(&world, &owner, &phone).await;
    phone.agent = "curl/8.5.0";
    assert_eq!(
        phone.post(&Phone::location(start, -6.2, 106.8)).await.body,
        "[]"
    );
    assert_eq!(state(&world, &phone, command).await, CommandState::Queued);
    for agent in [ANDROID, "OwnTracks/26.1 CFNetwork/1490 Darwin/23"] {
        phone.agent = agent;
        assert!(
            phone
                .post(&Phone::location(start, -6.2, 106.8))
                .await
                .body
                .starts_with('[')
        );
    }
    assert_eq!(state(&world, &phone, command).await, CommandState::Sent);
    // S-112: it waits a day, then it is over; a late position still tells the truth.
    world.advance(Span::hours(24)).await;
    assert_eq!(state(&world, &phone, command).await, CommandState::Expired);
    phone
        .post(&Phone::location(seconds(world.now()), -6.2, 106.8))
        .await;
    assert_eq!(state(&world, &phone, command).await, CommandState::Expired);
    world.advance(Span::days(90)).await;
    let found = device(&world, &phone).await;
    let list = world
        .app
        .db
        .view(move |view| commands::list(view, found.account, found.id))
        .await
        .unwrap();
    assert!(list.is_empty(), "{list:?}");
}
