//! "This was not me" where it is not that simple: who may end what, what is held or contested, and the quiet exit.

use axum::http::Method;
use kunci_rules::{Id, Span};
use kunci_server::{accounts, authenticators, methods};
use serde_json::Value;

use crate::browser::{Browser, Page};
use crate::notices::with_two_contacts;
use crate::owner::{Owner, PASSWORD, try_password};
use crate::phone::Phone;
use crate::recovery::{link, prove};
use crate::security::{method, prove_contact, remove_with_one_more};
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";
const PARTNER: &str = "rudi@nusa.example";

/// The link of the newest message to a contact.
async fn newest(world: &World, to: &str) -> String {
    let path = link(&world.last_to(to).await);
    assert!(path.starts_with("/n/"), "{path}");
    path
}

/// Presses the button of a notice, in a browser that nobody knows.
async fn object(world: &World, path: &str) -> Page {
    let browser = world.browser();
    let page = browser.get(path).await;
    let page = browser.submit(&page, path, &[]).await;
    world.advance(Span::seconds(1)).await;
    page
}

/// Says that a contact is read on none of the account's own things.
async fn read_elsewhere(world: &World, owner: &Owner, masked: &str) {
    let page = method(owner, masked).await;
    let (account, id) = (
        owner.account(),
        page.path.rsplit('/').next().unwrap().parse().unwrap(),
    );
    let app = world.app.clone();
    let say = move |tx: &kunci_db::Tx<'_>| {
        let methods = kunci_server::gate::methods(tx, &app, account)?;
        let reach = methods.into_iter().find(|m| m.id == id).unwrap().reach;
        for holder in reach.into_iter().filter(|holder| *holder != id) {
            authenticators::say(tx, account, id, holder, false)?;
        }
        Ok::<_, kunci_db::Error>(())
    };
    world.app.db.tx(say).await.unwrap();
}

async fn two_step(world: &World, owner: &Owner) -> bool {
    let account: Id = owner.account();
    let read = move |view: &kunci_db::View<'_>| accounts::get(view, account);
    world.app.db.view(read).await.unwrap().unwrap().two_step
}

/// The number is out of date, so whoever bought it waits a day.
pub(crate) async fn buyer(world: &World) -> Browser {
    let buyer = world.browser();
    let page = prove(world, &buyer, NUMBER, "phone").await;
    assert!(page.shows("Bisa dilanjutkan"), "{}", page.text());
    buyer
}

