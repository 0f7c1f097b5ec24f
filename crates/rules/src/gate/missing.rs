//! What still counts while a device is missing (design §1, Missing; G3).

use super::hand::{Count, Use, surely_off};
use super::{Kind, Kinds, Known, Mark, Method, MethodKind, Origin, Proof, Shown, Situation};
use crate::{Id, Time};

impl Count<'_, '_, '_> {
    /// From when the missing devices let this proof count, if ever (design §1, Missing).
    pub(super) fn missing_allows(
        &self,
        method: &Method,
        proof: &Proof,
        tainted: bool,
        used: Use,
    ) -> Option<Time> {
        self.gone
            .iter()
            .try_fold(proof.shown, |from, (device, mark)| {
                if self.void(method, *device, mark) {
                    return None;
                }
                if used == Use::OnDevice && self.asked.device == Some(*device) {
                    return Some(from);
                }
                let off = method.kind == MethodKind::Review || surely_off(method, tainted, *device);
                let elsewhere = proof.holder != Some(*device);
                if off || (method.kind == MethodKind::Password && elsewhere) {
                    return Some(from);
                }
                if !elsewhere {
                    return None;
                }
                self.on_missing(method, proof, *device, mark)
                    .map(|t| t.max(from))
            })
    }

    /// From when a proof counts whose method the missing device may use.
    fn on_missing(&self, method: &Method, proof: &Proof, device: Id, mark: &Mark) -> Option<Time> {
        use MethodKind as M;
        let own = method.reach.iter().all(|h| *h == device);
        let never =
            matches!(method.kind, M::Totp | M::Approval) || (method.kind == M::Passkey && own);
        if never || self.asked.kind == Kind::Release || proof.shown < mark.since {
            return None;
        }
        let holds = &self.s.policy.holds;
        let beside = self.proof_off(device).map(|off| off.max(proof.shown));
        let alone = if method.kind == M::Phone {
            let password = self
                .password_shown(device, mark)
                .map(|t| t.max(proof.shown) + holds.number_with_password);
            let alone = proof.shown + holds.number_alone;
            password.map_or(alone, |t| t.min(alone))
        } else {
            proof.shown + holds.missing
        };
        Some(beside.map_or(alone, |t| t.min(alone)))
    }

    /// When a method that no missing device can use was first shown.
    fn proof_off(&self, device: Id) -> Option<Time> {
        let of = |p: &Proof| {
            let method = self.s.find_method(p.method).filter(|m| !self.disabled(m))?;
            let tainted = self.taint_end(method).is_some();
            let off = |d: Id| surely_off(method, tainted, d);
            let counts = Kinds::OWN.meets(Kinds::of(method.kind))
                && off(device)
                && self
                    .gone
                    .iter()
                    .all(|(d, mark)| off(*d) && !self.void(method, *d, mark));
            counts.then(|| self.holds_of(method, Use::Any).max(p.shown))
        };
        self.proofs.iter().filter_map(of).min()
    }

    /// When the password was shown, away from the missing device.
    fn password_shown(&self, device: Id, mark: &Mark) -> Option<Time> {
        let of = |p: &Proof| {
            let method = self.s.find_method(p.method)?;
            let counts = method.kind == MethodKind::Password
                && p.holder != Some(device)
                && !self.disabled(method)
                && !self.void(method, device, mark);
            counts.then_some(p.shown)
        };
        self.proofs.iter().filter_map(of).min()
    }

    /// A method that the missing device set in the 7 days before its mark is void, except a password that marked
    /// it from a browser off it.
    fn void(&self, method: &Method, device: Id, mark: &Mark) -> bool {
        let set = set_by(device, method.set_on, &method.origin);
        mark.password != Some(method.id) && set && self.s.voids(mark, method.set_at)
    }
}

impl Situation<'_> {
    /// Whether this was so late before the mark that what the device did then is void.
    fn voids(&self, mark: &Mark, at: Time) -> bool {
        at <= mark.since && mark.since <= at + self.policy.holds.void
    }

    /// Whether a known browser is none while the device is missing: it runs on it, or the device made it known in
    /// the 7 days before.
    pub(super) fn unknown(&self, known: &Known, device: Id, mark: &Mark) -> bool {
        let made = set_by(device, None, &known.origin) && self.voids(mark, known.since);
        known.holder == device || made
    }
}

/// Whether a device set this. It set whatever was set in its browser, or in a browser that nobody knows without a
/// proof surely off it.
fn set_by(device: Id, set_on: Option<Id>, origin: &Origin) -> bool {
    if *origin == Origin::SignUp {
        return false;
    }
    let off = |p: &Shown| {
        Kinds::OWN.meets(Kinds::of(p.kind)) && !p.reach.is_empty() && !p.reach.contains(&device)
    };
    match set_on {
        Some(holder) => holder == device,
        None => !origin.proofs().iter().any(off),
    }
}
