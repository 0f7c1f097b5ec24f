//! The stream of a phone's page: what it says at first, what wakes it, how it resumes, and how it ends.

use kunci_db::Tx;
use kunci_server::{accounts, browsers, devices};

use super::{LAT, LON, Phone, account_of, found, minutes};
use crate::owner::Owner;
use crate::world::{World, on_both};

on_both! {
    /// S-099 S-105: a fix arrives while the page stands open; a command too.
    async fn what_happens_is_said_at_once(world: World) {
        let (owner, phone) = found(&world).await;
        let mut events = owner.browser.follow_events(&phone.at("events"), None).await;
        assert_eq!((events.status.as_u16(), events.content_type.as_deref()), (200, Some("text/event-stream")));
        assert_eq!(events.next().await.unwrap().event, "beat", "the script learns that the line beats");
        let first = events.next_of("fix").await;
        assert_eq!((first.data["state"].as_str(), first.data["accuracy_m"].as_f64()), (Some("live"), Some(12.0)));
        assert_eq!(first.data["fields"]["coordinates"], "1.13047, 104.05310");
        assert!(first.data["announce"].is_null(), "the page has just said so");

        world.advance(minutes(1)).await;
        phone.is_at(&world, LAT + 0.001, LON, Some(2_000.0)).await;
        let moved = events.next_of("fix").await;
        assert_eq!(moved.data["fields"]["accuracy"], "meleset sampai 2.000 m");
        assert_eq!(moved.data["track"].as_array().unwrap().len(), 1, "only what is new");
        assert_eq!(moved.data["announce"], "Redmi 12 Ibu: Terhubung sekarang, meleset sampai 2.000 m.");

        owner.browser.post(&phone.at("ring"), &[]).await;
        let ring = events.next_of("command").await;
        assert_eq!((ring.data["state"].as_str(), ring.data["state_text"].as_str()), (Some("queued"), Some("Menunggu")));
        assert!(ring.data["text"].as_str().unwrap().starts_with("Bunyikan HP: menunggu HP terhubung, sejak 09.15 WIB"));
    }

    /// A cut stream goes on where it was, by the browser's header or the script's query.
    async fn a_cut_stream_resumes(world: World) {
        let (owner, phone) = found(&world).await;
        let mut events = owner.browser.follow_events(&phone.at("events"), None).await;
        let last = events.next_of("fix").await.id.unwrap();
        drop(events);
        for n in 1..=3 {
            world.advance(minutes(1)).await;
            phone.is_at(&world, LAT + 0.001 * f64::from(n), LON, Some(12.0)).await;
        }
        owner.browser.post(&phone.at("lock"), &[]).await;
        let query = phone.at(&format!("events?last_event_id={last}"));
        let streams = [
            owner.browser.follow_events(&phone.at("events"), Some(&last)).await,
            owner.browser.follow_events(&query, None).await,
        ];
        for mut events in streams {
            let fix = events.next_of("fix").await;
            assert_eq!(fix.data["track"].as_array().unwrap().len(), 3, "the three that were missed");
            let lock = events.next_of("command").await;
            assert!(lock.data["announce"].as_str().unwrap().starts_with("Kunci HP: menunggu"));
        }
    }

    /// The right to look ends with the session, with the holder's wish, and with the phone itself.
    async fn the_stream_ends_with_the_right_to_look(world: World) {
        let (owner, phone) = found(&world).await;
        let (account, id) = (phone.account, phone.id);
        let other = world.browser();
        owner.sign_in(&other).await;
        let mut events = other.follow_events(&phone.at("events"), None).await;
        events.next_of("fix").await;
        world.app.db.tx(move |tx| browsers::end_all(tx, account, None)).await.unwrap();
        let end = events.next_of("end").await;
        assert_eq!((end.data["text"].as_str(), end.data["href"].as_str()), (Some("Sesi ini sudah berakhir. Masuk lagi untuk melihat lokasi."), Some(phone.page().as_str())));
        assert_eq!(events.next().await, None);
        let mut events = other.follow_events(&phone.at("events"), None).await;
        assert_eq!(events.next().await.unwrap().event, "end", "and a new one does not begin");

        owner.sign_in(&owner.browser).await;
        let mut events = owner.browser.follow_events(&phone.at("events"), None).await;
        events.next_of("fix").await;
        world.app.db.tx(move |tx| devices::stop_watching(tx, account, id)).await.unwrap();
        let end = events.next_of("end").await;
        assert_eq!(end.data["text"], "Lokasi tidak bisa dilihat lagi dari sini.");
        let mut events = owner.browser.follow_events(&phone.at("events"), None).await;
        assert_eq!(events.next().await.unwrap().event, "end");

        let second = Phone::of(&world, &owner, "Tablet").await;
        let mut events = owner.browser.follow_events(&second.at("events"), None).await;
        events.next_of("fix").await;
        let (account, id) = (account_of(&owner).await, second.id);
        // The account is held, as wherever a device is removed: the stream, which asks again since a notice woke it, sees all of it or nothing.
        let remove = move |tx: &Tx<'_>| accounts::hold(tx, account).and_then(|()| devices::remove(tx, account, id));
        world.app.db.tx(remove).await.unwrap();
        let end = events.next_of("end").await;
        assert_eq!((end.data["text"].as_str(), end.data["href"].as_str()), (Some("HP ini sudah dihapus dari akun."), Some("/find")));
    }

    /// A stream is a look, and it is told like one (G8).
    async fn following_is_looking(world: World) {
        let (owner, phone) = found(&world).await;
        let mut events = owner.browser.follow_events(&phone.at("events"), None).await;
        events.next_of("fix").await;
        let (account, id) = (phone.account, phone.id);
        let device = world.app.db.view(move |view| devices::get(view, account, id)).await.unwrap().unwrap();
        assert_eq!(device.last_look, Some(world.now()));
    }
}

/// One account cannot take all streams; a window that closes gives its own back.
#[tokio::test]
async fn streams_are_capped() {
    let world = World::on(kunci_db::testing::Engine::Sqlite).await;
    let (owner, phone) = found(&world).await;
    let mut open = Vec::new();
    for _ in 0..8 {
        let mut events = owner.browser.follow_events(&phone.at("events"), None).await;
        events.next_of("fix").await;
        open.push(events);
    }
    let full = owner.browser.follow_events(&phone.at("events"), None).await;
    assert_eq!(full.status, 429);
    let other = Owner::new(&world, "budi@nusa.example").await;
    let foreign = other.browser.follow_events(&phone.at("events"), None).await;
    assert_eq!(foreign.status, 404);
}

/// Shutdown lets no stream hold it up.
#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let world = World::on(kunci_db::testing::Engine::Sqlite).await;
    let (owner, phone) = found(&world).await;
    let mut events = owner.browser.follow_events(&phone.at("events"), None).await;
    events.next_of("fix").await;
    world.app.stop.ask();
    assert_eq!(
        events.next().await,
        None,
        "cut, not ended: the browser comes back"
    );
}
