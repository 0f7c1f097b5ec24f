//! One position of a device, in the precision that is kept.

use kunci_rules::{Span, Time};
use kunci_wire::Source;

/// Where a device was, by the fix's own time.
///
/// Kept: place to 10⁻⁷ degrees (about a centimetre), accuracy in whole metres, source, battery. Height, speed and course
/// are not: no page needs them, and what is not kept cannot leak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// When the device was there.
    pub at: Time,
    /// Latitude in degrees, WGS 84.
    pub lat: f64,
    /// Longitude in degrees, WGS 84.
    pub lon: f64,
    /// Radius in metres within which the device probably was, if the source says.
    pub accuracy_m: Option<u32>,
    /// What it was measured with.
    pub source: Source,
    /// Battery at that moment, 0 to 100.
    pub battery: Option<u8>,
}

/// A queue may drain after weeks; a time before that is a broken clock.
const OLDEST: Span = Span::days(400);

/// How far a phone's clock may be ahead of ours before its times are replaced.
const AHEAD: Span = Span::minutes(2);

/// Degrees in the database.
const SCALE: f64 = 1e7;

/// A fix as the database holds it: time, latitude, longitude, accuracy, source, battery.
pub(crate) type Packed = (i64, i64, i64, Option<i64>, i64, Option<i64>);

impl Fix {
    /// Takes a report in, as of `now`. `None` if it is no place on Earth or its time is absurd: what is left out must not
    /// jam the queue behind it (S-104).
    ///
    /// A clock that runs ahead must neither hide the device nor freeze its last place: such a fix counts as of now.
    #[must_use]
    pub fn received(fix: &kunci_wire::Fix, now: Time) -> Option<Self> {
        let at = if fix.at > (now + AHEAD).0 {
            now
        } else {
            Time(fix.at)
        };
        (fix.is_sound() && at >= now - OLDEST).then(|| Self {
            at,
            lat: degrees(pack_degrees(fix.lat)),
            lon: degrees(pack_degrees(fix.lon)),
            accuracy_m: fix.accuracy_m.map(whole_metres),
            source: fix.source,
            battery: fix.battery_pct,
        })
    }

    /// For the database.
    pub(crate) fn pack(&self) -> Packed {
        let source = match self.source {
            Source::Other => 0,
            Source::Gps => 1,
            Source::Network => 2,
        };
        let accuracy = self.accuracy_m.map(i64::from);
        (
            self.at.0,
            pack_degrees(self.lat),
            pack_degrees(self.lon),
            accuracy,
            source,
            self.battery.map(i64::from),
        )
    }

    /// From the database.
    pub(crate) fn unpack((at, lat, lon, accuracy, source, battery): Packed) -> Self {
        Self {
            at: Time(at),
            lat: degrees(lat),
            lon: degrees(lon),
            accuracy_m: accuracy.and_then(|metres| u32::try_from(metres).ok()),
            source: match source {
                1 => Source::Gps,
                2 => Source::Network,
                _ => Source::Other,
            },
            battery: battery.and_then(|percent| u8::try_from(percent).ok()),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a sound coordinate times 10^7 is below 2^31"
)]
fn pack_degrees(degrees: f64) -> i64 {
    (degrees * SCALE).round() as i64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "below 2^31, which a double holds exactly"
)]
fn degrees(packed: i64) -> f64 {
    packed as f64 / SCALE
}

/// Rounded up, so that no circle is drawn too small; no circle needs to be larger than the Earth.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped first"
)]
fn whole_metres(metres: f64) -> u32 {
    metres.ceil().clamp(0.0, 20_000_000.0) as u32
}
