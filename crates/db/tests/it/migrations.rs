//! A schema only moves forward, once, by one node.

use std::sync::Arc;

use kunci_db::testing::{Engine, FixedClock, Fresh};
use kunci_db::{Db, Error, Migration, Migrations, OpenError, Sql, params};
use tokio::task::JoinSet;

use crate::world::{NOW, on_both};

const ONE: Migration = ("one", "CREATE TABLE one (n BIGINT PRIMARY KEY)");
const TWO: Migration = (
    "two",
    "CREATE TABLE two (n BIGINT PRIMARY KEY); INSERT INTO two (n) VALUES (2)",
);
const BROKEN: Migration = (
    "broken",
    "CREATE TABLE three (n BIGINT PRIMARY KEY); INSERT INTO nowhere (n) VALUES (2)",
);
const ADD: Sql = Sql("INSERT INTO one (n) VALUES ($1)");
const TWOS: Sql = Sql("SELECT n FROM two");

const fn same(list: &'static [Migration]) -> Migrations {
    Migrations {
        sqlite: list,
        postgres: list,
    }
}

async fn open(fresh: &Fresh, list: &'static [Migration]) -> Result<Db, OpenError> {
    Db::open(
        fresh.config().unwrap(),
        &same(list),
        Arc::new(FixedClock::new(NOW)),
    )
    .await
}

async fn refusal(fresh: &Fresh, list: &'static [Migration]) -> OpenError {
    open(fresh, list).await.err().unwrap()
}

on_both! {
    async fn what_is_missing_is_added_and_the_rest_left_alone(engine: Engine) {
        let fresh = engine.fresh().unwrap();
        let old = open(&fresh, &[ONE]).await.unwrap();
        assert_eq!(old.tx(|tx| tx.exec(&ADD, params![1])).await, Ok(1));
        let new = open(&fresh, &[ONE, TWO]).await.unwrap();
        assert_eq!(new.view(|view| view.many::<i64>(&TWOS, &[])).await, Ok(vec![2]));
        assert_eq!(
            new.tx(|tx| tx.exec(&ADD, params![1])).await,
            Err(Error::Constraint("one_pkey".to_owned())),
            "the row of before is still there"
        );
        open(&fresh, &[ONE, TWO]).await.unwrap();
    }

    async fn a_newer_schema_is_refused(engine: Engine) {
        let fresh = engine.fresh().unwrap();
        open(&fresh, &[ONE, TWO]).await.unwrap();
        let refused = refusal(&fresh, &[ONE]).await;
        assert!(matches!(&refused, OpenError::Newer(name) if name == "two"));
        assert!(refused.to_string().contains("newer version"));
    }

    async fn a_changed_migration_is_refused(engine: Engine) {
        let fresh = engine.fresh().unwrap();
        open(&fresh, &[ONE]).await.unwrap();
        let refused = refusal(&fresh, &[("one", "CREATE TABLE one (n BIGINT)")]).await;
        assert!(matches!(&refused, OpenError::Changed(name) if name == "one"));
    }

    async fn a_failing_migration_leaves_nothing_of_its_start(engine: Engine) {
        let fresh = engine.fresh().unwrap();
        let refused = refusal(&fresh, &[ONE, BROKEN]).await;
        assert!(matches!(&refused, OpenError::Migration { name, cause } if name == "broken" && cause.contains("nowhere")));
        open(&fresh, &[TWO]).await.unwrap();
    }

    async fn nodes_that_start_at_once_apply_each_migration_once(engine: Engine) {
        let fresh = Arc::new(engine.fresh().unwrap());
        let mut nodes = JoinSet::new();
        for _ in 0..8 {
            let fresh = Arc::clone(&fresh);
            nodes.spawn(async move { open(&fresh, &[ONE, TWO]).await.unwrap() });
        }
        for node in nodes.join_all().await {
            assert_eq!(node.view(|view| view.many::<i64>(&TWOS, &[])).await, Ok(vec![2]));
        }
    }

    async fn lists_with_other_names_are_refused(engine: Engine) {
        let fresh = engine.fresh().unwrap();
        let uneven = Migrations { sqlite: &[ONE, TWO], postgres: &[ONE] };
        let refused = Db::open(fresh.config().unwrap(), &uneven, Arc::new(FixedClock::new(NOW))).await.err().unwrap();
        assert!(matches!(refused, OpenError::Names { position: 2, sqlite: Some("two"), postgres: None }));
    }
}

#[tokio::test]
async fn sqlite_refuses_a_migration_that_leaves_rows_pointing_nowhere() {
    let fresh = Engine::Sqlite.fresh().unwrap();
    let list: &'static [Migration] = &[(
        "orphans",
        "CREATE TABLE parents (n INTEGER PRIMARY KEY) STRICT;
         CREATE TABLE children (n INTEGER PRIMARY KEY REFERENCES parents) STRICT;
         INSERT INTO children (n) VALUES (1);",
    )];
    let refused = refusal(&fresh, list).await;
    assert!(
        matches!(&refused, OpenError::Migration { name, cause } if name == "orphans" && cause.contains("foreign key"))
    );
}

#[tokio::test]
async fn sqlite_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let fresh = Engine::Sqlite.fresh().unwrap();
    let db = open(&fresh, &[ONE]).await.unwrap();
    db.tx(|tx| tx.exec(&ADD, params![1])).await.unwrap();
    let path = fresh.path().unwrap();
    for name in ["kunci.db", "kunci.db-wal", "kunci.db-shm"] {
        let mode = std::fs::metadata(path.with_file_name(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
