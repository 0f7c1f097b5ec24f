//! Settings for apps: password, second step, alerts, push, browsers; and what stays open while others know the password.

use aws_lc_rs::agreement::{ECDH_P256, EphemeralPrivateKey};
use aws_lc_rs::rand::SystemRandom;
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kunci_db::testing::Engine;
use kunci_rules::Span;
use serde_json::{Value, json};

use crate::api_keep::{delete, is_wrong, problem, prove, read};
use crate::notices::with_two_contacts;
use crate::owner::{Owner, PASSWORD, try_password};
use crate::security::prove_contact;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";
const NEW: &str = "payung biru di stasiun tua";

on_both! {
    /// S-076: on at once, off after a wait.
    async fn the_second_step_goes_on_and_off(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let path = "/api/v1/two-step";
        let turn = |on: bool| owner.browser.api(Method::PUT, path, json!({ "on": on }));
        assert_eq!(turn(true).await.status, 204);
        assert_eq!(read(&owner.browser, "/api/v1/account").await["two_step"], true);
        let off = turn(false).await;
        assert_eq!(off.status, 202, "{}", off.body);
        assert_eq!(read(&owner.browser, "/api/v1/account").await["two_step"], true);
        world.advance(Span::hours(25)).await;
        assert_eq!(read(&owner.browser, "/api/v1/account").await["two_step"], false);
        assert_eq!(problem(&owner.browser.api(Method::PUT, path, json!({ "on": "ja" })).await).1, "bad_input");
        prove(&owner.browser, &turn(true).await).await;
    }

    /// S-040, STD-20: the old password and what a recovery takes change it; a mistake says where it is.
    async fn the_password_is_changed(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::days(30)).await;
        owner.sign_in(&owner.browser).await;
        let elsewhere = world.browser();
        owner.sign_in(&elsewhere).await;
        let change = |old: &str, new: &str| {
            let body = json!({ "old": old, "new": new, "end_others": true });
            owner.browser.api(Method::PUT, "/api/v1/password", body)
        };
        let page = prove(&owner.browser, &change(PASSWORD, NEW).await).await;
        assert!(page.path.starts_with("/prove/recover."), "{}", page.path);
        prove_contact(&world, &owner.browser, &page, (MAIL, "s…i@")).await;
        is_wrong(&change("bukan kata sandinya", NEW).await, "old", "belum cocok");
        is_wrong(&change("", NEW).await, "old", "");
        let weak = change(PASSWORD, "sari").await;
        is_wrong(&weak, "new", "");
        assert!(!weak.body.contains(PASSWORD));
        world.advance(Span::seconds(1)).await;
        assert_eq!(change(PASSWORD, NEW).await.status, 204);
        assert!(world.last_to(MAIL).await.text.contains("baru saja diganti"));
        assert_eq!(elsewhere.get("/").await.path, "/signin");
        assert_eq!(read(&owner.browser, "/api/v1/sessions").await["sessions"].as_array().unwrap().len(), 1);
        assert_eq!(try_password(&world.browser(), MAIL, NEW).await.path, "/");
    }

    /// S-043: what may be left out is chosen for each contact, and a change is told everywhere.
    async fn alerts_are_chosen(world: World) {
        let owner = with_two_contacts(&world).await;
        let path = "/api/v1/alerts";
        let all = read(&owner.browser, path).await["alerts"].as_array().unwrap().clone();
        assert!(all.len() == 4 && all.iter().all(|alert| alert["on"] == true), "{all:?}");
        assert_eq!((&all[0]["topic"], &all[0]["name"]), (&json!("sign-in"), &json!("s…i@n….example")));
        let mail = all[0]["contact"].clone();
        world.advance(Span::seconds(1)).await;
        let other = Owner::new(&world, "budi@nusa.example").await;
        let theirs = read(&other.browser, path).await["alerts"][0]["contact"].clone();
        let on = json!([{ "topic": "sign-in", "contact": mail }, { "topic": "connected", "contact": theirs }]);
        world.advance(Span::seconds(1)).await;
        assert_eq!(owner.browser.api(Method::PUT, path, json!({ "on": on })).await.status, 204);
        let told = world.last_to(NUMBER).await.text;
        let all = read(&owner.browser, path).await["alerts"].as_array().unwrap().clone();
        let on = all.iter().filter(|alert| alert["on"] == true).count();
        assert_eq!((on, &all[0]["on"]), (1, &json!(true)), "{told}");
        assert_eq!(read(&other.browser, path).await["alerts"][0]["on"], true);
        let junk = json!({ "on": [{ "topic": "lock", "contact": mail }] });
        assert_eq!(problem(&owner.browser.api(Method::PUT, path, junk).await).1, "bad_input");
    }

    /// S-011: the browser in hand is told, or not; where to is never said again.
    async fn push_goes_on_and_off(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let path = "/api/v1/push";
        let key = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).unwrap();
        let key = URL_SAFE_NO_PAD.encode(key.compute_public_key().unwrap());
        let body = |endpoint: &str| json!({ "endpoint": endpoint, "p256dh": key, "auth": URL_SAFE_NO_PAD.encode([7; 16]) });
        assert_eq!(read(&owner.browser, path).await["on"], false);
        is_wrong(&owner.browser.api(Method::PUT, path, body("http://10.0.0.1/x")).await, "endpoint", "");
        assert_eq!(owner.browser.api(Method::PUT, path, body("https://push.nusa.example/abc")).await.status, 204);
        let on = owner.browser.api(Method::GET, path, Value::Null).await;
        assert!(on.json()["on"] == true && !on.body.contains("abc"), "{}", on.body);
        assert_eq!(delete(&owner.browser, path).await.status, 204);
        assert_eq!(read(&owner.browser, path).await["on"], false);
        let borrowed = world.browser();
        borrowed.post("/signin", &[("name", MAIL), ("password", PASSWORD), ("borrowed", "1")]).await;
        assert_eq!(read(&borrowed, path).await["on"], Value::Null);
        let no = borrowed.api(Method::PUT, path, body("https://push.nusa.example/abc")).await;
        assert_eq!(problem(&no), (403, "no_way".to_owned(), Value::Null));
    }

    /// STD-52: who is signed in elsewhere is signed out, and a browser is made a stranger.
    async fn browsers_are_forgotten(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let elsewhere = world.browser();
        owner.sign_in(&elsewhere).await;
        let known = read(&owner.browser, "/api/v1/browsers").await["browsers"].as_array().unwrap().clone();
        assert_eq!(known.len(), 2);
        let here = known.iter().find(|one| one["current"] == true).unwrap();
        let there = known.iter().find(|one| one["current"] == false).unwrap();
        assert_eq!((&here["label"], &here["device"]), (&json!("Chrome, Android"), &Value::Null));
        world.advance(Span::seconds(1)).await;
        assert_eq!(delete(&owner.browser, "/api/v1/sessions").await.status, 204);
        assert_eq!(read(&owner.browser, "/api/v1/sessions").await["sessions"].as_array().unwrap().len(), 1);
        assert_eq!(problem(&elsewhere.api(Method::GET, "/api/v1/browsers", Value::Null).await).1, "sign_in_required");
        owner.sign_in(&elsewhere).await;
        let path = format!("/api/v1/browsers/{}", there["id"].as_str().unwrap());
        let other = Owner::new(&world, "budi@nusa.example").await;
        assert_eq!(problem(&delete(&other.browser, &path).await).1, "not_found");
        assert_eq!(delete(&owner.browser, &path).await.status, 204);
        assert_eq!(problem(&delete(&owner.browser, &path).await).1, "not_found");
        assert_eq!(elsewhere.get("/").await.path, "/signin");
        assert_eq!(read(&owner.browser, "/api/v1/browsers").await["browsers"].as_array().unwrap().len(), 1);
    }
}

