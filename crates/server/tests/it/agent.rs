//! The agent's wire from the server's side: pairing, hello, positions, G8, going and coming back.

use axum::http::StatusCode;
use kunci_db::testing::Engine;
use kunci_rules::gate::Locate;
use kunci_rules::{Id, Span, Time};
use kunci_server::devices::{self, Device};
use kunci_server::locations;
use kunci_wire::*;

use crate::laptop::{Laptop, Line, code, code_with, fix, post_pair, request, with_permit};
use crate::owner::Owner;
use crate::world::{World, on_both};

/// The device as the database has it.
pub(crate) async fn device(world: &World, owner: &Owner, id: Id) -> Option<Device> {
    let account = owner.account();
    world
        .app
        .db
        .view(move |view| devices::get(view, account, id))
        .await
        .unwrap()
}

fn code_of(body: &str) -> String {
    serde_json::from_str::<Problem>(body).unwrap().code
}

on_both! {
    /// STD-32
    async fn a_code_brings_in_one_device_once(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let server = world.serve().await;
        let key = DeviceKey::from_seed(&[7; 32]);
        let code = code(&owner, "Laptop Sari").await;
        let answer = post_pair(server, &request(&key, code)).await;
        let paired: PairAnswer = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((paired.socket_path.as_str(), paired.brand.as_str()), (SOCKET_PATH, "Akun Nusa"));
        let laptop = device(&world, &owner, paired.device_id).await.unwrap();
        assert_eq!((laptop.name.as_str(), laptop.model.as_str(), laptop.last_contact), ("Laptop Sari", "ThinkPad X220", None));
        assert!(owner.browser.get("/devices").await.shows("Laptop Sari"));
        // Used up, for this key and any other.
        for seed in [7, 8] {
            let answer = post_pair(server, &request(&DeviceKey::from_seed(&[seed; 32]), code)).await;
            assert_eq!((answer.status, code_of(&answer.body).as_str()), (StatusCode::FORBIDDEN, "pairing_code"));
        }
    }
}

on_both! {
    /// G3: the device in hand is brought in by a code, with the browser on it: once it is missing, that browser is signed out.
    async fn g3_the_browser_in_hand_goes_missing_with_it(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let server = world.serve().await;
        let fields = [("name", "Laptop Sari"), ("kind", "agent"), ("here", "1")];
        let code = code_with(&owner, &fields).await;
        let answer = post_pair(server, &request(&DeviceKey::from_seed(&[7; 32]), code)).await;
        let paired: PairAnswer = serde_json::from_str(&answer.body).unwrap();
        let other = world.browser();
        owner.sign_in(&other).await;
        let missing = format!("/find/{}/missing", paired.device_id);
        let page = other.get(&missing).await;
        other.submit(&page, &missing, &[]).await;
        assert!(owner.browser.get("/account/security").await.path.starts_with("/signin"));
        assert_eq!(other.get("/account/security").await.path, "/account/security");
    }
}

on_both! {
    /// STD-32
    async fn a_code_that_is_wrong_late_or_tried_too_often_brings_in_nothing(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let server = world.serve().await;
        let key = DeviceKey::from_seed(&[7; 32]);
        let good = code(&owner, "Laptop Sari").await;
        let refused = |request: PairRequest| async move { code_of(&post_pair(server, &request).await.body) };
        assert_eq!(refused(PairRequest { code: "ABCD-EFG".to_owned(), ..request(&key, good) }).await, "agent_bad_signature");
        assert_eq!(refused(PairRequest { name: "lain".to_owned(), ..request(&key, good) }).await, "agent_bad_signature");
        let elsewhere = "https://kunci.example".parse().unwrap();
        assert_eq!(refused(PairRequest::new(&elsewhere, good, "x", None, &key, Capabilities::default())).await, "agent_wrong_server");
        // Ten wrong ones, then even the right one must wait for the next hour; by then it is late.
        for n in 0..10 {
            assert_eq!(refused(request(&key, PairingCode::from_bytes([n; 5]))).await, "pairing_code");
        }
        assert_eq!(refused(request(&key, good)).await, "too_many_tries");
        world.advance(Span::hours(1)).await;
        assert_eq!(refused(request(&key, good)).await, "pairing_code");
        assert!(owner.browser.get("/devices").await.shows("Belum ada HP yang terhubung"));
    }
}

on_both! {
    async fn a_laptop_that_is_paired_again_is_the_same_device_and_nobody_elses(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let laptop = Laptop::pair(&world, &owner).await;
        let again = Laptop::pair(&world, &owner).await;
        assert_eq!(again.id, laptop.id);
        let other = Owner::new(&world, "budi@nusa.example").await;
        let code = code(&other, "Laptop Budi").await;
        let server = world.serve().await;
        let answer = post_pair(server, &request(&laptop.key, code)).await;
        assert_eq!(code_of(&answer.body), "pairing_code");
        // Budi's code was not used up by that.
        let answer = post_pair(server, &request(&DeviceKey::from_seed(&[9; 32]), code)).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(owner.browser.get("/devices").await.shows("Laptop Sari"));
    }
}

