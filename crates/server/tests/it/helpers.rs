//! Helpers (recovery contacts): asked, agreed, asked for a code, and gone.

use axum::http::Request;
use kunci_rules::Span;

use crate::browser::{Browser, Page};
use crate::owner::{Owner, PASSWORD, try_password};
use crate::proving::two_step;
use crate::recovery::{ask, link};
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const SITI: &str = "siti@nusa.example";
const HERE: &str = "/account/security/helpers";
const ASK: &str = "/prove/recover/helper";
const CODE: &str = "/prove/recover/helper/code";
/// Voice 4.5, C-13.
const RULE: &str = "Kode ini untuk menolong Sari. Bacakan hanya kalau Anda mengenali suaranya di telepon atau bertemu langsung. Jangan lewat chat.";

/// Asks one person, or with `more` a group; the page that follows.
async fn invite(world: &World, owner: &Owner, to: &str, more: &str) -> Page {
    world.advance(Span::seconds(1)).await;
    let page = owner.open(HERE).await;
    let fields = [("name", "Siti, adik saya"), ("contact", to), ("more", more)];
    owner.browser.submit(&page, HERE, &fields).await
}

/// Presses a button of the page behind the newest link to this address.
pub(crate) async fn press(world: &World, to: &str, answer: &str) -> Page {
    let path = link(&world.last_to(to).await);
    world.advance(Span::seconds(1)).await;
    world.browser().post(&path, &[("answer", answer)]).await
}

/// An owner whose helper Siti agreed `ago`.
pub(crate) async fn with_siti(world: &World, ago: Span) -> Owner {
    let owner = Owner::new(world, MAIL).await;
    let page = invite(world, &owner, SITI, "").await;
    assert!(page.shows("Undangan dikirim"), "{}", page.text());
    let page = press(world, SITI, "yes").await;
    assert!(page.shows("Anda pendamping Sari"), "{}", page.text());
    world.advance(ago).await;
    owner
}

/// In a recovery, has a link sent to the helpers.
async fn request(world: &World, browser: &Browser, name: &str) -> Page {
    world.advance(Span::seconds(1)).await;
    ask(browser, name).await;
    let page = browser.get("/recover/ways").await;
    let page = browser.get(&page.link_to("Pendamping").unwrap()).await;
    let page = browser.submit(&page, ASK, &[]).await;
    assert_eq!(page.path, CODE, "{}", page.text());
    page
}

/// The code on a helper's screen.
pub(crate) fn code(page: &Page) -> String {
    let (_, rest) = page
        .body
        .split_once("id=\"helper-code\">")
        .unwrap_or_else(|| panic!("no code: {}", page.text()));
    rest.split('<').next().unwrap().to_owned()
}

/// The whole way to a proof by a helper; what the browser that asked sees then.
async fn vouched(world: &World, browser: &Browser, to: &str) -> Page {
    request(world, browser, MAIL).await;
    let code = code(&press(world, to, "show").await);
    browser.post(CODE, &[("code", &code)]).await
}

/// How many messages say this.
async fn told(world: &World, text: &str) -> usize {
    let inbox = world.inbox().await;
    inbox.iter().filter(|m| m.text.contains(text)).count()
}

