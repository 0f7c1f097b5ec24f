//! The rehearsal: "my phone is gone", as a dry run. The owner tries what they can still show, one after the
//! other, and sees after each what would open, and when. Nothing is marked, locked or sent.

use super::things::{holders, loss};
use super::{Advice, Facts, Return, Thing, mend, steps};
use crate::gate::{Browser, Kind, MethodKind, Owner, Step};
use crate::{Id, Span};

/// What the owner of a lost phone wants, in the order in which they want it.
const WANTED: [Kind; 5] = [
    Kind::Locate,
    Kind::Ring,
    Kind::LockDevice,
    Kind::MarkMissing,
    Kind::Recover,
];

/// A dry run for one thing that is gone.
#[derive(Clone, Debug)]
pub struct Rehearsal<'f, 't> {
    facts: &'f Facts<'f, 't>,
    owner: Owner<'t>,
    gone: Thing,
    browser: Browser,
    tries: Vec<Step>,
}

/// When each thing that is wanted opens; nothing: not with what was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Find, ring, lock, mark missing, recover, in this order; of a thing that is no device, recover alone.
    pub opens: Vec<(Kind, Option<Span>)>,
}

/// What the rehearsal showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// What the owner could show.
    pub worked: Vec<Step>,
    /// What they could not, though the account has it: to be mended or replaced.
    pub failed: Vec<Step>,
    /// What opens with what worked.
    pub outlook: Outlook,
    /// How the owner would be back with what worked; nothing: never.
    pub back: Option<Return>,
    /// The step that would help most; nothing where all opens at once.
    pub advice: Option<Advice>,
}

impl Outlook {
    /// When this opens; nothing: never, or not wanted.
    pub fn after(&self, kind: Kind) -> Option<Span> {
        self.opens.iter().find(|(k, _)| *k == kind)?.1
    }
}

impl<'f, 't> Rehearsal<'f, 't> {
    /// The dry run for a thing that is gone, on the device in hand: the holder of a known browser, or nothing for
    /// a borrowed phone. Nothing if the account has no such thing.
    pub fn new(facts: &'f Facts<'f, 't>, gone: Id, at: Option<Id>) -> Option<Self> {
        let gone = facts.things.iter().find(|thing| thing.id == gone)?.clone();
        let owner = Owner::new(facts.situation, &facts.browsers);
        let lost = loss(&[&gone], &gone.holders);
        let at = at.filter(|holder| !owner.gone(lost, *holder));
        // Review is no proof that can be tried, nobody calls a helper for a rehearsal, and a code from an app comes after
        // another proof.
        let left = owner.left(lost);
        let mut tries = steps(&owner, &left);
        tries.retain(|step| !matches!(step.kind, MethodKind::Review | MethodKind::Helper));
        tries.sort_by_key(|step| step.kind == MethodKind::Totp);
        let browser = owner.browser_on(at);
        Some(Self {
            owner: owner.only_in(at),
            browser,
            facts,
            gone,
            tries,
        })
    }

    /// What is gone.
    pub fn gone(&self) -> &Thing {
        &self.gone
    }

    /// What the owner can try to show without it, one after the other, easiest first.
    pub fn tries(&self) -> &[Step] {
        &self.tries
    }

    /// The next to try after these were, whether they worked or not.
    pub fn next(&self, tried: &[Id]) -> Option<Step> {
        let left = |step: &&Step| step.method.is_none_or(|m| !tried.contains(&m));
        self.tries.iter().find(left).copied()
    }

    /// What would open for who has shown these methods: nothing that the thing took with it counts.
    pub fn opens(&self, shown: &[Id]) -> Outlook {
        let owner = &self.owner;
        let lost = loss(&[&self.gone], &self.gone.holders);
        let shown = self.possible(shown);
        let device = self.device();
        let opens = WANTED
            .into_iter()
            .filter(|kind| device.is_some() || !kind.finds());
        let after = |kind: Kind| {
            let about = device.filter(|_| kind.finds());
            owner.opens(kind, about, lost, &shown, &self.browser)
        };
        Outlook {
            opens: opens.map(|kind| (kind, after(kind))).collect(),
        }
    }

    /// What worked, what did not, what opens, and the step that would help most.
    pub fn ends(&self, worked: &[Id]) -> Ending {
        let worked = self.possible(worked);
        let did = |step: &Step| step.method.is_some_and(|m| worked.contains(&m));
        let (done, failed): (Vec<Step>, Vec<Step>) = self.tries.iter().partition(|s| did(s));
        let without: Vec<Id> = failed.iter().filter_map(|step| step.method).collect();
        let mut rest = self.owner.clone();
        rest.s.methods.retain(|m| !without.contains(&m.id));
        let back = super::lose(&rest, vec![&self.gone]).back;
        Ending {
            outlook: self.opens(&worked),
            worked: done,
            failed,
            back,
            advice: mend::for_rehearsal(&self.owner, self.facts, &[&self.gone], &without),
        }
    }

    /// The device among the holders that are gone.
    fn device(&self) -> Option<Id> {
        let gone = holders(&[&self.gone]);
        gone.into_iter()
            .find(|holder| self.owner.s.find_device(*holder).is_some())
    }

    /// Those of these that can be shown at all without the thing.
    fn possible(&self, shown: &[Id]) -> Vec<Id> {
        let own = self.tries.iter().filter_map(|step| step.method);
        own.filter(|m| shown.contains(m)).collect()
    }
}
