//! A thief for the properties: holds one thing, with every method that it can use and the password, and does for
//! hours or weeks whatever the gate lets them. What they plant carries the proofs that it was set with, as the
//! server records them.

use std::sync::Arc;

use proptest::prelude::*;

use super::arbitrary::{DEVICES, HOLDERS, kind, nth, reach};
use super::world::{LONG_AGO, NOON, id};
use crate::gate::model::opens_after;
use crate::gate::*;
use crate::{Id, Span, Time};

/// What a thief does at some point.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deed {
    /// Adds a method on a thing of their own.
    Add(MethodKind),
    /// Signs in elsewhere, so that browser becomes known and can approve.
    SignIn,
    /// Recovers the account: sets a new password, is signed in by it, and sets up a second factor of their own in place of
    /// a "lost" one.
    Recover,
    /// Puts a thing of their own in place of the n-th method.
    Replace(usize),
    /// Marks the n-th device missing, to make what is on it count less.
    Mark(usize),
    /// Takes such a mark back.
    Unmark(usize),
}

pub(super) fn deeds(hours: i64) -> impl Strategy<Value = Vec<(Span, Deed)>> {
    let deed = prop_oneof![
        3 => kind().prop_map(Deed::Add),
        1 => Just(Deed::SignIn),
        1 => Just(Deed::Recover),
        1 => (0_usize..6).prop_map(Deed::Replace),
        1 => (0..DEVICES).prop_map(Deed::Mark),
        1 => (0..DEVICES).prop_map(Deed::Unmark),
    ];
    let all = prop::collection::vec(((0..hours * 60).prop_map(Span::minutes), deed), 0..5);
    all.prop_map(|mut all| {
        all.sort_by_key(|(at, _)| *at);
        all
    })
}

/// An old account: a password, methods here and there, every device with a known browser.
pub(super) fn account(
    second_factor: impl Strategy<Value = bool>,
) -> impl Strategy<Value = Situation<'static>> {
    (
        second_factor,
        prop::collection::vec((kind(), reach(), any::<bool>()), 1..6),
    )
        .prop_map(|(second_factor, methods)| {
            let mut s = Situation::new(&(), id("account"), NOON, Arc::new(Policy::default()));
            s.second_factor = second_factor;
            s.devices = HOLDERS
                .iter()
                .take(DEVICES)
                .map(|d| Device::new(id(d)))
                .collect();
            s.methods.push(Method::old(
                nth(0),
                MethodKind::Password,
                Vec::new(),
                LONG_AGO,
            ));
            let others = methods
                .into_iter()
                .filter(|(kind, ..)| *kind != MethodKind::Password);
            for (n, (kind, reach, mailed)) in others.enumerate() {
                let mut method = Method::old(nth(n + 1), kind, reach, LONG_AGO);
                method.proved_at = NOON - Span::days(1);
                method.mailbox = mailed.then(|| id("mailbox"));
                s.methods.push(method);
            }
            s
        })
}

pub(super) struct Thief {
    pub(super) s: Situation<'static>,
    /// What they can prove, and since when.
    pub(super) has: Vec<(Id, Time)>,
    /// Browsers they may ask from: none known, that of the stolen thing, their own.
    pub(super) browsers: Vec<Option<Known>>,
}

impl Thief {
    /// A thief who holds one thing from now on.
    pub(super) fn of(s: Situation<'static>, thing: Id) -> Self {
        let usable = |m: &&Method| match m.kind {
            MethodKind::Password => true,
            MethodKind::Review => false,
            _ => m.reach.contains(&thing),
        };
        let has = s
            .methods
            .iter()
            .filter(usable)
            .map(|m| (m.id, s.now))
            .collect();
        let mine = Known {
            holder: thing,
            since: LONG_AGO,
            origin: Origin::SignUp,
        };
        let device = s.find_device(thing).is_some();
        Self {
            browsers: std::iter::once(None)
                .chain(device.then_some(Some(mine)))
                .collect(),
            s,
            has,
        }
    }

