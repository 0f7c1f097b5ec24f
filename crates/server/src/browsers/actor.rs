//! Who is asking. The one place that reads sessions, and so the one place where locks are enforced for every handler.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use jiff::tz::TimeZone;
use kunci_rules::gate::Kind;
use kunci_rules::{Id, Time};

use super::{Standing, store};
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
    /// When the session ends by itself.
    pub ends_at: Time,
    /// When the recovery was that opened this session, if one did.
    pub recovered_at: Option<Time>,
}

impl Owner {
    /// Whether a second factor may be set up in place of a lost one, by the recovery that opened this session: for as long as a
    /// proof lives that recovers.
    #[must_use]
    pub fn is_regaining(&self) -> bool {
        let life = self
            .context
            .app
            .policy
            .row(Kind::Recover)
            .map(|row| row.life)
            .unwrap_or_default();
        let until = self.recovered_at.map(|at| at + life);
        self.account.two_step && until.is_some_and(|until| self.context.now < until)
    }

    /// What this browser is to the account.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.browser.map_or(Standing::Stranger, Standing::Known)
    }

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
            Seeker { limited: true, .. } => Err(Error::Limited),
            Seeker {
                lock: Some(lock), ..
            } => Err(Error::Locked(lock)),
            Seeker { owner, .. } if must_change(&owner) => Err(Error::ChangePassword(CHANGE)),
            Seeker { owner, .. } => Ok(owner),
        }
    }
}

/// Where the password is to be changed that others know.
const CHANGE: &str = "/account/security/breached";

/// What stays open meanwhile: that page and its ways, leaving, finding a device, and asking for help. In the API, what finds a
/// device asks for a [`Seeker`]; what else is below its devices belongs to the settings, and stays closed.
const OPEN: [&str; 15] = [
    CHANGE,
    "/account/security/password",
    "/signout",
    "/signin",
    "/prove/",
    "/forgot",
    "/recover",
    "/help",
    "/contact",
    "/find",
    "/l/",
    "/n/",
    "/api/v1/signin",
    "/api/v1/password",
    "/api/v1/prove/",
];

/// Others know the password, and nothing else protects the account (S-040). With a second step there is time, so that page only asks.
fn must_change(owner: &Owner) -> bool {
    let path = owner.context.path.as_str();
    let open = OPEN.iter().any(|open| path.starts_with(open));
    owner.account.compromised && !owner.account.two_step && !open
}

/// An owner who looks for a device. No lock on the account closes that (C-6, S-102), and neither is more than one proof
/// needed: a limited session is a seeker's, and never an [`Owner`]'s. The gate is asked all the same.
#[derive(Clone)]
pub struct Seeker {
    /// The owner; of a limited session, for the actions that find a device alone.
    pub owner: Owner,
    /// The session finds devices and does nothing else.
    pub limited: bool,
    lock: Option<&'static str>,
}

impl Seeker {
    /// The owner, for what takes back a mark, a message or a lock: with one proof nobody undoes what protects a device.
    ///
    /// # Errors
    /// `Limited` in a limited session.
    pub fn for_taking_back(self) -> Result<Owner, Error> {
        if self.limited {
            return Err(Error::Limited);
        }
        Ok(self.owner)
    }
}

impl FromRequestParts<App> for Seeker {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        identify(parts, app).await
    }
}

impl OptionalFromRequestParts<App> for Seeker {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Error> {
        match identify(parts, app).await {
            Ok(seeker) => Ok(Some(seeker)),
            Err(Error::SignInFirst(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

/// Who is signed in, for what, and the lock that closes the account to them, if one does.
async fn identify(parts: &mut Parts, app: &App) -> Result<Seeker, Error> {
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
    context.limited = found.limited;
    let owner = Owner {
        account: found.account,
        session: found.session,
        browser: found.browser,
        borrowed: found.borrowed,
        ends_at: found.ends_at,
        recovered_at: found.recovered_at,
        context,
    };
    Ok(Seeker {
        owner,
        limited: found.limited,
        lock,
    })
}

/// An owner if someone is signed in, for pages that everyone may see.
pub struct MaybeOwner(pub Option<Owner>);

impl FromRequestParts<App> for MaybeOwner {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match <Owner as FromRequestParts<App>>::from_request_parts(parts, app).await {
            Ok(owner) => Ok(Self(Some(owner))),
            Err(Error::SignInFirst(_) | Error::Locked(_) | Error::Limited) => Ok(Self(None)),
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
    ends_at: Time,
    recovered_at: Option<Time>,
    limited: bool,
    last_seen: Time,
    asked: Option<Id>,
    lock: Option<&'static str>,
}

impl Found {
    fn is_due(&self, now: Time) -> bool {
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
        ends_at: session.ends_at,
        recovered_at: session.recovered_at,
        limited: session.limited,
        last_seen: session.last_seen,
        asked: match session.browser.filter(|_| !session.limited) {
            Some(browser) => approvals::waiting(view, token.root, (browser, token.row))?,
            None => None,
        },
        lock,
    }))
}
