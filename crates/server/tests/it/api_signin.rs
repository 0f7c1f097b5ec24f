//! Signing in and out by the API: the same tries, limits and cookies as by the pages, and nothing that tells names apart.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use futures_util::future::join_all;
use kunci_db::testing::Engine;
use kunci_rules::Span;
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::owner::{Owner, PASSWORD, try_password};
use crate::passkey::Thing;
use crate::proving::two_step;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NOBODY: &str = "anis@nusa.example";
const HERE: &str = "/api/v1/signin";

/// One try with a password.
async fn tries(browser: &Browser, name: &str, password: &str) -> Page {
    let body = json!({ "name": name, "password": password });
    browser.api(Method::POST, HERE, body).await
}

async fn get(browser: &Browser, path: &str) -> Page {
    browser.api(Method::GET, path, Value::Null).await
}

async fn post(browser: &Browser, path: &str, body: Value) -> Page {
    browser.api(Method::POST, path, body).await
}

/// What a program reads, without the reference, which is another one each time.
fn read(page: &Page) -> Value {
    if page.body.is_empty() {
        return Value::Null;
    }
    let mut json = page.json();
    json.as_object_mut().unwrap().remove("instance");
    json
}

/// The answers to a name that exists and to one that does not are the same to whoever reads them, and to whoever cannot.
fn alike(a: &Page, b: &Page) {
    assert_eq!(a.outside(), b.outside());
    assert_eq!(read(a), read(b));
}

#[track_caller]
fn refused(page: &Page, status: u16, code: &str) {
    assert_eq!(page.status.as_u16(), status, "{}", page.body);
    assert_eq!(page.json()["code"], code, "{}", page.body);
}

async fn is_in(browser: &Browser) -> bool {
    get(browser, "/api/v1/account").await.status == StatusCode::OK
}

