//! The word beside a device's name (S-105), and how long its track is kept.

use kunci_rules::{Span, Time};
use kunci_wire::LocationState;

use super::{Device, Kind};

/// What can be said about where a device is. Always shown with age, accuracy and source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It is in contact and says where it is.
    Live,
    /// It was in contact not long ago.
    Stale,
    /// It was not heard of for longer than it should be.
    Offline,
    /// It is in contact, but its location is switched off.
    LocationOff,
    /// It never said where it is.
    NeverReported,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Live,
        Self::Stale,
        Self::Offline,
        Self::LocationOff,
        Self::NeverReported,
    ];

    /// The stable word, as in the finder's contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Stale => "stale",
            Self::Offline => "offline",
            Self::LocationOff => "location_off",
            Self::NeverReported => "never_reported",
        }
    }
}

/// How soon after its last sign of life a device that should be in contact is not.
struct Patience {
    live: Span,
    stale: Span,
}

impl Patience {
    /// An agent's connection is noted every minute; OwnTracks pings every 15 to 30 minutes when the phone lies still.
    const fn with(kind: Kind) -> Self {
        match kind {
            Kind::Agent => Self {
                live: Span::minutes(2),
                stale: Span::minutes(15),
            },
            Kind::OwnTracks => Self {
                live: Span::minutes(2),
                stale: Span::minutes(60),
            },
        }
    }
}

/// The state of a device as of `now`.
#[must_use]
pub fn state_of(device: &Device, now: Time) -> State {
    let patience = Patience::with(device.kind);
    let silent = device.last_contact.map(|contact| now.since(contact));
    let within =
        |span: Span| device.leaving.is_none() && silent.is_some_and(|silent| silent <= span);
    match (device.location, &device.fix) {
        (LocationState::Off, _) if within(patience.stale) => State::LocationOff,
        (_, None) => State::NeverReported,
        // A connection alone says nothing about the place: the fix must be as fresh as the word.
        (_, Some(fix)) if within(patience.live) && now.since(fix.at) <= patience.stale => {
            State::Live
        }
        (_, Some(_)) if within(patience.stale) => State::Stale,
        (_, Some(_)) => State::Offline,
    }
}

/// From when on a device's track is kept: 24 hours before its last contact, and everything since it was marked missing.
/// `None`: it was never heard of, so there is nothing.
#[must_use]
pub fn kept_from(last_contact: Option<Time>, missing_since: Option<Time>) -> Option<Time> {
    let before_contact = last_contact? - Span::hours(24);
    Some(missing_since.map_or(before_contact, |since| before_contact.min(since)))
}
