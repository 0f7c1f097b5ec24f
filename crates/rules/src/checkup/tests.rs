//! G5: owners see the holes in their own ways back, and the step that mends the worst, before they need them.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::gate::arbitrary::{DEVICES, HOLDERS, case, cases, nth};
use crate::gate::world::{LONG_AGO, NOON, World, id};
use crate::gate::{Known, MethodKind, Origin, Policy, thing_id, typical_accounts};

/// The facts of a world: a known browser on each of these holders.
fn facts<'f>(world: &'f World, known: &[&str]) -> Facts<'f, 'static> {
    let browsers: Vec<Browser> = known.iter().map(|holder| browser(id(holder))).collect();
    Facts {
        things: things(&world.s, &browsers),
        situation: &world.s,
        browsers,
    }
}

fn browser(holder: Id) -> Browser {
    Browser {
        known: Some(Known {
            holder,
            since: LONG_AGO,
            origin: Origin::SignUp,
        }),
        remembered_until: Some(NOON + Span::days(30)),
        ..Browser::default()
    }
}

/// A world with these devices only.
fn account(methods: &[&str], devices: &[&str]) -> World {
    let own: Vec<Id> = devices.iter().map(|d| id(d)).collect();
    World::new(methods).with(|s| s.devices.retain(|d| own.contains(&d.id)))
}

const NAMES: [&str; 9] = [
    "phone", "laptop", "tablet", "mailbox", "sim", "paper", "siti", "password", "key",
];

fn name(thing: Id) -> &'static str {
    let found = NAMES.into_iter().find(|n| id(n) == thing);
    found.unwrap_or("?")
}

/// A loss in words: `phone, password: 24h by phone`.
fn told(loss: &Loss) -> String {
    let things: Vec<&str> = loss.things.iter().map(|t| name(t.id)).collect();
    let back = match &loss.back {
        None => "never".into(),
        Some(back) => {
            let by: Vec<&str> = back.by.iter().map(|s| s.kind.name()).collect();
            let at = back
                .at
                .map(|h| format!(" on {}", name(h)))
                .unwrap_or_default();
            format!(
                "{}h by {}{at}",
                back.after.whole_minutes() / 60,
                by.join(" + ")
            )
        }
    };
    format!("{}: {back}", things.join(", "))
}

fn advice(facts: &Facts<'_, '_>) -> String {
    let checkup = Checkup::of(facts);
    checkup.advice.map_or("nothing".into(), |a| {
        let then = a
            .then
            .map_or("never".into(), |s| format!("{}h", s.whole_minutes() / 60));
        format!("{} | {} | then {then}", a.step.name(), told(&a.hole))
    })
}

#[test]
fn g5_it_says_of_typical_accounts_what_the_matrix_says() {
    let policy = Arc::new(Policy::default());
    for account in typical_accounts() {
        let (s, browsers) = account.facts(&policy);
        let names = account.things();
        let things = things(&s, &browsers);
        assert_eq!(things.len(), names.len(), "{}", account.name);
        let named = |thing: &Thing| {
            let of = |n: &&&str| {
                thing_id(n) == thing.id || (**n == "password" && thing.kind == ThingKind::Password)
            };
            *names.iter().find(of).expect("a thing of the account")
        };
        let checkup = Checkup::of(&Facts {
            situation: &s,
            browsers,
            things: things.clone(),
        });
        assert_eq!(checkup.losses.len(), things.len() * (things.len() + 1) / 2);
        for loss in &checkup.losses {
            let lost: Vec<&str> = loss.things.iter().map(named).collect();
            let back = loss.back.as_ref().map(|b| b.after);
            assert_eq!(
                back,
                account.back(&policy, &lost),
                "{} {lost:?}",
                account.name
            );
        }
    }
}

#[test]
fn g5_a_small_account_sees_every_hole() {
    let world = account(
        &["password", "email@mailbox,phone", "phone@phone"],
        &["phone"],
    );
    let checkup = Checkup::of(&facts(&world, &["phone"]));
    let rows: Vec<String> = checkup.losses.iter().map(told).collect();
    assert_eq!(
        rows,
        [
            "phone: 0h by password",
            "mailbox: 0h by password",
            "password: 0h by phone",
            "phone, mailbox: 0h by password",
            "phone, password: 24h by email",
            "mailbox, password: 0h by phone",
        ]
    );
    assert_eq!(checkup.longest(), Some(Span::hours(24)));
    assert!(!checkup.second_way);
}

