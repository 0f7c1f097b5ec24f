//! The word beside a device's name (S-105), and from when on its track is kept.

use crate::{Span, Time};

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

    /// The stable word.
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

/// What a device let us know of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    /// When it was last heard of.
    pub last: Option<Time>,
    /// The time of its newest fix.
    pub fix: Option<Time>,
    /// It says that its location is switched off.
    pub location_off: bool,
    /// It said goodbye and was not heard of since.
    pub gone: bool,
    /// How long this kind of device may be silent and still be in contact.
    pub live_for: Span,
    /// And how long before it counts as offline.
    pub stale_for: Span,
}

/// The state of a device.
pub fn state(contact: &Contact, now: Time) -> State {
    let heard =
        |within: Span| !contact.gone && contact.last.is_some_and(|last| now.since(last) <= within);
    match contact.fix {
        _ if contact.location_off && heard(contact.stale_for) => State::LocationOff,
        None => State::NeverReported,
        // A connection alone says nothing about the place: the fix must be as fresh as the word.
        Some(fix) if heard(contact.live_for) && now.since(fix) <= contact.stale_for => State::Live,
        Some(_) if heard(contact.stale_for) => State::Stale,
        Some(_) => State::Offline,
    }
}

/// From when on a device's track is kept by default: 24 hours before its last contact, and everything since
/// it was marked missing. Nothing: it was never heard of, so there is nothing to keep.
pub fn kept_from(last_contact: Option<Time>, missing_since: Option<Time>) -> Option<Time> {
    let before_contact = last_contact? - Span::hours(24);
    Some(missing_since.map_or(before_contact, |since| before_contact.min(since)))
}
