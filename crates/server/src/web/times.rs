//! Times as people read them: `22 November 2026, 09.14 WIB` (`voice.md` §1).

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use kunci_rules::checkup::Told;
use kunci_rules::{Span, Time};

use super::locale::{Language, Text};

/// The zone of an IANA name; Jakarta if it is unknown.
#[must_use]
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name)
        .or_else(|_| TimeZone::get("Asia/Jakarta"))
        .unwrap_or(TimeZone::UTC)
}

fn zoned(at: Time, zone: &TimeZone) -> Zoned {
    Timestamp::from_microsecond(at.0)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned(zone.clone())
}

/// WIB, WITA or WIT, or the abbreviation of another zone.
fn zone_name(z: &Zoned) -> String {
    z.time_zone()
        .to_offset_info(z.timestamp())
        .abbreviation()
        .to_owned()
}

impl Text {
    fn month(&self, z: &Zoned) -> &'static str {
        const ID: [&str; 12] = [
            "Januari",
            "Februari",
            "Maret",
            "April",
            "Mei",
            "Juni",
            "Juli",
            "Agustus",
            "September",
            "Oktober",
            "November",
            "Desember",
        ];
        const EN: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let n = usize::from(z.month().unsigned_abs())
            .saturating_sub(1)
            .min(11);
        if self.language() == Language::Indonesian {
            ID[n]
        } else {
            EN[n]
        }
    }

    fn weekday(&self, z: &Zoned) -> &'static str {
        const ID: [&str; 7] = [
            "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
        ];
        const EN: [&str; 7] = [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ];
        let n = usize::from(z.weekday().to_monday_zero_offset().unsigned_abs()).min(6);
        if self.language() == Language::Indonesian {
            ID[n]
        } else {
            EN[n]
        }
    }

    fn clock(&self, z: &Zoned) -> String {
        let dot = if self.language() == Language::Indonesian {
            '.'
        } else {
            ':'
        };
        format!("{:02}{dot}{:02}", z.hour(), z.minute())
    }

    /// `22 November 2026, 09.14 WIB`
    #[must_use]
    pub fn date_time(&self, at: Time, zone: &TimeZone) -> String {
        let z = zoned(at, zone);
        format!(
            "{} {} {}, {} {}",
            z.day(),
            self.month(&z),
            z.year(),
            self.clock(&z),
            zone_name(&z)
        )
    }

    /// `22 November 2026`
    #[must_use]
    pub fn date(&self, at: Time, zone: &TimeZone) -> String {
        let z = zoned(at, zone);
        format!("{} {} {}", z.day(), self.month(&z), z.year())
    }

    /// `09.14 WIB`
    #[must_use]
    pub fn time_of_day(&self, at: Time, zone: &TimeZone) -> String {
        let z = zoned(at, zone);
        format!("{} {}", self.clock(&z), zone_name(&z))
    }

    /// `09.14`, for phone messages.
    #[must_use]
    pub fn short_time(&self, at: Time, zone: &TimeZone) -> String {
        self.clock(&zoned(at, zone))
    }

    /// `Selasa, 24 November, pukul 09.14 WIB`: a wait is a day and an hour.
    #[must_use]
    pub fn day_and_hour(&self, at: Time, zone: &TimeZone) -> String {
        let z = zoned(at, zone);
        let at_word = if self.language() == Language::Indonesian {
            "pukul "
        } else {
            ""
        };
        format!(
            "{}, {} {}, {at_word}{} {}",
            self.weekday(&z),
            z.day(),
            self.month(&z),
            self.clock(&z),
            zone_name(&z)
        )
    }

    /// `24 jam`, rounded up as the check-up says it.
    #[must_use]
    pub fn lasts(&self, span: Span) -> String {
        match Told::of(span) {
            Told::AtOnce => self.lasts_minutes(0_i64),
            Told::Minutes(n) => self.lasts_minutes(n),
            Told::Hours(n) => self.lasts_hours(n),
            Told::Days(n) => self.lasts_days(n),
        }
    }

    /// `6 menit lalu`
    #[must_use]
    pub fn ago(&self, at: Time, now: Time) -> String {
        let minutes = (now.0 - at.0).max(0) / 60_000_000;
        let fill = |pattern: String, n: i64| pattern.replace("{n}", &n.to_string());
        match minutes {
            0 => self.ago_now(),
            1..=59 => fill(self.ago_pattern_minutes(), minutes),
            60..=2879 => fill(self.ago_pattern_hours(), minutes / 60),
            _ => fill(self.ago_pattern_days(), minutes / 1440),
        }
    }
}

/// RFC 3339 in UTC, for `<time datetime>` and JSON.
#[must_use]
pub fn rfc3339(at: Time) -> String {
    Timestamp::from_microsecond(at.0)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_string()
}
