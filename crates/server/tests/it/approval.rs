//! Approval in a signed-in browser: the number is shown where it is asked for, and typed where its owner is signed in.

use kunci_db::Tx;
use kunci_rules::Span;
use kunci_server::accounts;
use kunci_server::browsers;

use crate::browser::{Browser, Page};
use crate::owner::{Owner, PASSWORD};
use crate::phone::Phone;
use crate::recovery;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";
pub(crate) const SECOND: &str = "/prove/signin/approval";
const STEP_UP: &str = "/prove/add-method.-.-.L2FjY291bnQvY29udGFjdHMvYWRk/approval";
const WAITS: &str = "Ada permintaan yang menunggu";

/// An owner with two-step verification, signed in where the account began.
pub(crate) async fn owner(world: &World) -> Owner {
    let owner = Owner::new(world, MAIL).await;
    two_step(world, &owner).await;
    owner
}

async fn two_step(world: &World, owner: &Owner) {
    let account = owner.account();
    let on = move |tx: &Tx<'_>| accounts::set_two_step(tx, account, true);
    world.app.db.tx(on).await.unwrap();
}

/// Signs in with the password in a new browser and asks for an approval; what it shows then.
pub(crate) async fn asks(owner: &Owner, browser: &Browser) -> Page {
    let page = owner.sign_in(browser).await;
    assert_eq!(page.path, "/prove/signin", "{}", page.text());
    assert!(page.link(SECOND).is_some(), "{}", page.text());
    let page = browser.get(SECOND).await;
    browser.submit(&page, SECOND, &[]).await
}

/// The number on the page of the browser that asked.
pub(crate) fn number(page: &Page) -> String {
    let found = page.body.split("id=\"approval-number\">").nth(1);
    let found = found.unwrap_or_else(|| panic!("no number: {}", page.text()));
    found.split('<').next().unwrap().to_owned()
}

/// Any other number.
fn another(number: &str) -> &'static str {
    if number == "42" { "24" } else { "42" }
}

/// Follows the note on a page of the owner's.
async fn looks(browser: &Browser) -> Page {
    let home = browser.get("/").await;
    assert!(home.shows(WAITS), "{}", home.text());
    browser.get(&home.link("/account/approve/").unwrap()).await
}

/// Types a number there.
pub(crate) async fn types(browser: &Browser, page: &Page, number: &str) -> Page {
    browser
        .submit(page, &page.path, &[("number", number)])
        .await
}

/// Whether a page of the owner's says that something waits. The empty note is there for the script, hidden.
async fn is_asked(browser: &Browser) -> bool {
    browser.get("/").await.link("/account/approve/").is_some()
}

