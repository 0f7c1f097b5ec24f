//! Commands: asked for with the gate's leave, carried by an agent that comes and goes, ended as the device says.

use kunci_db::testing::Engine;
use kunci_rules::devices::CommandState as State;
use kunci_rules::gate::{Locate, LockDevice, MarkMissing, Message, Ring, Unmark};
use kunci_rules::{Id, Span, Time};
use kunci_server::browsers::{self, Shown, Standing};
use kunci_server::commands::{self, Command, Issued};
use kunci_server::gate::Asker;
use kunci_server::methods;
use kunci_server::web::Language;
use kunci_wire::*;

use crate::agent::device;
use crate::laptop::{Laptop, with_permit};
use crate::owner::Owner;
use crate::phone::Phone;
use crate::world::{World, on_both};

async fn list(world: &World, owner: &Owner, device: Id) -> Vec<Command> {
    let account = owner.account();
    world
        .app
        .db
        .view(move |view| commands::list(view, account, device))
        .await
        .unwrap()
}

async fn find(world: &World, owner: &Owner, device: Id, command: Id) -> Command {
    list(world, owner, device)
        .await
        .into_iter()
        .find(|known| known.id == command)
        .unwrap()
}

async fn ring(world: &World, owner: &Owner, device: Id) -> Issued {
    let account = owner.account();
    let asker = owner.asker(world).await;
    with_permit(world, asker, Ring { account, device }, commands::ring).await
}

fn queued(issued: Issued) -> Id {
    match issued {
        Issued::Queued(id) => id,
        other => panic!("{other:?}"),
    }
}

on_both! {
    /// S-107
    async fn a_ring_reaches_a_connected_laptop_and_its_end_is_told(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let mut laptop = Laptop::pair(&world, &owner).await;
        let (mut line, _) = laptop.connect().await;
        let id = queued(ring(&world, &owner, laptop.id).await);
        let frame = line.hear_command().await;
        assert_eq!(laptop.accept(&frame, world.now().0), (id, Order::Ring));
        // Pressed twice, it is one ring.
        assert_eq!(ring(&world, &owner, laptop.id).await, Issued::Already(id));
        line.say_and_wait(&FromAgent::Ack { id }).await;
        assert_eq!(find(&world, &owner, laptop.id, id).await.state, State::Acknowledged);
        line.say_and_wait(&FromAgent::Result { id, outcome: Outcome::done_as(Reason::StoppedHere) }).await;
        let done = find(&world, &owner, laptop.id, id).await;
        assert_eq!((done.state, done.reason, done.finished_at), (State::Done, Some(Reason::StoppedHere), Some(world.now())));
        // Said again, it stays as it was.
        line.say_and_wait(&FromAgent::Result { id, outcome: Outcome::failed(Reason::NoSound, "") }).await;
        assert_eq!(find(&world, &owner, laptop.id, id).await.state, State::Done);
    }
}

on_both! {
    /// S-112
    async fn what_is_asked_of_a_laptop_that_is_off_waits_and_comes_again_until_it_answers(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let mut laptop = Laptop::pair(&world, &owner).await;
        let account = owner.account();
        let asker = owner.asker(&world).await;
        let ring = queued(ring(&world, &owner, laptop.id).await);
        let lock = queued(with_permit(&world, asker, LockDevice { account, device: laptop.id }, commands::lock).await);
        let waiting = find(&world, &owner, laptop.id, ring).await;
        assert_eq!((waiting.state, waiting.created_at, waiting.expires_at), (State::Queued, world.now(), world.now() + Span::hours(24)));
        world.advance(Span::hours(1)).await;
        // It comes, gets both in order, and is gone before it says anything.
        let (mut line, _) = laptop.connect().await;
        let first = line.hear_command().await;
        assert_eq!(laptop.accept(&first, world.now().0), (ring, Order::Ring));
        let second = line.hear_command().await;
        assert_eq!(laptop.accept(&second, world.now().0), (lock, Order::Lock));
        drop(line);
        // The same two again, to the byte; a replay protects itself by that.
        let (mut line, _) = laptop.connect().await;
        assert_eq!((line.hear_command().await, line.hear_command().await), (first.clone(), second.clone()));
        let FromServer::Command(replayed) = &first else { panic!() };
        assert_eq!(replayed.fresh(laptop.counter, world.now().0), Err(Refusal::Replayed));
        line.say(&FromAgent::Ack { id: ring }).await;
        line.say_and_wait(&FromAgent::Result { id: ring, outcome: Outcome::done() }).await;
        drop(line);
        let (mut line, _) = laptop.connect().await;
        assert_eq!(line.hear_command().await, second);
        line.say_and_wait(&FromAgent::Result { id: lock, outcome: Outcome::failed(Reason::NoSession, "nobody is signed in") }).await;
        let failed = find(&world, &owner, laptop.id, lock).await;
        assert_eq!((failed.state, failed.reason), (State::Failed, Some(Reason::NoSession)));
    }
}

