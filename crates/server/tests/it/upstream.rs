//! Identities from elsewhere: against a provider that is not ours, and against one that lies.

use axum::http::Request;
use kunci_db::testing::Engine;
use kunci_rules::Span;
use kunci_rules::gate::{Method, MethodKind};
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::hostile::{self, Lie, Signed};
use crate::owner::Owner;
use crate::provider::{self, ID, Provider, Visitor};
use crate::world::{BEGINNING, World};

const MAIL: &str = "sari@nusa.example";
const SARI: &str = "sari@nusa.example/1";

/// The same test on each engine, in a world that knows the shared provider.
macro_rules! with_provider {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: World) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn check($world: World) $body

            #[tokio::test]
            async fn sqlite() {
                check(knows(provider::shared(), Engine::Sqlite).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                check(knows(provider::shared(), Engine::Postgres).await).await;
            }
        }
    )*};
}

async fn knows(provider: &Provider, engine: Engine) -> World {
    World::with(engine, |config| {
        config.upstream = vec![provider.configured()];
    })
    .await
}

/// Presses a link of ours that leads to the provider; the address there.
async fn leaves(browser: &Browser, path: &str) -> String {
    let page = browser.send(Request::get(path)).await;
    let address = page
        .location()
        .unwrap_or_else(|| panic!("{path}: {}", page.text()));
    assert!(address.contains("/auth?"), "{path} leads to {address}");
    address
}

/// Goes through the provider as `who` from a link of ours, and comes back.
async fn through(browser: &Browser, path: &str, who: &str) -> Page {
    let address = leaves(browser, path).await;
    let back = Visitor::new().agrees(&address, who).await;
    browser.get(&back).await
}

/// Connects an identity to the owner's account.
async fn connect(owner: &Owner, who: &str) -> Page {
    let page = owner.open("/account/security/upstream").await;
    let path = page.link_to("Sambungkan Surat").unwrap();
    through(&owner.browser, &path, who).await
}

async fn two_step(world: &World, owner: &Owner) {
    let account = owner.account();
    let on = move |tx: &kunci_db::Tx<'_>| kunci_server::accounts::set_two_step(tx, account, true);
    world.app.db.tx(on).await.unwrap();
}

async fn methods(world: &World, owner: &Owner) -> Vec<Method> {
    let (app, account) = (world.app.clone(), owner.account());
    let read = move |view: &kunci_db::View<'_>| kunci_server::gate::methods(view, &app, account);
    world.app.db.view(read).await.unwrap()
}

fn sign_in() -> String {
    format!("/signin/upstream/{ID}?next=/account/sessions")
}

