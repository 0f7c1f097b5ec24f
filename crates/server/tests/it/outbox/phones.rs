//! Phone messages over HTTP gateways.

use kunci_rules::{Id, Span};
use kunci_server::config::GatewayKind;
use kunci_server::outbox::{self, gsm7};

use super::gateway::{HttpGateway, Manner};
use super::house::{House, Row, letter, message, outcome, row, send};
use super::on_both;
use super::relay::SmtpServer;

const NUMBER: &str = "+6281234567890";

on_both! {
    async fn the_first_gateway_takes_the_message(house: House) {
        let mut house = house;
        let (mut whatsapp, mut sms) = (HttpGateway::start([]).await, HttpGateway::start([]).await);
        house.config.phone.gateways = vec![whatsapp.configured("wa", GatewayKind::Whatsapp), sms.configured("sms", GatewayKind::Sms)];
        let app = house.node().await;
        let id = send(&app, message(Id::from_u128(1), NUMBER)).await;
        assert_eq!(outbox::deliver_due(&app).await, 1);

        let request = whatsapp.next().await;
        assert_eq!(request.headers["authorization"], "Bearer kunci-gerbang");
        assert_eq!(request.headers["content-type"], "application/json");
        assert_eq!((request.field("to"), request.field("ref")), ("6281234567890".to_owned(), id.to_string()));
        assert_eq!(request.field("text"), letter().short.replace(['“', '”'], "\""));
        assert!(gsm7::fits(&request.field("text")));
        assert!(sms.rest().is_empty());
        let sent = Row { state: "sent".to_owned(), outcome: Some("sent".to_owned()), tries: 1, sealed: false, due_in: Span::ZERO };
        assert_eq!(row(&app, id).await, sent);
    }

    async fn a_gateway_that_fails_refuses_or_keeps_silent_is_passed_over(house: House) {
        let mut house = house;
        for manner in [|| Manner::Answer(503), || Manner::Answer(400), || Manner::Answer(302), || Manner::Silent] {
            let (mut whatsapp, mut sms) = (HttpGateway::start([manner()]).await, HttpGateway::start([]).await);
            house.config.phone.gateways = vec![whatsapp.configured("wa", GatewayKind::Whatsapp), sms.configured("sms", GatewayKind::Sms)];
            let app = house.node().await;
            let id = send(&app, message(Id::from_u128(1), NUMBER)).await;
            assert_eq!(outbox::deliver_due(&app).await, 1);
            assert_eq!(whatsapp.next().await.field("ref"), id.to_string());
            assert_eq!(sms.next().await.field("ref"), id.to_string());
            assert_eq!(outcome(&app, id).await.as_deref(), Some("sent"));
        }
    }

    async fn when_all_gateways_fail_the_round_is_repeated(house: House) {
        let mut house = house;
        let (mut whatsapp, mut sms) = (HttpGateway::start([Manner::Answer(500)]).await, HttpGateway::start([Manner::Answer(429)]).await);
        house.config.phone.gateways = vec![whatsapp.configured("wa", GatewayKind::Whatsapp), sms.configured("sms", GatewayKind::Sms)];
        let app = house.node().await;
        let id = send(&app, message(Id::from_u128(1), NUMBER)).await;
        outbox::deliver_due(&app).await;
        assert_eq!(row(&app, id).await, Row { state: "due".to_owned(), outcome: None, tries: 1, sealed: true, due_in: Span::seconds(5) });
        house.advance(Span::seconds(5));
        outbox::deliver_due(&app).await;
        assert_eq!((whatsapp.rest().len(), sms.rest().len()), (2, 1));
        assert_eq!(outcome(&app, id).await.as_deref(), Some("sent"));
    }

    async fn a_gateway_that_fails_does_not_hold_up_mail(house: House) {
        let mut house = house;
        let (answer, held) = tokio::sync::oneshot::channel();
        let mut gateway = HttpGateway::start([Manner::Hold(held)]).await;
        let mut relay = SmtpServer::start().await;
        house.config.phone.gateways = vec![kunci_server::config::Gateway { timeout_seconds: 30, ..gateway.configured("sms", GatewayKind::Sms) }];
        house.config.mail.smtp_url = format!("smtp://127.0.0.1:{}", relay.port);
        let app = house.node().await;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let running = tokio::spawn(outbox::run_until(app.clone(), async { drop(stopped.await) }));
        let account = Id::from_u128(1);
        let text = send(&app, message(account, NUMBER)).await;
        gateway.next().await;
        send(&app, message(account, "sari@contoh.id")).await;
        relay.next().await;
        // Stopping waits for the message under way.
        stop.send(()).unwrap();
        answer.send(200).unwrap();
        running.await.unwrap();
        assert_eq!(outcome(&app, text).await.as_deref(), Some("sent"));
    }
}
