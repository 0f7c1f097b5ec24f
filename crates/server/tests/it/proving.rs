//! The second step of a sign-in, and proving it once more.

use kunci_rules::Span;

use crate::browser::Browser;
use crate::owner::{Owner, PASSWORD, try_password};
use crate::world::{URL, World, on_both};

const MAIL: &str = "sari@nusa.example";

/// Switches two-step verification on, as the security page does.
pub(crate) async fn two_step(world: &World, owner: &Owner) {
    let account = owner.account();
    let on = move |tx: &kunci_db::Tx<'_>| kunci_server::accounts::set_two_step(tx, account, true);
    world.app.db.tx(on).await.unwrap();
    owner.sign_out().await;
}

/// Signs in with the password and asks for the code by mail; the page where it is typed.
async fn up_to_the_code(world: &World, owner: &Owner, browser: &Browser) -> crate::browser::Page {
    let page = owner.sign_in(browser).await;
    assert_eq!(page.path, "/prove/signin", "{}", page.text());
    world.advance(Span::seconds(1)).await;
    let page = browser.submit(&page, "/prove/signin/send", &[]).await;
    assert_eq!(page.path, "/prove/signin/code", "{}", page.text());
    page
}

on_both! {
    /// S-074, S-084, S-085, S-086, S-089: the password alone opens nothing; the second step is a page of its own that cannot
    /// be skipped, lists what the account has, and takes the code as people paste it.
    async fn s074_a_new_browser_shows_a_second_step(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        two_step(&world, &owner).await;
        let new = world.browser();
        assert_eq!(new.get("/prove/signin").await.path, "/signin?next=/");
        let page = owner.sign_in(&new).await;
        assert_eq!(page.path, "/prove/signin");
        assert!(new.cookie("session").is_none());
        assert!(page.shows("Kirim kode ke s…i@n….example"), "{}", page.text());
        assert!(!page.shows("Aplikasi kode"), "only what is set up: {}", page.text());
        assert!(page.shows("lebih lemah"), "C-5: mail is labelled: {}", page.text());
        assert!(page.shows("belum biasa dipakai"), "{}", page.text());
        assert_eq!(new.get("/account/sessions").await.path, "/signin?next=/account/sessions");
        world.advance(Span::seconds(1)).await;
        let page = new.submit(&page, "/prove/signin/send", &[]).await;
        let code = world.last_to(MAIL).await.code.unwrap();
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        let page = new.submit(&page, "/prove/signin/code", &[("code", &spaced)]).await;
        assert_eq!(page.path, "/", "{}", page.text());
        assert!(new.cookie("session").is_some());
    }

    /// S-077, S-085: exactly what is set up, last used first, and the code to the phone says that it is the weaker kind; five
    /// wrong codes in a row have to wait, and the right one works afterwards.
    async fn s077_s085_last_used_first_and_the_phone_is_weaker(world: World) {
        const NUMBER: &str = "+6281234567890";
        let owner = crate::notices::with_two_contacts(&world).await;
        two_step(&world, &owner).await;
        let first = async |(first, second): (&str, &str)| {
            let new = world.browser();
            let page = owner.sign_in(&new).await;
            let text = page.text();
            assert!(text.contains("nomor bisa dipindahkan orang ke kartu SIM lain"), "{text}");
            assert!(!text.contains("Aplikasi kode") && !text.contains("Passkey"), "{text}");
            assert!(text.find(first).unwrap() < text.find(second).unwrap(), "{first} first: {text}");
            (new, page)
        };
        let (new, page) = first(("…7890", "s…i@")).await;
        let way = page.value_beside("s…i@", "way").unwrap();
        world.advance(Span::seconds(1)).await;
        let page = new.post("/prove/signin/send", &[("way", &way)]).await;
        let code = world.last_to(MAIL).await.code.unwrap();
        assert_eq!(new.submit(&page, "/prove/signin/code", &[("code", &code)]).await.path, "/");
        let (new, page) = first(("s…i@", "…7890")).await;
        let way = page.value_beside("…7890", "way").unwrap();
        world.advance(Span::seconds(1)).await;
        let page = new.post("/prove/signin/send", &[("way", &way)]).await;
        let code = world.last_to(NUMBER).await.code.unwrap();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            assert_ne!(new.submit(&page, "/prove/signin/code", &[("code", wrong)]).await.path, "/");
        }
        let page = new.post("/prove/signin/send", &[("way", &way)]).await;
        assert_ne!(page.path, "/", "{}", page.text());
        world.advance(Span::minutes(12)).await;
        let page = new.post("/prove/signin/send", &[("way", &way)]).await;
        let code = world.last_to(NUMBER).await.code.unwrap();
        assert_eq!(new.submit(&page, "/prove/signin/code", &[("code", &code)]).await.path, "/");
    }

    /// S-080: a browser that showed the second step is not asked again for 30 days; then it is.
    async fn s080_a_remembered_browser_is_not_asked(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        two_step(&world, &owner).await;
        let page = up_to_the_code(&world, &owner, &owner.browser).await;
        let code = world.last_to(MAIL).await.code.unwrap();
        owner.browser.submit(&page, "/prove/signin/code", &[("code", &code)]).await;
        owner.sign_out().await;
        assert_eq!(owner.sign_in(&owner.browser).await.path, "/");
        owner.sign_out().await;
        world.advance(Span::days(31)).await;
        let page = owner.sign_in(&owner.browser).await;
        assert_eq!(page.path, "/prove/signin");
        assert!(page.shows("perlu dibuktikan lagi") && !page.shows("belum biasa dipakai"), "{}", page.text());
    }

    /// STD-46, STD-48: a right password with a wrong second step is told, once for each sign-in.
    async fn std48_a_missed_second_step_is_told_once(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        two_step(&world, &owner).await;
        let thief = world.browser();
        let page = up_to_the_code(&world, &owner, &thief).await;
        let count = async || {
            let inbox = world.inbox().await;
            inbox.iter().filter(|m| m.text.contains("kata sandi yang benar")).count()
        };
        for _ in 0..3 {
            let wrong = thief.submit(&page, "/prove/signin/code", &[("code", "000000")]).await;
            assert_eq!(wrong.status, 422, "{}", wrong.text());
        }
        assert_eq!(count().await, 1);
        assert!(thief.cookie("session").is_none());
    }

    /// STD-1, STD-24: codes are good only in the browser that asked, and an empty pool compares nothing.
    async fn std24_a_code_is_good_where_it_was_asked_for(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        two_step(&world, &owner).await;
        let thief = world.browser();
        let page = up_to_the_code(&world, &owner, &thief).await;
        let code = world.last_to(MAIL).await.code.unwrap();
        let other = world.browser();
        owner.sign_in(&other).await;
        let stolen = other.post("/prove/signin/code", &[("code", &code)]).await;
        assert_ne!(stolen.path, "/", "another sign-in: {}", stolen.text());
        for _ in 0..5 {
            thief.submit(&page, "/prove/signin/code", &[("code", "000000")]).await;
        }
        let right = thief.submit(&page, "/prove/signin/code", &[("code", &code)]).await;
        assert!(right.shows("Terlalu banyak percobaan"), "{}", right.text());
    }

    /// Whoever gets a code unasked stops the sign-in behind it, and learns that the password is known.
    async fn a_code_unasked_stops_the_sign_in(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        two_step(&world, &owner).await;
        let thief = world.browser();
        let page = up_to_the_code(&world, &owner, &thief).await;
        let message = world.last_to(MAIL).await;
        let path = message.links[0].strip_prefix(URL).unwrap().to_owned();
        let reader = world.browser();
        let opened = reader.get(&path).await;
        assert!(opened.shows("Ini bukan saya") && !opened.shows("Lanjut masuk"), "{}", opened.text());
        let stopped = reader.submit(&opened, &format!("{path}/no"), &[]).await;
        assert!(stopped.shows("buat kata sandi baru"), "{}", stopped.text());
        let code = message.code.unwrap();
        let after = thief.submit(&page, "/prove/signin/code", &[("code", &code)]).await;
        assert!(after.path.starts_with("/signin"), "{}", after.path);
        assert!(thief.cookie("session").is_none());
    }

    /// STD-52: what needs a fresh sign-in asks for the password again and returns to what was being done.
    async fn std52_proving_again_returns(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::minutes(20)).await;
        let page = owner.browser.get("/account/contacts/add").await;
        assert!(page.path.starts_with("/prove/add-method."), "{}", page.path);
        let wrong = owner.browser.submit(&page, &page.path, &[("password", "bukan ini")]).await;
        assert!(wrong.shows("belum cocok"), "{}", wrong.text());
        let page = owner.browser.submit(&wrong, &page.path, &[("password", PASSWORD)]).await;
        assert_eq!(page.path, "/account/contacts/add", "{}", page.text());
    }

    /// An address of a page that collects proofs leads nowhere but to pages of ours, and is nobody's but the owner's.
    async fn the_way_back_is_ours(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        for bad in ["x", "add-method", "add-method.-.-.", "nothing.-.-.Lw", "add-method.-.-.Ly9ldmls", "add-method.-.-.Lw.Lw"] {
            assert_eq!(owner.browser.get(&format!("/prove/{bad}")).await.status, 404, "{bad}");
        }
        let stranger = world.browser();
        assert_eq!(stranger.get("/prove/add-method.-.-.Lw/password").await.path, "/signin?next=/");
        assert_eq!(stranger.get("/prove/recover/password").await.path, "/forgot");
        let page = try_password(&stranger, MAIL, "bukan ini").await;
        assert_eq!(page.status, 401);
    }
}