on_both! {
    /// STD-28, S-011: the second step is approved by typing the number in a signed-in browser, which says who asks; until then
    /// nothing is open, and the browser that asked goes on by itself.
    async fn std28_a_second_step_is_approved(world: World) {
        let owner = owner(&world).await;
        let new = world.browser();
        let shown = asks(&owner, &new).await;
        let number = number(&shown);
        assert_eq!(number.len(), 2);
        assert!(new.get(&format!("{SECOND}/state")).await.json()["waits"].as_bool().unwrap());
        let again = new.post(SECOND, &[]).await;
        assert_eq!(self::number(&again), number, "asking again asks nothing new");
        assert!(new.cookie("session").is_none());

        let page = looks(&owner.browser).await;
        assert!(page.shows("Chrome, Android") && page.shows("Jaringan lain"), "{}", page.text());
        assert!(page.shows("ingin masuk") && !page.body.contains(&format!(">{number}<")), "{}", page.text());
        let bad = types(&owner.browser, &page, "ya").await;
        assert_eq!(bad.status, 422, "no number is no answer: {}", bad.text());
        let done = types(&owner.browser, &page, &format!("{} {}", &number[..1], &number[1..])).await;
        assert!(done.shows("Sudah disetujui"), "{}", done.text());
        assert!(!is_asked(&owner.browser).await);

        assert!(!new.get(&format!("{SECOND}/state")).await.json()["waits"].as_bool().unwrap());
        let page = new.get(SECOND).await;
        assert!(page.shows("Sudah disetujui"), "{}", page.text());
        let page = new.submit(&page, SECOND, &[]).await;
        assert_eq!(page.path, "/", "{}", page.text());
        assert!(new.cookie("session").is_some());
    }

    /// STD-28: another number ends it; the right one afterwards is worth nothing.
    async fn std28_a_wrong_number_ends_it(world: World) {
        let owner = owner(&world).await;
        let new = world.browser();
        let number = number(&asks(&owner, &new).await);
        let page = looks(&owner.browser).await;
        let wrong = types(&owner.browser, &page, another(&number)).await;
        assert!(wrong.shows("Angkanya tidak sama"), "{}", wrong.text());
        let right = types(&owner.browser, &page, &number).await;
        assert!(right.shows("Angkanya tidak sama"), "{}", right.text());
        let page = new.get(SECOND).await;
        assert!(page.shows("dihentikan") && page.shows("Minta persetujuan"), "{}", page.text());
        assert!(new.cookie("session").is_none());
    }

    /// STD-28: it lives five minutes; an approval is taken within five more.
    async fn std28_it_lives_five_minutes(world: World) {
        let owner = owner(&world).await;
        let new = world.browser();
        let first = number(&asks(&owner, &new).await);
        let page = looks(&owner.browser).await;
        world.advance(Span::minutes(5)).await;
        assert!(!is_asked(&owner.browser).await);
        let late = types(&owner.browser, &page, &first).await;
        assert!(late.shows("Waktunya sudah lewat"), "{}", late.text());
        let page = new.get(SECOND).await;
        assert!(page.shows("sudah lewat waktunya"), "{}", page.text());
        let second = number(&new.submit(&page, SECOND, &[]).await);
        let page = looks(&owner.browser).await;
        assert!(types(&owner.browser, &page, &second).await.shows("Sudah disetujui"));
        world.advance(Span::minutes(5)).await;
        let page = new.get(SECOND).await;
        assert!(page.shows("Minta persetujuan"), "{}", page.text());
        assert!(new.cookie("session").is_none());
    }

    /// STD-28, S-011, G4: one waits at a time, three an hour, for all who ask together, also when they ask at once.
    async fn std28_one_at_a_time_and_three_an_hour(world: World) {
        let owner = owner(&world).await;
        let (one, two) = (world.browser(), world.browser());
        for browser in [&one, &two] {
            assert_eq!(owner.sign_in(browser).await.path, "/prove/signin");
        }
        let (a, b) = tokio::join!(one.post(SECOND, &[]), two.post(SECOND, &[]));
        let asked = [&a, &b].iter().filter(|page| page.body.contains("approval-number")).count();
        assert_eq!(asked, 1, "{}\n{}", a.text(), b.text());
        let refused = if a.body.contains("approval-number") { b } else { a };
        assert_eq!(refused.status, 429);
        assert!(refused.shows("permintaan lain yang menunggu"), "{}", refused.text());

        for _ in 0..2 {
            world.advance(Span::minutes(5)).await;
            assert!(one.post(SECOND, &[]).await.body.contains("approval-number"));
        }
        world.advance(Span::minutes(5)).await;
        let (a, b) = tokio::join!(one.post(SECOND, &[]), two.post(SECOND, &[]));
        for page in [a, b] {
            assert_eq!(page.status, 429, "{}", page.text());
            assert!(page.shows("Sudah tiga kali diminta"), "{}", page.text());
        }
        assert!(!is_asked(&owner.browser).await);
        world.advance(Span::minutes(45)).await;
        assert_eq!(owner.sign_in(&one).await.path, "/prove/signin");
        assert!(one.post(SECOND, &[]).await.body.contains("approval-number"), "an hour after the first");
    }

    /// G4: strangers who know the password do not use up the owner's prompts, and a known browser's takes the place of theirs.
    async fn g4_strangers_do_not_use_up_the_owners_prompts(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let (tablet, thief) = (world.browser(), world.browser());
        assert_eq!(owner.sign_in(&tablet).await.path, "/");
        tablet.post("/signout", &[]).await;
        two_step(&world, &owner).await;
        asks(&owner, &thief).await;
        for _ in 0..2 {
            world.advance(Span::minutes(5)).await;
            assert!(thief.post(SECOND, &[]).await.body.contains("approval-number"));
        }
        recovery::ask(&tablet, MAIL).await;
        let shown = tablet.post("/prove/recover/approval", &[]).await;
        let number = number(&shown);
        let refused = thief.get(SECOND).await;
        assert!(refused.shows("diganti oleh permintaan lain"), "{}", refused.text());
        let refused = thief.post(SECOND, &[]).await;
        assert_eq!(refused.status, 429, "one waits at a time: {}", refused.text());
        let page = looks(&owner.browser).await;
        assert!(page.shows("memulihkan akun"), "{}", page.text());
        assert!(types(&owner.browser, &page, &number).await.shows("Sudah disetujui"));
    }

    /// S-011: of ten requests within an hour three are shown, each noted with its reason.
    async fn s011_of_ten_prompts_three_are_shown(world: World) {
        let owner = owner(&world).await;
        let new = world.browser();
        assert_eq!(owner.sign_in(&new).await.path, "/prove/signin");
        let mut shown = 0;
        for _ in 0..10 {
            shown += usize::from(new.post(SECOND, &[]).await.body.contains("approval-number"));
            world.advance(Span::minutes(5)).await;
        }
        assert_eq!(shown, 3);
        let (app, account) = (world.app.clone(), owner.account());
        let read = move |view: &kunci_db::View<'_>| kunci_server::audit::recent(view, &app, account);
        let noted = world.app.db.view(read).await.unwrap();
        let asked = noted.iter().filter(|(entry, _)| entry.event == "approval-asked");
        let reasons: Vec<&str> = asked.map(|(_, reason)| reason.as_str()).collect();
        assert_eq!(reasons, ["sign-in"; 3]);
    }

    /// STD-28: a borrowed phone approves nothing, and is not asked.
    async fn std28_a_borrowed_phone_cannot_approve(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let borrowed = world.browser();
        let fields = [("name", MAIL), ("password", PASSWORD), ("borrowed", "1")];
        assert_eq!(borrowed.post("/signin", &fields).await.path, "/");
        two_step(&world, &owner).await;
        let new = world.browser();
        let number = number(&asks(&owner, &new).await);
        let path = looks(&owner.browser).await.path;
        assert!(!is_asked(&borrowed).await);
        assert_eq!(borrowed.get(&path).await.status, 403);
        borrowed.post(&path, &[("number", &number)]).await;
        borrowed.post(&format!("{path}/no"), &[]).await;
        assert!(new.get(SECOND).await.body.contains("approval-number"), "still waiting");

        owner.sign_out().await;
        let other = world.browser();
        let page = owner.sign_in(&other).await;
        assert!(page.link(SECOND).is_none(), "nobody else is signed in: {}", page.text());
        assert!(other.get(SECOND).await.shows("Belum ada perangkat lain"));
    }

    /// STD-28: whoever asks cannot approve it in the same browser.
    async fn std28_the_asking_browser_cannot_approve(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let page = owner.browser.get(STEP_UP).await;
        assert!(page.shows("Belum ada perangkat lain"), "{}", page.text());
        let other = world.browser();
        assert_eq!(owner.sign_in(&other).await.path, "/");
        let page = owner.browser.get(STEP_UP).await;
        let number = number(&owner.browser.submit(&page, STEP_UP, &[]).await);
        assert!(!is_asked(&owner.browser).await);
        let page = looks(&other).await;
        assert!(page.shows("hal penting"), "{}", page.text());
        let own = owner.browser.post(&page.path, &[("number", &number)]).await;
        assert_eq!(own.status, 403, "{}", own.text());
        assert!(types(&other, &page, &number).await.shows("Sudah disetujui"));
        let stranger = Owner::new(&world, "budi@nusa.example").await;
        assert_eq!(stranger.browser.get(&page.path).await.status, 404);
    }

    /// S-011, STD-45: "this was not me" ends the sign-in that asked, tells all contacts, and leads to a new password.
    async fn std45_not_me_ends_the_sign_in_and_tells(world: World) {
        let owner = owner(&world).await;
        let thief = world.browser();
        let number = number(&asks(&owner, &thief).await);
        let page = looks(&owner.browser).await;
        let no = format!("{}/no", page.path);
        world.advance(Span::seconds(1)).await;
        let done = owner.browser.submit(&page, &no, &[]).await;
        assert!(done.shows("Sudah kami hentikan"), "{}", done.text());
        assert!(done.link("/forgot").is_some(), "{}", done.body);
        let told = world.last_to(MAIL).await;
        assert_eq!(told.subject.as_deref(), Some("Satu permintaan persetujuan dihentikan"), "{told:?}");
        assert_eq!(thief.get(SECOND).await.path, "/signin?next=/");
        assert!(types(&owner.browser, &page, &number).await.shows("Sudah kami hentikan"));
        assert!(thief.cookie("session").is_none());
    }

    /// "This was not me" about an action signs out whoever asked for it; about a recovery it ends the case.
    async fn not_me_ends_what_asked(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let thief = world.browser();
        assert_eq!(owner.sign_in(&thief).await.path, "/");
        let page = thief.get(STEP_UP).await;
        thief.submit(&page, STEP_UP, &[]).await;
        let page = looks(&owner.browser).await;
        owner.browser.submit(&page, &format!("{}/no", page.path), &[]).await;
        assert_eq!(thief.get("/").await.path, "/signin");

        let (tablet, page) = known_and_out(&world, &owner).await;
        tablet.submit(&page, "/prove/recover/approval", &[]).await;
        let page = looks(&owner.browser).await;
        owner.browser.submit(&page, &format!("{}/no", page.path), &[]).await;
        let over = tablet.get("/recover").await;
        assert!(over.shows("dihentikan"), "{}", over.text());
    }

    /// G3: a browser on a missing device approves nothing, though whoever has it signs in there again.
    async fn g3_a_browser_on_a_missing_device_cannot_approve(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let phone = Phone::add(&world, &owner, "HP Sari").await;
        let second = world.browser();
        assert_eq!(owner.sign_in(&second).await.path, "/");
        two_step(&world, &owner).await;
        let new = world.browser();
        let number = number(&asks(&owner, &new).await);
        let path = looks(&second).await.path;

        let (account, device) = (owner.account(), phone.id);
        let on_it = move |tx: &Tx<'_>| {
            for browser in browsers::known(tx, account)? {
                browsers::runs_on(tx, account, browser.id, Some(device))?;
            }
            Ok::<_, kunci_db::Error>(())
        };
        world.app.db.tx(on_it).await.unwrap();
        let page = owner.browser.get(&format!("/find/{device}/missing")).await;
        owner.browser.submit(&page, &format!("/find/{device}/missing"), &[]).await;
        assert_eq!(second.get("/").await.path, "/signin", "its sessions ended");
        assert_eq!(owner.browser.get(&path).await.status, 403, "the one that marked it runs on it too");
        owner.browser.post(&path, &[("number", &number)]).await;
        let page = new.get(SECOND).await;
        assert!(page.body.contains("approval-number"), "still waiting: {}", page.text());
        world.advance(Span::minutes(5)).await;
        assert!(new.get(SECOND).await.shows("Belum ada perangkat lain"));
        let other = world.browser();
        assert!(owner.sign_in(&other).await.link(SECOND).is_none());
    }

    /// S-052: who forgot the password in one browser sets a new one with the approval of another.
    async fn s052_a_signed_in_browser_lets_a_known_one_recover(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let (tablet, page) = known_and_out(&world, &owner).await;
        let page = tablet.submit(&page, "/prove/recover/approval", &[]).await;
        let number = number(&page);
        let asked = looks(&owner.browser).await;
        assert!(asked.shows("memulihkan akun"), "{}", asked.text());
        types(&owner.browser, &asked, &number).await;
        let page = tablet.get("/prove/recover/approval").await;
        let page = tablet.submit(&page, "/prove/recover/approval", &[]).await;
        assert!(page.path == "/recover" && page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// Design §1: an old number alone waits a day; with an approval it opens at once. STD-41: before any proof the pages are
    /// the same for every name, and no browser is asked.
    async fn std41_an_approval_after_a_contact_proof_opens_at_once(world: World) {
        let owner = Owner::new(&world, NUMBER).await;
        world.advance(Span::days(61)).await;
        assert_eq!(owner.sign_in(&owner.browser).await.path, "/");
        let lost = world.browser();
        for name in [NUMBER, "0812-9999-0000"] {
            let page = recovery::ask(&lost, name).await;
            assert!(page.link("/prove/recover/approval").is_none(), "{}", page.text());
            let page = lost.get("/prove/recover/approval").await;
            assert_eq!(page.path, "/recover", "{}", page.text());
            assert_eq!(lost.post("/prove/recover/approval", &[]).await.path, "/recover");
            assert_eq!(lost.get("/prove/recover/approval/state").await.status, 404);
        }
        assert!(!is_asked(&owner.browser).await);
        let page = recovery::prove(&world, &lost, NUMBER, "phone").await;
        assert!(!page.shows("Buat kata sandi baru"), "{}", page.text());
        let way = page.link("/prove/recover/approval").unwrap_or_else(|| panic!("{}", page.text()));
        let page = lost.get(&way).await;
        let number = number(&lost.submit(&page, &way, &[]).await);
        let asked = looks(&owner.browser).await;
        types(&owner.browser, &asked, &number).await;
        let page = lost.get(&way).await;
        let page = lost.submit(&page, &way, &[]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// S-011: an open page of the owner's hears of it at once, and that it is over.
    async fn s011_an_open_page_hears_of_it(world: World) {
        let owner = owner(&world).await;
        let mut events = owner.browser.follow_events("/account/events", None).await;
        assert!(events.next_of("asked").await.data["address"].is_null());
        let new = world.browser();
        let number = number(&asks(&owner, &new).await);
        let asked = events.next_of("asked").await.data;
        let page = owner.browser.get(asked["address"].as_str().unwrap()).await;
        types(&owner.browser, &page, &number).await;
        assert!(events.next_of("asked").await.data["address"].is_null());
        let stranger = world.browser();
        assert_eq!(stranger.get("/account/events").await.status, 204);
    }
}

/// The app can be installed: its manifest carries the operator's name and colour, and its worker may see every page.
#[tokio::test]
async fn the_app_can_be_installed() {
    let world = World::on(kunci_db::testing::Engine::Sqlite).await;
    let browser = world.browser();
    let manifest = browser.get("/manifest.webmanifest").await;
    assert_eq!(
        manifest.header("content-type").unwrap(),
        "application/manifest+json"
    );
    let said = manifest.json();
    assert_eq!(
        (said["name"].as_str(), said["display"].as_str()),
        (Some("Akun Nusa"), Some("standalone"))
    );
    let icon = browser.get(said["icons"][0]["src"].as_str().unwrap()).await;
    assert_eq!(icon.header("content-type").unwrap(), "image/svg+xml");
    let worker = browser.get("/worker.js").await;
    if kunci_server::web::assets::is_built() {
        assert!(worker.status.is_success());
        assert_eq!(worker.header("cache-control").unwrap(), "no-cache");
        assert!(worker.body.contains("/assets/"), "{}", worker.body);
    }
}

/// A browser that the account knows, signed out, which says that the password is forgotten: it may ask the one that is in.
async fn known_and_out(world: &World, owner: &Owner) -> (Browser, Page) {
    let tablet = world.browser();
    if owner.sign_in(&tablet).await.path == "/" {
        tablet.post("/signout", &[]).await;
    }
    let page = recovery::ask(&tablet, &owner.login).await;
    let way = page.link("/prove/recover/approval");
    let way = way.unwrap_or_else(|| panic!("{}", page.text()));
    let page = tablet.get(&way).await;
    (tablet, page)
}
