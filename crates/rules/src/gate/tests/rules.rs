//! What the table's rows do not show alone: dry pools, taint, holds, missing devices, locks, incidents.

use super::world::{NOON, World, id};
use crate::Span;
use crate::gate::*;
use crate::locks::Cause;

fn plain() -> World {
    World::new(&["password", "email@mailbox,phone,laptop", "phone@phone"])
}

/// Two-step verification, with the code app and the number on the phone and codes on paper.
fn careful() -> World {
    World::new(&[
        "password",
        "email@mailbox,phone,laptop",
        "phone@phone",
        "totp@phone",
        "recovery-code@paper",
    ])
    .second_factor()
}

fn shown(kind: MethodKind, reach: &[&str]) -> Shown {
    Shown {
        kind,
        reach: reach.iter().map(|h| id(h)).collect(),
    }
}

#[test]
fn ways_come_simplest_first_and_say_the_wait() {
    let account = id("account");
    assert_eq!(plain().ways(SignIn { account }), ["password"]);
    assert_eq!(plain().ways(Recover { account }), ["phone", "email"]);
    assert_eq!(
        careful().ways(SignIn { account }),
        [
            "password + phone",
            "password + email",
            "password + totp",
            "password + recovery-code"
        ]
    );
    assert_eq!(
        careful().ways(Recover { account }),
        [
            "phone + recovery-code",
            "email + recovery-code",
            "recovery-code + totp",
            "password + phone then 24h",
            "phone + email then 24h",
            "phone + totp then 24h",
            "email + totp then 24h",
            "phone then 72h",
            "email then 72h",
            "recovery-code then 72h",
            "password + totp then 72h",
            "password then 7d",
        ]
    );
}

#[test]
fn while_it_waits_the_ways_are_those_that_end_it_sooner() {
    let world = careful().shows(&["email"]);
    assert_eq!(world.verdict(Kind::Recover), "wait 72h");
    assert_eq!(
        world.ways(Recover {
            account: id("account")
        }),
        ["recovery-code", "phone then 24h", "totp then 24h"]
    );
}

#[test]
fn g4_a_dry_pool_costs_a_new_browser_one_proof_and_a_known_one_nothing() {
    let account = id("account");
    let dry = plain().dry("password");
    assert_eq!(
        dry.ways(SignIn { account }),
        ["phone + password", "email + password"]
    );
    assert_eq!(
        dry.clone().shows(&["email"]).ways(SignIn { account }),
        ["password"]
    );
    assert_eq!(
        dry.with(|s| s.browser.vouched = true)
            .ways(SignIn { account }),
        ["password"]
    );
    assert_eq!(
        plain().known("laptop").ways(SignIn { account }),
        ["password"]
    );
}

#[test]
fn totp_is_never_asked_first() {
    let account = id("account");
    let world = World::new(&["totp@phone", "password"]).second_factor();
    assert_eq!(
        world.ways(Recover { account }),
        ["password + totp then 72h", "password then 7d"]
    );
}

#[test]
fn waits_run_from_the_first_showing_and_a_later_proof_never_restarts_them() {
    let world = careful().with(|s| {
        let mut request = Request::of(&Recover { account: s.account });
        request.proofs.push(Proof {
            method: id("email"),
            shown: s.now - Span::hours(50),
            holder: None,
        });
        s.requests.push(request);
    });
    assert_eq!(world.verdict(Kind::Recover), "wait 22h");
    assert_eq!(
        world.clone().shows(&["email"]).verdict(Kind::Recover),
        "wait 22h"
    );
    assert_eq!(
        world.clone().shows(&["phone"]).verdict(Kind::Recover),
        "wait 22h"
    );
    assert_eq!(
        world
            .clone()
            .shows(&["recovery-code"])
            .verdict(Kind::Recover),
        "open"
    );
    let served = world.with(|s| s.now = s.now + Span::hours(22));
    assert_eq!(served.verdict(Kind::Recover), "open");
}

