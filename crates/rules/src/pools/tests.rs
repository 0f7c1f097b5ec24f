//! STD-1, STD-3, STD-4, STD-6 and the pools' part of G4.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const START: Time = Time(1_800_000_000_000_000);

/// All pools of one method: by class and browser; strangers share browser 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Pools(BTreeMap<(Class, u8), PoolState>);

impl Pools {
    fn in_class(&self, class: Class) -> u32 {
        self.0
            .iter()
            .filter(|((c, _), _)| *c == class)
            .map(|(_, s)| s.failures)
            .sum()
    }

    fn key(class: Class, browser: u8) -> (Class, u8) {
        (
            class,
            if class == Class::Strangers {
                0
            } else {
                browser
            },
        )
    }

    /// One guess; whether it was evaluated.
    fn guess(&mut self, class: Class, browser: u8, now: Time) -> bool {
        let key = Self::key(class, browser);
        let state = self
            .0
            .get(&key)
            .copied()
            .unwrap_or(PoolState::full(class, now));
        match reserve(state, class, self.in_class(class), now) {
            Reserve::Reserved(next) => {
                self.0.insert(key, next);
                true
            }
            Reserve::Empty { .. } | Reserve::Shut => false,
        }
    }
}

fn class() -> impl Strategy<Value = Class> {
    prop::sample::select(Class::ALL.to_vec())
}

#[test]
fn sixty_four_at_once_evaluate_five() {
    let mut pools = Pools::default();
    let evaluated = (0..64)
        .filter(|b| pools.guess(Class::Strangers, *b, START))
        .count();
    assert_eq!(evaluated, 5);
    let state = pools.0[&(Class::Strangers, 0)];
    assert_eq!(
        reserve(state, Class::Strangers, 5, START),
        Reserve::Empty {
            until: START + Span::minutes(12)
        }
    );
}

#[test]
fn tries_come_back_one_by_one_and_the_clock_is_not_restarted() {
    let mut pools = Pools::default();
    (0..5).for_each(|_| assert!(pools.guess(Class::Strangers, 0, START)));
    let at = |m| START + Span::minutes(m);
    assert!(!pools.guess(Class::Strangers, 0, at(11)));
    assert!(pools.guess(Class::Strangers, 0, at(13)));
    assert!(!pools.guess(Class::Strangers, 0, at(23)));
    assert!(pools.guess(Class::Strangers, 0, at(24)));
    assert_eq!(
        remaining(pools.0[&(Class::Strangers, 0)], Class::Strangers, 7, at(60)),
        3
    );
}

#[test]
fn a_known_browser_has_ten_of_its_own() {
    let mut pools = Pools::default();
    assert_eq!(
        (0..20)
            .filter(|_| pools.guess(Class::Known, 1, START))
            .count(),
        10
    );
    assert_eq!(
        (0..20)
            .filter(|_| pools.guess(Class::Known, 2, START))
            .count(),
        10
    );
    assert!(pools.guess(Class::Known, 1, START + Span::minutes(6)));
}

#[test]
fn vouched_tries_do_not_come_back_and_a_second_proof_adds_none() {
    let mut state = vouch(None, START);
    for _ in 0..5 {
        match reserve(state, Class::Vouched, state.failures, START) {
            Reserve::Reserved(next) => state = next,
            other => panic!("{other:?}"),
        }
    }
    let day = START + VOUCHED_FOR;
    let later = START + Span::hours(23);
    assert_eq!(
        reserve(state, Class::Vouched, 5, later),
        Reserve::Empty { until: day }
    );
    assert_eq!(vouch(Some(state), later), state);
    let again = vouch(Some(state), day);
    assert_eq!((again.tokens, again.failures), (5, 5));
    // Without a new proof, tries left over from yesterday are gone.
    assert_eq!(
        reserve(vouch(None, START), Class::Vouched, 0, day),
        Reserve::Empty { until: day }
    );
}

