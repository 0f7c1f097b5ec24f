//! Random accounts and what is shown of them, for the invariants.

use std::sync::Arc;

use proptest::prelude::*;

use super::world::{NOON, id};
use crate::contest::{Contest, State};
use crate::gate::*;
use crate::locks::{Cause, Lock, Scope};
use crate::{Id, Span, Time};

/// The things in these worlds; the first three are devices.
pub(crate) const HOLDERS: [&str; 7] = [
    "phone", "laptop", "tablet", "paper", "mailbox", "siti", "key",
];
pub(crate) const DEVICES: usize = 3;

/// Hours ago that sit on, and beside, every span of the policy.
const HOURS: [i64; 16] = [
    0, 1, 2, 12, 13, 23, 24, 25, 71, 72, 73, 167, 168, 169, 336, 2_000,
];

fn hours() -> impl Strategy<Value = Span> {
    prop::sample::select(HOURS.to_vec()).prop_map(Span::hours)
}

pub(crate) fn ago() -> impl Strategy<Value = Time> {
    (hours(), 0_i64..40).prop_map(|(h, m)| NOON - h - Span::minutes(m))
}

fn holder(of: usize) -> impl Strategy<Value = Id> {
    (0..of).prop_map(|i| id(HOLDERS[i]))
}

/// A reach of one to all holders, mostly small.
pub(crate) fn reach() -> impl Strategy<Value = Vec<Id>> {
    prop::collection::btree_set(0..HOLDERS.len(), 1..4)
        .prop_map(|set| set.into_iter().map(|i| id(HOLDERS[i])).collect())
}

pub(crate) fn kind() -> impl Strategy<Value = MethodKind> {
    prop_oneof![1 => Just(MethodKind::Password), 5 => prop::sample::select(MethodKind::ALL.to_vec())]
}

fn origin() -> impl Strategy<Value = Origin> {
    let shown = || (kind(), reach()).prop_map(|(kind, reach)| Shown { kind, reach });
    let with = || prop::collection::vec(shown(), 0..4);
    prop_oneof![
        3 => Just(Origin::SignUp),
        2 => with().prop_map(Origin::Added),
        2 => with().prop_map(Origin::Reset),
    ]
}

fn method() -> impl Strategy<Value = Method> {
    let flags = (
        any::<bool>(),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
    );
    let parts = (
        kind(),
        reach(),
        ago(),
        origin(),
        prop::option::of(holder(DEVICES)),
        ago(),
        flags,
    );
    parts.prop_map(
        |(kind, reach, set_at, origin, set_on, proved_at, (mailed, sim_changed, dry))| {
            let mailed = mailed && matches!(kind, MethodKind::Email | MethodKind::Upstream);
            Method {
                id: Id::nil(), // numbered when the account is put together
                kind,
                reach,
                mailbox: mailed.then(|| id("mailbox")),
                set_at,
                origin,
                set_on,
                proved_at,
                sim_changed,
                dry,
            }
        },
    )
}

/// The id of the n-th method.
pub(crate) fn nth(n: usize) -> Id {
    Id::from_u128(1_000 + n as u128)
}

fn mark() -> impl Strategy<Value = Mark> {
    (
        ago(),
        any::<bool>(),
        prop::option::weighted(0.3, 0_usize..8),
    )
        .prop_map(|(since, mine, password)| Mark {
            since,
            by: Some(id(if mine { "cookie" } else { "other" })),
            password: password.map(nth),
        })
}

fn device(name: &'static str) -> impl Strategy<Value = Device> {
    let unmarked = (ago(), ago()).prop_map(|(a, b)| (a.min(b), a.max(b)));
    let parts = (
        prop::option::weighted(0.4, mark()),
        prop::option::weighted(0.3, unmarked),
        prop::option::weighted(0.3, ago()),
    );
    parts.prop_map(move |(mark, unmarked, marked_singly_at)| Device {
        id: id(name),
        mark,
        unmarked,
        marked_singly_at,
    })
}

fn lock() -> impl Strategy<Value = Lock> {
    let scope = prop_oneof![
        Just(Scope::Account),
        (0_usize..8).prop_map(|n| Scope::Method(nth(n)))
    ];
    let until = prop::option::of((-5_i64..50).prop_map(|h| NOON + Span::hours(h)));
    (prop::sample::select(Cause::ALL.to_vec()), scope, until).prop_map(|(cause, scope, until)| {
        Lock {
            cause,
            scope,
            until,
        }
    })
}

