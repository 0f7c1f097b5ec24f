//! The security page: the second step on and off, methods and where they work, requests that wait.

use kunci_rules::gate::{AddMethod, MethodKind, Verdict};
use kunci_rules::{Id, Span};
use kunci_server::authenticators;
use kunci_server::gate::Asker;

use crate::browser::{Browser, Page};
use crate::notices::with_two_contacts;
use crate::owner::{Owner, PASSWORD};
use crate::recovery::link;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";

/// The page of the method whose link says this.
pub(crate) async fn method(owner: &Owner, name: &str) -> Page {
    let page = owner.browser.get("/account/security").await;
    let href = page
        .link_to(name)
        .unwrap_or_else(|| panic!("no {name} on {}", page.text()));
    owner.browser.get(&href).await
}

/// Presses "remove" and shows what is asked: the password and the mail, no more.
pub(crate) async fn remove_with_one_more(world: &World, owner: &Owner, name: &str) -> Page {
    let page = remove(owner, name).await;
    assert!(
        page.path.starts_with("/prove/replace-method."),
        "{}",
        page.path
    );
    let page = owner
        .browser
        .submit(&page, &page.path, &[("password", PASSWORD)])
        .await;
    let page = prove_contact(world, &owner.browser, &page, (MAIL, "s…i@")).await;
    assert!(page.shows("dengan masa tunggu"), "{}", page.text());
    world.advance(Span::seconds(1)).await;
    remove(owner, name).await
}

/// Presses "remove" on a method's page, and sends what it asks.
async fn remove(owner: &Owner, name: &str) -> Page {
    let page = method(owner, name).await;
    let path = format!("{}/remove", page.path);
    let page = owner.browser.get(&path).await;
    assert!(
        page.shows("setelah 24 jam, dan semua kontak bisa mengembalikannya sampai"),
        "by the policy: {}",
        page.text()
    );
    owner.browser.submit(&page, &path, &[("sure", "1")]).await
}

/// Proves a contact on the pages that collect proofs, from the list of what would help.
pub(crate) async fn prove_contact(
    world: &World,
    browser: &Browser,
    page: &Page,
    (to, masked): (&str, &str),
) -> Page {
    let base = page
        .path
        .split('?')
        .next()
        .unwrap()
        .trim_end_matches("/password")
        .to_owned();
    let list = browser.get(&format!("{base}?all=1")).await;
    world.advance(Span::seconds(1)).await;
    let way = list
        .value_beside(masked, "way")
        .unwrap_or_else(|| panic!("no {masked}: {}", list.text()));
    let page = browser
        .post(&format!("{base}/send"), &[("way", &way)])
        .await;
    let code = world.last_to(to).await.code.unwrap();
    browser
        .submit(&page, &format!("{base}/code"), &[("code", &code)])
        .await
}

/// An authenticator app about which nobody said where it is.
async fn nobody_knows_where(world: &World, account: Id, asker: Asker) -> Id {
    let app = world.app.clone();
    let add = move |tx: &kunci_db::Tx<'_>| {
        let Verdict::Open(permit) =
            kunci_server::gate::ask(tx, &app, &asker, AddMethod { account })?
        else {
            panic!("a fresh sign-in adds");
        };
        let new = authenticators::New {
            id: tx.id(),
            kind: MethodKind::Totp,
            label: "Aegis",
            secret: &[7; 20],
            step: 0,
            set_on: None,
        };
        authenticators::add(tx, &app, permit, &new)?;
        Ok::<_, kunci_db::Error>(new.id)
    };
    world.app.db.tx(add).await.unwrap()
}

/// Where the gate takes a method to be usable.
async fn reach(world: &World, account: Id, id: Id) -> Vec<Id> {
    let app = world.app.clone();
    let read = move |view: &kunci_db::View<'_>| kunci_server::gate::methods(view, &app, account);
    let methods = world.app.db.view(read).await.unwrap();
    methods.into_iter().find(|m| m.id == id).unwrap().reach
}

