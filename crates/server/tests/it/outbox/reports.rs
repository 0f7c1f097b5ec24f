//! Delivery reports of gateways.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use kunci_rules::{Id, Span};
use kunci_server::config::GatewayKind;
use kunci_server::outbox;
use kunci_server::serve::app_router;
use kunci_server::state::App;
use tower::ServiceExt as _;

use super::gateway::{HttpGateway, Manner, SECRET};
use super::house::{House, message, outcome, row, send};
use super::on_both;

const NUMBER: &str = "+6281234567890";

async fn report(app: &App, gateway: &str, secret: &str, id: &str, status: &str) -> StatusCode {
    let request = Request::post(format!("/hooks/phone/{gateway}"))
        .header("authorization", format!("Bearer {secret}"))
        .header("content-type", "application/json")
        .body(Body::from(format!(
            r#"{{"id":"{id}","status":"{status}"}}"#
        )))
        .unwrap();
    app_router(app.clone())
        .oneshot(request)
        .await
        .unwrap()
        .status()
}

async fn two_gateways(house: House) -> (House, HttpGateway, HttpGateway) {
    let mut house = house;
    let (whatsapp, sms) = (HttpGateway::start([]).await, HttpGateway::start([]).await);
    house.config.phone.gateways = vec![
        whatsapp.reporting("wa", GatewayKind::Whatsapp),
        sms.reporting("sms", GatewayKind::Sms),
    ];
    (house, whatsapp, sms)
}

on_both! {
    async fn a_bounce_moves_on_to_the_next_gateway(house: House) {
        let (house, mut whatsapp, mut sms) = two_gateways(house).await;
        let app = house.node().await;
        let id = send(&app, message(Id::from_u128(1), NUMBER)).await;
        outbox::deliver_due(&app).await;
        assert_eq!(whatsapp.rest().len(), 1);
        assert!(row(&app, id).await.sealed, "the text is kept until the report");

        let name = id.to_string();
        assert_eq!(report(&app, "wa", SECRET, &name, "failed").await, StatusCode::NO_CONTENT);
        assert_eq!(outbox::deliver_due(&app).await, 1);
        assert_eq!((whatsapp.rest().len(), sms.next().await.field("ref")), (0, name.clone()));

        // The first one repeats itself; only the one that has the message now is heard.
        assert_eq!(report(&app, "wa", SECRET, &name, "failed").await, StatusCode::NO_CONTENT);
        assert_eq!(outbox::deliver_due(&app).await, 0);
        assert_eq!(outcome(&app, id).await, None);

        assert_eq!(report(&app, "sms", SECRET, &name, "failed").await, StatusCode::NO_CONTENT);
        let row = row(&app, id).await;
        assert_eq!((row.state.as_str(), row.outcome.as_deref(), row.sealed), ("failed", Some("bounced"), false));
    }

    async fn a_delivered_message_is_wiped(house: House) {
        let (house, ..) = two_gateways(house).await;
        let app = house.node().await;
        let id = send(&app, message(Id::from_u128(1), NUMBER)).await;
        outbox::deliver_due(&app).await;
        let name = id.to_string();
        assert_eq!(report(&app, "wa", SECRET, &name, "on its way").await, StatusCode::NO_CONTENT);
        assert_eq!(outcome(&app, id).await, None);
        assert_eq!(report(&app, "wa", SECRET, &name, "Delivered").await, StatusCode::NO_CONTENT);
        let row = row(&app, id).await;
        assert_eq!((row.outcome.as_deref(), row.sealed), (Some("sent"), false));
        assert_eq!(report(&app, "wa", SECRET, &name, "failed").await, StatusCode::NO_CONTENT);
        assert_eq!(outcome(&app, id).await.as_deref(), Some("sent"));
    }

    async fn a_gateway_that_never_reports_does_not_keep_the_text(house: House) {
        let (house, ..) = two_gateways(house).await;
        let app = house.node().await;
        let notice = outbox::Message { expires_at: app.now() + Span::days(1), ..message(Id::from_u128(1), NUMBER) };
        let id = send(&app, notice).await;
        outbox::deliver_due(&app).await;
        house.advance(Span::minutes(59));
        assert_eq!(outbox::deliver_due(&app).await, 0);
        house.advance(Span::minutes(1));
        assert_eq!(outbox::deliver_due(&app).await, 1);
        let row = row(&app, id).await;
        assert_eq!((row.state.as_str(), row.outcome.as_deref(), row.sealed), ("sent", Some("unconfirmed"), false));
    }

    /// A report can be faster than the answer to the request that it is about.
    async fn a_bounce_before_the_answer_counts(house: House) {
        let (house, mut whatsapp, mut sms) = two_gateways(house).await;
        let (answer, held) = tokio::sync::oneshot::channel();
        whatsapp.then(Manner::Hold(held));
        let app = house.node().await;
        let id = send(&app, message(Id::from_u128(1), NUMBER)).await;
        let delivering = tokio::spawn({ let app = app.clone(); async move { outbox::deliver_due(&app).await } });
        whatsapp.next().await;
        report(&app, "wa", SECRET, &id.to_string(), "failed").await;
        answer.send(202).unwrap();
        delivering.await.unwrap();
        assert_eq!(sms.next().await.field("ref"), id.to_string());
        assert!(sms.rest().is_empty() && whatsapp.rest().is_empty());
    }
}

#[tokio::test]
async fn only_whoever_knows_the_secret_may_report() {
    let (mut house, ..) = two_gateways(House::new(kunci_db::testing::Engine::Sqlite)).await;
    let silent = HttpGateway::start([]).await;
    house
        .config
        .phone
        .gateways
        .push(silent.configured("plain", GatewayKind::Sms));
    let app = house.node().await;
    let id = send(&app, message(Id::from_u128(1), NUMBER)).await;
    outbox::deliver_due(&app).await;
    let name = id.to_string();
    for (gateway, secret) in [
        ("wa", "tebakan"),
        ("wa", ""),
        ("nowhere", SECRET),
        ("plain", SECRET),
    ] {
        assert_eq!(
            report(&app, gateway, secret, &name, "failed").await,
            StatusCode::NOT_FOUND,
            "{gateway} {secret}"
        );
    }
    assert_eq!(
        report(&app, "wa", SECRET, "no id", "failed").await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        report(&app, "wa", SECRET, &Id::from_u128(5).to_string(), "failed").await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(outbox::deliver_due(&app).await, 0);
    // Some gateways can only be given an address.
    let address = format!("/hooks/phone/wa?secret={SECRET}&id={name}");
    let request = Request::post(address)
        .body(Body::from("status=delivered"))
        .unwrap();
    assert_eq!(
        app_router(app.clone())
            .oneshot(request)
            .await
            .unwrap()
            .status(),
        StatusCode::NO_CONTENT
    );
    assert_eq!(outcome(&app, id).await.as_deref(), Some("sent"));
}
