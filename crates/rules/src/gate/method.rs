//! Methods, what they can be used on, and how they came to be set.

use std::ops::BitOr;

use super::Situation;
use crate::{Id, Span, Time};

/// A way to prove ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MethodKind {
    /// The account's password. May be saved anywhere, so never one of two independent methods.
    Password,
    /// A code or link by email.
    Email,
    /// A code or link to a phone number.
    Phone,
    /// A code from an authenticator app.
    Totp,
    /// A passkey.
    Passkey,
    /// Approval in a browser that is signed in.
    Approval,
    /// A saved recovery code.
    RecoveryCode,
    /// A person who vouches.
    Helper,
    /// An upstream identity, such as Google.
    Upstream,
    /// Review by two members of staff. Never instant (G6).
    Review,
}

impl MethodKind {
    /// All kinds, easiest for an owner first (S-003).
    pub const ALL: [Self; 10] = [
        Self::Passkey,
        Self::Password,
        Self::Approval,
        Self::Phone,
        Self::Email,
        Self::Upstream,
        Self::Totp,
        Self::RecoveryCode,
        Self::Helper,
        Self::Review,
    ];

    /// What using it costs the owner, from a touch to days of waiting for staff (S-003).
    pub const fn effort(self) -> u32 {
        match self {
            Self::Passkey => 1,
            Self::Password => 2,
            Self::Approval => 3,
            Self::Phone => 4,
            Self::Email => 5,
            Self::Upstream => 6,
            Self::Totp => 7,
            Self::RecoveryCode => 12,
            Self::Helper => 20,
            Self::Review => 100,
        }
    }

    /// The stable name used in tables and the audit.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Totp => "totp",
            Self::Passkey => "passkey",
            Self::Approval => "approval",
            Self::RecoveryCode => "recovery-code",
            Self::Helper => "helper",
            Self::Upstream => "upstream",
            Self::Review => "review",
        }
    }
}

/// A set of method kinds, as the policy table writes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds(u16);

impl Kinds {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// A password that no weak method reset lately. See [`Kinds::RESET_PASSWORD`].
    pub const CLEAN_PASSWORD: Self = Self::of(MethodKind::Password);
    /// A password that email, phone, upstream, helper or TOTP reset within 7 days (row "locate").
    pub const RESET_PASSWORD: Self = Self(1 << 10);
    /// Either password.
    pub const PASSWORD: Self = Self::CLEAN_PASSWORD.and(Self::RESET_PASSWORD);
    /// A code or link by email.
    pub const EMAIL: Self = Self::of(MethodKind::Email);
    /// A code or link to a number.
    pub const PHONE: Self = Self::of(MethodKind::Phone);
    /// An authenticator app.
    pub const TOTP: Self = Self::of(MethodKind::Totp);
    /// A passkey.
    pub const PASSKEY: Self = Self::of(MethodKind::Passkey);
    /// Approval in a signed-in browser.
    pub const APPROVAL: Self = Self::of(MethodKind::Approval);
    /// A saved recovery code.
    pub const RECOVERY_CODE: Self = Self::of(MethodKind::RecoveryCode);
    /// A helper.
    pub const HELPER: Self = Self::of(MethodKind::Helper);
    /// An upstream identity.
    pub const UPSTREAM: Self = Self::of(MethodKind::Upstream);
    /// Review by staff.
    pub const REVIEW: Self = Self::of(MethodKind::Review);
    /// What may be one of two independent methods: neither the password nor review.
    pub const OWN: Self = Self::EMAIL
        .and(Self::PHONE)
        .and(Self::TOTP)
        .and(Self::PASSKEY)
        .and(Self::APPROVAL)
        .and(Self::RECOVERY_CODE)
        .and(Self::HELPER)
        .and(Self::UPSTREAM);
    /// Any method but review.
    pub const ANY: Self = Self::OWN.and(Self::PASSWORD);

    /// The set of one kind.
    pub const fn of(kind: MethodKind) -> Self {
        Self(1 << kind as u16)
    }

    /// Union, usable in constants.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set without `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether they share a kind.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The kinds of the set, easiest first.
    pub fn iter(self) -> impl Iterator<Item = MethodKind> {
        let set = if self.meets(Self::RESET_PASSWORD) {
            self.and(Self::CLEAN_PASSWORD)
        } else {
            self
        };
        MethodKind::ALL
            .into_iter()
            .filter(move |k| set.meets(Self::of(*k)))
    }
}

impl BitOr for Kinds {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.and(other)
    }
}

/// A proof as it is remembered beside what was set with it: which kind, on which holders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The kind of the method.
    pub kind: MethodKind,
    /// Its reach at that time.
    pub reach: Vec<Id>,
}

