//! Risk signals, the lock that two of them place, and passwords that others know.

mod breached;
pub(crate) mod lifted;

use std::path::PathBuf;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use kunci_db::testing::Engine;
use kunci_rules::{Id, Span};
use kunci_server::config::Config;
use kunci_server::locks;

use crate::browser::Browser;
use crate::mmdb;
use crate::operator::{admin, said};
use crate::owner::{Owner, PASSWORD, try_password};
use crate::recovery::link;
use crate::world::World;

const MAIL: &str = "sari@nusa.example";
/// In the fixture this network is far from all others.
const FAR: [u8; 4] = [198, 51, 100, 9];

/// Writes a file with two places, and sets it.
fn with_places(directory: PathBuf) -> impl FnOnce(&mut Config) {
    let path = directory.join("places.mmdb");
    std::fs::write(&path, mmdb::two_places()).unwrap();
    move |config| config.risk.geoip = Some(path)
}

/// A world whose owner lives in Batam, and a stranger in London with the right password.
pub(crate) async fn travelled(engine: Engine) -> (World, Owner, Browser) {
    let directory = tempfile::tempdir().unwrap();
    let world = World::with(engine, with_places(directory.path().to_owned())).await;
    let owner = Owner::new(&world, MAIL).await;
    world.advance(Span::minutes(30)).await;
    let stranger = world.browser_at(FAR);
    (world, owner, stranger)
}

async fn locked_rules(world: &World, account: Id) -> Vec<String> {
    let active = world
        .app
        .db
        .view(move |view| locks::active(view, account))
        .await
        .unwrap();
    active.into_iter().map(|lock| lock.rule).collect()
}

/// S-027, S-028: two signals lock, are explained with place, device and time, and are told at once.
async fn locks_and_explains(engine: Engine) {
    let (world, owner, stranger) = travelled(engine).await;
    let page = owner.sign_in(&stranger).await;
    assert_eq!(page.path, "/help/locked", "{}", page.text());
    for said in [
        "Yang kami lihat",
        "sekitar London",
        "bisa meleset satu kota",
        "km dari tempat masuk terakhir",
        "Sebuah masuk tidak seperti biasa. Bisa jadi itu Anda sendiri",
        "Dari perangkat lain perlu dua bukti dari benda berbeda, atau satu bukti lalu menunggu.",
    ] {
        assert!(page.shows(said), "{said}: {}", page.text());
    }
    assert_eq!(
        locked_rules(&world, owner.account()).await,
        ["risk/two-signals"]
    );
    let told = world.last_to(MAIL).await;
    assert!(
        told.subject
            .as_deref()
            .unwrap()
            .contains("dikunci sementara"),
        "{told:?}"
    );
    assert!(
        told.text.contains("bisa jadi itu Anda sendiri") && !told.text.contains("orang lain"),
        "{told:?}"
    );
    let page = owner.browser.get("/account/security").await;
    assert!(
        page.shows("sekitar London"),
        "recent events: {}",
        page.text()
    );
    let metrics = kunci_server::health::router(world.app.clone());
    let page = Browser::new(metrics, [127, 0, 0, 1]).get("/metrics").await;
    assert!(
        page.body
            .contains("kunci_locks_placed_90d{cause=\"suspicious_activity\"} 1"),
        "S-029: {}",
        page.body
    );
}

/// G4: a suspicion lock never touches a known browser, wherever it is; and its owner lifts the lock there at once.
async fn known_browser_is_spared(engine: Engine) {
    let (world, owner, stranger) = travelled(engine).await;
    let account = owner.account();
    assert_eq!(owner.sign_in(&stranger).await.path, "/help/locked");
    owner.sign_out().await;
    let mut here = owner.browser.moved_to(FAR);
    for network in 0..12 {
        here = here.moved_to(if network % 2 == 0 {
            FAR
        } else {
            [203, 0, network, 7]
        });
        assert_eq!(owner.sign_in(&here).await.path, "/", "network {network}");
        assert_eq!(
            locked_rules(&world, account).await.len(),
            1,
            "no further lock"
        );
        here.post("/signout", &[]).await;
    }
    assert_eq!(owner.sign_in(&here).await.path, "/");
    let page = here.get("/help/locked").await;
    assert!(page.shows("Ini saya, buka lagi"), "{}", page.text());
    let page = here.submit(&page, "/signin/lift", &[]).await;
    assert_eq!(page.path, "/help/locked", "{}", page.text());
    assert!(locked_rules(&world, account).await.is_empty());
    assert_eq!(
        owner.sign_in(&stranger).await.path,
        "/",
        "not locked again for what its owner has explained"
    );
    let metrics = kunci_server::health::router(world.app.clone());
    let page = Browser::new(metrics, [127, 0, 0, 1]).get("/metrics").await;
    assert!(
        page.body
            .contains("kunci_locks_lifted_by_owner_90d{cause=\"suspicious_activity\"} 1"),
        "S-029: {}",
        page.body
    );
}

