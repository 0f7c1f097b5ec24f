//! `kill -9` at any instant under load: no acknowledged write lost, none half done.
//!
//! A write is two rows in one transaction, so half of one can be seen. What counts as acknowledged is what the client itself
//! noted after [`Db::tx`] had answered `Ok`.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kunci_db::testing::{Cluster, Engine};
use kunci_db::{Config, Db, Error, Id, Migrations, SystemClock, params};
use tokio::sync::Notify;
use tokio::task::JoinSet;

const MIGRATIONS: Migrations = Migrations {
    sqlite: &[(
        "halves",
        "CREATE TABLE lefts (id BLOB PRIMARY KEY, load BLOB NOT NULL) STRICT, WITHOUT ROWID;
         CREATE TABLE rights (id BLOB PRIMARY KEY, load BLOB NOT NULL) STRICT;",
    )],
    postgres: &[(
        "halves",
        "CREATE TABLE lefts (id BYTEA PRIMARY KEY, load BYTEA NOT NULL);
         CREATE TABLE rights (id BYTEA PRIMARY KEY, load BYTEA NOT NULL);",
    )],
};

kunci_db::statements! {
    LEFT = "INSERT INTO lefts (id, load) VALUES ($1, $2)";
    RIGHT = "INSERT INTO rights (id, load) VALUES ($1, $2)";
    LEFTS = "SELECT id, load FROM lefts ORDER BY id";
    RIGHTS = "SELECT id, load FROM rights ORDER BY id";
}

/// Parallel clients.
const CLIENTS: u32 = 64;
/// Acknowledged writes before each kill, at least.
const ACKNOWLEDGED: usize = 1_000;
const ROUNDS: u32 = 20;

/// Kills fall on different instants in each round, and on the same ones in each run.
fn acknowledged_before_kill(round: u32) -> usize {
    ACKNOWLEDGED + usize::try_from(round * 37 % 101).unwrap()
}

fn id(round: u32, client: u32, number: u64) -> Id {
    Id::from_u128(u128::from(round) << 96 | u128::from(client) << 64 | u128::from(number))
}

fn load_of(id: Id) -> Vec<u8> {
    id.as_bytes().repeat(8)
}

async fn write_pair(db: &Db, id: Id) -> Result<(), Error> {
    db.tx(move |tx| {
        tx.exec(&LEFT, params![id, load_of(id)])?;
        tx.push(&RIGHT, params![id, load_of(id)]);
        Ok(())
    })
    .await
}

async fn open(config: Config) -> Db {
    Db::open(config, &MIGRATIONS, Arc::new(SystemClock))
        .await
        .unwrap()
}

/// Writes without end; calls `note` for each acknowledged write. Ends at the first error that says the database is gone.
async fn write_on(db: Db, round: u32, client: u32, note: impl Fn(Id)) {
    for number in 0.. {
        let id = id(round, client, number);
        match write_pair(&db, id).await {
            Ok(()) => note(id),
            Err(Error::Unknown | Error::Again) => return,
            Err(other) => panic!("{other}"),
        }
    }
}

/// Every acknowledged write is there, and every write that is there is whole.
async fn check(db: &Db, acknowledged: &BTreeSet<Id>) {
    let [lefts, rights] = loop {
        let read = db.view(|view| {
            let halves: [Vec<(Id, Vec<u8>)>; 2] =
                [view.many(&LEFTS, &[])?, view.many(&RIGHTS, &[])?];
            Ok::<_, Error>(halves)
        });
        // For a second after a failed reconnection a thread takes the server for down.
        match read.await {
            Err(Error::Again) => tokio::time::sleep(Duration::from_millis(20)).await,
            halves => break halves.unwrap(),
        }
    };
    assert!(
        lefts == rights,
        "{} left halves, {} right halves",
        lefts.len(),
        rights.len()
    );
    assert!(lefts.iter().all(|(id, load)| *load == load_of(*id)));
    let there: BTreeSet<Id> = lefts.into_iter().map(|(id, _)| id).collect();
    let lost = acknowledged.difference(&there).count();
    assert_eq!(lost, 0, "of {} acknowledged writes", acknowledged.len());
}

/// Not a test: the client that the tests below start and kill. It reads from its input where the database is.
#[tokio::test]
#[ignore = "started by other tests"]
async fn child() {
    let mut lines = std::io::stdin().lines().map_while(Result::ok);
    let (Some(round), Some(engine), Some(place), Some(schema)) =
        (lines.next(), lines.next(), lines.next(), lines.next())
    else {
        return;
    };
    let config = if engine == "sqlite" {
        Config::sqlite(place)
    } else {
        Config::postgres(place).schema(schema)
    };
    let db = open(config).await;
    let round = round.parse().unwrap();
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        clients.spawn(write_on(db.clone(), round, client, |id| {
            writeln!(std::io::stdout().lock(), "acknowledged {}", id.as_u128()).unwrap();
        }));
    }
    clients.join_all().await;
}

