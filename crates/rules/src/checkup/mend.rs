//! The one step that closes the worst hole best: each is tried against the gate.

use super::things::{holders, loss};
use super::{Facts, Loss, Thing, ThingKind, worst};
use crate::gate::{Method, MethodKind, Owner};
use crate::{Id, Span};

/// A step that an owner can take now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Prove this number again: it was not for long, or its SIM card was changed.
    ProveNumber {
        /// The number.
        method: Id,
    },
    /// Say where this mail is read, if it is not read on these devices.
    SayWhereMailIsRead {
        /// The address, or the upstream identity with that mailbox.
        method: Id,
        /// The devices to take out.
        not_on: Vec<Id>,
    },
    /// Add a passkey on this device or known browser.
    AddPasskey {
        /// The holder.
        on: Id,
    },
    /// Add a second contact: an address or a number.
    AddContact {
        /// Which of the two.
        kind: MethodKind,
    },
    /// Print recovery codes and keep them at home.
    PrintCodes,
    /// Ask somebody to be a helper.
    AddHelper,
}

impl Mend {
    /// Its stable name, for message keys and the API.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ProveNumber { .. } => "prove-number",
            Self::SayWhereMailIsRead { .. } => "say-where-mail-is-read",
            Self::AddPasskey { .. } => "add-passkey",
            Self::AddContact {
                kind: MethodKind::Phone,
            } => "add-number",
            Self::AddContact { .. } => "add-email",
            Self::PrintCodes => "print-codes",
            Self::AddHelper => "add-helper",
        }
    }

    /// What it costs the owner: a code from the message that is at hand, up to asking somebody.
    pub const fn effort(&self) -> u32 {
        match self {
            Self::ProveNumber { .. } => 1,
            Self::SayWhereMailIsRead { .. } => 2,
            Self::AddPasskey { .. } => 3,
            Self::AddContact {
                kind: MethodKind::Phone,
            } => 6,
            Self::AddContact { .. } => 5,
            Self::PrintCodes => 8,
            Self::AddHelper => 10,
        }
    }
}

/// The advice of a check-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What to do.
    pub step: Mend,
    /// The hole that it closes, or makes smaller.
    pub hole: Loss,
    /// After how long the owner would then be back who loses this; nothing: never.
    pub then: Option<Span>,
}

/// The id of what a step would add. No real id looks like these.
const NEW_METHOD: Id = Id::from_u128(u128::MAX);
const NEW_HOLDER: Id = Id::from_u128(u128::MAX - 1);

/// The step that improves most, the worst hole first; of equals the one of least effort.
pub(super) fn advise(owner: &Owner<'_>, facts: &Facts<'_, '_>, losses: &[Loss]) -> Option<Advice> {
    let hole = worst(losses)?;
    let mut holes: Vec<&Loss> = losses.iter().filter(|l| l.is_hole()).collect();
    holes.sort_by_key(|l| (std::cmp::Reverse(l.after()), l.things.len()));
    let before: Vec<Span> = holes.iter().map(|l| l.after()).collect();

    let mut best: Option<(Vec<Span>, Mend)> = None;
    let mut steps = candidates(owner, facts, hole);
    steps.sort_by_key(Mend::effort);
    for step in steps {
        let mended = with(owner, &step);
        let least = best.as_ref().map_or(&before, |(after, _)| after);
        if let Some(after) = improved(&mended, &holes, least) {
            best = Some((after, step));
        }
    }
    let (after, step) = best?;
    // Where the worst hole cannot be helped, the advice is about the first that can.
    let helped = (0..holes.len()).find(|n| after.get(*n) < before.get(*n))?;
    Some(Advice {
        step,
        hole: (*holes.get(helped)?).clone(),
        then: after.get(helped).copied().filter(|s| s.0 < i64::MAX),
    })
}

/// After how long each of these holes ends, if that is better than `least`, hole by hole from the worst.
fn improved(owner: &Owner<'_>, holes: &[&Loss], least: &[Span]) -> Option<Vec<Span>> {
    let mut better = false;
    let mut after = Vec::with_capacity(holes.len());
    for (hole, least) in holes.iter().zip(least) {
        let things: Vec<&Thing> = hole.things.iter().collect();
        let lost = holders(&things);
        let back = owner
            .back(loss(&things, &lost))
            .map_or(Span(i64::MAX), |b| b.after);
        if !better && back > *least {
            return None;
        }
        better |= back < *least;
        after.push(back);
    }
    better.then_some(after)
}

