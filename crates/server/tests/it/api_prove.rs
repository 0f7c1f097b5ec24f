//! Showing proofs by the API: for a second step, for an action, in a recovery; and answering what other browsers ask.

use axum::http::{Method, StatusCode};
use kunci_rules::Span;
use kunci_rules::locks::Cause;
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::codes::{app, sheet, shows};
use crate::owner::{Owner, PASSWORD, try_password};
use crate::proving::two_step;
use crate::recovery::ask;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NOBODY: &str = "anis@nusa.example";
/// To add a method, and then to go to `/`.
const STEP_UP: &str = "/api/v1/prove/add-method.-.-.Lw";
const SECOND: &str = "/api/v1/prove/signin";
const RECOVER: &str = "/api/v1/prove/recover";

async fn get(browser: &Browser, path: &str) -> Page {
    browser.api(Method::GET, path, Value::Null).await
}

async fn post(browser: &Browser, path: &str, body: Value) -> Page {
    browser.api(Method::POST, path, body).await
}

fn below(path: &str, rest: &str) -> String {
    format!("{path}/{rest}")
}

fn read(page: &Page) -> Value {
    if page.body.is_empty() {
        return Value::Null;
    }
    let mut json = page.json();
    json.as_object_mut().unwrap().remove("instance");
    json
}

#[track_caller]
fn refused(page: &Page, status: u16, code: &str) {
    assert_eq!(page.status.as_u16(), status, "{}", page.body);
    assert_eq!(page.json()["code"], code, "{}", page.body);
}

/// The kinds of the first steps that are offered.
fn kinds(page: &Page) -> Vec<String> {
    let ways = page.json()["ways"].as_array().unwrap().clone();
    let kind = |way: &Value| way["steps"][0]["kind"].as_str().unwrap().to_owned();
    ways.iter().map(kind).collect()
}

/// A browser with the password shown, where a second step is missing.
async fn half_in(world: &World) -> Browser {
    let browser = world.browser();
    let body = json!({ "name": MAIL, "password": PASSWORD });
    let page = post(&browser, "/api/v1/signin", body).await;
    assert_eq!(page.json()["state"], "prove", "{}", page.body);
    browser
}

