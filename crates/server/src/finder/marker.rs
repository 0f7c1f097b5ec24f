//! A device as the page's script and its event stream say it: `web/README.md`, "The finder's contract".

use kunci_rules::Time;
use serde::Serialize;

use super::sight::Seen;
use super::words::{self, Words};
use crate::config::Map;
use crate::devices::Fix;
use crate::web::times::rfc3339;

/// One device with its last place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Marker {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) state: &'static str,
    pub(super) state_text: String,
    lat: Option<f64>,
    lon: Option<f64>,
    accuracy_m: Option<f64>,
    pub(super) at: Option<String>,
    battery: Option<u8>,
    /// Oldest first: longitude, latitude, Unix seconds.
    pub(super) track: Vec<(f64, f64, i64)>,
    pub(super) fields: Fields,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) announce: Option<String>,
}

/// The text of each `data-field`; empty where there is no place.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Fields {
    pub(super) about: String,
    pub(super) contact: String,
    pub(super) battery: String,
    pub(super) at: String,
    pub(super) when: String,
    pub(super) accuracy: String,
    pub(super) source: String,
    pub(super) coordinates: String,
    pub(super) geo: String,
    pub(super) warning: String,
}

impl Marker {
    pub(super) fn new(words: &Words, seen: &Seen, track: &[Fix]) -> Self {
        let (device, fix) = (&seen.device, seen.device.fix.as_ref());
        let bare = Fields {
            about: words.about(seen),
            contact: words.contact(device),
            battery: words.battery(device),
            ..Fields::default()
        };
        Self {
            id: device.id.to_string(),
            name: device.name.clone(),
            state: seen.state.name(),
            state_text: words.state(seen),
            lat: fix.map(|fix| fix.place.lat),
            lon: fix.map(|fix| fix.place.lon),
            accuracy_m: fix.and_then(|fix| fix.place.accuracy_m),
            at: fix.map(|fix| rfc3339(fix.at)),
            battery: device.battery,
            track: track
                .iter()
                .map(|fix| (fix.place.lon, fix.place.lat, seconds(fix.at)))
                .collect(),
            fields: match fix {
                None => Fields {
                    when: words.t.finder_place_none(),
                    ..bare
                },
                Some(fix) => Fields {
                    at: words.ago(fix.at),
                    when: words.t.date_time(fix.at, &words.zone),
                    accuracy: words.accuracy(fix),
                    source: words.source(fix),
                    coordinates: words::coordinates(fix),
                    geo: words::geo(fix),
                    warning: words.warning(fix),
                    ..bare
                },
            },
            announce: None,
        }
    }
}

const fn seconds(at: Time) -> i64 {
    at.0.div_euclid(1_000_000)
}

#[derive(Serialize)]
struct Data<'a> {
    selected: Option<&'a str>,
    devices: Vec<&'a Marker>,
    tiles: Option<Tiles<'a>>,
    texts: Texts,
}

#[derive(Serialize)]
struct Tiles<'a> {
    url: &'a str,
    attribution: &'a str,
}

#[derive(Serialize)]
struct Texts {
    map: String,
    zoom_in: String,
    zoom_out: String,
    two_fingers: String,
    ctrl_scroll: String,
}

/// The page's data block. It stands inside a `script` element, so that no `<` may be in it.
pub(super) fn data<'a>(
    words: &Words,
    map: &Map,
    selected: Option<&str>,
    devices: impl Iterator<Item = &'a Marker>,
) -> String {
    let t = &words.t;
    let data = Data {
        selected,
        devices: devices.collect(),
        tiles: (!map.tiles.is_empty()).then_some(Tiles {
            url: &map.tiles,
            attribution: &map.attribution,
        }),
        texts: Texts {
            map: t.finder_map(),
            zoom_in: t.finder_map_in(),
            zoom_out: t.finder_map_out(),
            two_fingers: t.finder_map_fingers(),
            ctrl_scroll: t.finder_map_scroll(),
        },
    };
    // Numbers and texts always encode.
    serde_json::to_string(&data)
        .unwrap_or_default()
        .replace('<', "\\u003c")
}
