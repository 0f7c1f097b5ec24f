//! A closure that runs again has no effect twice.

use std::sync::{Arc, Barrier, Mutex, mpsc};

use kunci_db::testing::Engine;
use kunci_db::{Db, Error, Id, Sql, Tx, params};

use crate::world::*;

/// What each run of a closure saw of the values that must repeat.
type Runs = Arc<Mutex<Vec<(i64, Id, Id)>>>;

const BACKEND: Sql = Sql("SELECT pg_backend_pid()");
const TERMINATE: Sql = Sql("SELECT pg_terminate_backend(CAST($1 AS INT), 10000)");

fn note_run(tx: &Tx<'_>, runs: &Runs) -> usize {
    let mut runs = runs.lock().unwrap();
    runs.push((tx.now(), tx.id(), tx.account_id()));
    runs.len()
}

fn assert_ran_twice_alike(runs: &Runs) {
    let runs = runs.lock().unwrap();
    assert_eq!(runs.len(), 2);
    assert_eq!(runs[0], runs[1], "time and ids repeat identically");
}

/// Another closure's deferred constraint fails the group's commit, so all of the group run again.
#[tokio::test]
async fn a_group_that_cannot_commit_runs_again_one_by_one() {
    let world = World::new(Engine::Sqlite).await;
    let root = world.new_head().await;
    let runs = Runs::default();
    let plug = Plug::new(&world.db).await;
    let (db, noted, clock) = (world.db.clone(), Arc::clone(&runs), world.clock.clone());
    let good = tokio::spawn(async move {
        db.tx(move |tx| {
            note_run(tx, &noted);
            clock.advance(1);
            tx.hold(&HOLD, root)
        })
        .await
    });
    queued(&world.db, 1).await;
    let db = world.db.clone();
    let bad = tokio::spawn(async move {
        db.tx(|tx| tx.exec(&NEW_LATER, params![tx.id(), Id::nil()]))
            .await
    });
    queued(&world.db, 2).await;
    plug.pull().await;
    assert_eq!(good.await.unwrap(), Ok(()));
    assert_eq!(
        bad.await.unwrap(),
        Err(Error::Constraint("foreign_key".to_owned()))
    );
    assert_ran_twice_alike(&runs);
    assert_eq!(
        world
            .db
            .view(move |view| view.one::<i64>(&SEQ, params![root]))
            .await,
        Ok(Some(1))
    );
}

/// Two closures that hold two roots in opposite order; PostgreSQL ends the deadlock by taking one back.
#[tokio::test]
async fn a_deadlock_runs_one_again() {
    let world = World::new(Engine::Postgres).await;
    let roots = [world.new_head().await, world.new_head().await];
    let both_hold_one = Arc::new(Barrier::new(2));
    let all_runs = [Runs::default(), Runs::default()];
    let hold = |order: [Id; 2], runs: &Runs| {
        let (db, meet, runs) = (
            world.db.clone(),
            Arc::clone(&both_hold_one),
            Arc::clone(runs),
        );
        tokio::spawn(async move {
            db.tx(move |tx| {
                let run = note_run(tx, &runs);
                tx.hold(&HOLD, order[0])?;
                if run == 1 {
                    meet.wait();
                }
                tx.hold(&HOLD, order[1])
            })
            .await
        })
    };
    let ahead = hold(roots, &all_runs[0]);
    let back = hold([roots[1], roots[0]], &all_runs[1]);
    assert_eq!(
        (ahead.await.unwrap(), back.await.unwrap()),
        (Ok(()), Ok(()))
    );
    let all_runs = all_runs.map(|runs| runs.lock().unwrap().clone());
    assert!(all_runs.iter().any(|runs| runs.len() > 1));
    for runs in all_runs {
        assert!(
            runs.iter().all(|run| *run == runs[0]),
            "time and ids repeat identically"
        );
    }
    for root in roots {
        assert_eq!(
            world
                .db
                .view(move |view| view.one::<i64>(&SEQ, params![root]))
                .await,
            Ok(Some(2))
        );
    }
}

