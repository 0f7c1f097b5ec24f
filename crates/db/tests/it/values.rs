//! Values come back as they went in, and statements that the engines would treat differently are refused.

use kunci_db::testing::Engine;
use kunci_db::{Error, Id, Sql, params};

use crate::world::*;

#[derive(Debug, PartialEq)]
struct Note {
    id: Id,
    author: String,
    body: String,
    stars: Option<u8>,
    weight: Option<f64>,
    written_at: i64,
}

kunci_db::from_row!(Note {
    id,
    author,
    body,
    stars,
    weight,
    written_at
});

fn is_shape<T: std::fmt::Debug>(answer: &Result<T, Error>) -> bool {
    matches!(answer, Err(Error::Shape(_)))
}

on_both! {
    async fn extremes_survive(engine: Engine) {
        let world = World::new(engine).await;
        let notes = [
            (Id::nil(), "Ayu", "", Some(0i64), Some(f64::MIN), i64::MIN),
            (Id::max(), "Budi", "baris\n\u{1F511} ✓ \u{7f}", Some(5), Some(f64::MIN_POSITIVE), i64::MAX),
            (Id::from_u128(7), "Citra", "'; DROP TABLE notes; --", None, Some(f64::INFINITY), 0),
            (Id::from_u128(8), "Dewi", "$1", None, None, -1),
        ];
        world.db.tx(move |tx| {
            for (id, author, body, stars, weight, at) in notes {
                tx.exec(&NOTE, params![id, author, body, stars, weight, at])?;
            }
            Ok::<_, Error>(())
        }).await.unwrap();
        let read: Vec<Note> = world.db.view(|view| view.many(&NOTES, &[])).await.unwrap();
        let wanted = notes.map(|(id, author, body, stars, weight, written_at)| Note {
            id,
            author: author.to_owned(),
            body: body.to_owned(),
            stars: stars.map(|stars| u8::try_from(stars).unwrap()),
            weight,
            written_at,
        });
        assert_eq!(read, wanted);
    }

    async fn text_sorts_by_its_bytes(engine: Engine) {
        let world = World::new(engine).await;
        let authors = ["Z", "a", "É", "z", "à"];
        world.db.tx(move |tx| {
            for (number, author) in (0i64..).zip(authors) {
                tx.push(&NOTE, params![tx.id(), author, "x", 1, None::<f64>, number]);
            }
            Ok::<_, Error>(())
        }).await.unwrap();
        let sorted: Vec<Note> = world.db.view(|view| view.many(&NOTES, &[])).await.unwrap();
        let mut wanted = authors;
        wanted.sort_unstable();
        assert_eq!(sorted.iter().map(|note| note.author.as_str()).collect::<Vec<_>>(), wanted);
    }

    async fn nul_and_not_a_number_are_refused_before_the_engine_sees_them(engine: Engine) {
        let world = World::new(engine).await;
        let write = |author: &'static str, weight: f64| {
            world.db.tx(move |tx| tx.exec(&NOTE, params![Id::nil(), author, "x", 1, weight, 1]))
        };
        assert_eq!(write("a\0b", 1.0).await, Err(Error::Shape("text with NUL".to_owned())));
        assert!(is_shape(&write("a", f64::NAN).await));
        let pushed = world.db.tx(|tx| {
            tx.push(&NOTE, params![Id::nil(), "a\0b", "x", 1, 1.0, 1]);
            Ok::<_, Error>(())
        }).await;
        assert!(is_shape(&pushed));
        assert_eq!(write("a", 1.0).await, Ok(1));
    }

    async fn rows_that_do_not_fit_are_refused(engine: Engine) {
        let world = World::new(engine).await;
        world.new_head().await;
        world.new_head().await;
        let id = world.new_head().await;
        assert!(is_shape(&world.db.view(|view| view.one::<Id>(&ALL_HEADS, &[])).await), "three rows for one");
        assert!(is_shape(&world.db.view(move |view| view.one::<String>(&SEQ, params![id])).await), "wrong type");
        assert!(is_shape(&world.db.view(move |view| view.one::<(i64, i64)>(&SEQ, params![id])).await), "too narrow");
        assert!(is_shape(&world.db.view(|view| view.one::<i64>(&SEQ, &[])).await), "too few parameters");
        assert!(is_shape(&world.db.view(move |view| view.one::<i64>(&SEQ, params![id, 1])).await), "too many");
        let null = world.db.view(|view| view.one::<i64>(&Sql("SELECT CAST(NULL AS BIGINT)"), &[])).await;
        assert!(is_shape(&null));
        let bytes = world.db.view(move |view| view.one::<[u8; 15]>(&Sql("SELECT id FROM heads WHERE id = $1"), params![id]));
        assert!(is_shape(&bytes.await));
    }

    async fn reading_and_writing_statements_are_not_mixed_up(engine: Engine) {
        let world = World::new(engine).await;
        let starred = world.db.tx(|tx| {
            tx.exec(&NOTE, params![tx.id(), "Sari", "satu", 1, None::<f64>, 1])?;
            let starred = tx.many::<String>(&STARS, params!["Sari", 4])?;
            Ok::<_, Error>((starred, tx.one::<(i64, i64)>(&COUNT, &[])?))
        }).await;
        assert_eq!(starred, Ok((vec!["satu".to_owned()], Some((1, 4)))));
        assert!(is_shape(&world.db.tx(|tx| tx.exec(&STARS, params!["Sari", 5])).await), "rows would be lost");
        let written = world.db.view(|view| view.many::<String>(&STARS, params!["Sari", 5])).await;
        assert!(matches!(written, Err(Error::Engine(_))), "a view writes nothing: {written:?}");
        let found = world.db.view(|view| view.many::<String>(&NOTES_BY, params!["Sari", 4, 10])).await;
        assert_eq!(found, Ok(vec!["satu".to_owned()]));
    }

    async fn parameters_are_numbered_not_counted(engine: Engine) {
        let world = World::new(engine).await;
        let swapped = world.db.view(|view| {
            view.one::<(i64, i64, i64)>(
                &Sql("SELECT CAST($2 AS BIGINT), CAST($1 AS BIGINT), CAST($2 AS BIGINT)"),
                params![1, 2],
            )
        }).await;
        assert_eq!(swapped, Ok(Some((2, 1, 2))));
    }

    async fn statements_that_cannot_run_are_named(engine: Engine) {
        let world = World::new(engine).await;
        let bad = [Sql("SELECT nothing FROM heads"), Sql("SELEKT 1"), SEQ];
        let refused = world.db.prepare_all(&bad).await.unwrap_err();
        assert_eq!(refused.iter().map(|(sql, _)| *sql).collect::<Vec<_>>(), bad[..2]);
    }
}

#[tokio::test]
async fn types_that_sqlite_does_not_have_are_named_on_postgres() {
    let world = World::new(Engine::Postgres).await;
    let bad = [
        Sql("SELECT SUM(seq) FROM heads"),
        Sql("SELECT id FROM heads WHERE seq = CAST($1 AS NUMERIC)"),
    ];
    let refused = world.db.prepare_all(&bad).await.unwrap_err();
    assert_eq!(refused.len(), 2);
    assert!(
        refused
            .iter()
            .all(|(_, error)| matches!(error, Error::Shape(why) if why.contains("numeric")))
    );
}
