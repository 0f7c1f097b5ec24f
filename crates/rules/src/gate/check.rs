//! Checks a policy against the invariants on typical accounts, before anything starts (design §1).
//!
//! The default policy passes; an override that breaks an invariant is named with a counterexample. The
//! property tests look much further; this is what runs at every start.

use std::sync::Arc;

use super::model::{Account, PASSWORD, Stolen, typical_accounts};
use super::{Kind, Kinds, MethodKind, Need, Policy};
use crate::Span;

/// An invariant that a policy breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which: `G2`, for example.
    pub invariant: &'static str,
    /// An account and an event that show it.
    pub counterexample: String,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.invariant, self.counterexample)
    }
}

impl std::error::Error for Broken {}

impl Policy {
    /// Checks it.
    ///
    /// # Errors
    /// The first invariant that it breaks.
    pub fn check(&self) -> Result<(), Broken> {
        self.broken().into_iter().next().map_or(Ok(()), Err)
    }

    /// Every invariant that it breaks, each with its first counterexample.
    pub fn broken(&self) -> Vec<Broken> {
        let policy = Arc::new(self.clone());
        let accounts = typical_accounts();
        let each = |check: fn(&Arc<Policy>, &Account) -> Option<Broken>| {
            accounts.iter().find_map(|a| check(&policy, a))
        };
        [
            each(one_theft),
            each(stolen_phone),
            strangers(self),
            each(way_back),
            each(finding),
            review(self),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// All subsets of these things with up to `most` of them, small ones first.
pub(super) fn subsets<'t>(things: &[&'t str], most: usize) -> Vec<Vec<&'t str>> {
    let mut sets: Vec<Vec<&str>> = vec![Vec::new()];
    for thing in things {
        let with: Vec<Vec<&str>> = sets
            .iter()
            .filter(|set| set.len() < most)
            .map(|set| set.iter().copied().chain([*thing]).collect())
            .collect();
        sets.extend(with);
    }
    sets.sort_by_key(Vec::len);
    sets
}

fn hours(span: Option<Span>) -> String {
    span.map_or("never".into(), |s| {
        format!("after {} h", s.whole_minutes() / 60)
    })
}

/// G2: one stolen thing is not enough for an account with two-step verification.
fn one_theft(policy: &Arc<Policy>, account: &Account) -> Option<Broken> {
    let limits = [
        (Kind::Recover, 24),
        (Kind::ReplaceMethod, 24),
        (Kind::Release, 24),
        (Kind::Close, 24),
        (Kind::Erase, 12),
    ];
    let things = account.things().into_iter().filter(|t| *t != PASSWORD);
    things.filter(|_| account.second_factor).find_map(|thing| {
        let stolen = Stolen {
            things: &[thing],
            marked: false,
            pin_watched: true,
        };
        limits.into_iter().find_map(|(kind, least)| {
            // An erase of another device; the stolen one itself is in the thief's hand anyway.
            let other = account.devices.iter().copied().find(|d| *d != thing);
            let device = if kind == Kind::Erase {
                Some(other?)
            } else {
                None
            };
            let opens = account.opened_by_thief(policy, &stolen, kind, device)?;
            (opens < Span::hours(least)).then(|| Broken {
                invariant: "G2",
                counterexample: format!(
                    "{}: whoever steals the {thing} opens \"{}\" {}",
                    account.name,
                    kind.name(),
                    hours(Some(opens))
                ),
            })
        })
    })
}

/// G3: a phone that is marked missing neither unmarks nor releases itself.
fn stolen_phone(policy: &Arc<Policy>, account: &Account) -> Option<Broken> {
    account.devices.iter().find_map(|device| {
        let opens = |kind, pin_watched| {
            let stolen = Stolen {
                things: &[device],
                marked: true,
                pin_watched,
            };
            account.opened_by_thief(policy, &stolen, kind, None)
        };
        let unmarks = opens(Kind::Unmark, false);
        let with_pin = opens(Kind::Unmark, true).filter(|s| *s < Span::hours(24));
        let releases = opens(Kind::Release, true);
        unmarks.or(with_pin).or(releases).map(|span| Broken {
            invariant: "G3",
            counterexample: format!(
                "{}: the missing {device} unmarks or releases itself {}",
                account.name,
                hours(Some(span))
            ),
        })
    })
}