on_both! {
    /// design §1: what was ended twice is contested the third time: it opens a week later, if its proof is shown again then.
    async fn the_third_objection_contests(world: World) {
        Owner::new(&world, NUMBER).await;
        world.advance(Span::days(61)).await;
        for _ in 0..2 {
            buyer(&world).await;
            let page = object(&world, &newest(&world, NUMBER).await).await;
            assert!(page.shows("Permintaan itu sudah dihentikan"), "{}", page.text());
        }
        let owner = buyer(&world).await;
        let path = newest(&world, NUMBER).await;
        let preview = world.browser().get(&path).await;
        assert!(preview.shows("berjalan lagi kalau buktinya ditunjukkan lagi"), "{}", preview.text());
        let page = object(&world, &path).await;
        assert!(page.shows("Sudah kami tahan") && page.shows("ditunda sampai"), "{}", page.text());
        assert!(world.last_to(NUMBER).await.text.contains("satu permintaan ditunda"));
        let again = world.browser().post(&path, &[]).await;
        assert!(again.shows("ditunda sampai"), "it says again what was done: {}", again.text());
        world.advance(Span::hours(30)).await;
        assert!(owner.get("/recover").await.shows("Bisa dilanjutkan"), "not after a day");
        world.advance(Span::days(6)).await;
        let page = owner.get("/recover").await;
        assert!(page.shows("Tunjukkan lagi buktinya"), "{}", page.text());
        let browser = world.browser();
        let path = link(&world.last_to(NUMBER).await);
        let page = browser.get(&path).await;
        let page = browser.submit(&page, &path, &[]).await;
        assert!(page.shows("Buat kata sandi baru"), "shown again by the link of the message: {}", page.text());
    }

    /// G3, design §1: a contact that is read on the missing phone ends nothing; it holds a request until 72 hours after it began.
    /// Another contact still ends it.
    async fn g3_a_contact_on_the_missing_phone_only_holds(world: World) {
        let owner = with_two_contacts(&world).await;
        let phone = Phone::add(&world, &owner, "HP Sari").await;
        read_elsewhere(&world, &owner, "s…i@").await;
        world.advance(Span::days(61)).await;
        owner.sign_in(&owner.browser).await;
        let page = owner.browser.get(&format!("/find/{}/missing", phone.id)).await;
        owner.browser.submit(&page, &format!("/find/{}/missing", phone.id), &[]).await;
        world.advance(Span::seconds(1)).await;
        let asker = world.browser();
        let page = prove(&world, &asker, NUMBER, "phone").await;
        assert!(page.shows("Bisa dilanjutkan"), "{}", page.text());
        let (by_number, by_mail) = (newest(&world, NUMBER).await, newest(&world, MAIL).await);
        let page = object(&world, &by_number).await;
        assert!(page.shows("ditahan sampai"), "{}", page.text());
        assert!(!asker.get("/recover").await.shows("Permintaan ini dihentikan"));
        let page = object(&world, &by_mail).await;
        assert!(page.shows("Permintaan itu sudah dihentikan"), "{}", page.text());
        assert!(asker.get("/recover").await.shows("Permintaan ini dihentikan"));
        let page = world.browser().get(&by_number).await;
        assert!(page.shows("ditahan sampai"), "what this contact did: {}", page.text());
    }

    /// G3: the missing phone reads the notice of a new sign-in, and signs nobody out with it.
    async fn g3_the_missing_phone_signs_nobody_out(world: World) {
        let owner = with_two_contacts(&world).await;
        let phone = Phone::add(&world, &owner, "HP Sari").await;
        let page = owner.browser.get(&format!("/find/{}/missing", phone.id)).await;
        owner.browser.submit(&page, &format!("/find/{}/missing", phone.id), &[]).await;
        world.advance(Span::seconds(1)).await;
        let borrowed = world.browser();
        owner.sign_in(&borrowed).await;
        let path = newest(&world, NUMBER).await;
        let page = world.browser().get(&path).await;
        assert!(page.shows("mungkin juga terbaca di perangkat yang ditandai hilang"), "{}", page.text());
        world.browser().post(&path, &[]).await;
        assert_eq!(borrowed.get("/").await.path, "/");
    }

    /// One "this was not me" ends every recovery that rests on no more: whoever asks again and again gains nothing.
    async fn one_objection_ends_all_of_its_kind(world: World) {
        Owner::new(&world, NUMBER).await;
        world.advance(Span::days(61)).await;
        let first = buyer(&world).await;
        let second = buyer(&world).await;
        object(&world, &newest(&world, NUMBER).await).await;
        for browser in [first, second] {
            let page = browser.get("/recover").await;
            assert!(page.shows("Permintaan ini dihentikan"), "{}", page.text());
        }
    }

    /// G2: the case that was objected to ends, however many cases strangers have begun for the same name.
    async fn g2_many_cases_hide_none(world: World) {
        Owner::new(&world, NUMBER).await;
        world.advance(Span::days(61)).await;
        for _ in 0..201 {
            crate::recovery::ask(&world.browser(), NUMBER).await;
        }
        let thief = buyer(&world).await;
        object(&world, &newest(&world, NUMBER).await).await;
        let page = thief.get("/recover").await;
        assert!(page.shows("Permintaan ini dihentikan"), "{}", page.text());
    }

    /// G4: what began more than a day before is another matter: the owner's own recovery is not ended with a thief's.
    async fn g4_an_older_recovery_goes_on(world: World) {
        Owner::new(&world, NUMBER).await;
        world.advance(Span::days(61)).await;
        let owner = buyer(&world).await;
        world.advance(Span::hours(25)).await;
        let thief = buyer(&world).await;
        object(&world, &newest(&world, NUMBER).await).await;
        assert!(thief.get("/recover").await.shows("Permintaan ini dihentikan"));
        let page = owner.get("/recover").await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// voice.md §6: what was removed on one proof and a wait comes back for 30 days, with its name; it counts as one that was
    /// added just now.
    async fn a_removed_contact_comes_back(world: World) {
        let owner = with_two_contacts(&world).await;
        remove_with_one_more(&world, &owner, "…7890").await;
        world.advance(Span::hours(25)).await;
        assert!(owner.browser.get("/account/security").await.link_to("…7890").is_none());
        let page = object(&world, &newest(&world, NUMBER).await).await;
        assert!(page.shows("sudah kembali"), "{}", page.text());
        owner.sign_in(&owner.browser).await;
        assert!(owner.browser.get("/account/security").await.link_to("…7890").is_some());
        assert_eq!(try_password(&world.browser(), NUMBER, PASSWORD).await.path, "/", "its name signs in again");
        let page = prove(&world, &world.browser(), NUMBER, "phone").await;
        assert!(!page.shows("Buat kata sandi baru"), "for a day it recovers nothing: {}", page.text());
    }

    /// AR-17: what is taken out of the ways back is kept for 30 days: towards their end its own contact still brings it back.
    async fn ar17_what_was_removed_is_kept_for_thirty_days(world: World) {
        let owner = with_two_contacts(&world).await;
        remove_with_one_more(&world, &owner, "…7890").await;
        world.advance(Span::hours(25)).await;
        let path = newest(&world, NUMBER).await;
        world.advance(Span::days(28)).await;
        let page = object(&world, &path).await;
        assert!(page.shows("sudah kembali"), "{}", page.text());
        owner.sign_in(&owner.browser).await;
        assert!(owner.browser.get("/account/security").await.link_to("…7890").is_some());
    }

    /// Afterwards it is gone, and hears no more of the account.
    async fn ar17_after_thirty_days_it_is_gone(world: World) {
        let owner = with_two_contacts(&world).await;
        remove_with_one_more(&world, &owner, "…7890").await;
        world.advance(Span::hours(25)).await;
        let path = newest(&world, NUMBER).await;
        world.advance(Span::days(31)).await;
        assert_eq!(world.browser().get(&path).await.status, 410);
        assert_eq!(world.browser().post(&path, &[]).await.status, 410);
        let count = async || world.inbox().await.iter().filter(|message| message.to == NUMBER).count();
        let before = count().await;
        owner.sign_in(&world.browser()).await;
        assert_eq!(count().await, before);
    }

    /// Two-step verification that a thief turned off after a wait is turned on again by the link that told of it.
    async fn two_step_comes_back(world: World) {
        let owner = with_two_contacts(&world).await;
        let account = owner.account();
        let on = move |tx: &kunci_db::Tx<'_>| accounts::set_two_step(tx, account, true);
        world.app.db.tx(on).await.unwrap();
        let page = owner.browser.post("/account/security/two-step", &[("on", "0")]).await;
        let page = owner.browser.submit(&page, &page.path, &[("password", PASSWORD)]).await;
        prove_contact(&world, &owner.browser, &page, (MAIL, "s…i@")).await;
        let page = owner.browser.post("/account/security/two-step", &[("on", "0")]).await;
        assert_eq!(page.path, "/account/security?done=waiting", "{}", page.text());
        world.advance(Span::hours(25)).await;
        assert!(!two_step(&world, &owner).await);
        let page = object(&world, &newest(&world, NUMBER).await).await;
        assert!(page.shows("Verifikasi dua langkah sudah aktif lagi"), "{}", page.text());
        assert!(two_step(&world, &owner).await);
    }

    /// design §1, Notices: a signed-in browser that was there before is told too, and ends a recovery as a contact does. One that
    /// came afterwards does not.
    async fn a_signed_in_browser_may_object(world: World) {
        let owner = Owner::new(&world, NUMBER).await;
        world.advance(Span::days(61)).await;
        owner.sign_in(&owner.browser).await;
        let thief = buyer(&world).await;
        world.advance(Span::seconds(1)).await;
        let later = world.browser();
        owner.sign_in(&later).await;
        let path = owner.browser.get("/").await.link("/account/notices/").unwrap();
        assert_eq!(owner.browser.get("/account/security").await.link("/account/notices/").as_ref(), Some(&path));
        let page = later.get(&path).await;
        assert!(page.shows("baru ada sesudah kejadian itu"), "{}", page.text());
        later.post(&path, &[]).await;
        assert!(thief.get("/recover").await.shows("Bisa dilanjutkan"));
        let page = owner.browser.get(&path).await;
        let page = owner.browser.submit(&page, &path, &[]).await;
        assert!(page.shows("Permintaan itu sudah dihentikan"), "{}", page.text());
        assert!(thief.get("/recover").await.shows("Permintaan ini dihentikan"));
        assert!(owner.browser.get("/").await.link("/account/notices/").is_none());
        let stranger = Owner::new(&world, MAIL).await;
        assert_eq!(stranger.browser.get(&path).await.status, 410, "nobody else's notice");
    }

    /// G4: what an owner asked for is taken back where it was asked; another signed-in browser ends it as a contact does, so that
    /// the third time it is contested.
    async fn g4_another_browser_ends_a_request_twice_at_most(world: World) {
        let owner = with_two_contacts(&world).await;
        world.advance(Span::seconds(1)).await;
        let other = world.browser();
        owner.sign_in(&other).await;
        let waits = async |browser: &Browser| {
            let page = browser.get("/account/security").await;
            page.actions().into_iter().find(|action| action.ends_with("/cancel"))
        };
        for round in 0..3 {
            world.advance(Span::hours(24)).await;
            let page = remove_with_one_more(&world, &owner, "…7890").await;
            assert_eq!(page.path, "/account/security?done=waiting", "{}", page.text());
            world.advance(Span::seconds(1)).await;
            let cancel = waits(&other).await.unwrap();
            let page = other.post(&cancel, &[]).await;
            assert!(page.path.starts_with("/account/notices/"), "{}", page.path);
            let page = other.submit(&page, &page.path, &[]).await;
            let said = if round < 2 { "Permintaan itu sudah dihentikan" } else { "ditunda sampai" };
            assert!(page.shows(said), "{round}: {}", page.text());
        }
        let cancel = waits(&owner.browser).await.unwrap();
        let page = owner.browser.post(&cancel, &[]).await;
        assert_eq!(page.path, "/account/security?done=cancelled", "whoever asked takes it back");
        assert!(waits(&owner.browser).await.is_none());
    }

    /// design §1, quiet exit: two independent proofs that a contact cannot use delay its notices by 72 hours; all others are
    /// told at once, and it hears of everything afterwards.
    async fn quiet_exit(world: World) {
        let owner = with_two_contacts(&world).await;
        let account = owner.account();
        let add = move |tx: &kunci_db::Tx<'_>| {
            let channel = methods::Channel::Email;
            methods::first_contact(tx, account, channel, PARTNER, &kunci_rules::gate::Origin::SignUp)
        };
        world.app.db.tx(add).await.unwrap();
        world.advance(Span::days(8)).await;
        owner.sign_in(&owner.browser).await;
        read_elsewhere(&world, &owner, "r…i@").await;
        read_elsewhere(&world, &owner, "s…i@").await;
        let page = method(&owner, "r…i@").await;
        let path = page.link_to("Tunda pemberitahuan").unwrap();
        let page = owner.browser.get(&path).await;
        let page = owner.browser.submit(&page, &path, &[]).await;
        assert!(page.shows("Kata sandi tidak dihitung") && page.shows("Setelah 72 jam, kontak ini menerima semuanya"), "{}", page.text());
        assert!(page.shows("Tunjukkan dulu dua bukti"), "{}", page.text());
        let prove = page.link_to("Tunjukkan bukti").unwrap();
        let id = path.trim_start_matches("/account/security/methods/").trim_end_matches("/quiet");
        let by_api = format!("/api/v1/contacts/{id}/quiet");
        let more = owner.browser.api(Method::POST, &by_api, Value::Null).await;
        assert_eq!((more.status.as_u16(), more.json()["code"].as_str()), (403, Some("step_up_required")), "{}", more.body);
        assert!(more.json()["prove"].as_str().unwrap().starts_with("/api/v1/prove/replace-method."));
        let nobody = "/api/v1/contacts/01936d2e-0000-7000-8000-000000000000/quiet";
        assert_eq!(owner.browser.api(Method::POST, nobody, Value::Null).await.status, 404);
        let page = owner.browser.get(&prove).await;
        let page = prove_contact(&world, &owner.browser, &page, (NUMBER, "…7890")).await;
        let base = page.path.split('?').next().unwrap().to_owned();
        let base = if base.starts_with("/prove/") { base } else { prove.split('?').next().unwrap().to_owned() };
        let page = owner.browser.get(&format!("{base}?all=1")).await;
        prove_contact(&world, &owner.browser, &page, (MAIL, "s…i@")).await;
        world.advance(Span::seconds(1)).await;
        let before = world.inbox().await.len();
        let page = owner.browser.get(&path).await;
        let page = owner.browser.submit(&page, &path, &[]).await;
        assert!(page.shows("menunggu sampai"), "{}", page.text());
        let quiet = owner.browser.api(Method::POST, &by_api, Value::Null).await;
        assert!(quiet.json()["until"].is_string(), "already: {}", quiet.body);
        let told = |inbox: &[crate::world::Message], to: &str| {
            let new = inbox.len() - before;
            inbox.iter().take(new).filter(|m| m.to == to).count()
        };
        let inbox = world.inbox().await;
        assert_eq!((told(&inbox, MAIL), told(&inbox, PARTNER)), (1, 0));
        world.advance(Span::hours(73)).await;
        let inbox = world.inbox().await;
        assert_eq!(told(&inbox, PARTNER), 1, "it hears of it afterwards");
    }
}
