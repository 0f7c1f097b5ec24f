//! "Lupa nama akun", from outside (S-149).

use std::collections::BTreeMap;

use kunci_db::Sql;
use kunci_rules::Span;
use kunci_server::registry::FEATURES;

use crate::browser::{Browser, Page};
use crate::notices::with_two_contacts;
use crate::owner::{Owner, PASSWORD, try_password};
use crate::recovery::link;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";
const NEW: &str = "payung biru di stasiun tua";

/// Asks for the message.
pub(crate) async fn ask(world: &World, browser: &Browser, contact: &str) -> Page {
    world.advance(Span::seconds(1)).await;
    let page = browser.get("/forgot/name").await;
    browser
        .submit(&page, "/forgot/name", &[("contact", contact)])
        .await
}

/// Proves the contact with the code that came to it.
async fn prove(world: &World, browser: &Browser, contact: &str) -> Page {
    let page = ask(world, browser, contact).await;
    let code = world.last_to(contact).await.code.unwrap();
    world.advance(Span::seconds(1)).await;
    browser
        .submit(&page, "/forgot/name/code", &[("code", &code)])
        .await
}

/// How many rows each table of the main database has.
pub(crate) async fn rows(world: &World) -> BTreeMap<&'static str, i64> {
    let tables = FEATURES
        .iter()
        .filter(|feature| feature.name != "locations");
    let mut rows = BTreeMap::new();
    for table in tables.flat_map(|feature| feature.tables) {
        let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {}", table.name);
        let count = Sql(Box::leak(text.into_boxed_str()));
        let read = move |view: &kunci_db::View<'_>| view.one::<(i64,)>(&count, &[]);
        let n = world.app.db.view(read).await.unwrap().unwrap().0;
        rows.insert(table.name, n);
    }
    rows
}

