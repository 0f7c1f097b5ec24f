//! Nobody watches in secret (G8): who can see a device, the last look, and how its holder stops it.

use kunci_db::{Result, Tx, View};
use kunci_rules::gate::{Locate, Permit};
use kunci_rules::{Id, Span, Time};
use kunci_wire::Watcher;

use super::{Device, store, topic};
use crate::accounts;

/// A look is told at most this often.
const TOLD_EVERY: Span = Span::hours(1);

/// Who can see this device: its owner, unless its holder stopped that.
///
/// # Errors
/// Of the database.
pub fn watchers(view: &View<'_>, device: &Device) -> Result<Vec<Watcher>> {
    if !device.is_visible() {
        return Ok(Vec::new());
    }
    let owner = accounts::get(view, device.account)?;
    let watcher = owner.map(|owner| Watcher {
        name: owner.name,
        since: device.paired_at.0,
        last_look: device.last_look.map(|look| look.0),
    });
    Ok(watcher.into_iter().collect())
}

/// Notes that the owner looks where a device is. `true`: tell the contacts of this look; `false`: they were told within the
/// hour. The device itself hears of it through its watchers, and tells its holder at most once an hour.
///
/// # Errors
/// `Missing` if there is no such device.
pub fn look(tx: &Tx<'_>, permit: &Permit<'_, Locate>) -> Result<bool> {
    let Locate { account, device } = permit.action();
    let now = Time(tx.now());
    let told = store::look_told_at(tx, account, device)?.ok_or(kunci_db::Error::Missing)?;
    let tell = told.is_none_or(|told| now >= told + TOLD_EVERY);
    store::look(tx, account, device, if tell { Some(now) } else { told })?;
    tx.wake(topic(device));
    Ok(tell)
}

/// The unlocked holder wants nobody to see the device from now on. A mark lifts this while it stands: every contact hears of
/// a mark, and the device shows it.
///
/// # Errors
/// Of the database.
pub fn stop_watching(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    store::stop_watching(tx, account, device)?;
    tx.wake(topic(device));
    Ok(())
}
