//! Web Push: a signed-in browser is told that something waits although no page is open there (S-011, STD-28).

use axum::Router;
use kunci_db::testing::Engine;
use kunci_db::{Sql, View, params};
use kunci_rules::{Id, Span};
use kunci_server::outbox;
use kunci_server::push;
use kunci_server::state::App;

use crate::approval::{SECOND, asks, number, owner, types};
use crate::browser::Browser;
use crate::html;
use crate::outbox::logs::Pages;
use crate::owner::{Owner, PASSWORD};
use crate::push_service::{PushService, Pushed, Subscribed, shared};
use crate::world::{World, on_both};

const HERE: &str = "/account/security/push";

/// A server that really sends, beside the world's own, and a push service that it trusts.
struct Sending {
    app: App,
    router: Router,
    service: &'static PushService,
}

impl Sending {
    async fn beside(world: &World) -> Self {
        let service = shared();
        let trusts = |config: &mut kunci_server::config::Config| {
            config.push.services = vec![service.origin.clone()];
        };
        let (app, router) = world.serving(trusts).await;
        Self {
            app,
            router,
            service,
        }
    }

    /// Presses "tell me on this device", as the script does.
    async fn turns_on(&self, browser: &Browser) -> Subscribed {
        let browser = browser.on(self.router.clone());
        let page = browser.get(HERE).await;
        let key = page.body.split("data-push=\"").nth(1);
        let key = key
            .unwrap_or_else(|| panic!("{}", page.text()))
            .split('"')
            .next()
            .unwrap();
        let said = self.service.subscribe(key).await;
        let fields = [
            ("endpoint", said.endpoint.as_str()),
            ("p256dh", &said.p256dh),
            ("auth", &said.auth),
        ];
        let page = browser.submit(&page, HERE, &fields).await;
        assert!(page.shows("Perangkat ini diberi tahu"), "{}", page.text());
        said
    }

    /// What came for a browser, once all that is due was sent.
    async fn told(&self, browser: &Subscribed) -> Vec<Pushed> {
        outbox::deliver_due(&self.app).await;
        self.service.kept(&browser.id).await
    }

    /// How many browsers of an account are to be told.
    async fn subscribed(&self, account: Id) -> usize {
        let read = move |view: &View<'_>| push::told(view, account);
        self.app.db.view(read).await.unwrap().len()
    }
}

/// What became of the pushes of an account: outcome, and whether the text is still there.
async fn outcomes(app: &App, account: Id) -> Vec<(Option<String>, bool)> {
    const ROWS: Sql = Sql(
        "SELECT outcome, payload FROM outbox WHERE account_id = $1 AND channel = 'push' ORDER BY created_at, message_id",
    );
    let read = move |view: &View<'_>| view.many(&ROWS, params![account]);
    let rows: Vec<(Option<String>, Vec<u8>)> = app.db.view(read).await.unwrap();
    rows.into_iter()
        .map(|(outcome, payload)| (outcome, !payload.is_empty()))
        .collect()
}

