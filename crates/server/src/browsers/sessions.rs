//! Sessions: 30 days, or 15 minutes on a borrowed phone. Every proof shown in a session is kept with it.

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::{MethodKind, Permit, Recover, Ring, SignIn};
use kunci_rules::{Id, Span, Time};

use super::store;
use crate::accounts;
use crate::push;
use crate::web::{Context, Token};

/// A session, as the owner's list shows it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: Id,
    /// Such as "Chrome, Android".
    pub label: String,
    /// When it began.
    pub created_at: Time,
    /// Last page, to the nearest five minutes.
    pub last_seen: Time,
    /// A borrowed phone.
    pub borrowed: bool,
}

/// A proof that was shown: of which method, when, until when it is fresh, in which browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Which method.
    pub kind: MethodKind,
    /// Which one of that kind.
    pub method: Option<Id>,
    /// In which browser.
    pub browser: Option<Id>,
    /// When.
    pub at: Time,
}

/// How long a borrowed phone stays signed in.
pub const BORROWED_FOR: Span = Span::minutes(15);

/// How long a limited session finds devices, where the phone is not borrowed: longer than mail or a number waits before it shows
/// a place.
pub const LIMITED_FOR: Span = Span::hours(3);

/// A session is written down as seen at most this often.
pub(super) const SEEN_EVERY: Span = Span::minutes(5);

/// What makes a session, besides the permit.
#[derive(Clone, Copy, Debug)]
pub struct NewSession {
    /// Its id: the proofs that open it are kept under it already.
    pub id: Id,
    /// `None` on a borrowed phone: nothing is kept there.
    pub browser: Option<Id>,
    /// 15 minutes instead of 30 days.
    pub borrowed: bool,
    /// The token's secret.
    pub secret: [u8; 16],
}

/// What opened a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opened {
    /// A sign-in.
    SignedIn,
    /// A recovery.
    Recovered,
    /// One proof of someone who looks for a device.
    Limited,
}

/// Opens a session of the permit's account.
///
/// # Errors
/// Of the database.
pub fn open<'t>(
    tx: &'t Tx<'_>,
    context: &Context,
    permit: Permit<'t, SignIn>,
    new: &NewSession,
) -> Result<Token> {
    insert(tx, context, permit.account(), new, Opened::SignedIn)
}

/// Opens the session to which a recovery leads (design §1: a served wait signs that browser in).
///
/// # Errors
/// Of the database.
pub fn open_recovered<'t>(
    tx: &'t Tx<'_>,
    context: &Context,
    permit: Permit<'t, Recover>,
    new: &NewSession,
) -> Result<Token> {
    insert(tx, context, permit.account(), new, Opened::Recovered)
}

/// Opens a session that can look for devices and do nothing else (C-6, S-102): whoever may ring one of them has shown one
/// proof. It makes no browser known.
///
/// # Errors
/// Of the database.
pub fn open_limited<'t>(
    tx: &'t Tx<'_>,
    context: &Context,
    permit: Permit<'t, Ring>,
    new: &NewSession,
) -> Result<Token> {
    insert(tx, context, permit.account(), new, Opened::Limited)
}

fn insert(
    tx: &Tx<'_>,
    context: &Context,
    account: Id,
    new: &NewSession,
    kind: Opened,
) -> Result<Token> {
    let life = match kind {
        _ if new.borrowed => BORROWED_FOR,
        Opened::Limited => LIMITED_FOR,
        Opened::SignedIn | Opened::Recovered => Span::days(context.app.config.limits.session_days),
    };
    let token = Token::new(account, new.id, new.secret);
    store::insert_session(tx, context, &token, new, (kind, Time(tx.now()) + life))?;
    Ok(token)
}

/// Gives a session a new secret, after a proof (STD-50).
///
/// # Errors
/// Of the database.
pub fn renew(tx: &Tx<'_>, token: &Token) -> Result<()> {
    store::renew_session(tx, token)
}

/// The open sessions of an account, last used first.
///
/// # Errors
/// Of the database.
pub fn list(view: &View<'_>, account: Id) -> Result<Vec<Session>> {
    store::sessions(view, account)
}

/// Whether a session is still open: for streams that outlive their request.
///
/// # Errors
/// Of the database.
pub fn stands(view: &View<'_>, account: Id, session: Id) -> Result<bool> {
    store::stands(view, account, session)
}

/// Ends one session.
///
/// # Errors
/// Of the database.
pub fn end_one(tx: &Tx<'_>, account: Id, session: Id) -> Result<()> {
    tx.wake(accounts::topic(account));
    if let Some(browser) = store::browser_of_session(tx, account, session)? {
        push::turn_off(tx, account, browser)?;
    }
    store::end_session(tx, account, session)
}

/// Ends the sessions of one browser.
///
/// # Errors
/// Of the database.
pub fn end_of_browser(tx: &Tx<'_>, account: Id, browser: Id) -> Result<()> {
    tx.wake(accounts::topic(account));
    push::turn_off(tx, account, browser)?;
    store::end_sessions_of(tx, account, browser)
}

/// Ends the sessions of the browsers that run on a device, but `keep`: it is missing, and who holds it is nobody we know.
///
/// # Errors
/// Of the database.
pub fn end_of_device(tx: &Tx<'_>, account: Id, device: Id, keep: Option<Id>) -> Result<()> {
    tx.wake(accounts::topic(account));
    store::end_of_device(tx, account, device, keep)?;
    tell_only_open(tx, account)
}

/// Ends all sessions but `keep`. Returns how many ended.
///
/// # Errors
/// Of the database.
pub fn end_all(tx: &Tx<'_>, account: Id, keep: Option<Id>) -> Result<u64> {
    tx.wake(accounts::topic(account));
    let ended = store::end_all_sessions(tx, account, keep)?;
    tell_only_open(tx, account)?;
    Ok(ended)
}

/// Whoever is signed out is told nothing any more.
pub(super) fn tell_only_open(tx: &Tx<'_>, account: Id) -> Result<()> {
    let open: Vec<Id> = store::signed_in(tx, account)?
        .iter()
        .map(|it| it.id)
        .collect();
    push::keep_only(tx, account, &open)
}

/// Keeps a proof with a session or a case (`owner`).
///
/// # Errors
/// Of the database.
pub fn record_proof(tx: &Tx<'_>, account: Id, owner: Id, shown: &Shown) -> Result<()> {
    store::insert_proof(tx, account, owner, shown)
}

/// Whether a suspicion lock spares whoever holds this session or sign-in: a known browser, or a passkey or an approval among
/// its proofs (design §2).
///
/// # Errors
/// Of the database.
pub fn spared(view: &View<'_>, account: Id, owner: Id, known: Option<Id>) -> Result<bool> {
    let strong = |shown: &Shown| matches!(shown.kind, MethodKind::Passkey | MethodKind::Approval);
    Ok(known.is_some() || store::proofs(view, account, owner)?.iter().any(strong))
}

/// The proofs shown in a session or case, oldest first.
///
/// # Errors
/// Of the database.
pub fn proofs_of(view: &View<'_>, account: Id, owner: Id) -> Result<Vec<Shown>> {
    store::proofs(view, account, owner)
}
