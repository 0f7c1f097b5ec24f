//! Notices, and "this was not me", from outside.

use axum::http::{Request, StatusCode};
use kunci_rules::Span;

use crate::browser::Browser;
use crate::owner::{Owner, PASSWORD, try_password};
use crate::recovery::{ask_by, link, prove, reset};
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
pub(crate) const NUMBER: &str = "+6281234567890";
const NEW: &str = "payung biru di stasiun tua";

/// An owner with a mail address and a number that both count.
pub(crate) async fn with_two_contacts(world: &World) -> Owner {
    let owner = Owner::new(world, MAIL).await;
    world.advance(Span::seconds(1)).await;
    let page = owner.browser.get("/account/contacts/add").await;
    let page = owner
        .browser
        .submit(&page, "/account/contacts/add", &[("contact", NUMBER)])
        .await;
    let code = world.last_to(NUMBER).await.code.unwrap();
    let page = owner
        .browser
        .submit(&page, "/account/contacts/code", &[("code", &code)])
        .await;
    assert_eq!(
        page.path,
        "/account/security?done=contact",
        "{}",
        page.text()
    );
    // A contact that was added with one proof serves for signing in only, for a day.
    world.advance(Span::days(8)).await;
    owner
}

/// The newest "this was not me" link to a contact.
pub(crate) async fn notice(world: &World, to: &str) -> String {
    let path = link(&world.last_to(to).await);
    assert!(path.starts_with("/n/"), "{path}");
    path
}

/// Presses the button of a notice, in a browser that nobody knows.
pub(crate) async fn not_me(browser: &Browser, path: &str) -> crate::browser::Page {
    let page = browser.get(path).await;
    browser.submit(&page, path, &[]).await
}

