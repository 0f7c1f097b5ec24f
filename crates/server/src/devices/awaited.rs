//! "Tell me when it connects" (S-112): asked once, told once.

use kunci_db::{Result, Tx};
use kunci_rules::{Id, Span, Time};

use super::{Known, store, topic};

/// After this nobody waits for it any more.
pub const AWAITED_FOR: Span = Span::days(30);

/// Notes that the owner wants to hear when the device next connects, or no longer does.
///
/// # Errors
/// `Missing` if there is no such device.
pub fn await_contact(tx: &Tx<'_>, account: Id, device: Id, wanted: bool) -> Result<()> {
    let until = wanted.then(|| Time(tx.now()) + AWAITED_FOR);
    store::set_awaited(tx, account, device, until)?;
    // An agent's connection that lives must know as well.
    tx.wake(topic(device));
    Ok(())
}

/// Whether somebody waits for this contact; it is answered for once.
pub(super) fn answered(tx: &Tx<'_>, device: &Known) -> Result<bool> {
    Ok(device.awaited && store::take_awaited(tx, device.account, device.id)?)
}
