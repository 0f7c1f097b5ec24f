//! Web Push (RFC 8030): a signed-in browser says that something waits although no page is open there.
//!
//! 1. The owner turns it on in a known browser (`security::push`). The browser names its push service and two keys: a
//!    [`Subscription`], one for each known browser, sealed under the account's own key. It goes with the browser's session.
//! 2. Whoever has something to say queues it in the outbox, for the browsers that [`told`] names. `outbox::push` delivers.
//! 3. The text is encrypted for that browser (`encrypt`, RFC 8291); the request is signed with the server's own key (`vapid`,
//!    RFC 8292), so that nobody else can use the subscription.
//! 4. Where a push may go is a browser's word, so anyone's: `client` connects to public addresses alone.
//!
//! A push approves nothing and carries no secret: it opens a page.

mod client;
mod encrypt;
mod store;
mod vapid;

use kunci_db::{Result, Tx, View};
use kunci_rules::{Id, Span};
use serde::{Deserialize, Serialize};

pub use client::{Answer, Client, Note};
pub use vapid::public_key;

use crate::accounts;
use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::state::App;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "push",
    tables: &[Table {
        name: "push_subscriptions",
        root: Root::Account,
        retention: "until the browser's session is ended or its push service knows it no more; 1 year after the last sign-in there",
        ends: Ends::Swept(Sweep {
            statement: store::SWEEP,
            keep: Span::days(365),
        }),
    }],
    statements: store::STATEMENTS,
};

/// Where and how a browser is told. Never written to a log: whoever has it can reach the browser.
#[derive(Clone, Serialize, Deserialize)]
pub struct Subscription {
    endpoint: String,
    /// The browser's public key, and its secret: base64url.
    p256dh: String,
    auth: String,
    /// The server's key that it was made for.
    key: u32,
}

impl Subscription {
    /// What a browser said, if it can be used.
    #[must_use]
    pub fn read(app: &App, (endpoint, p256dh, auth): (&str, &str, &str)) -> Option<Self> {
        client::address(&app.config.push, endpoint)?;
        encrypt::Receiver::read(p256dh, auth)?;
        Some(Self {
            endpoint: endpoint.to_owned(),
            p256dh: p256dh.to_owned(),
            auth: auth.to_owned(),
            key: app.keys.id(),
        })
    }
}

/// A subscription as it is kept: it is removed only as long as it is still the same.
#[derive(Clone)]
pub struct Kept {
    /// Of which account.
    pub account: Id,
    /// Which browser's.
    pub browser: Id,
    /// Where to.
    pub subscription: Subscription,
    sealed: Vec<u8>,
}

/// Keeps the subscription of a known browser. `false`: as many are told already as may be.
///
/// # Errors
/// Of the database.
pub fn turn_on(
    tx: &Tx<'_>,
    app: &App,
    (account, browser): (Id, Id),
    subscription: &Subscription,
) -> Result<bool> {
    let told = store::browsers(tx, account)?;
    if !told.contains(&browser) && told.len() >= kunci_rules::push::MOST {
        return Ok(false);
    }
    let plain = serde_json::to_vec(subscription).unwrap_or_default();
    let key = accounts::key(tx, app, account)?;
    let sealed = key.seal(&app.random, browser.as_bytes(), &plain);
    store::save(tx, account, browser, &sealed)?;
    Ok(true)
}

/// Forgets the subscription of a browser: its owner does not want it, or its session is over.
///
/// # Errors
/// Of the database.
pub fn turn_off(tx: &Tx<'_>, account: Id, browser: Id) -> Result<()> {
    store::remove(tx, account, browser)
}

/// Forgets all but those of these browsers.
///
/// # Errors
/// Of the database.
pub fn keep_only(tx: &Tx<'_>, account: Id, browsers: &[Id]) -> Result<()> {
    for browser in store::browsers(tx, account)? {
        if !browsers.contains(&browser) {
            store::remove(tx, account, browser)?;
        }
    }
    Ok(())
}

/// Forgets one that its push service knows no more.
///
/// # Errors
/// Of the database.
pub fn gone(tx: &Tx<'_>, kept: &Kept) -> Result<()> {
    store::remove_same(tx, kept.account, kept.browser, &kept.sealed)
}

/// Someone signed in there: it is kept for another year.
pub fn seen(tx: &Tx<'_>, account: Id, browser: Id) {
    store::seen(tx, account, browser);
}

/// The browsers of an account that are told.
///
/// # Errors
/// Of the database.
pub fn told(view: &View<'_>, account: Id) -> Result<Vec<Id>> {
    store::browsers(view, account)
}

/// The subscription of a browser, if it has one.
///
/// # Errors
/// Of the database.
pub fn of(view: &View<'_>, app: &App, account: Id, browser: Id) -> Result<Option<Kept>> {
    let Some(sealed) = store::sealed(view, account, browser)? else {
        return Ok(None);
    };
    let plain = accounts::key(view, app, account)?.open(browser.as_bytes(), &sealed);
    let subscription = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
    let subscription =
        subscription.ok_or_else(|| kunci_db::Error::Shape("sealed subscription".to_owned()))?;
    Ok(Some(Kept {
        account,
        browser,
        subscription,
        sealed,
    }))
}