on_both! {
    /// The session is the one that the pages know, and ends where it began; the browser stays known.
    async fn an_app_signs_in_and_out(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let app = world.browser();
        let page = tries(&app, MAIL, PASSWORD).await;
        assert_eq!(read(&page), json!({ "state": "signed_in" }));
        assert!(!page.body.contains(&app.cookie("session").unwrap()), "the secret is in the cookie alone");
        assert_eq!(get(&app, "/api/v1/account").await.json()["id"], owner.account().to_string());
        assert!(app.get("/").await.shows("Sari"), "the pages know it, too");
        assert!(world.last_to(MAIL).await.text.contains("perangkat lain"), "and the owner hears of it");
        let old = app.moved_to([203, 0, 99, 7]);
        let out = app.api(Method::DELETE, "/api/v1/session", Value::Null).await;
        assert_eq!(out.status, StatusCode::NO_CONTENT);
        assert!(app.cookie("session").is_none() && app.cookie("browsers").is_some());
        assert!(!is_in(&old).await, "it has ended, whoever keeps its cookie");
        let out = app.api(Method::DELETE, "/api/v1/session", Value::Null).await;
        refused(&out, 401, "sign_in_required");
        assert!(is_in(&owner.browser).await, "no other session ends");
    }

    /// STD-41: a name that no account has gets the same status, body, headers and limits as one that has, by page and API together.
    async fn std41_unknown_names_behave_alike(world: World) {
        Owner::new(&world, MAIL).await;
        let (known, unknown) = (world.browser().in_english(), world.browser().in_english());
        let title = "The account name or password does not match yet";
        for n in 0..7 {
            if n % 2 == 1 {
                let page = try_password(&known, MAIL, "bukan ini").await;
                let other = try_password(&unknown, NOBODY, "bukan ini").await;
                assert!(page.outside() == other.outside() && (n > 3 || page.shows(title)), "{}", page.text());
                continue;
            }
            let (a, b) = (tries(&known, MAIL, "bukan ini").await, tries(&unknown, NOBODY, "bukan ini").await);
            alike(&a, &b);
            if n < 4 {
                refused(&a, 422, "not_accepted");
                assert_eq!(a.json()["field"], "password");
                assert!(a.json()["detail"].as_str().unwrap().starts_with(title), "{}", a.body);
            } else {
                refused(&a, 403, "vouch_first");
            }
        }
        let (a, b) = (tries(&known, MAIL, PASSWORD).await, tries(&unknown, NOBODY, PASSWORD).await);
        alike(&a, &b);
        refused(&a, 403, "vouch_first");
        for way in ["email", "phone", "merpati"] {
            let link = |name: &str| json!({ "name": name, "way": way });
            let at = "/api/v1/signin/link";
            let (a, b) = (post(&known, at, link(MAIL)).await, post(&unknown, at, link(NOBODY)).await);
            alike(&a, &b);
            assert_eq!(a.status, StatusCode::NO_CONTENT);
        }
        let strange = tries(&world.browser(), "bukan\tnama\u{7f}", "bukan ini").await;
        refused(&strange, 422, "not_accepted");
    }

    /// A wrong password says in the sentences of the page how many tries are left, in both languages.
    async fn a_wrong_password_says_what_is_left(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        owner.sign_out().await;
        let page = tries(&owner.browser, MAIL, "bukan ini").await;
        refused(&page, 422, "not_accepted");
        let detail = page.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("belum cocok") && detail.contains("9 kali lagi"), "{detail}");
        let page = tries(&owner.browser.in_english(), MAIL, "bukan ini").await;
        let detail = page.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("does not match yet") && detail.contains("8 more times"), "{detail}");
    }

    /// What is missing is named, and costs no try.
    async fn what_is_missing_is_named(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        owner.sign_out().await;
        let app = &owner.browser;
        for (body, field) in [
            (json!({}), "name"),
            (json!({ "password": "x" }), "name"),
            (json!({ "name": MAIL }), "password"),
            (json!({ "name": MAIL, "password": "x".repeat(1025) }), "password"),
        ] {
            let page = post(app, HERE, body).await;
            refused(&page, 422, "not_accepted");
            assert_eq!(page.json()["field"], field);
        }
        refused(&post(app, HERE, json!({ "name": 1 })).await, 400, "bad_input");
        refused(&post(app, HERE, json!({ "name": "a\u{0}" })).await, 400, "bad_input");
        let page = tries(app, MAIL, "bukan ini").await;
        assert!(page.json()["detail"].as_str().unwrap().contains("9 kali lagi"), "{}", page.body);
        let strange = tries(&world.browser(), MAIL, "bukan ini").await;
        assert!(strange.json()["detail"].as_str().unwrap().contains("Tautan masuk selalu bisa dipakai"), "a stranger sees no number");
    }

    /// No other site's page signs anybody in: neither by a form, nor by what a browser says of its origin.
    async fn another_site_signs_nobody_in(world: World) {
        Owner::new(&world, MAIL).await;
        let browser = world.browser();
        let form = browser.post_only(HERE, &[("name", MAIL), ("password", PASSWORD)]).await;
        refused(&form, 415, "unsupported");
        let text = json!({ "name": MAIL, "password": PASSWORD }).to_string();
        for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
            let request = Request::post(HERE).header("content-type", "application/json").header(name, value);
            refused(&browser.send_with(request, Body::from(text.clone())).await, 403, "cross_site");
        }
        let request = Request::post(HERE).header("content-type", "text/plain");
        refused(&browser.send_with(request, Body::from(text)).await, 415, "unsupported");
        assert!(browser.cookie("session").is_none());
    }

    /// G4: 64 at once evaluate the strangers' five, once, and the owner gets in all the while.
    async fn sixty_four_at_once_evaluate_five(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        owner.sign_out().await;
        let before = world.app.hasher.evaluated();
        let strangers: Vec<_> = (0..64).map(|n| world.browser_at([198, 51, n, 9])).collect();
        join_all(strangers.iter().map(|browser| tries(browser, MAIL, "tebakan"))).await;
        assert_eq!(world.app.hasher.evaluated() - before, 5);
        refused(&tries(&world.browser(), MAIL, PASSWORD).await, 403, "vouch_first");
        assert_eq!(tries(&owner.browser, MAIL, PASSWORD).await.json()["state"], "signed_in");
    }

    /// G4: where strangers have used up the tries, the code of a link gives this browser its own, and the password stays the same.
    async fn a_link_vouches_for_an_app(world: World) {
        Owner::new(&world, MAIL).await;
        for n in 0..6 {
            tries(&world.browser_at([198, 51, n, 9]), MAIL, "tebakan").await;
        }
        let app = world.browser();
        refused(&tries(&app, MAIL, PASSWORD).await, 403, "vouch_first");
        world.advance(Span::seconds(1)).await;
        let sent = post(&app, "/api/v1/signin/link", json!({ "name": MAIL, "way": "email" })).await;
        assert_eq!((sent.status, sent.body.as_str()), (StatusCode::NO_CONTENT, ""));
        let message = world.last_to(MAIL).await;
        let code = message.text.split_whitespace().find(|w| w.len() == 15 && w.matches('-').count() == 2).unwrap();
        for wrong in ["0000-0000-00000", "", "x"] {
            let page = post(&app, "/api/v1/signin/link/code", json!({ "code": wrong })).await;
            refused(&page, 422, "not_accepted");
            assert_eq!(page.json()["field"], "code");
        }
        let page = post(&app, "/api/v1/signin/link/code", json!({ "code": code.to_lowercase() })).await;
        assert_eq!(page.status, StatusCode::NO_CONTENT, "{}", page.body);
        let again = post(&world.browser(), "/api/v1/signin/link/code", json!({ "code": code })).await;
        refused(&again, 422, "not_accepted");
        assert_eq!(tries(&app, MAIL, PASSWORD).await.json()["state"], "signed_in");
    }

    /// S-050: one number, several accounts, one password: the owner chooses, in the same browser and soon.
    async fn s050_a_family_shares_a_number(world: World) {
        let number = "081234567890";
        Owner::new(&world, number).await;
        world.advance(Span::minutes(15)).await;
        let other = Owner::new(&world, number).await;
        let app = world.browser();
        let page = tries(&app, number, PASSWORD).await;
        assert_eq!(page.json()["state"], "choose", "{}", page.body);
        let accounts = page.json()["accounts"].as_array().unwrap().clone();
        assert_eq!(accounts.len(), 2);
        assert!(app.cookie("session").is_none());
        let choice = |n: usize| json!({ "proved": accounts[n]["proved"] });
        let at = "/api/v1/signin/choose";
        refused(&post(&world.browser(), at, choice(0)).await, 409, "over");
        let before = other.account().to_string();
        let mut seen = Vec::new();
        for n in 0..2 {
            let page = post(&app, at, choice(n)).await;
            assert_eq!(page.json()["state"], "signed_in", "{}", page.body);
            seen.push(get(&app, "/api/v1/account").await.json()["id"].as_str().unwrap().to_owned());
        }
        assert!(seen.contains(&before) && seen[0] != seen[1], "{seen:?}");
        world.advance(Span::minutes(5)).await;
        refused(&post(&app, at, choice(0)).await, 409, "over");
        refused(&post(&app, at, json!({ "proved": "x" })).await, 409, "over");
    }

    /// voice.md 4.2: a borrowed phone is signed out after 15 minutes and nothing is kept.
    async fn a_borrowed_phone_forgets(world: World) {
        Owner::new(&world, MAIL).await;
        let app = world.browser();
        let body = json!({ "name": MAIL, "password": PASSWORD, "borrowed": true });
        assert_eq!(post(&app, HERE, body).await.json()["state"], "signed_in");
        assert!(app.cookie("browsers").is_none() && is_in(&app).await);
        world.advance(Span::minutes(16)).await;
        assert!(!is_in(&app).await);
    }

    /// S-074, S-084: with a second step the password opens nothing; what is missing is said, and the code opens the session under a
    /// secret of its own.
    async fn s074_a_second_step_by_the_api(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        two_step(&world, &owner).await;
        let app = world.browser();
        let page = tries(&app, MAIL, PASSWORD).await;
        assert_eq!(read(&page), json!({ "state": "prove", "prove": "/api/v1/prove/signin" }));
        assert!(app.cookie("session").is_none() && !is_in(&app).await);
        let page = get(&app, "/api/v1/prove/signin").await;
        let ways = page.json();
        assert_eq!(ways["state"], "prove");
        let step = &ways["ways"][0]["steps"][0];
        assert_eq!((&step["kind"], &step["name"], &step["at"]), (&json!("email"), &json!("s…i@n….example"), &json!("/api/v1/prove/signin/send")));
        assert!(!page.body.contains(MAIL) && !page.body.contains("totp"), "only what is set up, masked: {}", page.body);
        refused(&post(&app, "/api/v1/prove/signin/send", json!({ "way": "x" })).await, 400, "bad_input");
        let passed_by = post(&app, "/api/v1/prove/signin", Value::Null).await;
        assert_eq!(passed_by.json()["state"], "prove", "nothing more was shown: {}", passed_by.body);
        world.advance(Span::seconds(1)).await;
        let sent = post(&app, "/api/v1/prove/signin/send", json!({ "way": step["method"] })).await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.body);
        let code = world.last_to(MAIL).await.code.unwrap();
        let wrong = post(&app, "/api/v1/prove/signin/code", json!({ "code": "000000" })).await;
        refused(&wrong, 422, "not_accepted");
        assert_eq!(wrong.json()["field"], "code");
        let elsewhere = world.browser();
        tries(&elsewhere, MAIL, PASSWORD).await;
        refused(&post(&elsewhere, "/api/v1/prove/signin/code", json!({ "code": code })).await, 422, "not_accepted");
        let underway = app.cookie("signin").unwrap();
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        let page = post(&app, "/api/v1/prove/signin/code", json!({ "code": spaced })).await;
        assert_eq!(read(&page), json!({ "state": "signed_in" }));
        assert!(app.cookie("signin").is_none() && is_in(&app).await);
        assert_ne!(app.cookie("session").unwrap(), underway, "no secret from before opens the session");
        refused(&get(&app, "/api/v1/prove/signin").await, 401, "sign_in_required");
    }

    /// Whoever leaves a sign-in leaves nothing behind: what was shown is worth nothing, whoever kept its cookie.
    async fn a_sign_in_is_left(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        two_step(&world, &owner).await;
        let app = world.browser();
        tries(&app, MAIL, PASSWORD).await;
        let kept = app.moved_to([203, 0, 98, 7]);
        for _ in 0..2 {
            let left = app.api(Method::DELETE, HERE, Value::Null).await;
            assert_eq!(left.status, StatusCode::NO_CONTENT);
            assert!(app.cookie("signin").is_none());
        }
        refused(&get(&kept, "/api/v1/prove/signin").await, 401, "sign_in_required");
        refused(&get(&app, "/api/v1/prove/signin").await, 401, "sign_in_required");
    }

    /// A passkey says whose it is. An answer counts once, in the browser that asked.
    async fn a_passkey_signs_an_app_in(world: World) {
        let (_, mut passkey) = crate::passkeys::prepared(&world, Thing::Synced).await;
        let at = "/api/v1/signin/passkey";
        let app = world.browser();
        let options = get(&app, at).await.json();
        assert_eq!(options["allowCredentials"], json!([]), "nobody is named");
        let answer: Value = serde_json::from_str(&passkey.answer(&options)).unwrap();
        let stolen = post(&world.browser(), at, json!({ "answer": answer })).await;
        refused(&stolen, 422, "not_accepted");
        assert_eq!(stolen.json()["field"], "answer");
        refused(&post(&app, at, json!({ "answer": "x" })).await, 422, "not_accepted");
        let page = post(&app, at, json!({ "answer": answer })).await;
        assert_eq!(read(&page), json!({ "state": "signed_in" }));
        assert!(app.cookie("signin").is_none() && is_in(&app).await);
        refused(&post(&app, at, json!({ "answer": answer })).await, 422, "not_accepted");
    }

    /// S-040: whoever's password others know may still sign out, prove and look why; all else waits for a new password.
    async fn s040_a_known_password_closes_the_rest(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let account = owner.account();
        let mark = move |tx: &kunci_db::Tx<'_>| kunci_server::accounts::set_compromised(tx, account, true);
        world.app.db.tx(mark).await.unwrap();
        refused(&get(&owner.browser, "/api/v1/approvals").await, 403, "password_known");
        assert_eq!(get(&owner.browser, "/api/v1/locks").await.status, StatusCode::OK);
        assert_eq!(post(&owner.browser, "/api/v1/signin/lift", Value::Null).await.json()["state"], "open");
        assert_eq!(owner.browser.api(Method::DELETE, "/api/v1/session", Value::Null).await.status, StatusCode::NO_CONTENT);
    }
}