with_provider! {
    /// S-054: an identity that was connected signs in; every contact was told when it was connected (STD-31).
    async fn s054_a_connected_identity_signs_in(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        world.advance(Span::seconds(1)).await;
        let page = connect(&owner, SARI).await;
        assert_eq!(page.path, "/account/security?done=upstream", "{}", page.text());
        assert!(page.shows("Surat s…i@n….example"), "{}", page.text());
        assert!(world.last_to(MAIL).await.text.contains("Akun lain baru saja disambungkan"));
        let other = world.browser();
        let page = other.get("/signin?next=/account/sessions").await;
        let path = page.link_to("Masuk dengan Surat").unwrap();
        let page = through(&other, &path, SARI).await;
        assert_eq!(page.path, "/account/sessions", "{}", page.text());
        assert!(other.cookie("session").is_some() && other.cookie("browsers").is_some());
    }

    /// S-054: the same mail address of an identity that nobody connected opens nothing, and the page says how to connect it.
    async fn s054_the_same_mail_is_not_enough(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        connect(&owner, SARI).await;
        let thief = world.browser();
        for who in ["sari@nusa.example/2", "sari@nusa.example", "lain@nusa.example"] {
            let page = through(&thief, &sign_in(), who).await;
            assert!(page.path.starts_with("/upstream/surat/failed?why=unconnected"), "{}", page.path);
            assert!(page.shows("Email yang sama belum cukup") && page.shows("pilih \"Sambungkan Surat\""), "{}", page.text());
            assert!(page.link("/signin").is_some() && thief.cookie("session").is_none());
        }
    }

    /// An identity leads to one account: a second one is told so, and its own owner need not connect it again.
    async fn an_identity_belongs_to_one_account(world: World) {
        let sari = Owner::new(&world, MAIL).await;
        connect(&sari, SARI).await;
        let page = connect(&sari, SARI).await;
        assert!(page.shows("sudah tersambung"), "{}", page.text());
        let budi = Owner::new(&world, "budi@nusa.example").await;
        let page = connect(&budi, SARI).await;
        assert!(page.shows("tersambung ke akun lain"), "{}", page.text());
        assert!(methods(&world, &budi).await.iter().all(|m| m.kind != MethodKind::Upstream));
        let page = through(&world.browser(), &sign_in(), SARI).await;
        assert_eq!(page.path, "/account/sessions", "{}", page.text());
    }

    /// STD-52: to connect one is to add a method: the gate wants a fresh sign-in, on the page and again on the way back.
    async fn std52_connecting_needs_a_fresh_sign_in(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        owner.open("/account/security/upstream").await;
        let address = leaves(&owner.browser, "/account/security/upstream/surat").await;
        let back = Visitor::new().agrees(&address, SARI).await;
        // Nine minutes are enough for a visit; six more than the proof lasts.
        world.advance(Span::minutes(9)).await;
        let stranger = world.browser();
        assert!(stranger.get(&back).await.path.contains("why=elsewhere"));
        owner.sign_out().await;
        assert_eq!(owner.browser.get(&back).await.path, "/signin?next=/account/security/upstream");
        assert_eq!(owner.browser.get("/account/security/upstream").await.path, "/signin?next=/account/security/upstream");
        owner.sign_in(&owner.browser).await;
        world.advance(Span::minutes(20)).await;
        let page = owner.browser.get("/account/security/upstream/surat").await;
        assert!(page.path.starts_with("/prove/add-method."), "{}", page.path);
    }

    /// STD-10, policy row "sign in": with two-step verification, the identity and its own mail are one mailbox and not two.
    async fn std10_with_two_steps_its_own_mail_is_no_second(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let page = owner.browser.get("/account/contacts/add").await;
        let page = owner.browser.submit(&page, "/account/contacts/add", &[("contact", "+6281234567890")]).await;
        let code = world.last_to("+6281234567890").await.code.unwrap();
        owner.browser.submit(&page, "/account/contacts/code", &[("code", &code)]).await;
        connect(&owner, SARI).await;
        connect(&owner, "lain@surat.example/1").await;
        two_step(&world, &owner).await;
        let all = methods(&world, &owner).await;
        let mail = all.iter().find(|m| m.kind == MethodKind::Email).unwrap();
        let ids: Vec<&Method> = all.iter().filter(|m| m.kind == MethodKind::Upstream).collect();
        let (same, other): (Vec<&Method>, Vec<&Method>) = ids.into_iter().partition(|m| m.mailbox == Some(mail.id));
        assert_eq!((same.len(), other.len()), (1, 1), "{all:#?}");
        assert!(mail.reach.iter().all(|holder| same[0].reach.contains(holder)));
        assert_eq!(other[0].mailbox, Some(other[0].id));

        let new = world.browser();
        let page = through(&new, &sign_in(), SARI).await;
        assert_eq!(page.path, "/prove/signin", "{}", page.text());
        assert!(page.shows("Bukti tadi sudah cocok") && !page.shows("Kata sandi sudah cocok"), "{}", page.text());
        assert!(!page.shows("s…i@n….example Sekarang") && page.shows("s…i@n….example Bersama"), "its own mail alone does not do: {}", page.text());
        assert!(new.cookie("session").is_none());
        let way = page.value_beside("…7890", "way").unwrap_or_else(|| panic!("{}", page.text()));
        world.advance(Span::seconds(1)).await;
        let page = new.post("/prove/signin/send", &[("way", &way)]).await;
        let wrong = new.submit(&page, "/prove/signin/code", &[("code", "000000")]).await;
        assert_eq!(wrong.status, 422);
        assert!(world.last_to(MAIL).await.text.contains("Seseorang masuk dengan akun yang tersambung"));
        let code = world.inbox().await.into_iter().find_map(|m| m.code.filter(|_| m.to == "+6281234567890")).unwrap();
        let page = new.submit(&page, "/prove/signin/code", &[("code", &code)]).await;
        assert_eq!(page.path, "/account/sessions", "{}", page.text());
    }

    /// STD-41: an identity is a first proof of a recovery, and before it known and unknown names get the same pages and the same work.
    async fn std41_a_recovery_begins_with_an_identity(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        connect(&owner, SARI).await;
        Owner::new(&world, "budi@nusa.example").await;
        let mut seen = Vec::new();
        for name in [MAIL, "budi@nusa.example", "tidak.ada@nusa.example"] {
            let browser = world.browser();
            let page = browser.get("/forgot").await;
            let page = browser.submit(&page, "/forgot", &[("name", name)]).await;
            assert!(page.shows("Akun yang tersambung (Surat)"), "{}", page.text());
            let page = browser.get("/prove/recover/upstream").await;
            assert!(page.shows("Daftar ini sama untuk semua orang"), "{}", page.text());
            let path = page.link_to("Lanjut ke Surat").unwrap();
            let wrong = through(&browser, &path, "lain@nusa.example/1").await;
            seen.push((page.status, page.text(), wrong.status, wrong.path.clone(), wrong.text()));
            let right = through(&browser, &path, SARI).await;
            if name == MAIL {
                assert!(right.shows("Permintaan diterima"), "what was added today counts tomorrow: {}", right.text());
                assert_eq!(right.path, "/recover");
            } else {
                assert_eq!((right.status, right.path), (wrong.status, wrong.path));
            }
        }
        assert_eq!(seen[0], seen[1]);
        assert_eq!(seen[1], seen[2]);
    }

    /// STD-52: the identity is also what "prove it once more" may ask for; afterwards the owner is where they were.
    async fn std52_an_identity_is_a_step_up(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        connect(&owner, SARI).await;
        world.advance(Span::minutes(20)).await;
        let page = owner.browser.get("/account/contacts/add").await;
        let base = page.path.trim_end_matches("/password").to_owned();
        let page = owner.browser.get(&format!("{base}/upstream")).await;
        let path = page.link_to("Lanjut ke Surat").unwrap();
        let page = through(&owner.browser, &path, SARI).await;
        assert_eq!(page.path, "/account/contacts/add", "{}", page.text());
    }

    /// What people do and clocks do: each gets a calm page that says what happened and what to do.
    async fn what_went_wrong_is_told_calmly(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        connect(&owner, SARI).await;
        owner.sign_out().await;
        let browser = world.browser();
        let address = leaves(&browser, &sign_in()).await;
        let back = Visitor::new().refuses(&address).await;
        let page = browser.get(&back).await;
        assert!(page.shows("Belum ada izin dari Surat") && page.shows("Tidak ada yang berubah"), "{}", page.text());
        assert_eq!(page.link_to("Coba lagi").as_deref(), Some("/signin/upstream/surat"));

        let address = leaves(&browser, &sign_in()).await;
        let back = Visitor::new().agrees(&address, SARI).await;
        let elsewhere = world.browser().get(&back).await;
        assert!(elsewhere.shows("Dimulai di perangkat lain"), "{}", elsewhere.text());
        assert_eq!(browser.get(&back).await.path, "/account/sessions", "whoever tried elsewhere spoilt nothing");
        browser.post("/signout", &[]).await;
        let page = browser.get(&back).await;
        assert!(page.shows("Langkah ini sudah dipakai"), "{}", page.text());
        assert!(browser.cookie("session").is_none());

        let address = leaves(&browser, &sign_in()).await;
        let back = Visitor::new().agrees(&address, SARI).await;
        world.advance(Span::minutes(10)).await;
        let page = browser.get(&back).await;
        assert!(page.shows("Langkah ini sudah lewat waktunya"), "{}", page.text());
        let page = browser.get("/upstream/surat/back?state=never&code=x").await;
        assert!(page.shows("sudah lewat waktunya") && !page.path.contains("state="), "{}", page.path);
        for path in ["/upstream/lain/back?state=x", "/signin/upstream/lain", "/upstream/lain/failed"] {
            assert_eq!(browser.get(path).await.status, 404, "{path}");
        }
    }

    /// Any node finishes what another began: everything that a visit needs is in the database.
    async fn another_node_finishes(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        connect(&owner, SARI).await;
        let (_, router) = world.another_node().await;
        let browser = world.browser();
        let address = leaves(&browser, &sign_in()).await;
        let back = Visitor::new().agrees(&address, SARI).await;
        let there = browser.on(router);
        assert_eq!(there.get(&back).await.path, "/account/sessions");
    }

    /// One network begins a bounded number of visits an hour.
    async fn visits_are_bounded(world: World) {
        let browser = world.browser();
        for _ in 0..120 {
            leaves(&browser, &sign_in()).await;
        }
        let page = browser.get(&sign_in()).await;
        assert_eq!(page.status, 429, "{}", page.text());
    }

    /// G4: a neighbour who uses up the visits of a network's strangers keeps no known browser from its own.
    async fn g4_a_neighbour_does_not_use_up_a_known_browsers_visits(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        owner.sign_out().await;
        let home = [203, 0, 200, 7];
        let neighbour = world.browser_at(home);
        for _ in 0..120 {
            leaves(&neighbour, &sign_in()).await;
        }
        assert_eq!(world.browser_at(home).get(&sign_in()).await.status, 429);
        leaves(&owner.browser.moved_to(home), &sign_in()).await;
    }
}