on_both! {
    /// S-112
    async fn what_waits_too_long_ends_and_is_not_sent_any_more(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let laptop = Laptop::pair(&world, &owner).await;
        let id = queued(ring(&world, &owner, laptop.id).await);
        world.advance(Span::hours(24)).await;
        let over = find(&world, &owner, laptop.id, id).await;
        assert_eq!((over.state, over.finished_at), (State::Expired, Some(world.now())));
        let (mut line, _) = laptop.connect().await;
        line.say(&FromAgent::Fixes { batch_id: 1, fixes: Vec::new() }).await;
        assert_eq!(line.hear().await, FromServer::Stored { batch_id: 1 });
        // Asked again, it is a new ring.
        assert_ne!(queued(ring(&world, &owner, laptop.id).await), id);
        world.advance(Span::days(90)).await;
        assert!(list(&world, &owner, laptop.id).await.iter().all(|command| command.id != id));
    }
}

on_both! {
    async fn a_command_is_taken_back_with_the_leave_that_asked_for_it(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let laptop = Laptop::pair(&world, &owner).await;
        let account = owner.account();
        let asker = owner.asker(&world).await;
        let id = queued(ring(&world, &owner, laptop.id).await);
        let other = LockDevice { account, device: laptop.id };
        assert!(!with_permit(&world, asker, other, move |tx, permit| commands::cancel(tx, permit, id)).await);
        let mine = Ring { account, device: laptop.id };
        assert!(with_permit(&world, asker, mine, move |tx, permit| commands::cancel(tx, permit, id)).await);
        assert!(!with_permit(&world, asker, mine, move |tx, permit| commands::cancel(tx, permit, id)).await);
        assert_eq!(find(&world, &owner, laptop.id, id).await.state, State::Cancelled);
        // It had left before: what the laptop says is the truth.
        let id = queued(ring(&world, &owner, laptop.id).await);
        let (mut line, _) = laptop.connect().await;
        line.hear_command().await;
        line.say_and_wait(&FromAgent::Unknown).await;
        assert!(with_permit(&world, asker, mine, move |tx, permit| commands::cancel(tx, permit, id)).await);
        line.say_and_wait(&FromAgent::Ack { id }).await;
        let at_work = find(&world, &owner, laptop.id, id).await;
        assert_eq!((at_work.state, at_work.finished_at), (State::Acknowledged, None));
        // Stopping one that is at work goes out; stopping one that waits takes it back.
        let stop = with_permit(&world, asker, mine, commands::stop_ringing).await;
        assert_eq!(find(&world, &owner, laptop.id, queued(stop)).await.order, Order::RingStop);
        line.say_and_wait(&FromAgent::Result { id, outcome: Outcome::done_as(Reason::StoppedByOwner) }).await;
        line.say_and_wait(&FromAgent::Result { id: queued(stop), outcome: Outcome::done() }).await;
        drop(line);
        assert_eq!(with_permit(&world, asker, mine, commands::stop_ringing).await, Issued::Nothing);
        let waits = queued(ring(&world, &owner, laptop.id).await);
        assert_eq!(with_permit(&world, asker, mine, commands::stop_ringing).await, Issued::Nothing);
        assert_eq!(find(&world, &owner, laptop.id, waits).await.state, State::Cancelled);
    }
}