on_both! {
    async fn only_the_devices_own_key_opens_a_connection(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let mut laptop = Laptop::pair(&world, &owner).await;
        let (_, welcome) = laptop.connect().await;
        assert_eq!((welcome.brand.as_str(), welcome.now), ("Akun Nusa", world.now().0));
        assert_eq!(welcome.device.protection, Protection::On);
        let refusal = |frame| match frame {
            FromServer::Refused { reason } => reason,
            other => panic!("{other:?}"),
        };
        // Another key.
        let key = std::mem::replace(&mut laptop.key, DeviceKey::from_seed(&[9; 32]));
        assert_eq!(refusal(laptop.knock().await.hear().await), HelloRefusal::Signature);
        laptop.key = key;
        // Yesterday's answer to another challenge.
        let server = world.serve().await;
        let mut line = Line::open(server).await;
        let FromServer::Challenge(old) = line.hear().await else { panic!() };
        let mut line = Line::open(server).await;
        let FromServer::Challenge(new) = line.hear().await else { panic!() };
        assert_ne!(old.nonce, new.nonce);
        line.say(&FromAgent::Hello(laptop.hello(&old))).await;
        assert_eq!(refusal(line.hear().await), HelloRefusal::Signature);
        assert_eq!(line.next().await, None);
        // A device that is not there.
        laptop.id = Id::from_u128(1);
        assert_eq!(refusal(laptop.knock().await.hear().await), HelloRefusal::Device);
        // Talk before the hello.
        let mut line = Line::open(server).await;
        line.hear().await;
        line.say(&FromAgent::StopWatching).await;
        assert_eq!(line.next().await, None);
    }
}

on_both! {
    async fn a_device_that_is_removed_is_sent_away_at_once(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let laptop = Laptop::pair(&world, &owner).await;
        let (mut line, _) = laptop.connect().await;
        let found = device(&world, &owner, laptop.id).await.unwrap();
        world.app.db.tx(move |tx| devices::remove(tx, found.account, found.id)).await.unwrap();
        assert_eq!(line.hear().await, FromServer::Refused { reason: HelloRefusal::Device });
        assert_eq!(line.next().await, None);
        assert_eq!(laptop.knock().await.hear().await, FromServer::Refused { reason: HelloRefusal::Device });
    }
}

on_both! {
    /// S-104
    async fn positions_are_stored_before_it_says_so_and_an_old_one_moves_nothing(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let laptop = Laptop::pair(&world, &owner).await;
        let (mut line, _) = laptop.connect().await;
        let now = world.now().0;
        let minute = 60_000_000;
        let unsound = Fix { lat: 95.0, ..fix(now, 0.0) };
        let fixes = vec![fix(now - 2 * minute, -6.2), unsound, fix(now - minute, -6.3)];
        line.say(&FromAgent::Fixes { batch_id: 1, fixes: fixes.clone() }).await;
        assert_eq!(line.hear().await, FromServer::Stored { batch_id: 1 });
        let found = device(&world, &owner, laptop.id).await.unwrap();
        let newest = found.fix.unwrap();
        assert_eq!((newest.at.0, newest.place.lat, newest.place.accuracy_m, newest.source), (now - minute, -6.3, Some(9.0), Source::Gps));
        assert_eq!((found.battery, found.charging), (Some(80), Some(false)));
        // The same batch again, and an older one after it: nothing moves, nothing doubles.
        line.say(&FromAgent::Fixes { batch_id: 2, fixes }).await;
        assert_eq!(line.hear().await, FromServer::Stored { batch_id: 2 });
        line.say(&FromAgent::Fixes { batch_id: 3, fixes: vec![fix(now - 30 * minute, -6.9)] }).await;
        assert_eq!(line.hear().await, FromServer::Stored { batch_id: 3 });
        let found = device(&world, &owner, laptop.id).await.unwrap();
        assert_eq!(found.fix, Some(newest));
        let track = locations::track(&world.app, &found, Time(0), Time(i64::MAX), 100).await.unwrap();
        assert_eq!(track.iter().map(|fix| fix.place.lat).collect::<Vec<_>>(), [-6.9, -6.2, -6.3]);
        // More than a batch may hold is not the agent that we know.
        let many = vec![fix(now, -6.2); MAX_BATCH + 1];
        line.say(&FromAgent::Fixes { batch_id: 4, fixes: many }).await;
        assert_eq!(line.next().await, None);
    }
}

