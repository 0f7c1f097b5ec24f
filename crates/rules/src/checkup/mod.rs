//! The way-back check-up: what if I lose this, and that? And the rehearsal of "my phone is gone".
//!
//! Owners see the holes in their own ways back before they need them, and the one step that mends the worst
//! (design §1, G5). Nothing here is a second policy: every answer is the gate's own, asked as the owner who has
//! lost these things would ask it, first in a stranger's browser, then in each known browser that is left.
//!
//! - [`Checkup::of`]: every thing and every pair. - [`Mend`]: the steps that are tried. - [`Rehearsal`]: the dry run.

mod mend;
mod rehearsal;
#[cfg(test)]
mod tests;
mod things;
mod wait;

pub use mend::{Advice, Mend};
pub use rehearsal::{Ending, Outlook, Rehearsal};
pub use things::{Thing, ThingKind, join, things};
pub use wait::{LOOK_AGAIN, SUGGEST_AGAIN, Told, due};

use crate::gate::{self, Browser, Kind, Kinds, Owner, Shown, Situation, Step, two_independent};
use crate::{Id, Span, Time};

/// Losing any one thing must not keep the owner out longer than this once two-step verification is on (C-12).
const ENDURABLE: Span = Span::hours(72);

/// A real account, as the server knows it.
#[derive(Clone, Debug)]
pub struct Facts<'f, 't> {
    /// The account; what is shown now plays no part.
    pub situation: &'f Situation<'t>,
    /// Its known browsers, each on its holder.
    pub browsers: Vec<Browser>,
    /// The things that its owner could lose; see [`things`].
    pub things: Vec<Thing>,
}

/// The whole check-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkup {
    /// One row for each thing and each pair of things, single ones first.
    pub losses: Vec<Loss>,
    /// The step that closes the worst hole best; nothing where no step helps.
    pub advice: Option<Advice>,
    /// There is a second way back: two-step verification may be suggested (C-12).
    pub second_way: bool,
    /// Methods set lately, and when each counts in full. Until then some rows are worse than they will be.
    pub young: Vec<(Id, Time)>,
}

/// Things lost, and how the owner is back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What is lost: one thing or two.
    pub things: Vec<Thing>,
    /// How the owner is back; nothing: never.
    pub back: Option<Return>,
}

/// How an owner gets back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// After how long; zero: at once.
    pub after: Span,
    /// By signing in or by recovering.
    pub kind: Kind,
    /// With these methods, easiest first.
    pub by: Vec<Step>,
    /// In the known browser on this holder; nothing: in any browser.
    pub at: Option<Id>,
}

impl Loss {
    /// After how long the owner is back; later than anything if never.
    pub fn after(&self) -> Span {
        self.back.as_ref().map_or(Span(i64::MAX), |b| b.after)
    }

    /// Whether the owner is not back at once.
    pub fn is_hole(&self) -> bool {
        self.after() > Span::ZERO
    }
}

impl Checkup {
    /// Works it out.
    pub fn of(facts: &Facts<'_, '_>) -> Self {
        let owner = Owner::new(facts.situation, &facts.browsers);
        let losses: Vec<Loss> = singles_and_pairs(&facts.things)
            .map(|things| lose(&owner, things))
            .collect();
        Self {
            advice: mend::advise(&owner, facts, &losses),
            second_way: second_way(&owner, facts),
            young: young(facts.situation),
            losses,
        }
    }

    /// The worst hole: the longest way back, of one thing before two. Nothing: every loss ends at once.
    pub fn worst(&self) -> Option<&Loss> {
        worst(&self.losses)
    }

    /// The longest way back; nothing if it is never.
    pub fn longest(&self) -> Option<Span> {
        self.worst()
            .map_or(Some(Span::ZERO), |loss| loss.back.as_ref().map(|b| b.after))
    }
}

fn worst(losses: &[Loss]) -> Option<&Loss> {
    let holes = losses.iter().filter(|loss| loss.is_hole());
    holes.min_by_key(|loss| (std::cmp::Reverse(loss.after()), loss.things.len()))
}

fn singles_and_pairs(things: &[Thing]) -> impl Iterator<Item = Vec<&Thing>> {
    let pairs = things
        .iter()
        .enumerate()
        .flat_map(|(n, a)| things.iter().skip(n + 1).map(move |b| vec![a, b]));
    things.iter().map(|thing| vec![thing]).chain(pairs)
}

fn lose(owner: &Owner<'_>, things: Vec<&Thing>) -> Loss {
    let holders = things::holders(&things);
    let back = owner.back(things::loss(&things, &holders));
    Loss {
        back: back.map(|back| Return {
            after: back.after,
            kind: back.kind,
            by: steps(owner, &back.by),
            at: back.at,
        }),
        things: things.into_iter().cloned().collect(),
    }
}

/// These methods as steps, easiest first.
fn steps(owner: &Owner<'_>, methods: &[Id]) -> Vec<Step> {
    let step = |id: &Id| {
        let kind = owner.s.find_method(*id)?.kind;
        Some(Step {
            kind,
            method: Some(*id),
        })
    };
    let mut steps: Vec<Step> = methods.iter().filter_map(step).collect();
    steps.sort_by_key(|step| step.kind.effort());
    steps
}

/// Two independent methods, and no single loss that keeps the owner out for long once two-step verification is
/// on: only then may it be suggested, for it could make the next lock-out (C-12).
fn second_way(owner: &Owner<'_>, facts: &Facts<'_, '_>) -> bool {
    let mut owner = owner.clone();
    owner.s.second_factor = true;
    let usable = owner.left(gate::Loss::default());
    let methods = owner.s.methods.iter().filter(|m| usable.contains(&m.id));
    let shown: Vec<Shown> = methods
        .filter(|m| Kinds::OWN.meets(Kinds::of(m.kind)))
        .map(|m| Shown {
            kind: m.kind,
            reach: m.reach.clone(),
        })
        .collect();
    let endures = |thing: &Thing| lose(&owner, vec![thing]).after() <= ENDURABLE;
    two_independent(&shown) && facts.things.iter().all(endures)
}

/// Methods that a hold or a taint still keeps from counting in full.
fn young(s: &Situation<'_>) -> Vec<(Id, Time)> {
    let holds = &s.policy.holds;
    let methods = s.methods.iter().filter(|m| !m.origin.two());
    methods
        .map(|m| (m.id, m.set_at + holds.taint))
        .filter(|(_, end)| s.now < *end)
        .collect()
}
