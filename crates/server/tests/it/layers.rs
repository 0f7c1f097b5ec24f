//! What stands around every route, tried on routes that misbehave.

use axum::Router;
use axum::http::{Request, StatusCode, header};
use axum::routing::get;
use kunci_db::testing::Engine;
use kunci_server::serve::layers::around;
use kunci_server::state::App;

use crate::browser::Browser;
use crate::world::World;

/// The layers around routes of a test.
async fn browser_of(routes: Router<App>) -> Browser {
    let world = World::on(Engine::Sqlite).await;
    Browser::new(
        around(routes, &world.app).with_state(world.app.clone()),
        [203, 0, 113, 5],
    )
}

#[tokio::test]
async fn a_panicking_handler_becomes_a_calm_page_with_a_reference() {
    let boom = async || -> &'static str { panic!("sari@nusa.example") };
    let browser = browser_of(
        Router::new()
            .route("/boom", get(boom))
            .route("/api/boom", get(boom)),
    )
    .await;
    let page = browser.get("/boom").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        page.shows("Ada gangguan dari kami") && page.shows("Kode rujukan"),
        "{}",
        page.text()
    );
    assert!(!page.body.contains("sari"), "{}", page.body);
    let problem = browser.get("/api/boom").await.json();
    assert_eq!(problem["code"], "internal");
    assert!(
        problem["instance"]
            .as_str()
            .is_some_and(|reference| reference.len() == 10),
        "{problem}"
    );
}

#[tokio::test]
async fn event_streams_are_never_compressed() {
    let long = "data: halo\n\n".repeat(200);
    let kind = |kind: &'static str| {
        let body = long.clone();
        get(async move || ([(header::CONTENT_TYPE, kind)], body))
    };
    let routes = Router::new()
        .route("/live", kind("text/event-stream"))
        .route("/text", kind("text/plain"))
        .route("/map", kind("image/png"));
    let browser = browser_of(routes).await;
    let encoding = async |path: &str| {
        browser
            .send(Request::get(path).header("accept-encoding", "gzip, br"))
            .await
            .header("content-encoding")
    };
    assert_eq!(encoding("/live").await, None);
    assert_eq!(encoding("/map").await, None);
    assert_eq!(encoding("/text").await.as_deref(), Some("gzip"));
}

/// What an address names or asks that nothing can be read from is answered with a page of ours, in the visitor's language.
#[tokio::test]
async fn an_address_that_cannot_be_read_has_a_page() {
    let world = World::on(Engine::Sqlite).await;
    let owner = crate::owner::Owner::new(&world, "sari@nusa.example").await;
    let paths = [
        "/devices/x",
        "/find/x",
        "/account/security/methods/x",
        "/account/notices/x",
        "/account/approve/x",
    ];
    for path in paths {
        let page = owner.browser.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(
            page.shows("Halaman ini belum ada"),
            "{path}: {}",
            page.text()
        );
    }
    let page = world
        .browser()
        .in_english()
        .get("/signin?done=a&done=b")
        .await;
    assert_eq!(page.status, 400);
    assert!(page.shows("We could not read that"), "{}", page.text());
}
