//! Mail over SMTP.

use std::sync::Arc;

use kunci_rules::{Id, Span};
use kunci_server::methods::Channel;
use kunci_server::outbox::{self, To};

use super::house::{House, NOW, Row, letter, message, outcome, row, send};
use super::on_both;
use super::relay::{SmtpServer, certificates};

async fn with_relay(house: House) -> (House, SmtpServer) {
    let relay = SmtpServer::start().await;
    let mut house = house;
    house.config.mail.smtp_url = format!("smtp://127.0.0.1:{}", relay.port);
    (house, relay)
}

fn sent() -> Row {
    Row {
        state: "sent".to_owned(),
        outcome: Some("sent".to_owned()),
        tries: 1,
        sealed: false,
        due_in: Span::ZERO,
    }
}

on_both! {
    /// S-039, S-041: a mail says never to pass the code on and carries its reference; its Message-ID is the row's id.
    async fn a_mail_arrives_as_text_and_html(house: House) {
        let (house, mut relay) = with_relay(house).await;
        let app = house.node().await;
        let id = send(&app, message(Id::from_u128(1), "sari@contoh.id")).await;
        assert!(row(&app, id).await.sealed);
        assert_eq!(outbox::deliver_due(&app).await, 1);

        let mail = relay.next().await;
        assert_eq!((mail.from.as_str(), mail.to.as_slice()), ("akun@nusa.example", ["sari@contoh.id".to_owned()].as_slice()));
        assert_eq!(mail.headers["message-id"], format!("<{id}@nusa.example>"));
        assert_eq!(mail.headers["subject"], letter().subject);
        assert_eq!(mail.headers["from"], "Akun Nusa <akun@nusa.example>");
        assert_eq!(mail.headers["auto-submitted"], "auto-generated");
        assert_eq!(mail.headers["content-language"], "id");
        assert_eq!(mail.headers["date"], "Mon, 23 Nov 2026 02:14:00 +0000");
        assert!(!mail.headers.contains_key("reply-to"));
        for part in [&mail.text, &mail.html] {
            for word in ["481516", "K7F2-9QX", "Jangan berikan ke siapa pun.", "Petugas tidak pernah meminta"] {
                assert!(part.contains(word), "{word} in {part}");
            }
        }
        assert!(mail.text.contains("Lanjut:\nhttps://akun.nusa.example/l/abc?x=1&y=2"));
        assert!(mail.text.find("481516") < mail.text.find("Jangan"), "the code comes before the small print");
        assert!(mail.html.contains("kode &#60;masuk&#62;"), "texts are escaped: {}", mail.html);
        assert!(mail.html.contains(r#"href="https://akun.nusa.example/l/abc?x=1&#38;y=2""#));
        assert!(mail.html.contains("<html lang=\"id\">") && mail.html.contains("#0b6b5d"));

        assert_eq!(row(&app, id).await, sent());
        let metric = "outbox_sent_total{channel=\"email\",outcome=\"sent\"} 1";
        assert!(app.meters.render(&app).contains(metric));
        assert_eq!(outbox::deliver_due(&app).await, 0);
        assert!(relay.rest().await.is_empty());
    }

    async fn nothing_leaves_when_the_transaction_rolls_back(house: House) {
        let (house, relay) = with_relay(house).await;
        let app = house.node().await;
        let inside = app.clone();
        let failed: Result<(), kunci_db::Error> = app.db.tx(move |tx| {
            outbox::send(tx, &inside, &message(Id::from_u128(1), "sari@contoh.id"))?;
            Err(kunci_db::Error::Missing)
        }).await;
        assert!(failed.is_err());
        assert_eq!(outbox::deliver_due(&app).await, 0);
        assert!(relay.rest().await.is_empty());
    }

    async fn an_unknown_name_leaves_the_same_row_and_no_mail(house: House) {
        let (house, relay) = with_relay(house).await;
        let app = house.node().await;
        let nobody = outbox::Message { account: None, to: To::Nobody(Channel::Email), ..message(Id::nil(), "x@y.id") };
        let id = send(&app, nobody).await;
        assert_eq!(row(&app, id).await, Row { state: "due".to_owned(), outcome: None, tries: 0, sealed: true, due_in: Span::ZERO });
        assert_eq!(outbox::deliver_due(&app).await, 1);
        let after = row(&app, id).await;
        assert_eq!((after.outcome.as_deref(), after.sealed), (Some("nobody"), false));
        assert!(relay.rest().await.is_empty());
    }

    async fn a_mail_waits_for_its_time(house: House) {
        let (house, mut relay) = with_relay(house).await;
        let app = house.node().await;
        let later = outbox::Message { due_at: NOW + Span::minutes(5), ..message(Id::from_u128(1), "sari@contoh.id") };
        send(&app, later).await;
        house.advance(Span::minutes(4));
        assert_eq!(outbox::deliver_due(&app).await, 0);
        house.advance(Span::minutes(1));
        assert_eq!(outbox::deliver_due(&app).await, 1);
        assert_eq!(relay.next().await.to, ["sari@contoh.id"]);
    }

    async fn a_relay_that_asks_to_come_back_is_asked_again(house: House) {
        let (house, mut relay) = with_relay(house).await;
        let app = house.node().await;
        let id = send(&app, message(Id::from_u128(1), "later@contoh.id")).await;
        assert_eq!(outbox::deliver_due(&app).await, 1);
        assert_eq!(row(&app, id).await, Row { state: "due".to_owned(), outcome: None, tries: 1, sealed: true, due_in: Span::seconds(5) });
        assert_eq!(outbox::deliver_due(&app).await, 0, "not before its time");
        house.advance(Span::seconds(5));
        assert_eq!(outbox::deliver_due(&app).await, 1);
        assert_eq!(relay.next().await.headers["message-id"], format!("<{id}@nusa.example>"));
        assert_eq!(row(&app, id).await, Row { tries: 2, ..sent() });
    }

    async fn a_code_that_expired_is_not_sent(house: House) {
        let (house, relay) = with_relay(house).await;
        let app = house.node().await;
        let busy = send(&app, message(Id::from_u128(1), "busy@contoh.id")).await;
        let mut tries = 0;
        while outcome(&app, busy).await.is_none() {
            tries += outbox::deliver_due(&app).await;
            house.advance(Span::seconds(5));
            assert!(app.now() < NOW + Span::minutes(11), "still trying");
        }
        assert!((5..=8).contains(&tries), "{tries}");
        let unsent = send(&app, message(Id::from_u128(1), "sari@contoh.id")).await;
        house.advance(Span::minutes(10));
        assert_eq!(outbox::deliver_due(&app).await, 1);
        for id in [busy, unsent] {
            let row = row(&app, id).await;
            assert_eq!((row.state.as_str(), row.outcome.as_deref(), row.sealed), ("failed", Some("expired"), false));
        }
        assert!(relay.rest().await.is_empty());
    }

    async fn a_mailbox_that_does_not_exist_is_not_tried_again(house: House) {
        let (house, relay) = with_relay(house).await;
        let app = house.node().await;
        let id = send(&app, message(Id::from_u128(1), "unknown@contoh.id")).await;
        assert_eq!(outbox::deliver_due(&app).await, 1);
        let row = row(&app, id).await;
        assert_eq!((row.state.as_str(), row.outcome.as_deref(), row.sealed), ("failed", Some("refused"), false));
        assert!(relay.rest().await.is_empty());
    }
}

fn sqlite() -> House {
    House::new(kunci_db::testing::Engine::Sqlite)
}

#[tokio::test]
async fn a_silent_relay_costs_one_deadline_and_its_connection() {
    let (mut house, mut relay) = with_relay(sqlite()).await;
    house.config.mail.timeout_seconds = 1;
    let app = house.node().await;
    let id = send(&app, message(Id::from_u128(1), "silent@contoh.id")).await;
    assert_eq!(outbox::deliver_due(&app).await, 1);
    assert_eq!(row(&app, id).await.due_in, Span::seconds(5));
    let silent = relay.next().await;
    // Whatever the relay still says on the old connection is never taken for an answer to another mail.
    send(&app, message(Id::from_u128(2), "sari@contoh.id")).await;
    outbox::deliver_due(&app).await;
    assert_ne!(relay.next().await.connection, silent.connection);
}

#[tokio::test]
async fn connections_to_the_relay_are_kept() {
    let (house, mut relay) = with_relay(sqlite()).await;
    let app = house.node().await;
    for _ in 0..3 {
        send(&app, message(Id::from_u128(1), "sari@contoh.id")).await;
        outbox::deliver_due(&app).await;
        assert_eq!(relay.next().await.connection, 0);
    }
}

#[tokio::test]
async fn an_unreachable_relay_loses_nothing() {
    let (mut house, relay) = with_relay(sqlite()).await;
    let app = house.node().await;
    let port = relay.port;
    assert!(relay.rest().await.is_empty());
    let id = send(&app, message(Id::from_u128(1), "sari@contoh.id")).await;
    assert_eq!(outbox::deliver_due(&app).await, 1);
    assert_eq!(outcome(&app, id).await, None);
    let mut relay = SmtpServer::start().await;
    assert_ne!(relay.port, port);
    house.config.mail.smtp_url = format!("smtp://127.0.0.1:{}", relay.port);
    let restarted = house.node().await;
    house.advance(Span::seconds(5));
    assert_eq!(outbox::deliver_due(&restarted).await, 1);
    assert_eq!(
        relay.next().await.headers["message-id"],
        format!("<{id}@nusa.example>")
    );
}

#[tokio::test]
async fn starttls_and_sign_in_with_an_authority_of_the_house() {
    let mut house = sqlite();
    let [authority, certificate, key] = certificates(house.directory()).await;
    let mut relay = SmtpServer::start_with_tls(&certificate, &key).await;
    house.config.mail.smtp_url = format!(
        "smtp://kunci%40nusa:p%3Aw%2Fd%25@127.0.0.1:{}?tls=required",
        relay.port
    );
    house.config.mail.certificate_authority = Some(authority);
    let app = house.node().await;
    send(&app, message(Id::from_u128(1), "sari@contoh.id")).await;
    assert_eq!(outbox::deliver_due(&app).await, 1);
    let mail = relay.next().await;
    assert!(mail.encrypted);
    assert_eq!(mail.user.as_deref(), Some("kunci@nusa"));
}

/// Codes never travel in the clear because a relay, or someone in between, offers no encryption or a certificate of its own.
#[tokio::test]
async fn required_encryption_is_never_given_up() {
    let mut house = sqlite();
    let [_, certificate, key] = certificates(house.directory()).await;
    let plain = SmtpServer::start().await;
    let untrusted = SmtpServer::start_with_tls(&certificate, &key).await;
    for relay in [&plain, &untrusted] {
        house.config.mail.smtp_url = format!(
            "smtp://kunci%40nusa:p%3Aw%2Fd%25@127.0.0.1:{}?tls=required",
            relay.port
        );
        let app = house.node().await;
        let code = outbox::Message {
            expires_at: app.now() + Span::minutes(10),
            ..message(Id::from_u128(1), "sari@contoh.id")
        };
        let id = send(&app, code).await;
        outbox::deliver_due(&app).await;
        assert_eq!(outcome(&app, id).await, None);
        house.advance(Span::minutes(11));
        outbox::deliver_due(&app).await;
    }
    assert!(plain.rest().await.is_empty());
    assert!(untrusted.rest().await.is_empty());
}

/// The loop wakes by the commit itself, and ends only after what it has begun.
#[tokio::test]
async fn the_loop_delivers_at_once_and_stops_when_asked() {
    let (house, mut relay) = with_relay(sqlite()).await;
    let app = house.node().await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(outbox::run_until(app.clone(), async {
        drop(stopped.await);
    }));
    let ids: Arc<[Id]> = [1, 2, 3].map(Id::from_u128).into();
    for account in ids.iter() {
        send(&app, message(*account, "sari@contoh.id")).await;
        relay.next().await;
    }
    stop.send(()).unwrap();
    running.await.unwrap();
    send(&app, message(Id::from_u128(4), "sari@contoh.id")).await;
    assert!(relay.rest().await.is_empty());
}

#[tokio::test]
async fn finished_messages_are_cleared_away_after_a_week() {
    const LEFT: kunci_db::Sql = kunci_db::Sql("SELECT message_id FROM outbox ORDER BY created_at");
    let (house, _relay) = with_relay(sqlite()).await;
    let app = house.node().await;
    send(&app, message(Id::from_u128(1), "sari@contoh.id")).await;
    outbox::deliver_due(&app).await;
    house.advance(Span::days(6));
    let later = outbox::Message {
        due_at: app.now() + Span::days(9),
        expires_at: app.now() + Span::days(10),
        ..message(Id::from_u128(1), "sari@contoh.id")
    };
    let waiting = send(&app, later).await;
    for (days, left) in [(0, 2), (2, 1), (5, 1)] {
        house.advance(Span::days(days));
        kunci_server::sweeps::run_due(&app).await;
        let ids: Vec<Id> = app.db.view(|view| view.many(&LEFT, &[])).await.unwrap();
        assert_eq!(
            (ids.len(), ids.last()),
            (left, Some(&waiting)),
            "after {days} more days"
        );
    }
}