fn start_child(name: &str, input: &str) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--ignored",
            "--exact",
            name,
            "--nocapture",
            "--test-threads=1",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Held open, for the child would take its end for the parent's.
    child
        .stdin
        .as_mut()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child
}

/// One round: what the child had acknowledged when it was killed.
fn kill_under_load(round: u32, input: &str) -> Vec<Id> {
    let mut child = start_child("crash::child", input);
    let mut acknowledged = Vec::new();
    let mut killed = false;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        // The last line may be cut short; then its write was not acknowledged.
        let line = line.unwrap();
        let Some((_, number)) = line.split_once("acknowledged ") else {
            continue;
        };
        acknowledged.push(Id::from_u128(number.parse().unwrap()));
        if !killed && acknowledged.len() >= acknowledged_before_kill(round) {
            child.kill().unwrap();
            killed = true;
        }
    }
    assert!(
        killed,
        "the child ended by itself after {} writes",
        acknowledged.len()
    );
    child.wait().unwrap();
    acknowledged
}

async fn kill_the_client(engine: Engine) {
    let fresh = engine.fresh().unwrap();
    let mut all = BTreeSet::new();
    for round in 0..ROUNDS {
        let input = match fresh.url() {
            None => format!("{round}\nsqlite\n{}\n-\n", fresh.path().unwrap().display()),
            Some((url, schema)) => format!("{round}\npostgres\n{url}\n{schema}\n"),
        };
        let acknowledged = tokio::task::spawn_blocking(move || kill_under_load(round, &input))
            .await
            .unwrap();
        assert!(acknowledged.len() >= ACKNOWLEDGED);
        all.extend(acknowledged);
        let db = open(fresh.config().unwrap()).await;
        check(&db, &all).await;
        db.close().await;
    }
    assert!(all.len() >= ACKNOWLEDGED * usize::try_from(ROUNDS).unwrap());
}

#[tokio::test]
async fn a_killed_client_loses_nothing_on_sqlite() {
    kill_the_client(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_killed_client_loses_nothing_on_postgres() {
    kill_the_client(Engine::Postgres).await;
}

#[tokio::test]
async fn a_killed_postgres_loses_nothing() {
    let cluster = Arc::new(Cluster::start().unwrap());
    let db = open(Config::postgres(cluster.url())).await;
    let all: Arc<Mutex<BTreeSet<Id>>> = Arc::default();
    for round in 0..5 {
        let enough = Arc::new(Notify::new());
        let target = all.lock().unwrap().len() + acknowledged_before_kill(round);
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            let (noted, reached) = (Arc::clone(&all), Arc::clone(&enough));
            clients.spawn(write_on(db.clone(), round, client, move |id| {
                let mut noted = noted.lock().unwrap();
                noted.insert(id);
                if noted.len() >= target {
                    reached.notify_one();
                }
            }));
        }
        enough.notified().await;
        let killed = Arc::clone(&cluster);
        tokio::task::spawn_blocking(move || killed.kill())
            .await
            .unwrap()
            .unwrap();
        clients.join_all().await;
        cluster.resume().unwrap();
        let acknowledged = all.lock().unwrap().clone();
        assert!(acknowledged.len() >= target);
        check(&db, &acknowledged).await;
    }
}

/// A program with an SQLite of its own, such as a backup, must not take the write-ahead log with it. Python's is the system's,
/// which trusts the locks on the file alone.
#[tokio::test]
async fn a_program_that_comes_and_goes_takes_nothing_along() {
    const VISIT: &str = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); print(db.execute('SELECT COUNT(*) FROM lefts').fetchone()[0]); db.close()";
    let fresh = Engine::Sqlite.fresh().unwrap();
    let sees = || {
        let mut visitor = Command::new("/usr/bin/python3");
        let visit = visitor.args(["-c", VISIT]).arg(fresh.path().unwrap());
        String::from_utf8(visit.output().unwrap().stdout).unwrap()
    };
    let db = open(fresh.config().unwrap()).await;
    write_pair(&db, id(0, 0, 1)).await.unwrap();
    assert_eq!(sees(), "1\n");
    write_pair(&db, id(0, 0, 2)).await.unwrap();
    assert_eq!(sees(), "2\n");
}

/// Not a test: it starts a cluster, says where, and waits to be killed.
#[test]
#[ignore = "started by another test"]
fn cluster_holder() {
    let mut lines = std::io::stdin().lines().map_while(Result::ok);
    if lines.next().is_some() {
        let cluster = Cluster::start().unwrap();
        writeln!(std::io::stdout(), "cluster {}", cluster.dir().display()).unwrap();
        lines.next();
    }
}

#[tokio::test]
async fn a_cluster_for_tests_ends_with_its_process() {
    let mut child = start_child("crash::cluster_holder", "go\n");
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    let dir = lines
        .find_map(|line| Some(line.split_once("cluster ")?.1.to_owned()))
        .unwrap();
    assert!(std::fs::exists(&dir).unwrap());
    child.kill().unwrap();
    child.wait().unwrap();
    let gone = async {
        while std::fs::exists(&dir).unwrap() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), gone)
        .await
        .unwrap();
}
