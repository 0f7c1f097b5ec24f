//! What an OwnTracks app posts, read leniently: integers may come as floats, fields may be missing, and what makes no
//! sense is left out without a complaint, for a complaint would jam the phone's queue.

use kunci_wire::{Fix, Source};
use serde_json::{Map, Value};

use crate::devices::Report;

/// One posted body.
#[derive(Debug, PartialEq)]
pub(super) struct Payload {
    /// Its `_type`, if it is a known one; for the log.
    pub(super) kind: &'static str,
    /// A position, if it has one.
    pub(super) fix: Option<Fix>,
    /// Battery and the like.
    pub(super) report: Report,
    /// It is the answer to `reportLocation`.
    pub(super) asked_for: bool,
}

/// Every type that an app is known to post. What they say beside a position is nobody's business here.
const KINDS: [&str; 14] = [
    "location",
    "transition",
    "waypoint",
    "waypoints",
    "status",
    "lwt",
    "card",
    "cmd",
    "configuration",
    "steps",
    "beacon",
    "request",
    "encrypted",
    "clear",
];

impl Payload {
    /// Reads a body, whatever it is.
    pub(super) fn read(body: &[u8]) -> Self {
        let nothing = |kind| Self {
            kind,
            fix: None,
            report: Report::default(),
            asked_for: false,
        };
        if body.is_empty() {
            return nothing("empty");
        }
        let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
            return nothing("malformed");
        };
        let said = object
            .get("_type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let kind = KINDS
            .into_iter()
            .find(|kind| *kind == said)
            .unwrap_or("unknown");
        match kind {
            "location" => Self {
                fix: fix(&object),
                report: report(&object),
                asked_for: object.get("t").and_then(Value::as_str) == Some("r"),
                ..nothing(kind)
            },
            // The phone crossed a border that it knows, and says where.
            "transition" => Self {
                fix: fix(&object),
                ..nothing(kind)
            },
            _ => nothing(kind),
        }
    }
}

fn fix(object: &Map<String, Value>) -> Option<Fix> {
    let source = match object.get("source").and_then(Value::as_str) {
        Some("gps") => Source::Gps,
        Some("network") => Source::Network,
        _ => Source::Other,
    };
    Some(Fix {
        at: micros(number(object, "tst")?),
        lat: number(object, "lat")?,
        lon: number(object, "lon")?,
        accuracy_m: number(object, "acc"),
        altitude_m: None,
        speed_mps: None,
        heading: None,
        source,
        battery_pct: percent(object),
    })
}

fn report(object: &Map<String, Value>) -> Report {
    let charging = match number(object, "bs") {
        Some(1.0) => Some(false),
        Some(2.0 | 3.0) => Some(true),
        _ => None,
    };
    Report {
        battery: percent(object),
        charging,
        ..Report::default()
    }
}

/// A number, however it was written.
fn number(object: &Map<String, Value>, name: &str) -> Option<f64> {
    let value = object.get(name)?;
    let read = value
        .as_f64()
        .or_else(|| value.as_str()?.trim().parse().ok());
    read.filter(|number| number.is_finite())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 100"
)]
fn percent(object: &Map<String, Value>) -> Option<u8> {
    number(object, "batt")
        .filter(|percent| (0.0..=100.0).contains(percent))
        .map(|percent| percent.round() as u8)
}

/// Seconds to microseconds; what is beyond all time ends at its edge, and is then judged as such.
#[expect(
    clippy::cast_possible_truncation,
    reason = "`as` saturates, which is what is wanted"
)]
fn micros(seconds: f64) -> i64 {
    (seconds * 1e6) as i64
}