/// The policy's row: the password alone waits a day; every contact is told, and can stop it.
async fn waits_are_served(engine: Engine) {
    let (world, owner, stranger) = travelled(engine).await;
    let account = owner.account();
    owner.sign_in(&stranger).await;
    world.advance(Span::seconds(1)).await;
    let page = stranger.get("/prove/signin").await;
    assert!(page.shows("Buktikan sekali lagi"), "{}", page.text());
    let page = stranger.get("/help/locked").await;
    let page = stranger.submit(&page, "/signin/lift", &[]).await;
    assert!(
        page.shows("Terbuka lagi") && page.shows("Semua kontak bisa menghentikannya"),
        "{}",
        page.text()
    );
    let told = world.last_to(MAIL).await;
    assert!(
        told.subject
            .as_deref()
            .unwrap()
            .contains("membuka lagi akun"),
        "{told:?}"
    );
    world.advance(Span::hours(24) - Span::minutes(1)).await;
    assert_eq!(locked_rules(&world, account).await.len(), 1);
    world.advance(Span::minutes(2)).await;
    assert!(locked_rules(&world, account).await.is_empty());
    assert_eq!(owner.sign_in(&stranger).await.path, "/");
}

/// "This was not me" ends the wait; the lock stays.
async fn a_wait_is_stopped(engine: Engine) {
    let (world, owner, stranger) = travelled(engine).await;
    let account = owner.account();
    owner.sign_in(&stranger).await;
    world.advance(Span::seconds(1)).await;
    stranger.post("/signin/lift", &[]).await;
    let path = link(&world.last_to(MAIL).await);
    let elsewhere = world.browser();
    let page = elsewhere.get(&path).await;
    elsewhere.submit(&page, &path, &[]).await;
    world.advance(Span::hours(30)).await;
    assert_eq!(locked_rules(&world, account).await.len(), 1);
}

/// S-029, S-031: a rule that locks far more than usual rests, and what it did is undone in bulk after a preview.
async fn a_rule_that_jumps_rests(engine: Engine) {
    let directory = tempfile::tempdir().unwrap();
    let places = with_places(directory.path().to_owned());
    let world = World::with(engine, |config| {
        places(config);
        config.risk.most_locks = 1;
    })
    .await;
    let first = Owner::new(&world, MAIL).await;
    let second = Owner::new(&world, "budi@nusa.example").await;
    assert_eq!(
        first.sign_in(&world.browser_at(FAR)).await.path,
        "/help/locked"
    );
    assert_eq!(
        second.sign_in(&world.browser_at(FAR)).await.path,
        "/",
        "the rule rests"
    );
    let lift = ["locks", "lift", "--rule", "risk/two-signals"];
    let preview = admin(&world, &lift);
    assert!(
        said(&preview).contains("1 accounts have a lock"),
        "{}",
        said(&preview)
    );
    assert_eq!(
        locked_rules(&world, first.account()).await.len(),
        1,
        "a preview changes nothing"
    );
    let done = admin(&world, &[&lift[..], &["--yes"]].concat());
    assert!(said(&done).contains("1 locks lifted"), "{}", said(&done));
    assert!(locked_rules(&world, first.account()).await.is_empty());
    // Another process has another clock: its message is not due in this world.
    let page = first.browser.get("/account/security").await;
    assert!(page.shows("sudah terbuka lagi"), "told: {}", page.text());
    let capped = admin(&world, &["locks", "lift", "--rule", "guesses/all", "--yes"]);
    assert!(
        !capped.status.success(),
        "STD-1: a method at its cap is set anew, not lifted"
    );
}

/// S-027: without the file there is no place and no journey; one new phone in one new network is one thing and locks nobody.
async fn without_a_file_nothing_travels(engine: Engine) {
    let world = World::on(engine).await;
    let owner = Owner::new(&world, MAIL).await;
    assert_eq!(owner.sign_in(&world.browser_at(FAR)).await.path, "/");
    let told = world.last_to(MAIL).await;
    assert!(!told.text.contains("Sekitar"), "{told:?}");
    assert!(locked_rules(&world, owner.account()).await.is_empty());
}

/// The place in a notice, with the word that it may be a city off (voice 3.5).
async fn a_notice_names_the_place(engine: Engine) {
    let (world, owner, _) = travelled(engine).await;
    world.advance(Span::seconds(1)).await;
    assert_eq!(owner.sign_in(&world.browser()).await.path, "/");
    let told = world.last_to(MAIL).await;
    assert!(
        told.text.contains("Sekitar Batam") && told.text.contains("meleset satu kota"),
        "{told:?}"
    );
}