on_both! {
    /// S-044: opening the invitation does nothing; agreeing makes the method, tells the owner, and shows it on the security page.
    async fn s044_only_agreeing_makes_a_helper(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        invite(&world, &owner, SITI, "").await;
        let path = link(&world.last_to(SITI).await);
        for _ in 0..3 {
            let page = world.browser().get(&path).await;
            assert!(page.shows("Sari meminta Anda jadi pendamping"), "{}", page.text());
            assert!(page.shows("Anda tidak melihat apa-apa"), "{}", page.text());
            world.browser().send(Request::head(&path)).await;
        }
        assert!(!owner.browser.get("/account/security").await.shows("Siti, adik saya"));
        press(&world, SITI, "yes").await;
        assert!(owner.browser.get("/account/security").await.shows("Siti, adik saya"));
        assert_eq!(told(&world, "Pendamping baru saja ditambahkan").await, 1);
        let page = owner.open(HERE).await;
        assert!(page.shows("s…i@n….example · sudah setuju"), "{}", page.text());
        press(&world, SITI, "yes").await;
        assert_eq!(told(&world, "Pendamping baru saja ditambahkan").await, 1, "the second press makes nothing");
    }

    /// STD-31, taint: one who was added with the password alone counts for no more than that for 7 days, as whoever stole it could have
    /// added them; the wait begins after that.
    async fn std31_a_young_helper_is_no_short_cut(world: World) {
        with_siti(&world, Span::hours(23)).await;
        let page = vouched(&world, &world.browser(), SITI).await;
        assert!(page.shows("Bisa dilanjutkan Senin, 30 November"), "{}", page.text());
        world.advance(Span::hours(25)).await;
        let page = vouched(&world, &world.browser_at([203, 0, 113, 9]), SITI).await;
        assert!(page.shows("Bisa dilanjutkan Senin, 30 November"), "{}", page.text());
    }

    /// C-13: without two-step verification a helper's code alone waits 24 hours, which every contact hears of, and then opens.
    async fn c13_a_helper_alone_waits_a_day(world: World) {
        with_siti(&world, Span::days(8)).await;
        let browser = world.browser();
        let before = world.inbox().await.iter().filter(|m| m.to == MAIL).count();
        let page = vouched(&world, &browser, SITI).await;
        assert!(page.shows("Bisa dilanjutkan Rabu, 2 Desember"), "{}", page.text());
        assert!(world.inbox().await.iter().filter(|m| m.to == MAIL).count() > before, "its owner hears of it");
        world.advance(Span::hours(23)).await;
        assert!(!browser.get("/recover").await.shows("Buat kata sandi baru"));
        world.advance(Span::hours(1)).await;
        let page = browser.get("/recover").await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        let fields = [("password", "payung biru di stasiun tua")];
        let page = browser.submit(&page, "/recover/password", &fields).await;
        assert_eq!(page.path, "/account/review", "{}", page.text());
    }

    /// C-13: wherever a helper meets the code, it is to be read out to a known voice; nothing tells them to give it to nobody.
    async fn c13_the_helpers_code_has_a_rule_of_its_own(world: World) {
        with_siti(&world, Span::hours(25)).await;
        request(&world, &world.browser(), MAIL).await;
        let message = world.last_to(SITI).await;
        let path = link(&message);
        let asked = world.browser().get(&path).await;
        let shown = press(&world, SITI, "show").await;
        let texts = [message.text.clone(), asked.text(), shown.text()];
        for text in &texts {
            assert!(text.contains(RULE), "{text}");
            let lower = text.to_lowercase();
            assert!(!lower.contains("siapa pun") && !lower.contains("kepada siapa"), "{text}");
        }
        assert!(message.code.is_none(), "a link only: {}", message.text);
        assert!(asked.shows("Seseorang ingin memulihkan akun Sari"), "for what: {}", asked.text());
        assert!(asked.shows("Chrome, Android"), "on what: {}", asked.text());
    }

    /// STD-29: the rescue card names the helper there is, as its owner calls them; else it leaves room to write.
    async fn the_rescue_card_names_the_helper(world: World) {
        let owner = with_siti(&world, Span::hours(1)).await;
        let siti = owner.browser.get("/account/security").await;
        assert!(siti.shows("Siti"), "{}", siti.text());
        let path = "/account/security/codes";
        let page = owner.open(path).await;
        let page = owner.browser.submit(&page, path, &[]).await;
        assert!(page.shows("Orang yang bisa menolong: Siti") && !page.body.contains("class=\"fill\""), "{}", page.text());
        let pdf = owner.browser.submit(&page, "/codes/card.pdf", &[]).await;
        assert_eq!(pdf.status, 200);
    }

    /// A helper sees the name that they were told, and nothing else of the owner.
    async fn a_helper_sees_nothing_but_the_name(world: World) {
        with_siti(&world, Span::hours(25)).await;
        let invited = link(&world.last_to(SITI).await);
        request(&world, &world.browser(), MAIL).await;
        let asked = link(&world.last_to(SITI).await);
        for page in [
            world.browser().get(&invited).await,
            world.browser().get(&asked).await,
            press(&world, SITI, "show").await,
        ] {
            assert!(page.shows("Sari"));
            for hidden in [MAIL, "s…i@", "adik saya", "n….example"] {
                assert!(!page.body.contains(hidden), "{hidden}: {}", page.text());
            }
        }
        assert_eq!(world.browser().get("/vouch/AAAAAAAAAAAAAAAAAAAAAA").await.status, 404);
        assert_eq!(world.browser().get("/helper/x").await.status, 404);
    }

    /// With two-step verification, password and helper wait 24 hours; the helper alone does not even begin with that.
    async fn password_and_helper_wait_a_day_with_two_steps(world: World) {
        let owner = with_siti(&world, Span::days(8)).await;
        two_step(&world, &owner).await;
        let browser = world.browser();
        let page = vouched(&world, &browser, SITI).await;
        assert!(!page.shows("Buat kata sandi baru"), "{}", page.text());
        let page = browser.get("/prove/recover/password").await;
        let page = browser.submit(&page, "/prove/recover/password", &[("password", PASSWORD)]).await;
        assert!(page.shows("Bisa dilanjutkan"), "{}", page.text());
        world.advance(Span::hours(23)).await;
        assert!(browser.get("/recover").await.shows("Bisa dilanjutkan"));
        world.advance(Span::hours(1)).await;
        let page = browser.get("/recover").await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// S-065, G4: wrong codes are bounded and never burn the right one; where no helper has shown a code nothing is used up.
    async fn g4_wrong_codes_are_bounded_and_burn_nothing(world: World) {
        with_siti(&world, Span::hours(25)).await;
        let (owner, stranger) = (world.browser(), world.browser_at([203, 0, 113, 9]));
        ask(&stranger, MAIL).await;
        for _ in 0..50 {
            stranger.post(CODE, &[("code", "00000000")]).await;
        }
        request(&world, &owner, MAIL).await;
        let code = code(&press(&world, SITI, "show").await);
        let elsewhere = stranger.post(CODE, &[("code", &code)]).await;
        assert!(elsewhere.shows("belum cocok"), "good only where it was asked for: {}", elsewhere.text());
        let wrong = if code == "0000 0000" { "11111111" } else { "00000000" };
        for _ in 0..5 {
            let page = owner.post(CODE, &[("code", wrong)]).await;
            assert_eq!(page.status, 422);
            assert!(page.shows("belum cocok"), "{}", page.text());
        }
        let page = owner.post(CODE, &[("code", &code)]).await;
        assert!(page.shows("belum cocok"), "an empty pool compares nothing: {}", page.text());
        world.advance(Span::minutes(12)).await;
        let page = owner.post(CODE, &[("code", &code)]).await;
        assert!(page.shows("Bisa dilanjutkan"), "{}", page.text());
        let again = world.browser();
        ask(&again, MAIL).await;
        assert!(again.post(CODE, &[("code", &code)]).await.shows("belum cocok"), "once");
    }

    /// The code lives 30 minutes; the link shows another, and the one before is worth nothing.
    async fn a_code_ends_and_the_link_shows_another(world: World) {
        with_siti(&world, Span::hours(25)).await;
        let browser = world.browser();
        request(&world, &browser, MAIL).await;
        let first = code(&press(&world, SITI, "show").await);
        world.advance(Span::minutes(30)).await;
        assert!(browser.post(CODE, &[("code", &first)]).await.shows("belum cocok"));
        let second = code(&press(&world, SITI, "show").await);
        assert!(browser.post(CODE, &[("code", &first)]).await.shows("belum cocok"));
        assert!(browser.post(CODE, &[("code", &second)]).await.shows("Bisa dilanjutkan"));
        let page = world.browser().get(&link(&world.last_to(SITI).await)).await;
        assert!(page.shows("Permintaan ini sudah selesai"), "{}", page.text());
    }

    /// STD-41: names without an account, and accounts without a helper, get the same pages and the same work.
    async fn std41_unknown_names_behave_alike(world: World) {
        with_siti(&world, Span::hours(25)).await;
        Owner::new(&world, "dewi@nusa.example").await;
        let names = [MAIL, "dewi@nusa.example", "sara@nusa.example"];
        let browsers = [world.browser(), world.browser(), world.browser()];
        let mut pages: Vec<Vec<(u16, String)>> = Vec::new();
        for (name, browser) in names.iter().zip(&browsers) {
            ask(browser, name).await;
            let mut seen = Vec::new();
            for page in [
                browser.get("/recover/ways").await,
                browser.get(ASK).await,
                browser.post(ASK, &[]).await,
                browser.post(CODE, &[("code", "00000000")]).await,
                browser.post(CODE, &[("code", "tidak tahu")]).await,
                browser.post(ASK, &[]).await,
            ] {
                seen.push((page.status.as_u16(), page.text().replace(name, "")));
            }
            pages.push(seen);
        }
        assert_eq!(pages[0], pages[1]);
        assert_eq!(pages[0], pages[2]);
        assert_eq!(told(&world, "Seseorang meminta kode untuk menolong").await, 1, "and 10 minutes between two");
    }

    /// "I know nothing about this" ends the request and tells the owner; what was shown is worth nothing.
    async fn a_helper_who_knows_nothing_ends_it(world: World) {
        with_siti(&world, Span::hours(25)).await;
        let browser = world.browser();
        request(&world, &browser, MAIL).await;
        let code = code(&press(&world, SITI, "show").await);
        let page = press(&world, SITI, "deny").await;
        assert!(page.shows("Permintaan ini sudah selesai"), "{}", page.text());
        assert_eq!(told(&world, "Siti, adik saya menghentikan sebuah permintaan").await, 1);
        assert!(browser.post(CODE, &[("code", &code)]).await.shows("belum cocok"));
        press(&world, SITI, "deny").await;
        assert_eq!(told(&world, "Siti, adik saya menghentikan sebuah permintaan").await, 1, "told once");
    }

    /// Declined, taken back, too late: no method.
    async fn invitations_that_come_to_nothing(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        invite(&world, &owner, SITI, "").await;
        let page = press(&world, SITI, "no").await;
        assert!(page.shows("Anda bukan pendamping"), "{}", page.text());
        assert!(press(&world, SITI, "yes").await.shows("Anda bukan pendamping"));
        invite(&world, &owner, "budi@nusa.example", "").await;
        let page = owner.open(HERE).await;
        let withdraw = page.actions().into_iter().find(|action| action.ends_with("/withdraw")).unwrap();
        owner.browser.submit(&page, &withdraw, &[]).await;
        let page = press(&world, "budi@nusa.example", "yes").await;
        assert!(page.shows("tidak berlaku lagi"), "{}", page.text());
        invite(&world, &owner, "tuti@nusa.example", "").await;
        let path = link(&world.last_to("tuti@nusa.example").await);
        world.advance(Span::days(30)).await;
        let page = world.browser().post(&path, &[("answer", "yes")]).await;
        assert!(page.shows("tidak berlaku lagi"), "{}", page.text());
        assert_eq!(told(&world, "Pendamping baru saja ditambahkan").await, 0);
    }

    /// A helper leaves by the link of any message: the method goes, and the owner hears of it.
    async fn a_helper_leaves_at_any_time(world: World) {
        let owner = with_siti(&world, Span::hours(25)).await;
        request(&world, &world.browser(), MAIL).await;
        let page = press(&world, SITI, "leave").await;
        assert!(page.shows("Permintaan ini sudah selesai"), "{}", page.text());
        assert!(!owner.browser.get("/account/security").await.link_to("Siti, adik saya").is_some_and(|link| link.contains("/methods/")));
        assert_eq!(told(&world, "Siti, adik saya berhenti jadi pendamping").await, 1);
        let before = world.inbox().await.len();
        world.advance(Span::hours(2)).await;
        request(&world, &world.browser_at([203, 0, 113, 9]), MAIL).await;
        assert_eq!(world.inbox().await.len(), before, "nobody is asked any more");
    }

    /// What the owner removes can vouch no more, and its link says so.
    async fn a_removed_helper_vouches_for_nobody(world: World) {
        let owner = with_siti(&world, Span::hours(25)).await;
        let browser = world.browser();
        request(&world, &browser, MAIL).await;
        let code = code(&press(&world, SITI, "show").await);
        let account = owner.account();
        let remove = move |tx: &kunci_db::Tx<'_>| {
            let helper = kunci_server::authenticators::list(tx, account)?.remove(0);
            kunci_server::authenticators::disown(tx, account, helper.id)
        };
        world.app.db.tx(remove).await.unwrap();
        assert!(browser.post(CODE, &[("code", &code)]).await.shows("belum cocok"));
        assert!(world.browser().get(&link(&world.last_to(SITI).await)).await.shows("sudah selesai"));
    }

    /// A group is one method: any one who agreed can help, and it goes with the last of them.
    async fn any_one_of_a_group_helps(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let (budi, number) = ("budi@nusa.example", "+6281234567891");
        let page = invite(&world, &owner, SITI, &format!("{budi}\r\n0812-3456-7891")).await;
        assert!(page.shows("Undangan dikirim"), "{}", page.text());
        press(&world, SITI, "yes").await;
        press(&world, budi, "yes").await;
        press(&world, number, "no").await;
        assert_eq!(told(&world, "Pendamping baru saja ditambahkan").await, 1, "one method");
        world.advance(Span::hours(25)).await;
        let browser = world.browser();
        let asked = world.inbox().await.iter().filter(|m| m.to == number).count();
        let page = vouched(&world, &browser, budi).await;
        assert!(page.shows("Bisa dilanjutkan"), "{}", page.text());
        let asked_now = world.inbox().await.iter().filter(|m| m.to == number).count();
        assert_eq!(asked, asked_now, "who declined is not asked");
        world.advance(Span::hours(2)).await;
        request(&world, &world.browser_at([203, 0, 113, 9]), MAIL).await;
        press(&world, budi, "leave").await;
        assert_eq!(told(&world, "Siti, adik saya berhenti jadi pendamping").await, 0, "Siti is still there");
        press(&world, SITI, "leave").await;
        assert_eq!(told(&world, "Siti, adik saya berhenti jadi pendamping").await, 1);
    }

    /// A helper is someone else, and stands in one helper only; a wrong form says so, and sends nothing.
    async fn a_helper_is_someone_else(world: World) {
        let owner = with_siti(&world, Span::seconds(1)).await;
        let before = world.inbox().await.len();
        for (to, more, says) in [
            ("Sari+adik@nusa.example", "", "milik Anda sendiri"),
            (SITI, "", "sudah ada pada pendamping"),
            ("budi@nusa.example", "BUDI@nusa.example", "sudah ada pada pendamping"),
            ("a@nusa.example", "b@nusa.example\nc@nusa.example\nd@nusa.example", "paling banyak 4 alamat"),
            ("bukan alamat", "", ""),
        ] {
            let page = invite(&world, &owner, to, more).await;
            assert_eq!(page.status, 422, "{to}");
            assert!(page.shows(says), "{to}: {}", page.text());
        }
        let page = owner.browser.post(HERE, &[("name", " "), ("contact", "budi@nusa.example")]).await;
        assert_eq!(page.status, 422);
        assert_eq!(world.inbox().await.len(), before);
    }

    /// A step-up: whoever is signed in may ask their helper for the one more proof.
    async fn a_helper_serves_for_one_more_proof(world: World) {
        let owner = with_siti(&world, Span::days(8)).await;
        let page = owner.open("/account/security").await;
        let method = page.link_to("Siti, adik saya").unwrap();
        let page = owner.browser.get(&format!("{method}/remove")).await;
        let page = owner.browser.submit(&page, &format!("{method}/remove"), &[("sure", "1")]).await;
        assert!(page.path.starts_with("/prove/"), "{}", page.path);
        let base = page.path.split('?').next().unwrap().trim_end_matches("/password").to_owned();
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.post(&format!("{base}/helper"), &[]).await;
        assert_eq!(page.path, format!("{base}/helper/code"), "{}", page.text());
        let shown = press(&world, SITI, "show").await;
        let page = owner.browser.submit(&page, &page.path, &[("code", &code(&shown))]).await;
        assert_ne!(page.path, format!("{base}/helper/code"), "{}", page.text());
        assert_eq!(try_password(&world.browser(), MAIL, PASSWORD).await.path, "/", "nothing else changed");
    }
}
