//! Lost mode: the mark and what the device does while it stands.

use kunci_db::{Error, Result, Tx};
use kunci_rules::Id;
use kunci_rules::gate::{MarkMissing, Permit, Unmark};
use kunci_wire::{LostMessage, Order};

use super::issue::{Issued, issue, take_back};
use super::jobs::LAPSE;
use crate::accounts;
use crate::browsers;
use crate::devices::{self, Device};
use crate::jobs::schedule;
use crate::notices::{self, By, Event, OfDevice};
use crate::state::App;
use crate::web::Text;

/// What marking did.
#[derive(Clone, Debug)]
pub struct Marked {
    /// The device as it was before: whether the mark is new, or was confirmed or reworded.
    pub before: Device,
    /// Its screen lock.
    pub lock: Issued,
    /// The lost message on its screen.
    pub message: Issued,
}

/// The fixed words for whoever finds the device, with a number to call if there is one.
#[must_use]
pub fn lost_words(t: &Text, call: Option<&str>) -> LostMessage {
    let text = call.map_or_else(
        || t.devices_lost_words(),
        |number| t.devices_lost_words_call(number),
    );
    LostMessage {
        text,
        call: call.map(str::to_owned),
    }
}

/// Marks a device missing and puts it into lost mode as far as it is able: screen lock and the fixed message. Marking again
/// confirms the mark and rewords the message. The sessions of browsers that run on it end, but for the one that asks.
///
/// # Errors
/// `Missing` if the device is gone; else of the database.
pub fn mark_missing(
    tx: &Tx<'_>,
    permit: Permit<'_, MarkMissing>,
    (browser, session): (Option<Id>, Option<Id>),
    t: &Text,
    call: Option<&str>,
) -> Result<Marked> {
    let MarkMissing { account, device } = permit.action();
    browsers::end_of_device(tx, account, device, session)?;
    let lost = lost_words(t, call);
    let before = devices::mark(tx, &permit, browser, &lost)?;
    // Where the words of a mark that stands were kept, the device goes on showing those.
    let kept = devices::get(tx, account, device)?.and_then(|device| device.missing);
    let lost = kept.map_or(lost, |missing| missing.lost);
    if let Some(lapses_at) = permit.grounds().mark_lapses {
        schedule(tx, LAPSE, account, device, lapses_at)?;
    }
    let lock = issue(tx, account, device, &Order::Lock)?;
    let message = issue(tx, account, device, &Order::Message(lost))?;
    Ok(Marked {
        before,
        lock,
        message,
    })
}

/// Takes the mark back: found again. What waited for the device is taken back too, and lost mode ends on it.
///
/// # Errors
/// `Missing` if the device is gone; else of the database.
pub fn unmark(tx: &Tx<'_>, permit: Permit<'_, Unmark>) -> Result<()> {
    let Unmark { account, device } = permit.action();
    devices::clear_mark(tx, &permit)?;
    end_lost_mode(tx, account, device)
}

/// Ends a mark whose time is over: set by email or phone alone, and not confirmed within a day. `false` if it stands.
///
/// # Errors
/// Of the database.
pub fn lapse(tx: &Tx<'_>, app: &App, account: Id, device: Id) -> Result<bool> {
    match accounts::hold(tx, account) {
        Err(Error::Missing) => return Ok(false),
        held => held?,
    }
    let Some(lapsed) = devices::lapse(tx, account, device)? else {
        return Ok(false);
    };
    end_lost_mode(tx, account, device)?;
    let nobody = By {
        session: None,
        label: String::new(),
    };
    let event = Event::of_device(OfDevice::Lapsed, device, &lapsed.name, nobody);
    notices::tell(tx, app, account, &event)?;
    Ok(true)
}

fn end_lost_mode(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    let lost_mode = |order: &Order| matches!(order, Order::Lock | Order::Message(_) | Order::Ring);
    take_back(tx, account, device, lost_mode)?;
    issue(tx, account, device, &Order::Unlock)?;
    issue(tx, account, device, &Order::MessageClear)?;
    Ok(())
}
