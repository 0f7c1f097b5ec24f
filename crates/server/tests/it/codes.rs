//! Codes from authenticator apps, and saved recovery codes.

use kunci_rules::Span;
use kunci_rules::gate::MethodKind;
use kunci_rules::totp::step;

use crate::browser::{Browser, Page};
use crate::owner::{Owner, PASSWORD};
use crate::proving::two_step;
use crate::recovery::{ask, link, prove};
use crate::security::prove_contact;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const APP: &str = "/account/security/totp";
const SHEET: &str = "/account/security/codes";

/// RFC 6238, appendix B (SHA-1), the last six of its eight digits.
#[test]
fn s078_rfc_6238_vectors() {
    for (seconds, digits) in [
        (59_i64, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        let step = step(kunci_rules::Time(seconds * 1_000_000));
        let shown = kunci_server::totp::code(b"12345678901234567890", step);
        assert_eq!(shown, digits, "at {seconds}");
    }
}

/// What an app makes of the letters on the page (RFC 4648).
pub(crate) fn secret(page: &Page) -> Vec<u8> {
    let (_, rest) = page.body.split_once("id=\"secret\">").unwrap();
    let letters: String = rest.split('<').next().unwrap().split(' ').collect();
    assert_eq!(letters.len(), 32, "160 bits");
    let value = |c: char| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).unwrap();
    let bits: String = letters
        .chars()
        .map(|c| format!("{:05b}", value(c)))
        .collect();
    let bytes = (0..20).map(|i| u8::from_str_radix(&bits[i * 8..i * 8 + 8], 2).unwrap());
    bytes.collect()
}

/// What an app shows, so many steps from now.
pub(crate) fn shows(world: &World, secret: &[u8], off: i64) -> String {
    kunci_server::totp::code(secret, step(world.now()) + off)
}

/// Sets an app up on a phone that the account does not know.
pub(crate) async fn app(world: &World, owner: &Owner) -> Vec<u8> {
    let page = owner.open(APP).await;
    let secret = secret(&page);
    let code = shows(world, &secret, 0);
    let fields = [
        ("name", "Aegis di HP Ibu"),
        ("place", "other"),
        ("code", &code),
    ];
    let page = owner.browser.submit(&page, APP, &fields).await;
    assert_eq!(page.path, "/account/security?done=totp", "{}", page.text());
    secret
}

/// Signs in with the password and opens the page of the app's code.
async fn up_to_the_app(owner: &Owner, browser: &Browser) -> Page {
    let page = owner.sign_in(browser).await;
    assert_eq!(page.path, "/prove/signin", "{}", page.text());
    let page = browser.get(&page.link_to("Aegis di HP Ibu").unwrap()).await;
    assert_eq!(page.path, "/prove/signin/totp");
    page
}

/// Makes the first sheet; its codes as they stand on the page.
pub(crate) async fn sheet(owner: &Owner) -> Vec<String> {
    let page = owner.open(SHEET).await;
    let page = owner.browser.submit(&page, SHEET, &[]).await;
    assert!(page.shows("hanya tampil sekali"), "{}", page.text());
    codes(&page)
}

/// The codes on a page.
fn codes(page: &Page) -> Vec<String> {
    let listed = page.body.split("<li><code>").skip(1);
    listed
        .map(|part| part.split('<').next().unwrap().to_owned())
        .collect()
}

/// Types a code into a recovery.
async fn recover_with(browser: &Browser, name: &str, code: &str) -> Page {
    let page = ask(browser, name).await;
    let page = browser.get(&page.link_to("Kode cadangan").unwrap()).await;
    browser
        .submit(&page, "/prove/recover/recovery-code", &[("code", code)])
        .await
}

/// How many messages say this.
async fn told(world: &World, text: &str) -> usize {
    let inbox = world.inbox().await;
    inbox.iter().filter(|m| m.text.contains(text)).count()
}

