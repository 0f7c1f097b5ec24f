//! The queue is bounded, drains, and forgets those who left; topics are published after the commit.

use std::sync::{Arc, Mutex};

use kunci_db::testing::Engine;
use kunci_db::{Error, Id, Sql, Topic, params};

use crate::world::*;

fn topic(number: u128) -> Topic {
    Topic {
        kind: "account",
        id: Id::from_u128(number),
    }
}

on_both! {
    async fn a_full_queue_refuses_at_once(engine: Engine) {
        let world = World::with(engine, |config| config.threads(1).queue(2)).await;
        let plug = Plug::new(&world.db).await;
        let mut waiting = Vec::new();
        for number in 1..=2u8 {
            let db = world.db.clone();
            waiting.push(tokio::spawn(async move {
                db.tx(move |tx| tx.exec(&NEW_HEAD, params![Id::from_u128(number.into())])).await
            }));
            queued(&world.db, number.into()).await;
        }
        let refused = world.db.tx(|tx| tx.exec(&NEW_HEAD, params![Id::max()])).await;
        assert_eq!(refused, Err(Error::Overloaded));
        assert_eq!(world.db.stats().refused, 1);
        plug.pull().await;
        for one in waiting {
            assert_eq!(one.await.unwrap(), Ok(1));
        }
        assert_eq!(world.heads().await, [Id::from_u128(1), Id::from_u128(2)]);
    }

    async fn a_closure_whose_caller_left_before_it_started_never_runs(engine: Engine) {
        let world = World::with(engine, |config| config.threads(1)).await;
        let plug = Plug::new(&world.db).await;
        let db = world.db.clone();
        let leaver = tokio::spawn(async move { db.tx(|tx| tx.exec(&NEW_HEAD, params![Id::max()])).await });
        queued(&world.db, 1).await;
        leaver.abort();
        assert!(leaver.await.unwrap_err().is_cancelled());
        plug.pull().await;
        world.new_head().await;
        assert_eq!(world.heads().await.len(), 1);
    }

    async fn closing_finishes_what_waits_and_takes_no_more(engine: Engine) {
        let world = World::with(engine, |config| config.threads(1)).await;
        let plug = Plug::new(&world.db).await;
        let db = world.db.clone();
        let waiting = tokio::spawn(async move { db.tx(|tx| tx.exec(&NEW_HEAD, params![Id::max()])).await });
        queued(&world.db, 1).await;
        let mut closing = std::pin::pin!(world.db.close());
        tokio::select! {
            biased;
            () = &mut closing => panic!("closed although a closure waits"),
            () = std::future::ready(()) => {}
        }
        assert_eq!(world.db.ping().await, Err(Error::Overloaded));
        plug.pull().await;
        assert_eq!(waiting.await.unwrap(), Ok(1));
        closing.await;
        assert_eq!(world.neighbour().await.view(|view| view.many::<Id>(&ALL_HEADS, &[])).await, Ok(vec![Id::max()]));
    }

    async fn topics_are_published_after_the_commit_and_before_the_answer(engine: Engine) {
        let told = Arc::new(Mutex::new(Vec::new()));
        let listener = Arc::clone(&told);
        let world = World::with(engine, |config| {
            config.on_wake(move |topics| listener.lock().unwrap().extend_from_slice(topics))
        }).await;
        let silent = Arc::clone(&told);
        world.db.tx(move |tx| {
            tx.wake(topic(1));
            tx.wake(topic(2));
            tx.wake(topic(1));
            assert!(silent.lock().unwrap().is_empty());
            Ok::<_, Error>(())
        }).await.unwrap();
        assert_eq!(*told.lock().unwrap(), [topic(1), topic(2)]);
        let failed = world.db.tx(|tx| {
            tx.wake(topic(3));
            Err::<(), _>(Error::Missing)
        }).await;
        assert_eq!(failed, Err(Error::Missing));
        assert_eq!(told.lock().unwrap().len(), 2, "nothing is published of what was rolled back");
    }

    async fn a_listener_that_panics_harms_nobody(engine: Engine) {
        let world = World::with(engine, |config| config.on_wake(|_| panic!("on purpose"))).await;
        for number in 1..=2u8 {
            let written = world.db.tx(move |tx| {
                tx.wake(topic(number.into()));
                tx.exec(&NEW_HEAD, params![Id::from_u128(number.into())])
            }).await;
            assert_eq!(written, Ok(1));
        }
        assert_eq!(world.heads().await.len(), 2);
    }
}

#[tokio::test]
async fn sqlite_commits_what_waits_as_one_group() {
    let world = World::new(Engine::Sqlite).await;
    let before = world.db.stats();
    let plug = Plug::new(&world.db).await;
    let mut waiting = Vec::new();
    for number in 1..=100u8 {
        let db = world.db.clone();
        waiting.push(tokio::spawn(async move {
            db.tx(move |tx| tx.exec(&NEW_HEAD, params![Id::from_u128(number.into())]))
                .await
        }));
    }
    queued(&world.db, 100).await;
    plug.pull().await;
    for one in waiting {
        assert_eq!(one.await.unwrap(), Ok(1));
    }
    let after = world.db.stats();
    assert_eq!(after.closures - before.closures, 101);
    assert_eq!(
        after.commits - before.commits,
        1,
        "the plug opened the group that the others joined"
    );
    assert_eq!(world.heads().await.len(), 100);
}

/// SQLite ends the whole group's transaction then; those who fit are run again.
#[tokio::test]
async fn on_a_full_disk_only_what_does_not_fit_is_refused() {
    let world = World::new(Engine::Sqlite).await;
    let full = Sql("PRAGMA max_page_count = 64");
    let pages = world.db.tx(move |tx| tx.one::<i64>(&full, &[])).await;
    assert_eq!(pages, Ok(Some(64)), "the file may not grow beyond 256 kB");
    let plug = Plug::new(&world.db).await;
    let mut waiting = Vec::new();
    for (number, length) in [(1u8, 10), (2, 1_000_000), (3, 10)] {
        let db = world.db.clone();
        waiting.push(tokio::spawn(async move {
            let body = number.to_string().repeat(length);
            db.tx(move |tx| {
                let id = Id::from_u128(number.into());
                tx.exec(&NOTE, params![id, "Sari", &body, 1, 1.0, i64::from(number)])
            })
            .await
        }));
        queued(&world.db, number.into()).await;
    }
    plug.pull().await;
    let mut answers = Vec::new();
    for one in waiting {
        answers.push(one.await.unwrap());
    }
    assert!(
        matches!(&answers[1], Err(Error::Engine(why)) if why.contains("full")),
        "{answers:?}"
    );
    assert_eq!((&answers[0], &answers[2]), (&Ok(1), &Ok(1)));
    let count = world
        .db
        .view(|view| view.one::<(i64, i64)>(&COUNT, &[]))
        .await;
    assert_eq!(count, Ok(Some((2, 2))));
    assert_eq!(
        world.db.stats().reruns,
        3,
        "the plug, what came before and what was too big"
    );
}
