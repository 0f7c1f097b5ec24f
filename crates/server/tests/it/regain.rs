//! The end of a recovery: signed in, a second factor anew, what changed before, and a search with one proof.

use kunci_rules::Span;
use kunci_rules::gate::Locate;
use kunci_rules::locks::Cause;
use kunci_server::gate::Wanted;
use kunci_server::locks::{self, Subject};
use kunci_server::web::Token;

use crate::browser::{Browser, Page};
use crate::codes::{app, secret, sheet, shows};
use crate::finder::{Phone, found};
use crate::notices::{not_me, notice, with_two_contacts};
use crate::owner::{Owner, PASSWORD, try_password};
use crate::proving::two_step;
use crate::recovery::{ask, prove};
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";
const NEW: &str = "payung biru di stasiun tua";
const APP: &str = "/account/security/totp";

/// An owner with mail, an app and a card at home, and two-step verification; everything long ago.
pub(crate) async fn with_two_steps(world: &World) -> (Owner, Vec<u8>, Vec<String>) {
    let owner = Owner::new(world, MAIL).await;
    let codes = sheet(&owner).await;
    let secret = app(world, &owner).await;
    world.advance(Span::days(8)).await;
    two_step(world, &owner).await;
    (owner, secret, codes)
}

/// Sets the new password of a case that is open.
async fn new_password(world: &World, browser: &Browser) -> Page {
    world.advance(Span::seconds(1)).await;
    let page = browser.get("/recover").await;
    assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    browser
        .submit(&page, "/recover/password", &[("password", NEW)])
        .await
}

/// Sets an app up; where that leads.
async fn new_app(world: &World, browser: &Browser) -> (Vec<u8>, Page) {
    let page = browser.get(APP).await;
    assert_eq!(page.path, APP, "{}", page.text());
    let secret = secret(&page);
    let code = shows(world, &secret, 0);
    let fields = [("name", "Aegis baru"), ("place", "other"), ("code", &code)];
    (secret, browser.submit(&page, APP, &fields).await)
}

/// A case that mail alone has opened after its wait.
pub(crate) async fn served(world: &World) -> Browser {
    let browser = world.browser();
    let page = prove(world, &browser, MAIL, "email").await;
    assert!(page.shows("Permintaan diterima"), "{}", page.text());
    world.advance(Span::hours(72)).await;
    let page = new_password(world, &browser).await;
    assert_eq!(page.path, "/account/regained", "{}", page.text());
    browser
}

/// Presses "remove" on the page of a method that the page of second factors names; what the answer says.
async fn take_out(browser: &Browser, name: &str) -> Page {
    let page = browser.get("/account/security").await;
    let href = page.link_to(name).unwrap();
    let path = format!("{href}/remove");
    let page = browser.get(&path).await;
    browser.submit(&page, &path, &[("sure", "1")]).await
}

