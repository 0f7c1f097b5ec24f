//! The demo's phones and where they have been: between Jodoh market and Nagoya, Batam.

use kunci_rules::{Id, Span, Time};
use kunci_wire::{Ability, Capabilities, Fix, Kind, Source};

use crate::devices::{self, New, Report};

/// A phone and its last walk.
pub(super) struct Phone {
    name: &'static str,
    model: &'static str,
    /// How long ago it was last heard of.
    silent: Span,
    battery: u8,
    /// Latitude and longitude of corners, oldest first.
    corners: &'static [(f64, f64)],
    accuracy_m: f64,
}

pub(super) const PHONES: [Phone; 2] = [
    Phone {
        name: "Redmi 12 Ibu",
        model: "Xiaomi Redmi 12",
        silent: Span::minutes(4),
        battery: 64,
        corners: &[
            (1.1281, 104.0466),
            (1.1302, 104.0478),
            (1.1336, 104.0497),
            (1.1361, 104.0524),
            (1.1382, 104.0531),
        ],
        accuracy_m: 18.0,
    },
    Phone {
        name: "HP lama Bapak",
        model: "Samsung Galaxy A10",
        silent: Span::days(2),
        battery: 6,
        corners: &[(1.1195, 104.0482), (1.1208, 104.0475)],
        accuracy_m: 320.0,
    },
];

/// Fixes a phone has between two corners.
const STEPS: i64 = 6;

/// How long it takes from one to the next.
const EVERY: Span = Span::minutes(5);

/// The phone as a device of its owner: it speaks through OwnTracks.
pub(super) fn device(phone: &Phone, id: Id) -> New {
    New {
        id,
        name: phone.name.to_owned(),
        kind: devices::Kind::OwnTracks,
        model: phone.model.to_owned(),
        capabilities: Capabilities::from_iter([(Kind::Locate, Ability::Able)]),
    }
}

/// Whether it said goodbye because it was switched off.
pub(super) fn is_off(phone: &Phone) -> bool {
    phone.silent >= Span::days(1)
}

/// What it says beside its places.
pub(super) fn report(phone: &Phone) -> Report {
    Report {
        battery: Some(phone.battery),
        charging: Some(false),
        ..Report::default()
    }
}

/// Its last walk, ending when it was last heard of.
pub(super) fn walk(phone: &Phone, now: Time) -> Vec<Fix> {
    let legs = phone.corners.windows(2);
    let places: Vec<(f64, f64)> = legs
        .flat_map(|leg| (0..STEPS).map(|step| between(leg[0], leg[1], step)))
        .chain(phone.corners.last().copied())
        .collect();
    let newest = now - phone.silent;
    let ages = (0..places.len() as i64).rev();
    places
        .iter()
        .zip(ages)
        .map(|((lat, lon), age)| fix(phone, *lat, *lon, newest - Span(EVERY.0 * age)))
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a handful of steps")]
fn between(from: (f64, f64), to: (f64, f64), step: i64) -> (f64, f64) {
    let part = step as f64 / STEPS as f64;
    (
        (to.0 - from.0).mul_add(part, from.0),
        (to.1 - from.1).mul_add(part, from.1),
    )
}

fn fix(phone: &Phone, lat: f64, lon: f64, at: Time) -> Fix {
    Fix {
        at: at.0,
        lat,
        lon,
        accuracy_m: Some(phone.accuracy_m),
        altitude_m: None,
        speed_mps: None,
        heading: None,
        source: if phone.accuracy_m < 50.0 {
            Source::Gps
        } else {
            Source::Network
        },
        battery_pct: Some(phone.battery),
    }
}
