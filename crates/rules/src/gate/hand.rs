//! What the asker holds: every proof at hand, and as what it counts for one action.
//!
//! A proof can count in several ways ([`Held`]): a tainted method counts at once as no more than what it
//! was set with, and as itself when the taint ends. Each way carries the time *from* which it counts, so
//! that holds run beside the waits of the rules and never after them.

use super::{
    Action, Kind, Kinds, Known, Mark, Method, MethodKind, Origin, Proof, Request, ScreenLock,
    Situation,
};
use crate::locks::Scope;
use crate::{Id, Time};

/// What is asked, without its type.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) kind: Kind,
    pub(super) device: Option<Id>,
    pub(super) method: Option<Id>,
}

impl Asked {
    pub(super) fn of<A: Action>(action: &A) -> Self {
        Self {
            kind: A::KIND,
            device: action.device(),
            method: action.method(),
        }
    }

    pub(super) fn is(&self, request: &Request) -> bool {
        (self.kind, self.device, self.method) == (request.kind, request.device, request.method)
    }
}

/// Where a way of counting may be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Everywhere.
    Any,
    /// Only by rules with a wait.
    Slow,
    /// Only as part of a fresh sign-in.
    SignIn,
    /// Only where a rule says that the proof may sit on the missing device.
    OnDevice,
}

/// One way in which one proof counts.
#[derive(Clone, Copy)]
pub(super) struct Held<'s> {
    pub(super) method: &'s Method,
    pub(super) shown: Time,
    pub(super) from: Time,
    pub(super) tainted: bool,
    pub(super) used: Use,
    pub(super) presents: Kinds,
}

impl Held<'_> {
    /// Every holder it can be used on.
    pub(super) fn holders(&self) -> impl Iterator<Item = Id> + '_ {
        holders(self.method, self.tainted)
    }

    /// Whether it counts as one of these kinds.
    pub(super) fn fits(&self, kinds: Kinds) -> bool {
        kinds.meets(self.presents) && (!self.tainted || kinds.meets(self.method.origin.kinds()))
    }

    /// Whether it can be used on this holder.
    pub(super) fn on(&self, holder: Id) -> bool {
        on(self.method, self.tainted, holder)
    }

    /// Whether it is surely not usable on this holder. The password may be saved anywhere, and so may
    /// be a method about which nobody said where it is.
    pub(super) fn surely_off(&self, holder: Id) -> bool {
        surely_off(self.method, self.tainted, holder)
    }

    /// Whether no holder can use both. A reach that nobody knows is independent of nothing.
    pub(super) fn independent(&self, other: &Self) -> bool {
        let (a, b) = (self.method, other.method);
        if a.reach.is_empty() || b.reach.is_empty() {
            return false;
        }
        self.holders().all(|h| !other.on(h))
    }
}

/// A known browser that takes part, and since when it does.
#[derive(Clone, Copy)]
pub(super) struct Taking<'s> {
    known: &'s Known,
    tainted: bool,
    pub(super) from: Time,
}

impl Taking<'_> {
    /// Whether none of its holders can use the method.
    pub(super) fn apart(&self, held: &Held<'_>) -> bool {
        let beside = self
            .known
            .origin
            .proofs()
            .iter()
            .filter(|_| self.tainted)
            .flat_map(|p| &p.reach);
        !held.method.reach.is_empty()
            && std::iter::once(&self.known.holder)
                .chain(beside)
                .all(|h| !held.on(*h))
    }
}

/// What else might be shown: the question "and if you also proved this?".
#[derive(Clone, Default)]
pub(super) struct Extra {
    pub(super) proofs: Vec<Proof>,
    pub(super) screen_lock: Option<ScreenLock>,
    /// How far contested requests count.
    pub(super) contested: Contested,
}

/// How far what was shown for a request counts to which somebody objected ([`crate::contest`]).
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Contested {
    /// As if nobody had.
    #[default]
    Always,
    /// As far as the contest lets it, by now.
    WhereItMay,
    /// As if it had never been asked for.
    Never,
}

impl Extra {
    fn counts(&self, request: &Request, proof: &Proof, s: &Situation<'_>) -> bool {
        let Some(contest) = request
            .contest
            .filter(|_| self.contested != Contested::Always)
        else {
            return true;
        };
        let all = request.proofs.iter().chain(&s.proofs).chain(&self.proofs);
        let same = all.filter(|p| p.method == proof.method);
        contest.counts(same.map(|p| p.shown), s.now)
    }
}

