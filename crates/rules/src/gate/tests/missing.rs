//! What counts while a device is missing (design §1, Missing; G3).

use super::world::{NOON, World, id};
use crate::Span;
use crate::gate::*;

fn full() -> World {
    World::new(&[
        "password",
        "email@mailbox,phone,laptop",
        "phone@phone",
        "totp@phone",
        "passkey@phone",
        "passkey-synced@phone,laptop",
        "passkey-key@key",
        "approval@phone",
        "approval-laptop@laptop",
        "recovery-code@paper",
        "helper@siti",
        "upstream@mailbox,phone,laptop",
        "review",
    ])
}

fn lost() -> World {
    full().missing("phone", Span::hours(1))
}

fn after(shows: &[&str], kind: Kind) -> String {
    lost().shows(shows).verdict(kind)
}

fn on_phone(world: World, shows: &[&str]) -> String {
    let device = id("phone");
    let world = world.with(|s| {
        s.screen_locks.push(ScreenLock {
            device,
            shown: s.now,
        });
    });
    world.known("phone").shows(shows).verdict(Kind::Unmark)
}

#[test]
fn what_sits_on_the_phone_alone_does_not_count() {
    assert_eq!(after(&["passkey"], Kind::Recover), "prove");
    assert_eq!(after(&["approval"], Kind::Recover), "prove");
    assert_eq!(after(&["passkey-key"], Kind::Recover), "open");
    assert_eq!(after(&["approval-laptop"], Kind::Recover), "open");
    assert_eq!(
        lost()
            .second_factor()
            .shows(&["password", "totp"])
            .verdict(Kind::SignIn),
        "prove"
    );
    // A session in its browser neither.
    assert_eq!(
        lost()
            .known("phone")
            .shows(&["password"])
            .verdict(Kind::SignIn),
        "prove"
    );
    assert_eq!(lost().known("phone").verdict(Kind::SeeWhyLocked), "prove");
}

#[test]
fn what_it_may_use_counts_beside_a_proof_off_it_or_after_24_hours() {
    for method in ["email", "upstream", "passkey-synced"] {
        assert_eq!(after(&[method], Kind::Recover), "wait 24h", "{method}");
        assert_eq!(
            after(&[method, "password"], Kind::Recover),
            "wait 24h",
            "{method}"
        );
    }
    let two = |shows: &[&str]| lost().second_factor().shows(shows).verdict(Kind::Recover);
    assert_eq!(two(&["email", "recovery-code"]), "open");
    assert_eq!(two(&["phone", "helper"]), "open");
}

#[test]
fn its_number_waits_24_hours_with_the_password_and_72_alone() {
    assert_eq!(after(&["phone"], Kind::Recover), "wait 72h");
    assert_eq!(after(&["phone", "password"], Kind::Recover), "wait 24h");
}

#[test]
fn a_request_that_rested_on_it_is_void() {
    let world = lost().with(|s| {
        let mut request = Request::of(&Recover { account: s.account });
        request.proofs.push(Proof {
            method: id("email"),
            shown: NOON - Span::days(2),
            holder: None,
        });
        s.requests.push(request);
    });
    assert_eq!(world.verdict(Kind::Recover), "prove");
    assert_eq!(
        world.clone().shows(&["email"]).verdict(Kind::Recover),
        "wait 24h"
    );
    assert_eq!(
        world.with(|s| s.devices.clear()).verdict(Kind::Recover),
        "open"
    );
}

#[test]
fn nothing_delays_finding_ringing_or_locking_the_phone_itself() {
    for kind in [
        Kind::Ring,
        Kind::Message,
        Kind::LockDevice,
        Kind::MarkMissing,
    ] {
        assert_eq!(after(&["email"], kind), "open", "{}", kind.name());
        assert_eq!(after(&["phone"], kind), "open", "{}", kind.name());
    }
    assert_eq!(after(&["email"], Kind::Locate), "wait 1h");
    assert_eq!(
        lost()
            .known("laptop")
            .shows(&["email"])
            .verdict(Kind::Locate),
        "open"
    );
    // Of another device it does.
    assert_eq!(
        lost().shows(&["passkey"]).about(Kind::Ring, "laptop"),
        "prove"
    );
}

