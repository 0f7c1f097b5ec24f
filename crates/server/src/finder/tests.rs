//! Words without a server: every state, command and ending, in both languages.

use jiff::tz::TimeZone;
use kunci_rules::devices::{CommandState, Place, State};
use kunci_rules::gate::{MethodKind, Step, Way};
use kunci_rules::{Id, Span, Time};
use kunci_wire::{
    Ability, Capabilities, Kind, LocationState, LostMessage, Order, Reason, Source, WhyNot,
};

use super::events::Cursor;
use super::orders::Row;
use super::sight::{Seen, Sight};
use super::ways;
use super::words::{Words, coordinates, geo};
use crate::commands::Command;
use crate::devices::{self, Device, Fix};
use crate::web::Language;
use crate::web::locale::Texts;

/// Monday, 23 November 2026, 09.14 WIB.
const NOW: Time = Time(1_795_400_040_000_000);

fn words(language: Language) -> Words {
    let t = Texts::new("Akun Nusa", "Anda").of(language);
    let zone = TimeZone::get("Asia/Jakarta").unwrap();
    Words {
        t,
        zone,
        now: NOW,
        limited: None,
    }
}

fn fix(accuracy_m: Option<f64>) -> Fix {
    let place = Place {
        lat: 1.130_47,
        lon: 104.053_1,
        accuracy_m,
    };
    Fix {
        at: NOW - Span::minutes(6),
        place,
        source: Source::Gps,
        battery: Some(64),
    }
}

fn seen(state: State, fix: Option<Fix>) -> Seen {
    let device = Device {
        account: Id::from_u128(1),
        id: Id::from_u128(2),
        name: "Redmi 12 Ibu".to_owned(),
        kind: devices::Kind::Agent,
        model: String::new(),
        capabilities: Capabilities::default(),
        paired_at: NOW - Span::days(3),
        last_contact: Some(NOW),
        leaving: None,
        location: LocationState::On,
        battery: Some(64),
        charging: Some(false),
        fix,
        fix_received: fix.map(|fix| fix.at),
        live_until: None,
        missing: None,
        watch_stopped: None,
        awaited_until: None,
        last_look: None,
    };
    Seen {
        device,
        state,
        sight: Sight::Open,
        watchers: Vec::new(),
        commands: Vec::new(),
    }
}

fn command(order: Order, state: CommandState, reason: Option<Reason>) -> Command {
    let ended = state.is_over().then_some(NOW - Span::minutes(1));
    Command {
        id: Id::from_u128(3),
        device: Id::from_u128(2),
        order,
        state,
        counter: 1,
        created_at: NOW - Span::minutes(5),
        expires_at: NOW + Span::hours(24),
        sent_at: Some(NOW - Span::minutes(4)),
        acknowledged_at: Some(NOW - Span::minutes(3)),
        finished_at: ended,
        reason,
    }
}

/// S-105: every state has a word and a sentence of its own, in both languages.
#[test]
fn every_state_is_told_apart() {
    for language in [Language::Indonesian, Language::English] {
        let words = words(language);
        let mut said: Vec<(String, String)> = State::ALL
            .map(|state| seen(state, Some(fix(Some(12.0)))))
            .map(|seen| (words.state(&seen), words.about(&seen)))
            .into();
        let mut off = seen(State::Offline, Some(fix(None)));
        off.device.leaving = Some(kunci_wire::Leaving::Shutdown);
        said.push((words.state(&off), words.about(&off)));
        said.sort();
        said.dedup();
        assert_eq!(said.len(), 6, "{said:?}");
    }
}

/// S-113: metres are always said, and from 50 m on the circle stands alone.
#[test]
fn accuracy_is_stated_and_warned_of() {
    let words = words(Language::Indonesian);
    for (metres, said, warned, pin) in [
        (Some(5.0), "meleset sampai 5 m", "Titik di peta", true),
        (Some(50.0), "meleset sampai 50 m", "Titik di peta", true),
        (Some(51.0), "meleset sampai 51 m", "Lingkaran ini", false),
        (Some(100.0), "meleset sampai 100 m", "Lingkaran ini", false),
        (
            Some(2_000.0),
            "meleset sampai 2.000 m",
            "meleset sampai 2.000 m",
            false,
        ),
        (
            Some(20_000_000.0),
            "meleset sampai 20.000.000 m",
            "kurang tepat",
            false,
        ),
        (None, "belum diketahui", "tidak menyebut ketepatan", false),
    ] {
        let fix = fix(metres);
        assert_eq!(words.accuracy(&fix), said);
        assert!(
            words.warning(&fix).contains(warned),
            "{}",
            words.warning(&fix)
        );
        assert!(words.warning(&fix).contains("jangan datang sendirian"));
        assert_eq!(geo(&fix).contains("?q="), pin, "{}", geo(&fix));
    }
    let southern = Fix {
        place: Place {
            lat: -6.2,
            lon: 106.8,
            accuracy_m: None,
        },
        ..fix(None)
    };
    assert_eq!(
        (coordinates(&southern).as_str(), geo(&southern).as_str()),
        ("-6.20000, 106.80000", "geo:-6.20000,106.80000")
    );
}

