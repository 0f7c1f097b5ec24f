//! What a transaction promises.

use std::sync::Arc;

use kunci_db::testing::{Engine, FixedClock};
use kunci_db::{Db, Error, Id, Tx, params};

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

    /// Ids and time are arguments: the same seed and clock name the same rows.
    async fn ids_follow_the_seed_and_time_the_clock(engine: Engine) {
        let world = World::new(engine).await;
        let draw = |tx: &Tx<'_>| Ok::<_, Error>((tx.now(), tx.id(), tx.id(), tx.account_id()));
        let (now, first, second, account) = world.db.tx(draw).await.unwrap();
        assert_eq!(now, NOW);
        assert_eq!((first.get_version_num(), account.get_version_num()), (7, 4));
        assert!(first < second, "ids of one closure sort in the order in which they were drawn");
        world.clock.advance(1);
        let (later, third, ..) = world.db.tx(draw).await.unwrap();
        assert_eq!(later, NOW + 1);
        assert_ne!(third, first);

        let config = world.fresh.config().unwrap().seed(1);
        let again = Db::open(config, &MIGRATIONS, Arc::new(FixedClock::new(NOW))).await.unwrap();
        assert_eq!(again.tx(draw).await.unwrap(), (now, first, second, account));
    }
}