pub(crate) fn proof() -> impl Strategy<Value = Proof> {
    let parts = (0_usize..6, ago(), prop::option::of(holder(DEVICES)));
    parts.prop_map(|(n, shown, holder)| Proof {
        method: nth(n),
        shown,
        holder,
    })
}

fn known() -> impl Strategy<Value = Known> {
    (holder(DEVICES), ago(), origin()).prop_map(|(holder, since, origin)| Known {
        holder,
        since,
        origin,
    })
}

fn browser() -> impl Strategy<Value = Browser> {
    let remembered = prop::option::of((-5_i64..50).prop_map(|h| NOON + Span::hours(h)));
    (prop::option::of(known()), remembered, any::<bool>()).prop_map(
        |(known, remembered_until, vouched)| Browser {
            id: Some(id("cookie")),
            known,
            remembered_until,
            vouched,
        },
    )
}

/// Everything that a request may hold, for whatever action is asked.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) proofs: Vec<Proof>,
    pub(crate) screen_locks: Vec<ScreenLock>,
    pub(crate) browsers: Vec<(Known, Time)>,
    pub(crate) contest: Option<Contest>,
}

/// What objections made of a request.
fn contest() -> impl Strategy<Value = Contest> {
    let at = (-100_i64..100).prop_map(|h| NOON + Span::hours(h));
    let state = (any::<bool>(), at).prop_map(|(held, at)| match held {
        true => State::Held { until: at },
        false => State::ShownAgain { from: at },
    });
    (state, any::<bool>()).prop_map(|(state, two)| Contest { state, two })
}

fn kept() -> impl Strategy<Value = Kept> {
    let screens = prop::collection::vec((holder(DEVICES), ago()), 0..2);
    let screens = screens.prop_map(|all| {
        all.into_iter()
            .map(|(device, shown)| ScreenLock { device, shown })
            .collect()
    });
    let browsers = prop::collection::vec((known(), ago()), 0..2);
    let contest = prop::option::weighted(0.2, contest());
    (
        prop::collection::vec(proof(), 0..6),
        screens,
        browsers,
        contest,
    )
        .prop_map(|(proofs, screen_locks, browsers, contest)| Kept {
            proofs,
            screen_locks,
            browsers,
            contest,
        })
}

/// An account, and what was shown of it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) s: Situation<'static>,
    pub(crate) kept: Kept,
}

impl Case {
    /// The situation of an action: what was kept is kept for it.
    pub(crate) fn of(&self, kind: Kind, device: Option<Id>) -> Situation<'static> {
        let mut s = self.s.clone();
        let Kept {
            proofs,
            screen_locks,
            browsers,
            contest,
        } = self.kept.clone();
        s.requests = vec![Request {
            kind,
            device,
            method: None,
            proofs,
            screen_locks,
            browsers,
            contest,
        }];
        s
    }
}

/// The device that an action of this kind is about.
pub(crate) fn about(kind: Kind, device: usize) -> Option<Id> {
    kind.of_device().then(|| id(HOLDERS[device]))
}

/// A situation without proofs: account, browser, devices, locks, incident.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    let devices = (device("phone"), device("laptop"), device("tablet"));
    let locks = prop::collection::vec(lock(), 0..2);
    let locks = prop_oneof![2 => Just(Vec::new()), 1 => locks];
    let incident = prop::option::weighted(0.2, (-2_i64..24).prop_map(|h| NOON + Span::hours(h)));
    let parts = (
        any::<bool>(),
        prop::collection::vec(method(), 1..7),
        prop::collection::vec(proof(), 0..4),
        browser(),
        devices,
        locks,
        incident,
        kept(),
    );
    parts.prop_map(
        |(second_factor, mut methods, proofs, browser, (a, b, c), locks, incident_until, kept)| {
            for (n, method) in methods.iter_mut().enumerate() {
                method.id = nth(n);
            }
            let mut s = Situation::new(&(), id("account"), NOON, Arc::new(Policy::default()));
            s.second_factor = second_factor;
            s.methods = methods;
            s.proofs = proofs;
            s.browser = browser;
            s.devices = vec![a, b, c];
            s.locks = locks;
            s.incident_until = incident_until;
            Case { s, kept }
        },
    )
}

/// How far the properties look: 10,000 cases, or as many as `PROPTEST_CASES` says.
pub(crate) fn cases() -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(10_000),
    }
}