on_both! {
    /// S-075: what owners said was not them is exported, by whether two-step verification was on.
    async fn s075_not_me_is_counted_by_two_step(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let account = owner.account();
        for two_step in ["off", "on"] {
            world.advance(Span::seconds(1)).await;
            owner.sign_in(&world.browser()).await;
            if two_step == "off" {
                not_me(&world.browser(), &notice(&world, MAIL).await).await;
            } else {
                let on = move |tx: &kunci_db::Tx<'_>| kunci_server::accounts::set_two_step(tx, account, true);
                world.app.db.tx(on).await.unwrap();
            }
            let metrics = kunci_server::health::router(world.app.clone());
            let page = Browser::new(metrics, [127, 0, 0, 1]).get("/metrics").await;
            let counted = |line: &&str| {
                line.starts_with("kunci_not_me_90d{") && line.contains("\"new_sign_in\"") && line.contains(&format!("two_step=\"{two_step}\""))
            };
            let line = page.body.lines().find(counted);
            assert!(line.is_some_and(|line| line.ends_with(" 1")), "{two_step}: {}", page.body);
        }
    }

    /// STD-45, S-028: a new sign-in reaches every contact at once, in its form.
    async fn std45_every_contact_is_told(world: World) {
        let owner = with_two_contacts(&world).await;
        world.advance(Span::seconds(1)).await;
        owner.sign_in(&world.browser()).await;
        let mail = world.last_to(MAIL).await;
        assert!(mail.subject.unwrap().contains("baru saja dibuka di perangkat lain"));
        assert!(mail.text.contains("Chrome, Android"), "where: {}", mail.text);
        assert!(mail.text.contains("WIB"), "when: {}", mail.text);
        assert!(mail.text.contains("Kami tidak pernah meminta kata sandi"), "{}", mail.text);
        let sms = world.last_to(NUMBER).await;
        assert!(sms.text.chars().count() <= 160, "{}", sms.text);
        assert!(sms.text.contains("akun dibuka di perangkat lain"), "{}", sms.text);
        assert_ne!(mail.links, sms.links, "each contact has its own link");
    }

    /// voice.md 3.5, 3.6: opening the link does nothing; the button signs that browser out and forgets it; again is the same.
    async fn a_new_sign_in_can_be_stopped(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::seconds(1)).await;
        let thief = world.browser();
        owner.sign_in(&thief).await;
        let path = notice(&world, MAIL).await;
        let scanner = world.browser();
        for _ in 0..3 {
            let page = scanner.get(&path).await;
            assert!(page.shows("Akun Anda baru saja dibuka di perangkat lain"), "{}", page.text());
            assert!(page.shows("Chrome, Android"), "{}", page.text());
            scanner.send(Request::head(&path)).await;
        }
        assert_eq!(thief.get("/").await.path, "/", "opening did nothing");
        world.advance(Span::seconds(1)).await;
        let page = not_me(&world.browser(), &path).await;
        assert!(page.shows("Sudah kami amankan"), "{}", page.text());
        assert!(page.shows("hanya bisa menghentikan"), "{}", page.text());
        assert_eq!(thief.get("/").await.path, "/signin");
        assert_eq!(owner.browser.get("/").await.path, "/", "nobody else is signed out");
        assert!(world.last_to(MAIL).await.text.contains("Satu permintaan sudah dihentikan"));
        let before = world.inbox().await.len();
        world.advance(Span::seconds(1)).await;
        let again = world.browser().post(&path, &[]).await;
        assert!(again.shows("Sudah kami amankan"), "{}", again.text());
        assert!(scanner.get(&path).await.shows("Sudah kami amankan"));
        assert_eq!(world.inbox().await.len(), before, "it acts once");
        // Forgotten: it is a stranger again, and its next sign-in is told again.
        owner.sign_in(&thief).await;
        assert_eq!(world.inbox().await.len(), before + 1);
    }

    /// The button works for 30 days, without any cookie, and a made-up link is told the same as an old one.
    async fn links_of_notices_live_30_days(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::seconds(1)).await;
        owner.sign_in(&world.browser()).await;
        let path = notice(&world, MAIL).await;
        world.advance(Span(Span::days(30).0 - 2_000_000)).await;
        assert!(world.browser().get(&path).await.shows("Ini bukan saya"));
        world.advance(Span::seconds(2)).await;
        for gone in [path.as_str(), "/n/AAAAAAAAAAAAAAAAAAAAAA", "/n/x"] {
            let page = world.browser().get(gone).await;
            assert_eq!(page.status, StatusCode::GONE);
            assert!(page.shows("Tautan ini sudah lewat"), "{}", page.text());
            assert_eq!(world.browser().post(gone, &[]).await.status, StatusCode::GONE);
        }
    }

    /// S-016: someone else sets a password with the owner's mailbox. One press signs them out, takes that password and that
    /// contact out of use, and the owner recovers by the other contact.
    async fn s016_a_strangers_reset_is_undone(world: World) {
        let owner = with_two_contacts(&world).await;
        let thief = world.browser();
        reset(&world, &thief, MAIL, "email").await;
        assert_eq!(try_password(&thief, MAIL, NEW).await.path, "/");
        let told: Vec<_> = world.inbox().await.into_iter().filter(|m| m.to == NUMBER).collect();
        let reset_notice = told.iter().find(|m| m.text.contains("kata sandi diganti")).unwrap();
        let page = not_me(&world.browser(), &link(reset_notice)).await;
        assert!(page.shows("kata sandi itu tidak bisa dipakai lagi"), "{}", page.text());
        assert!(page.shows("Pakai kontak lain"), "{}", page.text());
        assert_eq!(thief.get("/").await.path, "/signin", "signed out");
        assert_ne!(try_password(&thief, MAIL, NEW).await.path, "/", "the password is out of use");
        assert_ne!(try_password(&owner.browser, MAIL, NEW).await.path, "/", "for everyone");
        let page = prove(&world, &thief, MAIL, "email").await;
        assert!(!page.shows("Buat kata sandi baru"), "the contact is out of use: {}", page.text());
        let browser = world.browser();
        world.advance(Span::seconds(1)).await;
        let page = ask_by(&world, &browser, MAIL, "phone").await;
        let code = world.last_to(NUMBER).await.code.unwrap();
        let page = browser.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        let mine = "sepeda kuning dekat sawah";
        browser.submit(&page, "/recover/password", &[("password", mine)]).await;
        assert_eq!(try_password(&browser, MAIL, mine).await.path, "/");
        let page = prove(&world, &thief, MAIL, "email").await;
        assert!(!page.shows("Buat kata sandi baru"), "the mailbox stays out of use: {}", page.text());
        world.advance(Span::hours(73)).await;
        let page = prove(&world, &world.browser(), MAIL, "email").await;
        assert!(page.shows("Buat kata sandi baru"), "and no longer than 72 hours: {}", page.text());
    }

    /// S-005, S-016: where the only contact was taken out of use, every page says why and until when, and leads to a person.
    async fn s005_the_owner_of_one_contact_is_led_to_a_person(world: World) {
        Owner::new(&world, MAIL).await;
        reset(&world, &world.browser(), MAIL, "email").await;
        let path = notice(&world, MAIL).await;
        let page = not_me(&world.browser(), &path).await;
        assert!(page.shows("Kontak akun ini hanya s…i@n….example") && page.shows("Kamis, 26 November, pukul 09.14 WIB"), "{}", page.text());
        let primary = |page: &crate::browser::Page| {
            let (_, rest) = page.body.split_once("class=\"button primary\" href=\"").unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        assert_eq!(primary(&page), "/contact");
        let owner = world.browser();
        world.advance(Span::seconds(1)).await;
        let page = prove(&world, &owner, MAIL, "email").await;
        for text in ["Belum bisa dari sini", "Tombol \"Ini bukan saya\" ditekan", "Kamis, 26 November, pukul 09.14 WIB", "Kontak lain belum ada"] {
            assert!(page.shows(text), "{text} in {}", page.text());
        }
        assert_eq!(primary(&page), "/contact");
        world.advance(Span::hours(73)).await;
        let page = prove(&world, &world.browser(), MAIL, "email").await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// An old notice does not touch a password that was set later.
    async fn an_old_notice_leaves_a_newer_password(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        reset(&world, &world.browser(), MAIL, "email").await;
        let first = notice(&world, MAIL).await;
        world.advance(Span::days(1)).await;
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        browser.submit(&page, "/recover/password", &[("password", PASSWORD)]).await;
        assert_eq!(owner.sign_in(&browser).await.path, "/");
        let page = not_me(&world.browser(), &first).await;
        assert!(page.shows("sudah diganti lagi sesudah itu"), "{}", page.text());
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/", "the newer password stands");
    }

    /// A recovery that waits ends with one press.
    async fn a_waiting_recovery_is_stopped(world: World) {
        let owner = Owner::new(&world, NUMBER).await;
        world.advance(Span::days(61)).await;
        let buyer = world.browser();
        prove(&world, &buyer, NUMBER, "phone").await;
        let path = notice(&world, NUMBER).await;
        let page = not_me(&owner.browser, &path).await;
        assert!(page.shows("Permintaan itu sudah dihentikan"), "{}", page.text());
        let page = buyer.get("/recover").await;
        assert!(page.shows("Permintaan ini dihentikan"), "{}", page.text());
        world.advance(Span::hours(25)).await;
        assert!(!buyer.get("/recover").await.shows("Buat kata sandi baru"));
    }

    /// Whoever holds one contact cannot stop the owner for ever: the third time one link is not enough.
    async fn the_third_denial_is_for_staff(world: World) {
        Owner::new(&world, MAIL).await;
        for _ in 0..2 {
            reset(&world, &world.browser(), MAIL, "email").await;
            let path = notice(&world, MAIL).await;
            let page = not_me(&world.browser(), &path).await;
            assert!(page.shows("tidak bisa dipakai lagi"), "{}", page.text());
            world.advance(Span::hours(73)).await;
        }
        let browser = world.browser();
        reset(&world, &browser, MAIL, "email").await;
        let path = notice(&world, MAIL).await;
        let page = not_me(&world.browser(), &path).await;
        assert!(page.shows("Semua perangkat sudah dikeluarkan") && page.shows("Kata sandi itu tetap berlaku"), "{}", page.text());
        assert!(!page.shows("Sudah kami amankan") && !page.shows("dompet digital"), "{}", page.text());
        assert_eq!(try_password(&browser, MAIL, NEW).await.path, "/", "the password stands");
    }

    /// What strangers only tried has nothing to stop; the page explains instead.
    async fn tries_are_explained(world: World) {
        Owner::new(&world, MAIL).await;
        world.advance(Span::seconds(1)).await;
        for n in 0..6 {
            try_password(&world.browser_at([198, 51, n, 9]), MAIL, "tebakan").await;
        }
        let mail = world.last_to(MAIL).await;
        assert!(mail.text.contains("5 kali kata sandi belum cocok, dari 5 tempat"), "{}", mail.text);
        let page = world.browser().get(&link(&mail)).await;
        assert!(page.shows("tidak ada yang perlu dihentikan"), "{}", page.text());
        assert_eq!(page.link("/help/locked").as_deref(), Some("/help/locked"));
    }

    /// S-010: notices speak the owner's language, whoever caused them.
    async fn s010_notices_speak_the_owners_language(world: World) {
        world.advance(Span::seconds(1)).await;
        let owner = world.browser().in_english();
        let page = owner.get("/signup").await;
        let page = owner.submit(&page, "/signup", &[("contact", MAIL)]).await;
        let code = world.last_to(MAIL).await.code.unwrap();
        let page = owner.submit(&page, "/signup/code", &[("code", &code)]).await;
        owner.submit(&page, "/signup/finish", &[("name", "Sari"), ("password", PASSWORD)]).await;
        world.advance(Span::seconds(1)).await;
        try_password(&world.browser(), MAIL, PASSWORD).await;
        let told = world.last_to(MAIL).await;
        assert_eq!(told.subject.as_deref(), Some("Your account was just opened on another device"));
        assert!(told.text.contains("WIB"), "{}", told.text);
    }
}