on_both! {
    /// S-105 S-116
    async fn what_it_says_of_itself_is_what_the_page_says(world: World) {
        use kunci_rules::devices::State;
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let laptop = Laptop::pair(&world, &owner).await;
        let state = || async { device(&world, &owner, laptop.id).await.unwrap().state(world.now()) };
        assert_eq!(state().await, State::NeverReported);
        let (mut line, _) = laptop.connect().await;
        line.say_and_wait(&FromAgent::Fixes { batch_id: 1, fixes: vec![fix(world.now().0, -6.2)] }).await;
        assert_eq!(state().await, State::Live);
        line.say_and_wait(&FromAgent::Status(Laptop::status(LocationState::Off))).await;
        assert_eq!(state().await, State::LocationOff);
        line.say_and_wait(&FromAgent::Status(Laptop::status(LocationState::On))).await;
        world.advance(Span::minutes(10)).await;
        assert_eq!(state().await, State::Stale);
        world.advance(Span::minutes(10)).await;
        assert_eq!(state().await, State::Offline);
        // It says goodbye, then the line ends, then it comes back.
        line.say_and_wait(&FromAgent::Fixes { batch_id: 2, fixes: vec![fix(world.now().0, -6.2)] }).await;
        line.say(&FromAgent::Leaving { why: Leaving::Shutdown }).await;
        line.say(&FromAgent::StopWatching).await;
        while !matches!(line.hear().await, FromServer::Watchers { .. }) {}
        let found = device(&world, &owner, laptop.id).await.unwrap();
        assert_eq!((found.leaving, found.state(world.now())), (Some(Leaving::Shutdown), State::Offline));
        drop(line);
        let (_line, _) = laptop.connect().await;
        assert_eq!(device(&world, &owner, laptop.id).await.unwrap().leaving, None);
    }
}

on_both! {
    /// G8
    async fn nobody_watches_in_secret_and_the_holder_stops_it(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let laptop = Laptop::pair(&world, &owner).await;
        let account = owner.account();
        let asker = owner.asker(&world).await;
        let action = Locate { account, device: laptop.id };
        let (mut line, welcome) = laptop.connect().await;
        let paired_at = world.now().0;
        assert_eq!(welcome.watchers, [Watcher { name: "Sari".to_owned(), since: paired_at, last_look: None }]);
        // A look is named on the device at once; contacts hear of it once an hour.
        let look = |asker| with_permit(&world, asker, action, |tx, permit| devices::look(tx, &permit));
        assert!(look(asker).await);
        let FromServer::Watchers { watchers } = line.hear().await else { panic!() };
        assert_eq!(watchers[0].last_look, Some(world.now().0));
        world.advance(Span::minutes(59)).await;
        assert!(!look(asker).await);
        world.advance(Span::minutes(1)).await;
        assert!(look(asker).await);
        // The holder stops it: nobody is named, nothing is kept, nothing can be asked.
        line.say(&FromAgent::StopWatching).await;
        loop {
            match line.hear().await {
                FromServer::Watchers { watchers } if watchers.is_empty() => break,
                FromServer::Watchers { .. } => {}
                other => panic!("{other:?}"),
            }
        }
        line.say_and_wait(&FromAgent::Fixes { batch_id: 1, fixes: vec![fix(world.now().0, -6.2)] }).await;
        let found = device(&world, &owner, laptop.id).await.unwrap();
        assert!(!found.is_visible() && found.fix.is_none());
        assert!(locations::track(&world.app, &found, Time(0), Time(i64::MAX), 10).await.unwrap().is_empty());
        let issued = with_permit(&world, asker, action, kunci_server::commands::locate).await;
        assert_eq!(issued, kunci_server::commands::Issued::Unseen);
        assert!(owner.browser.get(&format!("/devices/{}", laptop.id)).await.shows("Pemegang perangkat menghentikannya"));
        // Paired again by its holder, it can be seen again.
        world.advance(Span::minutes(1)).await;
        let again = Laptop::pair(&world, &owner).await;
        assert!(device(&world, &owner, again.id).await.unwrap().is_visible());
    }
}

#[tokio::test]
async fn a_newer_connection_replaces_the_older() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, "sari@nusa.example").await;
    let laptop = Laptop::pair(&world, &owner).await;
    let (mut older, _) = laptop.connect().await;
    let (mut newer, _) = laptop.connect().await;
    assert_eq!(older.next().await, None);
    newer
        .say_and_wait(&FromAgent::Status(Laptop::status(LocationState::On)))
        .await;
    assert_eq!(world.app.agents.len(), 1);
}

#[tokio::test]
async fn a_server_that_goes_asks_its_agents_to_come_back() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, "sari@nusa.example").await;
    let laptop = Laptop::pair(&world, &owner).await;
    let (mut line, _) = laptop.connect().await;
    world.app.stop.ask();
    assert!(matches!(
        line.hear().await,
        FromServer::Retry { after_s: 5 }
    ));
    assert_eq!(line.next().await, None);
    world.app.stop.idle().await;
    assert!(world.app.agents.is_empty());
}
