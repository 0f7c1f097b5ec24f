//! The demo's inbox.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use kunci_db::testing::Engine;
use kunci_rules::{Id, Span};
use kunci_server::config::GatewayKind;
use kunci_server::methods::Channel;
use kunci_server::outbox::{self, Message, To};
use kunci_server::serve::app_router;
use kunci_server::state::{App, Mode};
use serde_json::{Value, json};

use super::gateway::HttpGateway;
use super::house::{House, message, outcome, row, send};
use super::on_both;
use tower::ServiceExt as _;

async fn get(app: &App, path: &str) -> (StatusCode, String) {
    let request = Request::get(path)
        .header("accept-language", "id")
        .body(Body::empty())
        .unwrap();
    let response = app_router(app.clone()).oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

on_both! {
    async fn messages_land_on_the_page_and_nothing_leaves(house: House) {
        let mut house = house;
        let mut gateway = HttpGateway::start([]).await;
        house.config.phone.gateways = vec![gateway.configured("wa", GatewayKind::Whatsapp)];
        house.mode = Mode::Demo;
        let app = house.node().await;
        let mail = send(&app, message(Id::from_u128(1), "sari@contoh.id")).await;
        outbox::deliver_due(&app).await;
        house.advance(Span::seconds(1));
        let text = send(&app, message(Id::from_u128(1), "+6281234567890")).await;
        let nobody = send(&app, Message { account: None, to: To::Nobody(Channel::Phone), ..message(Id::nil(), "+62812") }).await;
        outbox::deliver_due(&app).await;
        assert!(gateway.rest().is_empty());
        assert_eq!(outcome(&app, nobody).await.as_deref(), Some("nobody"));
        assert!(!row(&app, mail).await.sealed);

        let (status, body) = get(&app, "/demo/inbox?format=json").await;
        assert_eq!(status, StatusCode::OK);
        let list: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(list.as_array().unwrap().len(), 2);
        assert_eq!(list[0], json!({
            "id": text.to_string(), "channel": "whatsapp", "to": "+6281234567890", "subject": "",
            "text": "481516 kode Akun Nusa \"aman\", sampai 09.24. https://akun.nusa.example/l/abc Ref K7F2-9QX",
            "code": "481516", "links": ["https://akun.nusa.example/l/abc"], "at": "2026-11-23T02:14:01Z",
        }));
        assert_eq!((&list[1]["id"], &list[1]["channel"]), (&json!(mail.to_string()), &json!("email")));
        assert_eq!(list[1]["links"][0], "https://akun.nusa.example/l/abc?x=1&y=2");
        assert!(list[1]["text"].as_str().unwrap().contains("Kode verifikasi: 481516"));

        let (status, page) = get(&app, "/demo/inbox").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains(r#"<a href="https://akun.nusa.example/l/abc">"#), "{page}");
        assert!(page.find(&text.to_string()) < page.find(&mail.to_string()), "the newest first");
        assert!(page.contains("http-equiv=\"refresh\"") && page.contains("WhatsApp"));
        assert!(page.contains("kode &#60;masuk&#62;"), "texts are escaped");
        assert!(!get(&app, "/demo/inbox?hold=1").await.1.contains("http-equiv=\"refresh\""));
        assert_eq!(get(&app, "/demo/inbox.css").await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_inbox_exists_in_the_demo_only() {
    let app = House::new(Engine::Sqlite).node().await;
    for path in ["/demo/inbox", "/demo/inbox?format=json", "/demo/inbox.css"] {
        assert_eq!(get(&app, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
