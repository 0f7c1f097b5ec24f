//! What its owner does about a suspicion lock at `/prove/signin`: two proofs open it now, two on one thing after an hour.

use kunci_db::testing::Engine;
use kunci_rules::Span;

use super::{FAR, MAIL, locked_rules, with_places};
use crate::browser::{Browser, Page};
use crate::codes::sheet;
use crate::notices::with_two_contacts;
use crate::owner::Owner;
use crate::security::prove_contact;
use crate::world::World;

const NUMBER: &str = "+6281234567890";
const LIFT: &str = "/signin/lift";

/// An owner with a mail, a number that may be on the same phone, and a paper at home; and whoever has the right password far away.
pub(crate) async fn locked_out(engine: Engine) -> (World, Owner, Vec<String>, Browser) {
    let directory = tempfile::tempdir().unwrap();
    let world = World::with(engine, with_places(directory.path().to_owned())).await;
    let owner = with_two_contacts(&world).await;
    let codes = sheet(&owner).await;
    // What was added with one proof counts as itself after a week.
    world.advance(Span::days(8)).await;
    owner.sign_out().await;
    assert_eq!(owner.sign_in(&owner.browser).await.path, "/");
    world.advance(Span::minutes(30)).await;
    let far = world.browser_at(FAR);
    let page = owner.sign_in(&far).await;
    assert_eq!(page.path, "/help/locked", "{}", page.text());
    (world, owner, codes, far)
}

/// Proves a contact on the list of the sign-in that the lock has stopped.
async fn proves(world: &World, far: &Browser, (to, masked): (&str, &str)) -> Page {
    world.advance(Span::seconds(1)).await;
    let page = far.get("/prove/signin").await;
    assert!(page.shows("lalu akun terbuka"), "{}", page.text());
    assert!(
        !page.actions().iter().any(|a| a == "/recover/second"),
        "no second step is lost here: {}",
        page.text()
    );
    prove_contact(world, far, &page, (to, masked)).await
}

/// S-027, policy row "lift a suspicion lock": two proofs from different things open it at once, and the sign-in goes on.
pub(super) async fn by_two_proofs(engine: Engine) {
    let (world, owner, codes, far) = locked_out(engine).await;
    let page = proves(&world, &far, (MAIL, "s…i@")).await;
    assert_eq!(page.path, "/prove/signin", "{}", page.text());
    assert!(page.shows("masa tunggu selesai"), "{}", page.text());
    assert_eq!(locked_rules(&world, owner.account()).await.len(), 1);
    assert!(far.cookie("session").is_none(), "one is not enough");
    let page = far.get(&page.link_to("Kode cadangan").unwrap()).await;
    let used = far
        .submit(&page, "/prove/signin/recovery-code", &[("code", &codes[0])])
        .await;
    assert!(used.shows("sudah terpakai"), "{}", used.text());
    assert!(locked_rules(&world, owner.account()).await.is_empty());
    assert!(far.cookie("session").is_some());
    assert_eq!(far.get("/").await.path, "/");
}

/// The same row: two on one thing wait an hour. The wait is begun on the page itself, is said there, and the second proof shortens
/// the one that the first began.
pub(super) async fn after_an_hour(engine: Engine) {
    let (world, owner, _, far) = locked_out(engine).await;
    let page = proves(&world, &far, (MAIL, "s…i@")).await;
    world.advance(Span::seconds(1)).await;
    let begun = far.submit(&page, LIFT, &[]).await;
    assert_eq!(begun.path, "/help/locked", "{}", begun.text());
    let told = world.last_to(NUMBER).await;
    assert!(told.text.contains("permintaan"), "{told:?}");
    let page = far.get("/prove/signin").await;
    assert!(page.shows("sudah berjalan"), "{}", page.text());
    assert!(!page.actions().iter().any(|a| a == LIFT), "begun once");

    let page = proves(&world, &far, (NUMBER, "…7890")).await;
    assert!(!page.shows("sudah berjalan"), "{}", page.text());
    let page = far.submit(&page, LIFT, &[]).await;
    assert!(page.shows("Terbuka lagi"), "{}", page.text());
    world.advance(Span::minutes(58)).await;
    assert_eq!(locked_rules(&world, owner.account()).await.len(), 1);
    world.advance(Span::minutes(3)).await;
    assert!(locked_rules(&world, owner.account()).await.is_empty());
    assert_eq!(owner.sign_in(&far).await.path, "/");
}