/// How a method, or a known browser, came to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// With the account itself: neither held nor tainted.
    SignUp,
    /// Added to an account that existed.
    Added(Vec<Shown>),
    /// Set anew in place of an older one, through a recovery or a replacement.
    Reset(Vec<Shown>),
}

impl Origin {
    /// The proofs it was set with; none at sign-up.
    pub fn proofs(&self) -> &[Shown] {
        match self {
            Self::SignUp => &[],
            Self::Added(with) | Self::Reset(with) => with,
        }
    }

    /// Whether those proofs, the password aside, include two independent ones. Sign-up counts as such.
    pub fn two(&self) -> bool {
        match self {
            Self::SignUp => true,
            Self::Added(with) | Self::Reset(with) => two_independent(with),
        }
    }

    /// The kinds of those proofs.
    pub fn kinds(&self) -> Kinds {
        self.proofs().iter().fold(Kinds::NONE, |set, p| {
            set | if p.kind == MethodKind::Password {
                Kinds::PASSWORD
            } else {
                Kinds::of(p.kind)
            }
        })
    }
}

/// Whether two of these proofs are independent: disjoint reaches, neither the password nor review.
/// A reach that nobody knows is independent of nothing.
pub fn two_independent(proofs: &[Shown]) -> bool {
    let own: Vec<&Shown> = proofs
        .iter()
        .filter(|p| Kinds::OWN.meets(Kinds::of(p.kind)) && !p.reach.is_empty())
        .collect();
    own.iter().enumerate().any(|(i, a)| {
        own.iter()
            .skip(i + 1)
            .any(|b| !a.reach.iter().any(|h| b.reach.contains(h)))
    })
}

/// A method that an account has set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its id.
    pub id: Id,
    /// Its kind.
    pub kind: MethodKind,
    /// The holders that can use it. Ignored for the password, which may be saved anywhere.
    pub reach: Vec<Id>,
    /// The mailbox behind it, for an email address and for an upstream identity: two methods with the
    /// same mailbox are each other's mail.
    pub mailbox: Option<Id>,
    /// When it was set or last changed.
    pub set_at: Time,
    /// With which proofs.
    pub origin: Origin,
    /// On which holder, if that browser had been known for a week; nothing for any younger one, which a
    /// thief may have made known.
    pub set_on: Option<Id>,
    /// When it was last proved *before* the proofs at hand; for numbers, 60 days make it stale.
    pub proved_at: Time,
    /// For numbers: the operator reported that its SIM was changed since.
    pub sim_changed: bool,
    /// No guess is left for it in the pool that this browser would draw from ([`crate::pools`]).
    pub dry: bool,
}

impl Method {
    /// A method set at sign-up, or so long ago that nothing is held against it.
    pub fn old(id: Id, kind: MethodKind, reach: Vec<Id>, set_at: Time) -> Self {
        Self {
            id,
            kind,
            reach,
            mailbox: None,
            set_at,
            origin: Origin::SignUp,
            set_on: None,
            proved_at: set_at,
            sim_changed: false,
            dry: false,
        }
    }

    /// As what a proof by it counts for whatever is set with that proof. While a device is missing that was
    /// marked before the taint ended, the taint stays on the record: who waits for its end must not be able
    /// to unmark that device with something set afterwards (G3).
    pub(super) fn counts_as(&self, s: &Situation<'_>) -> Vec<Shown> {
        let holds = &s.policy.holds;
        let end = self.set_at + holds.taint;
        let stopped = s
            .devices
            .iter()
            .filter_map(|d| d.mark.as_ref())
            .any(|m| m.since <= end);
        let added = matches!(self.origin, Origin::Added(_));
        if self.origin.two() || (s.now >= end && !stopped) {
            vec![Shown {
                kind: self.kind,
                reach: self.reach.clone(),
            }]
        } else if added && s.now < self.set_at + holds.added {
            Vec::new()
        } else {
            self.origin.proofs().to_vec()
        }
    }

    /// What it presents as in the policy table.
    pub(super) fn presents(&self, now: Time, taint: Span) -> Kinds {
        const WEAK: Kinds = Kinds::EMAIL
            .and(Kinds::PHONE)
            .and(Kinds::UPSTREAM)
            .and(Kinds::HELPER)
            .and(Kinds::TOTP);
        if self.kind != MethodKind::Password {
            return Kinds::of(self.kind);
        }
        let kinds = self.origin.kinds();
        let weakly = kinds.meets(WEAK)
            && !kinds.meets(Kinds::ANY.without(WEAK).without(Kinds::PASSWORD))
            && !self.origin.two();
        if weakly && now < self.set_at + taint {
            Kinds::RESET_PASSWORD
        } else {
            Kinds::CLEAN_PASSWORD
        }
    }
}
