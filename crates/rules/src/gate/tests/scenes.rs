//! The spans of the policy that are no wait of a rule, each in a scene: who shows what, how long after what, and
//! the verdict. Read it beside `Holds`; what vouches for a browser and how long proofs live come after.

use std::sync::Arc;

use super::table;
use super::world::{NOON, World, id};
use crate::gate::*;
use crate::{Span, Time};

/// A hold of the policy.
type Hold = fn(&mut Policy) -> &mut Span;

/// Every hold, by its name.
pub(super) const HOLDS: [(&str, Hold); 13] = [
    ("taint", |p| &mut p.holds.taint),
    ("added", |p| &mut p.holds.added),
    ("stale_number", |p| &mut p.holds.stale_number),
    ("stale_wait", |p| &mut p.holds.stale_wait),
    ("void", |p| &mut p.holds.void),
    ("missing", |p| &mut p.holds.missing),
    ("number_with_password", |p| {
        &mut p.holds.number_with_password
    }),
    ("number_alone", |p| &mut p.holds.number_alone),
    ("unmarked", |p| &mut p.holds.unmarked),
    ("single_mark", |p| &mut p.holds.single_mark),
    ("undo_mark", |p| &mut p.holds.undo_mark),
    ("mark_lapse", |p| &mut p.holds.mark_lapse),
    ("recovered", |p| &mut p.holds.recovered),
];

/// What it is about, the account, what is shown, for what, and the verdict.
type Scene = (
    &'static str,
    fn() -> World,
    &'static [&'static str],
    Kind,
    &'static str,
);

const fn days(n: i64) -> Span {
    Span::days(n)
}
const fn hours(n: i64) -> Span {
    Span::hours(n)
}

fn plain() -> World {
    World::new(&["password", "email@mailbox,phone,laptop", "phone@phone"])
}

fn careful() -> World {
    World::new(&[
        "password",
        "email@mailbox,phone,laptop",
        "phone@phone",
        "recovery-code@paper",
    ])
    .second_factor()
}

fn with(kind: MethodKind, reach: &[&str]) -> Vec<Shown> {
    let reach = reach.iter().map(|h| id(h)).collect();
    vec![Shown { kind, reach }]
}

/// Recovery codes printed so long ago with the phone alone.
fn tainted(ago: Span) -> World {
    careful().change("recovery-code", |m| {
        (m.set_at, m.origin) = (
            NOON - ago,
            Origin::Reset(with(MethodKind::Phone, &["phone"])),
        );
    })
}

/// A passkey added so long ago with the mail alone.
fn added(ago: Span) -> World {
    let mut world = plain();
    let passkey = world.add("passkey@tablet");
    (passkey.set_at, passkey.origin) = (
        NOON - ago,
        Origin::Added(with(MethodKind::Email, &["mailbox", "phone"])),
    );
    world
}

fn number_proved(ago: Span) -> World {
    plain().change("phone", |m| m.proved_at = NOON - ago)
}

/// A password set in the phone's browser so long before it went missing an hour ago.
fn set_on_it(before: Span) -> World {
    plain().missing("phone", hours(1)).change("password", |m| {
        m.set_at = NOON - hours(1) - before;
        m.set_on = Some(id("phone"));
        m.origin = Origin::Reset(with(MethodKind::Email, &["mailbox", "phone"]));
    })
}

/// A password set so long ago by a recovery with two independent proofs.
fn recovered(ago: Span) -> World {
    careful().change("password", |m| {
        let mut shown = with(MethodKind::Phone, &["phone"]);
        shown.extend(with(MethodKind::RecoveryCode, &["paper"]));
        (m.set_at, m.origin) = (NOON - ago, Origin::Reset(shown));
    })
}

fn lost() -> World {
    plain().missing("phone", hours(1))
}

/// The phone was missing and is back since so long.
fn back(ago: Span) -> World {
    plain().with(|s| s.devices[0].unmarked = Some((NOON - days(9), NOON - ago)))
}