on_both! {
    /// STD-52, STD-50: an action says what it wants; the password is asked for there, a wrong one costs a try and says so, and the
    /// right one gives the session a new secret.
    async fn std50_one_more_proof_renews_the_session(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let me = &owner.browser;
        assert_eq!(get(me, STEP_UP).await.json()["state"], "open", "just signed up");
        world.advance(Span::hours(2)).await;
        let page = get(me, STEP_UP).await;
        assert_eq!(page.json()["state"], "prove", "{}", page.body);
        let way = &page.json()["ways"][0];
        assert_eq!((&way["steps"][0]["kind"], &way["after_seconds"]), (&json!("password"), &json!(0)));
        let at = way["steps"][0]["at"].as_str().unwrap().to_owned();
        assert_eq!(at, below(STEP_UP, "password"));
        let wrong = post(me, &at, json!({ "password": "bukan ini" })).await;
        refused(&wrong, 422, "not_accepted");
        assert_eq!(wrong.json()["field"], "password");
        let shown = me.post(at.strip_prefix("/api/v1").unwrap(), &[("password", "bukan ini")]).await;
        let words = wrong.json()["detail"].as_str().unwrap().replace('9', "8");
        assert!(shown.shows(&words), "the page's own sentence: {words} in {}", shown.text());
        let (old, kept) = (me.cookie("session").unwrap(), me.moved_to([203, 0, 97, 7]));
        let right = post(me, &at, json!({ "password": PASSWORD })).await;
        assert_eq!(read(&right), json!({ "state": "open" }));
        assert_ne!(me.cookie("session").unwrap(), old);
        assert_eq!(get(me, "/api/v1/account").await.status, StatusCode::OK);
        refused(&get(&kept, "/api/v1/account").await, 401, "sign_in_required");
    }

    /// Nothing that an address says is trusted, and nobody proves anything for another.
    async fn an_address_is_no_proof(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        for bad in ["x", "add-method", "add-method.-.-.", "nothing.-.-.Lw", "add-method.-.-.Ly9ldmls"] {
            refused(&get(&owner.browser, &format!("/api/v1/prove/{bad}")).await, 404, "not_found");
        }
        let stranger = world.browser();
        refused(&get(&stranger, STEP_UP).await, 401, "sign_in_required");
        refused(&post(&stranger, &below(STEP_UP, "password"), json!({ "password": PASSWORD })).await, 401, "sign_in_required");
        refused(&get(&stranger, SECOND).await, 401, "sign_in_required");
        refused(&get(&stranger, RECOVER).await, 401, "begin_first");
        refused(&get(&stranger, "/api/v1/prove/rehearse").await, 401, "begin_first");
        refused(&post(&owner.browser, &below(SECOND, "totp"), json!({ "code": "000000" })).await, 401, "sign_in_required");
    }

    /// S-088, STD-25: an app's code lets in, and counts once.
    async fn s088_a_code_from_an_app(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let secret = app(&world, &owner).await;
        two_step(&world, &owner).await;
        world.advance(Span::minutes(2)).await;
        let (one, two) = (half_in(&world).await, half_in(&world).await);
        let page = get(&one, SECOND).await;
        let ways = page.json();
        let way = ways["ways"].as_array().unwrap().iter().find(|way| way["steps"][0]["kind"] == "totp").unwrap();
        assert_eq!(way["steps"][0]["name"], "Aegis di HP Ibu");
        let at = way["steps"][0]["at"].as_str().unwrap();
        refused(&post(&one, at, json!({ "code": "12" })).await, 422, "not_accepted");
        let code = shows(&world, &secret, 0);
        assert_eq!(post(&one, at, json!({ "code": code })).await.json()["state"], "signed_in");
        let again = post(&two, at, json!({ "code": code })).await;
        refused(&again, 422, "not_accepted");
        assert!(two.cookie("session").is_none());
        for _ in 0..6 {
            post(&two, at, json!({ "code": "000000" })).await;
        }
        world.advance(Span::seconds(90)).await;
        let right = post(&two, at, json!({ "code": shows(&world, &secret, 0) })).await;
        refused(&right, 422, "not_accepted");
        assert!(two.cookie("session").is_none(), "STD-1: an empty pool compares nothing");
    }

    /// STD-34: a saved code lets in, works once, and brings the one that takes its place.
    async fn std34_a_saved_code(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let codes = sheet(&owner).await;
        two_step(&world, &owner).await;
        let (one, two) = (half_in(&world).await, half_in(&world).await);
        let at = below(SECOND, "recovery-code");
        refused(&post(&one, &at, json!({ "code": "x" })).await, 422, "not_accepted");
        let page = post(&one, &at, json!({ "code": codes[0] })).await;
        assert_eq!(page.json()["state"], "signed_in", "{}", page.body);
        let new = page.json()["new_code"]["code"].as_str().unwrap().to_owned();
        assert!(!codes.contains(&new) && page.json()["new_code"]["few_left"] == false, "{}", page.body);
        refused(&post(&two, &at, json!({ "code": codes[0] })).await, 422, "not_accepted");
        assert_eq!(post(&two, &at, json!({ "code": new })).await.json()["state"], "signed_in");
    }

    /// STD-41: before any proof a recovery says and does the same for every name, whatever is behind it.
    async fn std41_unknown_names_behave_alike(world: World) {
        let owner = crate::helpers::with_siti(&world, Span::hours(25)).await;
        app(&world, &owner).await;
        sheet(&owner).await;
        world.advance(Span::days(8)).await;
        let (known, unknown) = (world.browser(), world.browser());
        ask(&known, MAIL).await;
        ask(&unknown, NOBODY).await;
        let ways = get(&known, RECOVER).await;
        assert_eq!(kinds(&ways), ["phone", "email", "passkey", "recovery-code", "helper"]);
        assert!(!ways.body.contains("name\"") && !ways.body.contains("method") && !ways.body.contains("after"), "{}", ways.body);
        let wrong = "0000 0000 0000 0000 0000 0000";
        let asked = [
            (Method::GET, "", Value::Null),
            (Method::POST, "", Value::Null),
            (Method::POST, "/password", json!({ "password": "bukan ini" })),
            (Method::POST, "/totp", json!({ "code": "000000" })),
            (Method::POST, "/recovery-code", json!({ "code": wrong })),
            (Method::POST, "/recovery-code", json!({ "code": "x" })),
            (Method::POST, "/helper", Value::Null),
            (Method::POST, "/helper/code", json!({ "code": "00000000" })),
            (Method::POST, "/helper/code", json!({ "code": "x" })),
            (Method::GET, "/approval", Value::Null),
            (Method::POST, "/approval", Value::Null),
            (Method::POST, "/passkey", json!({ "answer": {} })),
            (Method::POST, "/send", json!({ "way": "email" })),
            (Method::POST, "/send", json!({ "way": "phone" })),
            (Method::POST, "/send", json!({ "way": "merpati" })),
            (Method::POST, "/send", json!({ "way": "01936d2e-0000-7000-8000-000000000000" })),
            (Method::POST, "/code", json!({ "code": "000000" })),
            (Method::GET, "", Value::Null),
        ];
        for (method, rest, body) in asked {
            let at = format!("{RECOVER}{rest}");
            let a = known.api(method.clone(), &at, body.clone()).await;
            let b = unknown.api(method.clone(), &at, body).await;
            assert_eq!(a.outside(), b.outside(), "{method} {at}");
            assert_eq!(read(&a), read(&b), "{method} {at}");
        }
        let (a, b) = (get(&known, &below(RECOVER, "passkey")).await, get(&unknown, &below(RECOVER, "passkey")).await);
        assert_eq!(a.outside(), b.outside());
        assert_eq!(a.json()["allowCredentials"], b.json()["allowCredentials"]);
        refused(&post(&known, &below(RECOVER, "totp"), json!({ "code": "000000" })).await, 404, "not_found");
    }

    /// One proof of a recovery shows what the account has; the gate's word follows, and a second one opens it.
    async fn a_recovery_goes_on_by_the_api(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let codes = sheet(&owner).await;
        world.advance(Span::days(8)).await;
        let me = world.browser().in_english();
        ask(&me, MAIL).await;
        let page = post(&me, &below(RECOVER, "recovery-code"), json!({ "code": codes[0] })).await;
        assert_eq!(page.json()["state"], "open", "{}", page.body);
        assert!(page.json()["new_code"]["code"].is_string(), "{}", page.body);
        let page = get(&me, RECOVER).await;
        assert_eq!((&page.json()["state"], &page.json()["ways"]), (&json!("open"), &json!([])));
        assert!(me.get("/recover").await.shows("Set a new password"), "{}", me.get("/recover").await.text());
        assert!(me.cookie("session").is_none());
    }

    /// A browser that the account knows may ask where its owner is signed in, also as the first proof of a recovery.
    async fn a_known_browser_recovers_by_approval(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let here = world.browser();
        owner.sign_in(&here).await;
        here.api(Method::DELETE, "/api/v1/session", Value::Null).await;
        world.advance(Span::minutes(15)).await;
        ask(&here, MAIL).await;
        assert!(kinds(&get(&here, RECOVER).await).contains(&"approval".to_owned()));
        let at = below(RECOVER, "approval");
        let number = post(&here, &at, Value::Null).await.json()["number"].clone();
        let list = get(&owner.browser, "/api/v1/approvals").await.json();
        let one = &list["approvals"][0];
        assert_eq!(one["purpose"], "recovery", "{list}");
        let answer = format!("/api/v1/approvals/{}", one["id"].as_str().unwrap());
        assert_eq!(post(&owner.browser, &answer, json!({ "number": number })).await.status, StatusCode::NO_CONTENT);
        let page = post(&here, &at, Value::Null).await;
        assert_ne!(page.json()["state"], "prove", "{}", page.body);
        assert!(here.cookie("session").is_none());
    }

    /// G7: what is shown in a rehearsal counts there, opens nothing, and uses nothing up.
    async fn g7_a_rehearsal_by_the_api(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let codes = sheet(&owner).await;
        let other = world.browser();
        crate::rehearsal::opened(&other, &crate::rehearsal::begun(&owner).await).await;
        let at = "/api/v1/prove/rehearse";
        let page = get(&other, at).await;
        assert!(kinds(&page).contains(&"recovery-code".to_owned()), "{}", page.body);
        let before = kinds(&page).len();
        for _ in 0..2 {
            let page = post(&other, &below(at, "recovery-code"), json!({ "code": codes[0] })).await;
            assert_eq!(read(&page), json!({ "state": "kept" }));
        }
        assert_eq!(kinds(&get(&other, at).await).len(), before - 1);
        refused(&get(&other, "/api/v1/account").await, 401, "sign_in_required");
        refused(&get(&other, SECOND).await, 401, "sign_in_required");
    }

    /// What is closed is said in words of its own, in the language of the request.
    async fn problems_say_what_to_do(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let none = "/api/v1/approvals/01936d2e-0000-7000-8000-000000000000";
        refused(&post(&owner.browser, none, json!({ "number": "42" })).await, 404, "not_found");
        let english = world.browser().in_english();
        for _ in 0..5 {
            post(&english, "/api/v1/signin", json!({ "name": MAIL, "password": "bukan ini" })).await;
        }
        let page = post(&english, "/api/v1/signin", json!({ "name": MAIL, "password": PASSWORD })).await;
        refused(&page, 403, "vouch_first");
        assert_eq!(page.json()["title"], "One step first");
        assert!(page.json()["detail"].as_str().unwrap().contains("Ask for a link"), "{}", page.body);
    }

    /// C-13: a helper is asked, and the code that they read out counts where it was asked for.
    async fn c13_a_helpers_code(world: World) {
        crate::helpers::with_siti(&world, Span::hours(25)).await;
        let me = world.browser();
        world.advance(Span::seconds(1)).await;
        ask(&me, MAIL).await;
        assert_eq!(post(&me, &below(RECOVER, "helper"), Value::Null).await.status, StatusCode::NO_CONTENT);
        let shown = crate::helpers::press(&world, "siti@nusa.example", "show").await;
        let code = crate::helpers::code(&shown);
        let at = below(RECOVER, "helper/code");
        refused(&post(&world.browser(), &at, json!({ "code": code })).await, 401, "begin_first");
        let page = post(&me, &at, json!({ "code": code })).await;
        assert_eq!(page.json()["state"], "wait", "a helper alone waits: {}", page.body);
        assert!(page.json()["until"].is_string());
        let page = get(&me, RECOVER).await;
        assert_eq!(page.json()["state"], "wait");
        assert!(kinds(&page).contains(&"email".to_owned()), "by now it is named: {}", page.body);
        refused(&post(&me, &at, json!({ "code": code })).await, 422, "not_accepted");
    }

    /// A passkey is one more proof; its challenge is for this alone.
    async fn a_passkey_is_one_more_proof(world: World) {
        let (owner, mut passkey) = crate::passkeys::prepared(&world, crate::passkey::Thing::Synced).await;
        owner.sign_in(&owner.browser).await;
        world.advance(Span::hours(2)).await;
        let me = &owner.browser;
        let at = below(STEP_UP, "passkey");
        let signing_in = get(me, "/api/v1/signin/passkey").await.json();
        let answer: Value = serde_json::from_str(&passkey.answer(&signing_in)).unwrap();
        refused(&post(me, &at, json!({ "answer": answer })).await, 422, "not_accepted");
        let options = get(me, &at).await.json();
        assert_eq!(options["allowCredentials"].as_array().unwrap().len(), 1);
        let answer: Value = serde_json::from_str(&passkey.answer(&options)).unwrap();
        let page = post(me, &at, json!({ "answer": answer })).await;
        assert_eq!(page.json()["state"], "open", "{}", page.body);
    }

    /// STD-28: asked for by one app, listed and answered in another, taken by the first.
    async fn std28_an_approval_between_apps(world: World) {
        let owner = crate::approval::owner(&world).await;
        let (new, me) = (half_in(&world).await, &owner.browser);
        let at = below(SECOND, "approval");
        let free = get(&new, &at).await.json();
        assert_eq!((&free["state"], &free["browsers"]), (&json!("free"), &json!(["Chrome, Android"])));
        assert_eq!(get(me, "/api/v1/approvals").await.json(), json!({ "approvals": [] }));
        let asked = post(&new, &at, Value::Null).await;
        assert_eq!((asked.status, &asked.json()["state"]), (StatusCode::ACCEPTED, &json!("waits")));
        let number = asked.json()["number"].as_str().unwrap().to_owned();
        assert_eq!(number.len(), 2);
        assert_eq!(post(&new, &at, Value::Null).await.json()["number"], number.as_str(), "asked once");
        let other = half_in(&world).await;
        let busy = post(&other, &at, Value::Null).await;
        refused(&busy, 429, "too_many");
        assert!(busy.header("retry-after").is_some());

        let list = get(me, "/api/v1/approvals").await;
        let one = list.json()["approvals"][0].clone();
        assert_eq!((&one["purpose"], &one["browser"], &one["same_network"]), (&json!("sign-in"), &json!("Chrome, Android"), &json!(false)));
        assert!(one["wish"].as_str().unwrap().contains("masuk") && one["until"].is_string());
        assert!(!list.body.contains(&format!("\"{number}\"")), "the number is on the other side alone: {}", list.body);
        let answer = format!("/api/v1/approvals/{}", one["id"].as_str().unwrap());
        let bad = post(me, &answer, json!({ "number": "ya" })).await;
        refused(&bad, 422, "not_accepted");
        assert_eq!(bad.json()["field"], "number");
        let stranger = Owner::new(&world, "budi@nusa.example").await;
        refused(&post(&stranger.browser, &answer, json!({ "number": number })).await, 404, "not_found");
        refused(&stranger.browser.api(Method::DELETE, &answer, Value::Null).await, 404, "not_found");
        refused(&post(&new, &answer, json!({ "number": number })).await, 401, "sign_in_required");
        assert_eq!(post(me, &answer, json!({ "number": number })).await.status, StatusCode::NO_CONTENT);
        refused(&post(me, &answer, json!({ "number": number })).await, 409, "over");
        assert_eq!(get(me, "/api/v1/approvals").await.json(), json!({ "approvals": [] }));
        assert!(new.cookie("session").is_none());
        assert_eq!(get(&new, &at).await.json()["state"], "approved");
        let page = post(&new, &at, Value::Null).await;
        assert_eq!((page.status, &page.json()["state"]), (StatusCode::OK, &json!("signed_in")));
        assert_eq!(get(&new, "/api/v1/account").await.status, StatusCode::OK);
    }

    /// STD-28: a wrong number ends it, and "this was not me" ends the sign-in that asked, and is told.
    async fn std28_a_wrong_number_and_not_me(world: World) {
        let owner = crate::approval::owner(&world).await;
        let me = &owner.browser;
        let at = below(SECOND, "approval");
        let first = async |browser: &Browser| {
            let asked = post(browser, &at, Value::Null).await;
            let list = get(me, "/api/v1/approvals").await.json();
            let id = list["approvals"][0]["id"].as_str().unwrap().to_owned();
            (asked.json()["number"].as_str().unwrap().to_owned(), format!("/api/v1/approvals/{id}"))
        };
        let thief = half_in(&world).await;
        let (number, answer) = first(&thief).await;
        let wrong = if number == "42" { "24" } else { "42" };
        refused(&post(me, &answer, json!({ "number": wrong })).await, 422, "not_accepted");
        refused(&post(me, &answer, json!({ "number": number })).await, 409, "over");
        assert!(get(&thief, &at).await.json()["ended"].is_string());
        // Requests of one instant have no order.
        world.advance(Span::seconds(1)).await;
        let (_, answer) = first(&thief).await;
        assert_eq!(me.api(Method::DELETE, &answer, Value::Null).await.status, StatusCode::NO_CONTENT);
        refused(&get(&thief, SECOND).await, 401, "sign_in_required");
        refused(&me.api(Method::DELETE, &answer, Value::Null).await, 409, "over");
        world.advance(Span::seconds(1)).await;
        assert!(world.inbox().await.iter().any(|m| m.subject.as_deref() == Some("Satu permintaan persetujuan dihentikan")));
    }

    /// A browser is not asked to approve what it asked for itself, nor a borrowed one what anybody asks.
    async fn nobody_approves_their_own(world: World) {
        let owner = crate::approval::owner(&world).await;
        let borrowed = world.browser();
        let body = json!({ "name": MAIL, "password": PASSWORD, "borrowed": true });
        assert_eq!(post(&borrowed, "/api/v1/signin", body).await.json()["state"], "prove");
        let at = below(SECOND, "approval");
        let asked = post(&borrowed, &at, Value::Null).await.json();
        let list = get(&owner.browser, "/api/v1/approvals").await.json();
        let answer = format!("/api/v1/approvals/{}", list["approvals"][0]["id"].as_str().unwrap());
        post(&owner.browser, &answer, json!({ "number": asked["number"] })).await;
        assert_eq!(post(&borrowed, &at, Value::Null).await.json()["state"], "signed_in");
        let new = half_in(&world).await;
        let asked = post(&new, &at, Value::Null).await.json();
        assert_eq!(get(&borrowed, "/api/v1/approvals").await.json(), json!({ "approvals": [] }));
        let list = get(&owner.browser, "/api/v1/approvals").await.json();
        let answer = format!("/api/v1/approvals/{}", list["approvals"][0]["id"].as_str().unwrap());
        refused(&post(&borrowed, &answer, json!({ "number": asked["number"] })).await, 403, "no_way");
        refused(&borrowed.api(Method::DELETE, &answer, Value::Null).await, 403, "no_way");
    }

    /// S-008, S-019: why, since when, until when and what works; for a known browser and the owner, and for nobody else.
    async fn s008_no_lock_without_a_reason(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        assert_eq!(get(&owner.browser, "/api/v1/locks").await.json()["accounts"][0]["locks"], json!([]));
        owner.sign_out().await;
        for n in 0..6 {
            try_password(&world.browser_at([198, 51, n, 9]), MAIL, "tebakan").await;
        }
        let here = get(&owner.browser, "/api/v1/locks").await;
        let account = &here.json()["accounts"][0];
        let lock = &account["locks"][0];
        assert_eq!((&lock["lock_reason"], &lock["closes"]), (&json!("wrong_secret"), &json!("strangers")));
        assert!(lock["why"].as_str().unwrap().contains("dari 5 tempat yang belum kami kenal"), "{lock}");
        assert!(lock["since"].is_string() && lock["lifts_at"].is_string(), "{lock}");
        assert_eq!(account["just_sign_in"], true);
        assert!(account["works"].to_string().contains("mencari HP yang hilang"), "{account}");
        let stranger = world.browser();
        assert_eq!(get(&stranger, "/api/v1/locks").await.json(), json!({ "accounts": [] }));
        let english = get(&owner.browser.moved_to([203, 0, 96, 7]).in_english(), "/api/v1/locks").await;
        assert!(english.body.contains("5 places"), "{}", english.body);
        // One proof is enough to hear why.
        world.advance(Span::seconds(1)).await;
        let page = stranger.get("/forgot?goal=why").await;
        let page = stranger.submit(&page, "/forgot", &[("name", MAIL)]).await;
        let page = stranger.submit(&page, "/recover/send", &[("way", "email")]).await;
        let code = world.last_to(MAIL).await.code.unwrap();
        stranger.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert_eq!(get(&stranger, "/api/v1/locks").await.json()["accounts"][0]["locks"][0]["lock_reason"], "wrong_secret");
    }

    /// S-008: a lock on the account names itself to whoever has the right password, and to nobody else.
    async fn s008_a_lock_names_itself(world: World) {
        for cause in [Cause::Staff, Cause::OwnerRequest, Cause::ServiceIncident] {
            let login = format!("{}@nusa.example", cause.name().replace('_', "-"));
            let owner = Owner::new(&world, &login).await;
            let account = owner.account();
            crate::help::lock(&world, account, cause, None).await;
            let stranger = world.browser();
            let body = |password: &str| json!({ "name": login, "password": password });
            refused(&post(&stranger, "/api/v1/signin", body("bukan ini")).await, 422, "not_accepted");
            refused(&post(&stranger, "/api/v1/signin", body(PASSWORD)).await, 403, cause.name());
            assert!(stranger.cookie("session").is_none());
            let locks = get(&owner.browser, "/api/v1/locks").await.json();
            assert_eq!(locks["accounts"][0]["locks"][0]["lock_reason"], cause.name(), "{locks}");
        }
    }
}
