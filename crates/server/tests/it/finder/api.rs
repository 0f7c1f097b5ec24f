//! The finder for apps (S-101).

use axum::body::Body;
use axum::http::{Method, Request};
use kunci_server::devices;
use kunci_server::web::times::rfc3339;
use serde_json::{Value, json};

use super::{Phone, found};
use crate::browser::{Browser, Page};
use crate::owner::Owner;
use crate::world::{World, on_both};

async fn send(browser: &Browser, method: Method, path: &str, body: Value) -> Page {
    let request = Request::builder().method(method).uri(path);
    let request = request
        .header("content-type", "application/json")
        .header("sec-fetch-site", "same-origin");
    browser
        .send_with(request, Body::from(body.to_string()))
        .await
}

on_both! {
    /// S-101 S-104 S-110: an app reads what the pages show.
    async fn an_app_reads_what_the_pages_show(world: World) {
        let (owner, phone) = found(&world).await;
        let reported = rfc3339(world.now());
        let tablet = Phone::owntracks(&world, &owner, "Tablet").await;
        let all = owner.browser.get("/api/v1/devices").await.json();
        assert_eq!(all["devices"].as_array().unwrap().len(), 2);
        let one = owner.browser.get(&format!("/api/v1/devices/{}", phone.id)).await.json();
        assert_eq!((one["name"].as_str(), one["state"].as_str(), one["battery"].as_i64()), (Some("Redmi 12 Ibu"), Some("live"), Some(64)));
        assert_eq!(one["location"], json!({ "lat": 1.130_47, "lon": 104.053_1, "accuracy_m": 12.0, "at": reported, "source": "gps" }));
        assert_eq!(one["watchers"][0]["name"], "Sari");
        assert_eq!((&one["capabilities"]["ring"], &one["hidden"], &one["missing"]), (&Value::Null, &Value::Null, &Value::Null));
        let tablet = owner.browser.get(&format!("/api/v1/devices/{}", tablet.id)).await.json();
        assert_eq!((tablet["location"].is_null(), tablet["capabilities"]["lock"].as_str()), (true, Some("no_login_manager")));
    }

    /// S-101 S-107 S-112: an app asks, sees how it stands, and takes back.
    async fn an_app_asks_and_takes_back(world: World) {
        let (owner, phone) = found(&world).await;
        let commands = format!("/api/v1/devices/{}/commands", phone.id);
        let asked = send(&owner.browser, Method::POST, &commands, json!({ "kind": "ring" })).await;
        assert_eq!((asked.status.as_u16(), asked.json()["outcome"].as_str()), (201, Some("queued")));
        let id = asked.json()["command"].as_str().unwrap().to_owned();
        let again = send(&owner.browser, Method::POST, &commands, json!({ "kind": "ring" })).await;
        assert_eq!((again.status.as_u16(), &again.json()["outcome"], &again.json()["command"]), (200, &json!("already"), &json!(id)));
        let device = owner.browser.get(&format!("/api/v1/devices/{}", phone.id)).await.json();
        assert_eq!((&device["commands"][0]["id"], &device["commands"][0]["state"]), (&json!(id), &json!("queued")));
        let cancel = format!("{commands}/{id}");
        assert_eq!(send(&owner.browser, Method::DELETE, &cancel, Value::Null).await.status, 204);
        let late = send(&owner.browser, Method::DELETE, &cancel, Value::Null).await;
        assert_eq!((late.status.as_u16(), &late.json()["code"]), (409, &json!("command_begun")));
        for (body, status, code) in [
            (json!({ "kind": "dance" }), 400, "bad_input"),
            (json!({ "kind": "message", "call": "0812" }), 400, "bad_input"),
            (json!({}), 400, "bad_input"),
        ] {
            let answer = send(&owner.browser, Method::POST, &commands, body).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (status, &json!(code)));
        }
        for kind in ["message", "message_clear", "lock", "locate", "live"] {
            assert_eq!(send(&owner.browser, Method::POST, &commands, json!({ "kind": kind })).await.status, 201, "{kind}");
        }
        let nothing = send(&owner.browser, Method::POST, &commands, json!({ "kind": "ring_stop" })).await;
        assert_eq!(nothing.json(), json!({ "outcome": "nothing", "command": null }));
    }

    /// S-110 G8: what a device cannot or may not do is a problem with a code of its own.
    async fn an_app_hears_why_not(world: World) {
        let (owner, phone) = found(&world).await;
        let tablet = Phone::owntracks(&world, &owner, "Tablet").await;
        let commands = format!("/api/v1/devices/{}/commands", tablet.id);
        let answer = send(&owner.browser, Method::POST, &commands, json!({ "kind": "ring" })).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (409, &json!("device_unable")));
        let (account, id) = (phone.account, phone.id);
        world.app.db.tx(move |tx| devices::stop_watching(tx, account, id)).await.unwrap();
        let commands = format!("/api/v1/devices/{}/commands", phone.id);
        let answer = send(&owner.browser, Method::POST, &commands, json!({ "kind": "locate" })).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (409, &json!("device_unseen")));
        let device = owner.browser.get(&format!("/api/v1/devices/{}", phone.id)).await.json();
        assert_eq!((&device["location"], &device["hidden"]["why"]), (&Value::Null, &json!("stopped")));
    }

    /// Another's device is no device.
    async fn an_app_of_another_account_finds_nothing(world: World) {
        let (_, phone) = found(&world).await;
        let other = Owner::new(&world, "budi@nusa.example").await;
        let device = format!("/api/v1/devices/{}", phone.id);
        assert_eq!(other.browser.get(&device).await.status, 404);
        let ring = send(&other.browser, Method::POST, &format!("{device}/commands"), json!({ "kind": "ring" })).await;
        assert_eq!((ring.status.as_u16(), &ring.json()["code"]), (404, &json!("not_found")));
        assert_eq!(other.browser.get("/api/v1/devices").await.json(), json!({ "devices": [] }));
        let stranger = world.browser().get("/api/v1/devices").await;
        assert_eq!((stranger.status.as_u16(), &stranger.json()["code"]), (401, &json!("sign_in_required")));
    }
}