#[test]
fn g5_the_step_is_the_one_that_closes_the_worst_hole_best() {
    let small = account(&["password", "phone@phone"], &["phone"]);
    assert_eq!(
        advice(&facts(&small, &["phone"])),
        "print-codes | phone, password: never | then 0h"
    );
    let two = account(&["password", "phone@phone"], &["phone", "laptop"]);
    assert_eq!(
        advice(&facts(&two, &["phone", "laptop"])),
        "add-passkey | phone, password: never | then 0h"
    );
    let mail = account(
        &["password", "email@mailbox,phone", "phone@phone"],
        &["phone"],
    );
    assert_eq!(
        advice(&facts(&mail, &["phone"])),
        "say-where-mail-is-read | phone, password: 24h by email | then 0h"
    );
    let stale = account(&["password", "email@mailbox", "phone@sim"], &["phone"])
        .change("phone", |m| m.proved_at = LONG_AGO);
    assert_eq!(
        advice(&facts(&stale, &[])),
        "prove-number | mailbox, password: 24h by phone | then 0h"
    );
    let prepared = [
        "password",
        "email@mailbox,phone,laptop",
        "phone@phone",
        "recovery-code@paper",
    ];
    let prepared = account(&prepared, &["phone", "laptop"]);
    assert_eq!(advice(&facts(&prepared, &["phone", "laptop"])), "nothing");
    let second = prepared.second_factor();
    assert_eq!(
        advice(&facts(&second, &["phone", "laptop"])),
        "add-passkey | paper, password: 1h by phone on laptop | then 0h"
    );
}

#[test]
fn s037_c12_two_step_verification_waits_for_a_second_way_back() {
    let second = |methods: &[&str]| {
        let world = account(methods, &["phone", "laptop"]);
        Checkup::of(&facts(&world, &["phone", "laptop"])).second_way
    };
    assert!(!second(&["password", "phone@phone"]));
    assert!(!second(&["password", "email@mailbox,phone", "phone@phone"]));
    assert!(!second(&["password", "phone@phone", "totp@phone"]));
    assert!(second(&["password", "phone@phone", "recovery-code@paper"]));
    assert!(second(&["password", "email@mailbox,laptop", "phone@phone"]));
    assert!(second(&["password", "phone@phone", "helper@siti"]));
}

#[test]
fn what_is_missing_already_is_lost_in_every_row() {
    let world = account(
        &["password", "phone@phone", "recovery-code@paper"],
        &["phone", "laptop"],
    )
    .missing("phone", Span::hours(1));
    let checkup = Checkup::of(&facts(&world, &["phone", "laptop"]));
    let rows: Vec<String> = checkup.losses.iter().map(told).collect();
    assert_eq!(
        rows,
        [
            "laptop: 0h by password",
            "paper: 0h by password",
            "password: 0h by recovery-code",
            "laptop, paper: 0h by password",
            "laptop, password: 0h by recovery-code",
            "paper, password: never",
        ]
    );
}

#[test]
fn a_phone_takes_its_browser_and_its_sim_card_with_it() {
    let world = account(&["password", "phone@sim,phone"], &["phone"]);
    let mut facts = facts(&world, &["laptop"]);
    // Were its card elsewhere, the number would outlive the phone.
    assert_eq!(Checkup::of(&facts).longest(), Some(Span::hours(72)));
    join(&mut facts.things, id("phone"), &[id("laptop"), id("sim")]);
    let kinds: Vec<&str> = facts.things.iter().map(|t| t.kind.name()).collect();
    assert_eq!(kinds, ["device", "password"]);
    assert_eq!(facts.things[0].holders.len(), 3);
    let rows: Vec<String> = Checkup::of(&facts).losses.iter().map(told).collect();
    assert_eq!(rows[2], "phone, password: never");
}

#[test]
fn what_was_added_lately_says_when_it_counts() {
    let world =
        account(&["password", "email@mailbox", "phone@phone"], &["phone"]).change("email", |m| {
            m.set_at = NOON - Span::days(2);
            m.origin = Origin::Added(Vec::new());
        });
    let young = Checkup::of(&facts(&world, &[])).young;
    assert_eq!(young, [(id("email"), NOON + Span::days(5))]);
}

fn outlook(outlook: &Outlook) -> String {
    let cell = |(kind, after): &(Kind, Option<Span>)| {
        let after = after.map_or("-".into(), |s| (s.whole_minutes() / 60).to_string());
        format!("{} {after}", kind.name())
    };
    let cells: Vec<String> = outlook.opens.iter().map(cell).collect();
    cells.join(", ")
}

