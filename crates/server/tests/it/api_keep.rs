//! Methods for apps: named, placed, added and taken out by the same rules as on the pages.

use axum::http::Method;
use kunci_rules::Span;
use kunci_rules::totp::step;
use kunci_server::web::times::rfc3339;
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::notices::with_two_contacts;
use crate::owner::{Owner, PASSWORD};
use crate::passkey::{Passkey, Thing};
use crate::security::{number_said_elsewhere, prove_contact};
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";
const METHODS: &str = "/api/v1/methods";

pub(crate) async fn read(browser: &Browser, path: &str) -> Value {
    let page = browser.api(Method::GET, path, Value::Null).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()
}

pub(crate) async fn delete(browser: &Browser, path: &str) -> Page {
    browser.api(Method::DELETE, path, Value::Null).await
}

/// The id of the first method of this kind.
async fn id_of(browser: &Browser, kind: &str) -> String {
    let all = read(browser, METHODS).await;
    let all = all["methods"].as_array().unwrap().clone();
    let one = all.iter().find(|method| method["kind"] == kind);
    one.unwrap_or_else(|| panic!("no {kind}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// What tells one problem from another: status, code and field.
pub(crate) fn problem(page: &Page) -> (u16, String, Value) {
    let problem = page.json();
    let code = problem["code"].as_str().unwrap().to_owned();
    (page.status.as_u16(), code, problem["field"].clone())
}

/// Wrong in this field, in these words.
pub(crate) fn is_wrong(page: &Page, field: &str, words: &str) {
    let (status, code, at) = problem(page);
    assert_eq!(
        (status, &*code, at.as_str()),
        (422, "not_accepted", Some(field)),
        "{}",
        page.body
    );
    let detail = page.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains(words), "{detail}");
}

/// The page on which the missing proofs of an answer are shown.
pub(crate) async fn prove(browser: &Browser, answer: &Page) -> Page {
    let (status, code, _) = problem(answer);
    assert_eq!(
        (status, &*code),
        (403, "step_up_required"),
        "{}",
        answer.body
    );
    let prove = answer.json()["prove"].as_str().unwrap().to_owned();
    browser.get(prove.strip_prefix("/api/v1").unwrap()).await
}

/// Shows the password, then the mail address.
pub(crate) async fn prove_two(world: &World, owner: &Owner, answer: &Page) -> Page {
    let page = prove(&owner.browser, answer).await;
    let page = owner
        .browser
        .submit(&page, &page.path, &[("password", PASSWORD)])
        .await;
    prove_contact(world, &owner.browser, &page, (MAIL, "s…i@")).await
}

/// Adds an authenticator app; its secret, and its id.
async fn add_app(world: &World, owner: &Owner) -> (Vec<u8>, String) {
    let path = format!("{METHODS}/totp");
    let begun = owner.browser.api(Method::POST, &path, Value::Null).await;
    let secret = bytes(begun.json()["secret"].as_str().unwrap());
    let code = kunci_server::totp::code(&secret, step(world.now()));
    let body = json!({ "name": "Aegis", "place": null, "code": code });
    let added = owner
        .browser
        .api(Method::POST, &format!("{path}/code"), body)
        .await;
    assert_eq!(added.status, 201, "{}", added.body);
    (secret, added.json()["id"].as_str().unwrap().to_owned())
}

fn bytes(letters: &str) -> Vec<u8> {
    let value = |c: char| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).unwrap();
    let bits: String = letters
        .chars()
        .map(|c| format!("{:05b}", value(c)))
        .collect();
    let bytes = (0..20).map(|i| u8::from_str_radix(&bits[i * 8..i * 8 + 8], 2).unwrap());
    bytes.collect()
}

on_both! {
    /// Policy row "replace or remove": with one more proof it waits, says until when, and is done by then; everyone was told.
    async fn a_removal_waits(world: World) {
        let owner = with_two_contacts(&world).await;
        let path = format!("{METHODS}/{}", id_of(&owner.browser, "phone").await);
        assert_eq!(read(&owner.browser, &path).await["removal"], "sure");
        assert_eq!(problem(&delete(&owner.browser, &path).await).1, "confirm_first");
        let bad = delete(&owner.browser, &format!("{path}?sure=perhaps")).await;
        assert_eq!(problem(&bad), (400, "bad_input".to_owned(), json!("sure")));
        let path = format!("{path}?sure=true");
        prove_two(&world, &owner, &delete(&owner.browser, &path).await).await;
        world.advance(Span::seconds(1)).await;
        let answer = delete(&owner.browser, &path).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        // Since the mail address was proved, a second ago.
        let until = rfc3339(world.now() + Span::hours(24) - Span::seconds(1));
        assert_eq!(answer.json()["until"], until);
        assert!(world.last_to(NUMBER).await.text.contains("ada permintaan yang menunggu"));
        let again = delete(&owner.browser, &path).await;
        assert_eq!(again.json()["request"], answer.json()["request"], "not asked twice");
        world.advance(Span::hours(24)).await;
        world.advance(Span::seconds(1)).await;
        assert_eq!(problem(&delete(&owner.browser, &path).await).1, "not_found");
    }

    /// Two independent proofs remove at once.
    async fn two_proofs_remove_at_once(world: World) {
        let owner = with_two_contacts(&world).await;
        number_said_elsewhere(&world, &owner).await;
        let path = format!("{METHODS}/{}?sure=true", id_of(&owner.browser, "phone").await);
        let page = prove_two(&world, &owner, &delete(&owner.browser, &path).await).await;
        prove_contact(&world, &owner.browser, &page, (NUMBER, "…7890")).await;
        world.advance(Span::seconds(1)).await;
        assert_eq!(delete(&owner.browser, &path).await.status, 204);
        assert!(world.last_to(NUMBER).await.text.contains("cara membuktikan dilepas"));
        assert_eq!(problem(&delete(&owner.browser, &path).await).1, "not_found");
    }

    /// The only way back stays, the password is never removed, and nobody reaches another's methods.
    async fn what_is_not_removed(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let mail = format!("{METHODS}/{}", id_of(&owner.browser, "email").await);
        assert_eq!(read(&owner.browser, &mail).await["removal"], "only");
        is_wrong(&delete(&owner.browser, &format!("{mail}?sure=true")).await, "id", "satu-satunya jalan kembali");
        let password = format!("{METHODS}/{}", owner.account());
        assert_eq!(read(&owner.browser, &password).await["removal"], "never");
        assert_eq!(problem(&delete(&owner.browser, &password).await).1, "not_found");
        let other = Owner::new(&world, "budi@nusa.example").await;
        for path in [&mail, &password, &format!("{METHODS}/surel")] {
            for (method, path, body) in [
                (Method::GET, path.clone(), Value::Null),
                (Method::DELETE, format!("{path}?sure=true"), Value::Null),
                (Method::PATCH, path.clone(), json!({ "name": "Punyaku" })),
                (Method::PUT, format!("{path}/reach"), json!({ "on": [] })),
            ] {
                let answer = other.browser.api(method.clone(), &path, body).await;
                assert_eq!(problem(&answer).1, "not_found", "{method} {path}");
            }
        }
    }

    /// A method has the name and the reach that its owner says; less reach needs what a removal needs.
    async fn a_method_is_named_and_placed(world: World) {
        let owner = with_two_contacts(&world).await;
        let mail = format!("{METHODS}/{}", id_of(&owner.browser, "email").await);
        let one = read(&owner.browser, &mail).await;
        assert_eq!((&one["renamable"], &one["question"]), (&json!(false), &json!("Di mana saja email ini bisa dibuka?")));
        let here = one["holders"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(one["holders"], json!([{ "id": here, "name": "Chrome, Android", "usable": true }]));
        let rename = owner.browser.api(Method::PATCH, &mail, json!({ "name": "Surel" })).await;
        assert_eq!(problem(&rename).1, "not_found", "an address has no name of its own");
        let less = owner.browser.api(Method::PUT, &format!("{mail}/reach"), json!({ "on": [] })).await;
        prove_two(&world, &owner, &less).await;
        world.advance(Span::seconds(1)).await;
        let less = owner.browser.api(Method::PUT, &format!("{mail}/reach"), json!({ "on": [] })).await;
        assert_eq!(less.status, 202, "{}", less.body);
        assert_eq!(read(&owner.browser, &mail).await["holders"][0]["usable"], true);
        world.advance(Span::hours(25)).await;
        assert_eq!(read(&owner.browser, &mail).await["holders"][0]["usable"], false);
        let more = owner.browser.api(Method::PUT, &format!("{mail}/reach"), json!({ "on": [here] })).await;
        let page = prove(&owner.browser, &more).await;
        owner.browser.submit(&page, &page.path, &[("password", PASSWORD)]).await;
        let more = owner.browser.api(Method::PUT, &format!("{mail}/reach"), json!({ "on": [here] })).await;
        assert_eq!(more.status, 204, "{}", more.body);
        assert_eq!(read(&owner.browser, &mail).await["holders"][0]["usable"], true);
        let (_, app) = add_app(&world, &owner).await;
        let app = format!("{METHODS}/{app}");
        is_wrong(&owner.browser.api(Method::PATCH, &app, json!({ "name": " " })).await, "name", "Isi nama");
        assert_eq!(owner.browser.api(Method::PATCH, &app, json!({ "name": "Aegis di tablet" })).await.status, 204);
        let one = read(&owner.browser, &app).await;
        assert_eq!((&one["renamable"], &one["name"], &one["removal"]), (&json!(true), &json!("Aegis di tablet"), &json!("free")));
    }

    /// S-078: an app is set up in two steps; each mistake says its field, in the language of the request.
    async fn an_app_is_added(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let path = format!("{METHODS}/totp");
        let confirm = format!("{path}/code");
        let body = |name: &str, place: &str, code: &str| json!({ "name": name, "place": place, "code": code });
        let none = owner.browser.api(Method::POST, &confirm, body("Aegis", "other", "123456")).await;
        assert_eq!(problem(&none).1, "begin_first");
        let begun = owner.browser.api(Method::POST, &path, Value::Null).await.json();
        assert_eq!(begun, owner.browser.api(Method::POST, &path, Value::Null).await.json(), "asked again, the same");
        let secret = begun["secret"].as_str().unwrap();
        assert!(begun["uri"].as_str().unwrap().starts_with("otpauth://totp/Akun%20Nusa:Sari?secret="));
        assert_eq!(begun["places"][0]["name"], "Chrome, Android");
        let here = begun["places"][0]["id"].as_str().unwrap().to_owned();
        let right = kunci_server::totp::code(&bytes(secret), step(world.now()));
        let wrong = kunci_server::totp::code(&bytes(secret), step(world.now()) + 9);
        for (body, field, words) in [
            (body("", &here, &right), "name", "Isi nama"),
            (body("Aegis", "nowhere", &right), "place", "Pilih tempat"),
            (body("Aegis", &here, "12"), "code", "6 angka"),
            (body("Aegis", &here, &wrong), "code", "Kode belum cocok"),
        ] {
            is_wrong(&owner.browser.api(Method::POST, &confirm, body).await, field, words);
        }
        let added = owner.browser.api(Method::POST, &confirm, body("Aegis", &here, &right)).await;
        assert_eq!(added.status, 201, "{}", added.body);
        assert_eq!(added.json()["id"], id_of(&owner.browser, "totp").await);
        let listed = owner.browser.api(Method::GET, METHODS, Value::Null).await;
        assert!(!listed.body.contains(secret) && listed.body.contains("Aegis"));
        let again = owner.browser.api(Method::POST, &confirm, body("Aegis", &here, &right)).await;
        assert_eq!(problem(&again).1, "begin_first", "once");
        world.advance(Span::hours(25)).await;
        prove(&owner.browser, &owner.browser.api(Method::POST, &path, Value::Null).await).await;
    }

    /// STD-34: codes are shown once, and another sheet takes what replacing a method takes.
    async fn saved_codes_are_made(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let path = format!("{METHODS}/recovery-codes");
        let make = |instead_of: Value| owner.browser.api(Method::POST, &path, json!({ "instead_of": instead_of }));
        let made = make(Value::Null).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let sheet = made.json()["id"].clone();
        let codes = made.json()["codes"].as_array().unwrap().clone();
        assert_eq!(codes.len(), 10);
        let listed = owner.browser.api(Method::GET, METHODS, Value::Null).await;
        assert!(codes.iter().all(|code| !listed.body.contains(code.as_str().unwrap())));
        assert_eq!(problem(&make(Value::Null).await).1, "over", "nothing is replaced unseen");
        assert_eq!(problem(&make(sheet.clone()).await), (403, "must_wait".to_owned(), Value::Null));
        assert_eq!(id_of(&owner.browser, "recovery-code").await, sheet.as_str().unwrap());
    }

    /// A contact is added by its code, in the session that asked.
    async fn a_contact_is_added(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::seconds(1)).await;
        let (path, code) = ("/api/v1/contacts", "/api/v1/contacts/code");
        let none = owner.browser.api(Method::POST, code, json!({ "code": "123456" })).await;
        assert_eq!(problem(&none).1, "begin_first");
        is_wrong(&owner.browser.api(Method::POST, path, json!({ "contact": "sari@" })).await, "contact", "");
        let sent = owner.browser.api(Method::POST, path, json!({ "contact": "0812 3456 7890" })).await;
        assert_eq!((sent.status.as_u16(), sent.json()), (200, json!({ "sent_to": NUMBER })));
        let right = world.last_to(NUMBER).await.code.unwrap();
        let english = Owner { browser: owner.browser.moved_to([203, 0, 99, 7]).in_english(), ..Owner::new(&world, "budi@nusa.example").await };
        is_wrong(&english.browser.api(Method::POST, code, json!({ "code": "1" })).await, "code", "code");
        let added = owner.browser.api(Method::POST, code, json!({ "code": right })).await;
        assert_eq!(added.status, 201, "{}", added.body);
        assert_eq!(added.json()["id"], id_of(&owner.browser, "phone").await);
        assert!(world.last_to(MAIL).await.text.contains("Kontak baru"));
        let again = owner.browser.api(Method::POST, code, json!({ "code": right })).await;
        assert_eq!(problem(&again).1, "begin_first");
        world.advance(Span::hours(25)).await;
        prove(&owner.browser, &owner.browser.api(Method::POST, path, json!({ "contact": NUMBER })).await).await;
    }

    /// Helpers are asked, seen and taken back.
    async fn helpers_are_asked(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::seconds(1)).await;
        let path = format!("{METHODS}/helpers");
        let ask = |name: &str, contacts: Value| {
            let body = json!({ "name": name, "contacts": contacts });
            owner.browser.api(Method::POST, &path, body)
        };
        is_wrong(&ask("", json!(["siti@nusa.example"])).await, "name", "Isi nama");
        is_wrong(&ask("Siti", json!([])).await, "contacts", "");
        is_wrong(&ask("Aku", json!([MAIL])).await, "contacts", "");
        let asked = ask("Keluarga", json!(["siti@nusa.example", "0813 9876 5432"])).await;
        assert_eq!(asked.status, 201, "{}", asked.body);
        assert!(!asked.body.contains("siti@"), "masked: {}", asked.body);
        let all = read(&owner.browser, &path).await;
        assert_eq!(all, asked.json());
        let helpers = all["helpers"].as_array().unwrap();
        assert_eq!((helpers.len(), &helpers[0]["state"], &helpers[0]["name"]), (2, &json!("asked"), &json!("Keluarga")));
        assert_eq!(helpers[0]["method"], helpers[1]["method"], "one method");
        assert!(world.last_to("siti@nusa.example").await.links.iter().any(|link| link.contains("/helper/")));
        let one = format!("{path}/{}", helpers[0]["id"].as_str().unwrap());
        let other = Owner::new(&world, "budi@nusa.example").await;
        assert_eq!(problem(&delete(&other.browser, &one).await).1, "not_found");
        assert_eq!(delete(&owner.browser, &one).await.status, 204);
        assert_eq!(problem(&delete(&owner.browser, &one).await).1, "over");
        assert_eq!(read(&owner.browser, &path).await["helpers"].as_array().unwrap().len(), 1);
    }

    /// A passkey is added by the answer to the options that this browser was given.
    async fn a_passkey_is_added(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let path = format!("{METHODS}/passkeys");
        let options = read(&owner.browser, &path).await["options"].clone();
        let (_, answer) = Passkey::of(&options, Thing::Synced);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let add = |name: &str, answer: Value| {
            let body = json!({ "name": name, "answer": answer });
            owner.browser.api(Method::POST, &path, body)
        };
        is_wrong(&add("", answer.clone()).await, "name", "Isi nama");
        is_wrong(&add("HP", json!({})).await, "answer", "Passkey ini belum cocok");
        let added = add("HP Sari", answer.clone()).await;
        assert_eq!(added.status, 201, "{}", added.body);
        assert_eq!(added.json()["id"], id_of(&owner.browser, "passkey").await);
        is_wrong(&add("HP Sari", answer).await, "answer", "terlalu lama terbuka");
        let known = read(&owner.browser, &path).await["options"]["excludeCredentials"].clone();
        assert_eq!(known.as_array().unwrap().len(), 1);
        world.advance(Span::hours(25)).await;
        prove(&owner.browser, &owner.browser.api(Method::GET, &path, Value::Null).await).await;
    }
}
