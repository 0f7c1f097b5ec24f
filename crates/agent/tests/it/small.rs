//! The decisions that need no process.

use std::time::Duration;

use kunci_agent::act::ring::wav;
use kunci_agent::act::words::{self, Language};
use kunci_agent::backoff::{Backoff, as_asked};
use kunci_agent::battery::{self, Battery};
use kunci_agent::gpsd::{Event, understand};
use kunci_agent::report::{Policy, Reporter, metres};
use kunci_wire::{Fix, LocationState, LostMessage, Source};
use proptest::prelude::*;

use crate::world::watcher;

const NOW: i64 = 1_795_000_000_000_000;

pub(crate) fn fix(lat: f64, lon: f64) -> Fix {
    let (accuracy_m, altitude_m, speed_mps, heading) = (Some(10.0), None, None, None);
    Fix {
        at: NOW,
        lat,
        lon,
        accuracy_m,
        altitude_m,
        speed_mps,
        heading,
        source: Source::Gps,
        battery_pct: None,
    }
}

#[test]
fn waits_double_up_to_five_minutes() {
    let mut backoff = Backoff::default();
    let most: Vec<u64> = (0..11).map(|_| backoff.next(u32::MAX).as_secs()).collect();
    assert_eq!(most, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    backoff.reset();
    assert_eq!(backoff.next(0), Duration::from_millis(500));
    backoff.slow_down();
    assert_eq!(
        (backoff.next(0).as_secs(), backoff.next(u32::MAX).as_secs()),
        (150, 300)
    );
    assert_eq!(
        (as_asked(10, 0).as_secs(), as_asked(10, u32::MAX).as_secs()),
        (10, 20),
        "agents return spread out"
    );
    assert_eq!(
        (as_asked(0, 0).as_secs(), as_asked(u32::MAX, 0).as_secs()),
        (1, 300),
        "within reason"
    );
}

#[test]
fn positions_are_reported_at_intervals_and_on_movement() {
    let seconds = Duration::from_secs;
    let policy = Policy {
        interval: seconds(60),
        live_interval: seconds(5),
        distance_m: 50.0,
    };
    let mut reporter = Reporter::new(policy);
    let (here, near, far) = (fix(-6.0, 106.0), fix(-6.0002, 106.0), fix(-6.001, 106.0));
    assert!(reporter.wants(&here, seconds(0), false), "the first one");
    reporter.reported(here.clone(), seconds(0));
    assert!(!reporter.wants(&here, seconds(59), false));
    assert!(
        reporter.wants(&here, seconds(60), false),
        "after the interval"
    );
    assert!(
        !reporter.wants(&far, seconds(4), false),
        "not more often than in live mode"
    );
    assert!(reporter.wants(&far, seconds(5), false), "111 m away");
    assert!(!reporter.wants(&near, seconds(5), false), "22 m away");
    let blurred = Fix {
        accuracy_m: Some(500.0),
        ..far
    };
    assert!(
        !reporter.wants(&blurred, seconds(5), false),
        "within the receiver's inaccuracy"
    );
    assert!(!reporter.wants(&here, seconds(4), true));
    assert!(reporter.wants(&here, seconds(5), true), "S-105: live mode");
}

proptest! {
    #[test]
    fn distances_are_those_of_a_sphere(lat in -80.0f64..80.0, lon in -180.0f64..180.0) {
        let degree = 111_195.08;
        prop_assert!((metres(&fix(lat, lon), &fix(lat + 1.0, lon)) - degree).abs() < 1.0);
        let east = metres(&fix(lat, lon), &fix(lat, lon + 0.001));
        prop_assert!((east - degree * 0.001 * lat.to_radians().cos()).abs() < 0.1, "{}", east);
        prop_assert_eq!(metres(&fix(lat, lon), &fix(lat, lon)), 0.0);
    }

    #[test]
    fn no_line_of_gpsd_is_too_strange(line: Vec<u8>) {
        let _ = understand(&line, NOW);
    }
}

#[test]
fn s_113_gpsd_reports_are_read_with_their_accuracy() {
    let time = jiff::Timestamp::from_microsecond(NOW - 1_500_000).unwrap();
    let line = format!(
        r#"{{"class":"TPV","device":"/dev/pts/1","mode":3,"time":"{time}","ept":0.005,"lat":-6.1754,"lon":106.8272,"altHAE":30.0,"altMSL":11.0,"alt":11.0,"track":270.0,"speed":2.572,"eph":17.1}}"#
    );
    let expected = Fix {
        at: NOW - 1_500_000,
        accuracy_m: Some(17.1),
        altitude_m: Some(11.0),
        speed_mps: Some(2.572),
        heading: Some(270.0),
        ..fix(-6.1754, 106.8272)
    };
    assert_eq!(understand(line.as_bytes(), NOW), Some(Event::Fix(expected)));
}

#[test]
fn gpsd_reports_without_a_position_or_a_believable_time() {
    let say = |line: &str| understand(line.as_bytes(), NOW);
    let searching = Some(Event::State(LocationState::Searching));
    assert_eq!(say(r#"{"class":"TPV","mode":1}"#), searching);
    assert_eq!(
        say(r#"{"class":"TPV","mode":3,"lat":95.0,"lon":0.0}"#),
        searching,
        "no such place"
    );
    assert_eq!(
        say(r#"{"class":"DEVICES","devices":[]}"#),
        Some(Event::State(LocationState::Off))
    );
    assert_eq!(
        say(r#"{"class":"DEVICES","devices":[{"class":"DEVICE","path":"/dev/ttyS0"}]}"#),
        searching
    );
    assert_eq!(say(r#"{"class":"SKY","satellites":[]}"#), None);
    let rolled_over = r#"{"class":"TPV","mode":2,"time":"2006-09-01T00:00:00.000Z","lat":1.0,"lon":2.0,"epx":3.0,"epy":4.0}"#;
    let Some(Event::Fix(fix)) = say(rolled_over) else {
        panic!("a position all the same")
    };
    assert_eq!((fix.at, fix.accuracy_m), (NOW, Some(5.0)));
    let Some(Event::Fix(fix)) = say(r#"{"class":"TPV","mode":2,"lat":1.0,"lon":2.0}"#) else {
        panic!("a position")
    };
    assert_eq!(fix.accuracy_m, None, "unknown is not zero");
}

#[test]
fn the_battery_of_the_device_is_not_the_one_of_its_mouse() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(battery::read(&dir.path().join("none")), Battery::default());
    let supply = |name: &str, words: &[(&str, &str)]| {
        std::fs::create_dir(dir.path().join(name)).unwrap();
        for (file, word) in words {
            std::fs::write(dir.path().join(name).join(file), format!("{word}\n")).unwrap();
        }
    };
    supply("ac", &[("type", "Mains"), ("online", "1")]);
    supply(
        "a-mouse",
        &[
            ("type", "Battery"),
            ("scope", "Device"),
            ("capacity", "7"),
            ("status", "Discharging"),
        ],
    );
    assert_eq!(battery::read(dir.path()), Battery::default());
    supply(
        "bat",
        &[
            ("type", "Battery"),
            ("capacity", "41"),
            ("status", "Discharging"),
        ],
    );
    assert_eq!(
        battery::read(dir.path()),
        Battery {
            percent: Some(41),
            charging: Some(false)
        }
    );
    let at = |percent, charging| Battery {
        percent: Some(percent),
        charging: Some(charging),
    };
    assert_eq!(
        (
            at(5, false).is_low(),
            at(5, true).is_low(),
            at(6, false).is_low()
        ),
        (true, false, false),
        "S-116"
    );
    std::fs::write(dir.path().join("bat/status"), "Full\n").unwrap();
    assert_eq!(battery::read(dir.path()).charging, Some(true));
}

#[test]
fn the_holder_is_spoken_to_in_their_language() {
    let language = |all: &str, lang: &str| {
        let (all, lang) = (all.to_owned(), lang.to_owned());
        Language::of(move |name| match name {
            "LC_ALL" => Some(all.clone()),
            "LANG" => Some(lang.clone()),
            _ => None,
        })
    };
    assert_eq!(language("", "id_ID.UTF-8"), Language::Indonesian);
    assert_eq!(language("en_US.UTF-8", "id_ID.UTF-8"), Language::English);
    assert_eq!(language("", "C"), Language::English);

    let lost = LostMessage {
        text: "Ini HP Ibu. Hadiah menanti.".to_owned(),
        call: Some("+62 812 3456 789".to_owned()),
    };
    assert_eq!(
        words::lost(Language::Indonesian, &lost).body,
        "Ini HP Ibu. Hadiah menanti.\nHubungi: +62 812 3456 789"
    );
    assert_eq!(
        words::lost(Language::English, &LostMessage { call: None, ..lost }).body,
        "Ini HP Ibu. Hadiah menanti."
    );

    let zone = jiff::tz::TimeZone::get("Asia/Jakarta").unwrap();
    let at = "2026-11-22T02:14:00Z"
        .parse::<jiff::Timestamp>()
        .unwrap()
        .as_microsecond();
    let told = words::look(
        Language::Indonesian,
        "Akun Nusa",
        &watcher("Sari", None),
        at,
        &zone,
    );
    assert_eq!(
        (told.title.as_str(), told.body.as_str()),
        (
            "Akun Nusa: letak perangkat ini dilihat",
            "Sari melihatnya pukul 09.14."
        )
    );
}

#[test]
fn the_ringing_sound_is_a_wav_file_of_two_loud_seconds() {
    let wav = wav();
    let word = |at: usize| u32::from_le_bytes(wav[at..at + 4].try_into().unwrap()) as usize;
    assert_eq!(
        (&wav[..4], &wav[8..16], &wav[36..40]),
        (&b"RIFF"[..], &b"WAVEfmt "[..], &b"data"[..])
    );
    assert_eq!(
        (word(4) + 8, word(40) + 44, word(40)),
        (wav.len(), wav.len(), 2 * word(28))
    );
    let loud = wav[44..]
        .chunks(2)
        .all(|level| i16::from_le_bytes([level[0], level[1]]).abs() == 28_000);
    assert!(loud);
}
