//! The way back in by the JSON API: the steps of the pages, with the same limits and the same silence about names (S-053).

use axum::http::{Method, StatusCode};
use kunci_rules::Span;
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::names::rows;
use crate::notices::with_two_contacts;
use crate::owner::{Owner, PASSWORD, try_password};
use crate::recovery::link;
use crate::regain::with_two_steps;
use crate::security::number_said_elsewhere;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const UNKNOWN: &str = "sara@nusa.example";
const NUMBER: &str = "+6281234567890";
const NEW: &str = "payung biru di stasiun tua";

const CASE: &str = "/api/v1/recovery";
const SENT: &str = "/api/v1/recovery/messages";
const CODE: &str = "/api/v1/recovery/code";
const SET: &str = "/api/v1/recovery/password";
const NAMES: &str = "/api/v1/names";

async fn get(browser: &Browser, path: &str) -> Page {
    browser.api(Method::GET, path, Value::Null).await
}

async fn post(browser: &Browser, path: &str, body: Value) -> Page {
    browser.api(Method::POST, path, body).await
}

async fn put(browser: &Browser, path: &str, body: Value) -> Page {
    browser.api(Method::PUT, path, body).await
}

/// Where the recovery stands by this answer.
fn state(page: &Page) -> String {
    let state = page.json()["state"].as_str().map(str::to_owned);
    state.unwrap_or_else(|| panic!("{} {}", page.status, page.body))
}

/// The code of a problem, and the field that it is about.
fn problem(page: &Page) -> (u16, String, Value) {
    let body = page.json();
    let code = body["code"].as_str().unwrap().to_owned();
    (page.status.as_u16(), code, body["field"].clone())
}

/// Asks for a message.
async fn ask(world: &World, browser: &Browser, name: &str, way: &str) -> Page {
    world.advance(Span::seconds(1)).await;
    let begun = post(browser, CASE, json!({"name": name})).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.body);
    assert_eq!(state(&begun), "ways");
    post(browser, SENT, json!({"way": way})).await
}

/// Types the code that came to a contact.
async fn prove(world: &World, browser: &Browser, to: &str) -> Page {
    let code = world.last_to(to).await.code.unwrap();
    world.advance(Span::seconds(1)).await;
    post(browser, CODE, json!({"code": code})).await
}

/// What one can tell two answers apart by: their outside, and their bodies but for the reference.
fn same(a: &Page, b: &Page) {
    assert_eq!(a.outside(), b.outside(), "{}\n{}", a.body, b.body);
    let read = |page: &Page| {
        let mut body = page.json();
        if let Some(object) = body.as_object_mut() {
            object.remove("instance");
        }
        body
    };
    assert_eq!(read(a), read(b));
    assert_eq!(a.body.len(), b.body.len());
}

/// The ways of an answer, by kind.
fn kinds(page: &Page) -> Vec<String> {
    let ways = page.json()["ways"].as_array().unwrap().clone();
    let kind = |way: &Value| way["kind"].as_str().unwrap().to_owned();
    ways.iter().map(kind).collect()
}

