//! The storage figures of the design (ARCHITECTURE.md, Storage), measured through `kunci-db` itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kunci_db::testing::{Engine, Fresh};
use kunci_db::{Config, Db, Error as DbError, Id, Migrations, SystemClock, Tx, params};
use tokio::task::JoinSet;

use crate::Outcome;
use crate::table::{head, remark, row};

const MIGRATIONS: Migrations = Migrations {
    sqlite: &[(
        "bench",
        "CREATE TABLE heads (id BLOB PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
         CREATE TABLE pools (id BLOB PRIMARY KEY, left_over INTEGER NOT NULL) STRICT, WITHOUT ROWID;
         CREATE TABLE events (id BLOB PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL) STRICT, WITHOUT ROWID;",
    )],
    postgres: &[(
        "bench",
        "CREATE TABLE heads (id BYTEA PRIMARY KEY, seq BIGINT NOT NULL);
         CREATE TABLE pools (id BYTEA PRIMARY KEY, left_over BIGINT NOT NULL);
         CREATE TABLE events (id BYTEA PRIMARY KEY, at BIGINT NOT NULL, body BYTEA NOT NULL);",
    )],
};

kunci_db::statements! {
    EVENT = "INSERT INTO events (id, at, body) VALUES ($1, $2, $3)";
    EVENT_AT = "SELECT at FROM events WHERE id = $1";
    NEW_HEAD = "INSERT INTO heads (id, seq) VALUES ($1, 0)";
    HOLD = "UPDATE heads SET seq = seq + 1 WHERE id = $1";
    NEW_POOL = "INSERT INTO pools (id, left_over) VALUES ($1, $2)";
    LEFT = "SELECT left_over FROM pools WHERE id = $1";
    SAVE = "UPDATE pools SET left_over = $2 WHERE id = $1";
}

/// How long each figure is measured.
const SPAN: Duration = Duration::from_secs(3);
/// Guesses at once, and the pool they share.
const GUESSES: usize = 64;
const POOL: i64 = 5;

/// Measures and prints all.
pub(crate) async fn measure() -> Outcome {
    head("storage (3 s each)");
    sqlite().await?;
    postgres().await?;
    remark(
        "Inserts are durable transactions of one row of 100 bytes, 256 callers at once unless said. The design's \
         37,000 reads are bare statements pipelined on the driver; here each is a snapshot whose caller waits.",
    );
    Ok(())
}

async fn open(fresh: &Fresh, change: impl FnOnce(Config) -> Config) -> Outcome<Db> {
    let config = change(fresh.config()?);
    let db = Db::open(config, &MIGRATIONS, Arc::new(SystemClock)).await?;
    db.prepare_all(STATEMENTS)
        .await
        .map_err(|refused| format!("{refused:?}"))?;
    Ok(db)
}

async fn sqlite() -> Outcome {
    const ON: &str = "SQLite";
    let fresh = Engine::Sqlite.fresh()?;
    let db = open(&fresh, |config| config).await?;
    let grouped = inserts(&db, 256).await?;
    row(
        ON,
        "inserts, grouped commit (design to 19,000)",
        grouped,
        "/s",
        Some(9_000.0),
    );
    let fresh = Engine::Sqlite.fresh()?;
    let single = open(&fresh, Config::ungrouped).await?;
    let ungrouped = inserts(&single, 256).await?;
    row(
        ON,
        "inserts, one commit each (a few hundred)",
        ungrouped,
        "/s",
        Some(300.0),
    );
    single.close().await;
    row(
        ON,
        "grouped beside one commit each",
        grouped / ungrouped,
        "times",
        Some(30.0),
    );
    row(
        ON,
        "primary-key read within a closure",
        read_time(&db).await?,
        "µs",
        Some(2.0),
    );
    row(
        ON,
        "primary-key reads, a closure each, 64 callers",
        reads(&db, 64).await?,
        "/s",
        None,
    );
    contention(&db, ON, None).await?;
    db.close().await;
    Ok(())
}

async fn postgres() -> Outcome {
    const ON: &str = "PostgreSQL";
    let fresh = Engine::Postgres.fresh()?;
    let db = open(&fresh, |config| config.threads(16)).await?;
    row(
        ON,
        "inserts, 16 connections",
        inserts(&db, 256).await?,
        "/s",
        None,
    );
    row(
        ON,
        "inserts, one caller",
        inserts(&db, 1).await?,
        "/s",
        None,
    );
    contention(&db, ON, Some(517.0)).await?;
    let unheld = evaluated(&db, false).await?;
    row(
        ON,
        "the same without holding (why to hold)",
        unheld,
        "",
        Some(14.0),
    );
    db.close().await;

    let four = open(&fresh, |config| config.threads(4)).await?;
    let read = reads(&four, 64).await?;
    row(
        ON,
        "primary-key reads, 4 connections, 64 callers",
        read,
        "/s",
        Some(37_000.0),
    );
    four.close().await;
    Ok(())
}