/// Overload is an answer of its own, and costs no try: what was not compared is given back.
async fn overloaded(engine: Engine) {
    let world = World::with(engine, |config| {
        (config.limits.hash_workers, config.limits.hash_queue) = (1, 1);
    })
    .await;
    Owner::new(&world, MAIL).await;
    let before = world.app.hasher.evaluated();
    let strangers: Vec<_> = (0..12).map(|n| world.browser_at([198, 51, n, 9])).collect();
    let pages = join_all(
        strangers
            .iter()
            .map(|browser| tries(browser, MAIL, "tebakan")),
    )
    .await;
    let busy: Vec<&Page> = pages.iter().filter(|page| page.status == 503).collect();
    assert!(
        !busy.is_empty(),
        "{:?}",
        pages.iter().map(|page| page.status).collect::<Vec<_>>()
    );
    for page in busy {
        refused(page, 503, "busy");
        assert_eq!(page.header("retry-after").as_deref(), Some("1"));
    }
    let more = world.browser();
    while tries(&more, MAIL, "tebakan").await.status == 422 {}
    assert_eq!(
        world.app.hasher.evaluated() - before,
        5,
        "all five, none twice and none for nothing"
    );
}

/// S-027, S-028, S-008: suspicion stops the right password; the API says why, what is missing, and lets it wait.
async fn suspicion(engine: Engine) {
    let (world, owner, stranger) = crate::risk::travelled(engine).await;
    let page = tries(&stranger, MAIL, PASSWORD).await;
    let said = json!({ "state": "prove", "prove": "/api/v1/prove/signin", "reason": "suspicious_activity" });
    assert_eq!(read(&page), said);
    assert!(stranger.cookie("session").is_none());
    let locks = get(&stranger, "/api/v1/locks").await.json();
    let lock = &locks["accounts"][0]["locks"][0];
    assert_eq!(lock["lock_reason"], "suspicious_activity", "{locks}");
    assert!(lock["signals"].to_string().contains("London"), "{locks}");
    assert!(
        !lock["why"].as_str().unwrap().is_empty() && !lock["ends"].as_str().unwrap().is_empty()
    );
    let lift = &locks["accounts"][0]["lift"];
    assert_eq!(
        (&lift["at"], &lift["prove"]),
        (
            &json!("/api/v1/signin/lift"),
            &json!("/api/v1/prove/signin")
        )
    );
    assert!(lift["wait_until"].is_string() && lift["waits_until"].is_null());
    assert_eq!(
        get(&world.browser(), "/api/v1/locks").await.json(),
        json!({ "accounts": [] })
    );
    let ways = get(&stranger, "/api/v1/prove/signin").await.json();
    assert_eq!(
        (&ways["state"], &ways["begin"]),
        (&json!("wait"), &json!("/api/v1/signin/lift"))
    );
    assert_eq!(ways["reason"], "suspicious_activity");
    world.advance(Span::seconds(1)).await;
    let page = post(&stranger, "/api/v1/signin/lift", Value::Null).await;
    assert_eq!(page.status, StatusCode::ACCEPTED, "{}", page.body);
    assert!(
        page.json()["until"]
            .as_str()
            .unwrap()
            .starts_with("2026-11-24T"),
        "{}",
        page.body
    );
    let again = post(&stranger, "/api/v1/signin/lift", Value::Null).await;
    assert_eq!(
        again.json()["request"],
        page.json()["request"],
        "one wait, however often it is asked for"
    );
    let told = world.last_to(MAIL).await.subject.unwrap();
    assert!(told.contains("membuka lagi akun"), "{told}");
    assert_eq!(
        get(&stranger, "/api/v1/prove/signin").await.json()["waits"],
        true
    );
    world.advance(Span::hours(24) + Span::minutes(1)).await;
    assert_eq!(
        tries(&stranger, MAIL, PASSWORD).await.json()["state"],
        "signed_in"
    );
    assert_eq!(
        tries(&owner.browser, MAIL, PASSWORD).await.json()["state"],
        "signed_in",
        "G4"
    );
}

