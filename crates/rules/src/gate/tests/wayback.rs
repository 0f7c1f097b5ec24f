//! G5: there is a way back.

use std::sync::Arc;

use proptest::prelude::*;

use super::arbitrary::{cases, nth};
use super::world::{LONG_AGO, NOON, id};
use crate::gate::model::opens_after;
use crate::gate::*;
use crate::{Id, Span};

const THINGS: [&str; 6] = ["mailbox", "phone", "laptop", "paper", "siti", "key"];

/// A mail read in two places, a number and printed codes; and whatever else.
fn prepared() -> impl Strategy<Value = Situation<'static>> {
    use MethodKind as M;
    let extras = vec![
        (M::Totp, vec!["phone"]),
        (M::Passkey, vec!["phone"]),
        (M::Passkey, vec!["phone", "laptop"]),
        (M::Passkey, vec!["key"]),
        (M::Approval, vec!["laptop"]),
        (M::Helper, vec!["siti"]),
        (M::Upstream, vec!["mailbox", "phone", "laptop"]),
        (M::Review, vec![]),
    ];
    let extras = prop::sample::subsequence(extras, 0..5);
    (any::<bool>(), extras, any::<bool>()).prop_map(|(second_factor, extras, stale)| {
        let mut s = Situation::new(&(), id("account"), NOON, Arc::new(Policy::default()));
        s.second_factor = second_factor;
        s.devices = ["phone", "laptop"]
            .iter()
            .map(|d| Device::new(id(d)))
            .collect();
        let base = vec![
            (M::Password, vec![]),
            (M::Email, vec!["mailbox", "phone", "laptop"]),
            (M::Phone, vec!["phone"]),
            (M::RecoveryCode, vec!["paper"]),
        ];
        for (n, (kind, reach)) in base.into_iter().chain(extras).enumerate() {
            let mut method = Method::old(
                nth(n),
                kind,
                reach.iter().map(|h| id(h)).collect(),
                LONG_AGO,
            );
            method.proved_at = if stale {
                LONG_AGO
            } else {
                NOON - Span::days(9)
            };
            s.methods.push(method);
        }
        s
    })
}

/// How far away the owner is who shows all they have left, from the best browser they have left.
fn back(s: &Situation<'static>, lost: &[Id], knows_password: bool) -> Option<Span> {
    let left = |m: &&Method| match m.kind {
        MethodKind::Password => knows_password,
        _ => m.reach.is_empty() || m.reach.iter().any(|h| !lost.contains(h)),
    };
    let known = s.devices.iter().map(|d| d.id).filter(|d| !lost.contains(d));
    let browsers = std::iter::once(None).chain(known.map(Some));
    let from = |holder: Option<Id>| {
        let mut s = s.clone();
        s.browser.known = holder.map(|holder| Known {
            holder,
            since: LONG_AGO,
            origin: Origin::SignUp,
        });
        s.proofs = s
            .methods
            .iter()
            .filter(left)
            .map(|m| Proof {
                method: m.id,
                shown: NOON,
                holder,
            })
            .collect();
        let opens = |kind| opens_after(kind, None, &s);
        opens(Kind::SignIn)
            .into_iter()
            .chain(opens(Kind::Recover))
            .min()
    };
    browsers.filter_map(from).min()
}

fn lose(s: &mut Situation<'static>, lost: &[Id], marked: bool) {
    for device in s
        .devices
        .iter_mut()
        .filter(|d| marked && lost.contains(&d.id))
    {
        device.mark = Some(Mark {
            since: NOON,
            by: None,
            password: None,
        });
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn g5_every_loss_ends(
        mut s in prepared(),
        lost in prop::sample::subsequence(THINGS.to_vec(), 0..4),
        marked in any::<bool>(),
        knows_password in any::<bool>(),
    ) {
        let lost: Vec<Id> = lost.into_iter().map(id).collect();
        lose(&mut s, &lost, marked);
        let limit = if lost.len() < 3 { Span::hours(72) } else { Span::days(7) };
        let back = back(&s, &lost, knows_password);
        prop_assert!(back.is_some_and(|b| b <= limit), "{back:?}");
    }

    #[test]
    fn g5_never_is_never_said_while_a_method_is_left(
        mut s in prepared(),
        lost in prop::sample::subsequence(THINGS.to_vec(), 0..=THINGS.len()),
        marked in any::<bool>(),
    ) {
        let lost: Vec<Id> = lost.into_iter().map(id).collect();
        lose(&mut s, &lost, marked);
        let left = s.methods.iter().any(|m| {
            m.kind != MethodKind::Password && (m.reach.is_empty() || m.reach.iter().any(|h| !lost.contains(h)))
        });
        prop_assert_eq!(back(&s, &lost, false).is_some(), left);
        prop_assert!(back(&s, &lost, true).is_some());
    }
}