fn marked_singly(ago: Span) -> World {
    plain().with(|s| s.devices[0].marked_singly_at = Some(NOON - ago))
}

/// This very browser marked the phone.
fn marked_here(ago: Span) -> World {
    plain().missing("phone", ago).with(|s| {
        let by = s.browser.id;
        s.devices
            .iter_mut()
            .filter_map(|d| d.mark.as_mut())
            .for_each(|m| m.by = by);
    })
}

/// The phone has been missing for an hour, its screen lock is typed on it, and the password was set since, or
/// just before with the mail.
fn typed_on_it(set: Span, origin: Origin) -> World {
    let world = plain().missing("phone", hours(1)).known("phone");
    world
        .change("password", |m| (m.set_at, m.origin) = (NOON - set, origin))
        .with(|s| {
            let (device, shown) = (id("phone"), s.now);
            s.screen_locks.push(ScreenLock { device, shown });
        })
}

fn by_mail() -> Origin {
    Origin::Reset(with(MethodKind::Email, &["mailbox"]))
}

#[rustfmt::skip]
const SCENES: &[Scene] = &[
    ("taint", || tainted(days(3)), &["phone", "recovery-code"], Kind::Recover, "wait 24h"),
    ("taint", || tainted(days(7) - hours(4)), &["phone", "recovery-code"], Kind::Recover, "wait 4h"),
    ("taint", || tainted(days(7)), &["phone", "recovery-code"], Kind::Recover, "open"),
    ("added", || added(hours(1)), &["passkey"], Kind::Ring, "wait 23h"),
    ("added", || added(hours(1)), &["passkey"], Kind::SignIn, "open"),
    ("added", || added(hours(24)), &["passkey"], Kind::Ring, "open"),
    ("stale_number", || number_proved(days(60) - hours(1)), &["phone"], Kind::Recover, "open"),
    ("stale_number", || number_proved(days(60)), &["phone"], Kind::Recover, "wait 24h"),
    ("stale_wait", || number_proved(days(60)).known("laptop"), &["phone"], Kind::Recover, "open"),
    ("void", || set_on_it(days(7)), &["password"], Kind::SignIn, "prove"),
    ("void", || set_on_it(days(7) + hours(1)), &["password"], Kind::SignIn, "open"),
    ("missing", lost, &["email"], Kind::Recover, "wait 24h"),
    ("number_with_password", lost, &["phone", "password"], Kind::Recover, "wait 24h"),
    ("number_alone", lost, &["phone"], Kind::Recover, "wait 72h"),
    ("unmarked", || back(hours(2)), &["password", "email"], Kind::Release, "wait 70h"),
    ("unmarked", || back(hours(72)), &["password", "email"], Kind::Release, "wait 24h"),
    ("single_mark", || marked_singly(days(7) - hours(1)), &["phone"], Kind::MarkMissing, "prove"),
    ("single_mark", || marked_singly(days(7)), &["phone"], Kind::MarkMissing, "open"),
    ("recovered", || recovered(hours(2)), &["password", "email", "recovery-code"], Kind::Erase, "wait 70h"),
    ("recovered", || recovered(hours(72)), &["password", "email", "recovery-code"], Kind::Erase, "open"),
    ("recovered", || recovered(hours(2)).missing("phone", hours(1)), &["password", "email", "recovery-code"], Kind::Erase, "open"),
    ("recovered", || recovered(hours(2)), &["phone", "recovery-code"], Kind::Recover, "open"),
    ("undo_mark", || marked_here(Span::minutes(9)), &[], Kind::Unmark, "open"),
    ("undo_mark", || marked_here(Span::minutes(10)), &[], Kind::Unmark, "prove"),
    ("undo_mark", || marked_here(Span::minutes(9)).with(|s| s.devices[0].marked_singly_at = Some(NOON)), &[], Kind::Unmark, "open"),
    ("a newer password", || typed_on_it(Span::minutes(30), Origin::Reset(Vec::new())), &["password"], Kind::Unmark, "wait 14d"),
    ("one set by mail", || typed_on_it(Span::minutes(30), by_mail()), &["password"], Kind::Unmark, "wait 14d"),
    ("an older one", || typed_on_it(hours(2), by_mail()), &["password"], Kind::Unmark, "wait 24h"),
];

