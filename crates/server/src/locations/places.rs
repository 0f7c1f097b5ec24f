//! The database of locations: a file per week on SQLite, a partition per week on PostgreSQL, and what outlives its week.
//!
//! A week takes fixes until [`CLOSES`] after its end. What comes later (a phone's queue that drains after weeks) goes
//! straight to `kept`, so that a closed week never changes: it can be copied and dropped at leisure.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kunci_db::{Clock, Db, Error, OpenError, Result, Stats};
use kunci_rules::{Id, Span, Time};

use super::store;
use super::week::Week;
use crate::config::Config;
use crate::devices::Fix;

/// Until when after its end a week takes fixes.
const CLOSES: Span = Span::hours(24);

/// When a week may be dropped: a day after it closed, so that clocks of nodes may differ.
pub(super) const DROPS: Span = Span::hours(48);

/// Where locations are kept; cheap to clone.
#[derive(Clone)]
pub struct Places(Arc<Inner>);

struct Inner {
    home: Home,
    clock: Arc<dyn Clock>,
    /// Weeks in use. Opening one happens under `opening`, looking one up only under the quick lock.
    weeks: Mutex<BTreeMap<Week, Db>>,
    opening: tokio::sync::Mutex<()>,
    kept: Db,
}

/// Where weeks live.
enum Home {
    Files(PathBuf),
    Server,
}

impl Places {
    /// Opens the locations of a deployment: `places/` in `server.data`, or the PostgreSQL of the configuration, there in a
    /// schema of their own.
    ///
    /// # Errors
    /// [`OpenError`], worded for the operator.
    pub async fn open(config: &Config, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        if config.database.url.is_empty() {
            return Self::in_files(&config.server.data.join("places"), clock).await;
        }
        let schema = if config.database.schema.is_empty() {
            "kunci"
        } else {
            &config.database.schema
        };
        Self::on_server(
            kunci_db::Config::postgres(&config.database.url).schema(format!("{schema}_places")),
            clock,
        )
        .await
    }

