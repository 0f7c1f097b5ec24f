//! A device in words: everything that the map shows, as text (S-099, S-104, S-105, S-113, S-116).

use jiff::tz::TimeZone;
use kunci_rules::devices::{Marker, State};
use kunci_rules::{Span, Time};
use kunci_wire::{Ability, Kind, Leaving, Source, WhyNot};

use super::sight::{Seen, Sight};
use crate::browsers::Owner;
use crate::devices::{Device, Fix};
use crate::web::{Language, Text};

/// The asker's language, zone and time.
#[derive(Clone)]
pub(super) struct Words {
    pub(super) t: Text,
    pub(super) zone: TimeZone,
    pub(super) now: Time,
    /// Until when a search lasts that one proof has opened; nothing: its owner is signed in.
    pub(super) limited: Option<Time>,
}

impl Words {
    pub(super) fn of(owner: &Owner) -> Self {
        Self {
            t: owner.context.text.clone(),
            zone: owner.zone(),
            now: owner.context.now,
            limited: owner.context.limited.then_some(owner.ends_at),
        }
    }

    /// The hour alone for what is recent, else the day too.
    pub(super) fn when(&self, at: Time) -> String {
        if at - self.now < Span::hours(12) && self.now - at < Span::hours(12) {
            self.t.time_of_day(at, &self.zone)
        } else {
            self.t.date_time(at, &self.zone)
        }
    }

    pub(super) fn ago(&self, at: Time) -> String {
        self.t.ago(at, self.now)
    }

    /// The word beside the name.
    pub(super) fn state(&self, seen: &Seen) -> String {
        let t = &self.t;
        match seen.state {
            State::Live => t.finder_state_live(),
            State::Stale => t.finder_state_stale(),
            State::Offline if is_switched_off(&seen.device) => t.finder_state_shutdown(),
            State::Offline => t.finder_state_offline(),
            State::LocationOff => t.finder_state_location_off(),
            State::NeverReported => t.finder_state_never_reported(),
        }
    }

    /// What that word means for whoever looks.
    pub(super) fn about(&self, seen: &Seen) -> String {
        let t = &self.t;
        match seen.state {
            State::Live => t.finder_about_live(),
            State::Stale => t.finder_about_stale(),
            State::Offline if is_switched_off(&seen.device) => t.finder_about_shutdown(),
            State::Offline => t.finder_about_offline(),
            State::LocationOff => t.finder_about_location_off(),
            State::NeverReported => t.finder_about_never_reported(),
        }
    }

    /// `meleset sampai 40 m`
    pub(super) fn accuracy(&self, fix: &Fix) -> String {
        match fix.place.accuracy_m {
            Some(metres) => self.t.finder_within(self.grouped(metres)),
            None => self.t.finder_within_unknown(),
        }
    }

    /// The sentence below every place: nobody shall accuse a neighbour because of a dot.
    pub(super) fn warning(&self, fix: &Fix) -> String {
        let t = &self.t;
        match (fix.place.marker(), fix.place.accuracy_m) {
            (Marker::Pin, _) => t.finder_warn_pin(),
            (Marker::Circle, _) => t.finder_warn_circle(),
            (Marker::Vague, Some(metres)) => t.finder_warn_wide(self.grouped(metres)),
            (Marker::Vague, None) => t.finder_warn_unknown(),
        }
    }

    pub(super) fn source(&self, fix: &Fix) -> String {
        match fix.source {
            Source::Gps => self.t.finder_source_gps(),
            Source::Network => self.t.finder_source_network(),
            Source::Other => self.t.finder_source_other(),
        }
    }

    pub(super) fn battery(&self, device: &Device) -> String {
        match (device.battery, device.charging) {
            (Some(n), Some(true)) => self.t.finder_charging(u32::from(n)),
            (Some(n), _) => self.t.finder_percent(u32::from(n)),
            (None, _) => self.t.finder_battery_unknown(),
        }
    }

    pub(super) fn contact(&self, device: &Device) -> String {
        match device.last_contact {
            Some(at) => self.when(at),
            None => self.t.finder_contact_never(),
        }
    }

    /// One sentence for a screen reader.
    pub(super) fn announce(&self, seen: &Seen) -> String {
        let (name, state) = (seen.device.name.as_str(), self.state(seen));
        match &seen.device.fix {
            Some(fix) => self.t.finder_announce(self.accuracy(fix), name, state),
            None => self.t.finder_announce_nowhere(name, state),
        }
    }

    /// What can be asked of some of these from afar, besides where they are: the word that the texts go by.
    pub(super) fn can<'a>(devices: impl IntoIterator<Item = &'a Device>) -> &'static str {
        let able = |device: &Device, kind| device.ability(kind) == Ability::Able;
        let mut any = (false, false);
        for device in devices {
            any.0 |= able(device, Kind::Ring);
            any.1 |= able(device, Kind::Lock);
        }
        match any {
            (true, true) => "both",
            (true, false) => "ring",
            (false, true) => "lock",
            (false, false) => "find",
        }
    }

    /// What lost mode does on this one, in the same way.
    pub(super) fn lost_mode(device: &Device) -> &'static str {
        let able = |kind| device.ability(kind) == Ability::Able;
        match (able(Kind::Lock), able(Kind::Message)) {
            (true, true) => "both",
            (true, false) => "lock",
            (false, true) => "message",
            (false, false) => "none",
        }
    }

    /// Why a button of the page does not work; `None` if it does (S-110).
    pub(super) fn why_not(&self, seen: &Seen, kind: Kind) -> Option<String> {
        let t = &self.t;
        if matches!(kind, Kind::Locate | Kind::Live) {
            match seen.sight {
                Sight::Open => {}
                Sight::Stopped(_) => return Some(t.finder_cannot_stopped()),
                Sight::Wait(_) | Sight::Prove(_) | Sight::Refused(_) => {
                    return Some(t.finder_cannot_gate());
                }
            }
        }
        match seen.device.ability(kind) {
            Ability::Able => None,
            Ability::Unable(WhyNot::Unsupported | WhyNot::Other) => {
                Some(t.finder_cannot_unsupported())
            }
            Ability::Unable(WhyNot::NoLocationService) => Some(t.finder_cannot_no_location()),
            Ability::Unable(WhyNot::NoSound) => Some(t.finder_cannot_no_sound()),
            Ability::Unable(WhyNot::NoDisplay) => Some(t.finder_cannot_no_display()),
            Ability::Unable(WhyNot::NoLoginManager) => Some(t.finder_cannot_no_login()),
        }
    }

    /// Whole metres: `2.000` in Indonesian, `2,000` in English.
    fn grouped(&self, metres: f64) -> String {
        let separator = if self.t.language() == Language::Indonesian {
            '.'
        } else {
            ','
        };
        let digits = format!("{metres:.0}");
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }
}

/// S-116: its last fix is the one before power-off.
fn is_switched_off(device: &Device) -> bool {
    device.leaving == Some(Leaving::Shutdown)
}

/// `1.13047, 104.05310`: five decimals are a metre, and any map app takes them pasted.
pub(super) fn coordinates(fix: &Fix) -> String {
    format!("{:.5}, {:.5}", fix.place.lat, fix.place.lon)
}

/// RFC 5870. A place that is exact enough for a pin is named to the map app too, the way phones understand; a vague one
/// only moves the map there.
pub(super) fn geo(fix: &Fix) -> String {
    let place = format!("{:.5},{:.5}", fix.place.lat, fix.place.lon);
    match fix.place.marker() {
        Marker::Pin => format!("geo:{place}?q={place}"),
        Marker::Circle | Marker::Vague => format!("geo:{place}"),
    }
}