on_both! {
    /// S-011, STD-28: the browser is told at once, in its owner's language, by a token and an encryption that are not checked by
    /// us; what it opens is the page on which the number is typed. Nothing readable is kept.
    async fn std28_a_signed_in_browser_is_told(world: World) {
        let owner = owner(&world).await;
        let sending = Sending::beside(&world).await;
        let said = sending.turns_on(&owner.browser).await;
        let kept = Sql("SELECT sealed FROM push_subscriptions WHERE account_id = $1");
        let account = owner.account();
        let read = move |view: &View<'_>| view.one(&kept, params![account]);
        let sealed: Option<Vec<u8>> = world.app.db.view(read).await.unwrap();
        assert!(!String::from_utf8_lossy(&sealed.unwrap()).contains(&said.id));

        let new = world.browser();
        let number = number(&asks(&owner, &new).await);
        assert_eq!(outcomes(&sending.app, account).await, [(None, true)]);
        let [pushed] = &*sending.told(&said).await else { panic!() };
        assert_eq!((pushed.ttl, &*pushed.urgency, &*pushed.topic), (300, "high", "approval"));
        assert_eq!(pushed.sub, "http://localhost:8480/contact");
        let text: serde_json::Value = serde_json::from_str(&pushed.text).unwrap();
        assert_eq!(text["title"], "Ada permintaan yang menunggu");
        assert!(text["text"].as_str().unwrap().starts_with("Seseorang ingin masuk"), "{text}");
        assert!(!pushed.text.contains(&number) && !pushed.text.contains("Sari"), "{text}");
        assert_eq!(outcomes(&sending.app, account).await, [(Some("sent".to_owned()), false)]);

        let page = owner.browser.get(text["page"].as_str().unwrap()).await;
        let done = types(&owner.browser, &page, &number).await;
        assert!(done.shows("Sudah disetujui"), "{}", done.text());
    }

    /// STD-28: the one that asks is not told; nor is one that does not want it any more, or was signed out or forgotten.
    async fn std28_who_is_not_told(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let sending = Sending::beside(&world).await;
        let account = owner.account();
        let tablet = world.browser();
        assert_eq!(owner.sign_in(&tablet).await.path, "/");
        let (first, second) = (sending.turns_on(&owner.browser).await, sending.turns_on(&tablet).await);
        let step_up = "/prove/add-method.-.-.L2FjY291bnQvY29udGFjdHMvYWRk/approval";
        owner.browser.post(step_up, &[]).await;
        assert_eq!((sending.told(&first).await.len(), sending.told(&second).await.len()), (0, 1));

        tablet.post(&format!("{HERE}/off"), &[]).await;
        assert_eq!(sending.subscribed(account).await, 1, "not wanted any more");
        let again = sending.turns_on(&tablet).await;
        tablet.post("/signout", &[]).await;
        assert_eq!(sending.subscribed(account).await, 1, "signed out");
        assert_eq!(owner.sign_in(&tablet).await.path, "/");
        sending.turns_on(&tablet).await;
        owner.browser.post("/account/sessions/end", &[]).await;
        assert_eq!(sending.subscribed(account).await, 1, "signed out everywhere else");
        assert_eq!(owner.sign_in(&tablet).await.path, "/");
        sending.turns_on(&tablet).await;
        let page = owner.browser.get("/account/sessions").await;
        let forget = html::forms(&page.body).into_iter().find(|form| form.action.ends_with("/forget"));
        owner.browser.post(&forget.unwrap().action, &[]).await;
        assert_eq!(sending.subscribed(account).await, 1, "forgotten");

        world.pass(Span::minutes(6));
        owner.browser.post(step_up, &[]).await;
        assert_eq!(sending.told(&again).await.len(), 0);
        assert_eq!(sending.told(&first).await.len(), 0, "it still asks itself");
    }

    /// What was queued before the owner turned it off does not leave.
    async fn turned_off_meanwhile(world: World) {
        let owner = owner(&world).await;
        let sending = Sending::beside(&world).await;
        let said = sending.turns_on(&owner.browser).await;
        asks(&owner, &world.browser()).await;
        owner.browser.post(&format!("{HERE}/off"), &[]).await;
        assert!(sending.told(&said).await.is_empty());
        let account = owner.account();
        assert_eq!(outcomes(&sending.app, account).await, [(Some("nobody".to_owned()), false)]);
    }

    /// A service that is busy is asked again as long as the approval lives; one that knows the browser no more ends it.
    async fn a_service_that_does_not_take_it(world: World) {
        let owner = owner(&world).await;
        let sending = Sending::beside(&world).await;
        let said = sending.turns_on(&owner.browser).await;
        let (account, new) = (owner.account(), world.browser());
        sending.service.answers(&said.id, 503).await;
        asks(&owner, &new).await;
        assert!(sending.told(&said).await.is_empty());
        sending.service.answers(&said.id, 0).await;
        world.pass(Span::seconds(5));
        let [pushed] = &*sending.told(&said).await else { panic!() };
        assert_eq!(pushed.ttl, 295);

        sending.service.answers(&said.id, 503).await;
        world.pass(Span::minutes(5));
        new.post(SECOND, &[]).await;
        for _ in 0..7 {
            assert_eq!(sending.told(&said).await.len(), 1);
            world.pass(Span::seconds(45));
        }
        assert_eq!(outcomes(&sending.app, account).await[1], (Some("expired".to_owned()), false));

        sending.service.answers(&said.id, 410).await;
        new.post(SECOND, &[]).await;
        sending.told(&said).await;
        assert_eq!(outcomes(&sending.app, account).await[2], (Some("gone".to_owned()), false));
        assert_eq!(sending.subscribed(account).await, 0);
        let page = owner.browser.get(HERE).await;
        assert!(page.body.contains("data-push=\""), "it can be turned on anew: {}", page.text());
    }

    /// A push service is what a browser says it is: none inside the operator's network is taken, and no name that leads there is
    /// connected to.
    async fn no_push_goes_inside(world: World) {
        let owner = owner(&world).await;
        let sending = Sending::beside(&world).await;
        let browser = owner.browser.on(sending.router.clone());
        let page = browser.get(HERE).await;
        let good = sending.service.subscribe("").await;
        for (endpoint, p256dh) in [
            ("http://127.0.0.1:1/push", &*good.p256dh),
            ("https://127.0.0.1/push", &good.p256dh),
            ("https://[::1]/push", &good.p256dh),
            ("https://push.example:8443/", &good.p256dh),
            ("https://sari:rahasia@push.example/", &good.p256dh),
            ("", &good.p256dh),
            (&good.endpoint, "AAAA"),
        ] {
            let fields = [("endpoint", endpoint), ("p256dh", p256dh), ("auth", &good.auth)];
            let answer = browser.submit(&page, HERE, &fields).await;
            assert_eq!(answer.status, 422, "{endpoint}: {}", answer.text());
            assert!(answer.shows("belum bisa dipakai di sini"), "{}", answer.text());
        }
        // A name says nothing yet; where it leads is looked at when it is connected to.
        let inside = [("endpoint", "https://localhost/push"), ("p256dh", &good.p256dh), ("auth", &good.auth)];
        assert!(browser.submit(&page, HERE, &inside).await.shows("Perangkat ini diberi tahu"));
        asks(&owner, &world.browser()).await;
        outbox::deliver_due(&sending.app).await;
        let account = owner.account();
        assert_eq!(outcomes(&sending.app, account).await, [(None, true)], "not taken, to be tried again");
    }

    /// As many as ten browsers of an account are told; a borrowed phone is not.
    async fn ten_browsers_and_no_borrowed_phone(world: World) {
        let owner = Owner::new(&world, "sari@nusa.example").await;
        let sending = Sending::beside(&world).await;
        for _ in 0..kunci_rules::push::MOST {
            let browser = world.browser();
            assert_eq!(owner.sign_in(&browser).await.path, "/");
            sending.turns_on(&browser).await;
        }
        let browser = owner.browser.on(sending.router.clone());
        let page = browser.get(HERE).await;
        let said = sending.service.subscribe("").await;
        let fields = [("endpoint", said.endpoint.as_str()), ("p256dh", &said.p256dh), ("auth", &said.auth)];
        let page = browser.submit(&page, HERE, &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.shows("Sudah ada 10 perangkat"), "{}", page.text());

        let borrowed = world.browser();
        let form = [("name", "sari@nusa.example"), ("password", PASSWORD), ("borrowed", "1")];
        assert_eq!(borrowed.post("/signin", &form).await.path, "/");
        assert!(borrowed.get(HERE).await.shows("HP pinjaman"));
        borrowed.on(sending.router.clone()).post(HERE, &fields).await;
        assert_eq!(sending.subscribed(owner.account()).await, kunci_rules::push::MOST);
    }

    /// In the demo nothing leaves: what a browser would be told is on the inbox page.
    async fn the_demo_shows_it(world: World) {
        let owner = owner(&world).await;
        let sending = Sending::beside(&world).await;
        let said = sending.turns_on(&owner.browser).await;
        asks(&owner, &world.browser()).await;
        let shown = world.inbox().await;
        let pushed = shown.iter().find(|message| message.channel == "push").unwrap();
        assert_eq!((&*pushed.to, pushed.subject.as_deref()), ("Chrome, Android", Some("Ada permintaan yang menunggu")));
        assert!(pushed.links[0].contains("/account/approve/"), "{pushed:?}");
        assert!(sending.told(&said).await.is_empty());
    }
}

/// The log says which push had trouble, and nothing of where it was to go or what it said.
#[tokio::test]
async fn the_log_holds_no_endpoint() {
    let world = World::on(Engine::Sqlite).await;
    let owner = owner(&world).await;
    let sending = Sending::beside(&world).await;
    let said = sending.turns_on(&owner.browser).await;
    asks(&owner, &world.browser()).await;
    let pages = Pages::default();
    let _watching = pages.watch();
    sending.service.answers(&said.id, 503).await;
    sending.told(&said).await;
    world.pass(Span::seconds(5));
    sending.service.answers(&said.id, 404).await;
    outbox::deliver_due(&sending.app).await;
    let log = pages.text();
    assert!(log.contains("a push was not taken"), "{log}");
    for secret in [
        "/push/",
        &said.auth,
        &said.p256dh,
        "Seseorang ingin",
        "/account/approve/",
    ] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