/// A provider whose clock is ahead is told from one that lies.
#[tokio::test]
async fn clocks_that_differ_are_told_so() {
    let provider = Provider::at(provider::ahead());
    let world = knows(&provider, Engine::Sqlite).await;
    let page = through(&world.browser(), &sign_in(), SARI).await;
    assert!(
        page.shows("Jam Surat dan jam kami berbeda"),
        "{}",
        page.text()
    );
}

/// A provider that is down stops neither the start nor any page, and the other ways stay.
#[tokio::test]
async fn a_provider_that_is_down_is_told_calmly() {
    let down = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", down.local_addr().unwrap());
    drop(down);
    let down = provider::upstream(ID, "Surat", &issuer);
    let world = World::with(Engine::Sqlite, |config| config.upstream = vec![down]).await;
    let owner = Owner::new(&world, MAIL).await;
    owner.sign_out().await;
    let browser = world.browser();
    assert!(browser.get("/signin").await.shows("Masuk dengan Surat"));
    let page = browser.get(&sign_in()).await;
    assert!(
        page.shows("Surat belum bisa dihubungi") && page.shows("Cara lain tetap bisa dipakai"),
        "{}",
        page.text()
    );
    assert_eq!(
        page.link_to("Masuk dengan cara lain").as_deref(),
        Some("/signin")
    );
    assert_eq!(owner.sign_in(&browser).await.path, "/");
}