on_both! {
    /// S-076: from the security page, two-step verification is on in at most four steps; every contact is told.
    async fn s076_on_in_four_steps(world: World) {
        let owner = with_two_contacts(&world).await;
        world.advance(Span::seconds(1)).await;
        number_said_elsewhere(&world, &owner).await;
        let page = owner.browser.get("/account/security").await;
        assert!(page.shows("Aktifkan"), "{}", page.text());
        owner.open("/account/contacts/add").await;
        let page = owner.browser.get("/account/security/two-step").await;
        let weaker = page.text().matches("lebih lemah").count();
        assert_eq!(weaker, 2, "C-5, S-077: mail and phone are the weaker ones: {}", page.text());
        let page = owner.browser.submit(&page, "/account/security/two-step", &[]).await;
        assert_eq!(page.path, "/account/security?done=two-step-on");
        assert!(page.shows("Aktif"), "{}", page.text());
        assert!(world.last_to(NUMBER).await.text.contains("dua langkah aktif"));
        owner.sign_out().await;
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/prove/signin");
    }

    /// S-040, STD-20: whoever is signed in changes the password with the old one, the new one, and what a recovery takes; others are
    /// signed out, every contact hears of it, and a mistake loses nothing. Nothing ever asks for it because time has passed.
    async fn s040_std20_the_password_is_changed(world: World) {
        const PAGE: &str = "/account/security/password";
        const NEW: &str = "payung biru di stasiun tua";
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::days(400)).await;
        let elsewhere = world.browser();
        owner.sign_in(&elsewhere).await;
        assert_eq!(owner.sign_in(&owner.browser).await.path, "/", "no age forces a change");
        let page = owner.browser.get("/account/security").await;
        let page = owner.browser.get(&page.link_to("Ganti kata sandi").unwrap()).await;
        assert!(page.path.starts_with("/prove/recover."), "a session alone is not enough: {}", page.path);
        assert!(owner.browser.post(PAGE, &[("old", PASSWORD), ("password", NEW)]).await.path.starts_with("/prove/recover."));
        let page = prove_contact(&world, &owner.browser, &page, (MAIL, "s…i@")).await;
        assert_eq!(page.path, PAGE, "{}", page.text());
        let wrong = [("old", "bukan kata sandinya"), ("password", NEW), ("end", "1")];
        let page = owner.browser.submit(&page, PAGE, &wrong).await;
        assert_eq!(page.status, 422);
        assert!(page.shows("belum cocok"), "{}", page.text());
        let weak = [("old", PASSWORD), ("password", "sari"), ("end", "1")];
        assert_eq!(owner.browser.submit(&page, PAGE, &weak).await.status, 422);
        world.advance(Span::seconds(1)).await;
        let right = [("old", PASSWORD), ("password", NEW), ("end", "1")];
        let page = owner.browser.submit(&page, PAGE, &right).await;
        assert!(page.shows("Kata sandi sudah diganti"), "{}", page.text());
        assert!(world.last_to(MAIL).await.text.contains("baru saja diganti"));
        assert_eq!(owner.browser.get("/").await.path, "/", "this session stays");
        assert_eq!(elsewhere.get("/").await.path, "/signin");
        let browser = world.browser();
        assert_eq!(owner.sign_in(&browser).await.status, 401, "the old one");
        assert_eq!(crate::owner::try_password(&browser, MAIL, NEW).await.path, "/");
    }

    /// A recovery waits as a case of its own: where a session asks for one, no wait is promised that nothing would begin.
    async fn a_new_password_promises_no_wait_here(world: World) {
        const PAGE: &str = "/account/security/password";
        let owner = with_two_contacts(&world).await;
        number_said_elsewhere(&world, &owner).await;
        let account = owner.account();
        let on = move |tx: &kunci_db::Tx<'_>| kunci_server::accounts::set_two_step(tx, account, true);
        world.app.db.tx(on).await.unwrap();
        let page = owner.browser.get(PAGE).await;
        let page = prove_contact(&world, &owner.browser, &page, (MAIL, "s…i@")).await;
        assert!(page.path.starts_with("/prove/recover."), "{}", page.path);
        assert!(!page.text().to_lowercase().contains("masa tunggu"), "{}", page.text());
        assert!(page.shows("…7890"), "what opens it is offered: {}", page.text());
        let page = prove_contact(&world, &owner.browser, &page, (NUMBER, "…7890")).await;
        assert_eq!(page.path, PAGE, "{}", page.text());
    }

    /// S-081: a day after the sign-in, every important change asks for a fresh proof first: password, contacts, second step, methods,
    /// helpers, devices, closing.
    async fn s081_important_changes_take_a_fresh_proof(world: World) {
        let owner = with_two_contacts(&world).await;
        let phone = crate::phone::Phone::add(&world, &owner, "HP Sari").await;
        let page = owner.browser.get("/account/security").await;
        let number = page.link_to("…7890").unwrap();
        let account = owner.account();
        let on = move |tx: &kunci_db::Tx<'_>| kunci_server::accounts::set_two_step(tx, account, true);
        world.app.db.tx(on).await.unwrap();
        world.advance(Span::hours(25)).await;
        let changes: [(&str, &[(&str, &str)]); 11] = [
            ("/account/security/password", &[("old", PASSWORD), ("password", "payung biru di stasiun tua")]),
            ("/account/contacts/add", &[("contact", "baru@nusa.example")]),
            ("/account/security/totp", &[("name", "Aegis"), ("code", "000000")]),
            ("/account/security/codes", &[]),
            ("/account/security/passkeys", &[("name", "HP"), ("answer", "{}")]),
            ("/account/security/helpers", &[("name", "Siti"), ("contact", "siti@nusa.example"), ("more", "")]),
            ("/account/security/two-step", &[("on", "0")]),
            ("/account/close", &[("sure", "1")]),
            (&format!("{number}/remove"), &[("sure", "1")]),
            (&format!("{number}/quiet"), &[]),
            (&format!("/devices/{}/remove", phone.id), &[("sure", "1")]),
        ];
        for (path, fields) in changes {
            let page = owner.browser.post(path, fields).await;
            let asks = page.path.starts_with("/prove/") || page.shows("Tunjukkan dulu dua bukti");
            assert!(asks, "{path}: {} {}", page.path, page.text());
        }
        assert_eq!(owner.browser.post("/account/sessions/end", &[]).await.path, "/account/sessions", "what only ends things needs none");
    }

    /// C-12: a second step is not suggested before losing one thing would not lock the owner out.
    async fn c12_not_suggested_before_a_second_way_back(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let page = owner.browser.get("/account/security").await;
        assert!(page.shows("Siapkan satu jalan kembali lagi dulu"), "{}", page.text());
        assert!(!page.shows("Aktifkan"), "{}", page.text());
    }

    /// The only way back stays; of two, the last but one is asked about twice (design §1, S-081).
    async fn the_last_way_back_is_guarded(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let page = method(&owner, "s…i@n….example").await;
        let page = owner.browser.get(&format!("{}/remove", page.path)).await;
        assert!(page.shows("satu-satunya jalan kembali"), "{}", page.text());
        let owner = with_two_contacts_of(&world).await;
        let page = method(&owner, "…7891").await;
        let path = format!("{}/remove", page.path);
        let page = owner.browser.get(&path).await;
        let page = owner.browser.submit(&page, &path, &[]).await;
        assert_eq!(page.status, 422, "{}", page.text());
        assert!(page.shows("Centang dulu"), "{}", page.text());
    }

    /// Policy row "replace or remove": the password and one more wait 24 hours; then it is done by deciding again, and what was
    /// removed still hears of everything (S-081, design §1).
    async fn one_more_proof_waits_a_day(world: World) {
        let owner = with_two_contacts(&world).await;
        let page = remove_with_one_more(&world, &owner, "…7890").await;
        assert_eq!(page.path, "/account/security?done=waiting", "{}", page.text());
        assert!(page.shows("Masih menunggu"), "{}", page.text());
        assert!(world.last_to(NUMBER).await.text.contains("ada permintaan yang menunggu"));
        world.advance(Span::hours(23)).await;
        assert!(owner.browser.get("/account/security").await.shows("…7890"));
        world.advance(Span::hours(1)).await;
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.get("/account/security").await;
        assert!(page.link_to("…7890").is_none(), "{}", page.text());
        assert!(world.last_to(NUMBER).await.text.contains("cara membuktikan dilepas"));
        owner.sign_out().await;
        owner.sign_in(&world.browser()).await;
        assert!(world.last_to(NUMBER).await.text.contains("dibuka di perangkat lain"), "told for 30 days");
    }

    /// "This was not me" ends a request that waits, from any contact, without signing in.
    async fn a_contact_stops_the_wait(world: World) {
        let owner = with_two_contacts(&world).await;
        remove_with_one_more(&world, &owner, "…7890").await;
        let told = world.last_to(NUMBER).await;
        let reader = world.browser();
        let page = reader.get(&link(&told)).await;
        let page = reader.submit(&page, &link(&told), &[]).await;
        assert!(page.shows("Permintaan itu sudah dihentikan"), "{}", page.text());
        world.advance(Span::hours(25)).await;
        assert!(owner.browser.get("/account/security").await.link_to("…7890").is_some());
    }

    /// Its asker takes a request back.
    async fn the_owner_cancels_the_wait(world: World) {
        let owner = with_two_contacts(&world).await;
        let page = remove_with_one_more(&world, &owner, "…7890").await;
        let form = page.actions().into_iter().find(|action| action.ends_with("/cancel")).unwrap();
        let page = owner.browser.submit(&page, &form, &[]).await;
        assert!(page.shows("Permintaan dibatalkan"), "{}", page.text());
        world.advance(Span::hours(25)).await;
        assert!(owner.browser.get("/account/security").await.link_to("…7890").is_some());
    }

    /// Two independent proofs remove at once, and the way there returns to what was being done.
    async fn two_independent_proofs_remove_at_once(world: World) {
        let owner = with_two_contacts(&world).await;
        number_said_elsewhere(&world, &owner).await;
        world.advance(Span::minutes(20)).await;
        let page = remove(&owner, "…7890").await;
        assert!(page.path.starts_with("/prove/replace-method."), "{}", page.path);
        let page = owner.browser.submit(&page, &page.path, &[("password", PASSWORD)]).await;
        let page = prove_contact(&world, &owner.browser, &page, (MAIL, "s…i@")).await;
        assert!(page.shows("dengan masa tunggu"), "one more waits: {}", page.text());
        let page = prove_contact(&world, &owner.browser, &page, (NUMBER, "…7890")).await;
        assert!(page.path.ends_with("/remove"), "{}", page.path);
        let page = owner.browser.submit(&page, &page.path, &[("sure", "1")]).await;
        assert_eq!(page.path, "/account/security?done=removed", "{}", page.text());
    }

    /// Where a method works: more is taken at the owner's word, less needs two independent proofs.
    async fn a_reach_grows_freely_and_shrinks_with_proof(world: World) {
        let owner = with_two_contacts(&world).await;
        let page = method(&owner, "s…i@n….example").await;
        assert!(page.shows("Di mana saja email ini bisa dibuka?"), "{}", page.text());
        let path = format!("{}/reach", page.path);
        let page = owner.browser.post(&path, &[]).await;
        assert!(page.path.starts_with("/prove/replace-method."), "{}", page.path);
    }

    /// G2: to say where a method is about which nobody said anything needs two independent proofs, or waits like any narrower
    /// reach; every contact hears of it, and of what it says in the end.
    async fn g2_an_unknown_reach_is_not_settled_on_a_word(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let (account, asker) = (owner.account(), owner.asker(&world).await);
        let totp = nobody_knows_where(&world, account, asker).await;
        let here = owner.asker(&world).await.standing.id().unwrap();
        let page = method(&owner, "Aegis").await;
        let form = [("on", here.simple().to_string())];
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.post(&format!("{}/reach", page.path), &form).await;
        assert_eq!(page.path, "/account/security?done=waiting");
        assert!(page.shows("Memperbarui di mana Aegis bisa dipakai"), "{}", page.text());
        assert!(world.last_to(MAIL).await.text.contains("Aegis"));
        assert!(reach(&world, account, totp).await.is_empty());
        world.advance(Span::hours(25)).await;
        assert_eq!(reach(&world, account, totp).await, [here]);
        assert!(world.last_to(MAIL).await.subject.unwrap().contains("diperbarui"));
    }

    /// G2: a browser that was forgotten, or swept, still holds what was put on it, apart from all else and together with what is read everywhere.
    async fn g2_a_forgotten_browser_still_holds_its_methods(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let (account, asker) = (owner.account(), owner.asker(&world).await);
        let totp = nobody_knows_where(&world, account, asker).await;
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/");
        let known = world.app.db.view(move |view| kunci_server::browsers::known(view, account)).await.unwrap();
        let there = known.iter().find(|browser| Some(browser.id) != asker.standing.id()).unwrap().id;
        let forget = move |tx: &kunci_db::Tx<'_>| {
            authenticators::say(tx, account, totp, there, true)?;
            kunci_server::browsers::forget(tx, account, there)
        };
        world.app.db.tx(forget).await.unwrap();
        assert_eq!(reach(&world, account, totp).await, [there]);
        let contacts = world.app.db.view(move |view| kunci_server::methods::contacts(view, account)).await.unwrap();
        assert!(reach(&world, account, contacts[0].id).await.contains(&there), "mail is read there as before");
        world.advance(Span::days(400)).await;
        assert_eq!(reach(&world, account, totp).await, [there]);
    }

    /// "This was not me" ends a statement that waits, like any other request.
    async fn a_statement_that_waits_is_stopped(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let (account, asker) = (owner.account(), owner.asker(&world).await);
        let totp = nobody_knows_where(&world, account, asker).await;
        let here = owner.asker(&world).await.standing.id().unwrap().simple().to_string();
        let page = method(&owner, "Aegis").await;
        world.advance(Span::seconds(1)).await;
        owner.browser.post(&format!("{}/reach", page.path), &[("on", &here)]).await;
        let path = link(&world.last_to(MAIL).await);
        let browser = world.browser();
        let page = browser.get(&path).await;
        let page = browser.submit(&page, &path, &[]).await;
        assert!(page.shows("Permintaan itu sudah dihentikan"), "{}", page.text());
        world.advance(Span::hours(25)).await;
        assert!(reach(&world, account, totp).await.is_empty());
    }

    /// Two removals that each spare the other do not take every way back (design §1).
    async fn two_removals_leave_a_way_back(world: World) {
        let owner = with_two_contacts(&world).await;
        remove_with_one_more(&world, &owner, "…7890").await;
        let page = remove(&owner, "s…i@").await;
        assert_eq!(page.path, "/account/security?done=waiting", "{}", page.text());
        world.advance(Span::hours(26)).await;
        let page = owner.browser.get("/account/security").await;
        let left = [page.link_to("…7890"), page.link_to("s…i@")].into_iter().flatten().count();
        assert_eq!(left, 1, "{}", page.text());
    }

    /// Turning the second step off weakens the account: it waits like a removal, and is told.
    async fn turning_the_second_step_off_waits(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let page = owner.browser.get("/account/security/two-step").await;
        owner.browser.submit(&page, "/account/security/two-step", &[]).await;
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.get("/account/security/two-step").await;
        let page = owner.browser.submit(&page, "/account/security/two-step", &[]).await;
        assert_eq!(page.path, "/account/security?done=waiting", "{}", page.text());
        assert!(page.shows("Mematikan verifikasi dua langkah"), "{}", page.text());
        world.advance(Span::hours(25)).await;
        let page = owner.browser.get("/account/security").await;
        assert!(!page.shows("Mematikan verifikasi dua langkah"), "{}", page.text());
        owner.sign_out().await;
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/");
    }
}

