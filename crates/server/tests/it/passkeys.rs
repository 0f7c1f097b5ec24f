//! Passkeys: added, shown as everything that asks for a proof, and refused where they must be.

use kunci_db::testing::Engine;
use kunci_rules::locks::Cause;
use kunci_rules::{Id, Span};
use kunci_server::authenticators;
use kunci_server::locks::{self, Subject};

use crate::browser::{Browser, Page};
use crate::owner::{Owner, PASSWORD, try_password};
use crate::passkey::{Passkey, Thing, options};
use crate::world::{URL, World, on_both};

const MAIL: &str = "sari@nusa.example";
const ADD: &str = "/account/security/passkeys";

/// Adds one through its page.
async fn add(owner: &Owner, thing: Thing, name: &str) -> Passkey {
    let page = owner.open(ADD).await;
    let (passkey, answer) = Passkey::make(&page, thing);
    let page = post_new(owner, name, &answer).await;
    assert_eq!(
        page.path,
        "/account/security?done=passkey",
        "{}",
        page.text()
    );
    passkey
}

async fn post_new(owner: &Owner, name: &str, answer: &str) -> Page {
    let fields = [("name", name), ("answer", answer)];
    owner.browser.post(ADD, &fields).await
}

/// An owner with a passkey that has been there for a while, signed out.
pub(crate) async fn prepared(world: &World, thing: Thing) -> (Owner, Passkey) {
    let owner = Owner::new(world, MAIL).await;
    let passkey = add(&owner, thing, "HP Sari").await;
    owner.sign_out().await;
    world.advance(Span::days(8)).await;
    (owner, passkey)
}

/// Presses "sign in with a passkey".
async fn sign_in(browser: &Browser, passkey: &mut Passkey) -> Page {
    let page = browser.get("/signin").await;
    let answer = passkey.show(&page);
    send(browser, &answer).await
}

async fn send(browser: &Browser, answer: &str) -> Page {
    browser.post("/signin/passkey", &[("answer", answer)]).await
}

fn refuses(browser: &Browser, page: &Page, says: &str) {
    assert_eq!(page.status, 422, "{}", page.text());
    assert!(page.shows(says), "{}", page.text());
    assert!(browser.cookie("session").is_none() && browser.cookie("signin").is_none());
}

const WRONG: &str = "Passkey ini belum cocok";
const LATE: &str = "terlalu lama terbuka";

/// Its passkeys' ids.
async fn methods(world: &World, owner: &Owner) -> Vec<Id> {
    let account = owner.account();
    let list = move |view: &kunci_db::View<'_>| authenticators::list(view, account);
    let all = world.app.db.view(list).await.unwrap();
    all.into_iter().map(|one| one.id).collect()
}

async fn two_step(world: &World, owner: &Owner) {
    let account = owner.account();
    let on = move |tx: &kunci_db::Tx<'_>| kunci_server::accounts::set_two_step(tx, account, true);
    world.app.db.tx(on).await.unwrap();
}

/// Begins a recovery of this name, up to the page that asks for a passkey.
async fn up_to_the_passkey(browser: &Browser, name: &str) -> Page {
    let page = browser.get("/forgot").await;
    let page = browser.submit(&page, "/forgot", &[("name", name)]).await;
    assert_eq!(page.path, "/recover/ways", "{}", page.text());
    let link = page.link("/prove/recover/passkey").unwrap();
    browser.get(&link).await
}

