//! The gate: the one place that answers "is this the owner?".
//!
//! It loads the facts of one account inside the caller's transaction and hands them to the pure decision in
//! `kunci_rules::gate`. Nothing else loads a `Situation`, and nothing else makes a `Permit`.

mod load;
mod wanted;

use kunci_db::{Result, Tx, View};
use kunci_rules::Id;
use kunci_rules::checkup::{Checkup, Facts, Rehearsal, join, things};
use kunci_rules::gate::{
    Action, AddMethod, Method, MethodKind, Reason, Recover, Situation, Verdict, decide,
};

pub use wanted::{Answer, Said, Wanted, answer, prove_first};

use crate::accounts;
use crate::authenticators::Adding;
use crate::browsers::{self, Owner, Standing};
use crate::state::App;
use crate::web::Error;

/// Who asks: what the browser is to the account, and where its proofs are kept.
#[derive(Clone, Copy, Debug)]
pub struct Asker {
    /// The session or case that keeps the proofs shown so far.
    pub proofs_of: Option<Id>,
    /// What the asking browser is to the account.
    pub standing: Standing,
    /// Whether that case waits: then its proofs stay with it, however old they get.
    pub waits: bool,
}

impl Asker {
    /// A visitor who has shown nothing.
    #[must_use]
    pub const fn visitor(standing: Standing) -> Self {
        Self {
            proofs_of: None,
            standing,
            waits: false,
        }
    }

    /// The proofs kept with a session or a case.
    #[must_use]
    pub const fn with(case: Id, standing: Standing) -> Self {
        Self {
            proofs_of: Some(case),
            standing,
            waits: false,
        }
    }

    /// The proofs of a request that waits, or has waited.
    #[must_use]
    pub const fn request(case: Id, standing: Standing) -> Self {
        Self {
            proofs_of: Some(case),
            standing,
            waits: true,
        }
    }
}

/// What a refusal is for whoever asked by a request: with a stable code of the API.
#[must_use]
pub const fn refusal(reason: Reason) -> Error {
    match reason {
        Reason::Locked(cause) => Error::Locked(cause.name()),
        Reason::Missing => Error::Locked("device_missing"),
        Reason::NotYours => Error::NotFound,
        Reason::NotMissing | Reason::NoWay => Error::Locked("no_way"),
    }
}

impl Owner {
    /// The owner as the gate sees them.
    #[must_use]
    pub fn asker(&self) -> Asker {
        Asker {
            proofs_of: Some(self.session),
            standing: self.standing(),
            waits: false,
        }
    }
}

/// Holds the account, loads its facts and decides. The verdict is good for this transaction only.
///
/// # Errors
/// Of the database; `Missing` if there is no such account. A refusal is a verdict, not an error.
pub fn ask<'t, A: Action>(
    tx: &'t Tx<'_>,
    app: &App,
    asker: &Asker,
    action: A,
) -> Result<Verdict<'t, A>> {
    accounts::hold(tx, action.account())?;
    let situation = load::situation(tx, app, asker, &action)?;
    Ok(decide(action, &situation))
}

/// Leave to set up a second factor: by a fresh sign-in, or for a while by the recovery that opened this session. Its proofs
/// stay with the session as they stay with a request. Else what to prove first, and the way back to `here`.
///
/// # Errors
/// `ProveFirst` unless the sign-in is fresh; what a refusal is; of the database.
pub fn to_add<'t>(
    tx: &'t Tx<'_>,
    owner: &Owner,
    here: &str,
) -> std::result::Result<Adding<'t>, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let action = AddMethod { account };
    let verdict = ask(tx, app, &owner.asker(), action)?;
    if let Verdict::Open(permit) = verdict {
        return Ok(permit.into());
    }
    if owner.is_regaining() {
        let case = Asker::request(owner.session, owner.asker().standing);
        if let Verdict::Open(permit) = ask(tx, app, &case, Recover { account })? {
            return Ok(Adding::Regained(permit));
        }
    }
    match verdict {
        Verdict::Refuse(reason) => Err(refusal(reason)),
        _ => Err(prove_first(&action, here)),
    }
}

/// The way-back check-up of an account: what its owner could lose, and when they would be back (design §1, G5).
///
/// # Errors
/// Of the database; `Missing` if there is no such account.
pub fn checkup(view: &View<'_>, app: &App, account: Id) -> Result<Checkup> {
    let mut situation = load::facts(view, app, account, Standing::Stranger)?;
    // A browser is signed in today; nobody should count on it for the day on which something is lost.
    situation
        .methods
        .retain(|method| method.kind != MethodKind::Approval);
    Ok(Checkup::of(&lossy(view, account, &situation)?))
}

/// The rehearsal of losing a thing, in this known browser or in a strange one; nothing if the account has no such thing.
/// Approval counts here, but for the one that the asking browser itself would give: it is tried today, not promised.
///
/// # Errors
/// Of the database; `Missing` if there is no such account.
pub fn rehearse<T>(
    view: &View<'_>,
    app: &App,
    account: Id,
    (gone, browser): (Id, Option<Id>),
    read: impl FnOnce(&Rehearsal<'_, '_>) -> T,
) -> Result<Option<T>> {
    let mut situation = load::facts(view, app, account, Standing::Stranger)?;
    situation
        .methods
        .retain(|method| method.kind != MethodKind::Approval || Some(method.id) != browser);
    let at = match browser {
        Some(browser) => browsers::get(view, account, browser)?.map(|known| known.holder()),
        None => None,
    };
    let facts = lossy(view, account, &situation)?;
    Ok(Rehearsal::new(&facts, gone, at).as_ref().map(read))
}

/// These facts with the known browsers of the account and everything that its owner could lose.
fn lossy<'f, 't>(
    view: &View<'_>,
    account: Id,
    situation: &'f Situation<'t>,
) -> Result<Facts<'f, 't>> {
    let browsers = load::known_browsers(view, account)?;
    let mut lost = things(situation, &browsers);
    for number in situation
        .methods
        .iter()
        .filter(|m| m.kind == MethodKind::Phone)
    {
        let mut phones = number.reach.iter().filter(|holder| **holder != number.id);
        // In its one phone the SIM card goes with it.
        if let (Some(phone), None) = (phones.next(), phones.next()) {
            join(&mut lost, *phone, &[number.id]);
        }
    }
    Ok(Facts {
        situation,
        browsers,
        things: lost,
    })
}

/// The methods of an account with their reach, as the gate knows them; for pages that show them.
///
/// # Errors
/// Of the database; `Missing` if there is no such account.
pub fn methods(view: &View<'_>, app: &App, account: Id) -> Result<Vec<Method>> {
    Ok(load::facts(view, app, account, Standing::Stranger)?.methods)
}

/// Explains without permitting: the same decision outside a transaction, for pages that show the ways.
///
/// # Errors
/// Of the database.
pub fn explain<A: Action, T>(
    view: &View<'_>,
    app: &App,
    asker: &Asker,
    action: A,
    read: impl for<'t> FnOnce(Verdict<'t, A>) -> T,
) -> Result<T> {
    let situation = load::situation(view, app, asker, &action)?;
    Ok(read(decide(action, &situation)))
}
