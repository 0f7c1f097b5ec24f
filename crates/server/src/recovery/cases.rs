//! Cases as other features see them: who collects their proofs, objects to them, or looks through what changed before.

use kunci_db::{Result, Tx, View};
use kunci_rules::{Id, Span, Time};

use super::{Goal, State, code, step, store, token_of, wait};
use crate::browsers::{self, Standing};
use crate::gate::Asker;
use crate::notices::{self, Event, Notice};
use crate::requests;
use crate::web::{Context, Error};

/// A case as those see it who collect its proofs.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Its id; its proofs are kept under it.
    pub id: Id,
    /// Whose guesses are spent.
    pub subject: Id,
    /// The account, once it is certain which.
    pub account: Option<Id>,
    /// It waits already.
    pub waits: bool,
    /// A proof has been shown for it.
    pub proved: bool,
    /// It is to find a phone, and lets nobody in.
    pub finds: bool,
}

/// The case of this browser, unless it has ended.
///
/// # Errors
/// Of the database.
pub fn case(view: &View<'_>, context: &Context) -> Result<Option<Case>> {
    let Some(token) = token_of(context) else {
        return Ok(None);
    };
    let Some(case) = store::get(view, &token)?.filter(|case| !case.state.has_ended()) else {
        return Ok(None);
    };
    let proved = match case.account {
        Some(account) => !browsers::proofs_of(view, account, case.id)?.is_empty(),
        None => false,
    };
    Ok(Some(Case {
        id: case.id,
        subject: case.subject,
        account: case.account,
        waits: case.state == State::Waiting,
        proved,
        finds: case.goal == Goal::Find,
    }))
}

/// The accounts that a case without a certain one may be about: each that its name leads to.
///
/// # Errors
/// Of the database.
pub fn may_be(view: &View<'_>, case: Id) -> Result<Vec<Id>> {
    match store::by_id(view, case)? {
        Some(case) => crate::accounts::find(view, &case.name),
        None => Ok(Vec::new()),
    }
}

/// Ends a case whose owner said "this was not me" where an approval was asked for. One that waits already was told to all
/// contacts, and is ended by their links alone. `false`: it goes on.
///
/// # Errors
/// Of the database.
pub fn deny(tx: &Tx<'_>, case: Id) -> Result<bool> {
    match store::by_id(tx, case)? {
        Some(found) if found.state == State::Open => store::finish(tx, case, State::Denied),
        _ => Ok(false),
    }
}

/// Whether what changed before the last recovery was not looked through yet (AR-17).
///
/// # Errors
/// Of the database.
pub fn pending(view: &View<'_>, account: Id) -> Result<bool> {
    Ok(store::review(view, account)?.is_some())
}

/// The last recovery, and when it was, if what changed before was not looked through yet.
///
/// # Errors
/// Of the database.
pub fn unreviewed(view: &View<'_>, account: Id) -> Result<Option<(Id, Time)>> {
    store::review(view, account)
}

/// Looked through, or left at that.
///
/// # Errors
/// Of the database.
pub fn reviewed(tx: &Tx<'_>, account: Id) -> Result<()> {
    store::reviewed(tx, account)
}

/// A case as whoever objects to it finds it.
#[derive(Clone, Copy, Debug)]
pub struct UnderWay {
    /// The case as the gate sees it, in nobody's browser.
    pub asker: Asker,
    /// When its first proof was shown.
    pub began: Time,
}

/// A case of this account that has not ended.
///
/// # Errors
/// Of the database.
pub fn under_way(view: &View<'_>, account: Id, case: Id) -> Result<Option<UnderWay>> {
    let found = store::by_id(view, case)?;
    let Some(case) = found.filter(|c| c.account == Some(account) && !c.state.has_ended()) else {
        return Ok(None);
    };
    let first = browsers::proofs_of(view, account, case.id)?
        .first()
        .map(|p| p.at);
    Ok(Some(UnderWay {
        asker: case.asker(Standing::Stranger),
        began: first.unwrap_or(case.created_at),
    }))
}