/// Nothing is offered where the operator configured nothing.
#[tokio::test]
async fn without_a_provider_nothing_is_offered() {
    let world = World::on(Engine::Sqlite).await;
    let owner = Owner::new(&world, MAIL).await;
    assert!(
        !owner
            .browser
            .get("/account/security")
            .await
            .shows("Sambungkan")
    );
    assert_eq!(
        owner.browser.get("/account/security/upstream").await.status,
        404
    );
    let browser = world.browser();
    assert!(!browser.get("/signin").await.body.contains("upstream"));
    let page = browser.get("/forgot").await;
    let page = browser.submit(&page, "/forgot", &[("name", MAIL)]).await;
    assert!(!page.body.contains("upstream"));
    assert_eq!(browser.get("/prove/recover/upstream").await.status, 404);
}

/// The claims of an honest token.
fn honest(issuer: &str, nonce: &str) -> Value {
    let now = BEGINNING.0 / 1_000_000;
    json!({"iss": issuer, "aud": "kunci", "sub": "1", "nonce": nonce, "iat": now, "exp": now + 600, "email": MAIL, "email_verified": true})
}

/// A value of the query of an address.
fn query(address: &str, name: &str) -> String {
    let url = reqwest::Url::parse(address).unwrap();
    let mut pairs = url.query_pairs();
    let value = pairs.find(|(key, _)| key == name);
    value.map(|(_, value)| value.into_owned()).unwrap()
}