#[test]
fn a_request_is_only_good_for_what_it_asked() {
    let world = careful().with(|s| {
        let (account, device) = (s.account, id("laptop"));
        let mut request = Request::of(&Erase { account, device });
        request.proofs.push(Proof {
            method: id("password"),
            shown: s.now - Span::days(2),
            holder: None,
        });
        s.requests.push(request);
    });
    assert_eq!(world.about(Kind::Erase, "laptop"), "open");
    assert_eq!(world.about(Kind::Erase, "phone"), "prove");
}

#[test]
fn proofs_live_as_long_as_their_row_says() {
    let old = plain().shown("password", Span::minutes(20));
    assert_eq!(old.verdict(Kind::AddMethod), "prove");
    assert_eq!(old.verdict(Kind::SignIn), "open");
    assert_eq!(old.verdict(Kind::Ring), "open");
    assert_eq!(
        plain()
            .shown("password", Span::days(29))
            .verdict(Kind::Locate),
        "open"
    );
    assert_eq!(
        plain()
            .shown("password", Span::days(30))
            .verdict(Kind::Locate),
        "prove"
    );
}

#[test]
fn a_second_factor_is_remembered_in_its_browser_for_signing_in_only() {
    let world = careful()
        .known("laptop")
        .with(|s| s.browser.remembered_until = Some(NOON + Span::days(1)));
    let world = world.shows(&["password"]);
    assert_eq!(world.verdict(Kind::SignIn), "open");
    assert_eq!(world.verdict(Kind::AddMethod), "prove");
    assert_eq!(
        world
            .with(|s| s.now = s.now + Span::days(1))
            .verdict(Kind::SignIn),
        "prove"
    );
}

#[test]
fn a_number_not_proved_for_60_days_recovers_at_once_only_in_a_known_browser() {
    let stale = plain().change("phone", |m| m.proved_at = NOON - Span::days(60));
    assert_eq!(
        stale.clone().shows(&["phone"]).verdict(Kind::Recover),
        "wait 24h"
    );
    assert_eq!(
        stale
            .clone()
            .known("laptop")
            .shows(&["phone"])
            .verdict(Kind::Recover),
        "open"
    );
    assert_eq!(stale.clone().shows(&["phone"]).verdict(Kind::Ring), "open");
    let fresh = plain().change("phone", |m| m.proved_at = NOON - Span::days(59));
    assert_eq!(fresh.shows(&["phone"]).verdict(Kind::Recover), "open");
    let changed = plain().change("phone", |m| m.sim_changed = true);
    assert_eq!(changed.shows(&["phone"]).verdict(Kind::Recover), "wait 24h");
}

#[test]
fn a_method_added_with_less_than_two_only_signs_in_for_24_hours() {
    let add = |with: Vec<Shown>, ago: Span| {
        plain().with(|s| {
            let mut passkey = Method::old(
                id("passkey"),
                MethodKind::Passkey,
                vec![id("tablet")],
                s.now - ago,
            );
            passkey.origin = Origin::Added(with);
            s.methods.push(passkey);
        })
    };
    let with_mail = vec![
        shown(MethodKind::Password, &[]),
        shown(MethodKind::Email, &["mailbox", "phone"]),
    ];
    let new = add(with_mail.clone(), Span::hours(1)).shows(&["passkey"]);
    assert_eq!(new.verdict(Kind::SignIn), "open");
    assert_eq!(new.verdict(Kind::AddMethod), "open");
    assert_eq!(new.verdict(Kind::Ring), "wait 23h");
    assert_eq!(new.verdict(Kind::Recover), "wait 23h");
    assert_eq!(
        add(with_mail, Span::hours(24))
            .shows(&["passkey"])
            .verdict(Kind::Recover),
        "open"
    );

    let two = vec![
        shown(MethodKind::Phone, &["phone"]),
        shown(MethodKind::RecoveryCode, &["paper"]),
    ];
    assert_eq!(
        add(two, Span::hours(1))
            .shows(&["passkey"])
            .verdict(Kind::Recover),
        "open"
    );
    // Two on one holder are not two, and a password alone taints for 7 days.
    let one = vec![
        shown(MethodKind::Phone, &["phone"]),
        shown(MethodKind::Totp, &["phone"]),
    ];
    assert_eq!(
        add(one, Span::hours(1))
            .shows(&["passkey"])
            .verdict(Kind::Ring),
        "wait 23h"
    );
    let password = vec![shown(MethodKind::Password, &[])];
    let recover = |ago| {
        add(password.clone(), ago)
            .shows(&["passkey"])
            .verdict(Kind::Recover)
    };
    assert_eq!(recover(Span::hours(30)), "wait 138h");
    assert_eq!(recover(Span::days(7)), "open");
}