/// The steps that this account can take.
fn candidates(owner: &Owner<'_>, facts: &Facts<'_, '_>, hole: &Loss) -> Vec<Mend> {
    let s = &owner.s;
    let lost: Vec<&Thing> = hole.things.iter().collect();
    let lost = holders(&lost);
    let mut steps = vec![
        Mend::AddContact {
            kind: MethodKind::Email,
        },
        Mend::AddContact {
            kind: MethodKind::Phone,
        },
        Mend::AddHelper,
    ];
    if s.methods.iter().all(|m| m.kind != MethodKind::RecoveryCode) {
        steps.push(Mend::PrintCodes);
    }
    for method in &s.methods {
        let stale = method.sim_changed || s.now >= method.proved_at + s.policy.holds.stale_number;
        if method.kind == MethodKind::Phone && stale {
            steps.push(Mend::ProveNumber { method: method.id });
        }
        let mail = matches!(method.kind, MethodKind::Email | MethodKind::Upstream);
        let on = |h: &&Id| lost.contains(h) && s.find_device(**h).is_some();
        let not_on: Vec<Id> = method.reach.iter().filter(on).copied().collect();
        if mail && !not_on.is_empty() && not_on.len() < method.reach.len() {
            let method = method.id;
            steps.push(Mend::SayWhereMailIsRead { method, not_on });
        }
    }
    let own = |id: Id| {
        let passkey = |m: &&Method| m.kind == MethodKind::Passkey;
        s.methods
            .iter()
            .filter(passkey)
            .any(|m| m.reach.contains(&id))
    };
    let places = facts
        .things
        .iter()
        .filter(|t| matches!(t.kind, ThingKind::Device | ThingKind::Browser));
    let free = places.filter(|t| !lost.contains(&t.id) && !own(t.id));
    steps.extend(free.map(|t| Mend::AddPasskey { on: t.id }));
    steps
}

/// The account once the step was taken, and some days have passed.
fn with<'t>(owner: &Owner<'t>, step: &Mend) -> Owner<'t> {
    let mut owner = owner.clone();
    let s = &mut owner.s;
    let now = s.now;
    let long_ago = now - s.policy.holds.taint - s.policy.holds.void;
    let devices: Vec<Id> = s.devices.iter().map(|d| d.id).collect();
    let mut add = |kind, reach: Vec<Id>| {
        let mut method = Method::old(NEW_METHOD, kind, reach, long_ago);
        method.proved_at = now;
        s.methods.push(method);
    };
    match step {
        // As the server takes it: a new contact may be read on every device until its owner says otherwise.
        Mend::AddContact { kind } => {
            add(*kind, std::iter::once(NEW_HOLDER).chain(devices).collect());
        }
        Mend::PrintCodes => add(MethodKind::RecoveryCode, vec![NEW_HOLDER]),
        Mend::AddHelper => add(MethodKind::Helper, vec![NEW_HOLDER]),
        Mend::AddPasskey { on } => add(MethodKind::Passkey, vec![*on]),
        Mend::ProveNumber { method } => {
            for number in s.methods.iter_mut().filter(|m| m.id == *method) {
                (number.proved_at, number.sim_changed) = (now, false);
            }
        }
        Mend::SayWhereMailIsRead { method, not_on } => {
            for mail in s.methods.iter_mut().filter(|m| m.id == *method) {
                mail.reach.retain(|holder| !not_on.contains(holder));
            }
        }
    }
    owner
}

/// The step that would help most whoever stands there with these methods only and must get back after this loss.
pub(super) fn for_rehearsal(
    owner: &Owner<'_>,
    facts: &Facts<'_, '_>,
    things: &[&Thing],
    failed: &[Id],
) -> Option<Advice> {
    let mut owner = owner.clone();
    owner.s.methods.retain(|m| !failed.contains(&m.id));
    let losses = [super::lose(&owner, things.to_vec())];
    advise(&owner, facts, &losses)
}
