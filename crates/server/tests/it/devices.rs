//! Adding, naming and removing devices through the pages.

use axum::http::StatusCode;
use kunci_db::testing::Engine;
use kunci_rules::{Span, Time};

use crate::html;
use crate::owner::{Owner, PASSWORD};
use crate::phone::Phone;
use crate::world::{World, on_both};

/// Shows the password again where it is asked.
async fn prove_again(owner: &Owner, page: &crate::browser::Page) -> crate::browser::Page {
    assert!(
        page.path.starts_with("/prove/") && page.path.ends_with("/password"),
        "{}",
        page.path
    );
    owner
        .browser
        .submit(page, &page.path, &[("password", PASSWORD)])
        .await
}

on_both! {
    /// S-097 STD-52
    async fn a_phone_is_added_once_and_its_page_says_when_it_was_heard_of(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        world.advance(Span::minutes(20)).await;
        // Not without a fresh sign-in; afterwards exactly back.
        let page = owner.browser.get("/devices/add").await;
        let page = prove_again(&owner, &page).await;
        assert_eq!(page.path, "/devices/add");
        assert!(page.shows("bisa membaca lokasi perangkat ini"), "{}", page.text());
        let page_again = owner.browser.submit(&page, "/devices/add", &[("name", "   "), ("kind", "owntracks")]).await;
        assert_eq!(page_again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page_again.shows("Isi nama perangkat"));
        let shown = owner.browser.submit(&page, "/devices/add", &[("name", " Redmi 12  Ibu "), ("kind", "owntracks")]).await;
        assert!(shown.shows("Hubungkan Redmi 12 Ibu") && shown.body.contains("<svg"), "{}", shown.text());
        assert_eq!(shown.header("cache-control").as_deref(), Some("no-store"));
        // Sent twice, it makes one phone, and the secret is not shown again.
        let waiting = owner.browser.submit(&page, "/devices/add", &[("name", "Redmi 12 Ibu"), ("kind", "owntracks")]).await;
        assert!(waiting.path.ends_with("/waiting") && waiting.shows("Menunggu Redmi 12 Ibu"), "{}", waiting.text());
        assert!(waiting.body.contains(r#"<meta http-equiv="refresh" content="5">"#));
        let list = owner.browser.get("/devices").await;
        assert_eq!(list.text().matches("Redmi 12 Ibu").count(), 1, "{}", list.text());
        assert!(list.shows("Belum pernah terhubung"));
    }
}

on_both! {
    async fn another_owner_sees_and_names_nothing_of_it(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        let other = Owner::new(&world, "budi@nusa.example").await;
        let path = format!("/devices/{}", phone.id);
        for page in ["", "/waiting", "/remove"] {
            assert_eq!(other.browser.get(&format!("{path}{page}")).await.status, StatusCode::NOT_FOUND, "{page}");
        }
        other.browser.post(&format!("{path}/name"), &[("name", "Milik Budi")]).await;
        assert_eq!(other.browser.post(&format!("{path}/remove"), &[]).await.status, StatusCode::NOT_FOUND);
        assert!(owner.browser.get(&path).await.shows("Atur Redmi 12 Ibu"));
        // A form names only what was shown to its own account: tracks are kept by device alone.
        let page = other.browser.get("/devices/add").await;
        let stolen = format!("{}.{}", phone.id.simple(), page.field("once").unwrap().split_once('.').unwrap().1);
        let answer = other.browser.submit(&page, "/devices/add", &[("once", &stolen), ("name", "x"), ("kind", "owntracks")]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
}

on_both! {
    /// G8
    async fn its_page_names_it_and_says_who_can_see_it(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        let path = format!("/devices/{}", phone.id);
        let page = owner.browser.get(&path).await;
        assert!(page.shows("Sari, sejak 23 November 2026. Belum pernah dilihat."), "{}", page.text());
        let page = owner.browser.submit(&page, &format!("{path}/name"), &[("name", "HP Ibu")]).await;
        assert!(page.shows("Atur HP Ibu"), "{}", page.text());
        let long = "x".repeat(41);
        let page = owner.browser.submit(&page, &format!("{path}/name"), &[("name", &long)]).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.field("name") == Some(long));
    }
}

on_both! {
    /// G3 STD-52
    async fn a_phone_that_was_heard_of_takes_more_than_the_password_to_remove(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        phone.post(&Phone::location(world.now().0 / 1_000_000, -6.2, 106.8)).await;
        world.advance(Span::hours(2)).await;
        let path = format!("/devices/{}/remove", phone.id);
        let page = owner.browser.get(&path).await;
        let page = owner.browser.submit(&page, &path, &[]).await;
        let page = prove_again(&owner, &page).await;
        let page = owner.browser.submit(&page, &path, &[]).await;
        assert!(page.path.starts_with("/prove/release."), "{}", page.path);
        assert!(owner.browser.get("/devices").await.shows("Redmi 12 Ibu"));
        assert_eq!(phone.post_bytes(b"").await.status, StatusCode::OK);
        let mail = ("sari@nusa.example", "s…i@");
        let page = crate::security::prove_contact(&world, &owner.browser, &page, mail).await;
        assert!(page.shows("dengan masa tunggu"), "{}", page.text());
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.post(&path, &[]).await;
        assert_eq!(page.path, "/account/security?done=waiting", "{}", page.text());
        assert!(page.shows("Melepas Redmi 12 Ibu"), "{}", page.text());
        world.advance(Span::hours(25)).await;
        assert!(!owner.browser.get("/devices").await.shows("Redmi 12 Ibu"));
        assert_eq!(phone.post_bytes(b"").await.status, StatusCode::UNAUTHORIZED);
    }

    /// G3: a phone and the browser on it are one thing: when it is marked missing, that browser is signed out.
    async fn g3_the_browser_on_a_missing_phone_is_signed_out(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        let here = owner.asker(&world).await.standing.id().unwrap().simple().to_string();
        let laptop = world.browser();
        owner.sign_in(&laptop).await;
        let page = owner.browser.get(&format!("/devices/{}", phone.id)).await;
        assert!(page.shows("Peramban mana yang ada di perangkat ini?"), "{}", page.text());
        let path = format!("/devices/{}/browsers", phone.id);
        owner.browser.post(&path, &[("on", &here)]).await;
        let missing = format!("/find/{}/missing", phone.id);
        let page = laptop.get(&missing).await;
        laptop.submit(&page, &missing, &[]).await;
        assert!(owner.browser.get("/account/security").await.path.starts_with("/signin"));
        assert_eq!(laptop.get("/account/security").await.path, "/account/security");
    }

    /// To say that a browser is not on a device makes it a thing of its own: that takes two independent proofs, or a wait.
    async fn a_browser_is_taken_off_a_device_with_proof(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        let here = owner.asker(&world).await.standing.id().unwrap().simple().to_string();
        let path = format!("/devices/{}/browsers", phone.id);
        let page = owner.browser.post(&path, &[("on", &here)]).await;
        assert_eq!(page.path, format!("/devices/{}", phone.id));
        let page = owner.browser.post(&path, &[]).await;
        assert_eq!(page.path, "/account/security?done=waiting");
        assert!(page.shows("Memperbarui peramban mana yang ada di Redmi 12 Ibu"), "{}", page.text());
        let page = owner.browser.get(&format!("/devices/{}", phone.id)).await;
        assert!(page.body.contains(" checked"), "not yet");
        world.advance(Span::hours(25)).await;
        let page = owner.browser.get(&format!("/devices/{}", phone.id)).await;
        assert!(!page.body.contains(" checked"), "after the wait");
    }
}

#[tokio::test]
async fn a_phone_that_was_never_heard_of_is_taken_back() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, "sari@nusa.example").await;
    let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
    let waiting = owner
        .browser
        .get(&format!("/devices/{}/waiting", phone.id))
        .await;
    let page = owner
        .browser
        .submit(&waiting, &format!("/devices/{}/remove", phone.id), &[])
        .await;
    assert!(
        page.path == "/devices" && page.shows("Belum ada HP yang terhubung"),
        "{}",
        page.text()
    );
    assert_eq!(phone.post_bytes(b"").await.status, StatusCode::UNAUTHORIZED);
}

/// STD-32
#[tokio::test]
async fn the_code_for_an_agent_is_shown_once_and_ends_after_ten_minutes() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, "sari@nusa.example").await;
    let page = owner.browser.get("/devices/add").await;
    let fields = [("name", "Laptop Sari"), ("kind", "agent")];
    let shown = owner.browser.submit(&page, "/devices/add", &fields).await;
    assert!(
        shown.shows("kunci-agent pair --server http://localhost:8480 --code "),
        "{}",
        shown.text()
    );
    let path = html::links(&shown.body)
        .into_iter()
        .find(|link| link.starts_with("/devices/pairing/"))
        .unwrap();
    let again = owner.browser.submit(&page, "/devices/add", &fields).await;
    assert!(
        again.path == path && again.shows("Menunggu Laptop Sari"),
        "{}",
        again.text()
    );
    assert!(
        Owner::new(&world, "budi@nusa.example")
            .await
            .browser
            .get(&path)
            .await
            .status
            == StatusCode::NOT_FOUND
    );
    world.advance(Span::minutes(10)).await;
    assert!(owner.browser.get(&path).await.shows("Kode ini sudah lewat"));
    world.advance(Span::days(1)).await;
    assert_eq!(owner.browser.get(&path).await.status, StatusCode::NOT_FOUND);
}