    /// Opens or makes a directory of files.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn in_files(directory: &Path, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        std::fs::create_dir_all(directory).map_err(|cause| cannot_open(directory, &cause))?;
        let kept = open_file(directory, "kept", Arc::clone(&clock)).await?;
        Ok(Self::new(Home::Files(directory.to_owned()), kept, clock))
    }

    /// Opens a PostgreSQL schema that holds nothing else.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn on_server(
        config: kunci_db::Config,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenError> {
        let kept = Db::open(config, &store::MIGRATIONS, Arc::clone(&clock)).await?;
        Ok(Self::new(Home::Server, kept, clock))
    }

    fn new(home: Home, kept: Db, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Inner {
            home,
            clock,
            weeks: Mutex::default(),
            opening: tokio::sync::Mutex::default(),
            kept,
        }))
    }

    /// Writes fixes down, each once. `Ok` means that they are on the disk.
    ///
    /// # Errors
    /// Of the database. Writing the same fixes again does no harm, so any error may be answered by trying again.
    pub async fn store(&self, device: Id, fixes: Vec<Fix>) -> Result<()> {
        let now = Time(self.0.clock.now());
        let mut by_week: BTreeMap<Option<Week>, Vec<Fix>> = BTreeMap::new();
        for fix in fixes {
            let week = Some(Week::of(fix.at)).filter(|week| now < week.ends() + CLOSES);
            by_week.entry(week).or_default().push(fix);
        }
        for (week, fixes) in by_week {
            let (db, place) = match week {
                Some(week) => (self.week(week).await?, store::Place::Week),
                None => (self.0.kept.clone(), store::Place::Kept),
            };
            db.tx(move |tx| {
                store::insert(tx, place, device, &fixes);
                Ok::<_, Error>(())
            })
            .await?;
        }
        Ok(())
    }

    /// The newest `limit` fixes with `from` ≤ time < `to`, oldest first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn track(&self, device: Id, from: Time, to: Time, limit: u32) -> Result<Vec<Fix>> {
        let span = store::Between { from, to, limit };
        let mut found = self
            .0
            .kept
            .view(move |view| store::between(view, store::Place::Kept, device, span))
            .await?;
        for week in self
            .weeks()
            .await?
            .into_iter()
            .rev()
            .filter(|week| week.starts() < to && week.ends() > from)
        {
            if let Some(db) = self.existing(week).await? {
                found.extend(
                    db.view(move |view| store::between(view, store::Place::Week, device, span))
                        .await?,
                );
            }
        }
        found.sort_by_key(|fix| std::cmp::Reverse(fix.at));
        found.dedup_by_key(|fix| fix.at);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        found.reverse();
        Ok(found)
    }

    /// Deletes every fix of a device.
    ///
    /// # Errors
    /// Of the database.
    pub async fn forget(&self, device: Id) -> Result<()> {
        self.0
            .kept
            .tx(move |tx| store::forget(tx, store::Place::Kept, device, Time(i64::MAX)))
            .await?;
        for week in self.weeks().await? {
            if let Some(db) = self.existing(week).await? {
                db.tx(move |tx| store::forget(tx, store::Place::Week, device, Time(i64::MAX)))
                    .await?;
            }
        }
        Ok(())
    }

    /// Copies a device's fixes of a closed week from `from` on to where they outlive it.
    pub(super) async fn keep(&self, week: Week, device: Id, from: Time) -> Result<()> {
        let Some(db) = self.existing(week).await? else {
            return Ok(());
        };
        let mut span = store::Between {
            from,
            to: week.ends(),
            limit: 1_000,
        };
        loop {
            let fixes = db
                .view(move |view| store::between(view, store::Place::Week, device, span))
                .await?;
            let Some(oldest) = fixes.last().map(|fix| fix.at) else {
                return Ok(());
            };
            self.0
                .kept
                .tx(move |tx| {
                    store::insert(tx, store::Place::Kept, device, &fixes);
                    Ok::<_, Error>(())
                })
                .await?;
            span.to = oldest;
        }
    }

    /// Deletes what outlived its week, of each device before its time.
    pub(super) async fn let_go(&self, kept: Vec<(Id, Time)>) -> Result<()> {
        let forget = move |tx: &kunci_db::Tx<'_>| {
            kept.iter().try_for_each(|(device, from)| {
                store::forget(tx, store::Place::Kept, *device, *from)
            })
        };
        self.0.kept.tx(forget).await
    }

    /// Drops a closed week with everything in it.
    pub(super) async fn drop_week(&self, week: Week) -> Result<()> {
        let open = lock(&self.0.weeks).remove(&week);
        match &self.0.home {
            Home::Server => self.0.kept.tx(move |tx| store::drop_week(tx, week.0)).await,
            Home::Files(directory) => {
                if let Some(db) = open {
                    db.close().await;
                }
                for ending in ["db-wal", "db-shm", "db"] {
                    let file = directory.join(format!("{}.{ending}", week.name()));
                    if let Err(error) = std::fs::remove_file(&file)
                        && error.kind() != std::io::ErrorKind::NotFound
                    {
                        return Err(Error::Engine(format!("{}: {error}", file.display())));
                    }
                }
                Ok(())
            }
        }
    }

    /// The weeks that exist, oldest first.
    pub(super) async fn weeks(&self) -> Result<Vec<Week>> {
        match &self.0.home {
            Home::Server => Ok(self
                .0
                .kept
                .view(store::weeks)
                .await?
                .into_iter()
                .map(Week)
                .collect()),
            Home::Files(directory) => {
                let files = std::fs::read_dir(directory)
                    .map_err(|error| Error::Engine(format!("{}: {error}", directory.display())))?;
                let names = files.filter_map(|file| file.ok()?.file_name().into_string().ok());
                let mut weeks: Vec<Week> = names
                    .filter_map(|name| Week::parse(name.strip_suffix(".db")?))
                    .collect();
                weeks.sort_unstable();
                Ok(weeks)
            }
        }
    }

    /// A week's database if the week exists: reading must not make one.
    async fn existing(&self, week: Week) -> Result<Option<Db>> {
        if let Some(db) = self.open_one(week) {
            return Ok(Some(db));
        }
        match &self.0.home {
            Home::Server => Ok(Some(self.0.kept.clone())),
            Home::Files(directory) if directory.join(format!("{}.db", week.name())).exists() => {
                self.week(week).await.map(Some)
            }
            Home::Files(_) => Ok(None),
        }
    }

    fn open_one(&self, week: Week) -> Option<Db> {
        lock(&self.0.weeks).get(&week).cloned()
    }

    /// A week's database, made if need be.
    async fn week(&self, week: Week) -> Result<Db> {
        if let Some(db) = self.open_one(week) {
            return Ok(db);
        }
        let _alone = self.0.opening.lock().await;
        if let Some(db) = self.open_one(week) {
            return Ok(db);
        }
        let db = match &self.0.home {
            Home::Server => {
                let (starts, ends) = (week.starts(), week.ends());
                self.0
                    .kept
                    .tx(move |tx| store::open_week(tx, week.0, starts, ends))
                    .await?;
                self.0.kept.clone()
            }
            Home::Files(directory) => open_file(directory, &week.name(), Arc::clone(&self.0.clock))
                .await
                .map_err(|error| {
                    tracing::error!(%error, "locations");
                    Error::Again
                })?,
        };
        lock(&self.0.weeks).insert(week, db.clone());
        Ok(db)
    }

    /// Prepares every statement on the engine in use.
    ///
    /// # Errors
    /// The statements that it refuses.
    pub async fn prepare_all(&self) -> Result<(), Vec<(kunci_db::Sql, Error)>> {
        self.0.kept.prepare_all(store::STATEMENTS).await
    }

    /// Asks for a sign of life.
    ///
    /// # Errors
    /// The engine's.
    pub async fn ping(&self) -> Result<()> {
        self.0.kept.ping().await
    }

    /// The counters of everything that is open now, added up.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let weeks: Vec<Db> = match self.0.home {
            Home::Files(_) => lock(&self.0.weeks).values().cloned().collect(),
            // There all weeks are one database.
            Home::Server => Vec::new(),
        };
        weeks
            .iter()
            .map(Db::stats)
            .fold(self.0.kept.stats(), |sum, week| Stats {
                queued: sum.queued + week.queued,
                closures: sum.closures + week.closures,
                commits: sum.commits + week.commits,
                reruns: sum.reruns + week.reruns,
                refused: sum.refused + week.refused,
            })
    }

    /// Finishes what waits and closes all files.
    pub async fn close(&self) {
        let weeks = std::mem::take(&mut *lock(&self.0.weeks));
        if let Home::Files(_) = self.0.home {
            for db in weeks.into_values() {
                db.close().await;
            }
        }
        self.0.kept.close().await;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn open_file(directory: &Path, name: &str, clock: Arc<dyn Clock>) -> Result<Db, OpenError> {
    // Two readers: the finder looks seldom, and there are several files.
    let config = kunci_db::Config::sqlite(directory.join(format!("{name}.db"))).threads(2);
    Db::open(config, &store::MIGRATIONS, clock).await
}

fn cannot_open(directory: &Path, cause: &std::io::Error) -> OpenError {
    OpenError::Connect {
        place: directory.display().to_string(),
        cause: cause.to_string(),
    }
}
