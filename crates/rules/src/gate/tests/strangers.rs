//! G4: strangers cannot lock the owner out.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::arbitrary::{Case, DEVICES, about, case, cases};
use super::world::{NOON, id};
use crate::gate::model::opens_after;
use crate::gate::*;
use crate::locks::{Cause, Lock, Scope};
use crate::pools::{self, Class, PoolState, Reserve};
use crate::{Id, Span};

/// What strangers do: so many guesses at a method, so many minutes after the last thing.
type Attack = Vec<(i64, usize, u32)>;

fn attack() -> impl Strategy<Value = Attack> {
    prop::collection::vec((0_i64..300, 0_usize..7, 1_u32..60), 0..20)
}

/// The strangers' pools after an attack: all that it can change.
fn attacked(attack: &Attack) -> BTreeMap<usize, PoolState> {
    let (mut pools, mut now) = (BTreeMap::new(), NOON - Span::days(4));
    for (pause, method, guesses) in attack {
        now = now + Span::minutes(*pause);
        for _ in 0..*guesses {
            let state = *pools
                .entry(*method)
                .or_insert(PoolState::full(Class::Strangers, now));
            if let Reserve::Reserved(next) =
                pools::reserve(state, Class::Strangers, state.failures, now)
            {
                pools.insert(*method, next);
            }
        }
    }
    pools
}

/// The account as a browser of this class sees it after the attack: pools run dry, methods are disabled,
/// just as the server derives them.
fn seen(case: &Case, pools: &BTreeMap<usize, PoolState>, class: Class) -> Case {
    let mut case = case.clone();
    for (n, method) in case.s.methods.iter_mut().enumerate() {
        let strangers = pools.get(&n).map_or(0, |p| p.failures);
        let failures = |c| if c == Class::Strangers { strangers } else { 0 };
        if pools::disabled(failures) {
            case.s.locks.push(Lock {
                cause: Cause::WrongSecret,
                scope: Scope::Method(method.id),
                until: None,
            });
        }
        let own = pools.get(&n).filter(|_| class == Class::Strangers);
        let state = own.copied().unwrap_or(PoolState::full(class, NOON));
        method.dry = pools::remaining(state, class, failures(class), NOON) == 0;
    }
    case
}

fn distance(case: &Case, kind: Kind, device: usize) -> Option<Span> {
    let device = about(kind, device);
    opens_after(kind, device, &case.of(kind, device))
}

proptest! {
    #![proptest_config(cases())]

    /// Not for a known browser, nor with a passkey or an approval, whatever was tried; and even a suspicion
    /// lock, which failures alone never place, leaves these alone.
    #[test]
    fn g4_known_browsers_passkeys_and_approvals_notice_nothing(
        case in case(),
        attack in attack(),
        device in 0..DEVICES,
        suspicion in any::<bool>(),
    ) {
        let calm = seen(&case, &BTreeMap::new(), Class::Known);
        let mut stormy = seen(&case, &attacked(&attack), Class::Known);
        if suspicion {
            stormy.s.locks.push(Lock { cause: Cause::SuspiciousActivity, scope: Scope::Account, until: None });
        }
        // Not one that is missing, or that a missing device made known.
        let marked = || case.s.devices.iter().filter_map(|d| Some((d.id, d.mark.as_ref()?)));
        let known = case.s.browser.known.as_ref().is_some_and(|k| marked().all(|(id, mark)| !case.s.unknown(k, id, mark)));
        for kind in Kind::ALL.into_iter().filter(|_| known) {
            prop_assert_eq!(distance(&calm, kind, device), distance(&stormy, kind, device), "{}", kind.name());
        }
        // Without any known browser: what a passkey or an approval alone opens stays open.
        let (mut calm, mut stormy) = (calm, stormy);
        let spared = |m: Id| case.s.find_method(m).is_some_and(|m| matches!(m.kind, MethodKind::Passkey | MethodKind::Approval));
        for case in [&mut calm, &mut stormy] {
            case.s.browser = Browser::default();
            case.kept.browsers.clear();
            case.s.proofs.retain(|p| spared(p.method));
            case.kept.proofs.retain(|p| spared(p.method));
        }
        for kind in Kind::ALL {
            prop_assert_eq!(distance(&calm, kind, device), distance(&stormy, kind, device), "{}", kind.name());
        }
    }

    /// On a new browser it costs one contact, helper or code proof: every way that was there is still there,
    /// with at most one such step more; and proofs already shown count as before.
    #[test]
    fn g4_a_new_browser_pays_with_one_proof(
        second_factor in any::<bool>(),
        attack in attack(),
        kinds in prop::sample::subsequence(MethodKind::ALL.to_vec(), 0..7),
    ) {
        let mut s = Situation::new(&(), id("account"), NOON, std::sync::Arc::new(Policy::default()));
        s.second_factor = second_factor;
        let method = |n: usize, kind: MethodKind| {
            Method::old(Id::from_u128(n as u128 + 1), kind, vec![id(kind.name())], NOON - Span::days(30))
        };
        let kinds = [MethodKind::Password, MethodKind::Email].into_iter().chain(kinds);
        s.methods = kinds.enumerate().map(|(n, kind)| method(n, kind)).collect();
        let kept = super::arbitrary::Kept { proofs: Vec::new(), screen_locks: Vec::new(), browsers: Vec::new(), contest: None };
        let case = Case { s, kept };
        let (calm, dry) = (seen(&case, &BTreeMap::new(), Class::Strangers), seen(&case, &attacked(&attack), Class::Strangers));
        prop_assert!(dry.s.locks.is_empty());
        let account = case.s.account;
        let after = ways(&SignIn { account }, &dry.s);
        for way in ways(&SignIn { account }, &calm.s) {
            let more = |w: &Way| w.steps.iter().filter(|step| !way.steps.contains(step)).count();
            let paid = |w: &&Way| w.wait <= way.wait && more(w) <= 1;
            prop_assert!(after.iter().any(|w| paid(&w)), "{way:?} among {after:?}");
        }
    }
}
