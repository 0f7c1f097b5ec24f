//! The harness itself: what the browser of these tests keeps, sends and shows.

use axum::http::StatusCode;
use kunci_db::testing::Engine;
use kunci_rules::Span;

use crate::html;
use crate::world::{BEGINNING, World, on_both};

on_both! {
    async fn a_world_stands_still_until_it_is_told_to_go_on(world: World) {
        assert_eq!(world.now(), BEGINNING);
        world.advance(Span::minutes(12)).await;
        assert_eq!(world.now(), BEGINNING + Span::minutes(12));
        let (node, _) = world.another_node().await;
        assert_eq!(node.now(), world.now());
        assert!(node.db.ping().await.is_ok());
    }
}

on_both! {
    async fn what_leaves_the_server_is_in_the_inbox(world: World) {
        let browser = world.browser();
        let page = browser.get("/signup").await;
        let page = browser.submit(&page, "/signup", &[("contact", "Sari@Nusa.example")]).await;
        assert_eq!(page.path, "/signup/code", "{}", page.text());
        let mail = world.last_to("sari@nusa.example").await;
        assert_eq!(mail.channel, "email");
        assert!(mail.subject.as_deref().is_some_and(|subject| subject.contains("Akun Nusa")), "{mail:?}");
        let code = mail.code.clone().unwrap();
        assert!(mail.text.contains(&code) && mail.links.iter().any(|link| link.starts_with("http://localhost:8480/l/")), "{mail:?}");
        let page = browser.submit(&page, "/signup/code", &[("code", &code)]).await;
        assert_eq!(page.path, "/signup/finish", "{}", page.text());
    }
}

#[tokio::test]
async fn cookies_are_kept_carried_elsewhere_and_forgotten() {
    let world = World::on(Engine::Sqlite).await;
    let browser = world.browser();
    browser.get("/signin?lang=en").await;
    assert_eq!(browser.cookie("language").as_deref(), Some("en"));
    assert!(browser.get("/signin").await.shows("Talk to a person"));
    assert!(
        browser
            .moved_to([198, 51, 100, 9])
            .get("/signin")
            .await
            .shows("Talk to a person")
    );
    browser.clear();
    assert!(browser.get("/signin").await.shows("Bicara dengan petugas"));
}

#[tokio::test]
async fn redirects_are_followed_and_links_found() {
    let world = World::on(Engine::Sqlite).await;
    let browser = world.browser();
    let page = browser.get("/account/sessions").await;
    assert_eq!(
        (page.status, page.path.as_str()),
        (StatusCode::OK, "/signin?next=/account/sessions")
    );
    assert_eq!(page.field("next").as_deref(), Some("/account/sessions"));
    assert_eq!(page.link("/contact").as_deref(), Some("/contact"));
    let page = browser.submit(&page, "/signin", &[("name", "")]).await;
    assert_eq!(
        page.field("next").as_deref(),
        Some("/account/sessions"),
        "hidden fields went along"
    );
}

#[test]
fn forms_hold_what_an_untouched_form_would_send() {
    let page = r#"<body><form method="post" action="/x?y=1"><input type="hidden" name="a" value="1 &amp; 2"><input type="checkbox" name="b" value="1" checked>
        <input type="checkbox" name="c" value="1"><select name="d"><option value="1">eins<option value="2" selected>zwei</select>
        <textarea name="e">halo</textarea><button name="f">Kirim</button></form><a href="/y">z</a><script>hidden()</script></body>"#;
    let form = html::form(page, "/x").unwrap();
    let fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        fields,
        [("a", "1 & 2"), ("b", "1"), ("d", "2"), ("e", "halo")]
    );
    assert_eq!(html::links(page), ["/y"]);
    assert_eq!(html::text(page), "eins zwei halo Kirim z");
}

#[tokio::test]
async fn a_world_has_files_of_its_own() {
    let (one, other) = (
        World::on(Engine::Sqlite).await,
        World::on(Engine::Postgres).await,
    );
    assert!(one.data().join("keys.json").exists() && one.fresh().url().is_none());
    assert!(other.fresh().url().is_some() && other.data() != one.data());
}