on_both! {
    /// S-149: another contact on file leads to the account names; the name is carried into sign-in, and no other contact is shown
    /// in full.
    async fn s149_another_contact_leads_to_the_name(world: World) {
        with_two_contacts(&world).await;
        let browser = world.browser();
        let page = browser.get("/signin").await;
        assert_eq!(page.link_to("Lupa nama akun").as_deref(), Some("/forgot/name"));
        assert_eq!(browser.get("/forgot").await.link_to("Lupa nama akun").as_deref(), Some("/forgot/name"));
        let page = prove(&world, &browser, NUMBER).await;
        assert_eq!(page.path, "/forgot/name/found", "{}", page.text());
        assert!(page.shows("s…i@n….example") && page.shows(NUMBER), "{}", page.text());
        assert!(!page.body.contains(MAIL), "S-149: never the full address of another contact");
        let page = browser.submit(&page, "/forgot/name/go", &[("to", "signin")]).await;
        assert_eq!(page.field("name").as_deref(), Some(NUMBER), "{}", page.text());
        let page = browser.submit(&page, "/signin", &[("password", PASSWORD)]).await;
        assert_eq!(page.path, "/", "{}", page.text());
    }

    /// S-149: and into a new password, with the proof that was just shown.
    async fn s149_a_new_password_needs_no_name(world: World) {
        with_two_contacts(&world).await;
        let browser = world.browser();
        let page = prove(&world, &browser, NUMBER).await;
        let page = browser.submit(&page, "/forgot/name/go", &[("to", "password")]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        world.advance(Span::seconds(1)).await;
        browser.submit(&page, "/recover/password", &[("password", NEW)]).await;
        assert_eq!(try_password(&world.browser(), NUMBER, NEW).await.path, "/");
        let told = world.inbox().await;
        assert!(told.iter().any(|m| m.to == MAIL && m.text.contains("baru saja diganti")), "{told:#?}");
    }

    /// STD-24, STD-42: a code works only in the browser that asked; a link counts where it is opened, and whoever asked gains
    /// nothing.
    async fn std24_codes_and_links_belong_to_their_browsers(world: World) {
        with_two_contacts(&world).await;
        let (asker, other, reader) = (world.browser(), world.browser(), world.browser());
        ask(&world, &asker, NUMBER).await;
        let message = world.last_to(NUMBER).await;
        let code = message.code.clone().unwrap();
        assert_eq!(code.len(), 8);
        ask(&world, &other, NUMBER).await;
        let page = other.post("/forgot/name/code", &[("code", &code)]).await;
        assert!(page.shows("belum cocok"), "{}", page.text());
        let path = link(&message);
        assert!(reader.get(&path).await.shows("Lihat nama akun di perangkat ini?"));
        let page = reader.get(&path).await;
        let page = reader.submit(&page, &path, &[]).await;
        assert_eq!(page.path, "/forgot/name/found", "{}", page.text());
        assert!(page.shows("Nama akun ditemukan"), "{}", page.text());
        assert_eq!(asker.get("/forgot/name/found").await.path, "/forgot/name/code");
        let page = asker.post("/forgot/name/code", &[("code", &code)]).await;
        assert!(page.shows("belum cocok"), "used once: {}", page.text());
    }

    /// The 13 letters of the link, typed on the code page; what was proved is shown for an hour.
    async fn the_link_can_be_typed_and_names_are_shown_for_an_hour(world: World) {
        Owner::new(&world, MAIL).await;
        let browser = world.browser();
        let page = ask(&world, &browser, MAIL).await;
        let text = world.last_to(MAIL).await.text;
        let typed = text.split_whitespace().find(|w| w.len() == 15 && w.matches('-').count() == 2).unwrap();
        let page = browser.submit(&page, "/forgot/name/code", &[("code", &typed.to_lowercase())]).await;
        assert_eq!(page.path, "/forgot/name/found", "{}", page.text());
        world.advance(Span::minutes(61)).await;
        assert_eq!(browser.get("/forgot/name/found").await.path, "/forgot/name/code");
    }

    /// STD-41: a contact that nobody has gets the same pages, headers and cookies, and nothing leaves.
    async fn std41_unknown_contacts_behave_alike(world: World) {
        Owner::new(&world, MAIL).await;
        let unknown = "sara@nusa.example";
        let (a, b) = (world.browser(), world.browser());
        let same = |a: &Page, b: &Page| {
            assert_eq!((&a.path, a.body.len()), (&b.path, b.body.len()));
            assert_eq!(a.text(), b.text());
            assert_eq!(a.outside(), b.outside());
        };
        let before = world.inbox().await.len();
        for _ in 0..2 {
            same(
                &a.post_only("/forgot/name", &[("contact", MAIL)]).await,
                &b.post_only("/forgot/name", &[("contact", unknown)]).await,
            );
            same(&a.get("/forgot/name/code").await, &b.get("/forgot/name/code").await);
            for _ in 0..7 {
                let fields = [("code", "00000000")];
                same(&a.post("/forgot/name/code", &fields).await, &b.post("/forgot/name/code", &fields).await);
            }
            same(&a.post("/forgot/name/send", &[]).await, &b.post("/forgot/name/send", &[]).await);
            same(&a.get("/forgot/name/found").await, &b.get("/forgot/name/found").await);
            world.advance(Span::hours(1)).await;
        }
        let inbox = world.inbox().await;
        assert!(inbox.iter().all(|message| message.to == MAIL), "{inbox:#?}");
        assert!(inbox.len() > before);
    }

    /// STD-41: known and unknown names cost the same rows, in every form that takes one.
    async fn std41_known_and_unknown_names_cost_the_same_rows(world: World) {
        Owner::new(&world, MAIL).await;
        // Both were asked for before, so that neither meets a budget for the first time.
        for name in [MAIL, "sara@nusa.example"] {
            world.browser().post_only("/signup", &[("contact", name)]).await;
        }
        world.advance(Span::hours(2)).await;
        for (form, field, then) in [
            ("/signin", "name", None),
            ("/signup", "contact", None),
            ("/forgot", "name", None),
            ("/forgot", "name", Some(("/recover/send", ("way", "email")))),
            ("/forgot/name", "contact", None),
        ] {
            let mut cost = Vec::new();
            for name in [MAIL, "sara@nusa.example"] {
                let browser = world.browser();
                let before = rows(&world).await;
                let mut page = browser.post_only(form, &[(field, name), ("password", "bukan itu")]).await;
                if let Some((path, field)) = then {
                    page = browser.post_only(path, &[field]).await;
                }
                assert!(page.status.as_u16() < 402, "{form}: {}", page.status);
                let after = rows(&world).await;
                let more = after.iter().map(|(table, n)| (*table, n - before[table])).filter(|(_, n)| *n != 0);
                cost.push(more.collect::<Vec<_>>());
            }
            assert_eq!(cost[0], cost[1], "{form} {then:?}");
            assert!(!cost[0].is_empty(), "{form}");
            world.advance(Span::hours(2)).await;
        }
    }

    /// STD-8: strangers cannot flood a contact by this form either, and one network begins so many cases and no more.
    async fn what_strangers_trigger_is_bounded(world: World) {
        Owner::new(&world, MAIL).await;
        let before = world.inbox().await.len();
        for n in 0..12 {
            let page = ask(&world, &world.browser_at([198, 51, n, 9]), MAIL).await;
            assert_eq!(page.shows("Kode berikutnya menunggu sebentar"), n > 0, "{}", page.text());
        }
        assert_eq!(world.inbox().await.len(), before + 1);
        let busy = world.browser_at([198, 51, 100, 9]);
        for _ in 0..120 {
            assert_eq!(busy.post_only("/forgot/name", &[("contact", MAIL)]).await.status, 303);
        }
        assert_eq!(busy.post_only("/forgot/name", &[("contact", MAIL)]).await.status, 429);
    }

    /// One number of a family: each account is shown with its own names, and one is chosen.
    async fn a_family_chooses(world: World) {
        Owner::with_password(&world, NUMBER, "kebun teh di lereng").await;
        world.advance(Span::minutes(15)).await;
        Owner::with_password(&world, NUMBER, "bola basket hijau tua").await;
        world.advance(Span::hours(1)).await;
        let browser = world.browser();
        let page = prove(&world, &browser, NUMBER).await;
        assert!(page.shows("Pilih akun yang dicari"), "{}", page.text());
        assert_eq!(page.actions().iter().filter(|action| *action == "/forgot/name/go").count(), 2);
        let page = browser.submit(&page, "/forgot/name/go", &[("to", "password")]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// What cannot be a contact is told so; nothing typed becomes markup; nothing is shown before a proof.
    async fn unreadable_contacts_are_told_what_fits(world: World) {
        let browser = world.browser();
        for typed in ["", "siti", "siti@", "0812"] {
            assert_eq!(browser.post("/forgot/name", &[("contact", typed)]).await.status, 422, "{typed}");
        }
        let page = browser.post("/forgot/name", &[("contact", "<b>x@")]).await;
        assert!(!page.body.contains("<b>x@"), "{}", page.body);
        for path in ["/forgot/name/code", "/forgot/name/found"] {
            assert_eq!(browser.get(path).await.path, "/forgot/name");
        }
        assert_eq!(browser.post("/forgot/name/go", &[("to", "password")]).await.path, "/forgot/name");
    }
}
