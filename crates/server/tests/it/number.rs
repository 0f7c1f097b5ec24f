//! Whether a number is still its owner's, from outside (`voice.md` 4.6, 4.7).

use kunci_rules::{Span, Time};

use crate::browser::Page;
use crate::notices::with_two_contacts;
use crate::owner::{Owner, PASSWORD, try_password};
use crate::recovery::{ask_by, link};
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";
const NEW: &str = "payung biru di stasiun tua";
const QUESTION: &str = "Nomor …7890 masih Anda pakai?";

/// When the number of this owner was last proved.
async fn proved_at(world: &World, owner: &Owner) -> Time {
    let account = owner.account();
    let read = move |view: &kunci_db::View<'_>| kunci_server::methods::contacts(view, account);
    let contacts = world.app.db.view(read).await.unwrap();
    contacts
        .iter()
        .find(|c| c.value == NUMBER)
        .unwrap()
        .proved_at
}

/// Signs in anew, long after.
async fn home(world: &World, owner: &Owner) -> Page {
    world.advance(Span::seconds(1)).await;
    owner.sign_in(&owner.browser).await;
    owner.browser.get("/").await
}

/// Days after the number was proved; eight have passed already.
async fn on_day(world: &World, owner: &Owner, day: i64) {
    let then = proved_at(world, owner).await + Span::days(day);
    world.advance(then.since(world.now())).await;
}