/// Begins at the lying provider, and comes back with a token that `spoil` changed.
async fn lied_to(
    browser: &Browser,
    issuer: &str,
    signed: Signed,
    spoil: impl FnOnce(&mut Value, &mut Value),
) -> Page {
    let path = format!("/signin/upstream/{}?next=/account/sessions", hostile::ID);
    let address = leaves(browser, &path).await;
    let mut header = json!({"alg": "ES256", "kid": "1"});
    let mut claims = honest(issuer, &query(&address, "nonce"));
    spoil(&mut header, &mut claims);
    let code = hostile::code(&Lie {
        header,
        claims,
        signed,
    });
    let state = query(&address, "state");
    let iss = crate::html::encode(issuer);
    let back = format!(
        "/upstream/{}/back?state={state}&code={code}&iss={iss}",
        hostile::ID
    );
    browser.get(&back).await
}

/// STD-10: what a provider may say wrongly, one thing at a time; the honest token shows that it is that one thing.
#[tokio::test]
#[expect(clippy::too_many_lines, reason = "every lie in one list")]
async fn std10_no_lie_of_a_provider_is_believed() {
    let issuer = hostile::start().await;
    let liar = provider::upstream(hostile::ID, "Jahat", &issuer);
    let world = World::with(Engine::Sqlite, |config| config.upstream = vec![liar]).await;
    let owner = Owner::new(&world, MAIL).await;
    owner.open("/account/security/upstream").await;
    let address = leaves(&owner.browser, "/account/security/upstream/jahat").await;
    let code = hostile::code(&Lie {
        header: json!({"alg": "ES256", "kid": "1"}),
        claims: honest(&issuer, &query(&address, "nonce")),
        signed: Signed::Well,
    });
    let iss = crate::html::encode(&issuer);
    let back = format!(
        "/upstream/jahat/back?state={}&code={code}&iss={iss}",
        query(&address, "state")
    );
    let page = owner.browser.get(&back).await;
    assert_eq!(
        page.path,
        "/account/security?done=upstream",
        "{}",
        page.text()
    );

    type Spoil = fn(&mut Value, &mut Value);
    let lies: [(&str, Signed, Spoil); 14] = [
        ("wrong nonce", Signed::Well, |_, c| {
            c["nonce"] = "another".into();
        }),
        ("no nonce", Signed::Well, |_, c| c["nonce"] = Value::Null),
        ("wrong audience", Signed::Well, |_, c| {
            c["aud"] = "another".into();
        }),
        ("one audience too many", Signed::Well, |_, c| {
            c["aud"] = json!(["kunci", "another"]);
        }),
        ("made for another", Signed::Well, |_, c| {
            c["azp"] = "another".into();
        }),
        ("wrong issuer", Signed::Well, |_, c| {
            c["iss"] = "https://accounts.google.com".into();
        }),
        ("signed by another", Signed::ByAnother, |_, _| ()),
        ("unknown key", Signed::ByAnother, |h, _| {
            h["kid"] = "2".into();
        }),
        ("not signed", Signed::Not, |_, _| ()),
        ("alg none", Signed::Not, |h, _| h["alg"] = "none".into()),
        (
            "alg HS256 with our secret",
            Signed::WithOurSecret,
            |h, _| h["alg"] = "HS256".into(),
        ),
        ("no subject", Signed::Well, |_, c| c["sub"] = "".into()),
        ("no token", Signed::Missing, |_, _| ()),
        ("another algorithm's name", Signed::Well, |h, _| {
            h["alg"] = "RS256".into();
        }),
    ];
    for (lie, signed, spoil) in lies {
        let browser = world.browser();
        let page = lied_to(&browser, &issuer, signed, spoil).await;
        assert!(page.path.contains("why=broken"), "{lie}: {}", page.path);
        assert!(
            page.shows("belum bisa kami percaya") && browser.cookie("session").is_none(),
            "{lie}"
        );
    }
    let times: [(&str, Spoil); 2] = [
        ("ended", |_, c| {
            c["exp"] = json!(BEGINNING.0 / 1_000_000 - 121);
        }),
        ("of the future", |_, c| {
            c["iat"] = json!(BEGINNING.0 / 1_000_000 + 200);
        }),
    ];
    for (lie, spoil) in times {
        let browser = world.browser();
        let page = lied_to(&browser, &issuer, Signed::Well, spoil).await;
        assert!(
            page.path.contains("why=clock") && browser.cookie("session").is_none(),
            "{lie}: {}",
            page.path
        );
    }
    let browser = world.browser();
    let page = lied_to(&browser, &issuer, Signed::Well, |_, _| ()).await;
    assert_eq!(
        page.path,
        "/account/sessions",
        "the honest token: {}",
        page.text()
    );
}

