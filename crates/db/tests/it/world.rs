//! A small schema on a fresh database of either engine.

use std::sync::{Arc, mpsc};

use kunci_db::testing::{Engine, FixedClock, Fresh};
use kunci_db::{Config, Db, Error, Id, Migrations, Result, params};
use tokio::task::JoinHandle;

/// 2026-01-01T00:00:00Z, in microseconds.
pub(crate) const NOW: i64 = 1_767_225_600_000_000;

pub(crate) const MIGRATIONS: Migrations = Migrations {
    sqlite: &[(
        "start",
        "CREATE TABLE heads (id BLOB PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
         CREATE TABLE pools (id BLOB PRIMARY KEY REFERENCES heads, left_over INTEGER NOT NULL) STRICT;
         CREATE TABLE notes (id BLOB PRIMARY KEY, author TEXT NOT NULL, body TEXT NOT NULL, stars INTEGER, weight REAL,
             written_at INTEGER NOT NULL, UNIQUE (author, body),
             CONSTRAINT notes_stars_range CHECK (stars BETWEEN 0 AND 5)) STRICT;
         CREATE UNIQUE INDEX one_note_a_time ON notes (written_at);
         CREATE TABLE later (id BLOB PRIMARY KEY,
             head BLOB NOT NULL REFERENCES heads DEFERRABLE INITIALLY DEFERRED) STRICT;",
    )],
    postgres: &[(
        "start",
        "CREATE TABLE heads (id BYTEA PRIMARY KEY, seq BIGINT NOT NULL);
         CREATE TABLE pools (id BYTEA PRIMARY KEY REFERENCES heads, left_over BIGINT NOT NULL);
         CREATE TABLE notes (id BYTEA PRIMARY KEY, author TEXT COLLATE \"C\" NOT NULL, body TEXT COLLATE \"C\" NOT NULL,
             stars BIGINT, weight DOUBLE PRECISION, written_at BIGINT NOT NULL, UNIQUE (author, body),
             CONSTRAINT notes_stars_range CHECK (stars BETWEEN 0 AND 5));
         CREATE UNIQUE INDEX one_note_a_time ON notes (written_at);
         CREATE TABLE later (id BYTEA PRIMARY KEY,
             head BYTEA NOT NULL REFERENCES heads DEFERRABLE INITIALLY DEFERRED);",
    )],
};

kunci_db::statements! {
    pub(crate) NEW_HEAD = "INSERT INTO heads (id, seq) VALUES ($1, 0)";
    pub(crate) HOLD = "UPDATE heads SET seq = seq + 1 WHERE id = $1";
    pub(crate) SEQ = "SELECT seq FROM heads WHERE id = $1";
    pub(crate) ALL_HEADS = "SELECT id FROM heads ORDER BY id";
    pub(crate) NEW_POOL = "INSERT INTO pools (id, left_over) VALUES ($1, $2)";
    pub(crate) LEFT = "SELECT left_over FROM pools WHERE id = $1";
    pub(crate) TAKE = "UPDATE pools SET left_over = left_over - 1 WHERE id = $1";
    pub(crate) NOTE = "INSERT INTO notes (id, author, body, stars, weight, written_at) VALUES ($1, $2, $3, $4, $5, $6)";
    pub(crate) NOTES = "SELECT id, author, body, stars, weight, written_at FROM notes ORDER BY author, id";
    pub(crate) NOTES_BY = "SELECT body FROM notes WHERE author = $1 AND stars >= $2 ORDER BY body LIMIT $3";
    pub(crate) STARS = "UPDATE notes SET stars = $2 WHERE author = $1 RETURNING body";
    pub(crate) COUNT = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(stars), 0) AS BIGINT) FROM notes";
    pub(crate) NEW_LATER = "INSERT INTO later (id, head) VALUES ($1, $2)";
}

/// A fresh database of one engine with the schema in it.
pub(crate) struct World {
    pub(crate) fresh: Fresh,
    pub(crate) clock: FixedClock,
    pub(crate) db: Db,
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        Self::with(engine, |config| config).await
    }

    pub(crate) async fn with(engine: Engine, change: impl FnOnce(Config) -> Config) -> Self {
        let fresh = engine.fresh().unwrap();
        let clock = FixedClock::new(NOW);
        let config = change(fresh.config().unwrap());
        let db = Db::open(config, &MIGRATIONS, Arc::new(clock.clone()))
            .await
            .unwrap();
        Self { fresh, clock, db }
    }

    /// Another node on the same database.
    pub(crate) async fn neighbour(&self) -> Db {
        let config = self.fresh.config().unwrap();
        Db::open(config, &MIGRATIONS, Arc::new(self.clock.clone()))
            .await
            .unwrap()
    }

    pub(crate) async fn new_head(&self) -> Id {
        let made = self.db.tx(|tx| {
            let id = tx.account_id();
            tx.exec(&NEW_HEAD, params![id])?;
            Ok::<_, Error>(id)
        });
        made.await.unwrap()
    }

    pub(crate) async fn heads(&self) -> Vec<Id> {
        self.db
            .view(|view| view.many(&ALL_HEADS, &[]))
            .await
            .unwrap()
    }
}

/// Occupies one thread of the database until it is pulled.
pub(crate) struct Plug {
    pull: mpsc::Sender<()>,
    closure: JoinHandle<Result<()>>,
}

impl Plug {
    pub(crate) async fn new(db: &Db) -> Self {
        let (pull, pulled) = mpsc::channel();
        let (started, mut starts) = tokio::sync::mpsc::unbounded_channel();
        let db = db.clone();
        let closure = tokio::spawn(async move {
            db.tx(move |_| {
                // If this runs again, both other ends are gone, and nobody is to be told or waited for.
                started.send(()).ok();
                pulled.recv().ok();
                Ok(())
            })
            .await
        });
        starts.recv().await.unwrap();
        Self { pull, closure }
    }

    pub(crate) async fn pull(self) {
        drop(self.pull);
        self.closure.await.unwrap().unwrap();
    }
}

/// Waits until that many closures wait.
pub(crate) async fn queued(db: &Db, count: usize) {
    while db.stats().queued < count {
        tokio::task::yield_now().await;
    }
}

/// The same test on each engine, as `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($engine:ident: Engine) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn check($engine: Engine) $body

            #[tokio::test]
            async fn sqlite() {
                check(Engine::Sqlite).await;
            }

            #[tokio::test]
            async fn postgres() {
                check(Engine::Postgres).await;
            }
        }
    )*};
}
pub(crate) use on_both;
