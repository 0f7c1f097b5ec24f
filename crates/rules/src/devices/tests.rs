use proptest::prelude::*;

use super::*;
use crate::{Span, Time};

const NOON: Time = Time(1_800_000_000_000_000);

#[test]
fn s_105_every_state_from_its_facts() {
    let ago = |m: i64| Some(NOON - Span::minutes(m));
    // heard, fix, location off, gone → state; in contact for 2 minutes, not offline for 15
    for (last, fix, location_off, gone, expected) in [
        (None, None, false, false, "never_reported"),
        (ago(1), None, false, false, "never_reported"),
        (ago(1), None, true, false, "location_off"),
        (ago(1), ago(1), false, false, "live"),
        (ago(1), ago(15), false, false, "live"),
        (ago(1), ago(16), false, false, "stale"),
        (ago(3), ago(3), false, false, "stale"),
        (ago(15), ago(15), false, false, "stale"),
        (ago(16), ago(16), false, false, "offline"),
        (ago(1), ago(1), true, false, "location_off"),
        (ago(16), ago(16), true, false, "offline"),
        (ago(1), ago(1), false, true, "offline"),
        (ago(1), ago(1), true, true, "offline"),
    ] {
        let (live_for, stale_for) = (Span::minutes(2), Span::minutes(15));
        let contact = Contact {
            last,
            fix,
            location_off,
            gone,
            live_for,
            stale_for,
        };
        assert_eq!(state(&contact, NOON).name(), expected, "{contact:?}");
    }
}

#[test]
fn the_track_is_kept_from_a_day_before_the_last_contact_and_from_the_mark() {
    let days = |n| NOON - Span::days(n);
    assert_eq!(kept_from(None, Some(days(9))), None);
    assert_eq!(kept_from(Some(NOON), None), Some(days(1)));
    assert_eq!(kept_from(Some(NOON), Some(days(9))), Some(days(9)));
    assert_eq!(kept_from(Some(days(3)), Some(days(2))), Some(days(4)));
}

#[test]
fn s_107_s_112_a_command_goes_its_way() {
    use CommandEvent::{Acknowledge, Cancel, Expire, Fail, Finish, Send};
    // One line per state, one column per event; "-": changes nothing.
    let table = "
                     send  ack           finish  fail    expire   cancel
        queued       sent  acknowledged  done    failed  expired  cancelled
        sent         -     acknowledged  done    failed  expired  cancelled
        acknowledged -     -             done    failed  expired  -
        done         -     -             -       -       -        -
        failed       -     -             -       -       -        -
        expired      -     acknowledged  done    failed  -        -
        cancelled    -     acknowledged  done    failed  -        -
    ";
    let events = [Send, Acknowledge, Finish, Fail, Expire, Cancel];
    let mut lines = 0;
    for line in table
        .lines()
        .skip(2)
        .map(str::trim)
        .filter(|l| !l.is_empty())
    {
        let mut cells = line.split_whitespace();
        let from = CommandState::parse(cells.next().unwrap_or_default()).expect(line);
        for (event, cell) in events.into_iter().zip(cells) {
            let after = from.after(event).map_or("-", CommandState::name);
            assert_eq!(after, cell, "{} {event:?}", from.name());
        }
        lines += 1;
    }
    assert_eq!(lines, CommandState::ALL.len());
}

#[test]
fn s_109_nothing_is_erased_before_the_device_says_so_and_a_missing_one_is_never_released() {
    use Change::{Erased, Mark, Protect, Release, Unmark};
    let walk = |changes: &[Change]| changes.iter().try_fold(Protection::Off, |p, c| p.after(*c));
    assert_eq!(walk(&[Protect, Mark, Erased]), Some(Protection::Erased));
    assert_eq!(
        walk(&[Protect, Mark, Erased, Mark]),
        Some(Protection::Erased)
    );
    assert_eq!(walk(&[Protect, Mark, Erased, Unmark]), Some(Protection::On));
    assert_eq!(
        walk(&[Protect, Mark, Unmark, Release]),
        Some(Protection::Off)
    );
    assert_eq!(walk(&[Protect, Erased]), None);
    assert_eq!(walk(&[Protect, Mark, Release]), None);
    assert_eq!(walk(&[Protect, Mark, Erased, Release]), None);
    assert_eq!(walk(&[Unmark]), None);
    assert!(Protection::Erased.is_missing() && Protection::Erased.is_activation_locked());
    assert!(!Protection::On.is_missing() && !Protection::Off.is_activation_locked());
}

