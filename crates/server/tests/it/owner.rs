//! An owner with an account, made through the pages like everyone's.

use kunci_rules::Span;

use kunci_rules::Id;
use kunci_server::browsers::{self, Standing};
use kunci_server::gate::Asker;
use kunci_server::web::Token;

use crate::browser::{Browser, Page};
use crate::world::World;

/// An owner and the browser that signed up.
pub(crate) struct Owner {
    /// Known to the account.
    pub(crate) browser: Browser,
    /// Mail address or number.
    pub(crate) login: String,
    /// Password.
    pub(crate) password: String,
}

/// What every owner of a test uses, unless it says otherwise.
pub(crate) const PASSWORD: &str = "mangga muda di meja biru";

impl Owner {
    /// Signs up with a mail address or number and the code that was sent.
    pub(crate) async fn new(world: &World, login: &str) -> Self {
        Self::with_password(world, login, PASSWORD).await
    }

    /// The same with a password of its own.
    pub(crate) async fn with_password(world: &World, login: &str, password: &str) -> Self {
        // Messages of one instant have no order.
        world.advance(Span::seconds(1)).await;
        let browser = world.browser();
        let page = browser.get("/signup").await;
        let page = browser
            .submit(&page, "/signup", &[("contact", login)])
            .await;
        assert_eq!(page.path, "/signup/code", "{}", page.text());
        let message = world.inbox().await.into_iter().next().unwrap();
        let code = message.code.unwrap();
        let page = browser
            .submit(&page, "/signup/code", &[("code", &code)])
            .await;
        assert_eq!(page.path, "/signup/finish", "{}", page.text());
        let fields = [("name", "Sari"), ("password", password)];
        let page = browser.submit(&page, "/signup/finish", &fields).await;
        assert_eq!(page.path, "/", "{}", page.text());
        Self {
            browser,
            login: login.to_owned(),
            password: password.to_owned(),
        }
    }

    /// Signs out where the owner is, and stays known there.
    pub(crate) async fn sign_out(&self) {
        self.browser.post("/signout", &[]).await;
    }

    /// Signs in from any browser, with the right password.
    pub(crate) async fn sign_in(&self, browser: &Browser) -> Page {
        try_password(browser, &self.login, &self.password).await
    }
}

/// One try at the sign-in form.
pub(crate) async fn try_password(browser: &Browser, login: &str, password: &str) -> Page {
    browser
        .post("/signin", &[("name", login), ("password", password)])
        .await
}

impl Owner {
    /// Opens a page that may ask for the password once more.
    pub(crate) async fn open(&self, path: &str) -> Page {
        let page = self.browser.get(path).await;
        if !page.path.starts_with("/prove/") {
            return page;
        }
        let page = self
            .browser
            .submit(&page, &page.path, &[("password", &self.password)])
            .await;
        assert_eq!(page.path, path, "{}", page.text());
        page
    }

    /// The account's id, as the session cookie routes to it.
    pub(crate) fn account(&self) -> Id {
        self.session().root
    }

    fn session(&self) -> Token {
        Token::parse(&self.browser.cookie("session").unwrap()).unwrap()
    }

    /// The owner as the gate sees them in the browser that signed up, for what no page asks yet.
    pub(crate) async fn asker(&self, world: &World) -> Asker {
        let token = self.session();
        let browser = world
            .app
            .db
            .view(move |view| browsers::known(view, token.root))
            .await
            .unwrap()
            .remove(0);
        Asker::with(token.row, Standing::Known(browser.id))
    }
}
