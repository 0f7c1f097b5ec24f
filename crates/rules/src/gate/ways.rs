//! The remaining ways in, found by asking the gate itself: "and if you also proved this?"

use super::hand::{Asked, Contested, Extra, Hand};
use super::{
    Action, Kind, Kinds, Method, MethodKind, Proof, ScreenLock, Situation, open_at, refusal,
};
use crate::{Id, Span};

/// At most this many more proofs make a way: a password, a second step, and one that vouches for the browser.
const MOST: usize = 3;

/// One more method to prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// Its kind.
    pub kind: MethodKind,
    /// Which one. Nothing before any proof, when nobody may learn what the account has.
    pub method: Option<Id>,
}

/// One way in: what to prove still, in this order, and the wait that would follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// What to prove.
    pub steps: Vec<Step>,
    /// And the screen lock of the device, typed on it before anything else.
    pub screen_lock: bool,
    /// The wait from then on; zero opens at once.
    pub wait: Span,
    /// The rule by which it would open; for explanations.
    pub rule: &'static str,
}

impl Way {
    /// What it costs the owner: a way at once before a wait, then fewer and easier steps (S-003).
    fn cost(&self) -> (Span, bool, usize, u32, &[Step]) {
        (
            self.wait,
            self.screen_lock,
            self.steps.len(),
            self.steps.iter().map(|s| s.kind.effort()).sum(),
            &self.steps,
        )
    }
}

/// The ways to open the action sooner than what is at hand does, simplest first: for
/// [`super::Verdict::Prove`], and for "want it sooner?" while it waits.
pub fn ways<A: Action>(action: &A, s: &Situation<'_>) -> Vec<Way> {
    if refusal(action, s).is_some() {
        Vec::new()
    } else {
        remaining(Asked::of(action), s)
    }
}

pub(super) fn remaining(asked: Asked, s: &Situation<'_>) -> Vec<Way> {
    let shown = Hand::gather(asked, s, &Extra::default());
    let again = again(asked, s);
    let at_hand =
        |m: &Method| shown.held.iter().any(|h| h.method.id == m.id) && !again.contains(&m.id);
    let best = open_at(asked, s, &Extra::default()).map(|o| o.at.since(s.now));
    let free: Vec<&Method> = s.methods.iter().filter(|m| !at_hand(m)).collect();

    let mut found: Vec<Way> = Vec::new();
    for more in sets(&free) {
        for screen_lock in screen_locks(asked, s, &shown) {
            if !can_show(s, &shown, &more) {
                continue;
            }
            let Some(way) = way(asked, s, &more, screen_lock) else {
                continue;
            };
            let beaten = |w: &Way| {
                w.wait <= way.wait
                    && w.screen_lock <= way.screen_lock
                    && w.steps.iter().all(|step| way.steps.contains(step))
            };
            if best.is_none_or(|b| way.wait < b) && !found.iter().any(beaten) {
                found.push(way);
            }
        }
    }
    found.sort_by(|a, b| a.cost().cmp(&b.cost()));
    found
}

/// What was shown for a contested request, and counts no longer unless it is shown once more.
fn again(asked: Asked, s: &Situation<'_>) -> Vec<Id> {
    let disputed = s
        .requests
        .iter()
        .filter(|r| asked.is(r) && r.contest.is_some());
    let where_it_may = Extra {
        contested: Contested::WhereItMay,
        ..Extra::default()
    };
    let still = Hand::gather(asked, s, &where_it_may);
    let counts = |method: &Id| still.held.iter().any(|h| h.method.id == *method);
    let shown = disputed.flat_map(|r| r.proofs.iter().map(|p| p.method));
    shown.filter(|method| !counts(method)).collect()
}

/// All sets of up to [`MOST`] of these methods, small ones first; the empty one too, for a screen lock alone.
fn sets<'m>(free: &[&'m Method]) -> Vec<Vec<&'m Method>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    let mut from = 0;
    for _ in 0..MOST {
        let layer: Vec<Vec<usize>> = all.get(from..).unwrap_or_default().to_vec();
        from = all.len();
        for set in layer {
            let next = set.last().map_or(0, |last| last + 1);
            all.extend((next..free.len()).map(|i| set.iter().copied().chain([i]).collect()));
        }
    }
    all.iter()
        .map(|set| set.iter().filter_map(|i| free.get(*i).copied()).collect())
        .collect()
}