#[test]
fn the_rehearsal_says_after_each_method_what_would_open() {
    let world = account(
        &[
            "password",
            "email@mailbox,phone,laptop",
            "phone@phone",
            "totp@phone",
            "recovery-code@paper",
        ],
        &["phone", "laptop"],
    )
    .second_factor();
    let facts = facts(&world, &["phone", "laptop"]);
    let dry = Rehearsal::new(&facts, id("phone"), None).expect("a phone");
    let tries: Vec<&str> = dry.tries().iter().map(|s| s.kind.name()).collect();
    assert_eq!(tries, ["password", "email", "recovery-code"]);
    let (password, email, codes) = (id("password"), id("email"), id("recovery-code"));
    assert_eq!(dry.next(&[password]).and_then(|s| s.method), Some(email));

    let nothing = "locate -, ring -, lock-device -, mark-missing -, recover -";
    assert_eq!(outlook(&dry.opens(&[])), nothing);
    // What went with the phone shows nothing.
    assert_eq!(outlook(&dry.opens(&[id("totp"), id("phone")])), nothing);
    let first = "locate 0, ring 0, lock-device 0, mark-missing 0";
    let recover = |shown: &[Id]| outlook(&dry.opens(shown));
    assert_eq!(recover(&[password]), format!("{first}, recover 168"));
    assert_eq!(recover(&[password, email]), format!("{first}, recover 72"));
    assert_eq!(recover(&[email, codes]), format!("{first}, recover 0"));
    assert_eq!(
        outlook(&dry.opens(&[email])),
        "locate 1, ring 0, lock-device 0, mark-missing 0, recover 72"
    );
    let at_laptop = Rehearsal::new(&facts, id("phone"), Some(id("laptop"))).expect("a phone");
    assert_eq!(
        outlook(&at_laptop.opens(&[email])),
        "locate 0, ring 0, lock-device 0, mark-missing 0, recover 24"
    );
}

#[test]
fn the_rehearsal_ends_with_what_worked_and_what_is_missing() {
    let world = account(
        &["password", "phone@phone", "recovery-code@paper"],
        &["phone"],
    );
    let facts = facts(&world, &["phone"]);
    let dry = Rehearsal::new(&facts, id("phone"), None).expect("a phone");
    let all = dry.ends(&[id("password"), id("recovery-code")]);
    assert_eq!((all.worked.len(), all.failed.len()), (2, 0));
    assert_eq!(all.advice, None);
    // The sheet of codes was not where it should be, and the password forgotten.
    let none = dry.ends(&[]);
    assert_eq!((none.worked.len(), none.back.clone()), (0, None));
    let advice = none.advice.expect("a step");
    assert_eq!(
        (advice.step.name(), advice.then),
        ("print-codes", Some(Span::ZERO))
    );
    assert!(Rehearsal::new(&facts, id("no such thing"), None).is_none());
}

#[test]
fn a_wait_is_never_told_shorter_than_it_is() {
    let (minute, hour) = (Span::minutes(1), Span::hours(1));
    let told = [
        (Span::ZERO, Told::AtOnce),
        (Span(1), Told::Minutes(1)),
        (Span::minutes(59), Told::Minutes(59)),
        (Span(hour.0 - minute.0 + 1), Told::Hours(1)),
        (hour, Told::Hours(1)),
        (Span(hour.0 + 1), Told::Hours(2)),
        (Span::hours(24), Told::Hours(24)),
        (Span::hours(48), Told::Hours(48)),
        (Span::hours(71), Told::Days(3)),
        (Span::hours(72), Told::Days(3)),
        (Span(Span::hours(72).0 + 1), Told::Days(4)),
        (Span::days(7), Told::Days(7)),
    ];
    for (span, words) in told {
        assert_eq!(Told::of(span), words, "{span:?}");
    }
}

#[test]
fn s037_s044_what_was_put_off_comes_back() {
    assert!(due(None, SUGGEST_AGAIN, NOON));
    let put_off = Some(NOON - SUGGEST_AGAIN);
    assert!(due(put_off, SUGGEST_AGAIN, NOON));
    assert!(!due(put_off, SUGGEST_AGAIN, NOON - Span(1)));
    assert_eq!(
        (SUGGEST_AGAIN, LOOK_AGAIN),
        (Span::days(90), Span::days(365))
    );
}