/// The link of the newest notice that is about this.
async fn not_me(world: &World, title: &str) -> String {
    let inbox = world.inbox().await;
    let notice = inbox
        .iter()
        .find(|message| message.text.contains(title))
        .unwrap_or_else(|| panic!("{inbox:#?}"));
    notice
        .links
        .iter()
        .find(|link| link.contains("/n/"))
        .unwrap()
        .clone()
}

on_both! {
    /// STD-32 STD-45
    async fn every_contact_hears_of_a_new_device_and_one_link_puts_it_out(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "HP orang").await;
        phone.post(&Phone::location(world.now().0 / 1_000_000, -6.2, 106.8)).await;
        let link = not_me(&world, "HP orang ditambahkan").await;
        // Opening it does nothing: mail scanners open links too.
        let page = world.browser().get(&link).await;
        assert!(page.shows("dikeluarkan dari akun"), "{}", page.text());
        assert_eq!(phone.post_bytes(b"").await.status, StatusCode::OK);
        let page = world.browser().submit(&page, &link.replace(crate::world::URL, ""), &[]).await;
        assert!(page.shows("sudah dikeluarkan dari akun"), "{}", page.text());
        assert_eq!(phone.post_bytes(b"").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(owner.browser.get("/devices").await.path, "/signin?next=/devices");
        // Nothing of where it was is left.
        world.settle().await;
        let all = world.app.places.track(phone.id, Time(0), Time(i64::MAX), 10).await.unwrap();
        assert!(all.is_empty(), "{all:?}");
    }
}

on_both! {
    /// G3
    async fn that_link_does_not_take_a_phone_from_its_owner_later(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let phone = Phone::add(&world, &owner, "Redmi 12 Ibu").await;
        let link = not_me(&world, "Redmi 12 Ibu ditambahkan").await;
        world.advance(Span::hours(24)).await;
        let page = world.browser().get(&link).await;
        let page = world.browser().submit(&page, &link.replace(crate::world::URL, ""), &[]).await;
        assert!(!page.shows("dari akun, dan yang"), "{}", page.text());
        assert_eq!(phone.post_bytes(b"").await.status, StatusCode::OK);
    }
}