/// What was told of cases of this account that are under way, the newest of each: what a signed-in owner should see first.
///
/// # Errors
/// Of the database.
pub fn told(view: &View<'_>, account: Id) -> Result<Vec<Notice>> {
    let mut cases = Vec::new();
    let mut told = Vec::new();
    for notice in notices::recent(view, account)? {
        let (Event::RecoveryStarted { recovery, .. } | Event::RecoveryWaiting { recovery, .. }) =
            notice.event
        else {
            continue;
        };
        if !cases.contains(&recovery) {
            cases.push(recovery);
            if under_way(view, account, recovery)?.is_some() {
                told.push(notice);
            }
        }
    }
    Ok(told)
}

/// When an account was last recovered, as far back as that is kept.
///
/// # Errors
/// Of the database.
pub fn last(view: &View<'_>, account: Id) -> Result<Option<Time>> {
    store::last_recovered(view, account)
}

/// A case that began so long before the one that was stopped is another matter: it was told by itself.
const ONE_MATTER: Span = Span::hours(24);

/// Ends a case, and every other of this account that rests on no more than it and is of one matter with it: "this was not me" need
/// be said once. What is contested has been objected to already.
///
/// # Errors
/// Of the database.
pub fn stop(tx: &Tx<'_>, account: Id, case: Id) -> Result<()> {
    store::finish(tx, case, State::Denied)?;
    let shown = |case| browsers::proofs_of(tx, account, case);
    let rests_on: Vec<_> = shown(case)?.iter().map(|proof| proof.method).collect();
    let began = store::proved_at(tx, case)?.unwrap_or(Time(tx.now()));
    for other in store::live_of(tx, account, began - ONE_MATTER)? {
        let proofs = shown(other)?;
        let no_more = proofs.iter().all(|proof| rests_on.contains(&proof.method));
        if no_more && requests::contest(tx, account, other)?.is_none() {
            store::finish(tx, other, State::Denied)?;
        }
    }
    Ok(())
}

/// Lets a case wait until then, because of an objection; its proofs stay with it.
///
/// # Errors
/// Of the database.
pub fn wait_until(tx: &Tx<'_>, account: Id, case: Id, until: Time) -> Result<()> {
    store::wait(tx, case, until)?;
    match store::by_id(tx, case)? {
        Some(case) => wait::schedule(tx, &case, account, until),
        None => Ok(()),
    }
}

/// A proof was kept with a case: what follows from it at once, such as a wait that begins and is told.
///
/// # Errors
/// Of the database.
pub fn shown(
    tx: &Tx<'_>,
    context: &Context,
    case: Id,
    account: Id,
) -> std::result::Result<(), Error> {
    store::prove(tx, case)?;
    code::settle(tx, context, case, account)
}

/// Settles on an account to which the case's name leads, where it leads to several (a family's number). `false`: it does not
/// lead there.
///
/// # Errors
/// Of the database.
pub fn settle_on(tx: &Tx<'_>, case: Id, account: Id) -> Result<bool> {
    let Some(case) = store::by_id(tx, case)?.filter(|case| !case.state.has_ended()) else {
        return Ok(false);
    };
    let leads = crate::accounts::find(tx, &case.name)?.contains(&account);
    Ok(leads && store::choose(tx, case.id, account)?)
}

/// The account and the case of someone who looks for a phone without the password, once one proof was shown for it
/// that is certain to be theirs.
///
/// # Errors
/// Of the database.
pub fn to_find(view: &View<'_>, context: &Context) -> Result<Option<(Id, Id)>> {
    let Some((account, case)) = proved(view, context)? else {
        return Ok(None);
    };
    let finds = store::by_id(view, case)?.is_some_and(|case| case.goal == Goal::Find);
    let may = finds && !step::rests_on_sold(view, context, account, case)?;
    Ok(may.then_some((account, case)))
}

/// The search has begun; this case is over.
///
/// # Errors
/// Of the database.
pub fn end_search(tx: &Tx<'_>, case: Id) -> Result<bool> {
    store::finish(tx, case, State::Done)
}

/// The account to which this browser's case has shown a proof, and the case that keeps the proof.
///
/// # Errors
/// Of the database.
pub fn proved(view: &View<'_>, context: &Context) -> Result<Option<(Id, Id)>> {
    let Some(token) = token_of(context) else {
        return Ok(None);
    };
    let Some(case) = store::get(view, &token)?.filter(|case| !case.state.has_ended()) else {
        return Ok(None);
    };
    let Some(account) = case.account else {
        return Ok(None);
    };
    let shown = browsers::proofs_of(view, account, case.id)?;
    Ok((!shown.is_empty()).then_some((account, case.id)))
}