#[test]
fn std_1_a_class_at_its_cap_is_shut_and_only_all_three_disable() {
    let state = PoolState {
        tokens: 5,
        failures: 40,
        refilled_at: START,
    };
    assert_eq!(reserve(state, Class::Strangers, 40, START), Reserve::Shut);
    assert_eq!(remaining(state, Class::Strangers, 39, START), 1);
    let at = |s, k, v| {
        disabled(move |c| match c {
            Class::Strangers => s,
            Class::Known => k,
            Class::Vouched => v,
        })
    };
    assert!(at(40, 40, 20));
    assert!(!at(40, 0, 0) && !at(40, 40, 19) && !at(39, 40, 20) && !at(40, 39, 20));
    assert_eq!(Class::ALL.map(Class::cap).iter().sum::<u32>(), 100);
}

#[test]
fn a_refund_undoes_a_reservation() {
    let full = PoolState::full(Class::Known, START);
    let Reserve::Reserved(next) = reserve(full, Class::Known, 0, START) else {
        panic!("a full pool")
    };
    assert_eq!(refund(next, Class::Known), full);
    assert_eq!(refund(full, Class::Known), full);
}

proptest! {
    #![proptest_config(crate::gate::arbitrary::cases())]

    /// STD-1: whatever comes, without a success no more than 100 guesses are evaluated, 40 of them strangers';
    /// and in any hour strangers get no more than a full pool and what came back.
    #[test]
    fn std_1_guesses_never_exceed_the_pools(
        steps in prop::collection::vec((class(), 0_u8..6, 0_i64..3_600), 1..400)
    ) {
        let (mut pools, mut now) = (Pools::default(), START);
        let mut evaluated: Vec<(Class, Time)> = Vec::new();
        for (class, browser, seconds) in steps {
            now = now + Span::seconds(seconds);
            if class == Class::Vouched {
                let key = (class, browser);
                let vouched = vouch(pools.0.get(&key).copied(), now);
                pools.0.insert(key, vouched);
            }
            if pools.guess(class, browser, now) {
                evaluated.push((class, now));
            }
            for class in Class::ALL {
                let count = evaluated.iter().filter(|(c, _)| *c == class).count();
                prop_assert!(count <= class.cap() as usize);
                prop_assert_eq!(count, pools.in_class(class) as usize);
            }
        }
        let strangers: Vec<Time> = evaluated.iter().filter(|(c, _)| *c == Class::Strangers).map(|(_, t)| *t).collect();
        for from in &strangers {
            let hour = strangers.iter().filter(|t| *t >= from && **t < *from + Span::hours(1)).count();
            prop_assert!(hour <= 5 + 5, "{} in an hour", hour);
        }
    }

    /// G4: what strangers do changes nothing for known and vouched browsers, whatever the order.
    #[test]
    fn g4_strangers_never_touch_another_class(
        owner in prop::collection::vec((prop::sample::select(vec![Class::Known, Class::Vouched]), 0_u8..3), 1..40),
        noise in prop::collection::vec(0_usize..40, 0..60),
    ) {
        let mut calm = Pools::default();
        let alone: Vec<bool> = owner.iter().map(|(c, b)| calm.guess(*c, *b, START)).collect();
        let mut pools = Pools::default();
        let amid: Vec<bool> = owner.iter().enumerate().map(|(i, (c, b))| {
            noise.iter().filter(|at| **at == i).for_each(|_| { pools.guess(Class::Strangers, 7, START); });
            pools.guess(*c, *b, START)
        }).collect();
        prop_assert_eq!(alone, amid);
        pools.0.remove(&(Class::Strangers, 0));
        prop_assert_eq!(calm, pools);
    }

    /// Reservations at one instant give the same pools and the same count in every order.
    #[test]
    fn order_does_not_matter(
        guesses in prop::collection::vec((class(), 0_u8..3), 1..60),
        seed in any::<u64>(),
    ) {
        let mut shuffled = guesses.clone();
        let mut x = seed | 1;
        for i in (1..shuffled.len()).rev() {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(i, (x >> 33) as usize % (i + 1));
        }
        let run = |list: &[(Class, u8)]| {
            let mut pools = Pools::default();
            let evaluated = list.iter().filter(|(c, b)| pools.guess(*c, *b, START)).count();
            (Class::ALL.map(|c| pools.in_class(c)), evaluated)
        };
        prop_assert_eq!(run(&guesses), run(&shuffled));
    }
}