on_both! {
    /// S-078: QR, link and letters with the operator's name; a reload shows the same secret; one right code confirms it, the owner
    /// is told, and a second app may be added.
    async fn s078_an_app_is_set_up(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.get(APP).await;
        let link = page.link("otpauth://").unwrap();
        assert!(link.starts_with("otpauth://totp/Akun%20Nusa:Sari?secret="), "{link}");
        assert!(link.ends_with("issuer=Akun%20Nusa"), "{link}");
        assert!(page.body.contains("<figure class=\"qr\"><svg"));
        assert!(page.shows("Chrome, Android"), "where the app is: {}", page.text());
        let secret_before = secret(&page);
        let page = owner.browser.get(APP).await;
        assert_eq!(secret(&page), secret_before, "a reload shows the same");
        let code = shows(&world, &secret_before, 0);
        let none = owner.browser.submit(&page, APP, &[("name", " "), ("place", ""), ("code", "12")]).await;
        assert_eq!(none.status, 422);
        assert!(none.shows("Isi nama") && none.shows("Pilih tempat") && none.shows("Kodenya 6 angka"), "{}", none.text());
        let other = shows(&world, &secret_before, 9);
        let wrong = owner.browser.submit(&page, APP, &[("name", "Aegis"), ("place", "other"), ("code", &other)]).await;
        assert!(wrong.shows("Kode belum cocok"), "{}", wrong.text());
        assert_eq!(secret(&wrong), secret_before);
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        let here = page.field("place").unwrap_or_default();
        let done = owner.browser.submit(&wrong, APP, &[("name", "Aegis"), ("place", &here), ("code", &spaced)]).await;
        assert_eq!(done.path, "/account/security?done=totp", "{}", done.text());
        assert!(done.shows("Aegis") && done.shows("Bisa dipakai di Chrome, Android"), "{}", done.text());
        assert_eq!(told(&world, "Aplikasi kode baru saja dipasang").await, 1, "STD-31");
        let next = owner.browser.get(APP).await;
        assert_ne!(secret(&next), secret_before, "another app has a secret of its own");
        app(&world, &owner).await;
        assert!(owner.browser.get("/account/security").await.shows("Aegis di HP Ibu"));
    }

    /// S-084, S-088, STD-25: the second step by app names it, takes a pasted code, allows one step of drift, and no code twice.
    async fn s088_the_second_step_by_app(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let secret = app(&world, &owner).await;
        two_step(&world, &owner).await;
        let replay = shows(&world, &secret, 0);
        let browser = world.browser();
        let page = up_to_the_app(&owner, &browser).await;
        assert!(page.shows("Buka Aegis di HP Ibu"), "{}", page.text());
        let tries = |code: String| {
            let (browser, page) = (&browser, &page);
            async move { browser.submit(page, "/prove/signin/totp", &[("code", &code)]).await }
        };
        let used = tries(replay).await;
        assert!(used.shows("sudah dipakai"), "the code that set it up: {}", used.text());
        world.advance(Span::minutes(5)).await;
        for off in [-2, 2] {
            let page = tries(shows(&world, &secret, off)).await;
            assert_eq!(page.status, 422, "{off} steps off");
            assert!(page.shows("Kode belum cocok"), "{}", page.text());
        }
        let late = shows(&world, &secret, -1);
        let page = tries(format!(" {} {}", &late[..3], &late[3..])).await;
        assert_eq!(page.path, "/", "{}", page.text());
        assert!(browser.cookie("session").is_some());
        let second = world.browser();
        let page = up_to_the_app(&owner, &second).await;
        let page = second.submit(&page, "/prove/signin/totp", &[("code", &late)]).await;
        assert!(page.shows("sudah dipakai"), "replay elsewhere: {}", page.text());
        let early = shows(&world, &secret, 1);
        let page = second.submit(&page, "/prove/signin/totp", &[("code", &early)]).await;
        assert_eq!(page.path, "/", "{}", page.text());
    }

    /// STD-1, STD-46: five wrong codes empty the strangers' pool; then nothing is compared. The missed step is told once.
    async fn std1_an_empty_pool_compares_nothing(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let secret = app(&world, &owner).await;
        two_step(&world, &owner).await;
        world.advance(Span::minutes(1)).await;
        let browser = world.browser();
        let page = up_to_the_app(&owner, &browser).await;
        let wrong = shows(&world, &secret, 7);
        for _ in 0..5 {
            let page = browser.submit(&page, "/prove/signin/totp", &[("code", &wrong)]).await;
            assert!(page.shows("Kode belum cocok"), "{}", page.text());
        }
        let right = shows(&world, &secret, 0);
        let page = browser.submit(&page, "/prove/signin/totp", &[("code", &right)]).await;
        assert!(page.shows("Terlalu banyak percobaan"), "{}", page.text());
        assert_eq!(told(&world, "kata sandi yang benar").await, 1);
        world.advance(Span::minutes(12)).await;
        let right = shows(&world, &secret, 0);
        let page = browser.submit(&page, "/prove/signin/totp", &[("code", &right)]).await;
        assert_eq!(page.path, "/", "{}", page.text());
    }

    /// One code, two requests at once: one of them gets in.
    async fn std25_a_code_counts_once_at_once(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let secret = app(&world, &owner).await;
        two_step(&world, &owner).await;
        world.advance(Span::minutes(1)).await;
        let (a, b) = (world.browser(), world.browser());
        up_to_the_app(&owner, &a).await;
        up_to_the_app(&owner, &b).await;
        let code = shows(&world, &secret, 0);
        let fields = [("code", code.as_str())];
        let (one, other) = tokio::join!(a.post("/prove/signin/totp", &fields), b.post("/prove/signin/totp", &fields));
        let opened = [&one, &other].into_iter().filter(|page| page.path == "/").count();
        assert_eq!(opened, 1, "{} / {}", one.text(), other.text());
    }

    /// Design §2: a code from an app is never the first proof of a recovery, for any name; after another it counts.
    async fn an_app_is_never_the_first_proof(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let secret = app(&world, &owner).await;
        two_step(&world, &owner).await;
        world.advance(Span::days(8)).await;
        for (browser, name) in [(world.browser(), MAIL), (world.browser(), "tak.ada@nusa.example"), (owner.browser.moved_to([10, 9, 8, 7]), MAIL)] {
            let list = ask(&browser, name).await;
            assert!(!list.shows("aplikasi kode"), "{}", list.text());
            let before = browser.get("/recover").await;
            assert_eq!(browser.get("/prove/recover/totp").await.path, "/recover");
            let code = shows(&world, &secret, 0);
            let after = browser.post("/prove/recover/totp", &[("code", &code)]).await;
            assert_eq!(after.path, "/recover");
            assert_eq!(after.text(), before.text());
        }
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        assert!(!page.shows("Buat kata sandi baru"), "one of two: {}", page.text());
        let page = browser.get(&page.link_to("Aegis di HP Ibu").unwrap()).await;
        let code = shows(&world, &secret, 0);
        let page = browser.submit(&page, "/prove/recover/totp", &[("code", &code)]).await;
        assert_eq!(page.path, "/recover", "{}", page.text());
        let before = browser.post("/prove/recover/totp", &[("code", &code)]).await;
        assert!(before.shows("sudah dipakai") || before.path == "/recover", "{}", before.text());
    }

    /// S-081: one more proof of a signed-in owner, by app.
    async fn s081_an_app_is_one_more_proof(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let secret = app(&world, &owner).await;
        sheet(&owner).await;
        world.advance(Span::days(8)).await;
        let page = owner.browser.get(SHEET).await;
        let page = owner.browser.submit(&page, SHEET, &[]).await;
        assert!(page.path.starts_with("/prove/replace-method."), "{}", page.path);
        let base = page.path.trim_end_matches("/password").to_owned();
        let page = owner.browser.submit(&page, &page.path, &[("password", PASSWORD)]).await;
        assert_eq!(page.path, base, "the password alone is not enough: {}", page.text());
        let page = owner.browser.get(&page.link_to("Aegis di HP Ibu").unwrap()).await;
        let code = shows(&world, &secret, 0);
        let page = owner.browser.submit(&page, &page.path, &[("code", &code)]).await;
        assert!(page.shows("dengan masa tunggu"), "{}", page.text());
        let page = owner.browser.get(SHEET).await;
        let page = owner.browser.submit(&page, SHEET, &[]).await;
        assert_eq!(page.status, 403);
        assert!(page.shows("Lembar lama bisa diganti"), "{}", page.text());
        assert!(codes(&page).is_empty());
    }

    /// STD-29, STD-34: ten codes, shown once; the card as a page and as a PDF; sending the form twice changes nothing.
    async fn std34_a_sheet_is_shown_once(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let page = owner.open(SHEET).await;
        let made = owner.browser.submit(&page, SHEET, &[]).await;
        let all = codes(&made);
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 10);
        assert!(all.iter().all(|code| code.len() == 29), "{all:?}");
        assert!(made.shows("Simpan di rumah, bukan di HP"), "{}", made.text());
        assert!(made.shows("localhost:8480/forgot") && made.shows("s…i@n….example"), "{}", made.text());
        assert_eq!(made.header("cache-control").as_deref(), Some("no-store"));
        let sealed = made.field("card").unwrap();
        assert!(all.iter().all(|code| !sealed.contains(code)));
        let pdf = owner.browser.submit(&made, "/codes/card.pdf", &[]).await;
        assert_eq!(pdf.header("content-type").as_deref(), Some("application/pdf"));
        assert!(pdf.body.starts_with("%PDF-1.4"));
        assert!(all.iter().all(|code| pdf.body.contains(&hex(code))), "every code is on it");
        let forged = owner.browser.post("/codes/card.pdf", &[("card", "AAAA")]).await;
        assert_eq!(forged.status, 409);
        let again = owner.browser.submit(&page, SHEET, &[]).await;
        assert_eq!(again.path, SHEET);
        assert!(codes(&again).is_empty() && again.shows("10 dari 10"), "{}", again.text());
        world.advance(Span::minutes(15)).await;
        assert_eq!(owner.browser.submit(&made, "/codes/card.pdf", &[]).await.status, 409);
        assert_eq!(told(&world, "Kode cadangan baru saja dibuat").await, 1, "STD-31");
    }

    /// STD-34: the second step by a saved code, typed as people do; the code is used up, its owner is told and given a new one.
    async fn std34_the_second_step_by_a_saved_code(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let all = sheet(&owner).await;
        two_step(&world, &owner).await;
        let browser = world.browser();
        let page = owner.sign_in(&browser).await;
        let page = browser.get(&page.link_to("Kode cadangan").unwrap()).await;
        let bad = browser.submit(&page, "/prove/signin/recovery-code", &[("code", "ABCD 1234")]).await;
        assert!(bad.shows("24 huruf dan angka") && bad.shows("ABCD 1234"), "the input is kept: {}", bad.text());
        let wrong = browser.submit(&page, "/prove/signin/recovery-code", &[("code", "0000 0000 0000 0000 0000 0000")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.shows("Kode belum cocok"), "{}", wrong.text());
        let typed = all[3].to_lowercase().replace(' ', "-").replace('0', "o").replace('1', "l");
        let page = browser.submit(&page, "/prove/signin/recovery-code", &[("code", &typed)]).await;
        assert!(page.shows("Kode tadi sudah terpakai"), "{}", page.text());
        let new = codes(&page);
        assert_eq!(new.len(), 1);
        assert!(browser.cookie("session").is_some(), "signed in already");
        assert_eq!(page.link_to("Lanjut").as_deref(), Some("/"));
        assert_eq!(browser.get("/").await.path, "/");
        assert_eq!(told(&world, "Satu kode cadangan baru saja dipakai").await, 1);
        let page = browser.get(SHEET).await;
        assert!(page.shows("10 dari 10"), "{}", page.text());
        for (code, good) in [(&all[3], false), (&new[0], true)] {
            let next = world.browser();
            owner.sign_in(&next).await;
            let page = next.post("/prove/signin/recovery-code", &[("code", code)]).await;
            assert_eq!(page.shows("Kode tadi sudah terpakai"), good, "{}", page.text());
        }
    }

    /// STD-34: two requests at once with one code: one of them counts.
    async fn std34_a_saved_code_counts_once_at_once(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let all = sheet(&owner).await;
        two_step(&world, &owner).await;
        let (a, b) = (world.browser(), world.browser());
        owner.sign_in(&a).await;
        owner.sign_in(&b).await;
        let fields = [("code", all[0].as_str())];
        let (one, other) = tokio::join!(
            a.post("/prove/signin/recovery-code", &fields),
            b.post("/prove/signin/recovery-code", &fields)
        );
        let opened = [&one, &other].into_iter().filter(|page| page.shows("sudah terpakai")).count();
        assert_eq!(opened, 1, "{} / {}", one.text(), other.text());
        assert_eq!(told(&world, "Satu kode cadangan baru saja dipakai").await, 1);
    }

    /// STD-33: without two-step verification one saved code recovers at once; another account's code does nothing here, and stays good.
    async fn std33_one_code_recovers_at_once(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let all = sheet(&owner).await;
        let other = Owner::new(&world, "rudi@nusa.example").await;
        let others = sheet(&other).await;
        world.advance(Span::days(8)).await;
        let browser = world.browser();
        let page = recover_with(&browser, MAIL, &others[0]).await;
        assert!(page.shows("Kode belum cocok"), "{}", page.text());
        assert_eq!(told(&world, "Satu kode cadangan baru saja dipakai").await, 0);
        let page = recover_with(&browser, MAIL, &all[0]).await;
        assert!(page.shows("Kode tadi sudah terpakai"), "{}", page.text());
        assert_eq!(codes(&page).len(), 1);
        let page = browser.get(&page.link_to("Lanjut").unwrap()).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
        let page = recover_with(&world.browser(), "rudi@nusa.example", &others[0]).await;
        assert!(page.shows("Kode tadi sudah terpakai"), "it was not spent: {}", page.text());
    }

    /// STD-38, G2: with two-step verification a saved code alone waits 72 hours and brings no new code; with the mail it opens at once.
    async fn std38_a_code_and_the_mail_recover_at_once(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let all = sheet(&owner).await;
        two_step(&world, &owner).await;
        world.advance(Span::days(8)).await;
        let thief = world.browser();
        let page = recover_with(&thief, MAIL, &all[0]).await;
        assert_eq!(page.path, "/recover");
        assert!(page.shows("Permintaan diterima") || page.shows("masa tunggu"), "{}", page.text());
        assert!(codes(&page).is_empty());
        let mail = world.last_to(MAIL).await;
        assert!(mail.text.contains("Ini bukan saya"), "{}", mail.text);
        assert!(link(&mail).starts_with("/n/"));
        world.advance(Span::hours(2)).await;
        let browser = world.browser();
        let page = prove(&world, &browser, MAIL, "email").await;
        assert!(!page.shows("Buat kata sandi baru"), "{}", page.text());
        let page = browser.get(&page.link_to("Kode cadangan").unwrap()).await;
        let page = browser.submit(&page, "/prove/recover/recovery-code", &[("code", &all[1])]).await;
        assert!(page.shows("Kode tadi sudah terpakai"), "{}", page.text());
        let page = browser.get("/recover").await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// STD-41: before a proof, a saved code tells nothing about a name; tries are bounded per network, and strangers elsewhere take
    /// nothing from the owner (G4).
    async fn std41_unknown_names_behave_alike(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let all = sheet(&owner).await;
        world.advance(Span::days(8)).await;
        let (known, unknown) = (world.browser(), world.browser());
        let wrong = "0000 0000 0000 0000 0000 0000";
        for code in ["x", wrong, wrong] {
            let a = recover_with(&known, MAIL, code).await;
            let b = recover_with(&unknown, "tak.ada@nusa.example", code).await;
            assert_eq!((a.status, &a.path, a.text()), (b.status, &b.path, b.text()));
        }
        let good = recover_with(&unknown, "tak.ada@nusa.example", &all[0]).await;
        assert!(good.shows("Kode belum cocok"), "{}", good.text());
        for _ in 0..130 {
            known.post("/prove/recover/recovery-code", &[("code", wrong)]).await;
        }
        let page = known.post("/prove/recover/recovery-code", &[("code", &all[0])]).await;
        assert!(page.shows("Terlalu banyak percobaan"), "{}", page.text());
        let page = recover_with(&world.browser(), MAIL, &all[0]).await;
        assert!(page.shows("Kode tadi sudah terpakai"), "G4: {}", page.text());
    }

    /// G4: a neighbour who uses up what a network's strangers may try takes nothing from a browser that is known there.
    async fn g4_a_neighbour_does_not_use_up_a_known_browsers_tries(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let all = sheet(&owner).await;
        owner.sign_out().await;
        world.advance(Span::days(8)).await;
        let home = [203, 0, 200, 7];
        let (neighbour, stranger) = (world.browser_at(home), world.browser_at(home));
        ask(&neighbour, MAIL).await;
        let wrong = [("code", "0000 0000 0000 0000 0000 0000")];
        for _ in 0..121 {
            neighbour.post("/prove/recover/recovery-code", &wrong).await;
        }
        let page = recover_with(&stranger, MAIL, &all[0]).await;
        assert!(page.shows("Terlalu banyak percobaan"), "{}", page.text());
        let known = owner.browser.moved_to(home);
        ask(&known, MAIL).await;
        let page = known.post("/prove/recover/recovery-code", &[("code", &all[0])]).await;
        assert!(page.shows("Kode tadi sudah terpakai"), "{}", page.text());
    }

    /// G2: where an app is, is the form's word: unless two independent proofs were shown, it may be where its secret was as well.
    async fn g2_an_app_may_be_where_its_secret_was_shown(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let here = owner.asker(&world).await.standing.id().unwrap();
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/");
        let account = owner.account();
        let known = world.app.db.view(move |view| kunci_server::browsers::known(view, account)).await.unwrap();
        let there = known.iter().find(|browser| browser.id != here).unwrap().id;
        let page = owner.open(APP).await;
        let code = shows(&world, &secret(&page), 0);
        let place = there.simple().to_string();
        let fields = [("name", "Aegis"), ("place", place.as_str()), ("code", &code)];
        let page = owner.browser.submit(&page, APP, &fields).await;
        assert_eq!(page.path, "/account/security?done=totp", "{}", page.text());
        let app = world.app.clone();
        let methods = world.app.db.view(move |view| kunci_server::gate::methods(view, &app, account)).await.unwrap();
        let mut reach = methods.into_iter().find(|m| m.kind == MethodKind::Totp).unwrap().reach;
        reach.sort_unstable();
        let mut both = vec![here, there];
        both.sort_unstable();
        assert_eq!(reach, both);
    }

    /// A family's number leads to several accounts; a saved code says which.
    async fn a_saved_code_says_which_of_a_family(world: World) {
        let number = "+6281234567890";
        let first = Owner::new(&world, number).await;
        let mother = sheet(&first).await;
        world.advance(Span::hours(3)).await;
        let second = Owner::new(&world, number).await;
        assert_ne!(first.account(), second.account());
        world.advance(Span::days(8)).await;
        let browser = world.browser();
        let page = recover_with(&browser, number, &mother[0]).await;
        assert!(page.shows("Kode tadi sudah terpakai"), "{}", page.text());
        assert!(browser.get("/recover").await.shows("Buat kata sandi baru"));
    }

    /// Policy row "new recovery codes": the sign-in and two independent proofs replace the sheet at once; the old one is void.
    async fn two_proofs_replace_the_sheet(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let old = sheet(&owner).await;
        world.advance(Span::days(8)).await;
        let page = owner.browser.get(SHEET).await;
        let page = owner.browser.submit(&page, SHEET, &[]).await;
        let base = page.path.trim_end_matches("/password").to_owned();
        let page = owner.browser.submit(&page, &page.path, &[("password", PASSWORD)]).await;
        let page = owner.browser.get(&page.link_to("Kode cadangan").unwrap()).await;
        let page = owner.browser.submit(&page, &page.path, &[("code", &old[0])]).await;
        assert_eq!(codes(&page).len(), 1, "{}", page.text());
        assert_eq!(page.link_to("Lanjut").as_deref(), Some(base.as_str()), "one more is needed");
        let page = owner.browser.get(&base).await;
        let page = prove_contact(&world, &owner.browser, &page, (MAIL, "s…i@")).await;
        assert_eq!(page.path, SHEET, "{}", page.text());
        let page = owner.browser.submit(&page, SHEET, &[]).await;
        let new = codes(&page);
        assert_eq!(new.len(), 10, "{}", page.text());
        assert_eq!(told(&world, "Kode cadangan baru saja diganti").await, 1);
        two_step(&world, &owner).await;
        for (code, good) in [(&old[1], false), (&new[0], true)] {
            let next = world.browser();
            owner.sign_in(&next).await;
            let page = next.post("/prove/signin/recovery-code", &[("code", code)]).await;
            assert_eq!(page.shows("Kode tadi sudah terpakai"), good, "{}", page.text());
        }
    }
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
