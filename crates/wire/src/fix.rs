//! Where a device was.

use serde::{Deserialize, Serialize};

use crate::Micros;

/// One position, by its own time: a queue that drains late must not move the device (S-104).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// When the device was there.
    pub at: Micros,
    /// Latitude in degrees, WGS 84.
    pub lat: f64,
    /// Longitude in degrees, WGS 84.
    pub lon: f64,
    /// Radius in metres within which the device probably was; absent when the source does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<f64>,
    /// Height above mean sea level in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub altitude_m: Option<f64>,
    /// Speed over ground in metres per second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed_mps: Option<f64>,
    /// Course over ground in degrees from true north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<f64>,
    /// What it was measured with.
    pub source: Source,
    /// Battery at that moment, 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery_pct: Option<u8>,
}

/// What a position was measured with (S-113).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Satellites.
    Gps,
    /// Wi-Fi or cell towers.
    Network,
    /// Something else, or a word that this build does not know.
    #[serde(other)]
    Other,
}

impl Fix {
    /// Whether the numbers can be a place on Earth. The server leaves out what is not, and still stores the rest
    /// of the batch: one bad fix must not jam the queue behind it.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let within =
            |value: Option<f64>, from: f64, to: f64| value.is_none_or(|v| (from..=to).contains(&v));
        within(Some(self.lat), -90.0, 90.0)
            && within(Some(self.lon), -180.0, 180.0)
            && within(self.accuracy_m, 0.0, f64::MAX)
            && within(self.altitude_m, -20_000.0, 1_000_000.0)
            && within(self.speed_mps, 0.0, 100_000.0)
            && within(self.heading, 0.0, 360.0)
            && self.battery_pct.is_none_or(|pct| pct <= 100)
            && self.at > 0
    }
}