on_both! {
    /// S-110
    async fn a_button_that_cannot_work_changes_nothing_and_says_why(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        let found = device(&world, &owner, phone.id).await.unwrap();
        assert_eq!(found.ability(Kind::Ring), Ability::Unable(WhyNot::Unsupported));
        assert_eq!(found.ability(Kind::Locate), Ability::Able);
        assert_eq!(ring(&world, &owner, phone.id).await, Issued::Unable(WhyNot::Unsupported));
        assert!(list(&world, &owner, phone.id).await.is_empty());
        // A laptop says itself, and may change its mind.
        let laptop = Laptop::pair(&world, &owner).await;
        let (mut line, _) = laptop.connect().await;
        let mut status = Laptop::status(LocationState::On);
        status.capabilities.set(Kind::Ring, Ability::Unable(WhyNot::NoSound));
        line.say_and_wait(&FromAgent::Status(status)).await;
        assert_eq!(ring(&world, &owner, laptop.id).await, Issued::Unable(WhyNot::NoSound));
    }
}

on_both! {
    async fn a_server_restored_from_a_backup_counts_on_from_what_the_device_has_seen(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let mut laptop = Laptop::pair(&world, &owner).await;
        laptop.counter = 50;
        let (mut line, _) = laptop.connect().await;
        let id = queued(ring(&world, &owner, laptop.id).await);
        let frame = line.hear_command().await;
        assert_eq!(laptop.accept(&frame, world.now().0), (id, Order::Ring));
        assert_eq!(laptop.counter, 51);
    }
}

on_both! {
    async fn live_mode_has_an_end_and_asks_for_no_more(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let laptop = Laptop::pair(&world, &owner).await;
        let account = owner.account();
        let asker = owner.asker(&world).await;
        let (mut line, _) = laptop.connect().await;
        let until = world.now() + Span::minutes(10);
        with_permit(&world, asker, Locate { account, device: laptop.id }, move |tx, permit| commands::live(tx, permit, until)).await;
        let FromServer::Device(state) = line.hear().await else { panic!() };
        assert_eq!(state.live_until, Some(until.0));
        let FromServer::Command(command) = line.hear().await else { panic!() };
        assert_eq!(Order::parse(&command.kind, &command.body), Ok(Order::Live { until: until.0 }));
    }
}

/// S-108: the mark puts the laptop into lost mode, and taking it back ends that.
async fn mark(world: &World, owner: &Owner, asker: Asker, device: Id) -> commands::Marked {
    let account = owner.account();
    let (t, browser) = (
        world.app.texts.of(Language::Indonesian),
        asker.standing.id(),
    );
    let work = move |tx: &kunci_db::Tx<'_>, permit: kunci_rules::gate::Permit<'_, MarkMissing>| {
        commands::mark_missing(tx, permit, (browser, None), &t, Some("0811 2233 4455"))
    };
    with_permit(world, asker, MarkMissing { account, device }, work).await
}

on_both! {
    /// S-108
    async fn a_missing_laptop_is_locked_and_says_whose_it_is_until_it_is_found(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let mut laptop = Laptop::pair(&world, &owner).await;
        let account = owner.account();
        let asker = owner.asker(&world).await;
        let (mut line, _) = laptop.connect().await;
        let marked = mark(&world, &owner, asker, laptop.id).await;
        assert!(marked.before.missing.is_none());
        let FromServer::Device(state) = line.hear().await else { panic!() };
        assert_eq!(state.protection, Protection::Missing);
        let lost = state.lost_message.unwrap();
        assert_eq!((lost.text.as_str(), lost.call.as_deref()), ("HP ini hilang. Pemiliknya dapat dihubungi di 0811 2233 4455. Terima kasih sudah menolong.", Some("0811 2233 4455")));
        let (lock, order) = laptop.accept(&line.hear_command().await, world.now().0);
        assert_eq!(order, Order::Lock);
        let (message, order) = laptop.accept(&line.hear_command().await, world.now().0);
        assert_eq!(order, Order::Message(lost));
        line.say_and_wait(&FromAgent::Result { id: lock, outcome: Outcome::done() }).await;
        line.say_and_wait(&FromAgent::Result { id: message, outcome: Outcome::done() }).await;
        let missing = device(&world, &owner, laptop.id).await.unwrap().missing.unwrap();
        assert_eq!((missing.since, missing.lapses_at), (world.now(), None));
        // Marked again it keeps its beginning. The browser that marked it may undo that for ten minutes; a ring that waits
        // is then taken back.
        drop(line);
        let since = world.now();
        world.advance(Span::minutes(5)).await;
        mark(&world, &owner, asker, laptop.id).await;
        assert_eq!(device(&world, &owner, laptop.id).await.unwrap().missing.unwrap().since, since);
        let waits = queued(ring(&world, &owner, laptop.id).await);
        with_permit(&world, asker, Unmark { account, device: laptop.id }, commands::unmark).await;
        assert_eq!(find(&world, &owner, laptop.id, waits).await.state, State::Cancelled);
        let (mut line, welcome) = laptop.connect().await;
        assert_eq!((welcome.device.protection, welcome.device.lost_message), (Protection::On, None));
        let orders = [laptop.accept(&line.hear_command().await, world.now().0).1, laptop.accept(&line.hear_command().await, world.now().0).1];
        assert_eq!(orders, [Order::Unlock, Order::MessageClear]);
    }
}

