//! "This was not me": what it ends, what it cannot, and that nobody is kept out by it (G1, G2, G4).

use proptest::prelude::*;

use super::*;
use crate::gate::arbitrary::{HOLDERS, cases, kind, reach};
use crate::gate::world::{NOON, id};
use crate::gate::{MethodKind, Shown, two_independent};

fn shown(kind: MethodKind, reach: &[&str]) -> Shown {
    Shown {
        kind,
        reach: reach.iter().map(|h| id(h)).collect(),
    }
}

fn one() -> Vec<Shown> {
    vec![
        shown(MethodKind::Password, &[]),
        shown(MethodKind::Email, &["mailbox", "phone"]),
        shown(MethodKind::Phone, &["phone"]),
    ]
}

fn two() -> Vec<Shown> {
    let mut all = one();
    all.push(shown(MethodKind::RecoveryCode, &["paper"]));
    all
}

fn disputed(told: Told, rests_on: Vec<Shown>, cancelled: u32, state: State) -> Disputed {
    Disputed {
        told,
        began: NOON,
        two: two_independent(&rests_on),
        cancelled,
        state,
    }
}

fn voice(reach: &[&str]) -> Voice {
    Voice {
        since: NOON - Span::days(100),
        reach: reach.iter().map(|h| id(h)).collect(),
    }
}

const fn at(hours: i64) -> Time {
    Time(NOON.0 + Span::hours(hours).0)
}

const HELD_72: State = State::Held { until: at(72) };
const AGAIN_170: State = State::ShownAgain { from: at(170) };
const REVIEW_74: State = State::Review { from: at(74) };

/// What is disputed: which, whether it rests on two, ended so often before, its state. Then whether a contact on
/// the missing phone objects, after how many hours, with staff or not; and the state then, and its name.
type Line = (
    (Told, bool, u32, State),
    (bool, i64, bool),
    State,
    &'static str,
);

#[rustfmt::skip]
const LINES: &[Line] = &[
    ((Told::Request, false, 0, State::Calm), (false,   2, true),  State::Over, "ended"),
    ((Told::Request, false, 1, State::Calm), (false,   2, false), State::Over, "ended"),
    ((Told::Request, false, 2, State::Calm), (false,   2, false), AGAIN_170,   "contested"),
    ((Told::Request, false, 2, State::Calm), (false,   2, true),  REVIEW_74,   "contested"),
    ((Told::Request, true,  0, State::Calm), (false,   2, false), AGAIN_170,   "contested"),
    ((Told::Request, true,  0, State::Calm), (false,   2, true),  REVIEW_74,   "contested"),
    ((Told::Request, false, 0, State::Calm), (true,    2, true),  HELD_72,     "held"),
    ((Told::Request, false, 2, State::Calm), (true,    2, true),  HELD_72,     "held"),
    ((Told::Request, false, 0, State::Calm), (true,   72, true),  State::Calm, "on-missing"),
    ((Told::Request, true,  0, State::Calm), (true,    2, true),  State::Calm, "on-missing"),
    ((Told::Request, false, 0, HELD_72),     (true,   50, true),  HELD_72,     "already"),
    ((Told::Request, false, 0, HELD_72),     (false,  50, true),  State::Over, "ended"),
    ((Told::Request, true,  0, AGAIN_170),   (false,  50, true),  AGAIN_170,   "already"),
    ((Told::Request, true,  0, REVIEW_74),   (true,   50, true),  REVIEW_74,   "already"),
    ((Told::Request, true,  0, State::Over), (false,  50, true),  State::Over, "over"),
    ((Told::Request, false, 0, State::Calm), (false, 720, true),  State::Calm, "too-late"),
    ((Told::Request, false, 0, State::Calm), (false, 719, true),  State::Over, "ended"),
    ((Told::Added,   false, 0, State::Calm), (false, 719, false), State::Over, "removed"),
    ((Told::Added,   false, 5, State::Calm), (false,   2, false), State::Over, "removed"),
    ((Told::Added,   false, 0, State::Calm), (false, 720, false), State::Calm, "too-late"),
    ((Told::Added,   true,  0, State::Calm), (false,   2, true),  REVIEW_74,   "contested"),
    ((Told::Added,   true,  0, State::Calm), (false,   2, false), State::Calm, "two"),
    ((Told::Added,   false, 0, State::Calm), (true,    2, false), State::Calm, "on-missing"),
];

#[test]
fn the_table_of_objections() {
    for ((told, both, cancelled, state), (on_it, hours, staff), then, name) in LINES {
        let rests_on = if *both { two() } else { one() };
        let disputed = disputed(*told, rests_on, *cancelled, *state);
        let (free, lost) = (voice(&["mailbox-siti"]), voice(&["mailbox", "phone"]));
        let who = if *on_it { lost } else { free };
        let (after, outcome) = disputed.object(&who, &[id("phone")], *staff, at(*hours));
        assert_eq!(
            (after, outcome.name()),
            (*then, *name),
            "{disputed:?} {hours} h"
        );
    }
}