#[test]
fn unmark_at_once_needs_what_is_surely_not_on_it() {
    assert_eq!(after(&["password", "recovery-code"], Kind::Unmark), "open");
    assert_eq!(after(&["password", "helper"], Kind::Unmark), "open");
    assert_eq!(
        after(&["password", "approval-laptop"], Kind::Unmark),
        "open"
    );
    assert_eq!(after(&["password", "passkey-key"], Kind::Unmark), "open");
    assert_eq!(after(&["recovery-code"], Kind::Unmark), "prove");
    assert_eq!(after(&["password", "email"], Kind::Unmark), "prove");
    assert_eq!(
        after(&["password", "passkey-synced"], Kind::Unmark),
        "prove"
    );
    assert_eq!(after(&["password", "passkey"], Kind::Unmark), "prove");
    assert_eq!(after(&["review"], Kind::Unmark), "wait 72h");
}

#[test]
fn unmark_on_the_phone_itself_waits() {
    assert_eq!(on_phone(lost(), &[]), "prove");
    assert_eq!(on_phone(lost(), &["password"]), "wait 24h");
    assert_eq!(on_phone(lost(), &["helper"]), "wait 24h");
    assert_eq!(on_phone(lost(), &["passkey"]), "wait 14d");
    assert_eq!(on_phone(lost(), &["passkey-synced"]), "wait 14d");
    assert_eq!(on_phone(lost(), &["upstream"]), "wait 14d");
    assert_eq!(on_phone(lost(), &["email"]), "prove");
    let newer = lost().change("password", |m| {
        m.set_at = NOON - Span::minutes(30);
        m.origin = Origin::Reset(Vec::new());
    });
    assert_eq!(on_phone(newer, &["password"]), "wait 14d");
}

#[test]
fn the_ways_on_the_phone_itself_begin_with_its_screen_lock() {
    let ways = lost().known("phone").ways(Unmark {
        account: id("account"),
        device: id("phone"),
    });
    assert_eq!(
        ways,
        [
            "passkey", // the security key
            "screen lock + password then 24h",
            "screen lock + approval then 24h",
            "screen lock + recovery-code then 24h",
            "screen lock + helper then 24h",
            "review then 72h",
            "screen lock + passkey then 14d",
            "screen lock + passkey then 14d",
            "screen lock + upstream then 14d"
        ]
    );
}

#[test]
fn the_browser_that_marked_may_undo_it_for_10_minutes() {
    let mine = |ago| {
        full().missing("phone", ago).with(|s| {
            let by = s.browser.id;
            s.devices
                .iter_mut()
                .filter_map(|d| d.mark.as_mut())
                .for_each(|m| m.by = by);
        })
    };
    assert_eq!(mine(Span::minutes(9)).verdict(Kind::Unmark), "open");
    assert_eq!(mine(Span::minutes(10)).verdict(Kind::Unmark), "prove");
    assert_eq!(
        full()
            .missing("phone", Span::minutes(1))
            .verdict(Kind::Unmark),
        "prove"
    );
}

#[test]
fn what_it_set_in_the_7_days_before_is_void() {
    let set = |ago, on: Option<&str>, kind, reach: &[&str]| {
        let with = Shown {
            kind,
            reach: reach.iter().map(|h| id(h)).collect(),
        };
        lost().change("password", |m| {
            m.set_at = NOON - ago;
            m.set_on = on.map(id);
            m.origin = Origin::Reset(vec![with]);
        })
    };
    let sign_in = |w: World| w.shows(&["password"]).verdict(Kind::SignIn);
    let (mail, days) = (MethodKind::Email, Span::days);
    assert_eq!(
        sign_in(set(days(3), Some("phone"), mail, &["phone", "mailbox"])),
        "prove"
    );
    assert_eq!(
        sign_in(set(days(3), None, mail, &["phone", "mailbox"])),
        "prove"
    );
    assert_eq!(
        sign_in(set(days(3), Some("laptop"), mail, &["phone", "mailbox"])),
        "open"
    );
    assert_eq!(
        sign_in(set(days(3), None, MethodKind::RecoveryCode, &["paper"])),
        "open"
    );
    assert_eq!(
        sign_in(set(days(8), Some("phone"), mail, &["phone"])),
        "open"
    );
    // Unless it is the password that marked it from a browser off it.
    let spared = set(days(3), None, mail, &["phone"]).with(|s| {
        s.devices
            .iter_mut()
            .filter_map(|d| d.mark.as_mut())
            .for_each(|m| m.password = Some(id("password")));
    });
    assert_eq!(sign_in(spared), "open");
}