/// A second owner with two contacts of their own.
async fn with_two_contacts_of(world: &World) -> Owner {
    let owner = Owner::new(world, "rudi@nusa.example").await;
    world.advance(Span::seconds(1)).await;
    let page = owner.browser.get("/account/contacts/add").await;
    let page = owner
        .browser
        .submit(
            &page,
            "/account/contacts/add",
            &[("contact", "+6281234567891")],
        )
        .await;
    let code = world.last_to("+6281234567891").await.code.unwrap();
    owner
        .browser
        .submit(&page, "/account/contacts/code", &[("code", &code)])
        .await;
    owner
}

/// The number's SIM is in a phone that the account does not know, as its owner said at sign-up.
pub(crate) async fn number_said_elsewhere(world: &World, owner: &Owner) {
    let account = owner.account();
    let say = move |tx: &kunci_db::Tx<'_>| {
        let contacts = kunci_server::methods::contacts(tx, account)?;
        let number = contacts
            .iter()
            .find(|c| c.value.starts_with('+'))
            .map(|c| c.id);
        for browser in kunci_server::browsers::known(tx, account)? {
            kunci_server::authenticators::say(
                tx,
                account,
                number.unwrap(),
                browser.holder(),
                false,
            )?;
        }
        Ok::<_, kunci_db::Error>(())
    };
    world.app.db.tx(say).await.unwrap();
}