#[test]
fn a_contact_that_came_later_cannot_object() {
    let younger = Voice {
        since: NOON + Span::minutes(1),
        ..voice(&["mailbox-siti"])
    };
    let request = disputed(Told::Request, one(), 0, State::Calm);
    let (state, outcome) = request.object(&younger, &[], true, at(2));
    assert_eq!((state, outcome.name()), (State::Calm, "younger"));
}

fn proofs() -> impl Strategy<Value = Vec<Shown>> {
    let shown = (kind(), reach()).prop_map(|(kind, reach)| Shown { kind, reach });
    prop::collection::vec(shown, 0..4)
}

/// Proofs that one thing could have shown.
fn of_one() -> impl Strategy<Value = Vec<Shown>> {
    (proofs(), reach()).prop_map(|(mut all, thing)| {
        all.iter_mut().for_each(|p| p.reach.extend(&thing));
        all
    })
}

/// Proofs with two independent ones among them.
fn of_two() -> impl Strategy<Value = Vec<Shown>> {
    (proofs(), 0..HOLDERS.len(), 1..HOLDERS.len()).prop_map(|(mut all, n, apart)| {
        let other = (n + apart) % HOLDERS.len();
        all.push(shown(MethodKind::Passkey, &[HOLDERS[n]]));
        all.push(shown(MethodKind::RecoveryCode, &[HOLDERS[other]]));
        all
    })
}

/// Objections: from a contact with this reach, after so many hours, with staff or not.
fn objections() -> impl Strategy<Value = Vec<(i64, Vec<Id>, bool)>> {
    let all = prop::collection::vec((0_i64..800, reach(), any::<bool>()), 0..8);
    all.prop_map(|mut all| {
        all.sort_by_key(|(hours, ..)| *hours);
        all
    })
}

fn missing() -> impl Strategy<Value = Vec<Id>> {
    prop::sample::subsequence(HOLDERS[..3].to_vec(), 0..3)
        .prop_map(|all| all.into_iter().map(id).collect())
}

/// What becomes of it under these objections, one after the other.
fn after(mut disputed: Disputed, objections: &[(i64, Vec<Id>, bool)], missing: &[Id]) -> State {
    for (hours, reach, staff) in objections {
        let voice = Voice {
            since: NOON - Span::days(9),
            reach: reach.clone(),
        };
        (disputed.state, _) = disputed.object(&voice, missing, *staff, NOON + Span::hours(*hours));
    }
    disputed.state
}

/// When it opens for who shows everything again whenever asked, and has the staff's leave.
fn opens(state: State) -> Time {
    let two = true;
    Contest { state, two }.until().max(NOON)
}

