//! The way-back check-up, as its owner sees it.

use kunci_rules::Span;

use crate::notices::with_two_contacts;
use crate::owner::Owner;
use crate::world::{URL, World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";

on_both! {
    /// G5, S-007: whoever has a number alone is told what it means to lose the phone with it, and the one step that mends it;
    /// taking exactly that step closes the hole, and the page that ends it says so.
    async fn g5_the_worst_hole_and_the_step_that_closes_it(world: World) {
        let owner = Owner::new(&world, NUMBER).await;
        let page = owner.browser.get("/account/checkup").await;
        assert!(page.shows("Cek jalan kembali"), "{}", page.text());
        assert!(page.shows("Tanpa Chrome, Android dan kata sandi, belum ada jalan kembali ke akun ini"), "{}", page.text());
        assert!(page.shows("Chrome, Android langsung dengan Kata sandi"), "{}", page.text());
        assert_eq!(page.link_to("Tambah email").as_deref(), Some("/account/contacts/add"), "{}", page.text());
        assert!(page.link_to("Cetak kode cadangan").is_none() && page.link_to("Tambah nomor HP").is_none(), "{}", page.text());
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.get("/account/contacts/add").await;
        let page = owner.browser.submit(&page, "/account/contacts/add", &[("contact", MAIL)]).await;
        let code = world.last_to(MAIL).await.code.unwrap();
        let page = owner.browser.submit(&page, "/account/contacts/code", &[("code", &code)]).await;
        assert_eq!(page.path, "/account/security?done=contact", "{}", page.text());
        assert!(page.shows("Sudah ditambahkan. Tanpa "), "the result in one line: {}", page.text());
        assert_eq!(page.link_to("Cek jalan kembali").as_deref(), Some("/account/checkup"));
        let page = owner.browser.get("/account/checkup").await;
        assert!(page.shows("berlaku penuh mulai Senin, 30 November, pukul"), "{}", page.text());
        world.advance(Span::days(8)).await;
        let page = owner.browser.get("/account/checkup").await;
        assert!(page.shows("email s…i@n….example"), "{}", page.text());
        assert!(!page.shows("Chrome, Android dan kata sandi Belum"), "{}", page.text());
        assert!(!page.shows("Tanpa Chrome, Android dan kata sandi"), "{}", page.text());
    }

    /// C-12: two-step verification is suggested once losing one thing would not lock the owner out.
    async fn c12_the_check_up_decides_what_is_suggested(world: World) {
        let owner = with_two_contacts(&world).await;
        assert!(!owner.browser.get("/account/security").await.shows("Aktifkan"), "both on one phone");
        crate::security::number_said_elsewhere(&world, &owner).await;
        assert!(owner.browser.get("/account/security").await.shows("Aktifkan"));
    }

    /// Looking changes nothing.
    async fn looking_changes_nothing(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let before = world.inbox().await.len();
        let first = owner.browser.get("/account/checkup").await.text();
        assert_eq!(owner.browser.get("/account/checkup").await.text(), first);
        assert_eq!(world.inbox().await.len(), before);
        assert_eq!(world.browser().get("/account/checkup").await.path, "/signin?next=/account/checkup");
    }

    /// S-007: the first page after sign-up leads to the check-up until it was seen or put away.
    async fn s007_a_card_after_sign_up(world: World) {
        let (seen, later) = (Owner::new(&world, MAIL).await, Owner::new(&world, NUMBER).await);
        let home = later.browser.get("/").await;
        assert!(home.shows("Kalau HP hilang, kapan masuk lagi?"), "{}", home.text());
        assert!(home.shows("belum ada jalan kembali ke akun ini"), "{}", home.text());
        let home = later.browser.submit(&home, "/account/checkup/later", &[]).await;
        assert!(home.path == "/" && !home.shows("kapan masuk lagi?"), "{}", home.text());
        seen.browser.get("/account/checkup").await;
        assert!(!seen.browser.get("/").await.shows("kapan masuk lagi?"));
        assert_eq!(seen.browser.post("/account/checkup/later", &[("card", "x")]).await.status, 400);
    }

    /// S-044: once a year one message, and a card on the first page, ask whether the ways back are still right; looking resets it.
    async fn s044_once_a_year_it_asks_again(world: World) {
        let owner = with_two_contacts(&world).await;
        owner.browser.get("/account/checkup").await;
        let asked = async || {
            let inbox = world.inbox().await;
            inbox.iter().filter(|m| m.subject.as_deref().is_some_and(|s| s.contains("masih benarkah jalan kembali"))).count()
        };
        world.advance(Span::days(364)).await;
        assert_eq!(asked().await, 0);
        world.advance(Span::days(2)).await;
        assert_eq!(asked().await, 1, "one message for all contacts, by mail");
        let mail = world.last_to(MAIL).await;
        assert_eq!(mail.links[0], format!("{URL}/account/checkup"));
        assert!(mail.code.is_none() && mail.text.contains("tidak pernah meminta"), "{}", mail.text);
        let fresh = world.browser();
        owner.sign_in(&fresh).await;
        assert!(fresh.get("/").await.shows("kapan masuk lagi?"));
        fresh.get("/account/checkup").await;
        assert!(!fresh.get("/").await.shows("kapan masuk lagi?"));
        world.advance(Span::days(364)).await;
        assert_eq!(asked().await, 0, "looked within the year; the message before is no longer kept");
        world.advance(Span::days(2)).await;
        assert_eq!(asked().await, 1);
    }

    /// S-044: whoever has a number alone is asked there, in a message that fits.
    async fn s044_by_phone_where_there_is_no_mail(world: World) {
        Owner::new(&world, NUMBER).await;
        world.advance(Span::days(366)).await;
        let message = world.last_to(NUMBER).await;
        assert!(message.text.contains("masih benarkah nomor dan email"), "{}", message.text);
        assert!(message.text.chars().count() <= 160, "{}", message.text);
    }

    /// S-037, C-12: two-step verification is suggested where it is safe, can be put away, and comes back after 90 days.
    async fn s037_the_suggestion_comes_back(world: World) {
        let owner = with_two_contacts(&world).await;
        let page = owner.browser.get("/account/checkup").await;
        let put_away = |page: &crate::browser::Page| page.body.contains("value=\"second-step\"");
        assert!(!put_away(&page) && !put_away(&owner.browser.get("/").await), "C-12: both on one phone");
        crate::security::number_said_elsewhere(&world, &owner).await;
        let page = owner.browser.get("/account/checkup").await;
        assert!(put_away(&page), "{}", page.text());
        let page = owner.browser.submit(&page, "/account/checkup/later", &[]).await;
        assert!(page.path == "/account/checkup" && !put_away(&page), "{}", page.text());
        assert!(!put_away(&owner.browser.get("/").await));
        world.advance(Span::days(89)).await;
        owner.sign_in(&owner.browser).await;
        assert!(!put_away(&owner.browser.get("/account/checkup").await));
        world.advance(Span::days(2)).await;
        let home = owner.browser.get("/").await;
        assert!(put_away(&home), "{}", owner.browser.get("/account/checkup").await.text());
    }

    /// S-007: the same for programs, with waits in seconds.
    async fn s007_the_check_up_as_json(world: World) {
        let owner = Owner::new(&world, NUMBER).await;
        let json = owner.browser.get("/api/v1/checkup").await.json();
        let losses = json["losses"].as_array().unwrap();
        let alone: Vec<(&str, &str)> = losses.iter()
            .filter(|loss| loss["things"].as_array().unwrap().len() == 1)
            .map(|loss| (loss["things"][0]["kind"].as_str().unwrap(), if loss["back"].is_null() { "never" } else { "back" }))
            .collect();
        assert_eq!(alone, [("browser", "back"), ("password", "back")], "{json}");
        let both = losses.iter().find(|loss| loss["things"].as_array().unwrap().len() == 2).unwrap();
        assert!(both["back"].is_null(), "{json}");
        assert_eq!(losses[0]["back"]["after_seconds"], 0);
        assert_eq!(losses[0]["back"]["by"], serde_json::json!(["password"]));
        assert_eq!(json["advice"]["step"], "add-email");
        assert_eq!(json["two_step_safe"], false);
    }
}
