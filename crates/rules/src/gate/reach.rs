//! The holders that can use a method: what its owner said about it, and else what must be assumed (design §1).

use super::MethodKind;
use crate::Id;

/// A thing of an account on which methods may be usable: a device, or a browser that runs on none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its id.
    pub id: Id,
    /// It is, or may be, a phone: numbers are read there.
    pub phone: bool,
}

/// The reach of one method. `itself` stands for what is no device: the mailbox, the SIM, the sheet, the person.
/// `said` is what the owner said: this holder can use it, or cannot.
///
/// Where nobody said anything, the wider reach is assumed, because a reach that is too wide only asks for more
/// proof: mail and upstream identities are read everywhere, a number on every phone, a passkey is synced.
/// An authenticator app is where the owner said; nowhere said is a reach that nobody knows, and that is
/// independent of nothing.
pub fn reach(kind: MethodKind, itself: Id, holders: &[Holder], said: &[(Id, bool)]) -> Vec<Id> {
    use MethodKind as M;
    let says = |id: Id| said.iter().find(|(holder, _)| *holder == id).map(|s| s.1);
    let named = said.iter().any(|(_, can)| *can);
    let these = |assumed: &dyn Fn(&Holder) -> bool| {
        let can = |h: &&Holder| says(h.id).unwrap_or(assumed(h));
        holders.iter().filter(can).map(|h| h.id).collect()
    };
    let mut on: Vec<Id> = match kind {
        M::Email | M::Upstream => these(&|_| true),
        M::Phone => these(&|h| h.phone && !named),
        M::Passkey => these(&|_| !named),
        M::Totp => these(&|_| false),
        M::Password | M::Approval | M::RecoveryCode | M::Helper | M::Review => Vec::new(),
    };
    let own = match kind {
        M::Email | M::Upstream | M::Phone | M::RecoveryCode | M::Helper => true,
        // A security key is a thing of its own; so is the account in which passkeys are synced.
        M::Passkey => says(itself).unwrap_or(!named),
        M::Password | M::Totp | M::Approval | M::Review => false,
    };
    if own {
        on.push(itself);
    }
    on
}

/// The holders that only what was said still names: `said` is the reach of authenticator apps and passkeys, method and holder. A
/// browser that was forgotten is still where such a method was put, and whatever is read everywhere is assumed to be read
/// there too: else the method would lose its reach, or seem independent of what is on the same thing.
pub fn lost_sight_of(holders: &[Holder], said: impl IntoIterator<Item = (Id, Id)>) -> Vec<Holder> {
    let mut found: Vec<Holder> = Vec::new();
    for (method, id) in said {
        let known = holders.iter().chain(&found).any(|holder| holder.id == id);
        if !known && id != method {
            found.push(Holder { id, phone: true });
        }
    }
    found
}
