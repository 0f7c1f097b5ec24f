//! After a recovery: what was added or changed in the 30 days before it (AR-17). Each can be taken out as the link of its
//! notice could, and never with more power than that link has.

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Span, Time};

use super::mine::speaker;
use super::remedy::{self, Remedy};
use super::words;
use crate::browsers::{self, Owner};
use crate::notices::{self, DENIABLE_FOR, Event, Notice, Objector, Speaker};
use crate::web::Error;
use crate::{accounts, audit, authenticators, devices, methods, recovery, requests};

/// Something that changed.
#[derive(Clone, Debug)]
pub struct Item {
    /// What was told about it.
    pub notice: Notice,
    /// What saying "not me" does about it.
    pub does: String,
    /// Where the gate is asked about it instead, because this recovery may not take it out by a tick; empty: nowhere but by its
    /// notice's link.
    pub ask: Option<String>,
}

/// What became of taking something out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenOut {
    /// It is out.
    Done,
    /// This recovery showed no contact, so it takes more.
    Ask,
}

/// What changed before the last recovery, still stands and can be taken out; nothing after it was looked through.
///
/// # Errors
/// Of the database.
pub fn items(view: &View<'_>, owner: &Owner) -> std::result::Result<Option<Vec<Item>>, Error> {
    let account = owner.account.id;
    let Some((_, at)) = recovery::unreviewed(view, account)? else {
        return Ok(None);
    };
    let mut items = Vec::new();
    for notice in notices::between(view, account, at - DENIABLE_FOR, at)? {
        if let Some(remedy) = standing(view, owner, &notice)? {
            let does = words::does(&owner.context.text, &owner.zone(), remedy, &notice.event);
            items.push(Item {
                does: does.unwrap_or_default(),
                ask: asks(view, owner, &notice, remedy)?,
                notice,
            });
        }
    }
    Ok(Some(items))
}

/// What can be done about it, if there is still something to do.
fn standing(
    view: &View<'_>,
    owner: &Owner,
    notice: &Notice,
) -> std::result::Result<Option<Remedy>, Error> {
    if !notice.is_deniable(Time(view.now())) {
        return Ok(None);
    }
    let account = owner.account.id;
    let remedy = match &notice.event {
        Event::RequestWaiting { request, .. } => Remedy::End(*request),
        _ => remedy::of_change(view, &owner.context.app, notice)?,
    };
    let stands = match remedy {
        Remedy::SignOut(session) | Remedy::EndSearch(session) => {
            is_elsewhere(view, owner, session)?
        }
        Remedy::TakeOut { contact, .. } => methods::contacts(view, account)?
            .iter()
            .any(|one| one.id == contact),
        Remedy::Disown { method, .. } => authenticators::get(view, account, method)?.is_some(),
        Remedy::Restore { method, .. } => {
            let contacts = methods::contacts(view, account)?;
            authenticators::get(view, account, method)?.is_none()
                && contacts.iter().all(|one| one.id != method)
        }
        Remedy::TwoStepOn { .. } => !owner.account.two_step,
        Remedy::PutOut { device, .. } => devices::get(view, account, device)?.is_some(),
        Remedy::End(request) => requests::waiting(view, account)?
            .iter()
            .any(|one| one.id == request),
        // Sessions ended with the recovery, and what undoes a whole recovery is no small thing to tick.
        Remedy::Forget(_)
        | Remedy::Stop(_)
        | Remedy::Undo { .. }
        | Remedy::Contest { .. }
        | Remedy::Review
        | Remedy::Cannot(_)
        | Remedy::Nothing => false,
    };
    Ok(stands.then_some(remedy))
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

/// Where it is asked about, unless whoever is here has the power of a link over it.
fn asks(
    view: &View<'_>,
    owner: &Owner,
    notice: &Notice,
    remedy: Remedy,
) -> std::result::Result<Option<String>, Error> {
    let page = match remedy {
        Remedy::TakeOut { contact: id, .. } | Remedy::Disown { method: id, .. } => {
            format!("/account/security/methods/{id}/remove")
        }
        Remedy::PutOut { device, .. } => format!("/devices/{device}/remove"),
        Remedy::Restore { .. } => String::new(),
        Remedy::End(_) => format!("/account/notices/{}", notice.id),
        _ => return Ok(None),
    };
    let may = remedy::remedy(view, &owner.context.app, notice, &objector(view, owner)?)? == remedy;
    Ok((!may).then_some(page))
}

/// The contact that the recovery rests on; else this browser.
fn objector(view: &View<'_>, owner: &Owner) -> Result<Objector> {
    Ok(Objector::of(match contact(view, owner)? {
        Some(contact) => Speaker::Contact(contact),
        None => speaker(view, owner)?,
    }))
}

/// Takes out what its owner says is not theirs. What ends a session, every signed-in owner may do; the rest takes a
/// contact, which the holder of a link has, or a browser that was told. Else nothing is done here: its page leads on ([`Item::ask`]).
///
/// # Errors
/// Of the database; `NotFound` for a notice that is not among [`items`].
pub fn take_out(tx: &Tx<'_>, owner: &Owner, notice: Id) -> std::result::Result<TakenOut, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    accounts::hold(tx, account)?;
    let all = items(tx, owner)?.unwrap_or_default();
    let item = all.into_iter().find(|item| item.notice.id == notice);
    let notice = item.ok_or(Error::NotFound)?.notice;
    let remedy = standing(tx, owner, &notice)?.ok_or(Error::NotFound)?;
    if asks(tx, owner, &notice, remedy)?.is_some() {
        return Ok(TakenOut::Ask);
    }
    let objector = objector(tx, owner)?;
    if notices::deny(tx, &notice)? {
        remedy::apply(tx, app, (&notice, &objector), remedy)?;
        audit::record(tx, app, account, "not-me", "owner", notice.event.name())?;
        let stopped = Event::Stopped { notice: notice.id };
        notices::tell(tx, app, account, &stopped)?;
    }
    Ok(TakenOut::Done)
}

/// The contact that the recovery rests on: it may do what the link of a notice may, in the recovery's own session and for an
/// hour.
fn contact(view: &View<'_>, owner: &Owner) -> Result<Option<Id>> {
    let account = owner.account.id;
    let Some((case, at)) = recovery::unreviewed(view, account)? else {
        return Ok(None);
    };
    if owner.session != case || Time(view.now()) >= at + Span::hours(1) {
        return Ok(None);
    }
    let shown = browsers::proofs_of(view, account, case)?;
    let contact = |kind| matches!(kind, MethodKind::Email | MethodKind::Phone);
    let proof = shown.iter().find(|proof| contact(proof.kind));
    Ok(proof.and_then(|proof| proof.method))
}