on_both! {
    /// S-053: the whole way in an app: name, message, code, password; each mistake says which field, and nothing is given away.
    async fn s053_an_app_recovers_as_the_pages_do(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let browser = world.browser();
        assert_eq!(problem(&get(&browser, CASE).await), (401, "begin_first".to_owned(), Value::Null));
        let wrong = post(&browser, CASE, json!({"name": " "})).await;
        assert_eq!(problem(&wrong), (422, "not_accepted".to_owned(), json!("name")));
        let sent = ask(&world, &browser, MAIL, "email").await;
        assert_eq!(state(&sent), "code");
        assert!(sent.json()["code_until"].is_string() && sent.json()["again_at"].is_string(), "{}", sent.body);
        assert_eq!(kinds(&sent), ["phone", "email", "passkey", "recovery-code", "helper"]);
        assert_eq!(sent.json()["ways"][1]["way"], "email");
        assert_eq!(sent.json()["ways"][3]["at"], "/api/v1/prove/recover/recovery-code");
        assert!(!sent.body.contains(MAIL), "before a proof nothing is said: {}", sent.body);
        assert_eq!(problem(&post(&browser, SENT, json!({"way": "merpati"})).await), (400, "bad_input".to_owned(), json!("way")));
        let early = put(&browser, SET, json!({"password": NEW})).await;
        assert_eq!(problem(&early).1, "step_up_required");
        assert_eq!(early.json()["prove"], "/api/v1/prove/recover");
        for code in ["tujuh", "00000000"] {
            let wrong = post(&browser, CODE, json!({"code": code})).await;
            assert_eq!(problem(&wrong), (422, "not_accepted".to_owned(), json!("code")));
        }
        let proved = prove(&world, &browser, MAIL).await;
        assert_eq!((state(&proved), &proved.json()["login"]), ("password".to_owned(), &json!(MAIL)));
        let weak = put(&browser, SET, json!({"password": "password123"})).await;
        assert_eq!(problem(&weak), (422, "not_accepted".to_owned(), json!("password")));
        assert!(weak.json()["detail"].as_str().unwrap().contains("terlalu sering dipakai"), "{}", weak.body);
        let done = put(&browser, SET, json!({"password": NEW})).await;
        assert_eq!((done.status, done.json()), (StatusCode::OK, json!({"signed_in": true, "two_step": false})));
        assert_eq!(get(&browser, "/api/v1/account").await.status, 200, "signed in by it");
        assert_eq!(get(&owner.browser, "/api/v1/account").await.status, 401, "other sessions ended");
        assert_eq!(get(&browser, CASE).await.status, 401, "the case is over");
        assert_eq!(put(&browser, SET, json!({"password": NEW})).await.status, 401);
        assert_eq!(try_password(&world.browser(), MAIL, PASSWORD).await.status, 401);
        assert_eq!(try_password(&browser, MAIL, NEW).await.path, "/");
        assert!(browser.get("/account/review").await.path == "/account/review", "what changed before is looked through");
    }

    /// STD-41: through the API, too, names that no account has get the same answers, cookies and headers, at the same cost in rows, and
    /// nothing leaves. In either language.
    async fn std41_unknown_names_get_the_same_answers(world: World) {
        Owner::new(&world, MAIL).await;
        let before = world.inbox().await.len();
        for goal in ["password", "why", "find"] {
            world.advance(Span::hours(2)).await;
            let (a, b) = (world.browser(), world.browser().in_english());
            let b = if goal == "why" { b } else { world.browser() };
            let a = if goal == "why" { a.in_english() } else { a };
            let begin = |name| json!({"name": name, "goal": goal});
            same(&post(&a, CASE, begin(MAIL)).await, &post(&b, CASE, begin(UNKNOWN)).await);
            same(&get(&a, CASE).await, &get(&b, CASE).await);
            for way in ["email", "phone"] {
                let way = json!({"way": way});
                same(&post(&a, SENT, way.clone()).await, &post(&b, SENT, way).await);
                for _ in 0..7 {
                    let code = json!({"code": "00000000"});
                    same(&post(&a, CODE, code.clone()).await, &post(&b, CODE, code).await);
                }
                same(&get(&a, CASE).await, &get(&b, CASE).await);
            }
            let contact = json!({"way": "01936d2e-0000-7000-8000-000000000000"});
            same(&post(&a, SENT, contact.clone()).await, &post(&b, SENT, contact).await);
            let account = json!({"account": "01936d2e-0000-7000-8000-000000000000"});
            same(&post(&a, "/api/v1/recovery/account", account.clone()).await, &post(&b, "/api/v1/recovery/account", account).await);
            let new = json!({"password": NEW});
            same(&put(&a, SET, new.clone()).await, &put(&b, SET, new).await);
            let search = json!({"borrowed": true});
            same(&post(&a, "/api/v1/searches", search.clone()).await, &post(&b, "/api/v1/searches", search).await);
            for name in ["recovery", "visitor", "session", "browsers"] {
                assert_eq!(a.cookie(name).map(|c| c.len()), b.cookie(name).map(|c| c.len()), "{name}");
            }
            let cancel = async |browser: &Browser| browser.api(Method::DELETE, CASE, Value::Null).await;
            assert_eq!(cancel(&a).await.outside(), cancel(&b).await.outside());
        }
        let inbox = world.inbox().await;
        assert!(inbox.iter().all(|message| message.to == MAIL), "{inbox:#?}");
        assert!(inbox.len() > before);
    }

    /// STD-41: the same rows are written for names that exist and for those that do not.
    async fn std41_known_and_unknown_names_cost_the_same_rows_by_the_api(world: World) {
        Owner::new(&world, MAIL).await;
        for name in [MAIL, UNKNOWN] {
            world.browser().post_only("/signup", &[("contact", name)]).await;
        }
        for (first, field, then) in [(CASE, "name", Some(json!({"way": "email"}))), (NAMES, "contact", None)] {
            world.advance(Span::hours(2)).await;
            let mut cost = Vec::new();
            for name in [MAIL, UNKNOWN] {
                let (browser, before) = (world.browser(), rows(&world).await);
                post(&browser, first, json!({field: name})).await;
                if let Some(then) = &then {
                    post(&browser, SENT, then.clone()).await;
                }
                let more = rows(&world).await.into_iter().map(|(table, n)| (table, n - before[table]));
                cost.push(more.filter(|(_, n)| *n != 0).collect::<Vec<_>>());
            }
            assert_eq!(cost[0], cost[1], "{first}");
            assert!(!cost[0].is_empty(), "{first}");
        }
    }

    /// A wait says until when, what is sooner and that the number may have been sold; it can be given up, which is told.
    async fn a_wait_is_said_and_can_be_given_up(world: World) {
        let owner = with_two_contacts(&world).await;
        owner.sign_out().await;
        world.advance(Span::days(61)).await;
        let browser = world.browser().in_english();
        ask(&world, &browser, MAIL, "phone").await;
        let waits = prove(&world, &browser, NUMBER).await;
        assert_eq!(state(&waits), "waiting", "{}", waits.body);
        assert!(waits.json()["until"].as_str().unwrap().starts_with("2026-") || waits.json()["until"].as_str().unwrap().starts_with("2027-"), "{}", waits.body);
        assert_eq!(waits.json()["resold"], true);
        let way = waits.json()["ways"][0].clone();
        assert_eq!(way["at"], SENT);
        assert!(way["name"].as_str().unwrap().contains("s…i@n….example"), "masked: {way}");
        assert!(!waits.body.contains(MAIL), "{}", waits.body);
        assert_eq!(problem(&put(&browser, SET, json!({"password": NEW})).await).1, "must_wait");
        world.advance(Span::seconds(1)).await;
        let sent = post(&browser, SENT, json!({"way": way["way"]})).await;
        assert_eq!((state(&sent), sent.json()["code_until"].is_string()), ("waiting".to_owned(), true), "{}", sent.body);
        let proved = prove(&world, &browser, MAIL).await;
        assert_eq!(state(&proved), "password", "one more proof spares the wait: {}", proved.body);

        let other = world.browser();
        world.advance(Span::hours(2)).await;
        ask(&world, &other, MAIL, "phone").await;
        assert_eq!(state(&prove(&world, &other, NUMBER).await), "waiting");
        world.advance(Span::seconds(1)).await;
        let given_up = other.api(Method::DELETE, CASE, Value::Null).await;
        assert_eq!(given_up.status, StatusCode::NO_CONTENT);
        assert!(other.cookie("recovery").is_none());
        assert!(world.last_to(MAIL).await.text.contains("dibatalkan"), "{}", world.last_to(MAIL).await.text);
    }

    /// STD-38, S-051: with two-step verification one contact waits and says why; two that no single thing can use open it, and the new
    /// session sets the second factor up anew.
    async fn std38_two_steps_need_two(world: World) {
        let owner = with_two_contacts(&world).await;
        number_said_elsewhere(&world, &owner).await;
        crate::proving::two_step(&world, &owner).await;
        let browser = world.browser();
        ask(&world, &browser, MAIL, "email").await;
        let waits = prove(&world, &browser, MAIL).await;
        assert_eq!(state(&waits), "waiting");
        let number = waits.json()["ways"].as_array().unwrap().iter().find(|way| way["kind"] == "phone").unwrap().clone();
        assert!(number["name"].as_str().unwrap().contains("…7890"), "{number}");
        world.advance(Span::seconds(1)).await;
        post(&browser, SENT, json!({"way": number["way"]})).await;
        assert_eq!(state(&prove(&world, &browser, NUMBER).await), "password");
        let done = put(&browser, SET, json!({"password": NEW, "borrowed": false})).await;
        assert_eq!(done.json(), json!({"signed_in": true, "two_step": true}));
        assert_eq!(browser.get("/account/regained").await.path, "/account/regained");
    }

    /// Who knows the password and lost the second factor goes on from the second step; pressing twice tells nobody twice.
    async fn a_lost_second_step_becomes_a_case_by_the_api(world: World) {
        let (owner, _, _) = with_two_steps(&world).await;
        let browser = world.browser();
        const SECOND: &str = "/api/v1/recovery/second";
        assert_eq!(problem(&post(&browser, SECOND, Value::Null).await).1, "sign_in_required");
        assert_eq!(owner.sign_in(&browser).await.path, "/prove/signin");
        world.advance(Span::seconds(1)).await;
        let begun = post(&browser, SECOND, Value::Null).await;
        assert_eq!((begun.status, state(&begun)), (StatusCode::CREATED, "waiting".to_owned()), "{}", begun.body);
        assert!(kinds(&begun).contains(&"recovery-code".to_owned()), "{}", begun.body);
        let told = world.inbox().await.len();
        let again = post(&browser, SECOND, Value::Null).await;
        assert_eq!((again.status, state(&again)), (StatusCode::OK, "waiting".to_owned()));
        assert_eq!(world.inbox().await.len(), told, "told once");
    }

    /// S-053: nothing but the API, from the sign-in whose second factor is lost, by a saved code, into the account.
    async fn s053_a_saved_code_recovers_by_the_api(world: World) {
        let (owner, _, codes) = with_two_steps(&world).await;
        let browser = world.browser();
        ask(&world, &browser, MAIL, "email").await;
        let waits = prove(&world, &browser, MAIL).await;
        assert_eq!(state(&waits), "waiting", "{}", waits.body);
        let ways = waits.json()["ways"].as_array().unwrap().clone();
        let saved = ways.iter().find(|way| way["kind"] == "recovery-code").unwrap();
        let at = saved["at"].as_str().unwrap();
        assert_eq!(at, "/api/v1/prove/recover/recovery-code");
        let shown = post(&browser, at, json!({"code": codes[0]})).await;
        assert_eq!(shown.json()["state"], "open", "{}", shown.body);
        assert_eq!(state(&get(&browser, CASE).await), "password");
        assert_eq!(put(&browser, SET, json!({"password": NEW})).await.json()["signed_in"], true);
        assert_eq!(get(&owner.browser, "/api/v1/account").await.status, 401);
    }

    /// One number, several accounts: after the proof, choose among them and no other.
    async fn a_family_chooses_in_an_app(world: World) {
        let stranger = Owner::new(&world, MAIL).await;
        world.advance(Span::minutes(15)).await;
        Owner::with_password(&world, NUMBER, "kebun teh di lereng").await;
        world.advance(Span::minutes(15)).await;
        Owner::with_password(&world, NUMBER, "bola basket hijau tua").await;
        world.advance(Span::hours(1)).await;
        let browser = world.browser();
        ask(&world, &browser, NUMBER, "phone").await;
        let choose = prove(&world, &browser, NUMBER).await;
        assert_eq!(state(&choose), "choose", "{}", choose.body);
        let accounts = choose.json()["accounts"].as_array().unwrap().clone();
        assert_eq!(accounts.len(), 2);
        assert_eq!(accounts[0]["name"], "Sari");
        let path = "/api/v1/recovery/account";
        let foreign = post(&browser, path, json!({"account": stranger.account().to_string()})).await;
        assert_eq!(problem(&foreign), (400, "bad_input".to_owned(), json!("account")));
        assert_eq!(state(&post(&browser, path, json!({"account": accounts[0]["id"]})).await), "password");
        put(&browser, SET, json!({"password": NEW})).await;
        assert_eq!(get(&browser, "/api/v1/account").await.json()["id"], accounts[0]["id"]);
    }

    /// STD-24, STD-42: a code works only in the browser that asked; the letters of a link give the browser that types them a case of
    /// its own, once.
    async fn std24_codes_and_links_belong_to_their_browsers_by_the_api(world: World) {
        Owner::new(&world, MAIL).await;
        let (asker, other) = (world.browser(), world.browser());
        ask(&world, &asker, MAIL, "email").await;
        let message = world.last_to(MAIL).await;
        post(&other, CASE, json!({"name": UNKNOWN})).await;
        let wrong = post(&other, CODE, json!({"code": message.code.as_ref().unwrap()})).await;
        assert_eq!(problem(&wrong).1, "not_accepted");
        let typed = message.text.split_whitespace().find(|w| w.len() == 15 && w.matches('-').count() == 2).unwrap();
        let proved = post(&other, CODE, json!({"code": typed})).await;
        assert_eq!(state(&proved), "password", "{}", proved.body);
        assert_eq!(state(&get(&other, CASE).await), "password", "its own case by now");
        assert_eq!(state(&get(&asker, CASE).await), "code", "whoever asked gained nothing");
        assert_eq!(problem(&post(&asker, CODE, json!({"code": typed})).await).1, "not_accepted", "used once");
        assert!(world.browser().get(&link(&message)).await.shows("sudah dipakai"));
    }

    /// S-102, C-6: one proof opens the search and nothing else.
    async fn s102_one_proof_opens_the_search(world: World) {
        let (_, phone) = crate::finder::found(&world).await;
        let browser = world.browser();
        const SEARCHES: &str = "/api/v1/searches";
        assert_eq!(problem(&post(&browser, SEARCHES, json!({})).await), (401, "begin_first".to_owned(), Value::Null));
        world.advance(Span::seconds(1)).await;
        post(&browser, CASE, json!({"name": MAIL, "goal": "find"})).await;
        post(&browser, SENT, json!({"way": "email"})).await;
        assert_eq!(post(&browser, SEARCHES, json!({})).await.status, 401, "no proof so far");
        let proved = prove(&world, &browser, MAIL).await;
        assert_eq!((state(&proved), &proved.json()["goal"]), ("find".to_owned(), &json!("find")));
        assert_eq!(problem(&put(&browser, SET, json!({"password": NEW})).await).1, "no_way", "it sets no password");
        let begun = post(&browser, SEARCHES, json!({"borrowed": true})).await;
        assert_eq!(begun.status, StatusCode::NO_CONTENT, "{}", begun.body);
        let path = format!("/api/v1/devices/{}", phone.id);
        assert_eq!(get(&browser, &path).await.json()["name"], "Redmi 12 Ibu");
        assert_eq!(problem(&get(&browser, "/api/v1/account").await).1, "limited_session");
        assert_eq!(get(&browser, CASE).await.status, 401);
    }

    /// S-149: a contact on file leads to the names; other contacts stay masked, and the proof begins one recovery.
    async fn s149_names_are_found_in_an_app(world: World) {
        with_two_contacts(&world).await;
        let browser = world.browser().in_english();
        assert_eq!(problem(&get(&browser, NAMES).await).1, "begin_first");
        let wrong = post(&browser, NAMES, json!({"contact": "bukan@"})).await;
        assert_eq!(problem(&wrong), (422, "not_accepted".to_owned(), json!("contact")));
        world.advance(Span::seconds(1)).await;
        let begun = post(&browser, NAMES, json!({"contact": NUMBER})).await;
        assert_eq!((begun.status, state(&begun)), (StatusCode::CREATED, "code".to_owned()));
        assert!(begun.json()["code_until"].is_string(), "{}", begun.body);
        assert_eq!(post(&browser, "/api/v1/names/recovery", json!({"account": "01936d2e-0000-7000-8000-000000000000"})).await.status, 401);
        let code = world.last_to(NUMBER).await.code.unwrap();
        world.advance(Span::seconds(1)).await;
        let found = post(&browser, "/api/v1/names/code", json!({"code": code})).await;
        assert_eq!(state(&found), "found", "{}", found.body);
        let account = get(&browser, NAMES).await.json()["accounts"][0].clone();
        assert_eq!((&account["name"], &account["login"]), (&json!("Sari"), &json!(NUMBER)));
        assert!(account["names"].as_array().unwrap().contains(&json!("s…i@n….example")), "{account}");
        assert!(!found.body.contains(MAIL), "{}", found.body);
        let foreign = post(&browser, "/api/v1/names/recovery", json!({"account": "01936d2e-0000-7000-8000-000000000000"})).await;
        assert_eq!(problem(&foreign), (400, "bad_input".to_owned(), json!("account")));
        let case = post(&browser, "/api/v1/names/recovery", json!({"account": account["id"]})).await;
        assert_eq!((case.status, state(&case)), (StatusCode::CREATED, "password".to_owned()), "{}", case.body);
        assert_eq!(state(&get(&browser, NAMES).await), "code", "one proof begins one recovery");
        assert_eq!(put(&browser, SET, json!({"password": NEW})).await.json()["signed_in"], true);
    }

    /// STD-41: a contact that nobody has gets the same answers, and nothing leaves.
    async fn std41_unknown_contacts_get_the_same_answers(world: World) {
        Owner::new(&world, MAIL).await;
        let before = world.inbox().await.len();
        let (a, b) = (world.browser(), world.browser());
        for _ in 0..2 {
            world.advance(Span::hours(1)).await;
            same(&post(&a, NAMES, json!({"contact": MAIL})).await, &post(&b, NAMES, json!({"contact": UNKNOWN})).await);
            same(&get(&a, NAMES).await, &get(&b, NAMES).await);
            for _ in 0..7 {
                let code = json!({"code": "00000000"});
                same(&post(&a, "/api/v1/names/code", code.clone()).await, &post(&b, "/api/v1/names/code", code).await);
            }
            let again = "/api/v1/names/messages";
            same(&post(&a, again, Value::Null).await, &post(&b, again, Value::Null).await);
        }
        let inbox = world.inbox().await;
        assert!(inbox.iter().all(|message| message.to == MAIL), "{inbox:#?}");
        assert!(inbox.len() > before);
    }

    /// Another site's page begins no recovery, and a body that is none says so.
    async fn a_recovery_is_begun_by_apps_alone(world: World) {
        let browser = world.browser();
        let form = browser.post_only(CASE, &[("name", MAIL)]).await;
        assert_eq!(form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let nul = post(&browser, CASE, json!({"name": "sari\u{0}"})).await;
        assert_eq!(problem(&nul).1, "bad_input");
        assert_eq!(problem(&post(&browser, CASE, json!({"name": MAIL, "goal": "apa saja"})).await).1, "bad_input");
    }
}
