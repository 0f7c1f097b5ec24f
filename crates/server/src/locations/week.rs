//! Weeks, the unit in which locations are kept and dropped.

use jiff::civil::{Date, date};
use kunci_rules::{Span, Time};

/// A calendar week in UTC, from Monday (ISO 8601), counted from the one that holds 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Week(pub(crate) i64);

const LENGTH: Span = Span::days(7);

/// 1970-01-01 was a Thursday.
const FIRST_MONDAY: i64 = Span::days(-3).0;

impl Week {
    /// The week that holds `at`.
    pub(crate) fn of(at: Time) -> Self {
        Self((at.0 - FIRST_MONDAY).div_euclid(LENGTH.0))
    }

    /// Its first instant.
    pub(crate) fn starts(self) -> Time {
        Time(FIRST_MONDAY + self.0 * LENGTH.0)
    }

    /// The first instant after it.
    pub(crate) fn ends(self) -> Time {
        self.starts() + LENGTH
    }

    /// `2026-W47`: the name of its file.
    pub(crate) fn name(self) -> String {
        let monday = EPOCH_MONDAY
            .saturating_add(jiff::Span::new().weeks(self.0))
            .iso_week_date();
        format!("{:04}-W{:02}", monday.year(), monday.week())
    }

    /// Reads a name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let (year, week) = name.split_once("-W")?;
        let day = jiff::civil::ISOWeekDate::new(
            year.parse().ok()?,
            week.parse().ok()?,
            jiff::civil::Weekday::Monday,
        )
        .ok()?;
        let days = i64::from(EPOCH_MONDAY.until(day.date()).ok()?.get_days());
        Some(Self(days.div_euclid(7)))
    }
}

const EPOCH_MONDAY: Date = date(1969, 12, 29);