/// When a mark by mail alone lapses.
fn lapses(policy: &Arc<Policy>) -> Option<Time> {
    let mut world = plain().shows(&["email"]);
    world.s.policy = Arc::clone(policy);
    let action = MarkMissing {
        account: world.s.account,
        device: id("phone"),
    };
    match decide(action, &world.s) {
        Verdict::Open(permit) => permit.grounds().mark_lapses,
        _ => None,
    }
}

/// The kinds that lead a new browser to a recovery code when strangers used up the guesses at it.
fn vouching(policy: &Arc<Policy>) -> Vec<MethodKind> {
    let lets = |kind: &MethodKind| {
        let name = format!("{}-other@somewhere", kind.name());
        let mut world = World::new(&["recovery-code@paper", &name])
            .second_factor()
            .dry("recovery-code");
        world.s.policy = Arc::clone(policy);
        let account = world.s.account;
        let ways = ways(&Recover { account }, &world.s);
        let uses_it = |way: &Way| {
            way.steps
                .iter()
                .any(|s| s.method == Some(id("recovery-code")))
        };
        ways.iter().any(uses_it)
    };
    MethodKind::ALL.into_iter().filter(lets).collect()
}

/// Two methods of one kind on one thing are not two: they recover after a day, and lift suspicion after an hour.
fn twins(policy: &Arc<Policy>) -> Option<String> {
    let kinds = MethodKind::ALL
        .into_iter()
        .filter(|k| Kinds::OWN.meets(Kinds::of(*k)));
    kinds.into_iter().find_map(|kind| {
        let names = [format!("{}-a", kind.name()), format!("{}-b", kind.name())];
        let specs = names.clone().map(|name| format!("{name}@phone"));
        let mut world = World::new(&[&specs[0], &specs[1]])
            .second_factor()
            .shows(&[&names[0], &names[1]]);
        world.s.policy = Arc::clone(policy);
        let got = (world.opens(Kind::Recover), world.opens(Kind::LiftSuspicion));
        (got != ("wait 24h".into(), "wait 1h".into()))
            .then(|| format!("two of {}: {got:?}", kind.name()))
    })
}

/// The first scene or check that this policy decides otherwise.
fn first_that_differs(policy: &Arc<Policy>) -> Option<String> {
    let scene = |(name, world, shows, kind, verdict): &Scene| {
        let world = world().shows(shows).with(|s| s.policy = Arc::clone(policy));
        let got = world.opens(*kind);
        (got != *verdict).then(|| format!("{name}: {got}, not {verdict}"))
    };
    let vouch = [
        MethodKind::Passkey,
        MethodKind::Approval,
        MethodKind::Phone,
        MethodKind::Email,
        MethodKind::RecoveryCode,
        MethodKind::Helper,
    ];
    let rest = || {
        let vouching = vouching(policy);
        let lapse = lapses(policy);
        if vouching != vouch {
            Some(format!("vouching: {vouching:?}"))
        } else if lapse != Some(NOON + hours(24)) {
            Some(format!("mark lapses: {lapse:?}"))
        } else {
            twins(policy).or_else(|| table::lives(policy))
        }
    };
    SCENES.iter().find_map(scene).or_else(rest)
}

/// Whether a policy decides some scene otherwise.
pub(super) fn differs(policy: &Arc<Policy>) -> bool {
    first_that_differs(policy).is_some()
}

#[test]
fn every_hold_has_its_scene() {
    assert_eq!(first_that_differs(&Arc::new(Policy::default())), None);
    for (name, _) in HOLDS.iter().filter(|(name, _)| *name != "mark_lapse") {
        assert!(SCENES.iter().any(|(of, ..)| of == name), "{name}");
    }
}
