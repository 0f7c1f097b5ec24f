//! S-028, S-045 (STD-45): what notices say, to everyone, in both languages.

use jiff::tz::TimeZone;
use kunci_rules::gate::MethodKind;
use kunci_rules::locks::Cause;
use kunci_rules::{Id, Time};

use super::{By, Event, Notice, OfDevice, letters, words};
use crate::outbox::gsm7;
use crate::web::locale::Texts;
use crate::web::{Language, times};

fn id(n: u128) -> Id {
    Id::from_u128(n)
}

fn objections() -> Vec<Event> {
    let until = Time(86_400_000_000);
    let mut events = [false, true]
        .map(|again| Event::Disputed { until, again })
        .to_vec();
    events.push(Event::ContactQuiet {
        contact: id(6),
        masked: "s…i@n….example".to_owned(),
        until,
        by: By {
            session: Some(id(7)),
            label: "Chrome, Android".to_owned(),
        },
    });
    events
}

/// Everything that can happen to a device.
fn of_devices(by: &By) -> Vec<Event> {
    let changes = [
        OfDevice::Added,
        OfDevice::Removed,
        OfDevice::Missing,
        OfDevice::Found,
        OfDevice::Looked,
        OfDevice::Locked,
        OfDevice::MessageShown,
        OfDevice::Connected,
        OfDevice::Lapsed,
    ];
    let event = |change| Event::of_device(change, id(6), "Redmi 12 Ibu", by.clone());
    changes.map(event).to_vec()
}

fn of_helpers() -> [Event; 2] {
    let name = "Siti, adik saya".to_owned();
    let denied = Event::HelperDenied {
        label: "Chrome, Android".to_owned(),
        name: name.clone(),
    };
    [denied, Event::HelperLeft { name }]
}

fn every_event() -> Vec<Event> {
    let label = || "Chrome, Android".to_owned();
    let by = |session: Option<Id>| By {
        session,
        label: label(),
    };
    let mut events = vec![
        Event::NewSignIn {
            session: id(1),
            label: label(),
            place: String::new(),
        },
        Event::NewSignIn {
            session: id(1),
            label: label(),
            place: "Batam".to_owned(),
        },
        Event::LockLifted,
        Event::AlertsChanged {
            by: by(Some(id(1))),
        },
        Event::SearchBegun {
            session: id(1),
            label: label(),
        },
        Event::BrowserVouched {
            browser: id(2),
            label: label(),
        },
        Event::StrangersTried {
            tries: 40,
            places: 12,
            first: Time(0),
            last: Time(3_600_000_000),
        },
        Event::RecoveryStarted {
            recovery: id(3),
            label: label(),
        },
        Event::RecoveryWaiting {
            recovery: id(3),
            label: label(),
            until: Time(86_400_000_000),
        },
        Event::RecoveryCancelled {
            label: String::new(),
        },
        Event::PasswordReset {
            label: label(),
            version: 2,
            contact: Some(id(4)),
            two: false,
        },
        Event::ContactAdded {
            contact: Id::nil(),
            masked: "s…i@n….example".to_owned(),
            two: false,
            by: by(None),
        },
        Event::SessionsEnded { by: by(None) },
        Event::Stopped { notice: id(5) },
    ];
    events.extend(objections());
    events.extend(of_helpers());
    events.extend(MethodKind::ALL.map(|method| Event::MethodDisabled { method, tries: 100 }));
    events.extend(Cause::ALL.map(|cause| Event::AccountLocked {
        cause,
        until: Some(Time(86_400_000_000)),
    }));
    events.extend(of_devices(&by(Some(id(7)))));
    events
}

#[test]
fn what_happened_is_read_as_it_was_written() {
    for event in every_event() {
        let text = serde_json::to_string(&event).expect("plain data");
        let back: Event =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(back, event);
    }
}

#[test]
fn s028_every_event_has_words_and_one_sms_in_both_languages() {
    // The longest brand and a long host; the token has 22 letters.
    let texts = Texts::new("Akun Kita Semua Indonesi", "Anda");
    let link = format!(
        "https://{}/n/{}",
        "akun.kita-semua-indonesia.example",
        "x".repeat(22)
    );
    for language in [Language::Indonesian, Language::English] {
        let (t, zone) = (texts.of(language), times::zone("Asia/Jakarta"));
        for event in every_event() {
            let said = words(&t, &zone, &event);
            assert!(!said.title.is_empty() && !said.text.is_empty(), "{event:?}");
            assert!(
                !said.title.contains('{') && !said.text.contains('{'),
                "{event:?}: {said:?}"
            );
            let notice = Notice {
                id: id(8),
                account: id(9),
                event,
                at: Time(0),
                denied_at: None,
            };
            let letter = letters::letter(&t, &zone, &notice, link.clone(), "K7F2-9QX".to_owned());
            let short = gsm7::plain(&letter.short);
            assert!(gsm7::fits(&short), "{} letters: {short}", short.len());
            assert!(
                short.contains(&link) && short.contains("Ref K7F2-9QX"),
                "{short}"
            );
        }
    }
}

#[test]
fn s028_a_notice_says_what_when_and_where_and_carries_one_link() {
    let texts = Texts::new("Akun Nusa", "Anda");
    let zone = TimeZone::get("Asia/Makassar").expect("bundled");
    let event = Event::NewSignIn {
        session: id(1),
        label: "Chrome, Android".to_owned(),
        place: String::new(),
    };
    let notice = Notice {
        id: id(8),
        account: id(9),
        event,
        at: Time(1_795_310_040_000_000),
        denied_at: None,
    };
    let letter = letters::letter(
        &texts.of(Language::Indonesian),
        &zone,
        &notice,
        "https://nusa.example/n/abc".to_owned(),
        "K7F2-9QX".to_owned(),
    );
    assert_eq!(
        letter.subject,
        "Akun Anda baru saja dibuka di perangkat lain"
    );
    assert_eq!(
        letter.paragraphs[1],
        "Chrome, Android · 22 November 2026, 09.14 WITA"
    );
    assert_eq!(
        letter.link,
        Some((
            "Ini bukan saya".to_owned(),
            "https://nusa.example/n/abc".to_owned()
        ))
    );
    assert_eq!(
        letter.short,
        "Akun Nusa: akun dibuka di perangkat lain, 09.14. Bukan Anda? https://nusa.example/n/abc Ref K7F2-9QX"
    );
}

/// S-043: what can be switched off is exactly this; everything else is always told.
#[test]
fn s043_critical_notices_have_no_topic() {
    let optional: std::collections::BTreeSet<&str> = every_event()
        .iter()
        .filter(|event| event.topic().is_some())
        .map(Event::name)
        .collect();
    let expected = ["device_connected", "new_sign_in"];
    assert_eq!(optional.into_iter().collect::<Vec<_>>(), expected);
}
