//! Every rule of the policy, each of its needs, conditions and waits, shows in the table: change one, and
//! some line differs.

use super::table::differs;
use crate::Span;
use crate::gate::{Apart, Need, Place, Policy, Rule, When};

/// The same need, asking less of where a method is or how two differ.
fn laxer(need: Need) -> Option<Need> {
    match need {
        Need::One(kinds, place) => (place != Place::Anywhere).then_some(Need::one(kinds)),
        Need::Pair(a, b, apart) => {
            (apart != Apart::Distinct).then_some(Need::Pair(a, b, Apart::Distinct))
        }
        Need::SignIn | Need::Known | Need::ScreenLock => None,
    }
}

/// Every rule that differs from this one in one cell.
fn others(rule: &Rule) -> Vec<(String, Rule)> {
    let mut all = Vec::new();
    for wait in [rule.wait + Span::hours(5), Span(rule.wait.0 / 2)] {
        all.push((
            format!("after {wait:?}"),
            Rule {
                wait,
                ..rule.clone()
            },
        ));
    }
    for at in 0..rule.needs.len() {
        let mut fewer: Vec<Need> = rule.needs.to_vec();
        let need = fewer.remove(at);
        all.push((
            format!("without need {at}"),
            Rule {
                needs: fewer.leak(),
                ..rule.clone()
            },
        ));
        if let Some(other) = laxer(need) {
            let mut needs = rule.needs.to_vec();
            needs[at] = other;
            all.push((
                format!("laxer need {at}"),
                Rule {
                    needs: needs.leak(),
                    ..rule.clone()
                },
            ));
        }
    }
    // Without a need there is nothing for a wait to run from.
    all.retain(|(_, other)| other != rule && !rule.needs.is_empty());
    for at in 0..rule.when.len() {
        let mut fewer: Vec<When> = rule.when.to_vec();
        fewer.remove(at);
        all.push((
            format!("without condition {at}"),
            Rule {
                when: fewer.leak(),
                ..rule.clone()
            },
        ));
    }
    all
}

fn with(other: &Rule) -> Policy {
    let mut policy = Policy::default();
    let rules = policy.rows.iter_mut().flat_map(|row| &mut row.rules);
    rules
        .filter(|r| r.id == other.id)
        .for_each(|r| *r = other.clone());
    policy
}

#[test]
fn every_rule_need_condition_and_wait_shows_in_the_table() {
    let mut unseen = Vec::new();
    let mut count = 0;
    for rule in Policy::default().rows.into_iter().flat_map(|row| row.rules) {
        let mut without = Policy::default();
        assert!(without.remove(rule.id));
        if !differs(&without) {
            unseen.push(format!("{} taken out", rule.id));
        }
        for (how, other) in others(&rule) {
            count += 1;
            if !differs(&with(&other)) {
                unseen.push(format!("{} {how}", rule.id));
            }
        }
    }
    assert!(
        unseen.is_empty(),
        "{} of {count} go unseen:\n{}",
        unseen.len(),
        unseen.join("\n")
    );
}
