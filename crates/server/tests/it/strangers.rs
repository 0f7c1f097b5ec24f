//! What strangers can ask for before any proof: what it says, and how much of it there is.

use axum::http::Method;
use kunci_rules::Span;
use serde_json::{Value, json};

use crate::browser::Page;
use crate::owner::{Owner, PASSWORD};
use crate::recovery::{ask, ask_by, prove};
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";

on_both! {
    /// STD-41: whoever asks by one name of an account, and then types another of its contacts, does not see that they belong together;
    /// and the contact gets no more messages for it. A used message costs nothing.
    async fn std41_no_page_says_what_belongs_together(world: World) {
        let owner = crate::notices::with_two_contacts(&world).await;
        let mail = owner.login.as_str();
        let at = |n| world.browser().moved_to([203, 0, n, 9]);
        let waits = |page: &Page| page.shows("Kode berikutnya menunggu sebentar");
        let codes = async || {
            let inbox = world.inbox().await;
            inbox.iter().filter(|m| m.to == mail && m.code.is_some()).count()
        };
        let before = codes().await;
        assert!(!waits(&ask_by(&world, &at(1), crate::notices::NUMBER, "email").await));
        assert_eq!(codes().await, before + 1);
        assert!(!waits(&ask_by(&world, &at(2), mail, "email").await), "the mail was not typed before");
        assert!(!waits(&ask_by(&world, &at(3), "siapa@nusa.example", "email").await), "as with any other");
        assert_eq!(codes().await, before + 1, "one message is enough");
        assert!(waits(&ask_by(&world, &at(4), mail, "email").await), "it was typed a moment ago");
        world.advance(Span::days(1)).await;
        prove(&world, &at(5), mail, "email").await;
        assert!(!waits(&ask_by(&world, &at(6), mail, "email").await), "the last one was used");
        assert_eq!(codes().await, before + 3);
    }

    /// Over its network's limit a message leaves later, at a time drawn once: two would say that there is a contact, and whose.
    async fn std41_late_messages_say_nothing(world: World) {
        let owner = crate::notices::with_two_contacts(&world).await;
        let mails = [owner.login.as_str(), "siapa@nusa.example"];
        for (n, (mail, path)) in (1..).zip(mails.iter().flat_map(|mail| [(mail, "/api/v1/signup"), (mail, "/api/v1/recovery")])) {
            world.advance(Span::days(2)).await;
            let at = || world.browser().moved_to([203, 0, n, 9]);
            for other in 0..5 {
                ask_by(&world, &at(), &format!("orang{other}@nusa.example"), "email").await;
            }
            ask_by(&world, &at(), crate::notices::NUMBER, "email").await;
            let app = at();
            app.api(Method::POST, path, json!({ "contact": mail, "name": mail })).await;
            if path.ends_with("recovery") {
                app.api(Method::POST, "/api/v1/recovery/messages", json!({ "way": "email" })).await;
            }
            let mut shown = false;
            for _ in 0..61 {
                world.advance(Span::minutes(1)).await;
                let now = app.api(Method::GET, path, Value::Null).await.json();
                if now["code_until"].is_string() && now["again_at"].is_string() {
                    assert_eq!(now["code_until"], now["again_at"], "{mail} {path}: ten minutes after it leaves, both");
                    shown = true;
                }
            }
            assert!(shown, "{mail} {path}");
        }
    }

    /// The same where a name is looked for, and at sign-up.
    async fn std41_neither_do_other_forms(world: World) {
        let owner = crate::notices::with_two_contacts(&world).await;
        let waits = |page: &Page| page.shows("menunggu sebentar") || page.shows("Bisa dikirim lagi");
        let at = |n| world.browser().moved_to([203, 0, n, 9]);
        ask_by(&world, &at(1), crate::notices::NUMBER, "email").await;
        let page = crate::names::ask(&world, &at(2), &owner.login).await;
        let other = crate::names::ask(&world, &at(3), "siapa@nusa.example").await;
        assert_eq!(waits(&page), waits(&other), "{}", page.text());
        let signup = async |n, mail: &str| at(n).post("/signup", &[("contact", mail)]).await;
        let (page, other) = (signup(4, &owner.login).await, signup(5, "lain@nusa.example").await);
        assert_eq!(waits(&page), waits(&other), "{}", page.text());
    }

    /// One network cannot fill the tables; and G4: whoever floods from it keeps no owner from beginning, nor from a proof at hand, and pushes
    /// out no case that was gone on with, and no known browser's.
    async fn cases_are_bounded_and_no_one_is_refused(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let codes = crate::codes::sheet(&owner).await;
        let number = "+6281234567890";
        Owner::new(&world, number).await;
        world.advance(Span::days(61)).await;
        let at = || world.browser().moved_to([100, 64, 7, 9]);
        let waiting = at();
        prove(&world, &waiting, number, "phone").await;
        let known = owner.browser.moved_to([100, 64, 7, 8]);
        ask(&known, MAIL).await;
        let idle = at();
        ask(&idle, MAIL).await;
        let asked = at();
        let page = ask_by(&world, &asked, MAIL, "email").await;
        let code = world.last_to(MAIL).await.code.unwrap();
        world.advance(Span::seconds(1)).await;
        let before = crate::sweeps::count(&world, "recoveries").await;
        for _ in 0..700 {
            assert_eq!(at().post_only("/forgot", &[("name", "tidakada@nusa.example")]).await.status, 303);
        }
        let after = crate::sweeps::count(&world, "recoveries").await;
        assert!(after <= before + 500, "{after} of {before}");
        assert!(waiting.get("/recover").await.shows("Permintaan diterima"), "{}", waiting.get("/recover").await.text());
        assert_eq!(known.get("/recover").await.path, "/recover");
        assert_eq!(idle.get("/recover").await.path, "/forgot", "the oldest made room");
        let page = asked.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());

        // What costs rows is refused beyond the network's hour, whatever is behind a name; paper is not.
        for _ in 0..118 {
            assert_ne!(ask_by(&world, &at(), "tidakada@nusa.example", "email").await.status, 429);
        }
        for name in ["tidakada@nusa.example", MAIL] {
            let late = at();
            assert_eq!(ask(&late, name).await.path, "/recover/ways");
            assert_eq!(late.post("/recover/send", &[("way", "email")]).await.status, 429);
            assert_eq!(late.post("/prove/recover/helper", &[]).await.status, 429);
            assert_eq!(late.post("/prove/recover/password", &[("password", PASSWORD)]).await.status, 429);
        }
        let paper = at();
        ask(&paper, MAIL).await;
        paper.post("/prove/recover/recovery-code", &[("code", codes.first().unwrap())]).await;
        let page = paper.get("/recover").await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        world.advance(Span::hours(1)).await;
        assert_ne!(ask_by(&world, &at(), "tidakada@nusa.example", "email").await.status, 429);
    }
}
