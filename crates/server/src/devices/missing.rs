//! The mark on a missing device, and what it leaves behind for the gate.

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::{self, MarkMissing, MethodKind, Permit, Unmark};
use kunci_rules::{Id, Time};
use kunci_wire::LostMessage;

use super::{Device, get, store, topic};

/// A device's mark, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Since when.
    pub since: Time,
    /// When it lapses unless confirmed: it was set by email or phone alone.
    pub lapses_at: Option<Time>,
    /// What whoever has the device reads.
    pub lost: LostMessage,
}

/// The devices of an account as the gate knows them: present and past marks.
///
/// # Errors
/// Of the database.
pub fn facts(view: &View<'_>, account: Id) -> Result<Vec<gate::Device>> {
    store::facts(view, account)
}

/// Marks a device missing, or confirms and rewords a mark that stands: it keeps its beginning, and a confirmed mark never
/// lapses again. Returns the device as it was before.
///
/// # Errors
/// `Missing` if there is no such device.
pub fn mark(
    tx: &Tx<'_>,
    permit: &Permit<'_, MarkMissing>,
    browser: Option<Id>,
    lost: &LostMessage,
) -> Result<Device> {
    let MarkMissing { account, device } = permit.action();
    let before = get(tx, account, device)?.ok_or(kunci_db::Error::Missing)?;
    let grounds = permit.grounds();
    let with_password = grounds.kinds.contains(&MethodKind::Password);
    // Who marked it, and with what, never changes: it says who may undo the mark and which password it spares.
    let by = facts(tx, account)?.into_iter().find(|d| d.id == device);
    let by = by.and_then(|d| d.mark).and_then(|mark| mark.by);
    if before.missing.is_none() {
        store::mark(tx, account, device, browser, with_password)?;
    }
    let lapses = match &before.missing {
        Some(Missing {
            lapses_at: None, ..
        }) => None,
        _ => grounds.mark_lapses,
    };
    let may_reword = before.missing.is_none() || grounds.two() || (by.is_some() && by == browser);
    let stands = before.missing.as_ref().map(|missing| &missing.lost);
    let lost = stands.filter(|_| !may_reword).unwrap_or(lost);
    store::reword_mark(tx, account, device, lapses, lost)?;
    if grounds.single_mark {
        store::marked_singly(tx, account, device)?;
    }
    tx.wake(topic(device));
    Ok(before)
}

/// Takes the mark back.
///
/// # Errors
/// Of the database.
pub fn clear_mark(tx: &Tx<'_>, permit: &Permit<'_, Unmark>) -> Result<()> {
    let Unmark { account, device } = permit.action();
    store::clear_mark(tx, account, device)?;
    tx.wake(topic(device));
    Ok(())
}

/// Takes the mark back if its time is over: set by email or phone alone, and not confirmed. `None` if it stands.
///
/// # Errors
/// Of the database.
pub fn lapse(tx: &Tx<'_>, account: Id, device: Id) -> Result<Option<Device>> {
    let now = Time(tx.now());
    let over = |device: &Device| {
        let lapses = device
            .missing
            .as_ref()
            .and_then(|missing| missing.lapses_at);
        lapses.is_some_and(|lapses| lapses <= now)
    };
    let Some(lapsed) = get(tx, account, device)?.filter(over) else {
        return Ok(None);
    };
    store::clear_mark(tx, account, device)?;
    tx.wake(topic(device));
    Ok(Some(lapsed))
}
