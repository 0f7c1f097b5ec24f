//! What is malformed, hostile or lost gets a calm page in the reader's language, and never a 5xx.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use kunci_db::testing::Engine;
use kunci_rules::Span;

use crate::owner::{Owner, PASSWORD};
use crate::world::{World, on_both};

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn an_address_that_does_not_exist_is_told_in_both_languages() {
    let world = World::on(Engine::Sqlite).await;
    let page = world.browser().get("/no/such/place").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(
        page.shows("Halaman ini belum ada") && page.shows("Bicara dengan petugas"),
        "{}",
        page.text()
    );
    let page = world.browser().in_english().get("/no/such/place").await;
    assert!(page.shows("There is no such page"), "{}", page.text());
}

on_both! {
    async fn text_with_nul_is_refused_before_the_database_sees_it(world: World) {
        let browser = world.browser();
        for name in ["a\0b", "sari\0@nusa.example"] {
            let page = browser.post("/signin", &[("name", name), ("password", "x")]).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.text());
            assert!(page.shows("Isian belum bisa dibaca"), "{}", page.text());
        }
        let page = browser.get("/l/a%00b").await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.text());
        let raw = Request::post("/signup").header("content-type", FORM);
        let page = browser.send_with(raw, Body::from("contact=a\0b")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.text());
    }

    async fn forms_of_any_shape_get_an_answer_and_never_a_fault(world: World) {
        let browser = world.browser();
        for path in ["/signin", "/signup", "/signup/code", "/signup/finish", "/l", "/signin/link"] {
            for body in ["", "=", "&&&=&", "name", "contact=%FF%FE", "name=%", "name=a&name=b", "next=https://evil.example/", "code=٣٤٥"] {
                let request = Request::post(path).header("content-type", FORM).header("sec-fetch-site", "same-origin");
                let page = browser.send_with(request, Body::from(body)).await;
                assert!(!page.status.is_server_error(), "{path} with {body:?}: {} {}", page.status, page.text());
            }
        }
    }
}

on_both! {
    /// Step-up returns to exactly what was being done and loses no input: what was typed when the sign-in had gone stale, or was over,
    /// is sent with one press afterwards. Another account never sees it, and a form with a secret is typed again.
    async fn what_was_typed_is_kept_through_a_step_up(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        world.advance(Span::hours(25)).await;
        let typed = [("contact", "baru@nusa.example")];
        let page = owner.browser.post("/account/contacts/add", &typed).await;
        assert!(page.path.starts_with("/prove/"), "{}", page.path);
        let page = owner.browser.submit(&page, &page.path, &[("password", PASSWORD)]).await;
        assert!(page.shows("Isian tadi masih ada") && page.body.contains("baru@nusa.example"), "{}", page.text());
        let page = owner.browser.submit(&page, "/account/contacts/add", &[]).await;
        assert_eq!(page.path, "/account/contacts/code", "{}", page.text());
        assert!(!owner.browser.get("/account/contacts/add").await.shows("Isian tadi"), "offered once");

        world.advance(Span::days(40)).await;
        let page = owner.browser.post("/account/contacts/add", &typed).await;
        assert!(page.path.starts_with("/signin"), "{}", page.path);
        let fields = [("name", "sari@nusa.example"), ("password", PASSWORD)];
        let page = owner.browser.submit(&page, "/signin", &fields).await;
        assert!(page.shows("Isian tadi masih ada"), "{} {}", page.path, page.text());

        world.advance(Span::hours(25)).await;
        owner.browser.post("/account/contacts/add", &typed).await;
        let other = Owner::new(&world, "budi@nusa.example").await;
        let held = owner.browser.cookie("held").unwrap();
        let with = format!("held={held}; session={}", other.browser.cookie("session").unwrap());
        let request = Request::get("/account/contacts/add").header("cookie", with);
        let page = world.browser().send(request).await;
        assert!(!page.body.contains("baru@nusa.example"), "{}", page.text());
        let secret = [("old", PASSWORD), ("password", "payung biru di stasiun tua")];
        owner.browser.clear();
        owner.sign_in(&owner.browser).await;
        owner.browser.post("/account/security/password", &secret).await;
        assert!(owner.browser.cookie("held").is_none());
    }
}

#[tokio::test]
async fn bodies_that_are_too_large_or_of_another_kind_are_told_so() {
    let world = World::on(Engine::Sqlite).await;
    let browser = world.browser();
    let page = browser
        .post(
            "/signin",
            &[("name", &"a".repeat(100_000)), ("password", "x")],
        )
        .await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.shows("Isian terlalu besar"), "{}", page.text());

    let json = Request::post("/signin").header("content-type", "application/json");
    let page = browser.send_with(json, Body::from("{}")).await;
    assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(page.shows("belum didukung"), "{}", page.text());
}

#[tokio::test]
async fn a_method_that_an_address_does_not_know_is_told_so() {
    let world = World::on(Engine::Sqlite).await;
    let page = world
        .browser()
        .send(Request::delete("/signin").header("sec-fetch-site", "same-origin"))
        .await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(page.shows("belum didukung"), "{}", page.text());
}

#[tokio::test]
async fn posts_from_other_sites_are_not_run() {
    let world = World::on(Engine::Sqlite).await;
    let browser = world.browser();
    let foreign = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ];
    for (name, value) in foreign {
        let request = Request::post("/signup")
            .header("content-type", FORM)
            .header(name, value);
        let page = browser
            .send_with(request, Body::from("contact=sari@nusa.example"))
            .await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(page.shows("Permintaan dari situs lain"), "{}", page.text());
    }
    assert!(browser.cookie("signup").is_none(), "nothing was begun");
    assert!(world.inbox().await.is_empty(), "nothing was sent");
    let own = Request::post("/signup")
        .header("content-type", FORM)
        .header("origin", crate::world::URL);
    let page = browser
        .send_with(own, Body::from("contact=sari@nusa.example"))
        .await;
    assert!(
        page.status.is_redirection(),
        "our own page may: {} {}",
        page.status,
        page.text()
    );
}

#[tokio::test]
async fn a_path_that_looks_like_another_site_is_never_followed() {
    let world = World::on(Engine::Sqlite).await;
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
        let page = world
            .browser()
            .get(&format!("/signin?next={}", crate::html::encode(next)))
            .await;
        assert_eq!(page.field("next").as_deref(), Some("/"), "{next}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::on(Engine::Sqlite).await;
    for path in [
        "/signin",
        "/no/such/place",
        "/healthz",
        "/api/openapi.json",
        "/api/v1/account",
    ] {
        let answer = world.browser().get(path).await;
        for (name, part) in [
            ("content-security-policy", "default-src 'none'"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
        ] {
            assert!(
                answer
                    .header(name)
                    .is_some_and(|value| value.contains(part)),
                "{path}: {name}"
            );
        }
    }
}

#[tokio::test]
async fn pages_are_compressed_where_the_reader_takes_it() {
    let world = World::on(Engine::Sqlite).await;
    let plain = world.browser().get("/signin").await;
    assert_eq!(plain.header("content-encoding"), None);
    let small = world
        .browser()
        .send(Request::get("/signin").header("accept-encoding", "gzip"))
        .await;
    assert_eq!(small.header("content-encoding").as_deref(), Some("gzip"));
}
