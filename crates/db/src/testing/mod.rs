//! Real databases for tests, with nothing left behind (feature `testing`).
//!
//! [`Engine::each`] names the two engines; [`Engine::fresh`] gives an empty database of one: a file in a temporary directory,
//! or a schema on a private PostgreSQL cluster that is started once per test process and ends with it.

mod cluster;

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use tempfile::TempDir;

use crate::{Clock, Config};

pub use cluster::{Cluster, Error};

/// One of the two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A schema of the shared [`cluster()`].
    Postgres,
}

/// An empty database; it goes when this is dropped (a schema goes with its cluster).
pub struct Fresh {
    place: FreshPlace,
    opened: AtomicU64,
}

enum FreshPlace {
    Sqlite(TempDir),
    Postgres(String),
}

/// Connections per database in tests: few, so that many tests share one cluster.
const CONNECTIONS: usize = 4;

impl Engine {
    /// Both.
    pub fn each() -> [Engine; 2] {
        [Engine::Sqlite, Engine::Postgres]
    }

    /// An empty database.
    ///
    /// # Errors
    /// If no directory or no cluster can be made.
    pub fn fresh(self) -> Result<Fresh, Error> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let place = match self {
            Engine::Sqlite => FreshPlace::Sqlite(tempfile::tempdir()?),
            Engine::Postgres => {
                cluster()?;
                FreshPlace::Postgres(format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed)))
            }
        };
        Ok(Fresh {
            place,
            opened: AtomicU64::new(0),
        })
    }
}

impl Fresh {
    /// How to open it, as often as wished. Ids repeat from run to run, and each time draws others: the seeds are 1, 2, 3, …
    ///
    /// # Errors
    /// If the cluster could not be started.
    pub fn config(&self) -> Result<Config, Error> {
        Ok(match &self.place {
            FreshPlace::Sqlite(dir) => Config::sqlite(dir.path().join("kunci.db")),
            FreshPlace::Postgres(schema) => Config::postgres(cluster()?.url()).schema(schema),
        }
        .threads(CONNECTIONS)
        .seed(self.opened.fetch_add(1, Ordering::Relaxed) + 1))
    }

    /// The file, on SQLite.
    pub fn path(&self) -> Option<std::path::PathBuf> {
        match &self.place {
            FreshPlace::Sqlite(dir) => Some(dir.path().join("kunci.db")),
            FreshPlace::Postgres(_) => None,
        }
    }

    /// The cluster's URL and the schema, on PostgreSQL: what a separate process needs to open the same database.
    pub fn url(&self) -> Option<(String, String)> {
        match &self.place {
            FreshPlace::Sqlite(_) => None,
            FreshPlace::Postgres(schema) => Some((cluster().ok()?.url(), schema.clone())),
        }
    }
}

/// The PostgreSQL cluster of this test process.
///
/// # Errors
/// If PostgreSQL is not installed or does not start.
pub fn cluster() -> Result<&'static Cluster, Error> {
    static CLUSTER: LazyLock<Result<Cluster, Error>> = LazyLock::new(Cluster::start);
    CLUSTER.as_ref().map_err(Error::clone)
}

/// A clock that stands still until it is told otherwise.
#[derive(Clone, Debug)]
pub struct FixedClock(Arc<AtomicI64>);

impl FixedClock {
    /// Stands at `micros` since the Unix epoch.
    pub fn new(micros: i64) -> Self {
        Self(Arc::new(AtomicI64::new(micros)))
    }

    /// Moves on by `micros`.
    pub fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Whether this process may act as another user.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(Path::new("/proc/self")).is_ok_and(|own| own.uid() == 0)
}