/// All that is at hand for one action.
pub(super) struct Hand<'s> {
    pub(super) held: Vec<Held<'s>>,
    pub(super) known: Vec<Taking<'s>>,
    /// Screen locks typed on the device of the action: shown, counts from.
    pub(super) screens: Vec<(Time, Time)>,
}

impl<'s> Hand<'s> {
    /// Gathers what the situation holds for this action, and this besides.
    pub(super) fn gather(asked: Asked, s: &'s Situation<'_>, extra: &Extra) -> Self {
        let life = s.policy.row(asked.kind).map(|r| r.life).unwrap_or_default();
        let fresh = |t: Time| s.now < t + life;
        let disputed = |r: &Request| r.contest.is_some() && extra.contested == Contested::Never;
        let requests = || s.requests.iter().filter(|r| asked.is(r) && !disputed(r));

        let proofs: Vec<Proof> = requests()
            .flat_map(|r| r.proofs.iter().filter(|p| extra.counts(r, p, s)))
            .chain(s.proofs.iter().filter(|p| fresh(p.shown)))
            .chain(&extra.proofs)
            .copied()
            .collect();
        let gone: Vec<(Id, &Mark)> = s
            .devices
            .iter()
            .filter_map(|d| Some((d.id, d.mark.as_ref()?)))
            .filter(|(id, _)| !(asked.kind.finds() && asked.device == Some(*id)))
            .collect();
        let known: Vec<Taking<'s>> = requests()
            .flat_map(|r| r.browsers.iter().map(|(k, t)| (k, *t)))
            .chain(s.browser.known.iter().map(|k| (k, s.now)))
            .filter(|(k, _)| gone.iter().all(|(id, mark)| !s.unknown(k, *id, mark)))
            .map(|(known, from)| Taking {
                known,
                tainted: known.is_tainted(s),
                from,
            })
            .collect();
        let typed: Vec<ScreenLock> = requests()
            .flat_map(|r| &r.screen_locks)
            .chain(s.screen_locks.iter().filter(|l| fresh(l.shown)))
            .chain(&extra.screen_lock)
            .copied()
            .collect();

        let count = Count {
            asked,
            s,
            gone,
            proofs: &proofs,
            known: &known,
        };
        let held = proofs.iter().flat_map(|p| count.ways(p)).collect();
        let screens = typed
            .iter()
            .filter(|l| Some(l.device) == asked.device)
            .map(|l| {
                (
                    l.shown,
                    count
                        .after_unmarking(l.device)
                        .map_or(l.shown, |t| t.max(l.shown)),
                )
            })
            .collect();
        Hand {
            held,
            known,
            screens,
        }
    }

    /// Whether two independent methods of the owner's count by now. A tainted one stands with all that it was set with, so
    /// that the end of a taint makes two of one, and never one of two.
    pub(super) fn two(&self, now: Time) -> bool {
        let own = || {
            let counts = |h: &&Held<'_>| h.from <= now && h.used == Use::Any && h.fits(Kinds::OWN);
            self.held.iter().filter(counts)
        };
        own().any(|a| own().any(|b| a.method.id != b.method.id && a.independent(b)))
    }
}

impl Known {
    fn is_tainted(&self, s: &Situation<'_>) -> bool {
        !self.origin.two() && s.now < self.since + s.policy.holds.taint
    }
}

/// Decides as what proofs count for one action.
pub(super) struct Count<'c, 's, 't> {
    pub(super) asked: Asked,
    pub(super) s: &'s Situation<'t>,
    /// Missing devices, without the one that is being looked for.
    pub(super) gone: Vec<(Id, &'s Mark)>,
    pub(super) proofs: &'c [Proof],
    known: &'c [Taking<'s>],
}

impl<'s> Count<'_, 's, '_> {
    fn ways(&self, proof: &Proof) -> Vec<Held<'s>> {
        let Some(method) = self
            .s
            .find_method(proof.method)
            .filter(|m| !self.disabled(m))
        else {
            return Vec::new();
        };
        let holds = &self.s.policy.holds;
        let presents = method.presents(self.s.now, holds.taint);
        let way = |tainted, used, at_least: Time| {
            let own = self.holds_of(method, used).max(at_least);
            let from = self.missing_allows(method, proof, tainted, used)?;
            let from = from.max(own).max(self.stale_number(method, proof));
            Some(Held {
                method,
                shown: proof.shown,
                from,
                tainted,
                used,
                presents,
            })
        };