#[test]
fn a_tainted_method_counts_as_on_the_holders_it_was_set_with() {
    let tainted = |ago| {
        careful().change("recovery-code", |m| {
            m.set_at = NOON - ago;
            m.origin = Origin::Reset(vec![shown(MethodKind::Phone, &["phone"])]);
        })
    };
    let shows = ["phone", "recovery-code"];
    assert_eq!(
        tainted(Span::days(3)).shows(&shows).verdict(Kind::Recover),
        "wait 24h"
    );
    assert_eq!(
        tainted(Span::days(6) + Span::hours(20))
            .shows(&shows)
            .verdict(Kind::Recover),
        "wait 4h"
    );
    assert_eq!(
        tainted(Span::days(7)).shows(&shows).verdict(Kind::Recover),
        "open"
    );
}

#[test]
fn a_password_reset_by_mail_shows_the_place_after_an_hour() {
    let reset = |kind, reach: &[&str]| {
        let origin = Origin::Reset(vec![shown(kind, reach)]);
        plain().change("password", |m| {
            (m.set_at, m.origin) = (NOON - Span::days(2), origin);
        })
    };
    let by_mail = reset(MethodKind::Email, &["mailbox"]).shows(&["password"]);
    assert_eq!(by_mail.verdict(Kind::Locate), "wait 1h");
    assert_eq!(by_mail.verdict(Kind::SignIn), "open");
    let by_codes = reset(MethodKind::RecoveryCode, &["paper"]).shows(&["password"]);
    assert_eq!(by_codes.verdict(Kind::Locate), "open");
}

#[test]
fn one_mark_by_a_single_method_from_an_unknown_browser_in_7_days() {
    let marked = plain().with(|s| {
        s.devices
            .iter_mut()
            .for_each(|d| d.marked_singly_at = Some(NOON - Span::days(2)));
    });
    assert_eq!(
        marked.clone().shows(&["phone"]).verdict(Kind::MarkMissing),
        "refuse no-way"
    );
    assert_eq!(
        marked
            .clone()
            .with(|s| s.methods.extend(careful().s.methods.pop()))
            .verdict(Kind::MarkMissing),
        "prove"
    );
    assert_eq!(marked.clone().shows(&["phone"]).verdict(Kind::Ring), "open");
    assert_eq!(
        marked
            .clone()
            .known("laptop")
            .shows(&["phone"])
            .verdict(Kind::MarkMissing),
        "open"
    );
    assert_eq!(
        marked
            .with(|s| s.now = s.now + Span::days(5))
            .shows(&["phone"])
            .verdict(Kind::MarkMissing),
        "open"
    );
}

#[test]
fn a_mark_by_mail_or_number_alone_lapses_unless_confirmed() {
    let grounds = |world: World| match decide(
        MarkMissing {
            account: id("account"),
            device: id("phone"),
        },
        &world.s,
    ) {
        Verdict::Open(permit) => permit.grounds().clone(),
        other => panic!("{other:?}"),
    };
    let mail = grounds(plain().shows(&["email"]));
    assert_eq!(
        (mail.mark_lapses, mail.single_mark),
        (Some(NOON + Span::hours(24)), true)
    );
    let password = grounds(plain().shows(&["password"]));
    assert_eq!((password.mark_lapses, password.single_mark), (None, true));
    let known = grounds(plain().known("laptop").shows(&["email"]));
    assert_eq!(
        (known.mark_lapses, known.single_mark),
        (Some(NOON + Span::hours(24)), false)
    );
}

