//! Places on Earth, how they are drawn, and which of two fixes is the newer.

use crate::{Span, Time};

/// A place: degrees in WGS 84, and a radius in metres within which the device probably is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Latitude, −90 to 90.
    pub lat: f64,
    /// Longitude, −180 to 180.
    pub lon: f64,
    /// Accuracy in metres, where the source says.
    pub accuracy_m: Option<f64>,
}

impl Place {
    /// A place on Earth; nothing for anything else. An accuracy that makes no sense is left out, the place kept.
    pub fn new(lat: f64, lon: f64, accuracy_m: Option<f64>) -> Option<Self> {
        let on_earth = lat.abs() <= 90.0 && lon.abs() <= 180.0;
        let accuracy_m = accuracy_m.filter(|m| m.is_finite() && *m >= 0.0);
        on_earth.then_some(Self {
            lat,
            lon,
            accuracy_m,
        })
    }

    /// Reads degrees as an app sends them.
    pub fn parse(lat: &str, lon: &str) -> Option<Self> {
        Self::new(lat.trim().parse().ok()?, lon.trim().parse().ok()?, None)
    }

    /// How to draw it. Above 50 m, or when nobody says how good it is, the circle stands alone: a pin would
    /// name a house, and perhaps the wrong one.
    pub fn marker(&self) -> Marker {
        match self.accuracy_m {
            Some(m) if m <= 50.0 => Marker::Pin,
            Some(m) if m <= 100.0 => Marker::Circle,
            Some(_) | None => Marker::Vague,
        }
    }
}

/// How a place is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A pin in its circle.
    Pin,
    /// A circle and no pin.
    Circle,
    /// A circle and no pin, with a warning (S-113).
    Vague,
}

/// How far a device's clock may be ahead before its times are replaced by ours.
const AHEAD: Span = Span::minutes(2);

/// The time to file a fix under. A clock that runs ahead must neither hide the device nor freeze its last place.
pub fn fix_time(fix: Time, received: Time) -> Time {
    if fix > received + AHEAD {
        received
    } else {
        fix
    }
}

/// Whether a fix becomes the last one: an older one never does, and the same one only once.
pub fn replaces(last: Option<Time>, fix: Time) -> bool {
    last.is_none_or(|last| fix > last)
}
