//! Adding a second contact from outside.

use kunci_rules::Span;

use crate::owner::{Owner, try_password};
use crate::world::{URL, World, on_both};

async fn add(world: &World, owner: &Owner, contact: &str) -> crate::browser::Page {
    world.advance(Span::seconds(1)).await;
    let page = owner.browser.get("/account/contacts/add").await;
    assert!(
        page.shows("selama 24 jam. Sampai 7 hari"),
        "by the policy: {}",
        page.text()
    );
    let page = owner
        .browser
        .submit(&page, "/account/contacts/add", &[("contact", contact)])
        .await;
    assert_eq!(page.path, "/account/contacts/code", "{}", page.text());
    let inbox = world.inbox().await;
    let code = inbox
        .iter()
        .find_map(|message| message.code.clone())
        .unwrap();
    owner
        .browser
        .submit(&page, "/account/contacts/code", &[("code", &code)])
        .await
}

on_both! {
    /// S-026: an address that was typed but not confirmed recovers nothing, and hears nothing.
    async fn s026_an_unconfirmed_address_is_refused(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let number = "+6281234567890";
        let page = owner.browser.get("/account/contacts/add").await;
        owner.browser.submit(&page, "/account/contacts/add", &[("contact", number)]).await;
        let asked = world.inbox().await.iter().filter(|message| message.to == number).count();
        assert_eq!(asked, 1, "the code that would confirm it");
        world.advance(Span::days(1)).await;
        for (name, way) in [(number, "phone"), ("sari@nusa.example", "phone")] {
            let page = crate::recovery::ask_by(&world, &world.browser(), name, way).await;
            assert!(page.shows("Kode dikirim, jika data tadi cocok"), "{}", page.text());
        }
        owner.sign_in(&world.browser()).await;
        let told = world.inbox().await.iter().filter(|message| message.to == number).count();
        assert_eq!(told, 1, "neither codes nor notices");
    }

    /// STD-31, STD-36: it counts after its code, the others are told, and it signs in.
    async fn a_second_contact_is_told_and_signs_in(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let page = add(&world, &owner, "0812 3456 7890").await;
        assert_eq!(page.path, "/account/security?done=contact", "{}", page.text());
        assert!(page.shows("…7890"), "{}", page.text());
        let told = world.last_to("sari@nusa.example").await;
        assert!(told.text.contains("Kontak baru"), "{}", told.text);
        owner.sign_out().await;
        let page = try_password(&owner.browser, "081234567890", &owner.password).await;
        assert_eq!(page.path, "/", "{}", page.text());
    }

    /// STD-45: "this was not me" takes it out and signs out who added it.
    async fn a_contact_that_was_not_mine_is_taken_out(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        add(&world, &owner, "0812 3456 7890").await;
        let told = world.last_to("sari@nusa.example").await;
        let path = told.links.iter().find_map(|link| link.strip_prefix(URL).filter(|p| p.starts_with("/n/"))).unwrap().to_owned();
        let anyone = world.browser();
        let page = anyone.get(&path).await;
        let page = anyone.submit(&page, &path, &[]).await;
        assert!(page.shows("dilepas dari akun"), "{}", page.text());
        assert_eq!(owner.browser.get("/").await.path, "/signin");
        let page = try_password(&world.browser(), "081234567890", &owner.password).await;
        assert_ne!(page.path, "/", "its name no longer signs in");
    }

    /// STD-52: not after a quarter of an hour without showing the password again.
    async fn it_needs_a_fresh_sign_in(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        world.advance(Span::minutes(20)).await;
        let page = owner.browser.get("/account/contacts/add").await;
        assert!(page.path.starts_with("/prove/add-method."), "{}", page.path);
    }
}