on_both! {
    /// STD-31: several passkeys, each with its name, when it was added and last used; every contact is told, and the
    /// browser is told which there are.
    async fn std31_several_with_names(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::seconds(1)).await;
        let mut first = add(&owner, Thing::Synced, "HP Sari").await;
        let told = world.last_to(MAIL).await;
        assert!(told.text.contains("Passkey baru saja ditambahkan") && told.text.contains("HP Sari"), "{}", told.text);
        world.advance(Span::seconds(1)).await;
        add(&owner, Thing::Key, "Kunci USB").await;
        owner.sign_out().await;
        world.advance(Span::days(2)).await;
        assert_eq!(sign_in(&owner.browser, &mut first).await.path, "/");
        world.advance(Span::hours(3)).await;
        let page = owner.browser.get("/account/security").await;
        assert!(page.shows("HP Sari Passkey (sidik jari, wajah, atau PIN HP) · dipakai 3 jam lalu"), "{}", page.text());
        let ways = owner.browser.get(ADD).await.path;
        let page = owner.browser.post(&format!("{ways}/password"), &[("password", PASSWORD)]).await;
        assert!(page.shows("HP Sari ditambahkan 23 November 2026, dipakai 3 jam lalu"), "{}", page.text());
        assert!(page.shows("Kunci USB ditambahkan 23 November 2026, belum pernah dipakai"), "{}", page.text());
        let known = &options(&page)["excludeCredentials"];
        assert_eq!(known.as_array().unwrap().len(), 2, "{known}");
        assert_eq!(known[1]["transports"], serde_json::json!(["usb", "nfc"]));
    }

    /// Whoever was not there adds nothing: not without a name, without a fresh sign-in, or with another's answer.
    async fn what_is_not_right_is_not_added(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let page = owner.open(ADD).await;
        let (passkey, answer) = Passkey::make(&page, Thing::Synced);
        let bad = post_new(&owner, "", &answer).await;
        assert!(bad.status == 422 && bad.shows("Isi nama"), "{}", bad.text());
        for junk in ["", "{}", "[1]", "{\"id\":\"!\"}"] {
            let bad = post_new(&owner, "HP", junk).await;
            assert!(bad.status == 422 && bad.shows(WRONG), "{junk}: {}", bad.text());
        }
        for (origin, site, verifies) in [("https://evil.example", "localhost", true), (URL, "evil.example", true), (URL, "localhost", false)] {
            let (mut bad, _) = Passkey::make(&page, Thing::Synced);
            (bad.origin, bad.site, bad.verifies) = (origin.to_owned(), site.to_owned(), verifies);
            let bad = post_new(&owner, "HP", &bad.made(&options(&page))).await;
            assert!(bad.status == 422 && bad.shows(WRONG), "{origin} {site} {verifies}: {}", bad.text());
        }
        let proof = owner.browser.get("/prove/add-method.-.-.Lw/passkey").await;
        let mut crossed = options(&page);
        crossed["challenge"] = options(&proof)["challenge"].take();
        let crossed = post_new(&owner, "HP", &passkey.made(&crossed)).await;
        assert!(crossed.status == 422 && crossed.shows(LATE), "a challenge for a proof: {}", crossed.text());
        assert!(methods(&world, &owner).await.is_empty());
        assert!(post_new(&owner, "HP", &answer).await.path.ends_with("done=passkey"));
        let again = post_new(&owner, "HP", &answer).await;
        assert!(again.shows(LATE), "the same answer twice: {}", again.text());
        // The same passkey on another account.
        world.advance(Span::minutes(1)).await;
        let other = Owner::new(&world, "budi@nusa.example").await;
        let page = other.open(ADD).await;
        let (mut copy, _) = Passkey::make(&page, Thing::Synced);
        copy.id.clone_from(&passkey.id);
        let taken = post_new(&other, "HP", &copy.made(&options(&page))).await;
        assert!(taken.status == 422 && taken.shows("sudah punya passkey"), "{}", taken.text());
        assert!(methods(&world, &other).await.is_empty());
        world.advance(Span::minutes(20)).await;
        let page = owner.browser.get(ADD).await;
        assert!(page.path.starts_with("/prove/add-method."), "{}", page.path);
    }

    /// Policy row "sign in": a passkey alone, without a name, in a browser that nobody knows; the sign-in is told.
    async fn signs_in_without_a_name(world: World) {
        let (_, mut passkey) = prepared(&world, Thing::Synced).await;
        let new = world.browser();
        let page = new.get("/signin").await;
        let fields = [("answer", &*passkey.show(&page)), ("next", "/account/sessions")];
        let page = new.post("/signin/passkey", &fields).await;
        assert_eq!(page.path, "/account/sessions", "{}", page.text());
        assert!(new.cookie("session").is_some() && new.cookie("browsers").is_some());
        assert!(world.last_to(MAIL).await.text.contains("perangkat lain"));
        new.post("/signout", &[]).await;
        let page = new.get("/signin/passkey?next=//evil.example").await;
        let answer = passkey.show(&page);
        let fields = [("answer", &*answer), ("next", "//evil.example")];
        assert_eq!(new.post("/signin/passkey", &fields).await.path, "/");
    }

    /// A borrowed phone is signed out after 15 minutes and remembers nothing, by passkey too.
    async fn on_a_borrowed_phone(world: World) {
        let (_, mut passkey) = prepared(&world, Thing::Synced).await;
        let borrowed = world.browser();
        let page = borrowed.get("/signin/passkey").await;
        let answer = passkey.show(&page);
        let page = borrowed.post("/signin/passkey", &[("answer", &*answer), ("borrowed", "1")]).await;
        assert_eq!(page.path, "/", "{}", page.text());
        assert_eq!(borrowed.cookie("browsers"), None);
        world.advance(Span::minutes(16)).await;
        assert_eq!(borrowed.get("/").await.path, "/signin");
    }

    /// S-074, STD-30: the second step after the password; the browser is told which passkeys will do.
    async fn std30_as_the_second_step(world: World) {
        let (owner, mut passkey) = {
            let owner = Owner::new(&world, MAIL).await;
            let passkey = add(&owner, Thing::Key, "Kunci USB").await;
            two_step(&world, &owner).await;
            owner.sign_out().await;
            (owner, passkey)
        };
        world.advance(Span::seconds(1)).await;
        let new = world.browser();
        let page = owner.sign_in(&new).await;
        let link = page.link_to("Kunci USB").unwrap_or_else(|| panic!("{}", page.text()));
        assert_eq!(link, "/prove/signin/passkey");
        let page = new.get(&link).await;
        assert_eq!(options(&page)["allowCredentials"].as_array().unwrap().len(), 1);
        passkey.verifies = false;
        let wrong = new.post(&link, &[("answer", &passkey.show(&page))]).await;
        assert!(wrong.status == 422 && wrong.shows(WRONG), "{}", wrong.text());
        passkey.verifies = true;
        assert!(world.last_to(MAIL).await.text.contains("kata sandi yang benar"), "STD-46, STD-48: told");
        let page = new.post(&link, &[("answer", &passkey.show(&wrong))]).await;
        assert_eq!(page.path, "/", "{}", page.text());
        assert!(new.cookie("session").is_some());
        assert_eq!(sign_in(&world.browser(), &mut passkey).await.path, "/", "alone it is both steps");
    }

    /// STD-52: proving it once more, and back to what was being done.
    async fn std52_once_more(world: World) {
        let (owner, mut passkey) = prepared(&world, Thing::Synced).await;
        owner.sign_in(&owner.browser).await;
        world.advance(Span::minutes(20)).await;
        let page = owner.browser.get("/account/contacts/add").await;
        let list = page.path.split(['?']).next().unwrap().trim_end_matches("/password").to_owned();
        assert!(list.starts_with("/prove/add-method."), "{list}");
        let path = format!("{list}/passkey");
        let page = owner.browser.get(&path).await;
        let page = owner.browser.post(&path, &[("answer", &passkey.show(&page))]).await;
        assert_eq!(page.path, "/account/contacts/add", "{}", page.text());
    }

    /// An answer is good once, and only as its holder gave it.
    async fn a_replayed_or_altered_answer_is_refused(world: World) {
        let (owner, mut passkey) = prepared(&world, Thing::Synced).await;
        let browser = &owner.browser;
        let page = browser.get("/signin").await;
        let answer = passkey.show(&page);
        let mut altered: serde_json::Value = serde_json::from_str(&answer).unwrap();
        altered["response"]["signature"] = "AAAA".into();
        refuses(browser, &send(browser, &altered.to_string()).await, WRONG);
        assert_eq!(send(browser, &answer).await.path, "/", "what was altered burnt nothing");
        owner.sign_out().await;
        refuses(browser, &send(browser, &answer).await, LATE);
        passkey.user = vec![7; 16];
        refuses(browser, &sign_in(browser, &mut passkey).await, WRONG);
    }

    /// Only on our pages, for our site, with its holder verified: `public_url` says which that is, whatever the request says.
    async fn another_site_is_refused(world: World) {
        let (_, mut passkey) = prepared(&world, Thing::Synced).await;
        let (browser, origin) = (world.browser(), passkey.origin.clone());
        for bad in ["https://localhost:8480", "http://localhost", "http://localhost:8480.evil.example", "http://127.0.0.1:8480", ""] {
            bad.clone_into(&mut passkey.origin);
            refuses(&browser, &sign_in(&browser, &mut passkey).await, WRONG);
        }
        passkey.origin = origin;
        "evil.example".clone_into(&mut passkey.site);
        refuses(&browser, &sign_in(&browser, &mut passkey).await, WRONG);
        "localhost".clone_into(&mut passkey.site);
        passkey.verifies = false;
        refuses(&browser, &sign_in(&browser, &mut passkey).await, WRONG);
        passkey.verifies = true;
        assert_eq!(sign_in(&browser, &mut passkey).await.path, "/");
    }

    /// A challenge is good for five minutes, in the browser that asked and for what it asked.
    async fn a_challenge_is_good_where_and_for_what_it_was_made(world: World) {
        let (owner, mut passkey) = prepared(&world, Thing::Synced).await;
        let (mine, other) = (world.browser(), world.browser());
        let page = mine.get("/signin").await;
        other.get("/signin").await;
        refuses(&other, &send(&other, &passkey.show(&page)).await, LATE);
        let proof = up_to_the_passkey(&mine, &owner.login).await;
        refuses(&mine, &send(&mine, &passkey.show(&proof)).await, LATE);
        let answer = passkey.show(&page);
        let crossed = mine.post("/prove/recover/passkey", &[("answer", &answer)]).await;
        assert!(crossed.status == 422 && crossed.shows(LATE), "{}", crossed.text());
        world.advance(Span::minutes(5)).await;
        refuses(&mine, &send(&mine, &answer).await, LATE);
        assert_eq!(sign_in(&mine, &mut passkey).await.path, "/");
    }

    /// Any node takes the answer to a page of another, and none takes it twice.
    async fn any_node_takes_the_answer(world: World) {
        let (_, mut passkey) = prepared(&world, Thing::Synced).await;
        let (_, router) = world.another_node().await;
        let here = world.browser();
        let page = here.get("/signin").await;
        let answer = passkey.show(&page);
        let there = here.on(router);
        assert_eq!(send(&there, &answer).await.path, "/");
        refuses(&here, &send(&here, &answer).await, LATE);
    }

    /// A removed passkey opens nothing; brought back, it opens again.
    async fn a_removed_passkey_is_refused(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let mut passkey = add(&owner, Thing::Synced, "HP Sari").await;
        let (account, method) = (owner.account(), methods(&world, &owner).await[0]);
        owner.sign_out().await;
        world.app.db.tx(move |tx| authenticators::disown(tx, account, method)).await.unwrap();
        refuses(&owner.browser, &sign_in(&owner.browser, &mut passkey).await, WRONG);
        world.app.db.tx(move |tx| {
            let origin = kunci_rules::gate::Origin::SignUp;
            authenticators::restore(tx, account, method, &origin)
        }).await.unwrap();
        assert_eq!(sign_in(&owner.browser, &mut passkey).await.path, "/");
    }

    /// G4: strangers use up every guess at the password; a passkey signs in all the same, and no stranger can use it up.
    async fn g4_strangers_do_not_touch_it(world: World) {
        let (owner, mut passkey) = prepared(&world, Thing::Synced).await;
        let mut last = 401;
        for n in 0..45 {
            last = try_password(&world.browser_at([198, 51, n, 9]), &owner.login, "tebakan").await.status.as_u16();
            let stranger = world.browser_at([198, 52, n, 9]);
            let page = stranger.get("/signin").await;
            let mut forged: serde_json::Value = serde_json::from_str(&passkey.show(&page)).unwrap();
            forged["response"]["signature"] = "AAAA".into();
            refuses(&stranger, &send(&stranger, &forged.to_string()).await, WRONG);
        }
        assert_eq!(last, 429, "the strangers' pool is dry");
        let new = world.browser();
        let page = owner.sign_in(&new).await;
        assert_eq!(page.status, 429);
        assert!(page.shows("Masuk dengan passkey"), "{}", page.text());
        assert_eq!(sign_in(&new, &mut passkey).await.path, "/");
    }

    /// Design §2: a suspicion lock never touches a passkey, on a borrowed phone neither.
    async fn a_suspicion_lock_spares_it(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let mut passkey = add(&owner, Thing::Synced, "HP Sari").await;
        let (account, now) = (owner.account(), world.now());
        owner.sign_out().await;
        let lock = move |tx: &kunci_db::Tx<'_>| {
            let cause = Cause::SuspiciousActivity;
            let lock = locks::New { subject: Subject::Account, subject_id: None, cause, rule: "test", first_at: now, tries: 9, places: 9, own: false, lifts_at: None };
            locks::place(tx, account, &lock)
        };
        world.app.db.tx(lock).await.unwrap();
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/help/locked");
        assert_eq!(sign_in(&world.browser(), &mut passkey).await.path, "/");
        let borrowed = world.browser();
        let page = borrowed.get("/signin/passkey").await;
        let fields = [("answer", &*passkey.show(&page)), ("borrowed", "1")];
        assert_eq!(borrowed.post("/signin/passkey", &fields).await.path, "/");
        assert_eq!(borrowed.get("/account/sessions").await.path, "/account/sessions");
    }

    /// STD-30: a counter that went back belongs to a copy: refused, told, and taken out by one link.
    async fn std30_a_copy_is_refused_and_told(world: World) {
        let (owner, mut passkey) = prepared(&world, Thing::Key).await;
        assert_eq!(sign_in(&owner.browser, &mut passkey).await.path, "/");
        owner.sign_out().await;
        world.advance(Span::minutes(1)).await;
        let thief = world.browser();
        passkey.counter -= 1;
        refuses(&thief, &sign_in(&thief, &mut passkey).await, "mungkin ada salinannya");
        let told = world.last_to(MAIL).await;
        assert!(told.text.contains("Satu passkey mungkin ada salinannya"), "{}", told.text);
        assert_eq!(sign_in(&owner.browser, &mut passkey).await.path, "/", "the true one goes on");
        owner.sign_out().await;
        let path = told.links[0].strip_prefix(URL).unwrap();
        let page = owner.browser.get(path).await;
        owner.browser.submit(&page, path, &[]).await;
        refuses(&owner.browser, &sign_in(&owner.browser, &mut passkey).await, WRONG);
    }

    /// Policy row "recover": a passkey as the first and only proof, without two-step verification.
    async fn recovers_as_the_first_proof(world: World) {
        let (owner, mut passkey) = prepared(&world, Thing::Synced).await;
        let new = world.browser();
        let page = up_to_the_passkey(&new, &owner.login).await;
        let page = new.post("/prove/recover/passkey", &[("answer", &passkey.show(&page))]).await;
        assert_eq!(page.path, "/recover");
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// STD-41: before a proof nobody learns whose name is known, or has a passkey.
    async fn std41_unknown_names_behave_alike(world: World) {
        let (owner, _) = prepared(&world, Thing::Synced).await;
        let stranger = Owner::new(&world, "budi@nusa.example").await;
        let mut passkey = add(&stranger, Thing::Synced, "HP Budi").await;
        let plain = Owner::new(&world, "tanpa@nusa.example").await;
        let mut pages = Vec::new();
        for name in [&*owner.login, &*plain.login, "tidak.ada@nusa.example"] {
            let browser = world.browser();
            let asked = up_to_the_passkey(&browser, name).await;
            let mut told = options(&asked);
            told["challenge"] = "".into();
            let answer = passkey.show(&asked);
            let wrong = browser.post("/prove/recover/passkey", &[("answer", &answer)]).await;
            assert!(wrong.shows(WRONG), "{}", wrong.text());
            let after = browser.get("/recover").await;
            pages.push((asked.status, asked.text(), told, wrong.status, wrong.text(), after.text()));
        }
        assert_eq!(pages[0], pages[1]);
        assert_eq!(pages[0], pages[2]);
        assert!(world.inbox().await.iter().all(|m| m.to != owner.login || !m.text.contains("pemulihan")));
    }

    /// A family's number leads to several accounts: the passkey says which.
    async fn a_family_needs_no_choice(world: World) {
        let number = "081234567890";
        let mother = Owner::with_password(&world, number, "kebun teh di lereng").await;
        let mut passkey = add(&mother, Thing::Synced, "HP Ibu").await;
        world.advance(Span::minutes(15)).await;
        Owner::with_password(&world, number, "bola basket hijau tua").await;
        world.advance(Span::days(8)).await;
        let new = world.browser();
        let page = up_to_the_passkey(&new, number).await;
        let page = new.post("/prove/recover/passkey", &[("answer", &passkey.show(&page))]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// STD-41: two passkeys of a family's number, shown at once: the case is about one account, and the other one is "not this account".
    async fn std41_a_case_settles_on_one_account_of_a_family(world: World) {
        let number = "081234567890";
        let mother = Owner::with_password(&world, number, "kebun teh di lereng").await;
        let mut hers = add(&mother, Thing::Synced, "HP Ibu").await;
        world.advance(Span::minutes(15)).await;
        let son = Owner::with_password(&world, number, "bola basket hijau tua").await;
        let mut his = add(&son, Thing::Synced, "HP Adi").await;
        world.advance(Span::days(8)).await;
        let new = world.browser();
        let path = "/prove/recover/passkey";
        let first = up_to_the_passkey(&new, number).await;
        let second = new.get(path).await;
        let (one, two) = (hers.show(&first), his.show(&second));
        let one = [("answer", one.as_str())];
        let two = [("answer", two.as_str())];
        let (one, two) = tokio::join!(new.post_only(path, &one), new.post_only(path, &two));
        let (right, wrong) = if one.status == 303 { (one, two) } else { (two, one) };
        assert_eq!((right.status.as_u16(), wrong.status.as_u16()), (303, 422), "{} {}", right.text(), wrong.text());
        assert!(wrong.shows(WRONG), "{}", wrong.text());
        assert!(new.get("/recover").await.shows("Buat kata sandi baru"));
    }

    /// Design §1, G2: a synced passkey may be anywhere, a laptop's own is there, a security key is a thing of its own.
    async fn where_it_can_be_used(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let here = owner.asker(&world).await.standing.id().unwrap();
        for thing in [Thing::Synced, Thing::Laptop, Thing::Key] {
            add(&owner, thing, "Passkey").await;
            world.advance(Span::seconds(1)).await;
        }
        let methods = methods(&world, &owner).await;
        let account = owner.account();
        let said = world.app.db.view(move |view| authenticators::said(view, account)).await.unwrap();
        let mut said: Vec<_> = said.iter().map(|said| (said.method, said.holder, said.usable)).collect();
        said.sort_unstable();
        // One proof is no ground to believe that the browser in hand does not keep it itself (G2).
        let mut expected = vec![(methods[1], here, true), (methods[2], methods[2], true), (methods[2], here, true)];
        expected.sort_unstable();
        assert_eq!(said, expected);
    }
}

/// No browser binds a passkey to a number: the pages say so, and offer other ways.
#[tokio::test]
async fn a_site_without_a_name_says_so() {
    let number = |config: &mut kunci_server::config::Config| {
        "http://127.0.0.1:8480".clone_into(&mut config.server.public_url);
    };
    let world = World::with(Engine::Sqlite, number).await;
    let browser = world.browser();
    assert!(!browser.get("/signin").await.shows("Masuk dengan passkey"));
    let page = browser.get("/signin/passkey").await;
    assert!(
        page.shows("Passkey belum bisa dipakai di sini"),
        "{}",
        page.text()
    );
    assert!(!page.body.contains("data-options") && page.link("/signin").is_some());
    let page = send(&browser, "{}").await;
    assert!(page.status == 422 && page.shows(WRONG), "{}", page.text());
}