#[test]
fn suspicion_never_touches_a_known_browser_a_passkey_or_an_approval() {
    let locked = World::new(&[
        "password",
        "passkey@laptop",
        "approval@tablet",
        "email@mailbox",
    ])
    .locked(Cause::SuspiciousActivity);
    assert_eq!(
        locked.clone().shows(&["password"]).verdict(Kind::SignIn),
        "prove"
    );
    assert_eq!(
        locked.clone().shows(&["passkey"]).verdict(Kind::SignIn),
        "open"
    );
    assert_eq!(
        locked
            .clone()
            .shows(&["password", "approval"])
            .verdict(Kind::SignIn),
        "open"
    );
    assert_eq!(
        locked
            .known("laptop")
            .shows(&["password"])
            .verdict(Kind::SignIn),
        "open"
    );

    let bare = plain()
        .locked(Cause::SuspiciousActivity)
        .shows(&["password"]);
    assert_eq!(
        bare.verdict(Kind::SignIn),
        "refuse locked suspicious_activity"
    );
    assert_eq!(bare.verdict(Kind::Locate), "open");
    assert_eq!(bare.verdict(Kind::LiftSuspicion), "wait 24h");
}

#[test]
fn staff_and_owner_locks_close_all_but_seeing_why_and_finding() {
    let staff = plain().locked(Cause::Staff).shows(&["password", "email"]);
    assert_eq!(staff.verdict(Kind::SignIn), "refuse locked staff");
    assert_eq!(staff.verdict(Kind::Recover), "refuse locked staff");
    assert_eq!(staff.verdict(Kind::SeeWhyLocked), "open");
    assert_eq!(staff.verdict(Kind::Locate), "open");
    let owner = plain()
        .locked(Cause::OwnerRequest)
        .shows(&["password", "email"]);
    assert_eq!(owner.verdict(Kind::SignIn), "refuse locked owner_request");
    assert_eq!(owner.verdict(Kind::Recover), "open");
    let lapsed = staff.with(|s| s.locks.iter_mut().for_each(|l| l.until = Some(NOON)));
    assert_eq!(lapsed.verdict(Kind::SignIn), "open");
}

#[test]
fn a_disabled_method_proves_nothing_and_is_not_offered() {
    let account = id("account");
    let world = plain().with(|s| {
        let scope = crate::locks::Scope::Method(id("password"));
        s.locks.push(crate::locks::Lock {
            cause: Cause::WrongSecret,
            scope,
            until: None,
        });
    });
    assert_eq!(
        world.clone().shows(&["password"]).verdict(Kind::SignIn),
        "refuse no-way"
    );
    assert_eq!(world.ways(Recover { account }), ["phone", "email"]);
}

#[test]
fn during_an_incident_waits_run_on_but_nothing_executes() {
    let incident = |w: World| w.with(|s| s.incident_until = Some(NOON + Span::hours(3)));
    let waited = plain().shown("password", Span::minutes(5)).with(|s| {
        let mut request = Request::of(&Erase {
            account: s.account,
            device: id("phone"),
        });
        request.proofs.push(Proof {
            method: id("password"),
            shown: NOON - Span::hours(30),
            holder: None,
        });
        s.requests.push(request);
    });
    assert_eq!(waited.verdict(Kind::Erase), "open");
    assert_eq!(incident(waited.clone()).verdict(Kind::Erase), "wait 3h");
    assert_eq!(incident(waited.clone()).verdict(Kind::SignIn), "open");
    let ended = incident(waited).with(|s| s.now = NOON + Span::hours(3));
    assert_eq!(ended.verdict(Kind::Erase), "open");
}

#[test]
fn foreign_things_are_refused() {
    let world = plain().shows(&["password"]);
    assert_eq!(
        world.about(Kind::Ring, "a stranger's phone"),
        "refuse not-yours"
    );
    let other = SignIn {
        account: id("someone else"),
    };
    assert!(matches!(
        decide(other, &world.s),
        Verdict::Refuse(Reason::NotYours)
    ));
}
