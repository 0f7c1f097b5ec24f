//! "Lupa kata sandi", from outside.

use axum::http::Request;
use kunci_rules::Span;

use crate::browser::{Browser, Page};
use crate::owner::{Owner, PASSWORD, try_password};
use crate::world::{Message, World, on_both};

const MAIL: &str = "sari@nusa.example";
const NEW: &str = "payung biru di stasiun tua";

/// The page on which the way is chosen.
pub(crate) async fn ask(browser: &Browser, login: &str) -> Page {
    let page = browser.get("/forgot").await;
    browser.submit(&page, "/forgot", &[("name", login)]).await
}

/// Asks for a message, and shows the code page.
pub(crate) async fn ask_by(world: &World, browser: &Browser, login: &str, way: &str) -> Page {
    world.advance(Span::seconds(1)).await;
    let page = ask(browser, login).await;
    browser
        .submit(&page, "/recover/send", &[("way", way)])
        .await
}

/// Proves the contact with the code that came to it.
pub(crate) async fn prove(world: &World, browser: &Browser, login: &str, way: &str) -> Page {
    let page = ask_by(world, browser, login, way).await;
    let code = world.last_to(login).await.code.unwrap();
    // Messages of one instant have no order.
    world.advance(Span::seconds(1)).await;
    browser
        .submit(&page, "/recover/code", &[("code", &code)])
        .await
}

/// The whole way, into the account.
pub(crate) async fn reset(world: &World, browser: &Browser, login: &str, way: &str) -> Page {
    let page = prove(world, browser, login, way).await;
    assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    world.advance(Span::seconds(1)).await;
    browser
        .submit(&page, "/recover/password", &[("password", NEW)])
        .await
}

/// Path of the link in a message.
pub(crate) fn link(message: &Message) -> String {
    let link = message.links.first().unwrap();
    link.strip_prefix(crate::world::URL).unwrap().to_owned()
}

