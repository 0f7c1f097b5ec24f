//! Alert settings (S-043).

use kunci_rules::Span;

use crate::browser::Browser;
use crate::notices::with_two_contacts;
use crate::owner::Owner;
use crate::world::{World, on_both};

const MAIL: &str = "sari@nusa.example";
const NUMBER: &str = "+6281234567890";
const ALERTS: &str = "/account/security/alerts";

async fn new_messages(world: &World, before: usize) -> Vec<String> {
    let all = world.inbox().await;
    let new = all.len() - before;
    all.into_iter()
        .take(new)
        .map(|message| message.to)
        .collect()
}

async fn sign_in_anew(world: &World, owner: &Owner) -> Vec<String> {
    world.advance(Span::seconds(1)).await;
    let before = world.inbox().await.len();
    let browser: Browser = world.browser();
    assert_eq!(owner.sign_in(&browser).await.path, "/");
    let mut told = new_messages(world, before).await;
    told.sort();
    told
}

/// The contact whose box stands beside this text.
fn contact_beside(body: &str, text: &str) -> String {
    let label = body
        .split("<label")
        .find(|label| label.contains(text))
        .unwrap_or_else(|| panic!("no {text}: {body}"));
    let value = label.split("value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

on_both! {
    /// S-043: on by default; a login alert goes off at one contact; a change of it is told to all, and cannot be switched off.
    async fn s043_login_alerts_go_off_and_critical_ones_do_not(world: World) {
        let owner = with_two_contacts(&world).await;
        assert_eq!(sign_in_anew(&world, &owner).await, [NUMBER, MAIL]);
        let page = owner.browser.get(ALERTS).await;
        assert!(page.shows("Selalu menyala") && page.shows("akun dikunci"), "{}", page.text());
        let number = contact_beside(&page.body, "7890");
        let before = world.inbox().await.len();
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.post(ALERTS, &[("sign-in", &number), ("connected", &number), ("lock", "off")]).await;
        assert!(page.shows("Tersimpan"), "{}", page.text());
        let mut told = new_messages(&world, before).await;
        told.sort();
        assert_eq!(told, [NUMBER, MAIL], "whoever switches alerts off is told of, everywhere");
        assert_eq!(sign_in_anew(&world, &owner).await, [NUMBER]);
        let page = owner.browser.post(ALERTS, &[]).await;
        assert!(page.shows("Tersimpan"), "{}", page.text());
        assert!(sign_in_anew(&world, &owner).await.is_empty(), "all login alerts off");
        let before = world.inbox().await.len();
        world.advance(Span::seconds(1)).await;
        let page = owner.browser.get("/account/sessions").await;
        owner.browser.submit(&page, "/account/sessions/end", &[]).await;
        assert_eq!(new_messages(&world, before).await.len(), 2, "a critical one reaches both");
    }
}
