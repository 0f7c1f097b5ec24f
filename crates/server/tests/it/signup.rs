//! Sign-up from outside.

use kunci_rules::Span;

use crate::owner::{Owner, PASSWORD, try_password};
use crate::world::{World, on_both};

on_both! {
    /// S-050, STD-36: the contact is proved by the code before there is an account.
    async fn the_code_makes_the_account(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let home = owner.browser.get("/").await;
        assert!(home.shows("Akun Sari"), "{}", home.text());
    }

    /// S-050: every way to write the number leads to the account.
    async fn forms_of_one_number_sign_in(world: World) {
        let owner = Owner::new(&world, "0812 3456 7890").await;
        owner.sign_out().await;
        for form in ["+6281234567890", "6281234567890", "081234567890"] {
            let page = try_password(&owner.browser, form, PASSWORD).await;
            assert_eq!(page.path, "/", "{form}: {}", page.text());
            owner.sign_out().await;
        }
    }

    /// STD-41: a mail address that has an account sees the same pages; only its owner is told.
    async fn an_address_with_an_account_sees_the_same_pages(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        world.advance(Span::seconds(1)).await;
        let stranger = world.browser();
        let known = stranger.post_only("/signup", &[("contact", &owner.login)]).await;
        let unknown = world.browser().post_only("/signup", &[("contact", "lain@nusa.example")]).await;
        assert_eq!(known.outside(), unknown.outside());
        let told = world.last_to(&owner.login).await;
        assert!(told.text.contains("sudah punya akun"), "{}", told.text);
        assert_eq!(told.code, None);
    }

    /// Opening the link changes nothing (mail scanners do it); its button goes on, in the browser that opened it.
    async fn the_link_goes_on_where_it_is_opened(world: World) {
        let first = world.browser();
        first.post("/signup", &[("contact", "sari@nusa.example")]).await;
        let message = world.last_to("sari@nusa.example").await;
        let path = message.links[0].strip_prefix(crate::world::URL).unwrap().to_owned();
        let other = world.browser();
        let page = other.get(&path).await;
        assert!(page.shows("Membuka halaman ini saja tidak mengubah apa-apa"), "{}", page.text());
        let page = other.submit(&page, &path, &[]).await;
        assert_eq!(page.path, "/signup/finish", "{}", page.text());
        assert_eq!(first.get("/signup/finish").await.path, "/signup", "the other browser has it now");
        let page = other.submit(&page, "/signup/finish", &[("name", "Sari"), ("password", PASSWORD)]).await;
        assert_eq!(page.path, "/", "{}", page.text());
    }

    /// STD-24: the code works only in the browser that asked; STD-23: for ten minutes.
    async fn the_code_is_bound_to_its_browser_and_ends(world: World) {
        let browser = world.browser();
        let page = browser.post("/signup", &[("contact", "sari@nusa.example")]).await;
        let code = world.last_to("sari@nusa.example").await.code.unwrap();
        let wrong = browser.submit(&page, "/signup/code", &[("code", "000000")]).await;
        assert!(wrong.shows("belum cocok"), "{}", wrong.text());
        world.advance(Span::minutes(11)).await;
        let late = browser.submit(&page, "/signup/code", &[("code", &code)]).await;
        assert!(late.shows("belum cocok"), "{}", late.text());
    }

    /// S-035, S-036: a refused password says why, and the name is kept.
    async fn a_refused_password_says_why(world: World) {
        let browser = world.browser();
        let page = browser.post("/signup", &[("contact", "sari@nusa.example")]).await;
        let code = world.last_to("sari@nusa.example").await.code.unwrap();
        let page = browser.submit(&page, "/signup/code", &[("code", &code)]).await;
        for (password, reason) in [("pendek", "terlalu pendek"), ("password123", "terlalu sering dipakai"), ("17081945", "sebuah tanggal")] {
            let again = browser.submit(&page, "/signup/finish", &[("name", "Sari"), ("password", password)]).await;
            assert_eq!(again.status, 422);
            assert!(again.shows(reason), "{password}: {}", again.text());
            assert_eq!(again.field("name").as_deref(), Some("Sari"));
        }
    }
}
