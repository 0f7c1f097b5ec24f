//! PostgreSQL restarts, connections break, certificates lie.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use kunci_db::testing::{Cluster, Engine, FixedClock};
use kunci_db::{Config, Db, Error, Id, OpenError, Result, Sql, Topic, params};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

use crate::world::*;

async fn open(config: Config) -> Result<Db, OpenError> {
    Db::open(
        config.threads(1),
        &MIGRATIONS,
        Arc::new(FixedClock::new(NOW)),
    )
    .await
}

async fn write(db: &Db, number: u8) -> Result<()> {
    db.tx(move |tx| {
        tx.exec(&NEW_HEAD, params![Id::from_u128(number.into())])
            .map(drop)
    })
    .await
}

/// Its `BEGIN`, its write and its `COMMIT` travel together.
async fn push(db: &Db, number: u8) -> Result<()> {
    db.tx(move |tx| {
        tx.push(&NEW_HEAD, params![Id::from_u128(number.into())]);
        Ok(())
    })
    .await
}

async fn heads(db: &Db) -> Vec<u128> {
    let heads: Vec<Id> = db.view(|view| view.many(&ALL_HEADS, &[])).await.unwrap();
    heads.iter().map(Id::as_u128).collect()
}

#[tokio::test]
async fn a_restart_of_postgres_costs_no_write() {
    let cluster = Cluster::start().unwrap();
    let db = open(Config::postgres(cluster.url())).await.unwrap();
    write(&db, 1).await.unwrap();
    for number in [2, 4] {
        cluster.stop().unwrap();
        cluster.resume().unwrap();
        push(&db, number).await.unwrap();
        cluster.kill().unwrap();
        cluster.resume().unwrap();
        write(&db, number + 1).await.unwrap();
    }
    assert_eq!(heads(&db).await, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn while_postgres_is_down_nothing_is_written_and_callers_are_told() {
    let cluster = Cluster::start().unwrap();
    let db = open(Config::postgres(cluster.url())).await.unwrap();
    cluster.stop().unwrap();
    assert_eq!(write(&db, 1).await, Err(Error::Again));
    assert_eq!(db.ping().await, Err(Error::Again));
    cluster.resume().unwrap();
    while let Err(error) = write(&db, 2).await {
        assert_eq!(error, Error::Again);
    }
    assert_eq!(heads(&db).await, [2]);
    let unreachable =
        Config::postgres("host=/nonexistent user=postgres password=rahasia dbname=kunci");
    let refused = open(unreachable).await.err().unwrap().to_string();
    assert!(
        refused.contains("/nonexistent/kunci") && !refused.contains("rahasia"),
        "{refused}"
    );
}

/// Where a relay cuts the connection.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cut {
    Never,
    /// The commit never arrives.
    BeforeCommit,
    /// The commit is done, and its answer never arrives.
    AfterCommit,
}

/// Stands between the database and PostgreSQL.
struct Relay {
    dir: TempDir,
    cut: Arc<Mutex<Cut>>,
}

impl Relay {
    fn start(server: &Path) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let cut = Arc::new(Mutex::new(Cut::Never));
        let listener = UnixListener::bind(dir.path().join(".s.PGSQL.5432")).unwrap();
        let (server, cuts) = (server.to_owned(), Arc::clone(&cut));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&server).await.unwrap();
                tokio::spawn(relay(client, server, Arc::clone(&cuts)));
            }
        });
        Self { dir, cut }
    }

    fn cut(&self, cut: Cut) {
        *self.cut.lock().unwrap() = cut;
    }
}

