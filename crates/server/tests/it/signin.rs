//! Sign-in from outside: the lock that spares its owner.

use kunci_rules::Span;

use crate::owner::{Owner, PASSWORD, try_password};
use crate::world::{World, on_both};

on_both! {
    /// S-019: a wrong password says how many tries this device has left, and the owner goes on. Strangers see no number (STD-41).
    async fn a_wrong_password_says_what_is_left(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        owner.sign_out().await;
        let page = try_password(&owner.browser, &owner.login, "bukan ini").await;
        assert_eq!(page.status, 401);
        assert!(page.shows("Nama akun atau kata sandi belum cocok"), "{}", page.text());
        assert!(page.shows("9 kali lagi"), "{}", page.text());
        assert_eq!(page.field("name").as_deref(), Some(owner.login.as_str()), "the name is kept");
        let stranger = try_password(&world.browser(), &owner.login, "bukan ini").await;
        assert!(stranger.shows("belum cocok") && !stranger.shows("kali lagi"), "{}", stranger.text());
        assert_eq!(owner.sign_in(&owner.browser).await.path, "/");
    }

    /// STD-41: a name that no account has behaves alike, page for page, until its pool is empty.
    async fn unknown_names_behave_alike(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let (known, unknown) = (world.browser(), world.browser());
        for _ in 0..7 {
            let a = try_password(&known, &owner.login, "bukan ini").await;
            let b = try_password(&unknown, "anis@nusa.example", "bukan ini").await;
            assert_eq!(a.outside(), b.outside());
            assert_eq!(a.text().replace(&owner.login, ""), b.text().replace("anis@nusa.example", ""));
        }
    }

    /// G4: strangers empty their pool; the known browser does not notice, a new one needs one mailed link.
    async fn strangers_lock_nobody_out(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        owner.sign_out().await;
        for n in 0..60 {
            let page = try_password(&world.browser_at([198, 51, n, 9]), &owner.login, "tebakan").await;
            assert!(page.status == 401 || page.status == 429, "{}", page.status);
            if n % 20 == 0 {
                assert_eq!(owner.sign_in(&owner.browser).await.path, "/", "the known browser, after {n} tries");
                owner.sign_out().await;
            }
        }
        for n in 60..70 {
            try_password(&world.browser_at([198, 51, n, 9]), &owner.login, "tebakan").await;
        }
        let new = world.browser();
        let page = owner.sign_in(&new).await;
        assert_eq!(page.status, 429);
        world.advance(Span::seconds(1)).await;
        assert!(page.shows("Satu langkah dulu, lalu kata sandi"), "{}", page.text());
        let page = new.submit(&page, "/signin/link", &[("way", "email")]).await;
        assert!(page.shows("Tautan dikirim, jika data tadi cocok"), "{}", page.text());
        let message = world.last_to(&owner.login).await;
        let path = message.links[0].strip_prefix(crate::world::URL).unwrap().to_owned();
        let page = new.get(&path).await;
        let page = new.submit(&page, &path, &[]).await;
        assert!(page.shows("Perangkat ini siap"), "{}", page.text());
        let page = try_password(&new, &owner.login, "bukan ini").await;
        assert!(page.shows("4 kali lagi"), "S-019: vouched for, it has tries of its own: {}", page.text());
        assert_eq!(owner.sign_in(&new).await.path, "/", "one link, and the same password");
    }

    /// The 13 letters of the link, typed where it could not be opened, do the same.
    async fn the_link_can_be_typed(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        for n in 0..6 {
            try_password(&world.browser_at([198, 51, n, 9]), &owner.login, "tebakan").await;
        }
        let new = world.browser();
        let page = owner.sign_in(&new).await;
        world.advance(Span::seconds(1)).await;
        let page = new.submit(&page, "/signin/link", &[("way", "email")]).await;
        let message = world.last_to(&owner.login).await;
        let typed = message.text.split_whitespace().find(|w| w.len() == 15 && w.matches('-').count() == 2).unwrap();
        let wrong = new.submit(&page, "/l", &[("typed", "0000-0000-00000")]).await;
        assert!(wrong.shows("belum cocok atau sudah lewat"), "{}", wrong.text());
        let page = new.submit(&page, "/l", &[("typed", &typed.to_lowercase())]).await;
        assert!(page.shows("Perangkat ini siap"), "{}", page.text());
        assert_eq!(owner.sign_in(&new).await.path, "/");
    }

    /// STD-45: a sign-in in a new browser is told to the owner.
    async fn a_new_browser_is_told(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let new = world.browser();
        assert_eq!(owner.sign_in(&new).await.path, "/");
        let told = world.last_to(&owner.login).await;
        assert!(told.text.contains("perangkat lain"), "{}", told.text);
    }

    /// voice.md 4.2: a borrowed phone is signed out after 15 minutes and nothing is kept.
    async fn a_borrowed_phone_forgets(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let borrowed = world.browser();
        let fields = [("name", owner.login.as_str()), ("password", PASSWORD), ("borrowed", "1")];
        assert_eq!(borrowed.post("/signin", &fields).await.path, "/");
        assert_eq!(borrowed.cookie("browsers"), None);
        world.advance(Span::minutes(16)).await;
        assert_eq!(borrowed.get("/").await.path, "/signin");
    }

    /// STD-52: the owner sees who is signed in and ends it, one or all.
    async fn sessions_end_everywhere(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let other = world.browser();
        owner.sign_in(&other).await;
        let page = owner.browser.get("/account/sessions").await;
        owner.browser.submit(&page, "/account/sessions/end", &[]).await;
        assert_eq!(other.get("/").await.path, "/signin");
        assert_eq!(owner.browser.get("/").await.path, "/");
    }

    /// One number may serve several accounts: the password tells which, or the owner chooses.
    async fn a_family_shares_a_number(world: World) {
        let number = "081234567890";
        let mother = Owner::with_password(&world, number, "kebun teh di lereng").await;
        world.advance(Span::minutes(15)).await;
        let son = Owner::with_password(&world, number, "bola basket hijau tua").await;
        mother.sign_out().await;
        son.sign_out().await;
        assert_eq!(mother.sign_in(&mother.browser).await.path, "/");
        assert_eq!(son.sign_in(&son.browser).await.path, "/");
        world.advance(Span::minutes(15)).await;
        let daughter = Owner::with_password(&world, number, "kebun teh di lereng").await;
        daughter.sign_out().await;
        let page = daughter.sign_in(&daughter.browser).await;
        assert!(page.shows("Akun yang mana?"), "{}", page.text());
    }

    /// Another site's page cannot be the place to return to.
    async fn next_is_ours(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        owner.sign_out().await;
        for next in ["//evil.example", "https://evil.example", "/\\evil.example", "/caf\u{e9}"] {
            let fields = [("name", owner.login.as_str()), ("password", PASSWORD), ("next", next)];
            assert_eq!(owner.browser.post_only("/signin", &fields).await.location().as_deref(), Some("/"));
            owner.sign_out().await;
        }
    }
}
