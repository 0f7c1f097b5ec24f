//! Weighs a hand against the rules of an action: when does it open, and by which rule.

use super::hand::{Asked, Hand, Held, Use};
use super::{Apart, Kind, Kinds, MethodKind, Need, Origin, Place, Rule, Situation, When};
use crate::Time;

/// When an action opens, and by which rule.
#[derive(Clone, Copy)]
pub(super) struct Opening<'s> {
    pub(super) at: Time,
    pub(super) rule: &'s Rule,
}

/// The earliest opening over all rules. Every rule is judged by itself and the earliest wins, so one more
/// proof can only help (G1).
pub(super) fn opening<'s>(
    asked: Asked,
    s: &'s Situation<'_>,
    hand: &Hand<'_>,
) -> Option<Opening<'s>> {
    let judge = Judge { asked, s, hand };
    let row = s.policy.row(asked.kind)?;
    let earliest = judge.cooled_off();
    let open = |rule: &'s Rule| {
        Some(Opening {
            at: judge.rule(rule)?.max(earliest),
            rule,
        })
    };
    row.rules
        .iter()
        .filter_map(open)
        .min_by_key(|o| (o.at, o.rule.wait))
}

struct Judge<'j, 's, 't> {
    asked: Asked,
    s: &'j Situation<'t>,
    hand: &'j Hand<'s>,
}

impl Judge<'_, '_, '_> {
    /// After a recovery nothing is erased for a while but what is missing (AR-17). No proof changes that (G1).
    fn cooled_off(&self) -> Time {
        let device = self.asked.device.and_then(|d| self.s.find_device(d));
        let missing = device.is_some_and(|d| d.mark.is_some());
        let reset = self
            .s
            .methods
            .iter()
            .find(|m| m.kind == MethodKind::Password && matches!(m.origin, Origin::Reset(_)));
        match reset {
            Some(password) if self.asked.kind == Kind::Erase && !missing => {
                password.set_at + self.s.policy.holds.recovered
            }
            _ => Time(i64::MIN),
        }
    }

    fn rule(&self, rule: &Rule) -> Option<Time> {
        if !rule.when.iter().all(|w| self.applies(*w)) {
            return None;
        }
        let at = rule.needs.iter().try_fold(Time(i64::MIN), |at, need| {
            Some(at.max(self.need(*need, rule)?))
        })?;
        // While a sign-in incident is open, waits run on but nothing executes (design §2).
        match self
            .s
            .incident_until
            .filter(|end| *end > self.s.now && rule.wait.0 > 0)
        {
            Some(end) => Some(at.max(end)),
            None => Some(at),
        }
    }

    fn applies(&self, when: When) -> bool {
        let (s, holds) = (self.s, &self.s.policy.holds);
        let device = self.asked.device.and_then(|d| s.find_device(d));
        match when {
            When::SecondFactor => s.second_factor,
            When::NoSecondFactor => !s.second_factor,
            When::Remembered => s.browser.remembered_until.is_some_and(|t| s.now < t),
            When::MarkFree => device
                .and_then(|d| d.marked_singly_at)
                .is_none_or(|t| s.now >= t + holds.single_mark),
            When::MarkedHere => device.and_then(|d| d.mark.as_ref()).is_some_and(|m| {
                m.by.is_some() && m.by == s.browser.id && s.now < m.since + holds.undo_mark
            }),
        }
    }

    /// When this need, and the rule's wait after it, are over. Waits run from when each thing was first
    /// shown and holds run beside them, so needs can be judged one by one.
    fn need(&self, need: Need, rule: &Rule) -> Option<Time> {
        let wait = rule.wait;
        let over = |shown: Time, from: Time| (shown + wait).max(from);
        let after = |h: &&Held<'_>| over(h.shown, h.from);
        match need {
            Need::SignIn => self.sign_in(rule),
            Need::One(kinds, place) => self.one(kinds, place, rule),
            Need::Pair(a, b, apart) => self.pair(a, b, apart, rule, &after),
            Need::Known => self.hand.known.iter().map(|k| k.from + wait).min(),
            Need::ScreenLock => self
                .hand
                .screens
                .iter()
                .map(|(shown, from)| over(*shown, *from))
                .min(),
        }
    }

    fn usable(&self, kinds: Kinds, rule: &Rule) -> impl Iterator<Item = &Held<'_>> {
        let slow = rule.wait.0 > 0;
        self.hand
            .held
            .iter()
            .filter(move |h| h.fits(kinds) && (h.used == Use::Any || (h.used == Use::Slow && slow)))
    }

    fn one(&self, kinds: Kinds, place: Place, rule: &Rule) -> Option<Time> {
        let wait = rule.wait;
        let after = |h: &Held<'_>| (h.shown + wait).max(h.from);
        let device = self.asked.device;
        match place {
            Place::Anywhere => self.usable(kinds, rule).map(after).min(),
            Place::OffDevice => {
                let device = device?;
                self.usable(kinds, rule)
                    .filter(|h| h.surely_off(device))
                    .map(after)
                    .min()
            }
            Place::OffBrowser => {
                let beside = |h: &Held<'_>| {
                    let from = self
                        .hand
                        .known
                        .iter()
                        .filter(|k| k.apart(h))
                        .map(|k| k.from + wait)
                        .min()?;
                    Some(from.max(after(h)))
                };
                self.usable(kinds, rule).filter_map(beside).min()
            }
            Place::OnDevice | Place::Older => {
                let since = self.s.find_device(device?)?.mark.as_ref()?.since;
                let old = |h: &&Held<'_>| place == Place::OnDevice || h.method.set_at <= since;
                let held = self
                    .hand
                    .held
                    .iter()
                    .filter(|h| h.used == Use::OnDevice && h.fits(kinds));
                held.filter(old).map(after).min()
            }
        }
    }

    fn pair(
        &self,
        first: Kinds,
        second: Kinds,
        apart: Apart,
        rule: &Rule,
        after: &dyn Fn(&&Held<'_>) -> Time,
    ) -> Option<Time> {
        let fit = |a: &Held<'_>, b: &Held<'_>| {
            a.method.id != b.method.id
                && match apart {
                    Apart::Distinct => true,
                    Apart::NotItsMail => {
                        a.method.mailbox.is_none() || a.method.mailbox != b.method.mailbox
                    }
                    Apart::Independent => a.independent(b),
                }
        };
        let with = |a: &Held<'_>| {
            let b = self
                .usable(second, rule)
                .filter(|b| fit(a, b))
                .map(|b| after(&b))
                .min()?;
            Some(b.max(after(&a)))
        };
        self.usable(first, rule).filter_map(with).min()
    }

    /// The rules of signing in that hold in any browser: with the second factor where it is on.
    fn sign_in(&self, rule: &Rule) -> Option<Time> {
        let held = self
            .hand
            .held
            .iter()
            .filter(|h| h.used == Use::SignIn)
            .copied();
        let held = held
            .map(|h| Held {
                used: Use::Any,
                ..h
            })
            .collect();
        let hand = Hand {
            held,
            known: Vec::new(),
            screens: Vec::new(),
        };
        let judge = Judge {
            asked: Asked {
                kind: Kind::SignIn,
                ..self.asked
            },
            s: self.s,
            hand: &hand,
        };
        let row = self.s.policy.row(Kind::SignIn)?;
        let open = |r: &Rule| {
            let fresh = !r.needs.contains(&Need::Known) && !r.needs.contains(&Need::SignIn);
            fresh.then(|| {
                judge.rule(&Rule {
                    wait: rule.wait,
                    ..r.clone()
                })
            })?
        };
        row.rules.iter().filter_map(open).min()
    }
}