proptest! {
    #![proptest_config(cases())]

    /// G1: one more proof behind a request never lets the same objections end or delay it more.
    #[test]
    fn g1_more_proofs_are_never_easier_to_stop(rests_on in proofs(), more in proofs(), all in objections(), missing in missing(), cancelled in 0_u32..4) {
        let with: Vec<Shown> = rests_on.iter().chain(&more).cloned().collect();
        let less = after(disputed(Told::Request, rests_on, cancelled, State::Calm), &all, &missing);
        let best = after(disputed(Told::Request, with, cancelled, State::Calm), &all, &missing);
        prop_assert!(opens(best) <= opens(less), "{less:?} then {best:?}");
    }

    /// G1, G4: further objections never move a clock once it is contested, and nobody who objects again and
    /// again keeps out who shows two independent methods: a week after the first objection it opens.
    #[test]
    fn g4_two_independent_methods_are_never_kept_out(rests_on in of_two(), all in objections(), missing in missing(), cancelled in 0_u32..4) {
        prop_assert!(two_independent(&rests_on));
        let request = disputed(Told::Request, rests_on, cancelled, State::Calm);
        let first = all.iter().find(|(_, reach, _)| !reach.iter().any(|h| missing.contains(h)));
        let limit = first.map_or(NOON, |(hours, ..)| NOON + Span::hours(*hours) + Span::days(7));
        prop_assert!(opens(after(request, &all, &missing)) <= limit);
    }

    /// G4: whoever has a single method is kept out twice at most, however often a contact objects.
    #[test]
    fn g4_one_method_is_ended_twice_at_most(rests_on in proofs(), all in objections(), missing in missing()) {
        let state = after(disputed(Told::Request, rests_on, CANCELS, State::Calm), &all, &missing);
        prop_assert!(state != State::Over);
        prop_assert!(opens(state) < NOON + OBJECTABLE + Span::days(7));
    }

    /// G2, G3: what rests on one holder, any contact off the missing devices ends at once; what is on them
    /// ends nothing, and holds no longer than 72 hours.
    #[test]
    fn g2_what_one_thing_asked_for_one_notice_ends(rests_on in of_one(), reach in reach(), missing in missing(), told in prop_oneof![Just(Told::Request), Just(Told::Added)], hours in 0_i64..719, staff in any::<bool>()) {
        prop_assert!(!two_independent(&rests_on));
        let now = NOON + Span::hours(hours);
        let voice = Voice { since: NOON, reach };
        let (state, _) = disputed(told, rests_on, 0, State::Calm).object(&voice, &missing, staff, now);
        if voice.on_missing(&missing) {
            let held = State::Held { until: NOON + Span::hours(72) };
            prop_assert!(state == State::Calm || (state == held && told == Told::Request));
        } else {
            prop_assert_eq!(state, State::Over);
        }
    }

    /// Quiet exit: whoever is told later, somebody else who can be told is told at once, by no thing of theirs
    /// alone; and what was shown for it, the contact cannot have shown.
    #[test]
    fn somebody_is_always_told_at_once(reaches in prop::collection::vec(reach(), 1..5), shown in of_two(), missing in missing(), asked in prop::collection::vec(0_usize..5, 0..8)) {
        let nth = |n: usize| Id::from_u128(n as u128);
        let mut contacts: Vec<Contact> = reaches.into_iter().enumerate()
            .map(|(n, reach)| Contact { id: nth(n), reach, quiet_until: None }).collect();
        for (hours, n) in asked.into_iter().enumerate() {
            let now = NOON + Span::hours(20 * hours as i64);
            match quiet(nth(n), &contacts, &missing, &shown, now) {
                Err(NotQuiet::NoContact) => prop_assert!(n >= contacts.len()),
                Err(NotQuiet::Already(until)) => prop_assert!(until > now),
                Err(_) => {}
                Ok(told) => {
                    prop_assert_eq!((told.contact, told.until), (nth(n), now + Span::hours(72)));
                    let reach = contacts[n].reach.clone();
                    let clean: Vec<Shown> = shown.iter().filter(|p| p.reach.iter().all(|h| !reach.contains(h))).cloned().collect();
                    prop_assert!(two_independent(&clean));
                    contacts[n].quiet_until = Some(told.until);
                    let at_once = |c: &&Contact| c.quiet_until.is_none_or(|u| u <= now) && c.reach.iter().all(|h| !missing.contains(h));
                    prop_assert!(contacts.iter().any(|c| at_once(&c) && c.reach.iter().any(|h| !reach.contains(h))));
                }
            }
        }
    }
}

#[test]
fn a_quiet_exit_needs_two_methods_that_the_contact_cannot_use() {
    let contact = |name: &str, reach: &[&str]| Contact {
        id: id(name),
        reach: reach.iter().map(|h| id(h)).collect(),
        quiet_until: None,
    };
    let contacts = [
        contact("theirs", &["mailbox", "laptop"]),
        contact("mine", &["mailbox-mine", "phone"]),
    ];
    let ask = |name: &str, contacts: &[Contact], missing: &[Id], shown: &[Shown]| {
        quiet(id(name), contacts, missing, shown, NOON)
    };
    let shown_two = [
        shown(MethodKind::Phone, &["phone"]),
        shown(MethodKind::RecoveryCode, &["paper"]),
    ];
    let until = NOON + Span::hours(72);
    let theirs = id("theirs");
    let contact = theirs;
    assert_eq!(
        ask("theirs", &contacts, &[], &shown_two),
        Ok(Quiet { contact, until })
    );
    // The laptop's passkey is one that they may have used too.
    let on_laptop = [
        shown(MethodKind::Passkey, &["laptop"]),
        shown(MethodKind::RecoveryCode, &["paper"]),
    ];
    assert_eq!(
        ask("theirs", &contacts, &[], &on_laptop),
        Err(NotQuiet::NotTwo)
    );
    assert_eq!(
        ask("theirs", &contacts[..1], &[], &shown_two),
        Err(NotQuiet::Needed)
    );
    assert_eq!(
        ask("theirs", &contacts, &[id("phone")], &shown_two),
        Err(NotQuiet::Needed)
    );
    assert_eq!(
        ask("nobody", &contacts, &[], &shown_two),
        Err(NotQuiet::NoContact)
    );
    let mut waits = contacts.clone();
    waits[0].quiet_until = Some(until);
    assert_eq!(
        ask("theirs", &waits, &[], &shown_two),
        Err(NotQuiet::Already(until))
    );
}
