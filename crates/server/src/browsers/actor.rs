//! Who is asking. The one place that reads sessions, and so the one place where locks are enforced for every handler.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use jiff::tz::TimeZone;
use kunci_rules::Id;

use super::store;
use crate::accounts::{self, Account};
use crate::approvals;
use crate::locks;
use crate::risk;
use crate::state::App;
use crate::web::{Context, Cookie, Error, Token, times};

/// A signed-in owner whose account no lock closes.
#[derive(Clone)]
pub struct Owner {
    /// The request.
    pub context: Context,
    /// The account.
    pub account: Account,
    /// The session.
    pub session: Id,
    /// The browser, unless it is a borrowed phone.
    pub browser: Option<Id>,
    /// Whether this is a borrowed phone.
    pub borrowed: bool,
}

impl Owner {
    /// The account's time zone.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        times::zone(&self.account.time_zone)
    }
}

impl FromRequestParts<App> for Owner {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match identify(parts, app).await? {
            (_, Some(lock)) => Err(Error::Locked(lock)),
            (owner, None) if must_change(&owner) => Err(Error::Elsewhere(CHANGE)),
            (owner, None) => Ok(owner),
        }
    }
}

/// Where the password is to be changed that others know.
const CHANGE: &str = "/account/security/breached";

/// What stays open meanwhile: that page and its ways, leaving, finding a device, and asking for help.
const OPEN: [&str; 11] = [
    CHANGE, "/signout", "/signin", "/prove/", "/forgot", "/recover", "/help", "/contact", "/find",
    "/l/", "/n/",
];

/// Others know the password, and nothing else protects the account (S-040). With a second step there is time, so that page only asks.
fn must_change(owner: &Owner) -> bool {
    let path = owner.context.path.as_str();
    let open = path.starts_with("/api/") || OPEN.iter().any(|open| path.starts_with(open));
    owner.account.compromised && !owner.account.two_step && !open
}

/// An owner who looks for a device. No lock on the account closes that (C-6, S-102); the gate is asked all the same.
#[derive(Clone)]
pub struct Seeker(pub Owner);

impl FromRequestParts<App> for Seeker {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        Ok(Self(identify(parts, app).await?.0))
    }
}

impl OptionalFromRequestParts<App> for Seeker {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Error> {
        match identify(parts, app).await {
            Ok((owner, _)) => Ok(Some(Self(owner))),
            Err(Error::SignInFirst(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

/// Who is signed in, and the lock that closes the account to them, if one does.
async fn identify(parts: &mut Parts, app: &App) -> Result<(Owner, Option<&'static str>), Error> {
    let context = <Context as FromRequestParts<App>>::from_request_parts(parts, app).await?;
    let sign_in = || {
        Error::SignInFirst(if parts.method.is_safe() {
            context.path.clone()
        } else {
            "/".to_owned()
        })
    };
    let token = context
        .cookie(Cookie::Session)
        .and_then(|text| Token::parse(&text))
        .ok_or_else(sign_in)?;
    let found = app.db.view(move |view| load(view, &token)).await?;
    let Some(found) = found else {
        return Err(sign_in());
    };
    if found.lock.is_none() && found.is_due(context.now) {
        let (account, session) = (found.account.id, found.session);
        let (inside, known) = (context.clone(), found.browser.is_some());
        let see = move |tx: &kunci_db::Tx<'_>| {
            if known {
                risk::seen(tx, &inside, account);
            }
            store::see_session(tx, account, session)
        };
        app.db.tx(see).await?;
    }
    let lock = found.lock;
    let mut context = context;
    context.asked = found.asked;
    let owner = Owner {
        account: found.account,
        session: found.session,
        browser: found.browser,
        borrowed: found.borrowed,
        context,
    };
    Ok((owner, lock))
}

/// An owner if someone is signed in, for pages that everyone may see.
pub struct MaybeOwner(pub Option<Owner>);

impl FromRequestParts<App> for MaybeOwner {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match <Owner as FromRequestParts<App>>::from_request_parts(parts, app).await {
            Ok(owner) => Ok(Self(Some(owner))),
            Err(Error::SignInFirst(_) | Error::Locked(_)) => Ok(Self(None)),
            Err(other) => Err(other),
        }
    }
}

impl OptionalFromRequestParts<App> for Owner {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Error> {
        let MaybeOwner(owner) =
            <MaybeOwner as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        Ok(owner)
    }
}

struct Found {
    account: Account,
    session: Id,
    browser: Option<Id>,
    borrowed: bool,
    last_seen: kunci_rules::Time,
    asked: Option<Id>,
    lock: Option<&'static str>,
}

impl Found {
    fn is_due(&self, now: kunci_rules::Time) -> bool {
        now >= self.last_seen + super::sessions::SEEN_EVERY
    }
}

fn load(view: &kunci_db::View<'_>, token: &Token) -> kunci_db::Result<Option<Found>> {
    let Some(session) = store::session(view, token)? else {
        return Ok(None);
    };
    let Some(account) = accounts::get(view, token.root)? else {
        return Ok(None);
    };
    let lock = match locks::closing(view, token.root, session.browser.is_some())? {
        // A borrowed phone is no known browser, but what opened its session may spare it.
        Some(_) if super::spared(view, token.root, token.row, session.browser)? => {
            locks::closing(view, token.root, true)?
        }
        lock => lock,
    };
    Ok(Some(Found {
        account,
        session: token.row,
        browser: session.browser,
        borrowed: session.borrowed,
        last_seen: session.last_seen,
        asked: match session.browser {
            Some(browser) => approvals::waiting(view, token.root, (browser, token.row))?,
            None => None,
        },
        lock,
    }))
}
