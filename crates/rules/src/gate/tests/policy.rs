//! The policy as data: the default keeps its invariants, an override that does not is named.

use crate::Span;
use crate::gate::*;

/// The invariant that the policy breaks once changed, and the counterexample.
fn breaks(change: impl Fn(&mut Policy) -> bool) -> (&'static str, String) {
    let mut policy = Policy::default();
    assert!(change(&mut policy));
    policy.check().map_or_else(
        |b| (b.invariant, b.counterexample),
        |()| ("none", String::new()),
    )
}

#[test]
fn the_default_policy_keeps_every_invariant() {
    assert_eq!(Policy::default().broken(), []);
    assert_eq!(Policy::default().check(), Ok(()));
}

#[test]
fn an_override_that_breaks_an_invariant_is_named_with_a_counterexample() {
    let (hours, days) = (Span::hours, Span::days);
    let waits = [
        ("G2", "recover-2fa/two-on-one", hours(6)),
        ("G2", "replace-method/another", Span::ZERO),
        ("G2", "erase/another", hours(6)),
        ("G2", "release/screen", hours(1)),
        ("G2", "close/another", hours(1)),
        ("G3", "unmark/screen-older-password", hours(1)),
        ("G5", "recover-2fa/one", days(8)),
        ("G6", "release/review", Span::ZERO),
        ("finding", "locate/weak", hours(5)),
    ];
    for (invariant, rule, wait) in waits {
        let (broken, example) = breaks(|p| p.set_wait(rule, wait));
        assert_eq!(broken, invariant, "{rule}: {example}");
        assert!(example.len() > 20);
    }
    assert_eq!(breaks(|p| p.remove("recover/one")).0, "G5");
    assert_eq!(breaks(|p| p.remove("ring/one")).0, "finding");
    assert_eq!(
        breaks(|p| {
            p.vouch = Kinds::HELPER;
            true
        })
        .0,
        "G4"
    );
    let (_, example) = breaks(|p| p.set_wait("release/screen", hours(1)));
    assert_eq!(
        example,
        "2FA, everything on the phone: whoever steals the phone opens \"release\" after 1 h"
    );
}

#[test]
fn an_override_that_keeps_them_is_taken() {
    let mut policy = Policy::default();
    assert!(policy.set_wait("recover-2fa/one", Span::hours(48)));
    assert!(policy.set_wait("close/another", Span::days(30)));
    assert_eq!(policy.check(), Ok(()));
    assert!(!policy.set_wait("no such rule", Span::ZERO) && !policy.remove("no such rule"));
}

/// Every change of the policy shows in review. To renew it: `KUNCI_RENEW=1 cargo test -p kunci-rules as_agreed`.
#[test]
fn the_matrix_is_as_agreed() {
    let golden = include_str!("../../../tests/golden/matrix.txt");
    let text = matrix(&Policy::default()).text();
    if std::env::var_os("KUNCI_RENEW").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/matrix.txt");
        std::fs::write(path, &text).expect("to be written");
        return;
    }
    let differs = golden.lines().zip(text.lines()).position(|(a, b)| a != b);
    assert_eq!(
        differs.map(|n| text.lines().nth(n)),
        None,
        "at line {differs:?}"
    );
    assert_eq!(golden.lines().count(), text.lines().count());
}

#[test]
fn every_rule_has_its_own_name_and_every_action_its_row() {
    let policy = Policy::default();
    let mut ids: Vec<&str> = policy
        .rows
        .iter()
        .flat_map(|r| &r.rules)
        .map(|r| r.id)
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for kind in Kind::ALL {
        assert!(
            policy.row(kind).is_some_and(|r| !r.rules.is_empty()),
            "{}",
            kind.name()
        );
    }
}
