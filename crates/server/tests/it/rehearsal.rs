//! The rehearsal: "my phone is gone", with real proofs in another browser, and nothing changed by it.

use kunci_db::View;
use kunci_rules::Span;
use kunci_server::gate::{self, Asker};
use kunci_server::{browsers, rehearsal};

use crate::browser::{Browser, Page};
use crate::owner::{Owner, PASSWORD};
use crate::world::{URL, World, on_both};

const MAIL: &str = "sari@nusa.example";

/// Begins one where the owner is; the path of its link.
pub(crate) async fn begun(owner: &Owner) -> String {
    let page = owner.browser.get("/account/checkup").await;
    let page = owner
        .browser
        .submit(&page, "/account/checkup/rehearsal", &[])
        .await;
    assert_eq!(page.path, "/account/checkup/rehearsal", "{}", page.text());
    let link = page.body.split("action=\"/r/").nth(1).unwrap();
    format!("/r/{}", link.split('"').next().unwrap())
}

/// Opens it in another browser.
pub(crate) async fn opened(other: &Browser, link: &str) -> Page {
    let page = other.get(link).await;
    assert!(page.shows("Ini latihan"), "{}", page.text());
    let page = other.submit(&page, link, &[]).await;
    assert_eq!(page.path, "/rehearse", "{}", page.text());
    page
}

/// Shows the mail by its real code.
async fn shows_mail(world: &World, other: &Browser, page: &Page) -> Page {
    world.advance(Span::seconds(1)).await;
    let page = other.submit(page, "/prove/rehearse/send", &[]).await;
    assert_eq!(page.path, "/prove/rehearse/code", "{}", page.text());
    let mail = world.last_to(MAIL).await;
    assert!(mail.subject.unwrap().contains("kode latihan"));
    let code = mail.code.unwrap();
    let page = other
        .submit(&page, "/prove/rehearse/code", &[("code", &code)])
        .await;
    assert_eq!(page.path, "/rehearse", "{}", page.text());
    page
}

/// Everything of the account that a rehearsal must leave alone.
async fn kept(world: &World, owner: &Owner) -> String {
    let (app, account) = (world.app.clone(), owner.account());
    let read = move |view: &View<'_>| {
        let methods = gate::methods(view, &app, account)?;
        let sessions = browsers::list(view, account)?.len();
        let known = browsers::known(view, account)?.len();
        Ok::<_, kunci_db::Error>(format!("{methods:?} {sessions} {known}"))
    };
    world.app.db.view(read).await.unwrap()
}