/// S-107…S-112: every order in every state says what, since when or when, and nothing is left unfilled.
#[test]
fn every_command_is_told_in_every_state() {
    let message = LostMessage {
        text: "x".to_owned(),
        call: None,
    };
    let orders = [
        Order::Ring,
        Order::RingStop,
        Order::Message(message),
        Order::MessageClear,
        Order::Lock,
        Order::Unlock,
        Order::Erase,
        Order::Locate,
        Order::Live { until: NOW.0 },
    ];
    for language in [Language::Indonesian, Language::English] {
        let words = words(language);
        let mut said: Vec<String> = Vec::new();
        for order in &orders {
            for state in CommandState::ALL {
                let row = Row::new(&words, &command(order.clone(), state, None));
                assert!(
                    row.text.starts_with(&format!("{}: ", row.what)),
                    "{}",
                    row.text
                );
                assert!(
                    !row.text.contains('{') && row.text.contains("WIB"),
                    "{}",
                    row.text
                );
                said.push(row.text);
            }
        }
        said.sort();
        said.dedup();
        assert_eq!(said.len(), orders.len() * CommandState::ALL.len());
    }
}

/// S-112: only what has not begun can be taken back, and never the end of lost mode.
#[test]
fn what_has_begun_is_not_taken_back() {
    let words = words(Language::English);
    let can = |order, state| Row::new(&words, &command(order, state, None)).can_cancel;
    assert!(can(Order::Ring, CommandState::Queued) && can(Order::Lock, CommandState::Sent));
    assert!(!can(Order::Ring, CommandState::Acknowledged) && !can(Order::Ring, CommandState::Done));
    assert!(!can(Order::Unlock, CommandState::Queued));
    assert!(!can(Order::MessageClear, CommandState::Queued));
}

/// S-107: how it ended, as the device said.
#[test]
fn an_ending_says_how() {
    let words = words(Language::Indonesian);
    let ring = command(Order::Ring, CommandState::Done, Some(Reason::StoppedHere));
    let text = Row::new(&words, &ring).text;
    assert!(
        text.contains("selesai 09.13 WIB") && text.contains("tangan seseorang"),
        "{text}"
    );
    let lock = command(Order::Lock, CommandState::Failed, Some(Reason::NotLocked));
    let text = Row::new(&words, &lock).text;
    assert!(
        text.starts_with("Kunci HP: belum berhasil") && text.contains("belum memastikan"),
        "{text}"
    );
}

/// S-110: every reason is a sentence, and looking that is not allowed closes its buttons.
#[test]
fn a_closed_button_says_why() {
    let words = words(Language::Indonesian);
    let mut seen = seen(State::Live, Some(fix(None)));
    let reasons = [
        WhyNot::Unsupported,
        WhyNot::NoLocationService,
        WhyNot::NoSound,
        WhyNot::NoDisplay,
        WhyNot::NoLoginManager,
        WhyNot::Other,
    ];
    for why in reasons {
        seen.device
            .capabilities
            .set(Kind::Ring, Ability::Unable(why));
        assert!(
            words
                .why_not(&seen, Kind::Ring)
                .is_some_and(|text| text.ends_with('.'))
        );
    }
    seen.device.capabilities.set(Kind::Ring, Ability::Able);
    seen.device.capabilities.set(Kind::Locate, Ability::Able);
    assert_eq!(words.why_not(&seen, Kind::Ring), None);
    assert_eq!(words.why_not(&seen, Kind::Locate), None);
    seen.sight = Sight::Wait(NOW);
    assert_eq!(
        words.why_not(&seen, Kind::Ring),
        None,
        "ringing needs no leave to look"
    );
    assert!(words.why_not(&seen, Kind::Locate).is_some());
}

#[test]
fn a_way_says_its_steps_and_its_wait() {
    let words = words(Language::Indonesian);
    let step = |kind| Step { kind, method: None };
    let ways = [
        Way {
            steps: vec![step(MethodKind::Password), step(MethodKind::Email)],
            screen_lock: false,
            wait: Span::ZERO,
            rule: "x",
        },
        Way {
            steps: vec![step(MethodKind::Password)],
            screen_lock: true,
            wait: Span::hours(24),
            rule: "x",
        },
    ];
    let rows = ways::rows(&words, &ways, "/prove/locate");
    assert_eq!(
        (rows[0].steps.as_str(), rows[0].when.as_str()),
        ("Kata sandi + Kode lewat email", "Sekarang")
    );
    assert_eq!(rows[0].href.as_deref(), Some("/prove/locate"));
    assert!(rows[1].steps.starts_with("Kunci layar HP itu") && rows[1].href.is_none());
    assert_eq!(
        rows[1].when,
        "Setelah menunggu, paling cepat Selasa, 24 November, pukul 09.14 WIB"
    );
}

#[test]
fn a_cursor_is_read_back_or_refused() {
    let cursor = Cursor {
        fix: Time(5),
        read: NOW,
    };
    assert_eq!(Cursor::parse(&cursor.text()), Some(cursor));
    for text in ["", "5", "5.", ".5", "a.b", "5.6.7"] {
        assert_eq!(Cursor::parse(text), None, "{text}");
    }
}
