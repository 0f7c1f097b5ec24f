//! The battery, as the kernel tells it (`/sys/class/power_supply`, Documentation/ABI/testing/sysfs-class-power).

use std::fs;
use std::path::Path;

/// Where the kernel shows power supplies.
pub const SUPPLIES: &str = "/sys/class/power_supply";

/// Charge of the device's own battery.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Battery {
    /// 0 to 100, if there is a battery.
    pub percent: Option<u8>,
    /// Whether it is charging or full on the charger.
    pub charging: Option<bool>,
}

/// At this charge the device may soon be silent.
const LOW: u8 = 5;

impl Battery {
    /// Whether the device may soon be silent: one more position is worth it (S-116).
    #[must_use]
    pub fn is_low(self) -> bool {
        self.charging != Some(true) && self.percent.is_some_and(|percent| percent <= LOW)
    }
}

/// Reads the first battery that powers the device; a mouse's or pen's (`scope` "Device") does not count.
#[must_use]
pub fn read(supplies: &Path) -> Battery {
    let Ok(entries) = fs::read_dir(supplies) else {
        return Battery::default();
    };
    let mut batteries: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_own_battery(path))
        .collect();
    batteries.sort();
    let Some(battery) = batteries.first() else {
        return Battery::default();
    };
    let percent = word(battery, "capacity")
        .and_then(|text| text.parse::<u8>().ok())
        .map(|percent| percent.min(100));
    let charging = word(battery, "status").map(|status| status == "Charging" || status == "Full");
    Battery { percent, charging }
}

fn is_own_battery(path: &Path) -> bool {
    word(path, "type").as_deref() == Some("Battery")
        && word(path, "scope").as_deref() != Some("Device")
}

fn word(supply: &Path, name: &str) -> Option<String> {
    fs::read_to_string(supply.join(name))
        .ok()
        .map(|text| text.trim().to_owned())
}