on_both! {
    /// voice.md 4.6: from day 45 the owner's page asks; "Masih" sends a code, and only its proof makes the number fresh.
    async fn a_number_is_asked_about_and_proved_by_a_code(world: World) {
        let owner = with_two_contacts(&world).await;
        on_day(&world, &owner, 44).await;
        assert!(!home(&world, &owner).await.shows(QUESTION));
        on_day(&world, &owner, 45).await;
        let page = home(&world, &owner).await;
        assert!(page.shows(QUESTION) && page.shows("Nomor yang hangus dapat dijual lagi ke orang lain"), "{}", page.text());
        let before = proved_at(&world, &owner).await;
        let form = page.actions().into_iter().find(|action| action.starts_with("/prove/")).unwrap();
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.submit(&page, &form, &[]).await;
        assert_eq!(proved_at(&world, &owner).await, before, "a click proves nothing");
        assert!(page.path.ends_with("/code"), "{}", page.path);
        let wrong = owner.browser.post(&page.path, &[("code", "000000")]).await;
        assert_eq!(wrong.status, 422);
        assert_eq!(proved_at(&world, &owner).await, before, "nor does a wrong code");
        let code = world.last_to(NUMBER).await.code.unwrap();
        let page = owner.browser.submit(&page, &page.path, &[("code", &code)]).await;
        assert_eq!(page.path, "/?done=number", "{}", page.text());
        assert!(page.shows("Nomor itu sudah dibuktikan lagi") && !page.shows(QUESTION), "{}", page.text());
        assert_eq!(proved_at(&world, &owner).await, world.now());
    }

    /// voice.md 4.6: on day 53 its owner is told once, by another contact, never by the number itself.
    async fn another_contact_is_told_once(world: World) {
        let owner = with_two_contacts(&world).await;
        on_day(&world, &owner, 52).await;
        let asked = |inbox: Vec<crate::world::Message>| {
            let asks = |m: &crate::world::Message| m.text.contains("terakhir dibuktikan") || m.text.contains("masih dipakai?");
            inbox.into_iter().filter(asks).map(|m| m.to).collect::<Vec<_>>()
        };
        assert_eq!(asked(world.inbox().await), Vec::<String>::new());
        for _ in 0..6 {
            world.advance(Span::days(1)).await;
            assert_eq!(asked(world.inbox().await), [MAIL]);
        }
        let told = world.last_to(MAIL).await.text;
        assert!(told.contains("terakhir dibuktikan 23 November 2026. Mulai 22 Januari 2027"), "with the day: {told}");
        // A new proof begins it anew.
        let page = home(&world, &owner).await;
        let form = page.actions().into_iter().find(|action| action.starts_with("/prove/")).unwrap();
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.submit(&page, &form, &[]).await;
        let code = world.last_to(NUMBER).await.code.unwrap();
        owner.browser.submit(&page, &page.path, &[("code", &code)]).await;
        world.advance(Span::days(52)).await;
        assert_eq!(asked(world.inbox().await), Vec::<String>::new());
        world.advance(Span::days(1)).await;
        assert_eq!(asked(world.inbox().await), [MAIL]);
    }

    /// Whoever has no other contact is not told by the number that may be somebody else's.
    async fn a_lone_number_is_not_asked_by_message(world: World) {
        Owner::new(&world, NUMBER).await;
        world.advance(Span::days(52)).await;
        world.advance(Span::days(2)).await;
        assert_eq!(world.inbox().await.len(), 0);
    }

    /// Story 11: the number was sold again. The new holder gets nothing, the owner gets a wait, not a loss.
    async fn the_new_holder_gets_nothing(world: World) {
        let owner = with_two_contacts(&world).await;
        on_day(&world, &owner, 61).await;
        owner.sign_out().await;
        let holder = world.browser();
        let page = ask_by(&world, &holder, NUMBER, "phone").await;
        assert!(!page.shows("pernah dipakai akun lain"), "nothing before the code: {}", page.text());
        let code = world.last_to(NUMBER).await.code.unwrap();
        world.advance(Span::seconds(1)).await;
        let page = holder.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert!(page.shows("Permintaan diterima") && page.shows("Akun lama tidak bisa dibuka dari sini"), "voice.md 4.7: {}", page.text());
        assert!(!page.body.contains(MAIL) && !page.shows("Sari"), "{}", page.text());
        assert!(holder.post("/recover/password", &[("password", NEW)]).await.shows("Permintaan diterima"));
        // The owner hears of it by the mail and stops it.
        let told = world.last_to(MAIL).await;
        assert!(told.text.contains("Kata sandi baru diminta"), "{}", told.text);
        let reader = world.browser();
        let page = reader.get(&link(&told)).await;
        assert!(reader.submit(&page, &link(&told), &[]).await.shows("sudah dihentikan"));
        world.advance(Span::hours(25)).await;
        assert!(holder.get("/recover").await.shows("Permintaan ini dihentikan"));
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/", "nothing is lost");
    }

    /// S-149, voice.md 4.7: the new holder who asks for the account's name sees the number and nothing else of it.
    async fn the_new_holder_sees_no_names(world: World) {
        let owner = with_two_contacts(&world).await;
        on_day(&world, &owner, 61).await;
        let holder = world.browser();
        let page = holder.get("/forgot/name").await;
        let page = holder.submit(&page, "/forgot/name", &[("contact", NUMBER)]).await;
        let code = world.last_to(NUMBER).await.code.unwrap();
        let page = holder.submit(&page, "/forgot/name/code", &[("code", &code)]).await;
        assert!(page.shows("Akun dengan nomor ini") && page.shows("Akun lama tidak bisa dibuka dari sini"), "{}", page.text());
        assert!(!page.shows("Sari") && !page.shows("s…i@"), "{}", page.text());
        let page = holder.submit(&page, "/forgot/name/go", &[("to", "password")]).await;
        assert!(page.shows("Permintaan diterima"), "a wait: {}", page.text());
    }

    /// voice.md 4.7: the new holder makes an account of their own; that the number was somebody's is said after the code only.
    async fn the_new_holder_makes_an_account_of_their_own(world: World) {
        let owner = with_two_contacts(&world).await;
        on_day(&world, &owner, 61).await;
        let holder = world.browser();
        let page = holder.get("/signup").await;
        let page = holder.submit(&page, "/signup", &[("contact", NUMBER)]).await;
        assert!(!page.shows("pernah dipakai akun lain"), "{}", page.text());
        let code = world.last_to(NUMBER).await.code.unwrap();
        let page = holder.submit(&page, "/signup/code", &[("code", &code)]).await;
        assert!(page.shows("Nomor ini pernah dipakai akun lain"), "{}", page.text());
        let page = holder.submit(&page, "/signup/finish", &[("name", "Budi"), ("password", NEW)]).await;
        assert_eq!(page.path, "/", "{}", page.text());
        assert!(page.shows("Akun Budi"), "{}", page.text());
        assert!(try_password(&world.browser(), NUMBER, NEW).await.shows("Akun Budi"));
        assert!(try_password(&world.browser(), NUMBER, PASSWORD).await.shows("Akun Sari"), "the owner's own still opens it");
        // The number now leads to both; whoever proves it sees their own, and of the other one nothing.
        world.advance(Span::hours(1)).await;
        let page = ask_by(&world, &holder, NUMBER, "phone").await;
        let code = world.last_to(NUMBER).await.code.unwrap();
        let page = holder.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert!(page.shows("Akun yang mana?") && page.shows("Budi") && page.shows("Akun dengan nomor ini"), "{}", page.text());
        assert!(!page.shows("Sari"), "{}", page.text());
    }

    /// "Sudah ganti": the new contact first, then the old one; the pages lead there from the question and from the security page.
    async fn a_changed_number_is_replaced(world: World) {
        let owner = with_two_contacts(&world).await;
        on_day(&world, &owner, 46).await;
        let page = home(&world, &owner).await;
        let there = page.link_to("Sudah ganti").unwrap();
        let page = owner.browser.get(&there).await;
        assert!(page.shows("Ganti …7890") && page.shows("s…i@n….example"), "{}", page.text());
        assert_eq!(page.link_to("Tambahkan kontak baru").as_deref(), Some("/account/contacts/add"));
        let removal = page.link_to("Lepas …7890").unwrap();
        assert!(owner.browser.get(&removal).await.shows("Lepas …7890?"));
        let page = owner.browser.get("/account/security").await;
        let page = owner.browser.get(&page.link_to("…7890").unwrap()).await;
        assert_eq!(page.link_to("Ganti dengan yang baru").as_deref(), Some(there.as_str()));
        let stranger = world.browser();
        assert_eq!(stranger.get(&there).await.path, format!("/signin?next={there}"));
    }

    /// Design §1: what was removed hears of everything for 30 days, and its link brings it back: it counts and signs in again.
    async fn a_removed_contact_comes_back_by_a_link(world: World) {
        let owner = with_two_contacts(&world).await;
        world.advance(Span::seconds(1)).await;
        crate::security::remove_with_one_more(&world, &owner, "…7890").await;
        world.advance(Span::hours(24)).await;
        world.advance(Span::seconds(1)).await;
        assert!(owner.browser.get("/account/security").await.link_to("…7890").is_none());
        assert_ne!(try_password(&world.browser(), NUMBER, PASSWORD).await.path, "/");
        let told = world.last_to(NUMBER).await;
        assert!(told.text.contains("cara membuktikan dilepas"), "{}", told.text);
        let reader = world.browser();
        let page = reader.get(&link(&told)).await;
        assert!(page.shows("Ini bukan saya"), "{}", page.text());
        reader.submit(&page, &link(&told), &[]).await;
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/");
        assert_eq!(try_password(&world.browser(), NUMBER, PASSWORD).await.path, "/", "its name signs in again");
        assert!(home(&world, &owner).await.shows("Nomor …7890"));
    }
}
