//! What the log says about messages: enough to find a fault, nothing about anyone.

use std::io::Write;
use std::sync::{Arc, Mutex};

use kunci_db::testing::Engine;
use kunci_rules::{Id, Span};
use kunci_server::config::GatewayKind;
use kunci_server::outbox;
use tracing_subscriber::fmt::MakeWriter;

use super::gateway::{HttpGateway, Manner};
use super::house::{House, letter, message, send};
use super::relay::SmtpServer;

#[derive(Clone, Default)]
pub(crate) struct Pages(Arc<Mutex<Vec<u8>>>);

impl Pages {
    /// Keeps everything that this thread logs, as long as the guard lives.
    pub(crate) fn watch(&self) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::fmt()
            .with_writer(self.clone())
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Pages {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Pages {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_names_the_message_and_no_one() {
    let pages = Pages::default();
    let _watching = pages.watch();
    let mut house = House::new(Engine::Sqlite);
    let relay = SmtpServer::start().await;
    let gateway =
        HttpGateway::start([Manner::Answer(500), Manner::Answer(400), Manner::Silent]).await;
    house.config.mail.smtp_url = format!("smtp://127.0.0.1:{}", relay.port);
    house.config.phone.gateways = vec![gateway.configured("sms", GatewayKind::Sms)];
    let app = house.node().await;
    let mut ids = Vec::new();
    for to in [
        "unknown@contoh.id",
        "busy@contoh.id",
        "sari@contoh.id",
        "+6281234567890",
    ] {
        ids.push(send(&app, message(Id::from_u128(1), to)).await);
    }
    for _ in 0..6 {
        outbox::deliver_due(&app).await;
        house.advance(Span::minutes(2));
    }
    let log = pages.text();
    for id in [ids[0], ids[1], ids[3]] {
        assert!(log.contains(&id.to_string()), "{id} is missing in {log}");
    }
    let letter = letter();
    let secrets = [
        "contoh.id",
        "81234567890",
        "481516",
        "alamat-rahasia",
        "kunci-gerbang",
        "/l/abc",
        &letter.subject,
        &letter.reference,
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
