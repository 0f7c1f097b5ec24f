//! The handle that the rest of the product holds.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::clock::Clock;
use crate::config::{Config, Place};
use crate::error::{Error, OpenError, Result};
use crate::ids::Seeds;
use crate::job::Closure;
use crate::migrate::Migrations;
use crate::queue::Queue;
use crate::shared::{Shared, spawn};
use crate::sql::Sql;
use crate::tx::{Tx, View};
use crate::{postgres, sqlite};

/// An open database. Cheap to clone; the last clone to go lets its threads finish what waits.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    writes: Arc<Queue>,
    /// The same queue as `writes` on PostgreSQL.
    reads: Arc<Queue>,
    shared: Arc<Shared>,
    seeds: Seeds,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// Counters since the database was opened, for metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Closures that wait now.
    pub queued: usize,
    /// Closures run, repeated runs included.
    pub closures: u64,
    /// Commits that reached the disk. Several closures can share one.
    pub commits: u64,
    /// Runs that the engine took back, so that the closure ran again.
    pub reruns: u64,
    /// Closures refused with [`Error::Overloaded`] because the queue was full.
    pub refused: u64,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.writes.close();
        self.reads.close();
    }
}

impl Db {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// [`OpenError`], worded for the operator.
    pub async fn open(
        config: Config,
        migrations: &Migrations,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, OpenError> {
        migrations.check()?;
        let migrations = *migrations;
        let (answer, opened) = oneshot::channel();
        // Opening blocks (files, locks, the first connection), so it happens beside the caller's runtime.
        spawn("kunci-db-open", move || {
            drop(answer.send(open(config, migrations, clock)));
        })?;
        opened.await.unwrap_or_else(|_| {
            Err(OpenError::Config(
                "opening the database failed inside".to_owned(),
            ))
        })
    }

    /// Runs a closure as one transaction: all of it is committed, or nothing.
    ///
    /// `Ok` means that it is on the disk. An `Err` of the closure rolls back that closure alone and is passed on. The closure
    /// can be run again from its start (deadlock, serialisation failure, connection lost before the commit), so it must change
    /// nothing but the database, and lend what it captured; [`View::now`], [`Tx::id`] and [`Tx::account_id`] give the same
    /// values again. What must not repeat, such as a secret, is made before and captured.
    ///
    /// If the caller goes away (its future is dropped) before the closure started, it never runs; afterwards it completes.
    ///
    /// # Errors
    /// The closure's own, or [`Error`] as the engine gave it.
    pub async fn tx<T, E, F>(&self, run: F) -> Result<T, E>
    where
        F: for<'t, 'c> Fn(&'t Tx<'c>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit(&self.0.writes, false, run).await
    }

    /// Runs a closure that only reads, in one snapshot. It may be run again like that of [`Db::tx`].
    ///
    /// # Errors
    /// The closure's own, or [`Error`] as the engine gave it.
    pub async fn view<T, E, F>(&self, run: F) -> Result<T, E>
    where
        F: for<'t, 'c> Fn(&'t View<'c>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit(&self.0.reads, true, move |tx: &Tx<'_>| run(tx))
            .await
    }

    async fn submit<T, E, F>(&self, queue: &Queue, reads: bool, run: F) -> Result<T, E>
    where
        F: for<'t, 'c> Fn(&'t Tx<'c>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = Closure::new(run, reads, self.0.seeds.next(), answer);
        if let Err(full) = queue.push(Box::new(job)) {
            self.0.shared.refused.fetch_add(1, Ordering::Relaxed);
            return Err(E::from(full));
        }
        answered
            .await
            .unwrap_or_else(|_| Err(E::from(Error::Unknown)))
    }

    /// Prepares every statement, without running any. Returns those that this engine refuses, with the reason.
    ///
    /// # Errors
    /// The refused statements. Empty lists are never returned.
    pub async fn prepare_all(&self, statements: &[Sql]) -> Result<(), Vec<(Sql, Error)>> {
        let mut refused = Vec::new();
        for sql in statements.iter().copied() {
            if let Err(error) = self.view(move |view| view.prepare(sql)).await {
                refused.push((sql, error));
            }
        }
        if refused.is_empty() {
            Ok(())
        } else {
            Err(refused)
        }
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// The engine's.
    pub async fn ping(&self) -> Result<()> {
        self.view(|view| view.one::<i64>(&Sql("SELECT 1"), &[]).map(drop))
            .await
    }

    /// The counters.
    pub fn stats(&self) -> Stats {
        let Inner {
            writes,
            reads,
            shared,
            ..
        } = &*self.0;
        let apart = if Arc::ptr_eq(writes, reads) {
            0
        } else {
            reads.len()
        };
        Stats {
            queued: writes.len() + apart,
            closures: shared.closures.load(Ordering::Relaxed),
            commits: shared.commits.load(Ordering::Relaxed),
            reruns: shared.reruns.load(Ordering::Relaxed),
            refused: shared.refused.load(Ordering::Relaxed),
        }
    }

    /// Takes no more work, finishes what waits, and returns when all threads are done.
    pub async fn close(&self) {
        self.0.writes.close();
        self.0.reads.close();
        let threads = std::mem::take(
            &mut *self
                .0
                .threads
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        let joined = tokio::task::spawn_blocking(move || {
            for thread in threads {
                if thread.join().is_err() {
                    tracing::error!("a database thread had died");
                }
            }
        });
        // It only fails if the runtime is shutting down, and then nobody is left to tell.
        drop(joined.await);
    }
}

fn open(config: Config, migrations: Migrations, clock: Arc<dyn Clock>) -> Result<Db, OpenError> {
    let seeds = Seeds::new(config.seed).map_err(OpenError::Config)?;
    let shared = Arc::new(Shared::new(clock, config.listener.clone()));
    let writes = Arc::new(Queue::new(config.queue));
    let (reads, threads) = match &config.place {
        Place::Sqlite(path) => {
            let reads = Arc::new(Queue::new(config.queue));
            let threads = sqlite::start(path, &config, &migrations, &shared, [&writes, &reads])?;
            (reads, threads)
        }
        Place::Postgres(place) => {
            let threads = postgres::start(place, config.threads, &migrations, &shared, &writes)?;
            (Arc::clone(&writes), threads)
        }
    };
    Ok(Db(Arc::new(Inner {
        writes,
        reads,
        shared,
        seeds,
        threads: Mutex::new(threads),
    })))
}