fn random() -> impl Strategy<Value = World> {
    (case(), prop::collection::vec(any::<bool>(), DEVICES)).prop_map(|(case, marked)| {
        let mut s = case.s;
        for (device, marked) in s.devices.iter_mut().zip(marked) {
            device.mark = device.mark.take().filter(|_| marked);
        }
        World { s }
    })
}

fn known(all: &[bool]) -> Vec<&'static str> {
    let on = HOLDERS.iter().zip(all).filter(|(_, known)| **known);
    on.map(|(holder, _)| *holder).take(DEVICES).collect()
}

proptest! {
    #![proptest_config(cases())]

    /// What the check-up says is what the gate says: with the methods that it names, in that browser, the
    /// owner is back after that time, and with any one less later.
    #[test]
    fn g5_the_gate_agrees_with_every_row(world in random(), on in prop::collection::vec(any::<bool>(), DEVICES), row in any::<prop::sample::Index>()) {
        let facts = facts(&world, &known(&on));
        let losses = Checkup::of(&facts).losses;
        prop_assume!(!losses.is_empty());
        let loss = row.get(&losses);
        let owner = Owner::new(&world.s, &facts.browsers);
        let things: Vec<&Thing> = loss.things.iter().collect();
        let holders = things::holders(&things);
        let Some(back) = &loss.back else { return Ok(()) };
        let by: Vec<Id> = back.by.iter().filter_map(|s| s.method).collect();
        let opens = |shown: &[Id]| {
            let in_browser = owner.browser_on(back.at);
            owner.opens(back.kind, None, things::loss(&things, &holders), shown, &in_browser)
        };
        for method in &by {
            let fewer: Vec<Id> = by.iter().copied().filter(|m| m != method).collect();
            prop_assert!(opens(&fewer).is_none_or(|s| s > back.after), "{} without {method}", told(loss));
        }
        let gone = |m: &Id| world.s.find_method(*m).is_some_and(|m| !m.reach.is_empty()
            && m.kind != MethodKind::Password && m.reach.iter().all(|h| holders.contains(h)));
        prop_assert!(!by.iter().any(gone), "{}", told(loss));
    }

    /// The step makes its hole smaller, and no hole that is worse is one that some step could have helped.
    #[test]
    fn g5_the_step_helps(world in random(), on in prop::collection::vec(any::<bool>(), DEVICES)) {
        let checkup = Checkup::of(&facts(&world, &known(&on)));
        match (&checkup.advice, checkup.worst()) {
            (Some(advice), Some(_)) => {
                prop_assert!(advice.hole.is_hole());
                prop_assert!(advice.then.is_some_and(|then| then < advice.hole.after()));
            }
            (Some(_), None) => prop_assert!(false, "advice without a hole"),
            // A second contact or printed codes always help who could never get back.
            (None, worst) => prop_assert!(worst.is_none_or(|w| w.back.is_some())),
        }
    }

    /// G1 in the rehearsal: one more method that works never makes anything later, and what the thing took with
    /// it never helps.
    #[test]
    fn g1_in_the_rehearsal_more_that_works_never_hurts(
        world in random(),
        on in prop::collection::vec(any::<bool>(), DEVICES),
        gone in any::<prop::sample::Index>(),
        shown in prop::collection::vec(0_usize..7, 0..4),
        more in 0_usize..7,
        in_hand in prop::option::of(0..DEVICES),
    ) {
        let facts = facts(&world, &known(&on));
        prop_assume!(!facts.things.is_empty());
        let thing = gone.get(&facts.things);
        let dry = Rehearsal::new(&facts, thing.id, in_hand.map(|n| id(HOLDERS[n]))).expect("a thing");
        let shown: Vec<Id> = shown.into_iter().map(nth).collect();
        let with: Vec<Id> = shown.iter().copied().chain([nth(more)]).collect();
        let (less, best) = (dry.opens(&shown), dry.opens(&with));
        for (kind, before) in &less.opens {
            let after = best.after(*kind);
            prop_assert!(before.is_none() || after.is_some_and(|a| Some(a) <= *before), "{}", kind.name());
        }
        let tried = |m: &Id| dry.tries().iter().any(|step| step.method == Some(*m));
        if !tried(&nth(more)) {
            prop_assert_eq!(less, best);
        }
        let ending = dry.ends(&with);
        prop_assert_eq!(ending.worked.len() + ending.failed.len(), dry.tries().len());
    }
}
