//! A closure that fails rolls back, alone.

use kunci_db::testing::Engine;
use kunci_db::{Db, Error, Id, Tx, Value, params};

use crate::world::*;

/// A closure's own error.
#[derive(Debug, PartialEq)]
enum Refusal {
    Unwelcome,
    Db(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::Db(error)
    }
}

/// What one of several closures does that run together.
#[derive(Clone, Copy)]
enum Deed {
    Write,
    WriteAndFail,
    WriteAndPanic,
    /// Its constraint is only checked at the commit.
    BreakLater,
}

fn head(number: usize) -> Id {
    Id::from_u128(u128::try_from(number).unwrap())
}

async fn act(db: Db, number: usize, deed: Deed) -> Result<(), Refusal> {
    db.tx(move |tx| {
        tx.exec(&NEW_HEAD, params![head(number)])?;
        match deed {
            Deed::Write => {}
            Deed::WriteAndFail => return Err(Refusal::Unwelcome),
            Deed::WriteAndPanic => panic!("on purpose"),
            Deed::BreakLater => drop(tx.exec(&NEW_LATER, params![head(number), Id::nil()])?),
        }
        Ok(())
    })
    .await
}

/// Runs closures 1, 2, 3 … behind a plug, so that SQLite commits them as one group.
async fn together(world: &World, deeds: &[Deed]) -> Vec<Result<(), Refusal>> {
    let plug = Plug::new(&world.db).await;
    let mut running = Vec::new();
    for (number, deed) in (1..).zip(deeds.iter().copied()) {
        running.push(tokio::spawn(act(world.db.clone(), number, deed)));
        queued(&world.db, number).await;
    }
    plug.pull().await;
    let mut answers = Vec::new();
    for one in running {
        answers.push(one.await.unwrap());
    }
    answers
}

async fn rejection(
    world: &World,
    change: impl for<'t, 'c> Fn(&'t Tx<'c>) -> kunci_db::Result<u64> + Send + 'static,
) -> Error {
    world.db.tx(change).await.unwrap_err()
}

on_both! {
    async fn a_failing_or_panicking_closure_rolls_back_alone(engine: Engine) {
        let world = World::with(engine, |config| config.threads(1)).await;
        let deeds = [Deed::Write, Deed::WriteAndFail, Deed::Write, Deed::WriteAndPanic, Deed::Write];
        let answers = together(&world, &deeds).await;
        let wanted = [
            Ok(()),
            Err(Refusal::Unwelcome),
            Ok(()),
            Err(Refusal::Db(Error::Panicked)),
            Ok(()),
        ];
        assert_eq!(answers, wanted);
        assert_eq!(world.heads().await, [head(1), head(3), head(5)]);
    }

    async fn a_closure_whose_commit_is_refused_fails_alone(engine: Engine) {
        let world = World::with(engine, |config| config.threads(1)).await;
        let answers = together(&world, &[Deed::Write, Deed::BreakLater, Deed::WriteAndFail, Deed::Write]).await;
        let refused = Err(Refusal::Db(Error::Constraint("foreign_key".to_owned())));
        assert_eq!(answers, [Ok(()), refused, Err(Refusal::Unwelcome), Ok(())]);
        assert_eq!(world.heads().await, [head(1), head(4)]);
    }

    async fn constraints_have_one_name_on_both_engines(engine: Engine) {
        let world = World::new(engine).await;
        let note = |number: usize, body: &'static str, stars: Option<i64>, at: i64| {
            move |tx: &Tx<'_>| tx.exec(&NOTE, params![head(number), "Sari", body, stars, None::<f64>, at])
        };
        world.db.tx(note(1, "a", None, 1)).await.unwrap();
        let violations = [
            ("notes_pkey", rejection(&world, note(1, "b", None, 2)).await),
            ("notes_author_body_key", rejection(&world, note(2, "a", None, 2)).await),
            ("one_note_a_time", rejection(&world, note(2, "b", None, 1)).await),
            ("notes_stars_range", rejection(&world, note(2, "b", Some(6), 2)).await),
            ("foreign_key", rejection(&world, |tx| tx.exec(&NEW_POOL, params![Id::max(), 1])).await),
            ("notes_written_at_not_null", rejection(&world, |tx| {
                tx.exec(&NOTE, params![Id::max(), "Sari", "b", None::<i64>, None::<f64>, Value::Null])
            }).await),
        ];
        for (name, error) in violations {
            assert_eq!(error, Error::Constraint(name.to_owned()));
        }
    }

    async fn an_error_of_the_engine_dooms_a_closure_that_ignores_it(engine: Engine) {
        let world = World::new(engine).await;
        let answer = world.db.tx(|tx| {
            tx.exec(&NEW_HEAD, params![head(1)])?;
            drop(tx.exec(&NEW_HEAD, params![head(1)]));
            assert!(matches!(tx.exec(&NEW_HEAD, params![head(2)]), Err(Error::Constraint(_))));
            Ok::<_, Error>(())
        }).await;
        assert_eq!(answer, Err(Error::Constraint("heads_pkey".to_owned())));
        assert!(world.heads().await.is_empty());
    }

    async fn a_pushed_write_is_seen_by_later_reads_and_its_error_is_the_answer(engine: Engine) {
        let world = World::new(engine).await;
        let seen = world.db.tx(|tx| {
            tx.push(&NEW_HEAD, params![head(1)]);
            tx.push(&HOLD, params![head(1)]);
            let seq = tx.one::<i64>(&SEQ, params![head(1)])?;
            tx.push(&HOLD, params![head(1)]);
            Ok::<_, Error>(seq)
        }).await;
        assert_eq!(seen, Ok(Some(1)));
        let held = world.db.view(|view| view.one::<i64>(&SEQ, params![head(1)])).await;
        assert_eq!(held, Ok(Some(2)), "what is pushed last travels with the commit");

        let refused = world.db.tx(|tx| {
            tx.push(&NEW_HEAD, params![head(2)]);
            tx.push(&NEW_HEAD, params![head(1)]);
            tx.push(&NEW_HEAD, params![head(3)]);
            Ok::<_, Error>(())
        }).await;
        assert_eq!(refused, Err(Error::Constraint("heads_pkey".to_owned())));
        assert_eq!(world.heads().await, [head(1)]);
    }
}
