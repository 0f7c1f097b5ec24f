//! Where the database is, and how much of the machine it may use.

use std::path::PathBuf;
use std::sync::Arc;

use crate::shared::Listener;
use crate::tx::Topic;

/// Which engine, and where.
#[derive(Clone)]
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres(Postgres),
}

/// How to reach PostgreSQL.
#[derive(Clone)]
pub(crate) struct Postgres {
    pub(crate) url: String,
    pub(crate) schema: Option<String>,
    pub(crate) ca: Option<PathBuf>,
}

/// Settings of one database. [`Config::sqlite`] and [`Config::postgres`] set sensible ones.
#[derive(Clone)]
pub struct Config {
    pub(crate) place: Place,
    pub(crate) threads: usize,
    pub(crate) queue: usize,
    pub(crate) grouped: bool,
    pub(crate) seed: Option<u64>,
    pub(crate) listener: Option<Listener>,
}

impl Config {
    fn new(place: Place, threads: usize) -> Self {
        Self {
            place,
            threads,
            queue: 4_096,
            grouped: true,
            seed: None,
            listener: None,
        }
    }

    /// A file, created (0600) if it does not exist. One thread writes, 4 read.
    pub fn sqlite(path: impl Into<PathBuf>) -> Self {
        Self::new(Place::Sqlite(path.into()), 4)
    }

    /// A server: `postgres://user:password@host/database?sslmode=require`. 16 threads with a connection each.
    ///
    /// `sslmode=require` is TLS with a verified certificate; `disable` is plain; without either, only a server on this
    /// machine is accepted.
    pub fn postgres(url: impl Into<String>) -> Self {
        Self::new(
            Place::Postgres(Postgres {
                url: url.into(),
                schema: None,
                ca: None,
            }),
            16,
        )
    }

    fn map_postgres(mut self, change: impl FnOnce(&mut Postgres)) -> Self {
        if let Place::Postgres(postgres) = &mut self.place {
            change(postgres);
        }
        self
    }

    /// PostgreSQL: the schema to use, created if it does not exist. Without it, the connection's default.
    #[must_use]
    pub fn schema(self, name: impl Into<String>) -> Self {
        self.map_postgres(|postgres| postgres.schema = Some(name.into()))
    }

    /// PostgreSQL: a PEM file of the authorities to trust, instead of the system's.
    #[must_use]
    pub fn certificate_authorities(self, pem: impl Into<PathBuf>) -> Self {
        self.map_postgres(|postgres| postgres.ca = Some(pem.into()))
    }

    /// How many threads read (SQLite), or work with a connection each (PostgreSQL). At least 1.
    #[must_use]
    pub fn threads(self, threads: usize) -> Self {
        Self {
            threads: threads.max(1),
            ..self
        }
    }

    /// How many closures may wait before [`crate::Error::Overloaded`].
    #[must_use]
    pub fn queue(self, bound: usize) -> Self {
        Self {
            queue: bound,
            ..self
        }
    }

    /// Who is told, after each commit and before its caller is answered, which topics it woke. Runs on a database thread: it
    /// must be quick and not wait for this database.
    #[must_use]
    pub fn on_wake(self, listener: impl Fn(&[Topic]) + Send + Sync + 'static) -> Self {
        Self {
            listener: Some(Arc::new(listener)),
            ..self
        }
    }

    /// Makes ids repeat from run to run, for tests.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self {
            seed: Some(seed),
            ..self
        }
    }

    /// SQLite: one commit per closure, for comparison in the benchmark.
    #[must_use]
    pub fn ungrouped(self) -> Self {
        Self {
            grouped: false,
            ..self
        }
    }
}