/// G4: when strangers have used up the guesses, a contact proof still opens the way.
fn strangers(policy: &Policy) -> Option<Broken> {
    let contact = policy.vouch.meets(Kinds::EMAIL) && policy.vouch.meets(Kinds::PHONE);
    (!contact).then(|| Broken {
        invariant: "G4",
        counterexample:
            "where strangers have used up the guesses, no contact proof vouches for a new browser"
                .into(),
    })
}

/// G5: there is a way back; for the well prepared within 72 hours after losing two things, 7 days after three.
fn way_back(policy: &Arc<Policy>, account: &Account) -> Option<Broken> {
    let prepared = account
        .methods
        .iter()
        .any(|(kind, _)| *kind == MethodKind::RecoveryCode)
        && account
            .methods
            .iter()
            .any(|(kind, _)| *kind == MethodKind::Phone)
        && account
            .methods
            .iter()
            .any(|(kind, reach)| *kind == MethodKind::Email && reach.len() > 2);
    let limit = |lost: &[&str]| {
        if lost.len() < 3 {
            Span::hours(72)
        } else {
            Span::days(7)
        }
    };
    let things: Vec<&str> = account
        .things()
        .into_iter()
        .filter(|t| *t != PASSWORD)
        .collect();
    subsets(&things, 3)
        .into_iter()
        .filter(|_| prepared)
        .find_map(|mut lost| {
            let limit = limit(&lost);
            lost.push(PASSWORD);
            let back = account.back(policy, &lost);
            back.is_none_or(|b| b > limit).then(|| Broken {
                invariant: "G5",
                counterexample: format!(
                    "{}: who loses {} is back {}",
                    account.name,
                    lost.join(", "),
                    hours(back)
                ),
            })
        })
}

/// Finding is never asked for a second step: each method alone rings and marks at once, and shows the place
/// within the hour.
fn finding(policy: &Arc<Policy>, account: &Account) -> Option<Broken> {
    let device = account.devices.first()?;
    let limits = [
        (Kind::Ring, 0),
        (Kind::LockDevice, 0),
        (Kind::MarkMissing, 0),
        (Kind::Locate, 1),
    ];
    let methods = account
        .methods
        .iter()
        .filter(|(kind, _)| *kind != MethodKind::Review);
    methods
        .flat_map(|m| limits.map(|limit| (m, limit)))
        .find_map(|(method, (action, most))| {
            let opens = account.found(policy, *method, action, device);
            opens.is_none_or(|s| s > Span::hours(most)).then(|| Broken {
                invariant: "finding",
                counterexample: format!(
                    "{}: {} alone opens \"{}\" {}",
                    account.name,
                    method.0.name(),
                    action.name(),
                    hours(opens)
                ),
            })
        })
}

/// G6: review is never instant.
fn review(policy: &Policy) -> Option<Broken> {
    let rests_on_review = |need: &Need| match need {
        Need::One(kinds, _) => kinds.meets(Kinds::REVIEW),
        Need::Pair(a, b, _) => a.meets(Kinds::REVIEW) || b.meets(Kinds::REVIEW),
        Need::SignIn | Need::Known | Need::ScreenLock => false,
    };
    let rules = policy.rows.iter().flat_map(|row| &row.rules);
    let instant = rules
        .filter(|r| r.needs.iter().any(rests_on_review))
        .find(|r| r.wait < Span::hours(24))?;
    Some(Broken {
        invariant: "G6",
        counterexample: format!(
            "\"{}\" opens by review {}",
            instant.id,
            hours(Some(instant.wait))
        ),
    })
}