    /// Everything they have, shown at once and kept since they had it, from this browser.
    pub(super) fn shows<A: Action>(
        &self,
        action: &A,
        browser: Option<&Known>,
    ) -> Situation<'static> {
        let mut s = self.s.clone();
        let holder = browser.map(|k| k.holder);
        let proof = |method, shown| Proof {
            method,
            shown,
            holder,
        };
        let mut request = Request::of(action);
        request.proofs = self
            .has
            .iter()
            .flat_map(|(m, since)| [proof(*m, *since), proof(*m, s.now)])
            .collect();
        request.browsers = browser
            .map(|k| (k.clone(), s.now.min(k.since.max(NOON))))
            .into_iter()
            .collect();
        s.requests = vec![request];
        s.browser = Browser {
            known: browser.cloned(),
            remembered_until: browser.map(|_| s.now + Span::days(30)),
            ..Browser::default()
        };
        s
    }

    /// The grounds on which some browser of theirs opens it now.
    pub(super) fn opens<A: Action>(&self, action: A) -> Option<Vec<Shown>> {
        self.browsers
            .iter()
            .find_map(|b| match decide(action, &self.shows(&action, b.as_ref())) {
                Verdict::Open(permit) => Some(permit.grounds().shown.clone()),
                _ => None,
            })
    }

    /// How far away it is from the best of their browsers.
    pub(super) fn distance<A: Action>(&self, action: A) -> Option<Span> {
        let from = |b: &Option<Known>| {
            opens_after(A::KIND, action.device(), &self.shows(&action, b.as_ref()))
        };
        self.browsers.iter().filter_map(from).min()
    }

    /// The owner marks the device, from a browser off it.
    pub(super) fn owner_marks(&mut self, device: Id, since: Time) {
        let by = Some(id("owner"));
        let mark = Mark {
            since,
            by,
            password: None,
        };
        for device in self.s.devices.iter_mut().filter(|d| d.id == device) {
            device.mark.get_or_insert(mark.clone());
        }
    }

    pub(super) fn does(&mut self, n: usize, deed: Deed) {
        let (account, now) = (self.s.account, self.s.now);
        let own = Id::from_u128(9_000 + n as u128);
        match deed {
            Deed::Add(MethodKind::Review | MethodKind::Password) => {}
            Deed::Add(kind) => {
                if let Some(shown) = self.opens(AddMethod { account }) {
                    self.plant(n, kind, own, Origin::Added(shown));
                }
            }
            Deed::SignIn => {
                if let Some(shown) = self.opens(SignIn { account }) {
                    self.plant(n, MethodKind::Approval, own, Origin::Added(shown.clone()));
                    self.browsers.push(Some(Known {
                        holder: own,
                        since: now,
                        origin: Origin::Added(shown),
                    }));
                }
            }
            Deed::Replace(_) | Deed::Mark(_) | Deed::Unmark(_) => self.does_to(n, deed),
            Deed::Recover => {
                if let Some(shown) = self.opens(Recover { account }) {
                    for password in self
                        .s
                        .methods
                        .iter_mut()
                        .filter(|m| m.kind == MethodKind::Password)
                    {
                        (password.set_at, password.origin, password.set_on) =
                            (now, Origin::Reset(shown.clone()), None);
                    }
                    let kinds = [
                        MethodKind::Totp,
                        MethodKind::Passkey,
                        MethodKind::RecoveryCode,
                    ];
                    self.plant(n, kinds[n % 3], own, Origin::Added(shown.clone()));
                    self.browsers.push(Some(Known {
                        holder: own,
                        since: now,
                        origin: Origin::Added(shown),
                    }));
                }
            }
        }
    }

    /// The deeds about a method or a device that is there.
    pub(super) fn does_to(&mut self, n: usize, deed: Deed) {
        let (account, now) = (self.s.account, self.s.now);
        match deed {
            Deed::Replace(at) => {
                let Some(method) = self.s.methods.get(at).map(|m| m.id) else {
                    return;
                };
                let Some(shown) = self.opens(ReplaceMethod { account, method }) else {
                    return;
                };
                for m in self
                    .s
                    .methods
                    .iter_mut()
                    .filter(|m| m.id == method && m.kind != MethodKind::Review)
                {
                    m.reach = vec![Id::from_u128(9_000 + n as u128)];
                    (m.set_at, m.origin, m.set_on) = (now, Origin::Reset(shown.clone()), None);
                    self.has.push((method, now));
                }
            }
            Deed::Mark(at) => {
                let device = self.s.devices[at].id;
                if self.opens(MarkMissing { account, device }).is_some() {
                    let mark = Mark {
                        since: now,
                        by: None,
                        password: Some(nth(0)),
                    };
                    self.s.devices[at].mark.get_or_insert(mark);
                    self.s.devices[at].marked_singly_at = Some(now);
                }
            }
            Deed::Unmark(at) => {
                let device = self.s.devices[at].id;
                if self.opens(Unmark { account, device }).is_some() {
                    let since = self.s.devices[at].mark.take().map_or(now, |m| m.since);
                    self.s.devices[at].unmarked = Some((since, now));
                }
            }
            Deed::Add(_) | Deed::SignIn | Deed::Recover => {}
        }
    }

    pub(super) fn plant(&mut self, n: usize, kind: MethodKind, holder: Id, origin: Origin) {
        let method = Id::from_u128(5_000 + n as u128);
        let mut planted = Method::old(method, kind, vec![holder], self.s.now);
        planted.origin = origin;
        self.s.methods.push(planted);
        self.has.push((method, self.s.now));
    }
}
