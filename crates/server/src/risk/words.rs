//! Signals in the owner's words: the device, the place (which may be a city off), the time.

use jiff::tz::TimeZone;
use kunci_rules::risk::Signal;

use super::Kept;
use crate::web::Text;

/// What was not as usual, in one sentence.
#[must_use]
pub fn explain(t: &Text, kept: &Kept) -> String {
    let place = kept.place.as_str();
    match kept.signal {
        Signal::NewBrowser if kept.label.is_empty() => t.risk_new_browser_unknown(),
        Signal::NewBrowser => t.risk_new_browser(kept.label.as_str()),
        Signal::NewNetwork if place.is_empty() => t.risk_new_network(),
        Signal::NewNetwork => t.risk_new_network_near(place),
        Signal::AnonymousNetwork => t.risk_anonymous(),
        Signal::ImpossibleTravel(travel) => {
            let hours = (travel.within.whole_minutes() + 59) / 60;
            t.risk_travel(hours.max(1), i64::from(travel.km))
        }
        Signal::BreachedPassword => t.risk_breached(),
        Signal::Failures(n) => t.risk_failures(i64::from(n)),
    }
}

/// One line of a list: when, and what.
#[must_use]
pub fn line(t: &Text, zone: &TimeZone, kept: &Kept) -> (String, String) {
    (t.date_time(kept.at, zone), explain(t, kept))
}
