//! One position of a device, in the precision that is kept.

use kunci_rules::devices::{Place, fix_time};
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
    /// Where, and how surely.
    pub place: Place,
    /// What it was measured with.
    pub source: Source,
    /// Battery at that moment, 0 to 100.
    pub battery: Option<u8>,
}

/// A queue may drain after weeks; a time before that is a broken clock.
const OLDEST: Span = Span::days(400);

/// Degrees in the database.
const SCALE: f64 = 1e7;

/// A fix as the database holds it: time, latitude, longitude, accuracy, source, battery.
pub(crate) type Packed = (i64, i64, i64, Option<i64>, i64, Option<i64>);

impl Fix {
    /// Takes a report in, as of `now`. `None` if it is no place on Earth or its time is absurd: what is left out must not
    /// jam the queue behind it (S-104).
    #[must_use]
    pub fn received(fix: &kunci_wire::Fix, now: Time) -> Option<Self> {
        let at = fix_time(Time(fix.at), now);
        let place = Place::new(fix.lat, fix.lon, fix.accuracy_m)?;
        let read = Self {
            at,
            place,
            source: fix.source,
            battery: fix.battery_pct.filter(|percent| *percent <= 100),
        };
        (at >= now - OLDEST).then(|| Self::unpack(read.pack()))
    }

    /// For the database.
    pub(crate) fn pack(&self) -> Packed {
        let source = match self.source {
            Source::Other => 0,
            Source::Gps => 1,
            Source::Network => 2,
        };
        let accuracy = self.place.accuracy_m.map(whole_metres);
        let (lat, lon) = (pack_degrees(self.place.lat), pack_degrees(self.place.lon));
        (
            self.at.0,
            lat,
            lon,
            accuracy,
            source,
            self.battery.map(i64::from),
        )
    }

    /// From the database.
    pub(crate) fn unpack((at, lat, lon, accuracy, source, battery): Packed) -> Self {
        Self {
            at: Time(at),
            place: Place {
                lat: unpack_degrees(lat),
                lon: unpack_degrees(lon),
                accuracy_m: accuracy
                    .and_then(|metres| u32::try_from(metres).ok())
                    .map(f64::from),
            },
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
    reason = "degrees on Earth times 10^7 are below 2^31"
)]
fn pack_degrees(degrees: f64) -> i64 {
    (degrees * SCALE).round() as i64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "below 2^31, which a double holds exactly"
)]
fn unpack_degrees(packed: i64) -> f64 {
    packed as f64 / SCALE
}

/// Rounded up, so that no circle is drawn too small; none needs to be larger than the Earth.
#[expect(clippy::cast_possible_truncation, reason = "clamped first")]
fn whole_metres(metres: f64) -> i64 {
    metres.ceil().clamp(0.0, 20_000_000.0) as i64
}
