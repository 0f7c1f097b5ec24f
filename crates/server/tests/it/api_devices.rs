//! Devices for apps: added, named, marked missing and taken out.

use axum::http::Method;
use kunci_rules::Span;
use serde_json::{Value, json};

use crate::api_keep::{delete, is_wrong, problem, prove, read};
use crate::finder::{Phone, found};
use crate::notices::with_two_contacts;
use crate::owner::{Owner, PASSWORD};
use crate::security::prove_contact;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const DEVICES: &str = "/api/v1/devices";

on_both! {
    /// A phone is added with what its app must know, shown once; named; and taken out at once while it was never heard of.
    async fn a_phone_is_added_named_and_taken_out(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::seconds(1)).await;
        let new = |name: &str| json!({ "name": name, "kind": "owntracks", "here": true });
        is_wrong(&owner.browser.api(Method::POST, DEVICES, new(" ")).await, "name", "");
        let added = owner.browser.api(Method::POST, DEVICES, new("HP Sari")).await;
        assert_eq!(added.status, 201, "{}", added.body);
        let app = added.json()["owntracks"].clone();
        assert!(app["link"].as_str().unwrap().starts_with("owntracks:///config?inline="));
        assert!(app["url"].as_str().unwrap().ends_with("/pub"));
        assert!(world.last_to(MAIL).await.text.contains("HP Sari"));
        let path = format!("{DEVICES}/{}", app["device"].as_str().unwrap());
        let one = owner.browser.api(Method::GET, &path, Value::Null).await;
        assert_eq!((&one.json()["name"], &one.json()["state"]), (&json!("HP Sari"), &json!("never_reported")));
        assert!(!one.body.contains(app["password"].as_str().unwrap()), "once");
        let known = read(&owner.browser, "/api/v1/browsers").await;
        assert_eq!(known["browsers"][0]["device"], app["device"], "the browser in hand runs on it");
        let browsers = format!("{path}/browsers");
        let here = known["browsers"][0]["id"].clone();
        assert_eq!(owner.browser.api(Method::PUT, &browsers, json!({ "on": [here] })).await.status, 204);
        let off = owner.browser.api(Method::PUT, &browsers, json!({ "on": [] })).await;
        assert_eq!(off.status, 202, "{}", off.body);
        is_wrong(&owner.browser.api(Method::PATCH, &path, json!({ "name": "" })).await, "name", "");
        assert_eq!(owner.browser.api(Method::PATCH, &path, json!({ "name": "HP lama" })).await.status, 204);
        assert_eq!(read(&owner.browser, &path).await["name"], "HP lama");
        let other = Owner::new(&world, "budi@nusa.example").await;
        for (method, path, body) in [
            (Method::PATCH, path.clone(), json!({ "name": "Punyaku" })),
            (Method::DELETE, path.clone(), Value::Null),
            (Method::PUT, browsers, json!({ "on": [] })),
            (Method::PUT, format!("{path}/missing"), json!({})),
            (Method::GET, format!("{path}/missing"), Value::Null),
            (Method::DELETE, format!("{path}/missing"), Value::Null),
            (Method::PUT, format!("{path}/awaited"), Value::Null),
        ] {
            let answer = other.browser.api(method.clone(), &path, body).await;
            assert_eq!(problem(&answer).1, "not_found", "{method} {path}: {}", answer.body);
        }
        assert_eq!(delete(&owner.browser, &path).await.status, 204);
        assert_eq!(problem(&delete(&owner.browser, &path).await).1, "not_found");
        world.advance(Span::hours(25)).await;
        prove(&owner.browser, &owner.browser.api(Method::POST, DEVICES, new("HP baru")).await).await;
    }

    /// An agent gets a code, and the app sees how far it is.
    async fn an_agent_gets_a_code(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let begun = owner.browser.api(Method::POST, DEVICES, json!({ "name": "Laptop", "kind": "agent" })).await;
        assert_eq!(begun.status, 201, "{}", begun.body);
        let agent = begun.json()["agent"].clone();
        assert!(agent["command"].as_str().unwrap().ends_with(agent["code"].as_str().unwrap()));
        let path = format!("/api/v1/pairings/{}", agent["pairing"].as_str().unwrap());
        let state = read(&owner.browser, &path).await;
        assert_eq!((&state["state"], &state["name"], &state["device"]), (&json!("waiting"), &json!("Laptop"), &Value::Null));
        let other = Owner::new(&world, "budi@nusa.example").await;
        assert_eq!(problem(&other.browser.api(Method::GET, &path, Value::Null).await).1, "not_found");
        world.advance(Span::minutes(10)).await;
        assert_eq!(read(&owner.browser, &path).await["state"], "over");
        let junk = owner.browser.api(Method::POST, DEVICES, json!({ "name": "Laptop", "kind": "pager" })).await;
        assert_eq!(problem(&junk).1, "bad_input");
    }

    /// S-108, G3: a device is marked missing, the mark is hard to take off, and a slip is taken back within ten minutes.
    async fn a_device_is_marked_missing(world: World) {
        let (owner, phone) = found(&world).await;
        let path = format!("{DEVICES}/{}/missing", phone.id);
        assert_eq!(problem(&owner.browser.api(Method::GET, &path, Value::Null).await).1, "not_found");
        assert_eq!(problem(&delete(&owner.browser, &path).await).1, "not_found");
        is_wrong(&owner.browser.api(Method::PUT, &path, json!({ "call": "0812" })).await, "call", "");
        world.advance(Span::seconds(1)).await;
        let marked = owner.browser.api(Method::PUT, &path, json!({ "call": "0813 9876 5432" })).await;
        assert_eq!(marked.status, 204, "{}", marked.body);
        assert!(world.last_to(MAIL).await.subject.unwrap().contains("Redmi 12 Ibu"));
        let device = format!("{DEVICES}/{}", phone.id);
        assert!(read(&owner.browser, &device).await["missing"]["since"].is_string());
        assert_eq!(read(&owner.browser, &path).await["how"], "open", "a slip");
        let gone = delete(&owner.browser, &device).await;
        assert_eq!(problem(&gone), (403, "device_missing".to_owned(), Value::Null));
        assert_eq!(delete(&owner.browser, &path).await.status, 204);
        assert_eq!(read(&owner.browser, &device).await["missing"], Value::Null);
        owner.browser.api(Method::PUT, &path, json!({})).await;
        world.advance(Span::minutes(11)).await;
        assert_eq!(read(&owner.browser, &path).await["how"], "refused", "there is nothing that a second proof could be");
        assert_eq!(problem(&delete(&owner.browser, &path).await).1, "no_way");
    }

    /// Policy row "mark missing": a stranger with the password marks once a week; what is missing then is shown in the API.
    async fn a_second_mark_of_a_stranger_takes_more(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        crate::codes::sheet(&owner).await;
        world.advance(Span::days(8)).await;
        let phone = Phone::of(&world, &owner, "Redmi 12 Ibu").await;
        let path = format!("{DEVICES}/{}/missing", phone.id);
        let borrowed = world.browser();
        let fields = [("name", &*owner.login), ("password", &*owner.password), ("borrowed", "1")];
        borrowed.post("/signin", &fields).await;
        assert_eq!(borrowed.api(Method::PUT, &path, json!({})).await.status, 204);
        assert_eq!(delete(&borrowed, &path).await.status, 204, "the undo of a slip");
        let again = borrowed.api(Method::PUT, &path, json!({})).await;
        assert_eq!(problem(&again).1, "step_up_required", "{}", again.body);
        let at = again.json()["prove"].as_str().unwrap().to_owned();
        assert!(at.starts_with(&format!("/api/v1/prove/mark-missing.{}.", phone.id.simple())), "{at}");
        let page = prove(&borrowed, &again).await;
        assert!(page.path.starts_with("/prove/mark-missing."), "{}", page.path);
    }

    /// C-6, S-102: a session of one proof finds and marks; it takes nothing back, and changes nothing else.
    async fn a_session_that_finds_does_nothing_else(world: World) {
        let (_, phone) = found(&world).await;
        world.advance(Span::hours(1)).await;
        let browser = crate::regain::search(&world, "email").await;
        let device = format!("{DEVICES}/{}", phone.id);
        let missing = format!("{device}/missing");
        assert_eq!(browser.api(Method::PUT, &missing, json!({})).await.status, 204);
        assert_eq!(browser.api(Method::PUT, &format!("{device}/awaited"), Value::Null).await.status, 204);
        for (method, path, body) in [
            (Method::DELETE, missing.clone(), Value::Null),
            (Method::GET, missing, Value::Null),
            (Method::PATCH, device.clone(), json!({ "name": "HP" })),
            (Method::DELETE, device, Value::Null),
            (Method::GET, "/api/v1/methods".to_owned(), Value::Null),
            (Method::DELETE, "/api/v1/sessions".to_owned(), Value::Null),
        ] {
            let answer = browser.api(method.clone(), &path, body).await;
            assert_eq!(problem(&answer).1, "limited_session", "{method} {path}");
        }
    }

    /// S-112: "tell me when it connects".
    async fn a_device_is_awaited(world: World) {
        let (owner, phone) = found(&world).await;
        let path = format!("{DEVICES}/{}/awaited", phone.id);
        assert_eq!(owner.browser.api(Method::PUT, &path, Value::Null).await.status, 204);
        let page = owner.browser.get(&format!("/find/{}", phone.id)).await;
        assert!(page.actions().iter().any(|action| action.ends_with("/await/cancel")), "{}", page.text());
        assert_eq!(delete(&owner.browser, &path).await.status, 204);
        let page = owner.browser.get(&format!("/find/{}", phone.id)).await;
        assert!(!page.actions().iter().any(|action| action.ends_with("/await/cancel")), "{}", page.text());
    }

    /// A device that was heard of goes as a method goes: it waits with one more proof.
    async fn a_removal_of_a_device_waits(world: World) {
        let owner = with_two_contacts(&world).await;
        let phone = crate::phone::Phone::add(&world, &owner, "HP Sari").await;
        phone.post(&crate::phone::Phone::location(world.now().0 / 1_000_000, 1.13, 104.05)).await;
        world.advance(Span::hours(25)).await;
        let path = format!("{DEVICES}/{}", phone.id);
        let answer = delete(&owner.browser, &path).await;
        let page = prove(&owner.browser, &answer).await;
        owner.browser.submit(&page, &page.path, &[("password", PASSWORD)]).await;
        let page = prove(&owner.browser, &delete(&owner.browser, &path).await).await;
        prove_contact(&world, &owner.browser, &page, (MAIL, "s…i@")).await;
        world.advance(Span::seconds(1)).await;
        let answer = delete(&owner.browser, &path).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        assert!(answer.json()["until"].is_string());
        world.advance(Span::days(8)).await;
        assert_eq!(problem(&delete(&owner.browser, &path).await).1, "not_found");
    }
}