/// Failures are a signal only for the browser that made them.
async fn failures_speak_of_their_browser(engine: Engine) {
    let world = World::on(engine).await;
    let owner = Owner::new(&world, MAIL).await;
    let (guesser, innocent) = (world.browser(), world.browser());
    for _ in 0..11 {
        try_password(&guesser, MAIL, "tebakan").await;
        world.advance(Span::minutes(12)).await;
    }
    assert_eq!(
        owner.sign_in(&innocent).await.path,
        "/",
        "another new browser"
    );
    let page = owner.sign_in(&guesser).await;
    assert_eq!(page.path, "/help/locked", "{}", page.text());
    assert!(
        page.shows("kali kata sandi belum cocok dari perangkat ini"),
        "{}",
        page.text()
    );
}

/// A file of the operator's: refused at sign-up, and asked to be changed at sign-in, which a new password ends (S-040).
async fn breached_in_a_file(engine: Engine) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("breached.txt");
    // Before there is such a password in it, the owner signs up.
    std::fs::write(&path, "").unwrap();
    let file = path.clone();
    let world = World::with(engine, |config| config.risk.breached_file = Some(file)).await;
    let owner = Owner::new(&world, MAIL).await;
    std::fs::write(&path, listed(PASSWORD)).unwrap();
    owner.sign_out().await;
    let page = owner.sign_in(&owner.browser).await;
    assert_eq!(page.path, "/account/security/breached", "{}", page.text());
    assert_eq!(
        owner.browser.get("/account/security").await.path,
        "/account/security/breached",
        "nothing goes before it"
    );
    assert!(
        owner.browser.get("/find").await.path.starts_with("/find"),
        "but a lost phone does"
    );
    world.advance(Span::days(1)).await;
    let page = world.browser().get("/signup").await;
    assert_eq!(page.status, 200);
    assert_eq!(
        sign_up_with(&world, "budi@nusa.example", PASSWORD).await,
        "/signup/finish"
    );
    assert_eq!(
        sign_up_with(&world, "tini@nusa.example", "sepeda tua di bawah hujan").await,
        "/"
    );
}

async fn sign_up_with(world: &World, login: &str, password: &str) -> String {
    world.advance(Span::seconds(1)).await;
    let browser = world.browser();
    let page = browser.get("/signup").await;
    let page = browser
        .submit(&page, "/signup", &[("contact", login)])
        .await;
    let code = world.last_to(login).await.code.unwrap();
    let page = browser
        .submit(&page, "/signup/code", &[("code", &code)])
        .await;
    let fields = [("name", "Budi"), ("password", password)];
    browser.submit(&page, "/signup/finish", &fields).await.path
}

/// Two thousand hashes in order, this password's among them.
pub(crate) fn listed(password: &str) -> String {
    let mut hashes: Vec<String> = (0..2_000).map(|n| sha1(&format!("kata {n}"))).collect();
    hashes.push(sha1(password));
    hashes.sort();
    hashes.iter().map(|hash| format!("{hash}:3\r\n")).collect()
}

fn sha1(text: &str) -> String {
    let digest = aws_lc_rs::digest::digest(
        &aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY,
        text.as_bytes(),
    );
    hex::encode_upper(digest.as_ref())
}

/// A service learns five digits and no more; and one that is down never keeps anybody out.
async fn breached_by_a_service(engine: Engine) {
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = std::sync::Arc::clone(&asked);
    let answer = move |Path(prefix): Path<String>| {
        seen.lock().unwrap().push(prefix);
        let hash = sha1(PASSWORD);
        async move {
            format!(
                "0018A45C4D1DEF81644B54AB7F969B88D65:0\r\n{}:9\r\n",
                &hash[5..]
            )
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/range/{prefix}", get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let service = format!("http://{address}/range/");
    let world = World::with(engine, |config| config.risk.breached_service = service).await;
    assert_eq!(sign_up_with(&world, MAIL, PASSWORD).await, "/signup/finish");
    let asked = asked.lock().unwrap().clone();
    assert_eq!(asked, [sha1(PASSWORD)[..5].to_owned()]);
}

async fn a_service_that_is_down(engine: Engine) {
    // A port on which nobody listens any more.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let service = format!("http://{}/range/", listener.local_addr().unwrap());
    drop(listener);
    let world = World::with(engine, |config| config.risk.breached_service = service).await;
    let owner = Owner::new(&world, MAIL).await;
    owner.sign_out().await;
    assert_eq!(owner.sign_in(&owner.browser).await.path, "/");
}

macro_rules! both {
    ($($name:ident)*) => {$(
        mod $name {
            #[tokio::test]
            async fn sqlite() {
                super::$name(kunci_db::testing::Engine::Sqlite).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::$name(kunci_db::testing::Engine::Postgres).await;
            }
        }
    )*};
}
use breached::{at_a_reset, of_a_family};
use lifted::{after_an_hour, by_two_proofs};

both! {
    locks_and_explains known_browser_is_spared waits_are_served a_wait_is_stopped a_rule_that_jumps_rests without_a_file_nothing_travels
    a_notice_names_the_place failures_speak_of_their_browser breached_in_a_file breached_by_a_service a_service_that_is_down
    by_two_proofs after_an_hour at_a_reset of_a_family
}
