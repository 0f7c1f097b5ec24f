//! Browsers that signed in before ("known"), browsers that a contact proof vouches for, and sessions.
//!
//! A known browser selects a guess pool and spares the second step; it never replaces a method. Each holds one
//! cookie per account, changed on every use; the one before stays good, for an answer that never arrived.

mod actor;
mod cookie;
mod sessions;
mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::Origin;
use kunci_rules::{Id, Span, Time};

pub use actor::{MaybeOwner, Owner, Seeker};
pub use cookie::{Visitor, visitor, visitor_cookie, write_browsers};
pub use sessions::{
    BORROWED_FOR, LIMITED_FOR, NewSession, Session, Shown, end_all, end_of_browser, end_of_device,
    end_one, list, open, open_limited, open_recovered, proofs_of, record_proof, renew, spared,
    stands,
};

use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::push;
use crate::web::{Context, Token};

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "browsers",
    tables: &[
        Table {
            name: "browsers",
            root: Root::Account,
            retention: "as long as the account, or 1 year unused; as long as the device that it runs on",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_BROWSERS,
                keep: Span::days(365),
            }),
        },
        Table {
            name: "sessions",
            root: Root::Account,
            retention: "30 days after the time at which they would have ended by themselves",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_SESSIONS,
                keep: Span::days(30),
            }),
        },
        Table {
            name: "proofs",
            root: Root::Account,
            retention: "30 days after their end",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP_PROOFS,
                keep: Span::days(30),
            }),
        },
    ],
    statements: store::STATEMENTS,
};

/// A contact proof vouches for a browser for this long.
pub const VOUCHED_FOR: Span = Span::hours(24);

/// What a browser is to one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It signed in before.
    Known(Id),
    /// Unknown, but a contact link was opened in it.
    Vouched(Id),
    /// Everyone else.
    Stranger,
}

impl Standing {
    /// Whether it is known.
    #[must_use]
    pub const fn is_known(self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// The browser's id, if it has one with this account.
    #[must_use]
    pub const fn id(self) -> Option<Id> {
        match self {
            Self::Known(id) | Self::Vouched(id) => Some(id),
            Self::Stranger => None,
        }
    }
}

/// One known browser of an account.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Its id.
    pub id: Id,
    /// Such as "Chrome, Android".
    pub label: String,
    /// First sign-in.
    pub first_seen: Time,
    /// Last sign-in.
    pub last_seen: Time,
    /// Since when it is known.
    pub known_since: Time,
    /// The device that it runs on, if its owner said so.
    pub device: Option<Id>,
    /// With which proofs it became known.
    pub origin: Origin,
    /// Until when it need not show the second step again.
    pub second_until: Option<Time>,
}

impl Browser {
    /// What it goes by as a holder of methods: the device that it runs on, else itself.
    #[must_use]
    pub fn holder(&self) -> Id {
        self.device.unwrap_or(self.id)
    }

    /// Whether it runs on a phone, or may: a browser that does not say what it is might be on one.
    #[must_use]
    pub fn may_be_phone(&self) -> bool {
        self.label.is_empty() || self.label.contains("Android") || self.label.contains("iPhone")
    }
}

/// How a browser becomes known, or is seen again.
#[derive(Clone, Debug)]
pub struct Entry {
    /// With which proofs, where it becomes known.
    pub origin: Origin,
    /// Until when it need not show the second step again, if it just did.
    pub second_until: Option<Time>,
    /// The new secret of its cookie.
    pub secret: [u8; 16],
}

/// A browser known for less than this may be a thief's: what is set in it counts as set nowhere (design §1, Missing).
const SETTLED_AFTER: Span = Span::days(7);

/// What the asking browser is to `account`.
///
/// # Errors
/// Of the database.
pub fn standing(view: &View<'_>, account: Id, tokens: &[Token], now: Time) -> Result<Standing> {
    for token in tokens.iter().filter(|token| token.root == account) {
        if let Some(row) =
            store::browser(view, account, token.row)?.filter(|row| row.accepts(token))
        {
            return Ok(match row {
                store::Row { known: true, .. } => Standing::Known(token.row),
                store::Row {
                    vouched_until: Some(until),
                    ..
                } if now < until => Standing::Vouched(token.row),
                _ => Standing::Stranger,
            });
        }
    }
    Ok(Standing::Stranger)
}

/// Whose allowance a request uses, where the strangers of a network share one: a browser that any account knows has its own, and
/// so has a session or what stands for one. So no neighbour uses up an owner's (G4).
///
/// # Errors
/// Of the database.
pub fn allowance(view: &View<'_>, context: &Context, session: Option<Id>) -> Result<[u8; 16]> {
    let tokens = context.browser_tokens();
    for token in &tokens {
        let here = standing(view, token.root, std::slice::from_ref(token), context.now)?;
        if let Standing::Known(browser) = here {
            return Ok(*browser.as_bytes());
        }
    }
    Ok(session.map_or(context.network.0, |session| *session.as_bytes()))
}

