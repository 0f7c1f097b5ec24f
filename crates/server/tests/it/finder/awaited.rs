//! "Kabari saya saat HP tersambung" (S-112, voice.md 3.9).

use kunci_rules::Span;
use kunci_wire::{FromAgent, LocationState};

use super::{LAT, LON, found, minutes};
use crate::laptop::Laptop;
use crate::owner::Owner;
use crate::phone;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";

async fn told(world: &World) -> usize {
    let inbox = world.inbox().await;
    let about = |message: &&crate::world::Message| {
        message.to == MAIL
            && message
                .subject
                .as_deref()
                .is_some_and(|subject| subject.ends_with("tersambung lagi"))
    };
    inbox.iter().filter(about).count()
}

on_both! {
    /// S-112: asked for while it is away, told once when it next connects, and never again.
    async fn s112_told_once_when_it_connects(world: World) {
        let (owner, phone) = found(&world).await;
        let page = owner.browser.get(&phone.page()).await;
        assert!(!page.shows("Kabari saya"), "it is connected and nothing waits: {}", page.text());
        world.advance(minutes(20)).await;
        let page = owner.browser.get(&phone.page()).await;
        let page = owner.browser.submit(&page, &phone.at("await"), &[]).await;
        assert!(page.shows("Nanti kami kabari") && page.shows("Berlaku sampai 23 Desember 2026"), "{}", page.text());
        assert_eq!(page.body.matches("button primary").count(), 1);
        assert_eq!(told(&world).await, 0);
        for _ in 0..3 {
            phone.is_at(&world, LAT, LON, Some(12.0)).await;
            world.advance(minutes(1)).await;
        }
        assert_eq!(told(&world).await, 1);
        assert!(!owner.browser.get(&phone.page()).await.shows("Berlaku sampai 23"));
    }

    /// It can be taken back, is offered while a command waits, and ends after 30 days.
    async fn it_can_be_taken_back_and_ends(world: World) {
        let (owner, phone) = found(&world).await;
        owner.browser.post(&phone.at("ring"), &[]).await;
        let page = owner.browser.get(&phone.page()).await;
        let page = owner.browser.submit(&page, &phone.at("await"), &[]).await;
        let page = owner.browser.submit(&page, &phone.at("await/cancel"), &[]).await;
        assert!(page.shows("Tidak jadi dikabari"), "{}", page.text());
        phone.is_at(&world, LAT, LON, Some(12.0)).await;
        assert_eq!(told(&world).await, 0);
        owner.browser.post(&phone.at("await"), &[]).await;
        world.advance(Span::days(30)).await;
        phone.is_at(&world, LAT, LON, Some(12.0)).await;
        assert_eq!(told(&world).await, 0, "after 30 days nobody waits any more");
    }

    /// An agent that connects is one, and so is a sign of life on a connection that was there all the time.
    async fn an_agent_counts(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let laptop = Laptop::pair(&world, &owner).await;
        let page = format!("/find/{}", laptop.id);
        owner.browser.post(&format!("{page}/await"), &[]).await;
        let (mut line, _) = laptop.connect().await;
        assert_eq!(told(&world).await, 1);
        owner.browser.post(&format!("{page}/await"), &[]).await;
        // A second question proves that the connection has read what the first one left.
        line.say_and_wait(&FromAgent::StopWatching).await;
        line.say_and_wait(&FromAgent::Status(Laptop::status(LocationState::On))).await;
        assert_eq!(told(&world).await, 2);
    }

    /// OwnTracks' post is a contact like any other; somebody else's phone cannot be awaited.
    async fn a_post_of_owntracks_counts(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let phone = phone::Phone::add(&world, &owner, "HP Ibu").await;
        let page = format!("/find/{}", phone.id);
        let shown = owner.browser.get(&page).await;
        owner.browser.submit(&shown, &format!("{page}/await"), &[]).await;
        let other = Owner::new(&world, "budi@nusa.example").await;
        assert_eq!(other.browser.post(&format!("{page}/await"), &[]).await.status, 404);
        assert_eq!(other.browser.post(&format!("{page}/await/cancel"), &[]).await.status, 404);
        let now = world.now().0 / 1_000_000;
        assert_eq!(phone.post(&phone::Phone::location(now, LAT, LON)).await.status, 200);
        assert_eq!(told(&world).await, 1);
    }
}
