//! An owner who has lost things: what they can still show, from which browser, and when they are back. The
//! gate itself gives every answer; this only says what is at hand. The matrix and the check-up both ask here.

use super::model::opens_after;
use super::{Browser, Kind, Mark, Method, MethodKind, Proof, Situation};
use crate::{Id, Span};

/// An account, and the known browsers of its owner.
#[derive(Clone, Debug)]
pub(crate) struct Owner<'t> {
    /// The account without anything shown.
    pub(crate) s: Situation<'t>,
    /// Its known browsers, each with its holder.
    browsers: Vec<Browser>,
}

/// What is lost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Loss<'l> {
    /// The holders that are gone.
    pub(crate) holders: &'l [Id],
    /// The password is forgotten.
    pub(crate) password: bool,
}

/// How an owner gets back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Return {
    /// After how long.
    pub(crate) after: Span,
    /// By signing in or by recovering.
    pub(crate) kind: Kind,
    /// With these methods: without any one of them it would take longer.
    pub(crate) by: Vec<Id>,
    /// In the known browser on this holder; nothing: in any browser.
    pub(crate) at: Option<Id>,
}

impl<'t> Owner<'t> {
    /// The owner of this account. What passes by itself is left out: what was shown, requests, locks on the
    /// account, an incident. A disabled method stays disabled, a missing device missing.
    pub(crate) fn new(s: &Situation<'t>, browsers: &[Browser]) -> Self {
        let mut s = s.clone();
        s.proofs.clear();
        s.requests.clear();
        s.screen_locks.clear();
        s.browser = Browser::default();
        s.incident_until = None;
        s.locks
            .retain(|lock| matches!(lock.scope, crate::locks::Scope::Method(_)));
        s.methods.iter_mut().for_each(|m| m.dry = false);
        Self {
            s,
            browsers: browsers.to_vec(),
        }
    }

    /// The same owner with no other known browser than the one on this holder, if any.
    pub(crate) fn only_in(mut self, holder: Option<Id>) -> Self {
        self.browsers
            .retain(|b| holder.is_some() && b.known.as_ref().map(|k| k.holder) == holder);
        self
    }

    /// The methods that the owner can still use. A method is lost only with every holder of its reach.
    pub(crate) fn left(&self, loss: Loss<'_>) -> Vec<Id> {
        let left = |m: &&Method| match m.kind {
            MethodKind::Password => !loss.password,
            _ => m.reach.is_empty() || m.reach.iter().any(|h| !self.gone(loss, *h)),
        };
        self.s.methods.iter().filter(left).map(|m| m.id).collect()
    }

    /// Whether a holder is out of the owner's hands: lost now, or missing already.
    pub(crate) fn gone(&self, loss: Loss<'_>, holder: Id) -> bool {
        loss.holders.contains(&holder)
            || self.s.find_device(holder).is_some_and(|d| d.mark.is_some())
    }

    /// A stranger's browser first: most are back from there, and need no other.
    fn askers(&self, loss: Loss<'_>) -> Vec<Browser> {
        let holder = |b: &Browser| b.known.as_ref().map(|k| k.holder);
        let left = |b: &&Browser| holder(b).is_some_and(|h| !self.gone(loss, h));
        std::iter::once(Browser::default())
            .chain(self.browsers.iter().filter(left).cloned())
            .collect()
    }

    /// The known browser on this holder, or a stranger's.
    pub(crate) fn browser_on(&self, holder: Option<Id>) -> Browser {
        let on = |b: &&Browser| holder.is_some() && b.known.as_ref().map(|k| k.holder) == holder;
        self.browsers.iter().find(on).cloned().unwrap_or_default()
    }

    /// The account as it stands after the loss, with the lost devices marked missing or not.
    pub(crate) fn after(&self, loss: Loss<'_>, marked: bool) -> Situation<'t> {
        let mut s = self.s.clone();
        let now = s.now;
        let lost = |id: Id| marked && loss.holders.contains(&id);
        for device in s.devices.iter_mut().filter(|d| lost(d.id)) {
            device.mark.get_or_insert(Mark {
                since: now,
                by: None,
                password: None,
            });
        }
        s
    }

    /// How the owner is back who has lost this; nothing: never. Lost devices may be marked missing or not; the
    /// slower of the two counts.
    pub(crate) fn back(&self, loss: Loss<'_>) -> Option<Return> {
        let left = self.left(loss);
        let askers = self.askers(loss);
        let quick = self.back_as(loss, false, &left, &askers)?;
        if !self.s.devices.iter().any(|d| loss.holders.contains(&d.id)) {
            return Some(quick);
        }
        let slow = self.back_as(loss, true, &left, &askers)?;
        Some(if slow.after >= quick.after {
            slow
        } else {
            quick
        })
    }

    fn back_as(
        &self,
        loss: Loss<'_>,
        marked: bool,
        left: &[Id],
        askers: &[Browser],
    ) -> Option<Return> {
        let mut s = self.after(loss, marked);
        let mut best: Option<(Span, Kind, &Browser)> = None;
        for browser in askers {
            s.browser = browser.clone();
            show(&mut s, left);
            for kind in [Kind::SignIn, Kind::Recover] {
                let sooner = opens_after(kind, None, &s)
                    .filter(|span| best.is_none_or(|(least, ..)| *span < least));
                best = sooner.map(|span| (span, kind, browser)).or(best);
                if best.is_some_and(|(span, ..)| span == Span::ZERO) {
                    return Some(self.told(s, best?, left));
                }
            }
        }
        Some(self.told(s, best?, left))
    }

    /// With which methods: what is dear is left out while that changes nothing.
    fn told(
        &self,
        mut s: Situation<'t>,
        (after, kind, browser): (Span, Kind, &Browser),
        left: &[Id],
    ) -> Return {
        s.browser = browser.clone();
        let mut by = left.to_vec();
        let effort = |id: &Id| s.find_method(*id).map_or(0, |m| m.kind.effort());
        let mut dear = by.clone();
        dear.sort_by_key(|id| std::cmp::Reverse(effort(id)));
        for method in dear {
            let without: Vec<Id> = by.iter().copied().filter(|m| *m != method).collect();
            show(&mut s, &without);
            if opens_after(kind, None, &s) == Some(after) {
                by = without;
            }
        }
        Return {
            after,
            kind,
            by,
            at: browser.known.as_ref().map(|k| k.holder),
        }
    }

    /// After how long an action opens for the owner who, having lost this, shows these methods in this
    /// browser. Lost devices may be marked missing or not; the slower of the two counts.
    pub(crate) fn opens(
        &self,
        kind: Kind,
        device: Option<Id>,
        loss: Loss<'_>,
        shown: &[Id],
        browser: &Browser,
    ) -> Option<Span> {
        let as_marked = |marked| {
            let mut s = self.after(loss, marked);
            s.browser = browser.clone();
            show(&mut s, shown);
            opens_after(kind, device, &s)
        };
        Some(as_marked(false)?.max(as_marked(true)?))
    }
}

/// Exactly these methods are shown now, in the browser that asks.
fn show(s: &mut Situation<'_>, methods: &[Id]) {
    let (shown, holder) = (s.now, s.browser.known.as_ref().map(|k| k.holder));
    s.proofs.clear();
    s.proofs.extend(methods.iter().map(|&method| Proof {
        method,
        shown,
        holder,
    }));
}