#[test]
fn g3_a_browser_that_it_made_known_in_the_7_days_before_is_not_known() {
    let see = |before: Span, kind, reach: &[&str]| {
        let reach = reach.iter().map(|h| id(h)).collect();
        let known = Known {
            holder: id("a thief's laptop"),
            since: NOON - Span::hours(1) - before,
            origin: Origin::Added(vec![Shown { kind, reach }]),
        };
        lost()
            .with(|s| s.browser.known = Some(known))
            .verdict(Kind::SeeWhyLocked)
    };
    let days = Span::days;
    assert_eq!(see(days(3), MethodKind::Totp, &["phone"]), "prove");
    assert_eq!(see(days(3), MethodKind::Password, &[]), "prove");
    assert_eq!(see(days(3), MethodKind::Passkey, &["key"]), "open");
    assert_eq!(see(days(8), MethodKind::Totp, &["phone"]), "open");
}

#[test]
fn a_mark_stops_the_taint_for_unmarking_and_releasing() {
    // A thief adds a passkey elsewhere with the phone's mail, two days before the mark, in a known browser.
    let with = vec![
        Shown {
            kind: MethodKind::Email,
            reach: vec![id("mailbox"), id("phone")],
        },
        Shown {
            kind: MethodKind::Password,
            reach: vec![],
        },
    ];
    let planted = |marked: Span| {
        full().missing("phone", marked).change("passkey-key", |m| {
            m.set_at = NOON - marked - Span::days(2);
            m.set_on = Some(id("tablet"));
            m.origin = Origin::Added(with.clone());
        })
    };
    let shows = ["password", "passkey-key"];
    assert_eq!(
        planted(Span::hours(1)).shows(&shows).verdict(Kind::Unmark),
        "prove"
    );
    assert_eq!(
        planted(Span::days(60)).shows(&shows).verdict(Kind::Unmark),
        "prove"
    );
    assert_eq!(
        planted(Span::days(60))
            .shows(&["passkey-key"])
            .verdict(Kind::Recover),
        "open"
    );
}

#[test]
fn a_missing_phone_is_not_released_and_after_unmarking_its_methods_wait_72_hours() {
    let two = ["password", "email", "recovery-code"];
    assert_eq!(after(&two, Kind::Release), "refuse missing");
    let back = full().with(|s| {
        s.devices
            .iter_mut()
            .filter(|d| d.id == id("phone"))
            .for_each(|d| {
                d.unmarked = Some((NOON - Span::days(3), NOON - Span::hours(2)));
            });
    });
    assert_eq!(back.clone().shows(&two).verdict(Kind::Release), "wait 24h"); // codes alone are "another"
    assert_eq!(
        back.clone()
            .shows(&["password", "email"])
            .verdict(Kind::Release),
        "wait 70h"
    );
    assert_eq!(
        back.shows(&["password", "passkey-key", "recovery-code"])
            .verdict(Kind::Release),
        "open"
    );
    // Of another device, what the missing one may use never counts.
    assert_eq!(
        lost()
            .shows(&["password", "email"])
            .about(Kind::Release, "laptop"),
        "prove"
    );
    assert_eq!(
        lost()
            .shows(&["password", "helper"])
            .about(Kind::Release, "laptop"),
        "wait 24h"
    );
}

#[test]
fn a_missing_phone_is_erased_after_its_wait_even_with_a_password_reset_by_mail() {
    let reset = |w: World| {
        w.change("password", |m| {
            m.set_at = NOON - Span::hours(1);
            m.origin = Origin::Reset(vec![Shown {
                kind: MethodKind::Email,
                reach: vec![id("mailbox")],
            }]);
        })
    };
    assert_eq!(
        reset(lost()).shows(&["password"]).verdict(Kind::Erase),
        "wait 24h"
    );
    assert_eq!(
        reset(full()).shows(&["password"]).verdict(Kind::Erase),
        "wait 167h"
    );
}
