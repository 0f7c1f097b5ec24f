//! Every cell of the policy shows in a test: change one, and some line of the table, some scene of the holds,
//! or some invariant differs.

use std::sync::Arc;

use super::redundant::no_effect;
use super::{grid, scenes, table};
use crate::Span;
use crate::gate::{Apart, Kind, Kinds, Need, Place, Policy, Rule, When};

/// What a set of kinds is made of.
const ATOMS: [(&str, Kinds); 11] = [
    ("password", Kinds::CLEAN_PASSWORD),
    ("reset password", Kinds::RESET_PASSWORD),
    ("email", Kinds::EMAIL),
    ("phone", Kinds::PHONE),
    ("totp", Kinds::TOTP),
    ("passkey", Kinds::PASSKEY),
    ("approval", Kinds::APPROVAL),
    ("recovery-code", Kinds::RECOVERY_CODE),
    ("helper", Kinds::HELPER),
    ("upstream", Kinds::UPSTREAM),
    ("review", Kinds::REVIEW),
];

const PLACES: [Place; 5] = [
    Place::Anywhere,
    Place::OffBrowser,
    Place::OffDevice,
    Place::Older,
    Place::OnDevice,
];
const APARTS: [Apart; 3] = [Apart::Distinct, Apart::NotItsMail, Apart::Independent];
const WHENS: [When; 5] = [
    When::SecondFactor,
    When::NoSecondFactor,
    When::Remembered,
    When::MarkFree,
    When::MarkedHere,
];

/// A change of one cell.
struct Mutant {
    /// The action whose row it is in.
    of: Option<Kind>,
    /// What is changed, in words.
    how: String,
    /// The policy with it.
    policy: Policy,
}

fn lengthen(span: Span) -> Span {
    span + Span::hours(5)
}

fn halve(span: Span) -> Span {
    Span(span.0 / 2)
}

/// Every set that differs from this one in one kind.
fn sets(kinds: Kinds) -> Vec<(String, Kinds)> {
    let change = |(name, atom): (&str, Kinds)| {
        if kinds.meets(atom) {
            (format!("without {name}"), kinds.without(atom))
        } else {
            (format!("with {name}"), kinds.and(atom))
        }
    };
    ATOMS.into_iter().map(change).collect()
}

/// Every need that differs from this one in one cell.
fn needs(need: Need) -> Vec<(String, Need)> {
    let mut all = Vec::new();
    match need {
        Need::SignIn | Need::Known | Need::ScreenLock => {}
        Need::One(kinds, place) => {
            all.extend(
                sets(kinds)
                    .into_iter()
                    .map(|(how, k)| (how, Need::One(k, place))),
            );
            let others = PLACES.into_iter().filter(|p| *p != place);
            all.extend(others.map(|p| (format!("{p:?}"), Need::One(kinds, p))));
        }
        Need::Pair(a, b, apart) => {
            let first = sets(a)
                .into_iter()
                .map(|(how, k)| (format!("first {how}"), Need::Pair(k, b, apart)));
            let second = sets(b)
                .into_iter()
                .map(|(how, k)| (format!("second {how}"), Need::Pair(a, k, apart)));
            all.extend(first.chain(second));
            let others = APARTS.into_iter().filter(|p| *p != apart);
            all.extend(others.map(|p| (format!("{p:?}"), Need::Pair(a, b, p))));
        }
    }
    all
}

