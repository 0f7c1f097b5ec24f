//! Where devices were: taking fixes in, tracks, and how long they are kept.
//!
//! Kept by default (design: Devices): the last place (on the device's own row), the 24 hours before the device's last
//! contact, and everything from when it was marked missing on. [`track`] shows no more than that, whatever still lies on the
//! disk; [`retention`] drops whole weeks.

mod places;
pub mod retention;
mod store;
#[cfg(test)]
mod tests;
mod week;

use kunci_db::Result;
use kunci_rules::Time;

pub use places::Places;

use crate::commands;
use crate::devices::{Device, Fix, Known, Report};
use crate::feature::{Ends, Feature, Root, Table};
use crate::state::App;

/// What this feature keeps, in the locations' own database. Its statements are checked by [`Places::prepare_all`].
pub const FEATURE: Feature = Feature {
    name: "locations",
    tables: &[
        Table {
            name: "fixes",
            root: Root::Value,
            retention: "at most 9 days: whole weeks are dropped",
            ends: Ends::By("locations::retention"),
        },
        Table {
            name: "kept",
            root: Root::Value,
            retention: "24 hours before the device's last contact; while missing, all since the mark",
            ends: Ends::By("locations::retention"),
        },
    ],
    statements: &[],
};

/// What came of a batch of fixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// How many are safe on the disk now; those known before included.
    pub kept: usize,
    /// How many were left out: no place on Earth, or an absurd time.
    pub left_out: usize,
}

/// Takes in what a device reported. When this returns, the fixes are on the disk and the device's row knows the newest; an
/// older one never replaces it. A device whose holder lets nobody see it is heard of, but its places are not kept (G8).
///
/// # Errors
/// Of the databases. Reporting the same again does no harm, so any error may be answered by "try again".
pub async fn store(
    app: &App,
    device: &Known,
    fixes: &[kunci_wire::Fix],
    report: Report,
) -> Result<Stored> {
    let now = app.now();
    let (known, id) = (*device, device.id);
    let sound: Vec<Fix> = fixes
        .iter()
        .filter_map(|fix| Fix::received(fix, now))
        .collect();
    let stored = Stored {
        kept: sound.len(),
        left_out: fixes.len() - sound.len(),
    };
    let newest = sound
        .iter()
        .max_by_key(|fix| fix.at)
        .copied()
        .filter(|_| device.visible);
    if device.visible && !sound.is_empty() {
        app.places.store(id, sound).await?;
    }
    app.db
        .tx(move |tx| commands::heard(tx, &known, &report, newest.as_ref()))
        .await?;
    Ok(stored)
}

/// The newest `limit` fixes of a device in a span of time, oldest first, as far back as they are kept. Empty if its holder
/// lets nobody see it.
///
/// # Errors
/// Of the database.
pub async fn track(
    app: &App,
    device: &Device,
    from: Time,
    to: Time,
    limit: u32,
) -> Result<Vec<Fix>> {
    let Some(kept_from) = device.kept_from().filter(|_| device.is_visible()) else {
        return Ok(Vec::new());
    };
    app.places
        .track(device.id, from.max(kept_from), to, limit)
        .await
}
