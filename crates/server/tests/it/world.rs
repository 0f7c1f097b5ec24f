//! A server to test: a fresh database, a clock that stands still, a seed, and everything that would leave it in one inbox.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::Router;
use kunci_db::testing::{Engine, FixedClock, Fresh};
use kunci_rules::{Span, Time};
use kunci_server::config::Config;
use kunci_server::keys::Keys;
use kunci_server::random::Random;
use kunci_server::serve::{app_router, build};
use kunci_server::state::{App, Mode};
use serde::Deserialize;
use tempfile::TempDir;

use crate::browser::Browser;

/// When every world begins: Monday, 23 November 2026, 09.14 WIB.
pub(crate) const BEGINNING: Time = Time(1_795_400_040_000_000);

/// Where the server of a world says it lives: a name, to which passkeys can be bound.
pub(crate) const URL: &str = "http://localhost:8480";

/// A server with everything around it. See `main.rs` for how to use it.
pub(crate) struct World {
    /// The application, for what no page shows.
    pub(crate) app: App,
    router: Router,
    clock: FixedClock,
    fresh: Fresh,
    data: TempDir,
    config: Config,
    visitors: AtomicU8,
    nodes: AtomicU8,
}

/// A mail or phone message as the demo's inbox shows it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Message {
    /// `email`, `whatsapp` or `sms`.
    pub(crate) channel: String,
    /// Address or number.
    pub(crate) to: String,
    /// Mails only.
    pub(crate) subject: Option<String>,
    /// The text.
    pub(crate) text: String,
    /// The code in it.
    pub(crate) code: Option<String>,
    /// The links in it, absolute.
    pub(crate) links: Vec<String>,
}

impl World {
    /// With the settings of every test.
    pub(crate) async fn on(engine: Engine) -> Self {
        Self::with(engine, |_| ()).await
    }

    /// With settings of its own.
    pub(crate) async fn with(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let fresh = engine.fresh().unwrap();
        let mut config = settings(data.path().to_owned());
        if let Some((url, schema)) = fresh.url() {
            (config.database.url, config.database.schema) = (url, schema);
        }
        change(&mut config);
        Keys::create(&config.server.data, &Random::seeded(0)).unwrap();
        let clock = FixedClock::new(BEGINNING.0);
        let app = build(
            config.clone(),
            Mode::Demo,
            Arc::new(clock.clone()),
            Random::seeded(1),
        )
        .await
        .unwrap();
        let router = app_router(app.clone());
        Self {
            app,
            router,
            clock,
            fresh,
            data,
            config,
            visitors: AtomicU8::new(0),
            nodes: AtomicU8::new(1),
        }
    }

    /// Answers on a port of its own, for what a browser is not: phones and agents.
    pub(crate) async fn serve(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .unwrap();
        let address = listener.local_addr().unwrap();
        let service = self
            .router
            .clone()
            .into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        address
    }

    /// A second server on the same database, with the same keys and clock.
    pub(crate) async fn another_node(&self) -> (App, Router) {
        self.node(self.config.clone(), Mode::Demo).await
    }

    /// A second server from which messages really leave, with settings of its own.
    pub(crate) async fn serving(&self, change: impl FnOnce(&mut Config)) -> (App, Router) {
        let mut config = self.config.clone();
        change(&mut config);
        self.node(config, Mode::Serve).await
    }

    async fn node(&self, config: Config, mode: Mode) -> (App, Router) {
        let seed = u64::from(self.nodes.fetch_add(1, Ordering::Relaxed)) + 1;
        let app = build(
            config,
            mode,
            Arc::new(self.clock.clone()),
            Random::seeded(seed),
        )
        .await
        .unwrap();
        (app.clone(), app_router(app))
    }

    /// A browser nobody has seen, in a network of its own (203.0.N.7).
    pub(crate) fn browser(&self) -> Browser {
        let network = self.visitors.fetch_add(1, Ordering::Relaxed);
        self.browser_at([203, 0, network, 7])
    }

    /// A browser nobody has seen, at an address.
    pub(crate) fn browser_at(&self, ip: [u8; 4]) -> Browser {
        Browser::new(self.router.clone(), ip)
    }

    /// Lets time pass, and does nothing yet.
    pub(crate) fn pass(&self, span: Span) {
        self.clock.advance(span.0);
    }

    /// Lets time pass, then does what has become due, sweeps away what is old, and asks about old numbers.
    pub(crate) async fn advance(&self, span: Span) {
        self.clock.advance(span.0);
        self.settle().await;
        kunci_server::sweeps::run_due(&self.app).await;
        kunci_server::numbers::run_due(&self.app).await;
    }

    /// Does all queued work and delivers all messages that are due now.
    pub(crate) async fn settle(&self) {
        while kunci_server::jobs::run_due(&self.app).await
            + kunci_server::outbox::deliver_due(&self.app).await
            > 0
        {}
    }

    /// Every message delivered so far, newest first.
    pub(crate) async fn inbox(&self) -> Vec<Message> {
        self.settle().await;
        let answer = self
            .browser_at([127, 0, 0, 1])
            .get("/demo/inbox?format=json")
            .await;
        serde_json::from_str(&answer.body)
            .unwrap_or_else(|error| panic!("the inbox answered {}: {error}", answer.status))
    }

    /// The newest message to an address or number.
    pub(crate) async fn last_to(&self, to: &str) -> Message {
        let inbox = self.inbox().await;
        inbox
            .iter()
            .find(|message| message.to == to)
            .unwrap_or_else(|| panic!("nothing for {to} in {inbox:#?}"))
            .clone()
    }

    /// Now, in this world.
    pub(crate) fn now(&self) -> Time {
        self.app.now()
    }

    /// Directory of keys and files.
    pub(crate) fn data(&self) -> PathBuf {
        self.data.path().to_owned()
    }

    /// The database underneath, for a separate process.
    pub(crate) fn fresh(&self) -> &Fresh {
        &self.fresh
    }
}

/// The settings of every test: the cheapest hashing that is allowed.
fn settings(data: PathBuf) -> Config {
    let mut config = Config::default();
    config.server.data = data;
    config.server.public_url = URL.to_owned();
    config.brand.name = "Akun Nusa".to_owned();
    config.limits.argon2_memory_kib = 19 * 1024;
    config.limits.argon2_passes = 2;
    config.limits.hash_wait_ms = 60_000;
    config.checked().unwrap()
}

/// The same test on each engine, as `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: World) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn check($world: World) $body

            #[tokio::test]
            async fn sqlite() {
                check(World::on(kunci_db::testing::Engine::Sqlite).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                check(World::on(kunci_db::testing::Engine::Postgres).await).await;
            }
        }
    )*};
}
pub(crate) use on_both;