/// S-027: two proofs from different things lift the lock at once, and the sign-in goes on; one earns a wait.
async fn lifted(engine: Engine) {
    let (world, _, codes, far) = crate::risk::lifted::locked_out(engine).await;
    let at = "/api/v1/prove/signin";
    world.advance(Span::seconds(1)).await;
    let ways = get(&far, at).await.json();
    let ways = ways["ways"].as_array().unwrap();
    let mail = ways
        .iter()
        .map(|way| &way["steps"][0])
        .find(|step| step["kind"] == "email");
    let way = mail.unwrap()["method"].clone();
    post(&far, "/api/v1/prove/signin/send", json!({ "way": way })).await;
    let code = world.last_to(MAIL).await.code.unwrap();
    let page = post(&far, "/api/v1/prove/signin/code", json!({ "code": code })).await;
    assert_eq!(page.json()["state"], "wait", "{}", page.body);
    assert_eq!(page.json()["reason"], "suspicious_activity");
    assert!(page.json()["until"].is_string() && far.cookie("session").is_none());
    let page = post(
        &far,
        "/api/v1/prove/signin/recovery-code",
        json!({ "code": codes[0] }),
    )
    .await;
    assert_eq!(page.json()["state"], "signed_in", "{}", page.body);
    assert!(is_in(&far).await);
    let locks = get(&far, "/api/v1/locks").await.json();
    assert_eq!(locks["accounts"][0]["locks"], json!([]), "{locks}");
}

macro_rules! on_each {
    ($name:ident, $scene:ident) => {
        mod $name {
            use super::*;

            #[tokio::test]
            async fn sqlite() {
                $scene(Engine::Sqlite).await;
            }

            #[tokio::test]
            async fn postgres() {
                $scene(Engine::Postgres).await;
            }
        }
    };
}

on_each!(overload_costs_no_try, overloaded);
on_each!(s008_suspicion_says_why_and_waits, suspicion);
on_each!(s027_two_proofs_lift_it_at_once, lifted);
