//! Holding a root serialises those who ask about it.

use std::sync::Arc;

use kunci_db::testing::Engine;
use kunci_db::{Db, Error, Id, Tx, params};
use tokio::task::JoinSet;

use crate::world::*;

const POOL: i64 = 5;
const GUESSES: usize = 64;

/// Load, decide, save: the shape of every handler.
fn reserve(tx: &Tx<'_>, root: Id) -> kunci_db::Result<bool> {
    tx.hold(&HOLD, root)?;
    let left: i64 = tx.one(&LEFT, params![root])?.unwrap_or_default();
    if left > 0 {
        tx.exec(&TAKE, params![root])?;
    }
    Ok(left > 0)
}

async fn with_pool(world: &World) -> Id {
    let root = world.new_head().await;
    world
        .db
        .tx(move |tx| tx.exec(&NEW_POOL, params![root, POOL]))
        .await
        .unwrap();
    root
}

/// How many of 64 parallel guesses, spread over the nodes, got a reservation.
async fn guess(nodes: &[Db], root: Id) -> usize {
    let mut guesses = JoinSet::new();
    for number in 0..GUESSES {
        let db = nodes[number % nodes.len()].clone();
        guesses.spawn(async move { db.tx(move |tx| reserve(tx, root)).await.unwrap() });
    }
    guesses
        .join_all()
        .await
        .into_iter()
        .filter(|reserved| *reserved)
        .count()
}

on_both! {
    async fn sixty_four_parallel_reservations_never_exceed_the_pool(engine: Engine) {
        let world = World::with(engine, |config| config.threads(16)).await;
        let root = with_pool(&world).await;
        assert_eq!(guess(std::slice::from_ref(&world.db), root).await, 5);
        let (seq, left) = world.db.view(move |view| {
            Ok::<_, Error>((view.one::<i64>(&SEQ, params![root])?, view.one::<i64>(&LEFT, params![root])?))
        }).await.unwrap();
        assert_eq!((seq, left), (Some(64), Some(0)), "every guess held the root, none went below zero");
    }

    async fn nor_across_two_nodes_on_one_database(engine: Engine) {
        let world = World::with(engine, |config| config.threads(16)).await;
        let root = with_pool(&world).await;
        assert_eq!(guess(&[world.db.clone(), world.neighbour().await], root).await, 5);
    }

    async fn a_missing_root_is_told_apart_and_leaves_the_transaction_usable(engine: Engine) {
        let world = World::new(engine).await;
        let root = world.new_head().await;
        let answer = world.db.tx(move |tx| {
            let missing = tx.hold(&HOLD, Id::nil());
            tx.hold(&HOLD, root)?;
            Ok::<_, Error>(missing)
        }).await;
        assert_eq!(answer, Ok(Err(Error::Missing)));
        let seq = world.db.view(move |view| view.one::<i64>(&SEQ, params![root])).await;
        assert_eq!(seq, Ok(Some(1)));
    }

    async fn a_root_statement_that_changes_several_rows_is_refused(engine: Engine) {
        kunci_db::statements! { TOO_WIDE = "UPDATE heads SET seq = seq + 1 WHERE id >= $1"; }
        let world = World::new(engine).await;
        world.new_head().await;
        world.new_head().await;
        let answer = world.db.tx(|tx| tx.hold(&TOO_WIDE, Id::nil())).await;
        assert_eq!(answer, Err(Error::Shape("held 2 roots by one id".to_owned())));
        assert_eq!(STATEMENTS.len(), 1);
    }

    async fn a_read_is_one_snapshot(engine: Engine) {
        let world = World::new(engine).await;
        let root = world.new_head().await;
        let (asked, asks) = tokio::sync::oneshot::channel();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let asked = Arc::new(std::sync::Mutex::new(Some(asked)));
        let db = world.db.clone();
        let reading = tokio::spawn(async move {
            db.view(move |view| {
                let before = view.one::<i64>(&SEQ, params![root])?;
                if let Some(asked) = asked.lock().unwrap().take() {
                    asked.send(()).unwrap();
                    wait.recv().unwrap();
                }
                Ok::<_, Error>((before, view.one::<i64>(&SEQ, params![root])?))
            }).await
        });
        asks.await.unwrap();
        world.db.tx(move |tx| tx.hold(&HOLD, root)).await.unwrap();
        go.send(()).unwrap();
        assert_eq!(reading.await.unwrap(), Ok((Some(0), Some(0))));
        let after = world.db.view(move |view| view.one::<i64>(&SEQ, params![root])).await;
        assert_eq!(after, Ok(Some(1)), "what was committed is read by who asks afterwards");
    }
}