/// Terminates the backends whose numbers come in, and says when it is done.
fn terminator(db: Db) -> (tokio::sync::mpsc::UnboundedSender<i64>, mpsc::Receiver<()>) {
    let (ask, mut asked) = tokio::sync::mpsc::unbounded_channel();
    let (done, is_done) = mpsc::channel();
    tokio::spawn(async move {
        while let Some(backend) = asked.recv().await {
            let gone = db
                .view(move |view| view.one::<bool>(&TERMINATE, params![backend]))
                .await;
            assert_eq!(gone, Ok(Some(true)));
            done.send(()).unwrap();
        }
    });
    (ask, is_done)
}

#[tokio::test]
async fn a_connection_lost_before_the_commit_runs_it_again() {
    let world = World::new(Engine::Postgres).await;
    let root = world.new_head().await;
    let (terminate, terminated) = terminator(world.neighbour().await);
    let runs = Runs::default();
    let noted = Arc::clone(&runs);
    let answer = world.db.tx(move |tx| {
        let run = note_run(tx, &noted);
        tx.hold(&HOLD, root)?;
        if run == 1 {
            terminate.send(tx.one(&BACKEND, &[])?.unwrap()).unwrap();
            terminated.recv().unwrap();
        }
        tx.one::<i64>(&SEQ, params![root])
    });
    assert_eq!(answer.await, Ok(Some(1)));
    assert_ran_twice_alike(&runs);
    assert_eq!(
        world
            .db
            .view(move |view| view.one::<i64>(&SEQ, params![root]))
            .await,
        Ok(Some(1))
    );
}

/// A panic or an own error after the connection was lost is a consequence, not an answer.
#[tokio::test]
async fn a_closure_that_panics_because_the_connection_was_lost_runs_again() {
    let world = World::new(Engine::Postgres).await;
    let root = world.new_head().await;
    let (terminate, terminated) = terminator(world.neighbour().await);
    let runs = Runs::default();
    let noted = Arc::clone(&runs);
    let answer = world.db.tx(move |tx| {
        if note_run(tx, &noted) == 1 {
            terminate.send(tx.one(&BACKEND, &[])?.unwrap()).unwrap();
            terminated.recv().unwrap();
            tx.hold(&HOLD, root).unwrap();
        }
        tx.hold(&HOLD, root)
    });
    assert_eq!(answer.await, Ok(()));
    assert_ran_twice_alike(&runs);
}

/// Another node migrates while this one has the old statement prepared.
#[tokio::test]
async fn a_statement_prepared_before_the_schema_changed_is_prepared_again() {
    let world = World::with(Engine::Postgres, |config| config.threads(1)).await;
    let every_column = Sql("SELECT * FROM later");
    let empty = world
        .db
        .view(move |view| view.many::<(Id, Id)>(&every_column, &[]))
        .await;
    assert_eq!(empty, Ok(vec![]));
    let changed = world
        .db
        .tx(|tx| tx.exec(&Sql("ALTER TABLE later ADD COLUMN more BIGINT"), &[]))
        .await;
    assert_eq!(changed, Ok(0));
    let again = world
        .db
        .view(move |view| view.many::<(Id, Id, Option<i64>)>(&every_column, &[]))
        .await;
    assert_eq!(again, Ok(vec![]));
    assert_eq!(world.db.stats().reruns, 1);
}

#[tokio::test]
async fn a_closure_that_never_gets_through_ends_with_again() {
    let world = World::with(Engine::Postgres, |config| config.threads(1)).await;
    kunci_db::statements! { RAISE = "SELECT raise_conflict()"; }
    world
        .db
        .tx(|tx| {
            tx.exec(
                &Sql(
                    "CREATE FUNCTION raise_conflict() RETURNS BIGINT LANGUAGE plpgsql AS \
                      'BEGIN RAISE EXCEPTION USING ERRCODE = ''40001''; END'",
                ),
                &[],
            )
        })
        .await
        .unwrap();
    let before = world.db.stats();
    let answer = world.db.tx(|tx| tx.one::<i64>(&RAISE, &[])).await;
    assert_eq!(answer, Err(Error::Again));
    assert_eq!(world.db.stats().closures - before.closures, 10, "bounded");
    assert_eq!(STATEMENTS, [RAISE]);
}
