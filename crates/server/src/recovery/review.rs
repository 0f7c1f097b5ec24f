//! After a recovery: what was added or changed in the 30 days before it (AR-17). Each can be taken out as the link of its
//! notice could, and never with more power than that link has.

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Time};

use super::not_me::{self, Found, Remedy};
use super::store;
use crate::accounts;
use crate::browsers::{self, Owner};
use crate::notices::{self, DENIABLE_FOR, Notice};
use crate::web::{Context, Error};
use crate::{authenticators, devices, methods, requests};

/// Something that changed.
#[derive(Clone, Debug)]
pub struct Item {
    /// What was told about it.
    pub notice: Notice,
}

/// What became of taking something out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenOut {
    /// It is out.
    Done,
    /// This recovery showed no contact, so the gate decides, on this page.
    Ask(String),
}

/// Whether the last recovery was not looked through yet.
///
/// # Errors
/// Of the database.
pub fn pending(view: &View<'_>, account: Id) -> Result<bool> {
    Ok(store::review(view, account)?.is_some())
}

/// Looked through, or left at that.
///
/// # Errors
/// Of the database.
pub fn reviewed(tx: &Tx<'_>, account: Id) -> Result<()> {
    store::reviewed(tx, account)
}

/// What changed before the last recovery, still stands and can be taken out; nothing after it was looked through.
///
/// # Errors
/// Of the database.
pub fn items(view: &View<'_>, owner: &Owner) -> std::result::Result<Option<Vec<Item>>, Error> {
    let account = owner.account.id;
    let Some((_, at)) = store::review(view, account)? else {
        return Ok(None);
    };
    let mut items = Vec::new();
    for notice in notices::between(view, account, at - DENIABLE_FOR, at)? {
        if let Some(found) = standing(view, owner, notice)? {
            items.push(Item {
                notice: found.notice,
            });
        }
    }
    Ok(Some(items))
}

/// What its link could do about it, if there is still something to do.
fn standing(
    view: &View<'_>,
    owner: &Owner,
    notice: Notice,
) -> std::result::Result<Option<Found>, Error> {
    if !notice.is_deniable(Time(view.now())) {
        return Ok(None);
    }
    let account = owner.account.id;
    let Some(found) = not_me::found(view, notice)? else {
        return Ok(None);
    };
    let stands = match found.remedy {
        Remedy::SignOut(session) => is_elsewhere(view, owner, session)?,
        Remedy::TakeOut { contact, .. } => methods::contacts(view, account)?
            .iter()
            .any(|one| one.id == contact),
        Remedy::Disown { method, .. } => authenticators::get(view, account, method)?.is_some(),
        Remedy::Restore { method, .. } => authenticators::get(view, account, method)?.is_none(),
        Remedy::PutOut { device, .. } => devices::get(view, account, device)?.is_some(),
        Remedy::End(request) => requests::waiting(view, account)?
            .iter()
            .any(|one| one.id == request),
        // Sessions ended with the recovery, and what undoes a whole recovery is no small thing to tick.
        Remedy::Forget(_)
        | Remedy::Stop(_)
        | Remedy::Undo { .. }
        | Remedy::Contest
        | Remedy::Nothing => false,
    };
    Ok(stands.then_some(found))
}

/// A session elsewhere that is open, or whose browser is known still.
fn is_elsewhere(view: &View<'_>, owner: &Owner, session: Id) -> Result<bool> {
    let account = owner.account.id;
    let browser = browsers::of_session(view, account, session)?;
    let known = match browser {
        Some(browser) => browsers::get(view, account, browser)?.is_some(),
        None => false,
    };
    let here = session == owner.session || (browser.is_some() && browser == owner.browser);
    Ok(!here && (known || browsers::stands(view, account, session)?))
}

/// Takes out what its owner says is not theirs. What ends a session or a request, every signed-in owner may do; the rest takes a
/// contact, which the holder of a link has. Else the gate is asked where such things are removed.
///
/// # Errors
/// Of the database; `NotFound` for a notice that is not among [`items`].
pub fn take_out(
    tx: &Tx<'_>,
    context: &Context,
    owner: &Owner,
    notice: Id,
) -> std::result::Result<TakenOut, Error> {
    let account = owner.account.id;
    accounts::hold(tx, account)?;
    let all = items(tx, owner)?.unwrap_or_default();
    let item = all.into_iter().find(|item| item.notice.id == notice);
    let notice = item.ok_or(Error::NotFound)?.notice;
    let found = standing(tx, owner, notice)?.ok_or(Error::NotFound)?;
    let ask = match found.remedy {
        Remedy::TakeOut { contact: id, .. } | Remedy::Disown { method: id, .. } => {
            Some(format!("/account/security/methods/{id}/remove"))
        }
        Remedy::PutOut { device, .. } => Some(format!("/devices/{device}/remove")),
        Remedy::Restore { .. } => Some("/account/security".to_owned()),
        _ => None,
    };
    match ask {
        Some(page) if !has_links_power(tx, account)? => Ok(TakenOut::Ask(page)),
        _ => {
            not_me::stop(tx, context, &found, "owner")?;
            Ok(TakenOut::Done)
        }
    }
}

/// Whether the recovery rests on a contact, as the link of a notice does.
fn has_links_power(view: &View<'_>, account: Id) -> Result<bool> {
    let Some((case, _)) = store::review(view, account)? else {
        return Ok(false);
    };
    let shown = browsers::proofs_of(view, account, case)?;
    let contact = |kind| matches!(kind, MethodKind::Email | MethodKind::Phone);
    Ok(shown.iter().any(|proof| contact(proof.kind)))
}
