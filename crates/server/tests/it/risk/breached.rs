//! Passwords that others know, where a new one is chosen and where a number leads to several accounts.

use std::path::PathBuf;

use kunci_db::testing::Engine;
use kunci_rules::Span;
use tempfile::TempDir;

use super::{MAIL, listed};
use crate::html;
use crate::owner::{Owner, PASSWORD};
use crate::recovery::prove;
use crate::world::World;

const NUMBER: &str = "+6281234567890";
const LEAKED: &str = "payung biru di stasiun tua";

/// A world with the operator's file, empty so far.
async fn with_file(engine: Engine) -> (World, PathBuf, TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("breached.txt");
    std::fs::write(&path, "").unwrap();
    let file = path.clone();
    let world = World::with(engine, |config| config.risk.breached_file = Some(file)).await;
    (world, path, directory)
}

/// STD-17, S-040: a recovery takes no password that others know, says so, and goes on with another.
pub(super) async fn at_a_reset(engine: Engine) {
    let (world, path, _directory) = with_file(engine).await;
    Owner::new(&world, MAIL).await;
    std::fs::write(&path, listed(LEAKED)).unwrap();
    let browser = world.browser();
    let page = prove(&world, &browser, MAIL, "email").await;
    let form = "/recover/password";
    let page = browser.submit(&page, form, &[("password", LEAKED)]).await;
    assert_eq!(page.status, 422, "{}", page.text());
    assert!(page.shows("daftar kata sandi bocor"), "{}", page.text());
    assert!(browser.cookie("session").is_none(), "nothing is set by it");
    let other = [("password", "sepeda tua di bawah hujan")];
    let page = browser.submit(&page, form, &other).await;
    assert_eq!(page.path, "/account/review", "{}", page.text());
}

/// S-040, S-050: chosen among the accounts of a family's number, an account is to change such a password as any other is.
pub(super) async fn of_a_family(engine: Engine) {
    let (world, path, _directory) = with_file(engine).await;
    Owner::new(&world, NUMBER).await;
    world.advance(Span::hours(1)).await;
    let second = Owner::new(&world, NUMBER).await;
    std::fs::write(&path, listed(PASSWORD)).unwrap();
    second.sign_out().await;
    let page = second.sign_in(&second.browser).await;
    assert!(page.shows("Akun yang mana?"), "{}", page.text());
    let mut led = Vec::new();
    for form in html::forms(&page.body) {
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (&**n, &**v)).collect();
        if form.action == "/signin/choose" {
            led.push(second.browser.post(&form.action, &fields).await);
        }
    }
    led.sort_by(|a, b| a.path.cmp(&b.path));
    let [own, other] = led.as_slice() else {
        panic!("two accounts: {}", page.text());
    };
    assert_eq!(own.path, "/account/security/breached", "{}", own.text());
    assert_eq!(other.path, "/help/locked", "unknown to that account");
    assert!(other.shows("daftar kata sandi bocor"), "{}", other.text());
}
