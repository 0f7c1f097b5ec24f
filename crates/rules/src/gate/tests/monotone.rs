//! G1: one more proof never closes an open door, lengthens a wait or restarts a clock.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::arbitrary::{Case, DEVICES, about, case, cases, proof};
use super::world::World;
use crate::Span;
use crate::contest::{Contest, State};
use crate::gate::model::opens_after;
use crate::gate::*;

/// How far away an action is; further than anything if nothing at hand opens it.
fn distance(kind: Kind, device: usize, case: &Case) -> Span {
    let device = about(kind, device);
    opens_after(kind, device, &case.of(kind, device)).unwrap_or(Span(i64::MAX))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn g1_one_more_proof_never_hurts(case in case(), more in proof(), kept in any::<bool>(), device in 0..DEVICES) {
        let mut with = case.clone();
        if kept { with.kept.proofs.push(more) } else { with.s.proofs.push(more) }
        for kind in Kind::ALL {
            let (before, after) = (distance(kind, device, &case), distance(kind, device, &with));
            prop_assert!(after <= before, "{}: {before:?} then {after:?} with {more:?}", kind.name());
        }
    }

    /// A wait that is told is true: with what is kept, shown again where that is wanted, the action opens at that time and
    /// not before.
    #[test]
    fn g1_a_wait_ends_when_it_was_told_to(mut case in case(), device in 0..DEVICES, share in 0_i64..100) {
        // Only what a request keeps outlives the browser that showed it.
        case.s.browser.remembered_until = None;
        case.kept.proofs.append(&mut case.s.proofs);
        case.kept.browsers.extend(case.s.browser.known.take().map(|known| (known, case.s.now)));
        for kind in Kind::ALL {
            let wait = distance(kind, device, &case);
            if wait.0 == i64::MAX {
                continue;
            }
            let later = |span: Span| {
                let mut case = case.clone();
                case.s.now = case.s.now + span;
                show_again(&mut case);
                distance(kind, device, &case)
            };
            prop_assert_eq!(later(wait), Span::ZERO, "{}", kind.name());
            let part = Span(wait.0 / 100 * share);
            prop_assert!(part + later(part) <= wait, "{}: {:?} after {:?}", kind.name(), later(part), part);
        }
    }
}

/// Where a contested request wants it, everything that was shown for it is shown again.
fn show_again(case: &mut Case) {
    let now = case.s.now;
    if matches!(case.kept.contest, Some(Contest { state: State::ShownAgain { from }, .. }) if from <= now)
    {
        let again = case.kept.proofs.iter().map(|p| Proof { shown: now, ..*p });
        let again: Vec<Proof> = again.collect();
        case.kept.proofs.extend(again);
    }
}

/// The generators reach every action × verdict; a property that never met one would prove nothing about it.
#[test]
fn the_generators_reach_every_action_and_verdict() {
    let counts: RefCell<BTreeMap<(Kind, &str), u32>> = RefCell::default();
    let config = Config {
        cases: 12_000,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let ran = runner.run(
        &(case(), 0..Kind::ALL.len(), 0..DEVICES),
        |(case, kind, device)| {
            let kind = Kind::ALL[kind];
            let mut s = case.of(kind, about(kind, device));
            if kind == Kind::ReplaceMethod {
                s.requests[0].method = Some(s.methods[0].id);
            }
            let device = ["phone", "laptop", "tablet"][device];
            let verdict = World { s }.about(kind, device);
            let word = verdict.split(' ').next().unwrap_or_default().to_owned();
            let word = ["open", "prove", "wait", "refuse"]
                .into_iter()
                .find(|w| *w == word)
                .unwrap_or("?");
            *counts.borrow_mut().entry((kind, word)).or_default() += 1;
            Ok(())
        },
    );
    assert!(ran.is_ok(), "{ran:?}");
    let counts = counts.into_inner();
    println!(
        "{:16}{:>8}{:>8}{:>8}{:>8}",
        "", "open", "prove", "wait", "refuse"
    );
    for kind in Kind::ALL {
        let cells = ["open", "prove", "wait", "refuse"]
            .map(|w| counts.get(&(kind, w)).copied().unwrap_or(0));
        let [open, prove, wait, refuse] = cells;
        println!("{:16}{open:>8}{prove:>8}{wait:>8}{refuse:>8}", kind.name());
        assert!(cells.iter().all(|n| *n > 0), "{}: {cells:?}", kind.name());
    }
}
