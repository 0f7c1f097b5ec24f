//! Help, "why am I locked" and the official contacts, from outside.

use kunci_db::testing::Engine;
use kunci_rules::locks::Cause;
use kunci_rules::{Id, Span, Time};
use kunci_server::config::Social;
use kunci_server::locks::{self, Subject};
use kunci_server::web::Token;

use crate::owner::{Owner, try_password};
use crate::recovery::{ask_by, prove};
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";

fn account_of(owner: &Owner) -> Id {
    Token::parse(&owner.browser.cookie("session").unwrap())
        .unwrap()
        .root
}

/// Places a lock as the product's own rules would.
pub(crate) async fn lock(world: &World, account: Id, cause: Cause, until: Option<Time>) {
    let now = world.now();
    let place = move |tx: &kunci_db::Tx<'_>| {
        let lock = locks::New {
            subject: Subject::Account,
            subject_id: None,
            cause,
            rule: "test",
            first_at: now,
            tries: 0,
            places: 0,
            own: false,
            lifts_at: until,
        };
        locks::place(tx, account, &lock)
    };
    world.app.db.tx(place).await.unwrap();
}

#[tokio::test]
async fn s004_six_topics_lead_to_one_another() {
    let world = World::on(Engine::Sqlite).await;
    let page = world.browser().get("/help").await;
    for anchor in ["causes", "website", "device", "two-step", "find", "contact"] {
        assert!(page.body.contains(&format!("id=\"{anchor}\"")), "{anchor}");
        let links = page.body.matches(&format!("href=\"#{anchor}\"")).count();
        assert!(links >= 2, "{anchor} is reached from {links} places");
    }
    for text in [
        "Kami tidak bisa membuka PIN layar dari jauh",
        "Ini tidak membuka akun yang terkunci",
        "Jangan berikan kata sandi atau kode kepada siapa pun",
        "Kami tidak menyimpan cadangan isi HP",
    ] {
        assert!(
            page.shows(text),
            "S-007, S-022, S-039, S-097, C-15, C-16: {text}"
        );
    }
    for link in ["/forgot", "/help/locked", "/contact", "/find"] {
        assert_eq!(page.link(link).as_deref(), Some(link));
    }
}

#[tokio::test]
async fn s004_every_link_of_the_help_pages_leads_somewhere() {
    let world = World::on(Engine::Sqlite).await;
    let browser = world.browser();
    for from in ["/help", "/help/locked", "/contact"] {
        let page = browser.get(from).await;
        for link in crate::html::links(&page.body) {
            if link.starts_with('/') {
                let to = browser.get(&link).await;
                assert!(
                    to.status.is_success(),
                    "{from} links to {link}: {}",
                    to.status
                );
            }
        }
    }
}

#[tokio::test]
async fn s122_the_official_contacts_have_one_source() {
    let world = World::with(Engine::Sqlite, |config| {
        let support = &mut config.brand.support;
        support.phone = "1500 123".to_owned();
        support.email = "tolong@nusa.example".to_owned();
        support.whatsapp = "+62 811 1234 567".to_owned();
        support.hours_id = "Senin–Sabtu, 08.00–20.00 WIB".to_owned();
        support.hours_en = "Monday to Saturday, 08:00–20:00 WIB".to_owned();
        support.social = vec![Social {
            network: "Instagram".to_owned(),
            handle: "@akun.nusa".to_owned(),
            url: "https://instagram.com/akun.nusa".to_owned(),
        }];
    })
    .await;
    let page = world.browser().get("/contact").await;
    for text in [
        "1500 123",
        "tolong@nusa.example",
        "+62 811 1234 567",
        "Senin–Sabtu",
        "@akun.nusa",
    ] {
        assert!(page.shows(text), "S-124, S-125: {text} in {}", page.text());
    }
    assert!(page.body.contains("href=\"https://wa.me/628111234567\""));
    assert!(page.shows("Bantuan akun dan kunci gratis"), "S-151");
    assert!(page.shows("tanda terverifikasi"), "S-123");
    assert!(page.shows("*#06#"), "S-121, S-129");
    let text = page.text();
    assert!(
        text.find("Media sosial") > text.find("Siapkan dulu"),
        "S-148: social media come last"
    );
    let official = world
        .browser()
        .get("/.well-known/official-contacts.json")
        .await
        .json();
    assert_eq!(official["phone"], "1500 123");
    assert_eq!(official["social"][0]["handle"], "@akun.nusa");
    assert_eq!(official["website"], crate::world::URL);
    let english = world.browser().in_english().get("/contact").await;
    assert!(english.shows("Monday to Saturday"), "{}", english.text());
}

#[tokio::test]
async fn s005_every_page_leads_to_a_person() {
    let world = World::on(Engine::Sqlite).await;
    for path in [
        "/help",
        "/help/locked",
        "/contact",
        "/forgot",
        "/signin",
        "/n/x",
        "/recover/ways",
    ] {
        let page = world.browser().get(path).await;
        let links = crate::html::links(&page.body);
        assert!(
            links.iter().any(|link| link == "/contact"),
            "{path}: {links:?}"
        );
    }
    assert!(
        world
            .browser()
            .get("/contact")
            .await
            .shows("Kontak resmi belum diisi"),
        "nothing is invented"
    );
}