/// Runs `work` in so many tasks at once until the span is over; how often it came to its end, per second.
async fn rate<F, R>(callers: usize, work: F) -> Outcome<f64>
where
    F: Fn() -> R + Clone + Send + 'static,
    R: Future<Output = Result<(), DbError>> + Send,
{
    let over = Arc::new(AtomicBool::new(false));
    let mut tasks = JoinSet::new();
    let start = Instant::now();
    for _ in 0..callers {
        let (work, over) = (work.clone(), Arc::clone(&over));
        tasks.spawn(async move {
            let mut count = 0u32;
            while !over.load(Ordering::Relaxed) {
                work().await?;
                count += 1;
            }
            Ok::<_, DbError>(count)
        });
    }
    tokio::time::sleep(SPAN).await;
    over.store(true, Ordering::Relaxed);
    let mut total = 0.0;
    for count in tasks.join_all().await {
        total += f64::from(count?);
    }
    Ok(total / start.elapsed().as_secs_f64())
}

async fn inserts(db: &Db, callers: usize) -> Outcome<f64> {
    let db = db.clone();
    rate(callers, move || {
        let db = db.clone();
        async move {
            db.tx(|tx| {
                tx.push(&EVENT, params![tx.id(), tx.now(), [7u8; 100]]);
                Ok(())
            })
            .await
        }
    })
    .await
}

/// Some event's id.
async fn event(db: &Db) -> Outcome<Id> {
    let made = db.tx(|tx| {
        let id = tx.id();
        tx.exec(&EVENT, params![id, tx.now(), [7u8; 100]])?;
        Ok::<_, DbError>(id)
    });
    Ok(made.await?)
}

async fn reads(db: &Db, callers: usize) -> Outcome<f64> {
    let id = event(db).await?;
    let db = db.clone();
    rate(callers, move || {
        let db = db.clone();
        async move {
            db.view(move |view| view.one::<i64>(&EVENT_AT, params![id]).map(drop))
                .await
        }
    })
    .await
}

/// Microseconds for one read among many of one closure: the best of some batches, since other work on the machine only adds.
async fn read_time(db: &Db) -> Outcome<f64> {
    const BATCHES: u32 = 50;
    const READS: u32 = 4_000;
    let id = event(db).await?;
    let took = db.view(move |view| {
        let mut best = Duration::MAX;
        for _ in 0..BATCHES {
            let start = Instant::now();
            for _ in 0..READS {
                view.one::<i64>(&EVENT_AT, params![id])?;
            }
            best = best.min(start.elapsed());
        }
        Ok::<_, DbError>(best)
    });
    Ok(took.await?.as_secs_f64() * 1e6 / f64::from(READS))
}

/// Load, decide, save; whether a guess was evaluated.
fn guess(tx: &Tx<'_>, root: Id, hold: bool) -> Result<bool, DbError> {
    if hold {
        tx.hold(&HOLD, root)?;
    }
    let left: i64 = tx.one(&LEFT, params![root])?.unwrap_or_default();
    if left > 0 {
        tx.push(&SAVE, params![root, left - 1]);
    }
    Ok(left > 0)
}

async fn new_pool(db: &Db) -> Outcome<Id> {
    let made = db.tx(|tx| {
        let root = tx.account_id();
        tx.exec(&NEW_HEAD, params![root])?;
        tx.exec(&NEW_POOL, params![root, POOL])?;
        Ok::<_, DbError>(root)
    });
    Ok(made.await?)
}

/// Guesses evaluated of 64 at once.
async fn evaluated(db: &Db, hold: bool) -> Outcome<f64> {
    let root = new_pool(db).await?;
    let mut guesses = JoinSet::new();
    for _ in 0..GUESSES {
        let db = db.clone();
        guesses.spawn(async move { db.tx(move |tx| guess(tx, root, hold)).await });
    }
    let mut count = 0;
    for evaluated in guesses.join_all().await {
        count += u32::from(evaluated?);
    }
    Ok(f64::from(count))
}

async fn contention(db: &Db, engine: &str, design: Option<f64>) -> Outcome {
    let root = new_pool(db).await?;
    let holders = db.clone();
    let held = rate(GUESSES, move || {
        let db = holders.clone();
        async move { db.tx(move |tx| guess(tx, root, true).map(drop)).await }
    });
    row(
        engine,
        "transactions that hold one row, 64 callers",
        held.await?,
        "/s",
        design,
    );
    let evaluated = evaluated(db, true).await?;
    row(
        engine,
        "guesses evaluated of 64 at once, pool of 5",
        evaluated,
        "",
        Some(5.0),
    );
    Ok(())
}