/// Someone who showed the mailed code only, in a browser nobody knows.
async fn by_mail_alone(world: &World, account: Id) -> Asker {
    let case = Id::from_u128(0xCA5E);
    let record = move |tx: &kunci_db::Tx<'_>| {
        let contact = methods::contacts(tx, account)?.remove(0);
        let shown = Shown {
            kind: kunci_rules::gate::MethodKind::Email,
            method: Some(contact.id),
            browser: None,
            at: Time(tx.now()),
        };
        browsers::record_proof(tx, account, case, &shown)
    };
    world.app.db.tx(record).await.unwrap();
    Asker::with(case, Standing::Stranger)
}

on_both! {
    async fn a_mark_by_mail_alone_lapses_after_a_day_unless_it_is_confirmed(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let laptop = Laptop::pair(&world, &owner).await;
        let account = owner.account();
        world.advance(Span::hours(1)).await;
        let asker = by_mail_alone(&world, account).await;
        mark(&world, &owner, asker, laptop.id).await;
        let missing = || async { device(&world, &owner, laptop.id).await.unwrap().missing };
        assert_eq!(missing().await.unwrap().lapses_at, Some(world.now() + Span::hours(24)));
        world.advance(Span::hours(23)).await;
        assert!(missing().await.is_some());
        world.advance(Span::hours(1)).await;
        assert_eq!(missing().await, None);
        assert!(world.last_to("sari@nusa.example").await.text.contains("belum dikonfirmasi dalam sehari"));
        let open: Vec<Order> = list(&world, &owner, laptop.id).await.into_iter().filter(|command| command.state == State::Queued).map(|command| command.order).collect();
        assert_eq!(open, [Order::MessageClear, Order::Unlock]);
        // The owner's known browser sets one that stays, and confirms one that would not.
        let owners = owner.asker(&world).await;
        mark(&world, &owner, owners, laptop.id).await;
        assert_eq!(missing().await.unwrap().lapses_at, None);
        world.advance(Span::days(30)).await;
        assert!(missing().await.is_some());
    }
}

#[tokio::test]
async fn the_newest_message_replaces_the_one_that_waits() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, "sari@nusa.example").await;
    let laptop = Laptop::pair(&world, &owner).await;
    let account = owner.account();
    let asker = owner.asker(&world).await;
    let t = world.app.texts.of(Language::English);
    let action = Message {
        account,
        device: laptop.id,
    };
    let mut last = None;
    for call in [None, Some("0811"), Some("0812")] {
        let t = t.clone();
        let issued = with_permit(&world, asker, action, move |tx, permit| {
            commands::message(tx, permit, &t, call)
        })
        .await;
        last = Some(queued(issued));
    }
    let waiting: Vec<Id> = list(&world, &owner, laptop.id)
        .await
        .iter()
        .filter(|command| command.state == State::Queued)
        .map(|command| command.id)
        .collect();
    assert_eq!(waiting, [last.unwrap()]);
    assert!(matches!(
        with_permit(&world, asker, action, commands::clear_message).await,
        Issued::Queued(_)
    ));
}
