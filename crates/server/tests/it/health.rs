//! Health, readiness and metrics.

use axum::http::{Request, StatusCode};
use kunci_db::testing::Engine;

use crate::world::{World, on_both};

on_both! {
    async fn a_server_with_both_databases_is_alive_and_ready(world: World) {
        let browser = world.browser();
        assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
        let ready = browser.get("/readyz").await;
        assert_eq!(ready.status, StatusCode::OK);
        assert_eq!(ready.json(), serde_json::json!({ "ready": true, "database": true, "locations": true, "stopping": false }));
    }

    async fn a_server_without_its_database_is_alive_but_not_ready(world: World) {
        world.app.db.close().await;
        let browser = world.browser();
        assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
        let ready = browser.get("/readyz").await;
        assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!((&ready.json()["database"], &ready.json()["locations"]), (&false.into(), &true.into()));
    }
}

#[tokio::test]
async fn a_server_that_stops_is_not_ready() {
    let world = World::on(Engine::Sqlite).await;
    world.app.stop.ask();
    let ready = world.browser().get("/readyz").await;
    assert_eq!(
        (ready.status, &ready.json()["stopping"]),
        (StatusCode::SERVICE_UNAVAILABLE, &true.into())
    );
}

#[tokio::test]
async fn metrics_exist_only_for_whoever_shows_the_token() {
    let closed = World::on(Engine::Sqlite).await;
    assert_eq!(
        closed.browser().get("/metrics").await.status,
        StatusCode::NOT_FOUND
    );

    let world = World::with(Engine::Sqlite, |config| {
        "s3cret".clone_into(&mut config.metrics.token);
    })
    .await;
    let browser = world.browser();
    let with = |header: &str| Request::get("/metrics").header("authorization", header.to_owned());
    assert_eq!(
        browser.send(with("Bearer other")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        browser.send(with("s3cret")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        browser.send(with("Bearer s3cret")).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn requests_are_counted_by_route_and_never_by_what_visitors_sent() {
    let world = World::with(Engine::Sqlite, |config| {
        "t".clone_into(&mut config.metrics.token);
    })
    .await;
    let browser = world.browser();
    browser.get("/l/AbCdEf-secret-token").await;
    browser.get("/no/such/place?token=secret").await;
    browser
        .send(Request::builder().method("BREW").uri("/"))
        .await;
    let text = browser
        .send(Request::get("/metrics").header("authorization", "Bearer t"))
        .await
        .body;
    assert!(
        text.contains(r#"kunci_http_requests_total{method="GET",route="/l/{token}",status="#),
        "{text}"
    );
    assert!(
        text.contains(r#"kunci_http_requests_total{method="GET",route="none",status="404"} 1"#),
        "{text}"
    );
    assert!(text.contains(r#"method="other",route="/""#), "{text}");
    assert!(text.contains("kunci_http_request_seconds_bucket"), "{text}");
    assert!(
        text.contains(r#"kunci_db_commits_total{db="main"}"#)
            && text.contains("kunci_password_hashes_total 0"),
        "{text}"
    );
    assert!(!text.contains("secret") && !text.contains("BREW"), "{text}");
}

#[tokio::test]
async fn two_servers_in_one_process_count_apart() {
    let one = World::with(Engine::Sqlite, |config| {
        "t".clone_into(&mut config.metrics.token);
    })
    .await;
    let other = World::on(Engine::Sqlite).await;
    other.browser().get("/signin").await;
    let text = one
        .browser()
        .send(Request::get("/metrics").header("authorization", "Bearer t"))
        .await
        .body;
    assert!(!text.contains("/signin"), "{text}");
}
