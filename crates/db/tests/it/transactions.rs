//! What a transaction promises.

use kunci_db::testing::Engine;
use kunci_db::{Error, Id, params};

use crate::world::*;

on_both! {
    /// Every statement of the product's stores is checked like these.
    async fn every_statement_prepares(engine: Engine) {
        let world = World::new(engine).await;
        world.db.prepare_all(STATEMENTS).await.unwrap();
    }

    async fn what_is_written_is_read(engine: Engine) {
        let world = World::new(engine).await;
        let id: Id = world.db.tx(|tx| {
            let id = tx.id();
            tx.exec(&NEW_HEAD, params![id])?;
            tx.hold(&HOLD, id)?;
            Ok::<_, Error>(id)
        }).await.unwrap();
        let seq: Option<i64> = world.db.view(move |view| view.one(&SEQ, params![id])).await.unwrap();
        assert_eq!(seq, Some(1));
        world.db.close().await;
    }
}
