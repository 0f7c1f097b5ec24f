//! Risk signals (S-027, S-038): tables of what is noticed, what locks, and what never does.

use proptest::prelude::*;

use super::*;
use crate::Span;
use crate::gate::arbitrary::cases;

const NOON: Time = Time(1_800_000_000_000_000);

const fn place(latitude: f64, longitude: f64) -> Place {
    Place {
        latitude,
        longitude,
        radius_km: 50.0,
    }
}

const JAKARTA: Place = place(-6.2, 106.8);
const BANDUNG: Place = place(-6.9, 107.6);
const SURABAYA: Place = place(-7.3, 112.7);
const JAYAPURA: Place = place(-2.5, 140.7);
const LONDON: Place = place(51.5, -0.1);
const QUITO: Place = place(-0.2, -78.5);

#[test]
fn travel_is_impossible_only_beyond_doubt() {
    let vague = Place {
        radius_km: 2_000.0,
        ..LONDON
    };
    let lines = [
        (JAKARTA, BANDUNG, 0, None),
        (JAKARTA, SURABAYA, 0, Some(563)),
        (JAKARTA, SURABAYA, 60, None),
        (JAKARTA, JAYAPURA, 180, Some(3_683)),
        (JAKARTA, JAYAPURA, 240, None),
        (JAKARTA, LONDON, 600, Some(11_608)),
        (JAKARTA, LONDON, 700, None),
        (JAKARTA, vague, 600, None),
        (JAKARTA, JAKARTA, 0, None),
        (JAKARTA, QUITO, 0, Some(19_000)),
    ];
    for (from, to, minutes, km) in lines {
        let got = travel(&from, &to, Span::minutes(minutes)).map(|t| t.km);
        let near = got.is_some() == km.is_some()
            && got.unwrap_or(0).abs_diff(km.unwrap_or(0)) * 20 <= km.unwrap_or(0);
        assert!(near, "{from:?} to {to:?} in {minutes} min: {got:?}");
        let back = travel(&to, &from, Span::minutes(minutes)).map(|t| t.km);
        assert_eq!(back, got);
    }
}

fn calm() -> Attempt {
    Attempt {
        at: NOON,
        known_browser: true,
        shown: vec![MethodKind::Password],
        known_network: true,
        anonymous: false,
        place: Some(JAKARTA),
        breached_password: false,
        failures_here: 0,
    }
}

/// What is unusual, in letters: `b` browser, `n` network, `a` anonymous network, `t` travel, `p` breached password, `f` failures.
fn attempt(letters: &str) -> Attempt {
    let has = |letter| letters.contains(letter);
    Attempt {
        known_browser: !has('b'),
        known_network: !has('n'),
        anonymous: has('a'),
        place: Some(if has('t') { LONDON } else { JAKARTA }),
        breached_password: has('p'),
        failures_here: if has('f') { FAILURES } else { FAILURES - 1 },
        ..calm()
    }
}

fn seen() -> Seen {
    Seen {
        at: NOON - Span::hours(1),
        place: BANDUNG,
    }
}

fn names(letters: &str) -> Vec<&'static str> {
    let signals = signals(&attempt(letters), Some(&seen()));
    signals.into_iter().map(Signal::name).collect()
}

#[test]
fn s027_each_signal_is_noticed_and_named() {
    assert_eq!(names(""), Vec::<&str>::new());
    assert_eq!(
        names("bntpf"),
        [
            "new-browser",
            "new-network",
            "impossible-travel",
            "breached-password",
            "failures"
        ]
    );
    // Behind an anonymising network nobody knows the place.
    assert_eq!(names("bnat"), ["new-browser", "anonymous-network"]);
    // What was not shown, nobody could have known.
    let passkey = Attempt {
        shown: vec![MethodKind::Passkey],
        ..attempt("p")
    };
    assert_eq!(signals(&passkey, None), []);
    // Without a place, or without a time before, there is no journey.
    assert_eq!(signals(&attempt("t"), None), []);
    let nowhere = Attempt {
        place: None,
        ..attempt("t")
    };
    assert_eq!(signals(&nowhere, Some(&seen())), []);
}

#[test]
fn s027_a_lock_needs_two_signals_that_no_common_cause_explains() {
    let lines = [
        ("b", false),  // a new phone at home
        ("bn", false), // a new phone elsewhere: one signal
        ("ba", false), // and behind an anonymising network: raises the risk, not a block (S-038)
        ("bna", false),
        ("bp", false), // one
        ("bt", false),
        ("bf", false),
        ("bnp", true),
        ("bap", true),
        ("bnt", true),
        ("bnf", true),
        ("btp", true),
        ("bpf", true),
        ("bat", false), // the place is not known
        ("np", false),  // a known browser is never touched
        ("ntpf", false),
        ("natpf", false),
    ];
    for (letters, locked) in lines {
        let attempt = attempt(letters);
        let signals = signals(&attempt, Some(&seen()));
        assert_eq!(locks(&attempt, &signals, false), locked, "{letters}");
        assert!(
            !locks(&attempt, &signals, true),
            "{letters}: during an incident none is placed"
        );
    }
}

proptest! {
    #![proptest_config(cases())]

    /// G4: whatever was noticed, a known browser, a passkey and an approval are never touched; a lock always
    /// has two signals to explain it, and one more signal never lifts it.
    #[test]
    fn g4_a_lock_is_always_explained_and_spares_what_is_the_owners(
        letters in prop::sample::subsequence(vec!['b', 'n', 'a', 't', 'p', 'f'], 0..=6),
        spared in prop::option::of(prop_oneof![Just(MethodKind::Passkey), Just(MethodKind::Approval)]),
    ) {
        let letters: String = letters.into_iter().collect();
        let mut attempt = attempt(&letters);
        attempt.shown.extend(spared);
        let signals = signals(&attempt, Some(&seen()));
        let locked = locks(&attempt, &signals, false);
        prop_assert!(!locked || (signals.len() >= 2 && !attempt.known_browser && spared.is_none()));
        for n in 0..signals.len() {
            let mut fewer = signals.clone();
            fewer.remove(n);
            prop_assert!(weight(&fewer) <= weight(&signals));
        }
    }
}
