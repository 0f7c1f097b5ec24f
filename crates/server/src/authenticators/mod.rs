//! Authenticators: the methods besides the password and contacts, that is authenticator apps, passkeys, sheets of recovery
//! codes, helpers and upstream identities. Here is what they have in common: a row with its secret sealed under the
//! account's own key, with which proofs it was set and where, and its reach. What a kind does with it is its feature's.

mod store;

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::{AddMethod, Grounds, MethodKind, Origin, Permit, Recover, ReplaceMethod};
use kunci_rules::{Id, Span, Time};

use crate::accounts;
use crate::feature::{Ends, Feature, Root, Sweep, Table};
use crate::state::App;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "authenticators",
    tables: &[
        Table {
            name: "authenticators",
            root: Root::Account,
            retention: "as long as the account; removed ones 30 days",
            ends: Ends::Swept(Sweep {
                statement: store::SWEEP,
                keep: Span::days(30),
            }),
        },
        Table {
            name: "reaches",
            root: Root::Account,
            retention: "as long as the account",
            ends: Ends::WithRoot,
        },
    ],
    statements: store::STATEMENTS,
};

/// Longest name of a method, in letters.
pub const LONGEST_NAME: usize = 40;

/// The name of a method as its owner typed it: 1 to 40 letters on one line.
#[must_use]
pub fn read_name(typed: &str) -> Option<String> {
    let name = typed.trim();
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
    (fits && !name.chars().any(char::is_control)).then(|| name.to_owned())
}

/// One authenticator, without its secret.
#[derive(Clone, Debug)]
pub struct Authenticator {
    /// Its id.
    pub id: Id,
    /// Its kind.
    pub kind: MethodKind,
    /// What its owner calls it.
    pub label: String,
    /// The last accepted time step of an authenticator app, or the signature counter of a passkey.
    pub step: i64,
    /// When it was added.
    pub added_at: Time,
    /// When it was last used; when it was added, until then.
    pub proved_at: Time,
    /// With which proofs it was added.
    pub origin: Origin,
    /// On which holder, if that browser had been known for a week.
    pub set_on: Option<Id>,
}

/// What makes an authenticator.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Its id, chosen by the caller, who may have shown it before.
    pub id: Id,
    /// Its kind.
    pub kind: MethodKind,
    /// What its owner calls it.
    pub label: &'a str,
    /// Its secret, sealed here.
    pub secret: &'a [u8],
    /// The time step or counter that was accepted last.
    pub step: i64,
    /// On which holder it is set, if that browser has been known for a week.
    pub set_on: Option<Id>,
}

/// Leave to add one.
#[derive(Debug)]
#[must_use]
pub enum Adding<'t> {
    /// By a fresh sign-in.
    SignedIn(Permit<'t, AddMethod>),
    /// By the recovery that opened the session, in place of a second factor that was lost (design §1, "recover, with 2FA"). What
    /// is added rests on the proofs of that recovery, and counts as no more than them.
    Regained(Permit<'t, Recover>),
}

impl Adding<'_> {
    /// The account it is for.
    pub fn account(&self) -> Id {
        match self {
            Self::SignedIn(permit) => permit.account(),
            Self::Regained(permit) => permit.account(),
        }
    }

    /// What it rests on.
    pub fn grounds(&self) -> &Grounds {
        match self {
            Self::SignedIn(permit) => permit.grounds(),
            Self::Regained(permit) => permit.grounds(),
        }
    }
}

impl<'t> From<Permit<'t, AddMethod>> for Adding<'t> {
    fn from(permit: Permit<'t, AddMethod>) -> Self {
        Self::SignedIn(permit)
    }
}

/// Adds one to the permit's account (STD-31). Whoever adds one tells the owner in the same transaction.
///
/// # Errors
/// Of the database.
pub fn add<'t>(
    tx: &'t Tx<'_>,
    app: &App,
    adding: impl Into<Adding<'t>>,
    new: &New<'_>,
) -> Result<()> {
    let permit = adding.into();
    let origin = Origin::Added(permit.grounds().shown.clone());
    insert(tx, app, permit.account(), new, &origin)
}

/// Adds one that its owner asked for with a permit, and that somebody else had to accept first: a helper. `origin` is what that permit
/// rested on, kept with the invitation.
///
/// # Errors
/// Of the database.
pub fn accepted(tx: &Tx<'_>, app: &App, account: Id, new: &New<'_>, origin: &Origin) -> Result<()> {
    insert(tx, app, account, new, origin)
}

/// Sets one anew in place of another, which goes (design §1, "replace a method").
///
/// # Errors
/// Of the database.
pub fn replace<'t>(
    tx: &'t Tx<'_>,
    app: &App,
    permit: Permit<'t, ReplaceMethod>,
    new: &New<'_>,
) -> Result<()> {
    let origin = Origin::Reset(permit.grounds().shown.clone());
    let account = permit.account();
    remove(tx, permit)?;
    insert(tx, app, account, new, &origin)
}

