//! Closing an account, from outside (S-095).

use std::collections::BTreeSet;

use kunci_db::{Sql, params};
use kunci_rules::Span;
use kunci_server::feature::Root;
use kunci_server::registry::FEATURES;
use kunci_server::{accounts, audit, closing};

use crate::browser::Page;
use crate::notices::with_two_contacts;
use crate::owner::{Owner, PASSWORD, try_password};
use crate::recovery::link;
use crate::security::prove_contact;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";

/// Presses the button and shows what is asked for: the password and one more.
pub(crate) async fn close(world: &World, owner: &Owner) -> Page {
    let page = owner.browser.get("/account/close").await;
    let page = owner
        .browser
        .submit(&page, "/account/close", &[("sure", "1")])
        .await;
    assert!(page.path.starts_with("/prove/close."), "{}", page.path);
    let page = owner
        .browser
        .submit(&page, &page.path, &[("password", PASSWORD)])
        .await;
    let page = prove_contact(world, &owner.browser, &page, (MAIL, "s…i@")).await;
    assert!(page.shows("dengan masa tunggu"), "{}", page.text());
    assert!(page.shows("Masa tunggu belum mulai"), "{}", page.text());
    assert!(
        !page.shows("sekarang juga"),
        "never at once: {}",
        page.text()
    );
    world.advance(Span::seconds(1)).await;
    let page = owner.browser.get("/account/close").await;
    owner
        .browser
        .submit(&page, "/account/close", &[("sure", "1")])
        .await
}

/// How many rows of a table are an account's.
async fn rows(world: &World, table: &str, account: kunci_rules::Id) -> i64 {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table} WHERE account_id = $1");
    let count = Sql(Box::leak(text.into_boxed_str()));
    let read = move |view: &kunci_db::View<'_>| view.one::<(i64,)>(&count, params![account]);
    world.app.db.view(read).await.unwrap().unwrap().0
}

/// The tables with an account's id, as the migrations make them.
fn tables_of_accounts() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let main = files.filter(|path| {
        !path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("places")
    });
    let text: String = main
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let tables = text.split("CREATE TABLE ").skip(1);
    let with_account = tables.filter_map(|table| {
        let body = table.split(';').next()?;
        let name = body.split([' ', '(']).next()?;
        body.contains("account_id ").then(|| name.to_owned())
    });
    with_account.collect()
}

#[test]
fn every_table_with_an_account_says_what_becomes_of_it() {
    let tables = FEATURES.iter().flat_map(|feature| feature.tables);
    let rooted = tables
        .filter(|table| table.root == Root::Account)
        .map(|table| table.name);
    let known: BTreeSet<&str> = rooted
        .chain(closing::LEADS.iter().copied())
        .chain(closing::KEPT.iter().copied())
        .collect();
    for table in tables_of_accounts() {
        assert!(
            known.contains(table.as_str()),
            "{table} would outlive its account"
        );
    }
}

