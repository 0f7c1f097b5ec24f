//! What pages must say and show, whoever reads them.

use axum::http::Request;
use kunci_db::testing::Engine;
use kunci_rules::Span;

use crate::browser::{Browser, Page};
use crate::html;
use crate::notices::with_two_contacts;
use crate::owner::Owner;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";

/// S-049: "Lupa kata sandi" on the sign-in page and on the pages about locks; S-055: the entrance for a locked account, signed out
/// and signed in by another method.
#[tokio::test]
async fn s049_s055_the_way_back_is_found_where_it_is_looked_for() {
    let world = World::on(Engine::Sqlite).await;
    let stranger = world.browser();
    for path in ["/signin", "/help/locked", "/contact"] {
        let page = stranger.get(path).await;
        assert_eq!(
            page.link_to("Lupa kata sandi").as_deref(),
            Some("/forgot"),
            "{path}"
        );
    }
    let owner = Owner::new(&world, MAIL).await;
    for browser in [&stranger, &owner.browser] {
        for path in ["/", "/help"] {
            let page = browser.get(path).await;
            assert_eq!(
                page.link_to("Kenapa akun saya dikunci?")
                    .or(page.link("/help/locked"))
                    .as_deref(),
                Some("/help/locked")
            );
        }
        let page = browser.get("/help/locked").await;
        assert!(page.shows("Pulihkan akun yang terkunci"), "{}", page.text());
        assert_eq!(
            page.link_to("Lupa nama akun").as_deref(),
            Some("/forgot/name")
        );
    }
}

/// S-013, S-023: whoever opens the help with a locked account is at the way back in at most three presses, and answers no question
/// on the way.
#[tokio::test]
async fn s013_s023_the_way_back_is_three_presses_away() {
    let world = World::on(Engine::Sqlite).await;
    let browser = world.browser();
    let mut page = browser.get("/").await;
    let mut presses = 0;
    for link in ["Bantuan", "Kenapa akun saya dikunci?", "Lupa kata sandi"] {
        let Some(to) = page.link_to(link) else {
            continue;
        };
        page = browser.get(&to).await;
        presses += 1;
    }
    assert_eq!((page.path.as_str(), presses <= 3), ("/forgot", true));
}

/// S-044: password managers know what each field is, and nothing keeps them or the clipboard out.
#[tokio::test]
async fn s044_password_managers_are_welcome() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, MAIL).await;
    let stranger = world.browser();
    let mut pages = vec![
        (stranger.get("/signin").await, "current-password"),
        (owner.open("/account/security/passkeys").await, "off"),
    ];
    let page = crate::recovery::prove(&world, &world.browser(), MAIL, "email").await;
    pages.push((page, "new-password"));
    for (page, field) in pages {
        assert!(
            page.body.contains(&format!("autocomplete=\"{field}\"")),
            "{field}: {}",
            page.path
        );
        assert!(!page.body.contains("onpaste"), "{}", page.path);
        if field != "off" {
            assert!(
                page.body.contains("autocomplete=\"username"),
                "{}",
                page.path
            );
        }
    }
}

/// What travels when a page is opened for the first time: itself, its styles and its scripts, compressed.
async fn first_load(browser: &Browser, path: &str) -> usize {
    let fetch = async |path: &str| {
        let request = Request::get(path).header("accept-encoding", "br, gzip");
        browser.send(request).await
    };
    let plain = browser.get(path).await;
    let mut load = fetch(path).await.body.len();
    let parts = plain.body.split(['"', '\'']);
    let own = parts.filter(|part| part.starts_with("/assets/") || *part == "/brand.css");
    for part in own {
        let part = fetch(part).await;
        assert_eq!(part.status, 200, "{}", part.path);
        // Lossy text is never shorter than the bytes that it stands for.
        load += part.body.len();
    }
    load
}

/// S-048: the first load of the pages on which a locked-out owner arrives takes at most 100 kB.
#[tokio::test]
async fn s048_the_first_load_is_small() {
    if !kunci_server::web::assets::is_built() {
        return;
    }
    let world = World::on(Engine::Sqlite).await;
    for path in [
        "/signin",
        "/forgot",
        "/forgot/name",
        "/help/locked",
        "/help/two-step",
    ] {
        let load = first_load(&world.browser(), path).await;
        assert!(load > 5_000 && load <= 100_000, "{path}: {load} bytes");
    }
}

