//! One database, one clock, and as many nodes on them as a test wants.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kunci_db::testing::{Engine, FixedClock, Fresh};
use kunci_db::{Sql, params};
use kunci_rules::{Id, Span, Time};
use kunci_server::config::Config;
use kunci_server::jobs::JobKind;
use kunci_server::keys::Keys;
use kunci_server::methods::Channel;
use kunci_server::outbox::{self, Letter, Message, To};
use kunci_server::random::Random;
use kunci_server::serve::parts;
use kunci_server::state::{App, Mode, Parts};
use kunci_server::web::Language;
use tempfile::TempDir;

/// Monday, 23 November 2026, 09.14 WIB.
pub(crate) const NOW: Time = Time(1_795_400_040_000_000);

/// What the nodes share.
pub(crate) struct House {
    pub(crate) config: Config,
    pub(crate) jobs: &'static [JobKind],
    pub(crate) mode: Mode,
    clock: FixedClock,
    data: TempDir,
    fresh: Fresh,
    nodes: AtomicU64,
}

impl House {
    pub(crate) fn new(engine: Engine) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.server.data = data.path().to_owned();
        config.server.public_url = "https://akun.nusa.example".to_owned();
        config.brand.name = "Akun Nusa".to_owned();
        config.mail.from = "akun@nusa.example".to_owned();
        config.limits.hash_workers = 1;
        let fresh = engine.fresh().unwrap();
        Keys::create(data.path(), &Random::seeded(0)).unwrap();
        Self {
            config,
            jobs: &[],
            mode: Mode::Serve,
            clock: FixedClock::new(NOW.0),
            data,
            fresh,
            nodes: AtomicU64::new(1),
        }
    }

    /// One more server on the same database, with the same keys.
    pub(crate) async fn node(&self) -> App {
        let seed = self.nodes.fetch_add(1, Ordering::Relaxed);
        let mut config = self.config.clone().checked().unwrap();
        if let Some((url, schema)) = self.fresh.url() {
            (config.database.url, config.database.schema) = (url, schema);
        }
        let clock = Arc::new(self.clock.clone());
        let parts = parts(config, self.mode, clock, Random::seeded(seed))
            .await
            .unwrap();
        App::new(Parts {
            jobs: self.jobs,
            ..parts
        })
    }

    pub(crate) fn advance(&self, span: Span) {
        self.clock.advance(span.0);
    }

    pub(crate) fn directory(&self) -> &std::path::Path {
        self.data.path()
    }
}

/// A letter with everything in it.
pub(crate) fn letter() -> Letter {
    Letter {
        language: Language::Indonesian,
        subject: "Kode masuk Akun Nusa – “penting”".to_owned(),
        paragraphs: vec!["Ada yang meminta kode <masuk>.".to_owned(), "Jangan berikan ke siapa pun.".to_owned()],
        code: Some("481516".to_owned()),
        link: Some(("Lanjut".to_owned(), "https://akun.nusa.example/l/abc?x=1&y=2".to_owned())),
        short: "481516 kode Akun Nusa “aman”, sampai 09.24. https://akun.nusa.example/l/abc Ref K7F2-9QX".to_owned(),
        reference: "K7F2-9QX".to_owned(),
    }
}

/// A code by mail or phone that lives ten minutes.
pub(crate) fn message(account: Id, value: &str) -> Message {
    let channel = if value.contains('@') {
        Channel::Email
    } else {
        Channel::Phone
    };
    Message {
        account: Some(account),
        to: To::Contact {
            channel,
            value: value.to_owned(),
        },
        letter: letter(),
        due_at: NOW,
        expires_at: NOW + Span::minutes(10),
        network: None,
    }
}

/// Queues a message.
pub(crate) async fn send(app: &App, message: Message) -> Id {
    let inside = app.clone();
    app.db
        .tx(move |tx| outbox::send(tx, &inside, &message))
        .await
        .unwrap()
}

/// What a row says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) state: String,
    pub(crate) outcome: Option<String>,
    pub(crate) tries: i64,
    /// Whether the sealed text is still there.
    pub(crate) sealed: bool,
    pub(crate) due_in: Span,
}

/// The row of a message.
pub(crate) async fn row(app: &App, id: Id) -> Row {
    const ROW: Sql =
        Sql("SELECT state, outcome, tries, payload, due_at FROM outbox WHERE message_id = $1");
    type Columns = (String, Option<String>, i64, Vec<u8>, i64);
    let columns: Option<Columns> = app
        .db
        .view(move |view| view.one(&ROW, params![id]))
        .await
        .unwrap();
    let (state, outcome, tries, payload, due_at) = columns.unwrap();
    Row {
        state,
        outcome,
        tries,
        sealed: !payload.is_empty(),
        due_in: Time(due_at) - app.now(),
    }
}

/// How a message ended; `None` while it is under way.
pub(crate) async fn outcome(app: &App, id: Id) -> Option<String> {
    row(app, id).await.outcome
}