        let mut ways = Vec::new();
        let untainted = matches!(self.asked.kind, Kind::SignIn) || self.asked.kind.finds();
        match self.taint_end(method).filter(|_| !untainted) {
            None => ways.push(way(false, Use::Any, proof.shown)),
            Some(end) => {
                ways.push(way(true, Use::Any, proof.shown));
                if let Some(end) = end {
                    ways.push(way(false, Use::Any, end.max(proof.shown)));
                }
                if self.asked.kind == Kind::Erase && self.device_mark().is_some() {
                    ways.push(way(false, Use::Slow, proof.shown));
                }
            }
        }
        ways.push(way(false, Use::SignIn, proof.shown));
        if self.asked.kind == Kind::Unmark {
            ways.push(way(false, Use::OnDevice, proof.shown));
        }
        ways.into_iter().flatten().collect()
    }

    pub(super) fn disabled(&self, method: &Method) -> bool {
        self.s
            .locks
            .iter()
            .any(|l| l.scope == Scope::Method(method.id) && l.holds(self.s.now))
    }

    fn device_mark(&self) -> Option<&'s Mark> {
        self.s.find_device(self.asked.device?)?.mark.as_ref()
    }

    /// Nothing: not tainted. Otherwise when the taint ends, if it does.
    pub(super) fn taint_end(&self, method: &Method) -> Option<Option<Time>> {
        if method.origin.two() {
            return None;
        }
        let mut end = method.set_at + self.s.policy.holds.taint;
        let of_device = matches!(self.asked.kind, Kind::Unmark | Kind::Release);
        if let Some(device) = self
            .asked
            .device
            .filter(|_| of_device)
            .and_then(|d| self.s.find_device(d))
        {
            // A mark stops the clock for unmarking and releasing that device.
            if let Some((since, until)) = device.unmarked.filter(|(since, _)| *since <= end) {
                end = end + until.since(since.max(method.set_at));
            }
            if device.mark.as_ref().is_some_and(|m| m.since <= end) {
                return Some(None);
            }
        }
        (self.s.now < end).then_some(Some(end))
    }

    /// The hold of a method added lately, and for a release of one on the device unmarked lately.
    pub(super) fn holds_of(&self, method: &Method, used: Use) -> Time {
        let signing_in = self.asked.kind == Kind::SignIn || used == Use::SignIn;
        let held = matches!(method.origin, Origin::Added(_)) && !method.origin.two() && !signing_in;
        let added = if held {
            method.set_at + self.s.policy.holds.added
        } else {
            method.set_at
        };
        let device = self.asked.device.filter(|d| on(method, true, *d));
        device
            .and_then(|d| self.after_unmarking(d))
            .map_or(added, |t| t.max(added))
    }

    /// From when the methods of a device that was missing count for its release.
    fn after_unmarking(&self, device: Id) -> Option<Time> {
        let unmarked = self
            .s
            .find_device(device)
            .filter(|_| self.asked.kind == Kind::Release)?
            .unmarked?;
        Some(unmarked.1 + self.s.policy.holds.unmarked)
    }

    /// A number not proved for 60 days, or whose SIM was changed, recovers at once only in a known
    /// browser: prepaid numbers expire and are sold again.
    fn stale_number(&self, method: &Method, proof: &Proof) -> Time {
        let holds = &self.s.policy.holds;
        let stale = method.sim_changed || proof.shown >= method.proved_at + holds.stale_number;
        if self.asked.kind != Kind::Recover || method.kind != MethodKind::Phone || !stale {
            return proof.shown;
        }
        let alone = proof.shown + holds.stale_wait;
        self.known
            .iter()
            .map(|k| k.from.max(proof.shown))
            .min()
            .map_or(alone, |t| t.min(alone))
    }
}

/// The holders that can use a method; with its taint, those of the proofs it was set with too.
fn holders(method: &Method, tainted: bool) -> impl Iterator<Item = Id> + '_ {
    let beside = method
        .origin
        .proofs()
        .iter()
        .filter(move |_| tainted)
        .flat_map(|p| &p.reach);
    method.reach.iter().chain(beside).copied()
}

fn on(method: &Method, tainted: bool, holder: Id) -> bool {
    holders(method, tainted).any(|h| h == holder)
}

pub(super) fn surely_off(method: &Method, tainted: bool, holder: Id) -> bool {
    method.kind != MethodKind::Password && !method.reach.is_empty() && !on(method, tainted, holder)
}