/// Every rule that differs from this one in one cell.
fn rules(rule: &Rule) -> Vec<(String, Rule)> {
    let mut all = Vec::new();
    let mut other = |how: String, change: &dyn Fn(&mut Rule)| {
        let mut changed = rule.clone();
        change(&mut changed);
        all.push((how, changed));
    };
    for wait in [lengthen(rule.wait), halve(rule.wait)] {
        // Without a need there is nothing for a wait to run from.
        if wait != rule.wait && !rule.needs.is_empty() {
            other(format!("after {} h", wait.whole_minutes() / 60), &|r| {
                r.wait = wait;
            });
        }
    }
    for (at, need) in rule.needs.iter().enumerate() {
        let mut fewer: Vec<Need> = rule.needs.to_vec();
        fewer.remove(at);
        let fewer: &'static [Need] = fewer.leak();
        other(format!("without need {at}"), &|r| r.needs = fewer);
        for (how, need) in needs(*need) {
            let mut changed = rule.needs.to_vec();
            changed[at] = need;
            let changed: &'static [Need] = changed.leak();
            other(format!("need {at}: {how}"), &|r| r.needs = changed);
        }
    }
    for more in [Need::SignIn, Need::Known, Need::ScreenLock]
        .into_iter()
        .filter(|n| !rule.needs.contains(n))
    {
        let changed: &'static [Need] = [rule.needs, &[more]].concat().leak();
        other(format!("and {more:?}"), &|r| r.needs = changed);
    }
    for when in WHENS {
        let mut changed: Vec<When> = rule.when.to_vec();
        if let Some(at) = changed.iter().position(|w| *w == when) {
            changed.remove(at);
        } else {
            changed.push(when);
        }
        let changed: &'static [When] = changed.leak();
        other(format!("condition {when:?}"), &|r| r.when = changed);
    }
    all
}

/// Every policy that differs from the default in one cell, and how many changes are left out because they have no
/// effect ([`no_effect`]).
fn mutants() -> (Vec<Mutant>, usize) {
    let (mut all, mut without) = (Vec::new(), 0);
    let mut other = |of: Option<Kind>, how: String, change: &dyn Fn(&mut Policy)| {
        let mut policy = Policy::default();
        change(&mut policy);
        all.push(Mutant { of, how, policy });
    };
    for (r, row) in Policy::default().rows.iter().enumerate() {
        let of = Some(row.kind);
        for life in [lengthen(row.life), halve(row.life)] {
            let how = format!(
                "{}: proofs live {} min",
                row.kind.name(),
                life.whole_minutes()
            );
            other(of, how, &|p| p.rows[r].life = life);
        }
        for (n, rule) in row.rules.iter().enumerate() {
            other(of, format!("{}: taken out", rule.id), &|p| {
                p.rows[r].rules.remove(n);
            });
            for (how, changed) in rules(rule) {
                if no_effect(row, rule, &changed) {
                    without += 1;
                    continue;
                }
                let how = format!("{}: {how}", rule.id);
                other(of, how, &|p| p.rows[r].rules[n] = changed.clone());
            }
        }
    }
    // What vouches is a kind; how a password was set plays no part.
    let vouches = sets(Policy::default().vouch);
    for (how, vouch) in vouches
        .into_iter()
        .filter(|(how, _)| !how.contains("reset"))
    {
        other(None, format!("vouch: {how}"), &|p| p.vouch = vouch);
    }
    for (name, hold) in scenes::HOLDS {
        for change in [lengthen as fn(Span) -> Span, halve] {
            other(None, format!("hold {name}"), &|p| {
                let span = hold(p);
                *span = change(*span);
            });
        }
    }
    (all, without)
}

/// Whether some test notices.
fn seen(mutant: &Mutant) -> bool {
    let policy = &mutant.policy;
    let shared = Arc::new(policy.clone());
    table::differs(policy)
        || scenes::differs(&shared)
        || mutant.of.is_some_and(|kind| grid::differs(kind, &shared))
        || !policy.broken().is_empty()
}

#[test]
fn every_cell_of_the_policy_shows_in_a_test() {
    let (all, without) = mutants();
    let unseen: Vec<&str> = all
        .iter()
        .filter(|m| !seen(m))
        .map(|m| m.how.as_str())
        .collect();
    println!(
        "{} changes of one cell, {without} more without effect",
        all.len()
    );
    assert!(
        unseen.is_empty(),
        "{} of {} go unseen:\n{}",
        unseen.len(),
        all.len(),
        unseen.join("\n")
    );
}