#[test]
fn s_113_a_vague_place_gets_no_pin() {
    let marker = |m| Place::new(1.14, 104.01, m).map(|p| p.marker());
    assert_eq!(marker(Some(5.0)), Some(Marker::Pin));
    assert_eq!(marker(Some(50.0)), Some(Marker::Pin));
    assert_eq!(marker(Some(50.5)), Some(Marker::Circle));
    assert_eq!(marker(Some(2_000.0)), Some(Marker::Vague));
    assert_eq!(marker(None), Some(Marker::Vague));
    assert_eq!(marker(Some(f64::NAN)), Some(Marker::Vague));
}

#[test]
fn places_are_on_earth() {
    for (lat, lon, there) in [
        ("-6.2", "106.816666", true),
        (" 90 ", "-180", true),
        ("90.0001", "0", false),
        ("0", "180.5", false),
        ("NaN", "0", false),
        ("inf", "0", false),
        ("1,14", "104", false),
        ("", "", false),
    ] {
        assert_eq!(Place::parse(lat, lon).is_some(), there, "{lat} {lon}");
    }
}

#[test]
fn s_129_an_imei_is_checked_and_typos_are_told_apart() {
    let text = |typed| Imei::parse(typed).map(|i| i.text());
    for typed in [
        "490154203237518",
        "49-015420-323751-8",
        " 490154 20 323751 8",
        "4901542032375101",
    ] {
        assert_eq!(text(typed).as_deref(), Ok("490154203237518"), "{typed}");
    }
    assert_eq!(text("356938035643809").as_deref(), Ok("356938035643809"));
    assert_eq!(text("490154203237519"), Err(NotAnImei::Typo));
    assert_eq!(text("490154203273518"), Err(NotAnImei::Typo));
    assert_eq!(text("49015420323751"), Err(NotAnImei::Length(14)));
    assert_eq!(text(""), Err(NotAnImei::Length(0)));
    assert_eq!(text("49015420323751O"), Err(NotAnImei::Signs));
    let imei = Imei::parse("490154203237518").expect("valid");
    assert_eq!(
        (imei.tac().as_str(), imei.masked().as_str()),
        ("49015420", "…7518")
    );
}

proptest! {
    #![proptest_config(crate::gate::arbitrary::cases())]

    /// S-129: any single wrong digit is noticed.
    #[test]
    fn s_129_one_wrong_digit_never_passes(body in prop::array::uniform14(0_u8..10), at in 0_usize..15, by in 1_u8..10) {
        let body: String = body.iter().map(|d| char::from(b'0' + d)).collect();
        let right = Imei::parse(&format!("{body}00")).expect("an IMEISV").text();
        let mut wrong = right.into_bytes();
        wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
        let wrong = String::from_utf8(wrong).expect("digits");
        prop_assert_eq!(Imei::parse(&wrong), Err(NotAnImei::Typo));
    }

    /// Whatever order fixes arrive in, the last one is the newest, and none is filed ahead of its arrival.
    #[test]
    fn an_older_fix_never_replaces_a_newer_one(fixes in prop::collection::vec((-100_000_i64..100_000, 0_i64..1_000), 1..50)) {
        let (mut last, mut now, mut newest) = (None, NOON, None);
        for (offset, pause) in fixes {
            now = now + Span::seconds(pause);
            let at = fix_time(now + Span::seconds(offset), now);
            prop_assert!(at <= now + Span::minutes(2));
            newest = newest.max(Some(at));
            if replaces(last, at) {
                last = Some(at);
            }
        }
        prop_assert_eq!(last, newest);
    }

    /// A command that is over stays over, unless the device says otherwise; done stays done.
    #[test]
    fn a_command_never_lies(events in prop::collection::vec(0_usize..6, 0..30)) {
        use CommandEvent as E;
        let all = [E::Send, E::Acknowledge, E::Finish, E::Fail, E::Expire, E::Cancel];
        let mut state = CommandState::Queued;
        for event in events.into_iter().map(|i| all[i]) {
            let before = state;
            state = before.after(event).unwrap_or(before);
            prop_assert!(!before.is_over() || state == before || matches!(event, E::Acknowledge | E::Finish | E::Fail));
            prop_assert!(!matches!(before, CommandState::Done | CommandState::Failed) || state == before);
            prop_assert!(before == state || state != CommandState::Done || event == E::Finish);
        }
    }
}