async fn relay(mut client: UnixStream, mut server: UnixStream, cut: Arc<Mutex<Cut>>) {
    let (mut up, mut down) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let Ok(length @ 1..) = read else { return };
                let commits = up[..length].windows(6).any(|window| window == b"COMMIT");
                let cut = if commits { *cut.lock().unwrap() } else { Cut::Never };
                if cut == Cut::BeforeCommit {
                    return;
                }
                server.write_all(&up[..length]).await.unwrap();
                if cut == Cut::AfterCommit {
                    assert!(server.read(&mut down).await.unwrap() > 0);
                    return;
                }
            }
            read = server.read(&mut down) => {
                let Ok(length @ 1..) = read else { return };
                client.write_all(&down[..length]).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_connection_lost_during_the_commit_is_unknown_and_never_run_again() {
    let cluster = Cluster::start().unwrap();
    let relay = Relay::start(&cluster.socket());
    let url = format!(
        "host={} port=5432 user=postgres dbname=postgres",
        relay.dir.path().display()
    );
    let woken = Arc::new(AtomicUsize::new(0));
    let told = Arc::clone(&woken);
    let listening = Config::postgres(url).on_wake(move |topics| {
        told.fetch_add(topics.len(), Ordering::SeqCst);
    });
    let db = open(listening).await.unwrap();
    for (number, cut) in [
        (1, Cut::BeforeCommit),
        (2, Cut::AfterCommit),
        (3, Cut::Never),
    ] {
        relay.cut(cut);
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);
        let answer = db
            .tx(move |tx| {
                counted.fetch_add(1, Ordering::SeqCst);
                tx.wake(Topic {
                    kind: "head",
                    id: Id::nil(),
                });
                tx.exec(&NEW_HEAD, params![Id::from_u128(number)]).map(drop)
            })
            .await;
        relay.cut(Cut::Never);
        let wanted = if cut == Cut::Never {
            Ok(())
        } else {
            Err(Error::Unknown)
        };
        assert_eq!(answer, wanted, "{cut:?}");
        assert_eq!(runs.load(Ordering::SeqCst), 1, "{cut:?}");
    }
    assert_eq!(heads(&db).await, [2, 3]);
    assert_eq!(
        woken.load(Ordering::SeqCst),
        3,
        "what may have happened is published, so that readers look"
    );
}

/// In `tls/`: an authority, a key and certificate for localhost that it signed (2025 to 2125), and a stranger.
#[tokio::test]
async fn tls_is_verified_or_refused() {
    let files = [
        ("server.crt", include_str!("tls/server.pem")),
        ("server.key", include_str!("tls/server.key")),
    ];
    let cluster =
        Cluster::start_with("listen_addresses = '127.0.0.1'\nssl = on\n", &files).unwrap();
    let tcp = |sslmode| {
        let (port, host) = (cluster.port(), "localhost");
        Config::postgres(format!(
            "postgres://postgres@{host}:{port}/postgres?sslmode={sslmode}"
        ))
    };
    let authority = |name| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/it/tls")
            .join(name)
    };
    let encrypted = Sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    let is_encrypted = async |db: Db| db.view(move |view| view.one::<bool>(&encrypted, &[])).await;

    let trusted = tcp("require").certificate_authorities(authority("authority.pem"));
    assert_eq!(
        is_encrypted(open(trusted).await.unwrap()).await,
        Ok(Some(true))
    );
    assert_eq!(
        is_encrypted(open(tcp("disable")).await.unwrap()).await,
        Ok(Some(false))
    );

    let stranger = tcp("require").certificate_authorities(authority("stranger.pem"));
    let refused = open(stranger).await.err().unwrap();
    assert!(
        matches!(&refused, OpenError::Connect { cause, .. } if cause.contains("certificate")),
        "{refused}"
    );
    let absent = tcp("require").certificate_authorities("/nonexistent.pem");
    assert!(
        matches!(open(absent).await, Err(OpenError::Config(why)) if why.contains("/nonexistent.pem"))
    );
}

#[tokio::test]
async fn settings_that_promise_nothing_are_refused() {
    let refusal = async |config| match open(config).await {
        Err(OpenError::Config(why)) => why,
        other => panic!("not refused: {:?}", other.err()),
    };
    assert!(
        refusal(Config::postgres("postgres://kunci@db.example/kunci"))
            .await
            .contains("sslmode=require")
    );
    assert!(
        refusal(Config::postgres("not a url"))
            .await
            .contains("cannot be read")
    );
    assert!(
        refusal(Config::postgres("host=/tmp").schema("x; DROP"))
            .await
            .contains("schema name")
    );
    let file = Config::sqlite("/nonexistent/kunci.db");
    assert!(
        matches!(open(file).await, Err(OpenError::Connect { place, .. }) if place == "/nonexistent/kunci.db")
    );
}

/// Two handles stand for two processes: each has its own connections and its own writer.
#[tokio::test]
async fn two_nodes_write_to_one_sqlite_file() {
    let world = World::new(Engine::Sqlite).await;
    let other = world.neighbour().await;
    let mut writes = tokio::task::JoinSet::new();
    for number in 0..200u8 {
        let db = if number % 2 == 0 {
            world.db.clone()
        } else {
            other.clone()
        };
        writes.spawn(async move { write(&db, number).await });
    }
    assert!(
        writes
            .join_all()
            .await
            .into_iter()
            .all(|written| written == Ok(()))
    );
    assert_eq!(world.heads().await.len(), 200);
}
