//! Two coarse places and the time between: could one person have been at both?

use crate::Span;

/// Faster than any airliner, with the way to the airport left out.
const KMH: f64 = 1_000.0;
/// Mobile networks leave the country's net far from the phone; nearer than this nothing is concluded.
const NEAR_KM: f64 = 500.0;
/// What an address tells of a place is never better than this.
const LEAST_RADIUS_KM: f64 = 50.0;
/// The mean radius of the earth.
const EARTH_KM: f64 = 6_371.0;

/// A place as coarse as an address tells it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// How uncertain it is, in kilometres.
    pub radius_km: f64,
}

/// A journey that nobody makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Travel {
    /// How far apart the places are at least, in kilometres.
    pub km: u32,
    /// The time between.
    pub within: Span,
}

/// The journey between two places, if nobody could have made it in this time. What is uncertain counts for
/// the owner.
pub fn travel(from: &Place, to: &Place, within: Span) -> Option<Travel> {
    let radius = |p: &Place| p.radius_km.max(LEAST_RADIUS_KM);
    let km = distance_km(from, to) - radius(from) - radius(to);
    // Whole minutes, rounded up: never less time than there was.
    let hours = f64::from(u32::try_from(within.whole_minutes()).unwrap_or(u32::MAX)) / 60.0;
    let impossible = km.is_finite() && km >= NEAR_KM && km > hours * KMH;
    impossible.then(|| Travel {
        km: whole(km),
        within,
    })
}

/// Along the surface of the earth (haversine).
fn distance_km(a: &Place, b: &Place) -> f64 {
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let across = half(a.latitude, b.latitude)
        + a.latitude.to_radians().cos()
            * b.latitude.to_radians().cos()
            * half(a.longitude, b.longitude);
    2.0 * EARTH_KM * across.clamp(0.0, 1.0).sqrt().asin()
}

/// At most half the way around the earth: fits.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 20,016"
)]
fn whole(km: f64) -> u32 {
    km as u32
}