/// Whether the screen lock may be one step: only for who sits at the device of the action.
fn screen_locks(asked: Asked, s: &Situation<'_>, shown: &Hand<'_>) -> impl Iterator<Item = bool> {
    let here = asked.device.is_some() && asked.device == s.browser.known.as_ref().map(|k| k.holder);
    let typable = here && shown.screens.is_empty();
    std::iter::once(false).chain(typable.then_some(true))
}

/// What the gate would say with these proofs as well.
fn way(asked: Asked, s: &Situation<'_>, more: &[&Method], screen_lock: bool) -> Option<Way> {
    let holder = s.browser.known.as_ref().map(|k| k.holder);
    let typed = asked.device.filter(|_| screen_lock);
    let extra = Extra {
        proofs: more
            .iter()
            .map(|m| Proof {
                method: m.id,
                shown: s.now,
                holder,
            })
            .collect(),
        screen_lock: typed.map(|device| ScreenLock {
            device,
            shown: s.now,
        }),
        contested: Contested::default(),
    };
    let opening = open_at(asked, s, &extra)?;
    let mut steps: Vec<Step> = more
        .iter()
        .map(|m| Step {
            kind: m.kind,
            method: Some(m.id),
        })
        .collect();
    let vouches = |step: &Step| s.policy.vouch.meets(Kinds::of(step.kind));
    let dry = more.iter().any(|m| is_dry(m));
    steps.sort_by_key(|step| ((dry && !vouches(step)), order(step.kind), *step));
    Some(Way {
        steps,
        screen_lock,
        wait: opening.at.since(s.now),
        rule: opening.rule.id,
    })
}

/// TOTP is never a first proof, and where no guess is left for a method, something that vouches for this
/// browser comes first (design §2).
fn can_show(s: &Situation<'_>, shown: &Hand<'_>, more: &[&Method]) -> bool {
    let only_totp = !more.is_empty()
        && more.iter().all(|m| m.kind == MethodKind::Totp)
        && shown.held.is_empty();
    let vouch = |m: &Method| !is_dry(m) && s.policy.vouch.meets(Kinds::of(m.kind));
    let dry = more.iter().any(|m| is_dry(m));
    let vouched = s.browser.vouched
        || more.iter().any(|m| vouch(m))
        || shown.held.iter().any(|h| vouch(h.method));
    !only_totp && (!dry || vouched)
}

/// Whether it cannot be shown for want of guesses. A contact always can: its link is no guess.
fn is_dry(method: &Method) -> bool {
    method.dry && !matches!(method.kind, MethodKind::Email | MethodKind::Phone)
}

/// The order in which steps are shown: the password first, what needs a proof before it later.
const fn order(kind: MethodKind) -> u32 {
    match kind {
        MethodKind::Password => 0,
        MethodKind::Totp => 90,
        other => other.effort(),
    }
}

/// The one fixed list shown before any proof, to known and unknown names alike (design §2, STD-41).
pub fn ways_for_unknown(kind: Kind) -> Vec<Way> {
    use MethodKind as M;
    let way = |kinds: &[MethodKind], rule| Way {
        steps: kinds
            .iter()
            .map(|&kind| Step { kind, method: None })
            .collect(),
        screen_lock: false,
        wait: Span::ZERO,
        rule,
    };
    match kind {
        Kind::SignIn => vec![
            way(&[M::Passkey], "sign-in/passkey"),
            way(&[M::Password], "sign-in/password"),
            way(&[M::Phone], "recover/one"),
            way(&[M::Email], "recover/one"),
        ],
        Kind::Recover => [
            M::Passkey,
            M::Approval,
            M::Phone,
            M::Email,
            M::Upstream,
            M::RecoveryCode,
            M::Helper,
        ]
        .map(|kind| way(&[kind], "recover/one"))
        .into(),
        kind => {
            let rule = if matches!(kind, Kind::SeeWhyLocked) {
                "see-why-locked/one"
            } else {
                "sign-in/password"
            };
            [M::Passkey, M::Password, M::Approval, M::Phone, M::Email]
                .map(|kind| way(&[kind], rule))
                .into()
        }
    }
}
