//! The attack: guesses evaluated, counted at the hash queue, never exceed the pools, however many ask at once and on however
//! many servers; and the owner gets in all the while (G4).

use futures_util::future::join_all;
use kunci_rules::Span;

use crate::owner::{Owner, try_password};
use crate::world::{World, on_both};

on_both! {
    /// G4: 64 at once evaluate the strangers' five, once.
    async fn sixty_four_at_once_evaluate_five(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        owner.sign_out().await;
        let before = world.app.hasher.evaluated();
        let strangers: Vec<_> = (0..64).map(|n| world.browser_at([198, 51, n, 9])).collect();
        join_all(strangers.iter().map(|browser| try_password(browser, &owner.login, "tebakan"))).await;
        assert_eq!(world.app.hasher.evaluated() - before, 5);
        assert_eq!(owner.sign_in(&owner.browser).await.path, "/");
    }

    /// G4, STD-1: a day of guessing from 50 networks evaluates at most the cap, and never disables the owner.
    async fn a_day_of_guessing_meets_the_cap(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        owner.sign_out().await;
        let before = world.app.hasher.evaluated();
        for hour in 0..24 {
            for n in 0..10 {
                try_password(&world.browser_at([198, 51, (hour * 2 + n) % 50, 9]), &owner.login, "tebakan").await;
            }
            world.advance(Span::hours(1)).await;
        }
        let evaluated = world.app.hasher.evaluated() - before;
        assert_eq!(evaluated, 40, "five at once, one more every twelve minutes, forty in all");
        let told = world.inbox().await.into_iter().filter(|message| message.to == owner.login && message.code.is_none()).count();
        assert_eq!(told, 1, "an attack that lasts is told once a day (C-1, STD-48)");
        assert_eq!(owner.sign_in(&owner.browser).await.path, "/", "the known browser");
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/", "and its success clears the strangers' pool");
    }
}

/// G4: two servers on one PostgreSQL hold the same pools.
#[tokio::test]
async fn two_servers_share_the_pools() {
    let world = World::on(kunci_db::testing::Engine::Postgres).await;
    let owner = Owner::new(&world, "sari@nusa.example").await;
    let (second, router) = world.another_node().await;
    let before = world.app.hasher.evaluated() + second.hasher.evaluated();
    let here: Vec<_> = (0..32).map(|n| world.browser_at([198, 51, n, 9])).collect();
    let there: Vec<_> = (32..64)
        .map(|n| crate::browser::Browser::new(router.clone(), [198, 51, n, 9]))
        .collect();
    join_all(
        here.iter()
            .chain(&there)
            .map(|browser| try_password(browser, &owner.login, "tebakan")),
    )
    .await;
    assert_eq!(
        world.app.hasher.evaluated() + second.hasher.evaluated() - before,
        5
    );
}