on_both! {
    /// S-026, S-046 to S-051: by mail, with the code; this browser is signed in by it, and other sessions end.
    async fn s051_by_mail_with_the_code(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let browser = world.browser();
        let page = reset(&world, &browser, MAIL, "email").await;
        assert_eq!(page.path, "/account/review", "{}", page.text());
        assert_eq!(browser.get("/").await.path, "/", "signed in by the reset");
        browser.post("/signout", &[]).await;
        assert_eq!(owner.browser.get("/").await.path, "/signin", "other sessions ended");
        assert_eq!(try_password(&browser, MAIL, PASSWORD).await.status, 401, "the old password");
        assert_eq!(try_password(&browser, MAIL, NEW).await.path, "/");
        let told = world.inbox().await;
        assert!(told.iter().any(|m| m.text.contains("baru saja diganti")), "{told:#?}");
    }

    /// S-026, S-050: by phone, whatever form the number is typed in; the message is one SMS whose code comes first.
    async fn s050_by_phone_in_every_form(world: World) {
        Owner::new(&world, "081234567890").await;
        for typed in ["+62 812-3456-7890", "6281234567890", "0812 3456 7890"] {
            world.advance(Span::hours(2)).await;
            let browser = world.browser();
            ask_by(&world, &browser, typed, "phone").await;
            let sms = world.last_to("+6281234567890").await;
            let code = sms.code.clone().unwrap();
            assert_eq!(code.len(), 8);
            assert!(sms.text.starts_with(&code), "{}", sms.text);
            assert!(sms.text.contains("JANGAN berikan ke siapa pun"), "S-039: {}", sms.text);
            let pasted = format!(" {} {} ", &code[..4], &code[4..]);
            let page = browser.post("/recover/code", &[("code", &pasted)]).await;
            assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        }
    }

    /// STD-42: the link proves it in the browser that opens it; opening alone does nothing, and the asker gains nothing.
    async fn std42_the_link_counts_where_it_is_opened(world: World) {
        Owner::new(&world, MAIL).await;
        let (asker, reader) = (world.browser(), world.browser());
        ask_by(&world, &asker, MAIL, "email").await;
        let path = link(&world.last_to(MAIL).await);
        for _ in 0..3 {
            let page = world.browser().get(&path).await;
            assert!(page.shows("Membuka halaman ini saja tidak mengubah apa-apa"), "{}", page.text());
            world.browser().send(Request::head(&path)).await;
        }
        assert!(asker.get("/recover").await.shows("Kode dikirim"), "opening proved nothing");
        let page = reader.get(&path).await;
        let page = reader.submit(&page, &path, &[]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        assert!(asker.get("/recover").await.shows("Kode dikirim"), "whoever asked gained nothing");
        assert!(world.browser().get(&path).await.shows("sudah lewat atau sudah dipakai"), "a link works once");
        let page = reader.get("/recover").await;
        let page = reader.submit(&page, "/recover/password", &[("password", NEW)]).await;
        assert_eq!(page.path, "/account/review");
    }

    /// The 13 letters of the link, typed on the code page.
    async fn the_link_can_be_typed(world: World) {
        Owner::new(&world, MAIL).await;
        let browser = world.browser();
        let page = ask_by(&world, &browser, MAIL, "email").await;
        let text = world.last_to(MAIL).await.text;
        let typed = text.split_whitespace().find(|w| w.len() == 15 && w.matches('-').count() == 2).unwrap();
        let page = browser.submit(&page, "/recover/code", &[("code", &typed.to_lowercase())]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// STD-24: a code works only in the browser that asked for it.
    async fn std24_a_code_belongs_to_its_browser(world: World) {
        Owner::new(&world, MAIL).await;
        let (asker, other) = (world.browser(), world.browser());
        ask_by(&world, &asker, MAIL, "email").await;
        let code = world.last_to(MAIL).await.code.unwrap();
        ask(&other, MAIL).await;
        let page = other.post("/recover/code", &[("code", &code)]).await;
        assert!(page.shows("belum cocok"), "{}", page.text());
        let page = asker.post("/recover/code", &[("code", &code)]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        let again = other.post("/recover/code", &[("code", &code)]).await;
        assert!(again.shows("belum cocok"), "used once: {}", again.text());
    }

    /// STD-23, STD-35: the code lives 10 minutes, the mailed link 24 hours.
    async fn std35_codes_end_before_links(world: World) {
        Owner::new(&world, MAIL).await;
        let browser = world.browser();
        let page = ask_by(&world, &browser, MAIL, "email").await;
        let message = world.last_to(MAIL).await;
        world.advance(Span::minutes(10)).await;
        let page = browser.submit(&page, "/recover/code", &[("code", message.code.as_ref().unwrap())]).await;
        assert!(page.shows("Kode ini belum cocok"), "{}", page.text());
        world.advance(Span::hours(23)).await;
        let path = link(&message);
        assert!(browser.get(&path).await.shows("Lanjutkan pemulihan akun?"));
        world.advance(Span::hours(1)).await;
        assert!(browser.get(&path).await.shows("sudah lewat"));
    }

    /// S-047: the state is on the server; every step is resumed from any network, and repeating it does no harm.
    async fn s047_every_step_can_be_resumed(world: World) {
        Owner::new(&world, MAIL).await;
        let browser = world.browser();
        ask(&browser, MAIL).await;
        let moved = browser.moved_to([198, 51, 100, 1]);
        assert!(moved.get("/recover").await.shows("Buktikan dengan apa?"));
        world.advance(Span::seconds(1)).await;
        moved.post("/recover/send", &[("way", "email")]).await;
        let code = world.last_to(MAIL).await.code.unwrap();
        let moved = moved.moved_to([198, 51, 101, 1]);
        let page = moved.get("/recover").await;
        assert!(page.shows("Masukkan 8 angka"), "{}", page.text());
        assert!(moved.get("/forgot").await.shows("Lanjutkan yang tadi"));
        moved.submit(&page, "/recover/code", &[("code", &code)]).await;
        // The answer was lost: the same form once more, then back to the page.
        moved.post("/recover/code", &[("code", &code)]).await;
        world.advance(Span::minutes(50)).await;
        let page = moved.get("/recover").await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        assert_eq!(moved.get("/recover/ways").await.path, "/recover", "going back loses nothing");
        let first = moved.submit(&page, "/recover/password", &[("password", NEW)]).await;
        assert_eq!(first.path, "/account/review");
        let second = moved.submit(&page, "/recover/password", &[("password", "sesuatu yang lain lagi")]).await;
        assert_eq!(second.path, "/forgot", "the second press sets nothing");
        assert_eq!(try_password(&moved, MAIL, NEW).await.path, "/");
        assert_eq!(world.inbox().await.iter().filter(|m| m.text.contains("baru saja diganti")).count(), 1);
    }

    /// A proof counts for an hour; after that, one more message.
    async fn an_old_proof_opens_nothing(world: World) {
        Owner::new(&world, MAIL).await;
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        world.advance(Span::minutes(61)).await;
        let late = browser.submit(&page, "/recover/password", &[("password", NEW)]).await;
        assert!(late.shows("Bukti tadi sudah lewat satu jam"), "{}", late.text());
        assert_eq!(try_password(&browser, MAIL, NEW).await.status, 401);
    }

    /// STD-41, S-050: names that no account has get the same pages, cookies and headers, and nothing leaves.
    async fn std41_unknown_names_behave_alike(world: World) {
        Owner::new(&world, MAIL).await;
        let unknown = "sara@nusa.example";
        let (a, b) = (world.browser(), world.browser());
        let same = |a: &Page, b: &Page| {
            assert_eq!(a.outside(), b.outside(), "{}", b.text());
            assert_eq!(a.text().replace(MAIL, ""), b.text().replace(unknown, ""));
            assert_eq!(a.body.len(), b.body.len());
        };
        let before = world.inbox().await.len();
        for way in ["email", "phone"] {
            world.advance(Span::hours(1)).await;
            same(&ask(&a, MAIL).await, &ask(&b, unknown).await);
            let fields = [("way", way)];
            same(&a.post("/recover/send", &fields).await, &b.post("/recover/send", &fields).await);
            for _ in 0..7 {
                let fields = [("code", "00000000")];
                same(&a.post("/recover/code", &fields).await, &b.post("/recover/code", &fields).await);
            }
            same(&a.get("/recover/ways").await, &b.get("/recover/ways").await);
        }
        for name in ["recovery", "visitor", "session", "browsers"] {
            assert_eq!(a.cookie(name).map(|c| c.len()), b.cookie(name).map(|c| c.len()), "{name}");
        }
        let inbox = world.inbox().await;
        assert!(inbox.iter().all(|message| message.to == MAIL), "{inbox:#?}");
        assert!(inbox.len() > before);
    }

    /// S-014, G4: strangers use up the codes' guesses; the owner's link still works, and no message is held up for long.
    async fn g4_the_link_works_when_codes_are_guessed_at(world: World) {
        Owner::new(&world, MAIL).await;
        for n in 0..3 {
            let stranger = world.browser_at([198, 51, n, 9]);
            ask_by(&world, &stranger, MAIL, "email").await;
            for guess in 0..4 {
                stranger.post("/recover/code", &[("code", &format!("0000000{guess}"))]).await;
            }
        }
        world.advance(Span::minutes(61)).await;
        let owner = world.browser();
        let page = ask_by(&world, &owner, MAIL, "email").await;
        assert!(page.shows("Kode dikirim"), "{}", page.text());
        let path = link(&world.last_to(MAIL).await);
        let page = owner.get(&path).await;
        let page = owner.submit(&page, &path, &[]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// What strangers may trigger: one mail, then gaps of 10 and 60 minutes; the page says when the next may leave.
    async fn strangers_do_not_flood_a_mailbox(world: World) {
        Owner::new(&world, MAIL).await;
        let before = world.inbox().await.len();
        for n in 0..20 {
            let page = ask_by(&world, &world.browser_at([198, 51, n, 9]), MAIL, "email").await;
            assert_eq!(page.path, "/recover/code");
            assert_eq!(page.shows("Kode berikutnya menunggu sebentar"), n > 0, "{}", page.text());
        }
        assert_eq!(world.inbox().await.len(), before + 1);
        world.advance(Span::minutes(10)).await;
        assert!(ask_by(&world, &world.browser(), MAIL, "email").await.shows("Kode dikirim"));
        assert_eq!(world.inbox().await.len(), before + 2);
    }

    /// S-035, S-036, STD-17: a guessable password is refused with the reason, and nothing has changed.
    async fn s036_guessable_passwords_are_refused(world: World) {
        Owner::new(&world, MAIL).await;
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        for (password, reason) in [
            ("pendek", "terlalu pendek"),
            ("password123", "terlalu sering dipakai"),
            ("sari@nusa.example", "mirip nama"),
            ("17081945", "sebuah tanggal"),
        ] {
            let refused = browser.submit(&page, "/recover/password", &[("password", password)]).await;
            assert_eq!(refused.status, 422, "{password}");
            assert!(refused.shows(reason), "{password}: {}", refused.text());
        }
        let done = browser.submit(&page, "/recover/password", &[("password", NEW)]).await;
        assert_eq!(done.path, "/account/review");
    }

    /// S-051: ending other sessions is the owner's choice, ticked at first.
    async fn s051_other_sessions_may_stay(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        assert_eq!(page.field("end").as_deref(), Some("1"), "ticked at first");
        browser.post("/recover/password", &[("password", NEW)]).await;
        assert_eq!(owner.browser.get("/").await.path, "/", "unticked: they stay");
    }

    /// STD-8, STD-9: the strangers' lock is lifted by a reset; it neither hinders one nor survives it.
    async fn std9_a_reset_lifts_the_strangers_lock(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        for n in 0..6 {
            try_password(&world.browser_at([198, 51, n, 9]), MAIL, "tebakan").await;
        }
        let browser = world.browser();
        reset(&world, &browser, MAIL, "email").await;
        assert_eq!(try_password(&world.browser(), MAIL, NEW).await.path, "/", "a stranger's browser may try again");
        assert_eq!(try_password(&owner.browser, MAIL, NEW).await.path, "/");
        assert!(owner.browser.get("/help/locked").await.shows("Akun ini tidak dikunci"));
    }

    /// One number, several accounts: after the proof, choose. The others stay as they are.
    async fn a_family_chooses_after_the_proof(world: World) {
        let number = "081234567890";
        Owner::with_password(&world, number, "kebun teh di lereng").await;
        world.advance(Span::minutes(15)).await;
        Owner::with_password(&world, number, "bola basket hijau tua").await;
        world.advance(Span::hours(1)).await;
        let browser = world.browser();
        let page = ask_by(&world, &browser, number, "phone").await;
        let inbox = world.inbox().await;
        let code = inbox[0].code.clone().unwrap();
        let page = browser.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert!(page.shows("Akun yang mana?"), "{}", page.text());
        let page = browser.submit(&page, "/recover/account", &[]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        browser.submit(&page, "/recover/password", &[("password", NEW)]).await;
        let others = ["kebun teh di lereng", "bola basket hijau tua"];
        let mut still = 0;
        for password in others {
            still += usize::from(try_password(&world.browser(), number, password).await.path == "/");
        }
        assert_eq!(still, 1, "the other account keeps its password");
        assert_eq!(try_password(&world.browser(), number, NEW).await.path, "/");
    }

    /// Design §1: a number not proved for 60 days waits 24 hours in an unknown browser; all contacts hear of it at once,
    /// and when it is time.
    async fn a_stale_number_waits_and_is_told(world: World) {
        let number = "+6281234567890";
        Owner::new(&world, number).await;
        world.advance(Span::days(61)).await;
        let browser = world.browser();
        let page = prove(&world, &browser, number, "phone").await;
        assert!(page.shows("Permintaan diterima"), "{}", page.text());
        assert!(page.shows("pukul"), "a wait is a day and an hour: {}", page.text());
        assert!(page.shows("Akun lama tidak bisa dibuka dari sini"), "voice.md 4.7: {}", page.text());
        assert!(world.last_to(number).await.text.contains("kata sandi baru diminta"));
        let early = browser.post("/recover/password", &[("password", NEW)]).await;
        assert!(early.shows("Permintaan diterima"), "{}", early.text());
        world.advance(Span::hours(24)).await;
        let told = world.last_to(number).await;
        assert!(told.text.contains("bisa dibuat sekarang"), "{}", told.text);
        let page = browser.get("/recover").await;
        let page = browser.submit(&page, "/recover/password", &[("password", NEW)]).await;
        assert_eq!(page.path, "/account/review", "{}", page.text());
        assert_eq!(try_password(&browser, number, NEW).await.path, "/");
    }

    /// A served wait goes on in whichever browser opens the link that says so.
    async fn a_wait_goes_on_in_another_browser(world: World) {
        let number = "+6281234567890";
        Owner::new(&world, number).await;
        world.advance(Span::days(61)).await;
        let browser = world.browser();
        prove(&world, &browser, number, "phone").await;
        world.advance(Span::hours(24)).await;
        let path = link(&world.last_to(number).await);
        let other = world.browser();
        let page = other.get(&path).await;
        let page = other.submit(&page, &path, &[]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        assert_eq!(browser.get("/recover").await.path, "/forgot", "the case moved along");
    }

    /// "Mau lebih cepat?": one more proof ends the wait at once.
    async fn one_more_proof_spares_the_wait(world: World) {
        let number = "+6281234567890";
        let owner = crate::notices::with_two_contacts(&world).await;
        owner.sign_out().await;
        world.advance(Span::days(61)).await;
        let browser = world.browser();
        ask_by(&world, &browser, MAIL, "phone").await;
        let code = world.last_to(number).await.code.unwrap();
        let page = browser.post("/recover/code", &[("code", &code)]).await;
        assert!(page.shows("Permintaan diterima"), "{}", page.text());
        assert!(page.shows("Kirim kode ke s…i@n….example"), "{}", page.text());
        world.advance(Span::seconds(1)).await;
        let page = browser.submit(&page, "/prove/recover/send", &[]).await;
        assert!(page.shows("Masukkan 8 angka"), "{}", page.text());
        let code = world.last_to(MAIL).await.code.unwrap();
        let page = browser.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// STD-38, STD-39: with two-step verification one contact is not enough; two that no single thing can use are.
    async fn std38_two_step_needs_two(world: World) {
        let number = "+6281234567890";
        let owner = crate::notices::with_two_contacts(&world).await;
        crate::security::number_said_elsewhere(&world, &owner).await;
        const TWO_STEP: kunci_db::Sql = kunci_db::Sql("UPDATE accounts SET two_step = 1");
        world.app.db.tx(|tx| tx.exec(&TWO_STEP, &[])).await.unwrap();
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        assert!(page.shows("Permintaan diterima"), "one alone waits 72 hours: {}", page.text());
        assert!(page.shows("Kirim kode ke …7890"), "{}", page.text());
        assert!(world.last_to(number).await.text.contains("kata sandi baru diminta"));
        world.advance(Span::seconds(1)).await;
        let page = browser.submit(&page, "/prove/recover/send", &[]).await;
        let code = world.last_to(number).await.code.unwrap();
        let page = browser.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        world.advance(Span::seconds(1)).await;
        browser.submit(&page, "/recover/password", &[("password", NEW)]).await;
        let told = world.last_to(number).await;
        let page = world.browser().get(&link(&told)).await;
        assert!(page.shows("satu tautan belum cukup"), "what rests on two, one link does not undo: {}", page.text());
    }

    /// G4: strangers who use up what may be sent to a name do not keep the owner from the second proof, and a link that a stranger
    /// asked for counts in the owner's own case.
    async fn g4_strangers_do_not_stop_the_second_proof(world: World) {
        let number = "+6281234567890";
        let owner = crate::notices::with_two_contacts(&world).await;
        crate::security::number_said_elsewhere(&world, &owner).await;
        const TWO_STEP: kunci_db::Sql = kunci_db::Sql("UPDATE accounts SET two_step = 1");
        world.app.db.tx(|tx| tx.exec(&TWO_STEP, &[])).await.unwrap();
        let browser = world.browser();
        prove(&world, &browser, MAIL, "email").await;
        ask_by(&world, &world.browser(), MAIL, "phone").await;
        let theirs = link(&world.last_to(number).await);
        world.advance(Span::seconds(1)).await;
        let page = browser.get("/recover").await;
        let page = browser.submit(&page, "/prove/recover/send", &[]).await;
        let mine = world.last_to(number).await;
        assert_ne!(link(&mine), theirs, "sent, though strangers had just used up their share");
        let page = browser.submit(&page, "/recover/code", &[("code", &mine.code.unwrap())]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());

        let other = world.browser();
        world.advance(Span::hours(2)).await;
        prove(&world, &other, MAIL, "email").await;
        ask_by(&world, &world.browser(), MAIL, "phone").await;
        let theirs = link(&world.last_to(number).await);
        let page = other.get(&theirs).await;
        let page = other.submit(&page, &theirs, &[]).await;
        assert!(page.shows("Buat kata sandi baru"), "both proofs are in one case: {}", page.text());
    }

    /// STD-41: a network is counted by what it types. Contacts behind a name would tell that the name has an account: the fourth
    /// name of an hour is the first that is late, whatever the first was.
    async fn std41_what_is_behind_a_name_is_not_counted(world: World) {
        let (sari, other) = (crate::notices::with_two_contacts(&world).await, "lain@nusa.example");
        Owner::new(&world, other).await;
        for first in [sari.login.as_str(), "tidakada@nusa.example"] {
            world.advance(Span::days(2)).await;
            let network = world.browser();
            let at = || network.moved_to([203, 0, 200, 9]);
            ask_by(&world, &at(), first, "phone").await;
            ask_by(&world, &at(), "satu@nusa.example", "email").await;
            let before = world.inbox().await.len();
            ask_by(&world, &at(), other, "email").await;
            assert_eq!(world.inbox().await.len(), before + 1, "after {first}");
        }
    }

    /// The one who asked may cancel; a case that was told about is told to have ended.
    async fn a_wait_can_be_cancelled(world: World) {
        let number = "+6281234567890";
        Owner::new(&world, number).await;
        world.advance(Span::days(61)).await;
        let browser = world.browser();
        let page = prove(&world, &browser, number, "phone").await;
        world.advance(Span::seconds(1)).await;
        let page = browser.submit(&page, "/recover/cancel", &[]).await;
        assert!(page.shows("Permintaan dibatalkan"), "{}", page.text());
        assert!(world.last_to(number).await.text.contains("permintaan dibatalkan"));
        let before = world.inbox().await.len();
        world.advance(Span::hours(25)).await;
        assert_eq!(world.inbox().await.len(), before, "nothing opens any more");
    }

    /// A known browser spares the wait of a stale number: "prepaid numbers are sold again" does not apply to it.
    async fn a_stale_number_opens_in_a_known_browser(world: World) {
        let number = "+6281234567890";
        let owner = Owner::new(&world, number).await;
        owner.sign_out().await;
        world.advance(Span::days(61)).await;
        let page = prove(&world, &owner.browser, number, "phone").await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// Nonsense names are told so before anything is looked up, and never reach a page as markup.
    async fn unreadable_names_are_told_what_fits(world: World) {
        let browser = world.browser();
        for (typed, hint) in [("", "Isi nama akun"), ("si", "belum bisa dibaca"), ("siti@", "belum lengkap"), ("0812", "belum lengkap")] {
            let page = browser.post("/forgot", &[("name", typed)]).await;
            assert_eq!(page.status, 422, "{typed}");
            assert!(page.shows(hint), "{typed}: {}", page.text());
        }
        let page = browser.post("/forgot", &[("name", "<b>x@")]).await;
        assert!(!page.body.contains("<b>x@"), "{}", page.body);
        assert_eq!(browser.get("/recover").await.path, "/forgot");
        assert_eq!(browser.post("/recover/password", &[("password", NEW)]).await.path, "/forgot");
    }
}
