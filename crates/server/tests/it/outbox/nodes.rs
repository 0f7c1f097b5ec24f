//! Several nodes on one database: who delivers, and what happens when one of them dies.

use std::collections::HashSet;

use kunci_rules::{Id, Span};
use kunci_server::config::{Gateway, GatewayKind};
use kunci_server::outbox;
use kunci_server::queues::{LEASE, TURN};

use super::gateway::{HttpGateway, Manner};
use super::house::{House, message, outcome, row, send};
use super::on_both;
use super::relay::SmtpServer;

const NUMBER: &str = "+6281234567890";

async fn with_gateway(house: House) -> (House, HttpGateway) {
    let mut house = house;
    let gateway = HttpGateway::start([]).await;
    house.config.phone.gateways = vec![Gateway {
        timeout_seconds: 30,
        ..gateway.configured("sms", GatewayKind::Sms)
    }];
    (house, gateway)
}

on_both! {
    async fn two_nodes_deliver_each_message_once(house: House) {
        let (house, mut gateway) = with_gateway(house).await;
        let (one, other) = (house.node().await, house.node().await);
        let mut ids = HashSet::new();
        for n in 0..150_u8 {
            let account = Id::from_u128(u128::from(n).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            ids.insert(send(&one, message(account, &format!("+62{n:03}1234567"))).await.to_string());
        }
        let (a, b) = tokio::join!(outbox::deliver_due(&one), outbox::deliver_due(&other));
        assert_eq!(a + b, 150);
        let arrived: Vec<String> = gateway.rest().iter().map(|request| request.field("ref")).collect();
        assert_eq!(arrived.len(), 150);
        assert_eq!(arrived.into_iter().collect::<HashSet<_>>(), ids);
    }

    /// A node that dies between handing over and recording: its lease lapses, and another one sends again under the same id.
    async fn a_killed_node_loses_nothing(house: House) {
        let (house, mut gateway) = with_gateway(house).await;
        let (dying, other) = (house.node().await, house.node().await);
        gateway.then(Manner::Silent);
        let id = send(&dying, message(Id::from_u128(1), NUMBER)).await;
        let delivering = tokio::spawn({ let app = dying.clone(); async move { outbox::deliver_due(&app).await } });
        assert_eq!(gateway.next().await.field("ref"), id.to_string());
        delivering.abort();
        assert!(delivering.await.unwrap_err().is_cancelled());

        house.advance(Span(LEASE.0 - 1_000_000));
        assert_eq!(outbox::deliver_due(&other).await, 0, "the lease still holds");
        house.advance(Span::seconds(1));
        assert_eq!(outbox::deliver_due(&other).await, 1);
        assert_eq!(gateway.next().await.field("ref"), id.to_string());
        let row = row(&other, id).await;
        assert_eq!((row.outcome.as_deref(), row.tries, row.sealed), (Some("sent"), 2, false));
    }

    /// A node that was only slow: what it learns after its lease lapsed does not overwrite what its successor did.
    async fn a_node_that_lost_its_lease_cannot_overwrite(house: House) {
        let (house, mut gateway) = with_gateway(house).await;
        let (slow, other) = (house.node().await, house.node().await);
        let (answer, held) = tokio::sync::oneshot::channel();
        gateway.then(Manner::Hold(held));
        let id = send(&slow, message(Id::from_u128(1), NUMBER)).await;
        let delivering = tokio::spawn({ let app = slow.clone(); async move { outbox::deliver_due(&app).await } });
        gateway.next().await;

        house.advance(LEASE);
        gateway.then(Manner::Answer(500));
        assert_eq!(outbox::deliver_due(&other).await, 1);
        let planned = row(&other, id).await;
        assert_eq!((planned.tries, planned.due_in), (2, Span::seconds(15)));

        house.advance(Span::seconds(1));
        answer.send(500).unwrap();
        delivering.await.unwrap();
        assert_eq!(row(&other, id).await.due_in, Span::seconds(14), "the plan of the new holder stands");
        house.advance(Span::seconds(14));
        assert_eq!(outbox::deliver_due(&other).await, 1);
        assert_eq!(outcome(&other, id).await.as_deref(), Some("sent"));
    }

    /// That a message left is true whoever says it: then the successor does not send it once more.
    async fn a_late_success_spares_a_second_sending(house: House) {
        let (house, mut gateway) = with_gateway(house).await;
        let (slow, other) = (house.node().await, house.node().await);
        let (answer, held) = tokio::sync::oneshot::channel();
        gateway.then(Manner::Hold(held));
        gateway.then(Manner::Answer(500));
        let id = send(&slow, message(Id::from_u128(1), NUMBER)).await;
        let delivering = tokio::spawn({ let app = slow.clone(); async move { outbox::deliver_due(&app).await } });
        gateway.next().await;
        house.advance(LEASE);
        outbox::deliver_due(&other).await;
        answer.send(200).unwrap();
        delivering.await.unwrap();
        assert_eq!(outcome(&other, id).await.as_deref(), Some("sent"));
        house.advance(Span::minutes(1));
        assert_eq!(outbox::deliver_due(&other).await, 0);
    }

    async fn every_statement_prepares(house: House) {
        use kunci_server::{jobs, queues};
        let app = house.node().await;
        for feature in [outbox::FEATURE, jobs::FEATURE, queues::FEATURE] {
            assert_eq!(app.db.prepare_all(feature.statements).await, Ok(()), "{}", feature.name);
        }
    }

    /// More than one turn's worth in a single bucket, so that it is given back and taken again.
    async fn a_long_queue_of_one_account_is_worked_off(house: House) {
        let mut house = house;
        let relay = SmtpServer::start().await;
        house.config.mail.smtp_url = format!("smtp://127.0.0.1:{}", relay.port);
        let app = house.node().await;
        let inside = app.clone();
        app.db.tx(move |tx| {
            for _ in 0..=TURN {
                outbox::send(tx, &inside, &message(Id::from_u128(7), "sari@contoh.id"))?;
            }
            Ok::<_, kunci_db::Error>(())
        }).await.unwrap();
        assert_eq!(outbox::deliver_due(&app).await, TURN + 1);
        assert_eq!(relay.rest().await.len(), TURN + 1);
    }
}