on_both! {
    /// S-007, design §1: the rehearsal in another browser, with a real code and a real saved code; it changes nothing, ends with
    /// what worked, and its owner sees the same result.
    async fn s007_the_rehearsal_ends_with_what_worked(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let made = owner.open("/account/security/codes").await;
        let sheet = owner.browser.submit(&made, "/account/security/codes", &[]).await;
        let saved = sheet.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let link = begun(&owner).await;
        let before = (kept(&world, &owner).await, world.inbox().await.len());

        let other = world.browser();
        let page = opened(&other, &link).await;
        assert!(page.shows("belum cukup untuk masuk lagi"), "{}", page.text());
        assert!(page.shows("s…i@n….example") && page.shows("Kode cadangan"), "{}", page.text());
        let page = shows_mail(&world, &other, &page).await;
        assert!(page.shows("Kalau sungguhan, Anda kembali langsung"), "{}", page.text());

        let page = other.get("/prove/rehearse/recovery-code").await;
        let page = other.submit(&page, "/prove/rehearse/recovery-code", &[("code", &saved)]).await;
        assert_eq!(page.path, "/rehearse", "{}", page.text());
        let page = other.submit(&page, "/rehearse/skip", &[]).await;
        assert!(page.shows("Tidak bisa dibuka di sini."), "{}", page.text());
        let end = other.submit(&page, "/rehearse/end", &[]).await;
        assert!(end.shows("Hasil latihan") && end.shows("Kalau sungguhan, Anda kembali langsung"), "{}", end.text());
        assert!(end.shows("Berhasil Kode lewat email: s…i@n….example Kode cadangan"), "{}", end.text());
        assert!(end.shows("Belum bisa dibuka Kata sandi"), "{}", end.text());
        assert!(other.cookie("session").is_none() && other.cookie("browsers").is_none());

        let page = owner.browser.get("/account/checkup").await;
        assert!(page.shows("Latihan terakhir: 23 November 2026"), "{}", page.text());
        assert!(page.shows("Belum bisa dibuka: Kata sandi"), "{}", page.text());
        // One message, the code; no notice, no change, and the saved code still works for real.
        assert_eq!((kept(&world, &owner).await, world.inbox().await.len()), (before.0, before.1 + 1));
        let lost = world.browser();
        let page = lost.get("/forgot").await;
        lost.submit(&page, "/forgot", &[("name", MAIL)]).await;
        let page = lost.get("/prove/recover/recovery-code").await;
        let page = lost.submit(&page, "/prove/recover/recovery-code", &[("code", &saved)]).await;
        assert!(!page.shows("belum cocok"), "{}", page.text());
        assert_ne!(page.status, 422);
    }

    /// Whatever nobody tried is not said to have failed, neither at the end nor on the check-up page.
    async fn what_was_not_tried_has_not_failed(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let link = begun(&owner).await;
        let other = world.browser();
        let page = opened(&other, &link).await;
        let end = other.submit(&page, "/rehearse/end", &[]).await;
        assert!(end.shows("Belum dicoba") && end.shows("Kata sandi") && !end.shows("Belum bisa dibuka"), "{}", end.text());
        let page = owner.browser.get("/account/checkup").await;
        assert!(page.shows("Latihan terakhir") && !page.shows("Belum bisa dibuka"), "{}", page.text());
    }

    /// G7: what is shown in a rehearsal is a proof of nothing: the gate never reads it, under whatever id it is asked.
    async fn g7_the_gate_does_not_see_a_rehearsal(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let link = begun(&owner).await;
        let other = world.browser();
        let page = opened(&other, &link).await;
        shows_mail(&world, &other, &page).await;
        let page = other.get("/prove/rehearse/password").await;
        let page = other.submit(&page, "/prove/rehearse/password", &[("password", PASSWORD)]).await;
        assert_eq!(page.path, "/rehearse", "{}", page.text());

        let (app, account) = (world.app.clone(), owner.account());
        let read = move |view: &View<'_>| {
            let of = rehearsal::unfinished(view, account)?.unwrap();
            let proofs = browsers::proofs_of(view, account, of.id)?;
            let asker = Asker::with(of.id, browsers::Standing::Stranger);
            let wanted = gate::Wanted { kind: kunci_rules::gate::Kind::Recover, device: None, method: None };
            let said = gate::answer(view, &app, &asker, account, wanted)?.said;
            Ok::<_, kunci_db::Error>((of.worked().len(), proofs.len(), matches!(said, gate::Said::Open)))
        };
        assert_eq!(world.app.db.view(read).await.unwrap(), (2, 0, false));
        // Nor does the browser get anywhere else with it.
        assert_eq!(other.get("/account/checkup").await.path, "/signin?next=/account/checkup");
        assert_eq!(other.get("/prove/signin").await.path, "/signin?next=/");
        assert_eq!(other.get("/prove/recover/password").await.path, "/forgot");
        assert!(!other.get("/recover").await.shows("kata sandi baru"));
    }

    /// STD-28: an approval can be rehearsed in what is left; it says that it opens nothing, and is no proof either.
    async fn std28_an_approval_is_rehearsed_where_its_owner_is_left(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::hours(1)).await;
        let tablet = world.browser();
        owner.sign_in(&tablet).await;
        let account = owner.account();
        let read = move |view: &View<'_>| browsers::known(view, account);
        let first = world.app.db.view(read).await.unwrap().into_iter().min_by_key(|b| b.known_since).unwrap();
        let gone = first.holder().to_string();
        let page = owner.browser.post("/account/checkup/rehearsal", &[("gone", &gone)]).await;
        let link = format!("/r/{}", page.body.split("action=\"/r/").nth(1).unwrap().split('"').next().unwrap());
        let other = world.browser();
        let page = opened(&other, &link).await;
        assert!(page.shows("Setujui dari perangkat lain"), "{}", page.text());
        let asked = other.get("/prove/rehearse/approval").await;
        let asked = other.submit(&asked, "/prove/rehearse/approval", &[]).await;
        let number = asked.body.split("id=\"approval-number\">").nth(1).unwrap().split('<').next().unwrap();
        let wish = tablet.get(&tablet.get("/").await.link("/account/approve/").unwrap()).await;
        assert!(wish.shows("Persetujuan ini tidak membuka apa pun"), "{}", wish.text());
        tablet.submit(&wish, &wish.path, &[("number", number)]).await;
        let approved = other.get("/prove/rehearse/approval").await;
        let page = other.submit(&approved, "/prove/rehearse/approval", &[]).await;
        assert!(page.path == "/rehearse" && page.shows("Berhasil."), "{}", page.text());
        let read = move |view: &View<'_>| {
            let of = rehearsal::unfinished(view, account)?.unwrap();
            Ok::<_, kunci_db::Error>(browsers::proofs_of(view, account, of.id)?.len())
        };
        assert_eq!(world.app.db.view(read).await.unwrap(), 0);
    }

    /// A link opens one rehearsal in one browser, by its button, within the hour; a scanner that opens it uses nothing up.
    async fn the_link_opens_once(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let link = begun(&owner).await;
        let (scanner, other, late) = (world.browser(), world.browser(), world.browser());
        scanner.get(&link).await;
        assert!(!scanner.get("/rehearse").await.shows("Anggap"));
        opened(&other, &link).await;
        let page = late.post(&link, &[]).await;
        assert!(page.status == 404 && page.shows("Mulai lagi dari cek jalan kembali"), "{}", page.text());
        assert_eq!(late.get("/prove/rehearse/password").await.path, "/rehearse");
        assert!(owner.browser.get("/account/checkup/rehearsal").await.shows("Latihan sedang dibuka di"));
        // A new one takes the place of the one before.
        let second = begun(&owner).await;
        assert!(!other.get("/rehearse").await.shows("Anggap"));
        world.advance(Span::minutes(61)).await;
        assert_eq!(late.get(&second).await.status, 404);
        assert_eq!(late.get("/r/bukan-tautan").await.status, 404);
    }

    /// Wrong guesses in a rehearsal count like everyone's and a right one forgives none: it only gives itself back.
    async fn g4_guesses_stay_bounded(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let link = begun(&owner).await;
        let other = world.browser();
        opened(&other, &link).await;
        let page = other.get("/prove/rehearse/password").await;
        for _ in 0..4 {
            assert!(other.submit(&page, "/prove/rehearse/password", &[("password", "bukan ini")]).await.status == 401);
        }
        let right = other.submit(&page, "/prove/rehearse/password", &[("password", PASSWORD)]).await;
        assert_eq!(right.path, "/rehearse", "{}", right.text());
        other.submit(&page, "/prove/rehearse/password", &[("password", "bukan ini")]).await;
        let spent = other.submit(&page, "/prove/rehearse/password", &[("password", PASSWORD)]).await;
        assert_ne!(spent.path, "/rehearse", "the strangers' pool is dry");
        owner.sign_out().await;
        assert_eq!(owner.sign_in(&owner.browser).await.path, "/", "and the owner's browser does not notice");
    }

    /// Messages of a rehearsal are bounded as any known browser's: five an hour, and then none.
    async fn messages_are_bounded(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let link = begun(&owner).await;
        let other = world.browser();
        let page = opened(&other, &link).await;
        let before = world.inbox().await.len();
        for _ in 0..8 {
            world.advance(Span::seconds(1)).await;
            other.submit(&page, "/prove/rehearse/send", &[]).await;
        }
        assert_eq!(world.inbox().await.len(), before + 5);
    }

    /// "This was not me" in its message stops the rehearsal.
    async fn the_message_stops_it(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let link = begun(&owner).await;
        let other = world.browser();
        let page = opened(&other, &link).await;
        world.advance(Span::seconds(1)).await;
        other.submit(&page, "/prove/rehearse/send", &[]).await;
        let path = world.last_to(MAIL).await.links[0].strip_prefix(URL).unwrap().to_owned();
        let reader = world.browser();
        let opened = reader.get(&path).await;
        reader.submit(&opened, &format!("{path}/no"), &[]).await;
        assert!(!other.get("/rehearse").await.shows("Anggap"));
    }

    /// An unfinished rehearsal goes after a day, the last finished one stays.
    async fn what_is_unfinished_is_swept(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let link = begun(&owner).await;
        let other = world.browser();
        let page = opened(&other, &link).await;
        other.submit(&page, "/rehearse/end", &[]).await;
        begun(&owner).await;
        world.advance(Span::days(2)).await;
        let account = owner.account();
        let read = move |view: &View<'_>| {
            Ok::<_, kunci_db::Error>((rehearsal::unfinished(view, account)?.is_some(), rehearsal::last(view, account)?.is_some()))
        };
        assert_eq!(world.app.db.view(read).await.unwrap(), (false, true));
        let rows = crate::sweeps::count(&world, "rehearsals").await;
        assert_eq!(rows, 1);
    }

    /// Bad input is answered, never a fault.
    async fn bad_input_is_answered(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        for gone in ["", "x", "01936d2e-0000-7000-8000-000000000000"] {
            let page = owner.browser.post("/account/checkup/rehearsal", &[("gone", gone)]).await;
            assert_eq!(page.status, 400, "{gone}: {}", page.text());
        }
        let link = begun(&owner).await;
        let here = owner.browser.submit(&owner.browser.get("/account/checkup/rehearsal").await, &link, &[]).await;
        assert_eq!(here.path, "/rehearse", "in the owner's own browser too");
        for method in ["", "x", "01936d2e-0000-7000-8000-000000000000"] {
            let page = owner.browser.post("/rehearse/skip", &[("method", method)]).await;
            assert!(page.status == 200 && !page.shows("Tidak bisa dibuka di sini."), "{}", page.text());
        }
        assert_eq!(world.browser().post("/rehearse/end", &[]).await.status, 404);
    }
}
