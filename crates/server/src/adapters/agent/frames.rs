//! What an agent is told of its device, and what it says, in the words of the features.

use kunci_db::{Result, View};
use kunci_rules::devices::Protection;
use kunci_rules::{Id, Time};
use kunci_wire::{DeviceState, Status, Watcher};

use crate::commands::{self, Command};
use crate::devices::{self, Device, Report};

/// Everything that the database has for one agent.
pub(super) struct Facts {
    /// How the device stands.
    pub(super) state: DeviceState,
    /// Who can see it.
    pub(super) watchers: Vec<Watcher>,
    /// Its open commands, in the order of their numbers.
    pub(super) commands: Vec<Command>,
}

impl Facts {
    /// `None`: the device was removed.
    pub(super) fn load(view: &View<'_>, account: Id, device: Id) -> Result<Option<Self>> {
        let Some(found) = devices::get(view, account, device)? else {
            return Ok(None);
        };
        Ok(Some(Self {
            state: standing(&found, Time(view.now())),
            watchers: devices::watchers(view, &found)?,
            commands: commands::due(view, account, device)?,
        }))
    }
}

fn standing(device: &Device, now: Time) -> DeviceState {
    DeviceState {
        protection: match device.protection() {
            Protection::Off => kunci_wire::Protection::Off,
            Protection::On => kunci_wire::Protection::On,
            Protection::Missing => kunci_wire::Protection::Missing,
            Protection::Erased => kunci_wire::Protection::Erased,
        },
        lost_message: device.missing.as_ref().map(|missing| missing.lost.clone()),
        live_until: device
            .live_until
            .filter(|until| now < *until)
            .map(|until| until.0),
    }
}

/// What a status says of the device.
pub(super) fn report(status: Status) -> Report {
    Report {
        battery: status.battery_pct,
        charging: status.charging,
        location: Some(status.location),
        capabilities: Some(status.capabilities),
    }
}
