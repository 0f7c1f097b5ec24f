//! Messages that strangers trigger, muted by the owner for a day.

use kunci_rules::Span;

use crate::browser::{Browser, Page};
use crate::owner::Owner;
use crate::recovery::{ask, link};
use crate::world::{World, on_both};

const NUMBER: &str = "+6281234567890";

async fn ask_by_phone(browser: &Browser) -> Page {
    let page = ask(browser, NUMBER).await;
    browser
        .submit(&page, "/recover/send", &[("way", "phone")])
        .await
}

async fn arrived(world: &World) -> usize {
    let inbox = world.inbox().await;
    inbox.iter().filter(|message| message.to == NUMBER).count()
}

on_both! {
    /// C-1, design §2: the button behind the link mutes strangers for 24 hours; the owner's own browser and notices are not muted.
    async fn one_button_mutes_strangers_for_a_day(world: World) {
        let owner = Owner::new(&world, "081234567890").await;
        world.advance(Span::hours(2)).await;
        ask_by_phone(&world.browser()).await;
        let sms = world.last_to(NUMBER).await;
        assert_eq!(sms.links.len(), 1, "one link: {}", sms.text);
        let path = link(&sms);
        let anyone = world.browser();
        let page = anyone.get(&path).await;
        assert!(page.shows("Hentikan pesan seperti ini 24 jam"), "{}", page.text());
        assert_eq!(page.body.matches("button primary").count(), 1);
        world.advance(Span::minutes(3)).await;
        let before = arrived(&world).await;
        ask_by_phone(&world.browser()).await;
        assert_eq!(arrived(&world).await, before + 1, "opening the link did nothing");
        let path = link(&world.last_to(NUMBER).await);
        let page = anyone.get(&path).await;
        let page = anyone.submit(&page, &format!("{path}/mute"), &[]).await;
        assert!(page.shows("tidak dikirimi lagi sampai Selasa, 24 November, pukul 11.17 WIB"), "{}", page.text());
        for _ in 0..23 {
            world.advance(Span::hours(1)).await;
            ask_by_phone(&world.browser()).await;
        }
        assert_eq!(arrived(&world).await, before + 1, "strangers reach nobody");
        ask_by_phone(&owner.browser).await;
        assert_eq!(arrived(&world).await, before + 2, "the browser that is known does");
        let new = world.browser();
        owner.sign_in(&new).await;
        assert_eq!(arrived(&world).await, before + 3, "and so does a notice");
        world.advance(Span::hours(1)).await;
        ask_by_phone(&world.browser()).await;
        assert_eq!(arrived(&world).await, before + 4, "after a day it is over");
    }

    /// STD-41: whoever asks sees the same pages whether the number is muted or not.
    async fn std41_nobody_can_tell_that_a_number_is_muted(world: World) {
        Owner::new(&world, "081234567890").await;
        world.advance(Span::hours(2)).await;
        ask_by_phone(&world.browser()).await;
        let browser = world.browser();
        let page = ask(&browser, "+6281234567891").await;
        browser.submit(&page, "/recover/send", &[("way", "phone")]).await;
        let path = link(&world.last_to(NUMBER).await);
        world.browser().post(&format!("{path}/mute"), &[]).await;
        world.advance(Span::hours(2)).await;
        let asked = |browser: Browser, name: &'static str| async move {
            let page = ask(&browser, name).await;
            let page = browser.submit(&page, "/recover/send", &[("way", "phone")]).await;
            let again = browser.post("/recover/send", &[("way", "phone")]).await;
            (page.status, page.text(), again.status, again.text())
        };
        let muted = asked(world.browser(), NUMBER).await;
        let nobody = asked(world.browser(), "+6281234567891").await;
        assert_eq!(muted, nobody);
    }

    /// A mail's link has no such button, and a link that ended mutes nothing.
    async fn only_a_living_link_from_a_phone_mutes(world: World) {
        Owner::new(&world, "sari@nusa.example").await;
        world.advance(Span::hours(2)).await;
        let browser = world.browser();
        let page = ask(&browser, "sari@nusa.example").await;
        browser.submit(&page, "/recover/send", &[("way", "email")]).await;
        let path = link(&world.last_to("sari@nusa.example").await);
        assert!(!browser.get(&path).await.shows("24 jam"));
        for path in [path.as_str(), "/l/AAAAAAAAAAAAAAAAAAAAAA"] {
            let page = browser.post(&format!("{path}/mute"), &[]).await;
            assert!(page.shows("sudah lewat atau sudah dipakai"), "{}", page.text());
        }
    }
}

/// What an owner asks for in a known browser does not use up the phone budget of a network that many share.
#[tokio::test]
async fn a_known_browser_does_not_spend_its_networks_budget() {
    let world = World::with(kunci_db::testing::Engine::Sqlite, |config| {
        config.phone.spending.per_network = 1;
    })
    .await;
    let owner = Owner::new(&world, "081234567890").await;
    world.advance(Span::hours(25)).await;
    let before = arrived(&world).await;
    for _ in 0..4 {
        ask_by_phone(&owner.browser).await;
        world.advance(Span::seconds(1)).await;
    }
    assert_eq!(arrived(&world).await, before + 4);
}