/// What finds a device needs no more than finding takes.
const FINDS: [(&str, &str); 9] = [
    ("get", "/api/v1/devices"),
    ("get", "/api/v1/devices/{id}"),
    ("post", "/api/v1/devices/{id}/commands"),
    ("delete", "/api/v1/devices/{id}/commands/{command}"),
    ("get", "/api/v1/devices/{id}/missing"),
    ("put", "/api/v1/devices/{id}/missing"),
    ("delete", "/api/v1/devices/{id}/missing"),
    ("put", "/api/v1/devices/{id}/awaited"),
    ("delete", "/api/v1/devices/{id}/awaited"),
];

/// S-040: while others know the password and nothing else protects the account, an app can do what the pages let its owner do: find a
/// device, show a proof, and change the password, which opens the rest again.
#[tokio::test]
async fn a_password_that_others_know_closes_the_rest() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("breached.txt");
    std::fs::write(&path, "").unwrap();
    let file = path.clone();
    let world = World::with(Engine::Sqlite, |config| {
        config.risk.breached_file = Some(file);
    })
    .await;
    let owner = Owner::new(&world, MAIL).await;
    std::fs::write(&path, crate::risk::listed(PASSWORD)).unwrap();
    owner.sign_out().await;
    owner.sign_in(&owner.browser).await;
    let document = owner.browser.get("/api/openapi.json").await.json();
    let mut closed = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            // Leaving is open as well, and would end this session.
            let open = ["/api/v1/password", "/api/v1/session"].contains(&path.as_str())
                || path.starts_with("/api/v1/prove/");
            let finds = FINDS.contains(&(method.as_str(), path.as_str()));
            if operation.get("security").is_none() || open || finds {
                continue;
            }
            let id = "01936d2e-0000-7000-8000-000000000000";
            let path = path.replace("{id}", id).replace("{command}", id);
            let method: Method = method.to_uppercase().parse().unwrap();
            let answer = owner.browser.api(method.clone(), &path, Value::Null).await;
            assert_eq!(problem(&answer).1, "password_known", "{method} {path}");
            closed += 1;
        }
    }
    assert!(closed > 20, "{closed}");
    read(&owner.browser, "/api/v1/devices").await;
    let change = || {
        let body = json!({ "old": PASSWORD, "new": NEW });
        owner.browser.api(Method::PUT, "/api/v1/password", body)
    };
    let page = prove(&owner.browser, &change().await).await;
    prove_contact(&world, &owner.browser, &page, (MAIL, "s…i@")).await;
    assert_eq!(change().await.status, 204);
    read(&owner.browser, "/api/v1/account").await;
}