on_both! {
    /// S-051, S-057, design §1 "recover, with 2FA": two proofs at once sign the browser in and lead to the second factors; a new app
    /// is set up, the lost one goes, and the second step is asked still.
    async fn s051_a_lost_app_is_set_up_anew(world: World) {
        let (owner, _, codes) = with_two_steps(&world).await;
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        assert!(page.shows("Permintaan diterima"), "one alone waits: {}", page.text());
        let page = browser.get(&page.link_to("Kode cadangan").unwrap()).await;
        browser.submit(&page, "/prove/recover/recovery-code", &[("code", &codes[0])]).await;
        let page = new_password(&world, &browser).await;
        assert_eq!(page.path, "/account/regained", "{}", page.text());
        assert!(page.shows("Aegis di HP Ibu") && page.shows("tetap aktif") && !page.shows("bukti kedua"), "two: {}", page.text());
        assert_eq!(owner.browser.get("/").await.path, "/signin", "other sessions ended");
        world.advance(Span::seconds(1)).await;
        let (_, page) = new_app(&world, &browser).await;
        assert_eq!(page.path, "/account/regained?done=totp", "{}", page.text());
        assert!(page.shows("Aegis baru"), "{}", page.text());
        assert!(world.last_to(MAIL).await.text.contains("Aplikasi kode baru saja dipasang"));
        let gone = take_out(&browser, "Aegis di HP Ibu").await;
        assert_eq!(gone.path, "/account/security?done=removed", "two independent proofs: {}", gone.text());
        for browser in [&world.browser(), &owner.browser] {
            let page = try_password(browser, MAIL, NEW).await;
            assert_eq!(page.path, "/prove/signin", "2FA is asked still: {}", page.text());
            assert!(page.shows("Aegis baru") && !page.shows("Aegis di HP Ibu"), "{}", page.text());
        }
    }

    /// S-051, S-056, G2: a served wait on one proof lets an app be set up, which is no more than that proof for 7 days: with it, nothing
    /// is removed at once, and the mail and the app are not two.
    async fn s056_one_factor_mints_nothing_beyond_itself(world: World) {
        with_two_steps(&world).await;
        let browser = served(&world).await;
        world.advance(Span::seconds(1)).await;
        let (secret, page) = new_app(&world, &browser).await;
        assert_eq!(page.path, "/account/regained?done=totp", "{}", page.text());
        let until = world.now() + Span::days(7);
        let until = world.app.texts.of(kunci_server::web::Language::Indonesian).day_and_hour(until, &jiff::tz::TimeZone::get("Asia/Jakarta").unwrap());
        assert!(page.shows(&format!("Sampai {until}, yang baru belum dihitung sebagai bukti kedua")), "{}", page.text());
        let page = take_out(&browser, "Aegis di HP Ibu").await;
        assert!(page.path.starts_with("/prove/replace-method."), "not at once: {} {}", page.path, page.text());
        let page = browser.get("/account/contacts/add").await;
        assert!(page.path.starts_with("/prove/add-method."), "a contact is no second factor: {}", page.path);

        world.advance(Span::hours(25)).await;
        let thief = world.browser();
        let page = prove(&world, &thief, MAIL, "email").await;
        assert!(page.shows("Permintaan diterima"), "{}", page.text());
        let code = shows(&world, &secret, 0);
        let page = thief.post("/prove/recover/totp", &[("code", &code)]).await;
        assert!(page.shows("Permintaan diterima"), "the mail and what it set are not two: {}", page.text());
        assert!(!page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// S-051: codes that are printed while second factors are set up anew lead back to where that is done.
    async fn s051_printed_codes_lead_back_to_the_second_factors(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::days(8)).await;
        two_step(&world, &owner).await;
        let browser = served(&world).await;
        let path = "/account/security/codes";
        let page = browser.get(path).await;
        let page = browser.submit(&page, path, &[]).await;
        let next = page.link_to("Sudah saya simpan").or_else(|| page.link("/account/regained"));
        assert_eq!(next.as_deref(), Some("/account/regained?done=recovery-code"), "{}", page.text());
        assert_eq!(browser.get("/account/regained?done=recovery-code").await.status, 200);
    }

    /// STD-52, S-056: what a recovery lets be set up, it does for an hour; without it the sign-in must be fresh.
    async fn s056_a_recovery_rebinds_for_an_hour(world: World) {
        with_two_steps(&world).await;
        let browser = served(&world).await;
        world.advance(Span::minutes(59)).await;
        assert_eq!(browser.get(APP).await.path, APP);
        world.advance(Span::minutes(1)).await;
        assert!(browser.get(APP).await.path.starts_with("/prove/add-method."));
        assert_eq!(browser.get("/account/regained").await.path, "/account/security");
        let elsewhere = world.browser();
        let page = try_password(&elsewhere, MAIL, NEW).await;
        assert_eq!(page.path, "/prove/signin", "another browser gained nothing: {}", page.text());
    }

    /// S-051, `voice.md` 4.2: without a second step the reset signs in; on a borrowed phone for 15 minutes, with nothing kept.
    async fn s051_a_borrowed_phone_keeps_nothing(world: World) {
        Owner::new(&world, MAIL).await;
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        assert!(page.shows("Ini HP pinjaman"), "{}", page.text());
        let fields = [("password", NEW), ("borrowed", "1")];
        let page = browser.submit(&page, "/recover/password", &fields).await;
        assert_eq!(page.path, "/account/review", "{}", page.text());
        assert_eq!(browser.get("/account/regained").await.path, "/account/security", "there is no second step");
        assert!(browser.cookie("browsers").is_none() && browser.cookie("recovery").is_none());
        world.advance(Span::minutes(15)).await;
        assert_eq!(browser.get("/account/security").await.path, "/signin?next=/account/security");
    }

    /// Design §2: a suspicion lock is not lifted by a recovery; the password is set, and the sign-in waits for what lifts it.
    async fn a_lock_keeps_a_recovered_browser_out(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let account = owner.account();
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        let lock = locks::New {
            subject: Subject::Account,
            subject_id: None,
            cause: Cause::SuspiciousActivity,
            rule: "test/two-signals",
            first_at: world.now(),
            tries: 0,
            places: 0,
            own: false,
            lifts_at: None,
        };
        let place = move |tx: &kunci_db::Tx<'_>| locks::place(tx, account, &lock);
        world.app.db.tx(place).await.unwrap();
        let page = browser.submit(&page, "/recover/password", &[("password", NEW)]).await;
        assert_eq!(page.path, "/signin?done=password", "{}", page.text());
        assert!(browser.cookie("session").is_none());
    }

    /// A lost second factor while the password is known: the case begins with it, says when it opens and what is sooner, and
    /// pressing twice tells nobody twice.
    async fn a_lost_second_step_becomes_a_case(world: World) {
        let (owner, _, codes) = with_two_steps(&world).await;
        let browser = world.browser();
        let page = owner.sign_in(&browser).await;
        assert!(page.shows("Pulihkan langkah kedua"), "{}", page.text());
        assert!(page.shows("menunggu sampai Selasa, 8 Desember, pukul"), "the wait is said before the press: {}", page.text());
        world.advance(Span::seconds(1)).await;
        let waiting = browser.submit(&page, "/recover/second", &[]).await;
        assert!(waiting.shows("Permintaan diterima"), "{}", waiting.text());
        assert!(waiting.shows("8 Desember, pukul"), "the password alone, 7 days: {}", waiting.text());
        assert!(waiting.link_to("Kode cadangan").is_some(), "{}", waiting.text());
        assert!(world.last_to(MAIL).await.text.contains("Kata sandi baru diminta"));
        let before = world.inbox().await.len();
        browser.submit(&page, "/recover/second", &[]).await;
        assert_eq!(world.inbox().await.len(), before, "one case, told once");
        let page = browser.get(&waiting.link_to("Kode cadangan").unwrap()).await;
        browser.submit(&page, "/prove/recover/recovery-code", &[("code", &codes[1])]).await;
        world.advance(Span::days(7)).await;
        let page = new_password(&world, &browser).await;
        assert_eq!(page.path, "/account/regained", "{}", page.text());
        let stranger = world.browser();
        assert!(stranger.post("/recover/second", &[]).await.path.starts_with("/signin"));
    }

    /// AR-17: once after a recovery, what changed before: a contact that is not the owner's goes, with the browser that added it; the
    /// page can be left and found again, and is over when it was done.
    async fn ar17_what_changed_before_is_looked_through(world: World) {
        let thief = with_two_contacts(&world).await;
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        let page = new_password(&world, &browser).await;
        assert_eq!(page.path, "/account/review", "{}", page.text());
        assert!(page.shows("…7890"), "the contact that was added: {}", page.text());
        let home = browser.get("/").await;
        assert!(home.shows("baru saja dipulihkan"), "resumable: {}", home.text());
        let page = browser.get("/account/review").await;
        let id = page.field("no").unwrap_or_else(|| checkbox(&page));
        world.advance(Span::seconds(1)).await;
        let page = browser.post("/account/review", &[("no", &id)]).await;
        assert_eq!(page.path, "/account/checkup", "{}", page.text());
        assert!(!browser.get("/account/security").await.shows("…7890"));
        assert!(world.last_to(MAIL).await.text.contains("sudah dihentikan") || told(&world, "Ini bukan saya").await > 0);
        assert_eq!(browser.get("/account/review").await.path, "/account/checkup", "once");
        assert!(!browser.get("/").await.shows("baru saja dipulihkan"));
        assert_eq!(browser.post("/account/review", &[("no", &id)]).await.path, "/account/checkup", "sent twice");
        assert_eq!(thief.browser.get("/").await.path, "/signin");
    }

    /// Everything but the paper at home is lost: after three days the account is back, with a new app; a new contact takes one
    /// more code from the paper.
    async fn everything_but_paper_is_lost(world: World) {
        let (_, _, codes) = with_two_steps(&world).await;
        let browser = world.browser();
        let page = ask(&browser, MAIL).await;
        let page = browser.get(&page.link_to("Kode cadangan").unwrap()).await;
        let page = browser.submit(&page, "/prove/recover/recovery-code", &[("code", &codes[0])]).await;
        assert!(page.shows("Permintaan diterima"), "{}", page.text());
        world.advance(Span::hours(71)).await;
        assert!(browser.get("/recover").await.shows("Permintaan diterima"));
        world.advance(Span::hours(1)).await;
        assert_eq!(new_password(&world, &browser).await.path, "/account/regained");
        let (_, page) = new_app(&world, &browser).await;
        assert_eq!(page.path, "/account/regained?done=totp", "{}", page.text());
        let page = browser.get("/account/contacts/add").await;
        assert!(page.path.starts_with("/prove/add-method."), "{}", page.path);
        let base = page.path.split('?').next().unwrap().trim_end_matches("/password").to_owned();
        let saved = format!("{base}/recovery-code");
        let page = browser.get(&saved).await;
        browser.submit(&page, &saved, &[("code", &codes[1])]).await;
        assert_eq!(browser.get("/account/contacts/add").await.path, "/account/contacts/add");
    }

    /// AR-17: a sign-in of someone else before the recovery: its browser is forgotten.
    async fn ar17_another_browser_is_put_out(world: World) {
        Owner::new(&world, MAIL).await;
        world.advance(Span::hours(1)).await;
        let thief = world.browser();
        assert_eq!(try_password(&thief, MAIL, PASSWORD).await.path, "/");
        world.advance(Span::hours(1)).await;
        let browser = world.browser();
        prove(&world, &browser, MAIL, "email").await;
        let page = new_password(&world, &browser).await;
        assert!(page.shows("baru saja dibuka di perangkat lain"), "{}", page.text());
        let id = checkbox(&page);
        browser.post("/account/review", &[("no", &id)]).await;
        let account = Token::parse(&browser.cookie("session").unwrap()).unwrap().root;
        let known = world.app.db.view(move |view| kunci_server::browsers::known(view, account)).await.unwrap();
        assert_eq!(known.len(), 2, "the owner's and this one: {known:?}");
        assert_eq!(browser.get("/account/checkup").await.path, "/account/checkup", "this session stays");
    }

    /// AR-17: never more power than a link: a recovery that showed no contact takes a method out by the gate alone.
    async fn ar17_without_a_contact_the_gate_decides(world: World) {
        let owner = with_two_contacts(&world).await;
        let codes = sheet(&owner).await;
        world.advance(Span::days(8)).await;
        let browser = world.browser();
        let page = ask(&browser, MAIL).await;
        let page = browser.get(&page.link_to("Kode cadangan").unwrap()).await;
        browser.submit(&page, "/prove/recover/recovery-code", &[("code", &codes[0])]).await;
        let page = new_password(&world, &browser).await;
        assert_eq!(page.path, "/account/review", "{}", page.text());
        assert!(page.shows("Perlu bukti lagi") && !page.body.contains("name=\"no\""), "no tick: {}", page.text());
        let more = page.link_to("Bukan saya: lepas dengan bukti lagi").unwrap();
        assert!(browser.get(&more).await.path.starts_with("/account/security/methods/"), "{more}");
        assert!(browser.get("/account/security").await.shows("…7890"), "not by a tick alone");
        assert_eq!(browser.get("/account/review").await.path, "/account/review", "still to be looked through");
    }

    /// AR-17: a tick that came too late for this recovery's contact does nothing, and the page says what it takes.
    async fn ar17_a_late_tick_says_what_it_takes(world: World) {
        with_two_contacts(&world).await;
        let browser = world.browser();
        prove(&world, &browser, MAIL, "email").await;
        let page = new_password(&world, &browser).await;
        assert!(page.shows("Yang ditambahkan itu dilepas dari akun"), "what a tick does: {}", page.text());
        let id = checkbox(&page);
        world.advance(Span::hours(1)).await;
        let page = browser.post("/account/review", &[("no", &id)]).await;
        assert_eq!(page.path, "/account/review?more=1");
        assert!(page.shows("Sebagian belum dibatalkan") && page.shows("Perlu bukti lagi"), "{}", page.text());
        assert!(browser.get("/account/security").await.shows("…7890"));
    }

    /// S-102: a search by mail lasts until the place that it waits for is shown; on a borrowed phone it does not, and says so.
    async fn s102_the_place_opens_within_the_search(world: World) {
        let (_owner, phone) = found(&world).await;
        world.advance(Span::seconds(1)).await;
        let own = search(&world, "email").await;
        world.advance(Span::hours(1)).await;
        let page = own.get(&phone.page()).await;
        assert!(page.shows("1.13047"), "{}", page.text());
        let page = own.get(&phone.at("missing")).await;
        assert!(page.shows("Di pencarian ini tanda hilang tidak bisa dihapus") && !page.shows("Salah pencet"), "{}", page.text());
        world.advance(Span::seconds(1)).await;
        let borrowed = search_as(&world, "email", true).await;
        let page = borrowed.get(&phone.page()).await;
        assert!(page.shows("Pencarian ini berakhir 10.29 WIB, sebelum lokasinya terbuka"), "{}", page.text());
    }

    /// C-6, S-102: without the password, one proof finds, rings, locks and marks missing; nothing else opens, whatever the address.
    async fn s102_one_proof_finds_and_opens_nothing_else(world: World) {
        let (owner, phone) = found(&world).await;
        world.advance(Span::seconds(1)).await;
        let browser = search(&world, "email").await;
        let list = browser.get("/find").await;
        assert!(list.shows("Redmi 12 Ibu") && !list.shows("Keamanan"), "{}", list.text());
        assert!(world.last_to(MAIL).await.text.contains("mulai mencari HP"));
        let page = browser.get(&phone.page()).await;
        assert!(page.shows("Lokasi bisa dilihat Senin, 23 November, pukul 10.14 WIB") && page.shows("masih terbuka sampai") && !page.shows("1.13047"), "mail alone: {}", page.text());
        for verb in ["ring", "lock", "message"] {
            let page = browser.post(&phone.at(verb), &[]).await;
            assert!(page.shows("Perintah dikirim"), "{verb}: {}", page.text());
        }
        let page = browser.post(&phone.at("missing"), &[]).await;
        assert!(page.shows("ditandai hilang sejak"), "{}", page.text());
        refuses(&browser, &phone).await;
        let more = browser.get(&page.link_to("Tambah satu bukti").unwrap()).await;
        assert!(more.path.starts_with("/prove/locate."), "{}", more.path);
        let page = browser.submit(&more, &more.path, &[("password", PASSWORD)]).await;
        assert!(page.shows("1.13047"), "two proofs show it at once: {}", page.text());
        refuses(&browser, &phone).await;
        let api = browser.get("/api/v1/devices").await;
        assert_eq!(api.status, 200, "{}", api.body);
        assert_eq!(browser.get("/api/v1/account").await.status, 403);
        world.advance(Span::hours(3)).await;
        assert!(browser.get("/find").await.shows("Masuk dengan kata sandi"), "over after three hours");
        assert_eq!(owner.browser.get("/").await.path, "/", "the owner's own session stays");
    }

    /// S-102: the search ends by "this was not me", and by signing out.
    async fn s102_a_search_can_be_stopped(world: World) {
        let (_owner, _) = found(&world).await;
        world.advance(Span::seconds(1)).await;
        let browser = search(&world, "email").await;
        assert!(browser.get("/find").await.shows("Redmi 12 Ibu"));
        not_me(&world.browser(), &notice(&world, MAIL).await).await;
        assert!(!browser.get("/find").await.shows("Redmi 12 Ibu"));
        world.advance(Span::hours(2)).await;
        let browser = search(&world, "email").await;
        browser.post("/signout", &[]).await;
        assert!(!browser.get("/find").await.shows("Redmi 12 Ibu"));
    }

    /// S-102: whoever knows the password cannot flood the contacts with searches, nor keep the owner from one.
    async fn s102_searches_are_bounded(world: World) {
        let (owner, _) = found(&world).await;
        two_step(&world, &owner).await;
        for _ in 0..3 {
            let browser = world.browser();
            owner.sign_in(&browser).await;
            for _ in 0..6 {
                assert_eq!(browser.post("/find/limited", &[]).await.path, "/find");
            }
            assert_eq!(browser.post("/find/limited", &[]).await.status, 429);
        }
        let inbox = world.inbox().await;
        let told = inbox.iter().filter(|message| message.text.contains("mulai mencari HP")).count();
        assert_eq!(told, 6, "the contact hears of six an hour");
    }

    /// voice.md 4.7: whoever bought a number that was given up finds no phone and locks none with it; its owner needs one proof
    /// more, or a browser that the account knows.
    async fn a_resold_number_finds_nothing_alone(world: World) {
        let owner = with_two_contacts(&world).await;
        crate::phone::Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        world.advance(Span::days(61)).await;
        let buyer = world.browser();
        let page = buyer.get("/find").await;
        let page = buyer.get(&page.link_to("satu bukti").unwrap()).await;
        buyer.submit(&page, "/forgot", &[("name", NUMBER)]).await;
        let page = buyer.post("/recover/send", &[("way", "phone")]).await;
        let code = world.last_to(NUMBER).await.code.unwrap();
        world.advance(Span::seconds(1)).await;
        let page = buyer.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert!(page.shows("mungkin sudah berganti pemilik"), "{}", page.text());
        assert_eq!(buyer.post("/find/limited", &[]).await.path, "/find");
        assert!(!buyer.get("/find").await.shows("Redmi 12 Ibu"));
        let way = page.value_beside("s…i@", "way").unwrap();
        buyer.post("/recover/send", &[("way", &way)]).await;
        let code = world.last_to(MAIL).await.code.unwrap();
        let page = buyer.post("/recover/code", &[("code", &code)]).await;
        assert_eq!(page.path, "/find/limited", "{}", page.text());
    }

    /// voice.md 4.6, 4.7: a code to the number proves that it is still the owner's where the account knows the browser; in a search,
    /// which anyone begins with one proof, it does not.
    async fn a_search_keeps_no_number_fresh(world: World) {
        let owner = with_two_contacts(&world).await;
        let phone = crate::phone::Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        world.advance(Span::days(30)).await;
        let account = owner.account();
        let number = async || {
            let read = move |view: &kunci_db::View<'_>| kunci_server::methods::contacts(view, account);
            let contacts = world.app.db.view(read).await.unwrap();
            contacts.into_iter().find(|contact| contact.value == NUMBER).unwrap()
        };
        let before = number().await;
        let prove = async |browser: &Browser, start: &str| {
            let base = start.split('?').next().unwrap();
            // Messages of one instant have no order.
            world.advance(Span::seconds(1)).await;
            let way = before.id.simple().to_string();
            let page = browser.post(&format!("{base}/send"), &[("way", &way)]).await;
            let code = world.last_to(NUMBER).await.code.unwrap();
            browser.submit(&page, &format!("{base}/code"), &[("code", &code)]).await
        };
        let browser = search(&world, "email").await;
        let wanted = Wanted::of(&Locate { account, device: phone.id });
        prove(&browser, &wanted.proving("/find")).await;
        assert_eq!(number().await.proved_at, before.proved_at);
        owner.sign_in(&owner.browser).await;
        prove(&owner.browser, &wanted.proving("/find")).await;
        assert!(number().await.proved_at > before.proved_at, "in the owner's own browser it does");
    }

    /// C-6: the password is known and the second step is on the lost phone: the place is shown at once, without it.
    async fn c6_a_password_finds_without_the_second_step(world: World) {
        let (owner, phone) = found(&world).await;
        two_step(&world, &owner).await;
        let browser = world.browser();
        let page = owner.sign_in(&browser).await;
        assert_eq!(page.path, "/prove/signin");
        let page = browser.get(&page.link_to("Cari HP yang hilang").unwrap()).await;
        let page = browser.submit(&page, "/find/limited", &[("borrowed", "1")]).await;
        assert_eq!(page.path, "/find", "{}", page.text());
        assert!(browser.get(&phone.page()).await.shows("1.13047"), "the place itself");
        refuses(&browser, &phone).await;
        world.advance(Span::minutes(15)).await;
        assert!(!browser.get("/find").await.shows("Redmi 12 Ibu"), "15 minutes on a borrowed phone");
    }

    /// STD-41, S-102: before a proof, a search behaves alike for every name.
    async fn std41_a_search_tells_nothing_before_a_proof(world: World) {
        found(&world).await;
        world.advance(Span::seconds(1)).await;
        let (a, b) = (world.browser(), world.browser());
        let start = a.get("/forgot?goal=find").await;
        assert!(start.shows("Cari HP tanpa kata sandi"), "{}", start.text());
        let both = [(&a, MAIL), (&b, "sara@nusa.example")];
        let mut pages: Vec<Vec<String>> = Vec::new();
        for (browser, name) in both {
            let fields = [("name", name), ("goal", "find")];
            let ways = browser.post("/forgot", &fields).await;
            let code = browser.post("/recover/send", &[("way", "email")]).await;
            let wrong = browser.post("/recover/code", &[("code", "00000000")]).await;
            let early = browser.get("/find/limited").await;
            assert_eq!(early.path, "/find");
            let begun = browser.post("/find/limited", &[]).await;
            pages.push([ways, code, wrong, early, begun].iter().map(|p| format!("{} {}", p.status, p.text())).collect());
        }
        assert_eq!(pages[0], pages[1]);
        assert!(a.cookie("session").is_none());
    }
}

/// Begins to look for a phone without the password, by a code to a contact.
pub(crate) async fn search(world: &World, way: &str) -> Browser {
    search_as(world, way, false).await
}

/// On a borrowed phone, as the page has it ticked for a browser that nobody knows, or not.
async fn search_as(world: &World, way: &str, borrowed: bool) -> Browser {
    let browser = world.browser();
    let page = browser.get("/find").await;
    let page = browser.get(&page.link_to("satu bukti").unwrap()).await;
    browser.submit(&page, "/forgot", &[("name", MAIL)]).await;
    let page = browser.post("/recover/send", &[("way", way)]).await;
    let code = world.last_to(MAIL).await.code.unwrap();
    world.advance(Span::seconds(1)).await;
    let page = browser
        .submit(&page, "/recover/code", &[("code", &code)])
        .await;
    assert_eq!(page.path, "/find/limited", "{}", page.text());
    let begun = if borrowed {
        browser.submit(&page, "/find/limited", &[]).await
    } else {
        browser.post("/find/limited", &[]).await
    };
    assert_eq!(begun.path, "/find", "{}", begun.text());
    browser
}

/// Every address that needs an owner refuses a limited session kindly, whatever the method.
async fn refuses(browser: &Browser, phone: &Phone) {
    let routes = include_str!("../../src/router.rs");
    let paths = routes
        .split(".route(")
        .skip(1)
        .filter_map(|part| part.split('"').nth(1));
    let owners = |path: &&str| {
        ["/account/", "/devices"]
            .iter()
            .any(|begin| path.starts_with(begin))
            || ["/find/{device}/found", "/find/{device}/clear"].contains(path)
            || *path == "/find/{device}/commands/{command}/cancel"
    };
    let mut refused = 0;
    for path in paths.filter(owners) {
        // Tells whoever listens that nobody is signed in, and ends.
        if path == "/account/events" {
            continue;
        }
        let address = path
            .replace("{device}", &phone.id.to_string())
            .replace("{command}", &phone.id.to_string())
            .replace("{id}", &phone.id.to_string())
            .replace("{provider}", "x");
        let (get, post) = (
            browser.get(&address).await,
            browser.post_only(&address, &[]).await,
        );
        for page in [&get, &post] {
            let known = page.status == 403 || page.status == 405;
            assert!(known, "{address}: {} {}", page.status, page.text());
            if page.status == 403 {
                assert!(
                    page.shows("Di sini hanya untuk mencari HP"),
                    "{address}: {}",
                    page.text()
                );
                refused += 1;
            }
        }
    }
    assert!(refused > 30, "{refused}");
}

/// The first thing on the page that could be ticked.
fn checkbox(page: &Page) -> String {
    let (_, rest) = page
        .body
        .split_once("name=\"no\" value=\"")
        .unwrap_or_else(|| panic!("nothing to tick: {}", page.text()));
    rest.split('"').next().unwrap().to_owned()
}

/// How many messages say this.
async fn told(world: &World, text: &str) -> usize {
    let inbox = world.inbox().await;
    inbox.iter().filter(|m| m.text.contains(text)).count()
}
