//! What was set or proved with too little: taint, holds, stale numbers, weak marks (design §1).

use super::world::{NOON, World, id};
use crate::Span;
use crate::gate::*;

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