/// STD-10, RFC 9207: an answer is the provider's to which the browser was sent, or nobody's.
#[tokio::test]
async fn std10_providers_are_not_mixed_up() {
    let issuer = hostile::start().await;
    let liar = provider::upstream(hostile::ID, "Jahat", &issuer);
    let good = provider::shared().configured();
    let honest_issuer = good.issuer.clone();
    let both = vec![good, liar];
    let world = World::with(Engine::Sqlite, |config| config.upstream = both).await;
    let owner = Owner::new(&world, MAIL).await;
    connect(&owner, SARI).await;
    for iss in [Some(issuer.as_str()), None] {
        let browser = world.browser();
        let address = leaves(&browser, &sign_in()).await;
        let back = Visitor::new().agrees(&address, SARI).await;
        let (state, code) = (query(&back, "state"), query(&back, "code"));
        let iss = iss.map_or_else(String::new, |iss| {
            format!("&iss={}", crate::html::encode(iss))
        });
        let page = browser
            .get(&format!(
                "/upstream/surat/back?state={state}&code={code}{iss}"
            ))
            .await;
        assert!(page.path.contains("why=broken"), "{iss:?}: {}", page.path);
        assert!(browser.cookie("session").is_none());
    }
    // The state of one at the address of the other: not even looked at, and good still where it belongs.
    let browser = world.browser();
    let address = leaves(&browser, &sign_in()).await;
    let back = Visitor::new().agrees(&address, SARI).await;
    let moved = back.replace("/upstream/surat/", "/upstream/jahat/");
    assert!(browser.get(&moved).await.path.contains("why=expired"));
    assert!(query(&back, "iss") == honest_issuer);
    assert_eq!(browser.get(&back).await.path, "/account/sessions");
}

/// Neither code nor state, address nor subject stands in the log, whatever goes wrong.
#[tokio::test]
async fn nothing_of_a_visit_is_logged() {
    let settings = format!(
        "[log]\nlevel = \"debug\"\n[[upstream]]\nid = \"surat\"\nname = \"Surat\"\nissuer = \"{}\"\nclient_id = \"kunci\"\nclient_secret = \"rahasia-klien\"\n",
        provider::shared().configured().issuer
    );
    let mut process = crate::process::Process::serve(&settings);
    let address = process.address();
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let begun = http
        .get(format!("http://{address}/signin/upstream/surat"))
        .send()
        .await
        .unwrap();
    let place = begun.headers()["location"].to_str().unwrap().to_owned();
    let cookie = begun.headers()["set-cookie"]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let state = query(&place, "state");
    let iss = query(&place, "client_id");
    assert_eq!(iss, "kunci");
    let issuer = provider::shared().configured().issuer;
    let back = format!(
        "http://{address}/upstream/surat/back?state={state}&code=kode-rahasia&iss={issuer}"
    );
    let answer = http
        .get(back)
        .header("cookie", cookie)
        .send()
        .await
        .unwrap();
    let led = answer.headers()["location"].to_str().unwrap().to_owned();
    assert!(
        led.contains("why=down"),
        "a secret that the provider does not know: {led}"
    );
    process.signal("TERM");
    let (_, log) = process.ended();
    assert!(log.contains("check client_id and client_secret"), "{log}");
    for secret in [
        state.as_str(),
        "kode-rahasia",
        "rahasia-klien",
        query(&place, "nonce").as_str(),
    ] {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
}
