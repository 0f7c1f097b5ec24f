//! The missing mark: what it starts, who may take it off, and when it ends by itself.

use kunci_db::Tx;
use kunci_rules::Span;
use kunci_rules::gate::{MarkMissing, MethodKind, Verdict};
use kunci_server::browsers::{self, Shown, Standing};
use kunci_server::gate::{self, Asker};
use kunci_server::{commands, devices};

use super::{Phone, found, minutes};
use crate::browser::{Browser, Page};
use crate::owner::Owner;
use crate::world::{World, on_both};

async fn mark(browser: &Browser, phone: &Phone, call: &str) -> Page {
    let page = browser.get(&phone.at("missing")).await;
    browser
        .submit(&page, &phone.at("missing"), &[("call", call)])
        .await
}

/// Signs in on a borrowed phone by way of the entrance.
async fn borrow(world: &World, owner: &Owner) -> Browser {
    let borrowed = world.browser();
    let page = borrowed.get("/find").await;
    let fields = [
        ("name", owner.login.as_str()),
        ("password", owner.password.as_str()),
    ];
    borrowed.submit(&page, "/signin", &fields).await;
    borrowed
}

on_both! {
    /// S-108 S-115 S-118: lost mode at once, what to do besides, and all contacts are told.
    async fn a_marked_phone_goes_into_lost_mode(world: World) {
        let (owner, phone) = found(&world).await;
        // Messages of one instant have no order.
        world.advance(Span::seconds(1)).await;
        let page = mark(&owner.browser, &phone, "0813 9876 5432").await;
        assert_eq!(page.path, phone.page());
        for text in ["Redmi 12 Ibu ditandai hilang sejak 09.14 WIB", "Lokasi terakhir: meleset sampai 12 m, baru saja.", "jangan menuduh, dan jangan datang sendirian",
            "minta operator memblokir kartu SIM", "pencuri sering mengirim tautan", "Kunci HP: menunggu HP terhubung", "Tampilkan pesan: menunggu HP terhubung"] {
            assert!(page.text().to_lowercase().contains(&text.to_lowercase()), "{text} in {}", page.text());
        }
        let mail = world.last_to("sari@nusa.example").await;
        assert!(mail.subject.as_deref().is_some_and(|s| s.contains("Redmi 12 Ibu")), "{mail:?}");
        let list = owner.browser.get("/find").await;
        assert!(list.shows("Ditandai hilang"), "{}", list.text());
        let page = owner.browser.get(&phone.at("missing")).await;
        assert_eq!(page.field("call").as_deref(), Some("+6281398765432"), "the number can be changed later");
    }

    /// G3, row unmark: the browser that marked it may take it back within ten minutes.
    async fn a_slip_can_be_taken_back_within_ten_minutes(world: World) {
        let (owner, phone) = found(&world).await;
        let page = mark(&owner.browser, &phone, "").await;
        assert!(page.shows("Bisa langsung dari perangkat ini sampai 09.24 WIB."), "{}", page.text());
        world.advance(minutes(9)).await;
        let page = owner.browser.get(&phone.page()).await;
        let page = owner.browser.submit(&page, &phone.at("found"), &[]).await;
        assert!(page.shows("Redmi 12 Ibu tidak ditandai hilang lagi"), "{}", page.text());
        assert!(page.shows("Akhiri kunci dari jauh") || page.shows("dibatalkan"), "{}", page.text());
        assert!(!page.shows("ditandai hilang sejak"), "{}", page.text());
        let page = owner.browser.get(&phone.at("found")).await;
        assert!(page.shows("HP ini tidak sedang ditandai hilang."), "{}", page.text());
    }

    /// G3: not later, and not from elsewhere; the page says why.
    async fn nobody_else_takes_the_mark_off(world: World) {
        let (owner, phone) = found(&world).await;
        mark(&owner.browser, &phone, "").await;
        let other = world.browser();
        owner.sign_in(&other).await;
        let page = other.post(&phone.at("found"), &[]).await;
        assert_eq!(page.path, phone.at("found"));
        assert!(page.shows("Tanda ini sengaja susah dihapus"), "{}", page.text());
        world.advance(minutes(10)).await;
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.link(&phone.at("found")).is_some() && !page.shows("Bisa langsung dari perangkat ini"), "{}", page.text());
        let page = owner.browser.post(&phone.at("found"), &[]).await;
        assert!(page.shows("Tombol langsung hanya berlaku 10 menit"), "{}", page.text());
        let (account, id) = (phone.account, phone.id);
        let device = world.app.db.view(move |view| devices::get(view, account, id)).await.unwrap().unwrap();
        assert!(device.missing.is_some());
    }

    /// G3: whoever marks it again elsewhere gains neither the undo nor the number that finders call.
    async fn marking_again_gives_nothing_away(world: World) {
        let (owner, phone) = found(&world).await;
        mark(&owner.browser, &phone, "0813 9876 5432").await;
        let other = world.browser();
        owner.sign_in(&other).await;
        mark(&other, &phone, "0812 0000 1111").await;
        let page = other.post(&phone.at("found"), &[]).await;
        assert!(page.shows("Tanda ini sengaja susah dihapus"), "{}", page.text());
        let page = owner.browser.get(&phone.at("missing")).await;
        assert_eq!(page.field("call").as_deref(), Some("+6281398765432"));
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.shows("Bisa langsung dari perangkat ini"), "the undo stays with who marked it: {}", page.text());
    }

    /// S-102 C-6: on a borrowed phone everything that finds works, the undo too.
    async fn a_borrowed_phone_finds_marks_and_takes_back(world: World) {
        let (owner, phone) = found(&world).await;
        let borrowed = borrow(&world, &owner).await;
        let page = borrowed.post(&phone.at("ring"), &[]).await;
        assert!(page.shows("Perintah dikirim"), "{}", page.text());
        let page = mark(&borrowed, &phone, "").await;
        assert!(page.shows("ditandai hilang sejak 09.14 WIB") && page.shows("Bisa langsung dari perangkat ini"), "{}", page.text());
        let page = borrowed.submit(&page, &phone.at("found"), &[]).await;
        assert!(page.shows("tidak ditandai hilang lagi"), "{}", page.text());
    }

    /// Row "mark missing": one mark by a single method from an unknown browser per device in 7 days.
    async fn a_stranger_with_the_password_marks_once_a_week(world: World) {
        let (owner, phone) = found(&world).await;
        let borrowed = borrow(&world, &owner).await;
        let page = mark(&borrowed, &phone, "").await;
        borrowed.submit(&page, &phone.at("found"), &[]).await;
        let page = mark(&borrowed, &phone, "").await;
        assert!(page.shows("Belum bisa dari sini") && !page.shows("ditandai hilang sejak"), "{}", page.text());
        let page = mark(&owner.browser, &phone, "").await;
        assert!(page.shows("ditandai hilang sejak"), "a known browser may: {}", page.text());
    }

    /// Row "mark missing": set by email alone it lapses after 24 h unless confirmed.
    async fn a_mark_by_email_alone_lapses(world: World) {
        let (owner, phone) = found(&world).await;
        let (account, device, app) = (phone.account, phone.id, world.app.clone());
        let by_email = move |tx: &Tx<'_>| {
            let case = tx.id();
            let contact = kunci_server::methods::contacts(tx, account)?.remove(0);
            let shown = Shown { kind: MethodKind::Email, method: Some(contact.id), browser: None, at: kunci_rules::Time(tx.now()) };
            browsers::record_proof(tx, account, case, &shown)?;
            let asker = Asker::with(case, Standing::Stranger);
            let Verdict::Open(permit) = gate::ask(tx, &app, &asker, MarkMissing { account, device })? else { panic!("one proof marks") };
            let t = app.texts.of(kunci_server::web::Language::Indonesian);
            commands::mark_missing(tx, permit, (None, None), &t, None).map(|_| ())
        };
        world.app.db.tx(by_email).await.unwrap();
        let page = owner.browser.get(&phone.page()).await;
        assert!(page.shows("Tanda ini berakhir sendiri Selasa, 24 November, pukul 09.14 WIB"), "{}", page.text());
        world.advance(Span::hours(24)).await;
        let page = owner.browser.get(&phone.page()).await;
        assert!(!page.shows("ditandai hilang sejak"), "{}", page.text());
    }
}