on_both! {
    /// S-001, S-017, S-020: causes for everyone, in the order of what really happens here.
    async fn s017_causes_follow_the_counts(world: World) {
        let stranger = world.browser();
        let page = stranger.get("/help/locked").await;
        assert!(page.shows("Terkunci bukan berarti hilang"), "{}", page.text());
        assert!(page.shows("Belum ada akhir-akhir ini"), "{}", page.text());
        let order = |text: &str, a: &str, b: &str| text.find(a).unwrap() < text.find(b).unwrap();
        assert!(page.shows("Bukti diminta lagi dan lagi"), "S-011: the symptom is found by its words: {}", page.text());
        let (guesses, forgotten) = ("Kata sandi berkali-kali belum cocok", "Kata sandi terlupa");
        assert!(order(&page.text(), guesses, forgotten), "without counts: easiest first");
        for n in 0..3 {
            let owner = Owner::new(&world, &format!("sari{n}@nusa.example")).await;
            prove(&world, &world.browser(), &owner.login, "email").await;
        }
        let text = stranger.get("/help/locked").await.text();
        assert!(order(&text, forgotten, guesses), "three forgot: {text}");
        assert!(text.contains("Sangat sering"), "{text}");
        for n in 0..9 {
            let owner = Owner::new(&world, &format!("budi{n}@nusa.example")).await;
            for try_ in 0..5 {
                try_password(&world.browser_at([198, n, try_, 9]), &owner.login, "tebakan").await;
            }
        }
        let text = stranger.get("/help/locked").await.text();
        assert!(order(&text, guesses, forgotten), "nine were guessed at: {text}");
    }

    /// S-019, voice.md 3.3: after an attack, a known browser sees why, since when, from how many places, and what works.
    async fn s008_the_personal_answer_in_a_known_browser(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        owner.sign_out().await;
        for n in 0..6 {
            try_password(&world.browser_at([198, 51, n, 9]), MAIL, "tebakan").await;
        }
        let page = owner.browser.get("/help/locked").await;
        for text in [
            "Akun dijaga dari tebakan orang lain. Data Anda tetap ada.",
            "5 kali kata sandi belum cocok, dari 5 tempat yang belum kami kenal",
            "Ini bukan dari HP Anda",
            "atau sekarang dengan satu bukti",
            "mencari HP yang hilang",
            "Masuk dari perangkat ini seperti biasa",
            "Ada yang mencoba masuk ke akun Anda",
        ] {
            assert!(page.shows(text), "{text} in {}", page.text());
        }
        let stranger = world.browser().get("/help/locked").await;
        assert!(!stranger.shows("tempat yang belum kami kenal"), "strangers see the table only");
        assert!(!stranger.shows("Sari"));
    }

    /// S-021, S-003: from a known browser one press sends a code to the masked contact.
    async fn a_known_browser_recovers_with_one_press(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        owner.sign_out().await;
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.get("/help/locked").await;
        assert!(page.shows("Akun ini tidak dikunci"), "{}", page.text());
        assert!(page.shows("Kirim kode ke s…i@n….example"), "{}", page.text());
        assert!(page.shows("Kata sandi terakhir dibuat 23 November 2026"), "{}", page.text());
        let page = owner.browser.submit(&page, "/recover/here", &[]).await;
        assert!(page.shows("Masukkan 8 angka"), "{}", page.text());
        let code = world.last_to(MAIL).await.code.unwrap();
        let page = owner.browser.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert!(page.shows("Buat kata sandi baru"), "{}", page.text());
    }

    /// Only a browser that the account knows may name its contacts.
    async fn strangers_cannot_start_from_here(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let before = world.inbox().await.len();
        let page = owner.browser.get("/help/locked").await;
        let (account, contact) = (page.field("account").unwrap(), page.field("contact").unwrap());
        let stranger = world.browser();
        let page = stranger.post("/recover/here", &[("account", &account), ("contact", &contact)]).await;
        assert_eq!(page.status, 404);
        ask_by(&world, &stranger, "lain@nusa.example", "email").await;
        stranger.post("/recover/send", &[("way", &contact)]).await;
        assert_eq!(world.inbox().await.len(), before);
    }

    /// S-001: with one proof a new browser sees the personal answer, and goes on from there.
    async fn one_proof_shows_why(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        for n in 0..6 {
            try_password(&world.browser_at([198, 51, n, 9]), MAIL, "tebakan").await;
        }
        world.advance(Span::seconds(1)).await;
        let browser = world.browser();
        let page = browser.get("/forgot?goal=why").await;
        assert!(page.shows("Kenapa akun saya dikunci?"), "{}", page.text());
        let page = browser.submit(&page, "/forgot", &[("name", &owner.login)]).await;
        let page = browser.submit(&page, "/recover/send", &[("way", "email")]).await;
        let code = world.last_to(MAIL).await.code.unwrap();
        let page = browser.submit(&page, "/recover/code", &[("code", &code)]).await;
        assert_eq!(page.path, "/help/locked");
        assert!(page.shows("dari 5 tempat yang belum kami kenal"), "{}", page.text());
        assert_eq!(page.link("/recover").as_deref(), Some("/recover"));
        assert!(browser.get("/recover").await.shows("Buat kata sandi baru"));
    }

    /// S-006, S-008: a lock on the account is enforced for every page of the owner, which leads here and says until when.
    async fn s006_a_locked_account_is_led_here(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let until = world.now() + Span::hours(72);
        lock(&world, account_of(&owner), Cause::Staff, Some(until)).await;
        let page = owner.browser.get("/account/sessions").await;
        assert_eq!(page.path, "/help/locked");
        for text in [
            "Akun dikunci sementara. Data Anda tetap ada.",
            "Petugas menguncinya untuk berjaga-jaga",
            "Kamis, 26 November, pukul 09.14 WIB",
            "memakai HP dan isinya",
        ] {
            assert!(page.shows(text), "{text} in {}", page.text());
        }
        assert!(!page.shows("Masuk dari perangkat ini seperti biasa"));
        world.advance(Span::hours(73)).await;
        assert_eq!(owner.browser.get("/account/sessions").await.path, "/account/sessions");
    }
}