/// Makes the asking browser known to `account`, or renews its cookie. Returns its id and new token.
///
/// # Errors
/// Of the database.
pub fn remember(
    tx: &Tx<'_>,
    context: &Context,
    account: Id,
    standing: Standing,
    entry: &Entry,
) -> Result<Token> {
    let id = standing.id().unwrap_or_else(|| tx.id());
    let token = Token::new(account, id, entry.secret);
    store::save_browser(tx, context, &token, store::Mark::Known(entry))?;
    push::seen(tx, account, id);
    Ok(token)
}

/// Vouches for the asking browser for 24 hours.
///
/// # Errors
/// Of the database.
pub fn vouch(
    tx: &Tx<'_>,
    context: &Context,
    account: Id,
    standing: Standing,
    secret: [u8; 16],
) -> Result<Token> {
    let id = standing.id().unwrap_or_else(|| tx.id());
    let token = Token::new(account, id, secret);
    store::save_browser(
        tx,
        context,
        &token,
        store::Mark::Vouched(Time(tx.now()) + VOUCHED_FOR),
    )?;
    Ok(token)
}

/// The known browsers of an account, last used first.
///
/// # Errors
/// Of the database.
pub fn known(view: &View<'_>, account: Id) -> Result<Vec<Browser>> {
    store::known(view, account)
}

/// One known browser of an account.
///
/// # Errors
/// Of the database.
pub fn get(view: &View<'_>, account: Id, browser: Id) -> Result<Option<Browser>> {
    store::get(view, account, browser)
}

/// The holder that a browser runs on, if it has been known for a week: what is set in it counts as set there.
///
/// # Errors
/// Of the database.
pub fn settled_holder(view: &View<'_>, account: Id, browser: Option<Id>) -> Result<Option<Id>> {
    let Some(browser) = browser else {
        return Ok(None);
    };
    let known = store::get(view, account, browser)?;
    let settled = known.filter(|known| Time(view.now()) >= known.known_since + SETTLED_AFTER);
    Ok(settled.map(|known| known.holder()))
}

/// The known browsers of an account in which someone is signed in: each can approve what is asked for elsewhere.
///
/// # Errors
/// Of the database.
pub fn signed_in(view: &View<'_>, account: Id) -> Result<Vec<Browser>> {
    store::signed_in(view, account)
}

/// Keeps which device a browser runs on; `None`: none of them.
///
/// # Errors
/// Of the database.
pub fn runs_on(tx: &Tx<'_>, account: Id, browser: Id, device: Option<Id>) -> Result<()> {
    store::runs_on(tx, account, browser, device)
}

/// Which browsers run on which device, forgotten ones too: browser, then device.
///
/// # Errors
/// Of the database.
pub fn running(view: &View<'_>, account: Id) -> Result<Vec<(Id, Id)>> {
    store::running(view, account)
}

/// The browsers of a device that leaves the account run on none from now on, so that it can be added anew.
///
/// # Errors
/// Of the database.
pub fn leave_device(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    store::leave_device(tx, account, device)
}

/// Makes every browser of an account show the second step again.
///
/// # Errors
/// Of the database.
pub fn forget_second_steps(tx: &Tx<'_>, account: Id) -> Result<()> {
    store::forget_second_steps(tx, account)
}

/// The browser of a session, ended or not; none on a borrowed phone.
///
/// # Errors
/// Of the database.
pub fn of_session(view: &View<'_>, account: Id, session: Id) -> Result<Option<Id>> {
    store::browser_of_session(view, account, session)
}

/// Forgets a browser: it is a stranger from now on.
///
/// # Errors
/// Of the database.
pub fn forget(tx: &Tx<'_>, account: Id, browser: Id) -> Result<()> {
    push::turn_off(tx, account, browser)?;
    store::forget(tx, account, browser)
}

/// Forgets every browser that became known, or was vouched for, at `since` or later.
///
/// # Errors
/// Of the database.
pub fn forget_since(tx: &Tx<'_>, account: Id, since: Time) -> Result<()> {
    store::forget_since(tx, account, since)?;
    sessions::tell_only_open(tx, account)
}

/// Ends a session, forgets the browser behind it and ends whatever else is open there.
///
/// # Errors
/// Of the database.
pub fn forget_behind(tx: &Tx<'_>, account: Id, session: Id) -> Result<()> {
    store::end_session(tx, account, session)?;
    match store::browser_of_session(tx, account, session)? {
        Some(browser) => {
            forget(tx, account, browser)?;
            store::end_sessions_of(tx, account, browser)
        }
        None => Ok(()),
    }
}