on_both! {
    /// S-095, policy row "close account": asked for with two proofs, told to everyone, done after fourteen days and not before; then
    /// nothing is left but a trail that can still be verified.
    async fn s095_closed_after_fourteen_days(world: World) {
        let owner = with_two_contacts(&world).await;
        let account = owner.account();
        let page = owner.browser.get("/account/security").await;
        assert_eq!(page.link_to("Tutup akun").as_deref(), Some("/account/close"));
        let page = owner.browser.get("/account/close").await;
        assert!(page.shows("setelah 14 hari") && page.shows("tidak bisa dikembalikan"), "{}", page.text());
        let page = owner.browser.submit(&page, "/account/close", &[]).await;
        assert_eq!(page.status, 422, "asked twice: {}", page.text());
        let page = close(&world, &owner).await;
        assert_eq!(page.path, "/", "{}", page.text());
        assert!(page.shows("Akun ini akan ditutup"), "{}", page.text());
        for to in [MAIL, NUMBER] {
            assert!(world.last_to(to).await.text.contains("permintaan"), "told: {to}");
        }
        world.advance(Span::days(14) - Span::hours(1)).await;
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/", "everything works as before");
        world.advance(Span::hours(2)).await;
        assert_eq!(owner.browser.get("/").await.path, "/signin");
        assert_eq!(try_password(&world.browser(), MAIL, PASSWORD).await.status, 401);
        for to in [MAIL, NUMBER] {
            assert!(world.last_to(to).await.text.contains("ditutup"), "told at the end: {to}");
        }
        for table in tables_of_accounts() {
            let left = rows(&world, &table, account).await;
            assert!(left == 0 || closing::KEPT.contains(&table.as_str()), "{left} rows in {table}");
        }
        let app = world.app.clone();
        let read = move |view: &kunci_db::View<'_>| {
            let verified = audit::verify(view, &app, account)?;
            Ok::<_, kunci_db::Error>((verified, audit::recent(view, &app, account)?, accounts::data_key(view, account)?))
        };
        let (verified, trail, key) = world.app.db.view(read).await.unwrap();
        assert_eq!((verified, key), (None, None));
        assert_eq!(trail[0].0.event, "account-closed");
        assert!(trail.iter().all(|(_, details)| details.is_empty()), "what it said is gone with its key");
        // The names are free again.
        let again = Owner::new(&world, MAIL).await;
        assert_ne!(again.account(), account);
    }

    /// S-095: within the fourteen days, sign in and press one button; nothing was lost.
    async fn s095_taken_back_by_one_button(world: World) {
        let owner = with_two_contacts(&world).await;
        close(&world, &owner).await;
        world.advance(Span::days(13)).await;
        let browser = world.browser();
        let page = owner.sign_in(&browser).await;
        assert!(page.shows("Akun ini akan ditutup"), "{}", page.text());
        let form = page.actions().into_iter().find(|action| action.ends_with("/cancel")).unwrap();
        world.advance(Span::seconds(1)).await;
        let page = browser.submit(&page, &form, &[]).await;
        assert!(page.shows("Permintaan dibatalkan"), "{}", page.text());
        assert!(world.last_to(NUMBER).await.text.contains("permintaan berakhir"));
        world.advance(Span::days(3)).await;
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/");
        assert!(!browser.get("/").await.shows("Akun ini akan ditutup"));
    }

    /// G2: any contact stops it by the link in its message, without signing in.
    async fn g2_any_contact_stops_it(world: World) {
        let owner = with_two_contacts(&world).await;
        close(&world, &owner).await;
        let told = world.last_to(NUMBER).await;
        let reader = world.browser();
        let page = reader.get(&link(&told)).await;
        assert!(page.shows("Ada permintaan menutup akun"), "{}", page.text());
        let page = reader.submit(&page, &link(&told), &[]).await;
        assert!(page.shows("sudah dihentikan"), "{}", page.text());
        world.advance(Span::days(15)).await;
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/");
    }

    /// A protected device would have no owner left: it is released first, and one that is added meanwhile ends the request.
    async fn a_protected_device_is_released_first(world: World) {
        let owner = with_two_contacts(&world).await;
        add_agent(&world, &owner).await;
        world.advance(Span::minutes(20)).await;
        let page = owner.browser.get("/account/close").await;
        assert!(page.shows("Lepas perangkat ini dulu") && page.shows("Lepas Laptop"), "{}", page.text());
        assert!(page.actions().iter().all(|action| action != "/account/close"), "{}", page.text());
        let owner = Owner::new(&world, "rudi@nusa.example").await;
        let page = owner.browser.post("/account/close", &[("sure", "1")]).await;
        assert_eq!(page.path, "/", "at sign-up the password and the contact were shown: {}", page.text());
        add_agent(&world, &owner).await;
        world.advance(Span::days(15)).await;
        assert_eq!(owner.sign_in(&world.browser()).await.path, "/", "not closed");
        assert!(world.last_to("rudi@nusa.example").await.text.len() > 10);
    }

    /// What is held can be taken along, after a fresh sign-in; it has no secrets in it.
    async fn the_owner_takes_their_data_along(world: World) {
        let owner = Owner::new(&world, MAIL).await;
        let page = owner.browser.get("/account/export").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let held = page.json();
        assert_eq!(held["account"]["names"][0], MAIL);
        assert_eq!(held["contacts"][0]["value"], MAIL);
        assert!(!held["sessions"].as_array().unwrap().is_empty() && !held["trail"].as_array().unwrap().is_empty());
        assert!(!page.body.contains("secret") && !page.body.contains("hash"), "{}", page.body);
        world.advance(Span::minutes(20)).await;
        assert!(owner.browser.get("/account/export").await.path.starts_with("/prove/add-method."));
        let held = owner.open("/account/export").await;
        assert_eq!(held.json()["account"]["name"], "Sari");
    }
}

/// A laptop whose agent protects it.
pub(crate) async fn add_agent(world: &World, owner: &Owner) {
    use kunci_server::devices::{self, Credential, Kind, New};
    let account = owner.account();
    let add = move |tx: &kunci_db::Tx<'_>| {
        accounts::hold(tx, account)?;
        let new = New {
            id: tx.id(),
            name: "Laptop".to_owned(),
            kind: Kind::Agent,
            model: String::new(),
            capabilities: Kind::Agent.capabilities(),
        };
        devices::add(tx, account, &new, &Credential::Secret(*account.as_bytes()))
    };
    world.app.db.tx(add).await.unwrap();
}
