//! What is really from us: the signed contacts, "was this really you?", and reports of frauds.

use std::collections::BTreeMap;

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kunci_db::testing::Engine;
use kunci_rules::Span;

use crate::owner::Owner;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";

fn decode(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// As any library would: the key by its id, then Ed25519 over `header.payload`.
fn verify(jws: &str, jwks: &serde_json::Value) -> Option<Vec<u8>> {
    let (input, signature) = jws.rsplit_once('.').unwrap();
    let (header, payload) = input.split_once('.').unwrap();
    let header: serde_json::Value = serde_json::from_slice(&decode(header)).unwrap();
    assert_eq!(header["alg"], "EdDSA");
    let keys = jwks["keys"].as_array().unwrap();
    let key = keys.iter().find(|key| key["kid"] == header["kid"]).unwrap();
    assert_eq!(
        (&key["kty"], &key["crv"]),
        (&"OKP".into(), &"Ed25519".into())
    );
    let key = UnparsedPublicKey::new(&ED25519, decode(key["x"].as_str().unwrap()));
    let good = key.verify(input.as_bytes(), &decode(signature)).is_ok();
    good.then(|| decode(payload))
}

#[tokio::test]
async fn s122_the_contacts_file_is_signed_and_an_altered_one_is_not() {
    let world = World::with(Engine::Sqlite, |config| {
        config.brand.support.phone = "1500 123".to_owned();
        config.brand.support.email = "tolong@nusa.example".to_owned();
    })
    .await;
    let browser = world.browser();
    let jwks = browser.get("/.well-known/jwks.json").await.json();
    let signed = browser.get("/.well-known/official-contacts.jws").await.body;
    let file = browser.get("/.well-known/official-contacts.json").await;
    assert_eq!(
        verify(&signed, &jwks).as_deref(),
        Some(file.body.as_bytes())
    );
    let detached = file.header("x-jws-signature").unwrap();
    let attach = |file: &str| {
        let payload = URL_SAFE_NO_PAD.encode(file);
        detached.replace("..", &format!(".{payload}."))
    };
    assert!(verify(&attach(&file.body), &jwks).is_some());
    let altered = file.body.replace("1500 123", "1500 124");
    assert_ne!(altered, file.body);
    assert_eq!(verify(&attach(&altered), &jwks), None);
    let said: BTreeMap<String, serde_json::Value> = serde_json::from_str(&file.body).unwrap();
    assert_eq!(
        said["valid_until"], "2026-12-01T00:00:00Z",
        "a week and a day"
    );
    let page = browser.get("/contact").await;
    for of in ["phone", "email"] {
        assert!(page.shows(said[of].as_str().unwrap()), "one source: {of}");
    }
    for of in ["check_a_message", "report_a_fraud"] {
        let path = said[of]
            .as_str()
            .unwrap()
            .strip_prefix(crate::world::URL)
            .unwrap();
        assert_eq!(page.link(path).as_deref(), Some(path));
    }
}

/// The reference in the newest mail.
async fn reference(world: &World) -> String {
    let mail = world.last_to(MAIL).await;
    let (_, rest) = mail.text.split_once("Kode rujukan: ").unwrap();
    rest[..8].to_owned()
}

on_both! {
    /// S-041: the check of a reference says yes with the day, or no; however it is typed, for 90 days.
    async fn s041_was_this_really_you(world: World) {
        Owner::new(&world, MAIL).await;
        let code = reference(&world).await;
        let browser = world.browser();
        let check = async |typed: &str| {
            let page = browser.get("/check").await;
            browser.submit(&page, "/check", &[("reference", typed)]).await
        };
        for typed in [code.as_str(), &code.to_lowercase(), &code.replace('-', ""), &format!(" Ref {code}.")[4..]] {
            let page = check(typed).await;
            assert!(page.shows("Dari kami, 23 November 2026"), "{typed}: {}", page.text());
            assert!(!page.shows("sari@") && !page.shows("Sari"), "to whom is nobody's business");
        }
        let page = check("0000-000").await;
        assert!(page.shows("Bukan dari kami, atau sudah lama"), "{}", page.text());
        assert_eq!(page.link("/contact/report").as_deref(), Some("/contact/report"));
        for unreadable in ["", "K7F2", "K7F2-9QX-1", "K7F2-9Q\u{c9}"] {
            let page = check(unreadable).await;
            assert_eq!((page.status.as_u16(), page.shows("belum bisa dibaca")), (422, true), "{unreadable}");
        }
        world.advance(Span::days(91)).await;
        assert!(check(&code).await.shows("atau sudah lama"));
    }

    /// What goes to nobody costs what goes to somebody, its reference too (STD-41), and checking is throttled per network.
    async fn s041_checks_are_throttled(world: World) {
        let browser = world.browser();
        let page = browser.get("/forgot").await;
        let page = browser.submit(&page, "/forgot", &[("name", "lain@nusa.example")]).await;
        browser.submit(&page, "/recover/send", &[("way", "email")]).await;
        let kept: Option<i64> = world.app.db.view(|view| view.one(
            &kunci_db::Sql("SELECT CAST(COUNT(*) AS BIGINT) FROM message_references"), &[])).await.unwrap();
        assert_eq!(kept, Some(1));
        for _ in 0..30 {
            assert_eq!(browser.post("/check", &[("reference", "0000-000")]).await.status, 200);
        }
        assert_eq!(browser.post("/check", &[("reference", "0000-000")]).await.status, 429);
        assert_eq!(world.browser().post("/check", &[("reference", "0000-000")]).await.status, 200);
    }

    /// S-122, S-041, S-154: anybody reports a fraud without an account; required fields are marked, the use is said, and it is sealed.
    async fn s122_a_fraud_is_reported(world: World) {
        let browser = world.browser();
        let page = browser.get("/contact").await;
        assert_eq!(page.link("/contact/report").as_deref(), Some("/contact/report"));
        let page = browser.get("/contact/report").await;
        for text in ["(wajib diisi)", "(boleh kosong)", "Kontak hanya dipakai untuk menanyakan laporan ini", "dihapus setelah satu tahun"] {
            assert!(page.shows(text), "S-154: {text}");
        }
        let page = browser.submit(&page, "/contact/report", &[("who", " "), ("what", "minta kode"), ("contact", "")]).await;
        assert_eq!(page.status, 422);
        assert!(page.shows("Isi nomor, alamat, atau akun penipu") && page.shows("minta kode"), "{}", page.text());
        let page = browser.submit(&page, "/contact/report", &[("who", "+62 899 000"), ("what", &"x".repeat(3_001)), ("contact", "")]).await;
        assert!(page.shows("paling banyak 3000 huruf"), "{}", page.text());
        let fields = [("who", "+62 899 000"), ("what", "Minta kode\u{1b}[2J lewat WhatsApp"), ("contact", "budi@nusa.example")];
        let page = browser.post("/contact/report", &fields).await;
        assert_eq!(page.path, "/contact/reported");
        assert!(page.shows("Laporan diterima"), "{}", page.text());
        let app = world.app.clone();
        let found = world.app.db.view(move |view| kunci_server::reports::newest(view, &app, 9)).await.unwrap();
        let [(at, report)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((*at, report.who.as_str(), report.contact.as_str()), (world.now(), "+62 899 000", "budi@nusa.example"));
        let raw: Option<Vec<u8>> = world.app.db.view(|view| view.one(&kunci_db::Sql("SELECT details FROM reports"), &[])).await.unwrap();
        assert!(!String::from_utf8_lossy(&raw.unwrap()).contains("899"), "sealed");
        for _ in 0..4 {
            browser.post("/contact/report", &fields).await;
        }
        assert_eq!(browser.post("/contact/report", &fields).await.status, 429);
    }
}
