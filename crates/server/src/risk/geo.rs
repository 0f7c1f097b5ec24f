//! Where a network is, as coarsely as its address tells: from the operator's own file, or not at all.

use std::net::IpAddr;

use kunci_rules::risk::Place;
use maxminddb::Reader;
use serde::Deserialize;

use crate::config::{Invalid, Risk};

/// The operator's file, in memory.
pub struct Geo(Option<Reader<Vec<u8>>>);

/// What the file says of one address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spot {
    /// City, or else country; may be empty.
    pub name: String,
    /// Where that is.
    pub place: Option<Place>,
    /// A network that hides where people are.
    pub anonymous: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Record {
    city: Named,
    country: Named,
    location: Location,
    traits: Traits,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    names: Names,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Names {
    en: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Location {
    latitude: Option<f64>,
    longitude: Option<f64>,
    accuracy_radius: Option<u16>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Traits {
    is_anonymous_proxy: bool,
}

impl Geo {
    /// Reads the file, if one is configured.
    ///
    /// # Errors
    /// If it is missing or not in this format.
    pub fn open(risk: &Risk) -> Result<Self, Invalid> {
        let Some(path) = &risk.geoip else {
            return Ok(Self(None));
        };
        let read = Reader::open_readfile(path);
        read.map(|reader| Self(Some(reader))).map_err(|error| {
            let remedy = format!("no usable file in MaxMind DB format: {error}");
            Invalid::new("risk.geoip", path.display(), remedy)
        })
    }

    /// Where an address is; nothing without a file, or if the file does not know it.
    #[must_use]
    pub fn spot(&self, address: IpAddr) -> Option<Spot> {
        let found = self.0.as_ref()?.lookup(address).ok()?;
        let record: Record = found.decode().ok()??;
        let name = Some(record.city.names.en)
            .filter(|name| !name.is_empty())
            .unwrap_or(record.country.names.en);
        let (latitude, longitude) = (record.location.latitude, record.location.longitude);
        let place = latitude.zip(longitude).map(|(latitude, longitude)| Place {
            latitude,
            longitude,
            radius_km: f64::from(record.location.accuracy_radius.unwrap_or(0)),
        });
        Some(Spot {
            name: name.chars().filter(|c| !c.is_control()).take(60).collect(),
            place,
            anonymous: record.traits.is_anonymous_proxy,
        })
    }
}