/// S-024: an app with a session that has ended gets the documented error, with a page that says what to do.
#[tokio::test]
async fn s024_a_stale_session_is_told_what_to_do() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, MAIL).await;
    assert_eq!(owner.browser.get("/api/v1/account").await.status, 200);
    world.advance(Span::days(31)).await;
    let answer = owner.browser.get("/api/v1/account").await;
    let problem = answer.json();
    assert_eq!(
        (answer.status.as_u16(), problem["code"].as_str()),
        (401, Some("sign_in_required"))
    );
    let help = owner.browser.get(problem["type"].as_str().unwrap()).await;
    assert_eq!(help.status, 200);
    assert!(help.path.starts_with("/problems/"), "{}", help.path);
}

/// S-096, and the explanation that S-073 and S-093 ask for: what is at stake, what may happen, and what to do when it has. S-082,
/// S-083: the way there is told in the words of the pages themselves.
#[tokio::test]
async fn s096_why_two_steps_and_the_way_there() {
    let world = World::on(Engine::Sqlite).await;
    let owner = with_two_contacts(&world).await;
    let page = world.browser().get("/help/two-step").await;
    for text in [
        "Foto, video, dan percakapan",
        "Data pembayaran",
        "Data pribadi terbaca, dan layanan yang terhubung ikut terbuka",
        "menyamar sebagai Anda",
        "data penting bisa dihapus",
        "hubungi mereka lewat nomor resmi",
        "kantor polisi",
        "Bicara dengan petugas",
    ] {
        assert!(page.shows(text), "{text} in {}", page.text());
    }
    let help = world.browser().get("/help").await;
    assert_eq!(
        help.link("/help/two-step").as_deref(),
        Some("/help/two-step")
    );
    for told in [&page, &help] {
        let steps: Vec<String> = steps(told);
        let [menu, title, button] = steps.as_slice() else {
            panic!("{steps:?}")
        };
        let home = owner.browser.get("/").await;
        assert_eq!(home.link_to(menu).as_deref(), Some("/account/security"));
        let security = owner.browser.get("/account/security").await;
        assert!(security.shows(title), "{title}");
        assert!(
            owner
                .browser
                .get("/account/security/two-step")
                .await
                .shows(button),
            "{button}"
        );
    }
}

/// The path to two-step verification, as a page tells it.
fn steps(page: &Page) -> Vec<String> {
    let lists = page.body.split("<ol>").skip(1);
    let list = lists
        .filter_map(|list| list.split("</ol>").next())
        .find(|list| list.contains("Verifikasi dua langkah"));
    let items = list.unwrap().split("<li>").skip(1);
    items
        .map(|item| html::text(&format!("<p>{item}")))
        .collect()
}

on_both! {
    /// S-087: a wrong code is announced, belongs to its field, and says what to do; in each form that takes one.
    async fn s087_a_wrong_code_is_announced(world: World) {
        let browser = world.browser();
        browser.post("/signup", &[("contact", MAIL)]).await;
        browser.post("/forgot", &[("name", MAIL)]).await;
        browser.post("/recover/send", &[("way", "email")]).await;
        browser.post("/forgot/name", &[("contact", MAIL)]).await;
        for (path, code) in [("/signup/code", "000000"), ("/recover/code", "00000000"), ("/forgot/name/code", "00000000"), ("/recover/code", "12")] {
            let page = browser.post(path, &[("code", code)]).await;
            assert_eq!(page.status, 422, "{path}");
            let announced = page.body.split("<p class=\"error\"").nth(1).unwrap_or_else(|| panic!("{}", page.body));
            assert!(announced.split('>').next().unwrap().contains("role=\"alert\""), "{path}");
            assert!(page.body.contains("aria-invalid=\"true\"") && page.body.contains("code-error\""), "{path}");
            assert!(page.body.contains("autocomplete=\"one-time-code\""), "S-086: {path}");
        }
    }

    /// S-090: one large button turns the second step on, with at most two sentences beside it.
    async fn s090_one_large_button_and_two_sentences(world: World) {
        let owner = with_two_contacts(&world).await;
        world.advance(Span::seconds(1)).await;
        crate::security::number_said_elsewhere(&world, &owner).await;
        let page = owner.browser.get("/account/security").await;
        let card = page.body.split("<section").find(|part| part.contains("Verifikasi dua langkah")).unwrap();
        let card = card.split("</section>").next().unwrap();
        assert_eq!(card.matches("class=\"button primary\"").count(), 1, "{card}");
        assert_eq!(page.body.matches("button primary").count(), 1, "one primary button");
        let words = html::text(&format!("<section{card}"));
        assert!(words.matches('.').count() <= 2, "{words}");
    }
}