fn insert(tx: &Tx<'_>, app: &App, account: Id, new: &New<'_>, origin: &Origin) -> Result<()> {
    let key = accounts::key(tx, app, account)?;
    let sealed = key.seal(&app.random, new.id.as_bytes(), new.secret);
    store::insert(tx, account, new, &sealed, origin)
}

/// Takes the permit's method out of use.
///
/// # Errors
/// Of the database.
pub fn remove<'t>(tx: &'t Tx<'_>, permit: Permit<'t, ReplaceMethod>) -> Result<()> {
    let action = permit.action();
    store::remove(tx, action.account, action.method)
}

/// Takes out one that the owner did not add ("this was not me").
///
/// # Errors
/// Of the database.
pub fn disown(tx: &Tx<'_>, account: Id, method: Id) -> Result<()> {
    store::remove(tx, account, method)
}

/// Brings one back that was removed lately and that its owner did not remove ("this was not me"), as one that was added just
/// now with these proofs.
///
/// # Errors
/// Of the database.
pub fn restore(tx: &Tx<'_>, account: Id, method: Id, origin: &Origin) -> Result<()> {
    store::restore(tx, account, method, origin)
}

/// Those in use, oldest first.
///
/// # Errors
/// Of the database.
pub fn list(view: &View<'_>, account: Id) -> Result<Vec<Authenticator>> {
    store::list(view, account)
}

/// One of them, if it is in use.
///
/// # Errors
/// Of the database.
pub fn get(view: &View<'_>, account: Id, method: Id) -> Result<Option<Authenticator>> {
    Ok(store::list(view, account)?
        .into_iter()
        .find(|one| one.id == method))
}

/// Its secret.
///
/// # Errors
/// Of the database; `Shape` if it cannot be opened with the account's key.
pub fn secret(view: &View<'_>, app: &App, account: Id, method: Id) -> Result<Option<Vec<u8>>> {
    let Some(sealed) = store::data(view, account, method)? else {
        return Ok(None);
    };
    let key = accounts::key(view, app, account)?;
    let plain = key.open(method.as_bytes(), &sealed);
    plain
        .map(Some)
        .ok_or_else(|| kunci_db::Error::Shape("sealed secret of a method".to_owned()))
}

/// Keeps a secret that changed with use, such as a passkey's state.
///
/// # Errors
/// Of the database.
pub fn set_secret(tx: &Tx<'_>, app: &App, account: Id, method: Id, secret: &[u8]) -> Result<()> {
    let key = accounts::key(tx, app, account)?;
    store::set_data(
        tx,
        account,
        method,
        &key.seal(&app.random, method.as_bytes(), secret),
    )
}

/// Notes a use, if `step` is beyond the last one. `false`: it was used before, and the proof does not count (STD-25).
///
/// # Errors
/// Of the database.
pub fn used(tx: &Tx<'_>, account: Id, method: Id, step: i64) -> Result<bool> {
    store::used(tx, account, method, step)
}

/// Gives it another name.
///
/// # Errors
/// Of the database.
pub fn rename(tx: &Tx<'_>, account: Id, method: Id, label: &str) -> Result<()> {
    store::rename(tx, account, method, label)
}

/// What the owner said about where a method of any kind can be used.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// The method.
    pub method: Id,
    /// The holder.
    pub holder: Id,
    /// Whether it can be used there.
    pub usable: bool,
    /// When that was said.
    pub at: Time,
    /// On which holder, if that browser had been known for a week.
    pub set_on: Option<Id>,
}

/// All that the owner said about where methods can be used.
///
/// # Errors
/// Of the database.
pub fn said(view: &View<'_>, account: Id) -> Result<Vec<Said>> {
    store::said(view, account)
}

/// Keeps what the owner says about one holder of a method. To take a holder out of a reach is to make the method
/// independent of it: the caller asks the gate first.
///
/// # Errors
/// Of the database.
pub fn say(tx: &Tx<'_>, account: Id, method: Id, holder: Id, usable: bool) -> Result<()> {
    say_on(tx, account, None, (method, holder, usable))
}

/// Keeps what the owner says in a browser on this holder: if that goes missing soon, it was never said.
///
/// # Errors
/// Of the database.
pub fn say_on(
    tx: &Tx<'_>,
    account: Id,
    set_on: Option<Id>,
    (method, holder, usable): (Id, Id, bool),
) -> Result<()> {
    let at = Time(tx.now());
    let said = Said {
        method,
        holder,
        usable,
        at,
        set_on,
    };
    store::say(tx, account, &said)
}
