//! What the page "why am I locked" is made of: the table of causes for everyone, and what still works.
//! Rows, ranks and names only; the words are in the locales.

use super::{Cause, Class, Scope};

/// A row of the table of causes: every lock, and the two troubles that look like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// The screen's PIN, pattern or finger was wrong; the account is not locked at all (S-002, S-018).
    ScreenLock,
    /// The password is forgotten: no lock, a state of the owner (S-013, S-023).
    ForgotPassword,
    /// A lock of the ledger.
    Lock(Cause),
}

/// The first thing to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FirstStep {
    /// Try to remember, look at capitals, try later on the phone itself (S-021).
    Remember,
    /// Open the link that goes to the contact on file; nothing has to be changed.
    OpenLink,
    /// Set a new password by email or phone (S-026).
    ResetPassword,
    /// Prove once more that it is you.
    ProveAgain,
    /// Wait for us; nothing to repair (S-034).
    WaitForUs,
    /// Type the account's password on the phone that was found.
    UnlockFound,
    /// Sign in on the phone with the account from before the reset, or ask the seller.
    SignInAsBefore,
    /// Talk to a person (S-030).
    TalkToStaff,
}

/// How often it happens here, by the ledger's counts (S-017).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// Half of all cases or more.
    VeryCommon,
    /// A tenth or more.
    Common,
    /// A hundredth or more.
    Rare,
    /// Less, but it happens.
    VeryRare,
    /// Not once in the time that was counted.
    NotLately,
}

impl Trouble {
    /// All rows in the order in which a help page without any counts shows them: easiest first (S-003).
    pub const ALL: [Self; 9] = [
        Self::ScreenLock,
        Self::Lock(Cause::WrongSecret),
        Self::ForgotPassword,
        Self::Lock(Cause::OwnerRequest),
        Self::Lock(Cause::ServiceIncident),
        Self::Lock(Cause::DeviceMissing),
        Self::Lock(Cause::SuspiciousActivity),
        Self::Lock(Cause::Activation),
        Self::Lock(Cause::Staff),
    ];

    /// The stable name, from which the keys of its texts are made.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ScreenLock => "screen_lock_attempts",
            Self::ForgotPassword => "forgot_password",
            Self::Lock(cause) => cause.name(),
        }
    }

    /// Whether it lies with people at the keyboard (S-012).
    pub const fn class(self) -> Class {
        match self {
            Self::ScreenLock | Self::ForgotPassword => Class::Internal,
            Self::Lock(cause) => cause.class(),
        }
    }

    /// The first thing to do.
    pub const fn first_step(self) -> FirstStep {
        match self {
            Self::ScreenLock => FirstStep::Remember,
            Self::ForgotPassword | Self::Lock(Cause::OwnerRequest) => FirstStep::ResetPassword,
            Self::Lock(Cause::WrongSecret) => FirstStep::OpenLink,
            Self::Lock(Cause::SuspiciousActivity) => FirstStep::ProveAgain,
            Self::Lock(Cause::ServiceIncident) => FirstStep::WaitForUs,
            Self::Lock(Cause::DeviceMissing) => FirstStep::UnlockFound,
            Self::Lock(Cause::Activation) => FirstStep::SignInAsBefore,
            Self::Lock(Cause::Staff) => FirstStep::TalkToStaff,
        }
    }

    /// What that step costs the owner, for ordering (S-003). None of them loses data.
    pub const fn effort(self) -> u8 {
        match self.first_step() {
            FirstStep::Remember => 0,
            FirstStep::OpenLink => 1,
            FirstStep::ResetPassword | FirstStep::WaitForUs => 2,
            FirstStep::UnlockFound | FirstStep::ProveAgain => 3,
            FirstStep::SignInAsBefore => 4,
            FirstStep::TalkToStaff => 5,
        }
    }
}

/// The table in the order of what happens here most, with how often (S-017, S-020). What happened as often
/// keeps the order of [`Trouble::ALL`].
pub fn by_frequency(count: impl Fn(Trouble) -> u64) -> Vec<(Trouble, Frequency)> {
    let mut rows: Vec<(Trouble, u64)> = Trouble::ALL.into_iter().map(|t| (t, count(t))).collect();
    let total: u64 = rows.iter().fold(0, |sum, (_, n)| sum.saturating_add(*n));
    rows.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    rows.into_iter()
        .map(|(trouble, n)| (trouble, frequency(n, total)))
        .collect()
}

fn frequency(count: u64, total: u64) -> Frequency {
    let at_least = |share: u64| count.saturating_mul(share) >= total;
    match count {
        0 => Frequency::NotLately,
        _ if at_least(2) => Frequency::VeryCommon,
        _ if at_least(10) => Frequency::Common,
        _ if at_least(100) => Frequency::Rare,
        _ => Frequency::VeryRare,
    }
}

/// Something that a lock may leave working (S-006).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Works {
    /// Calling for help.
    EmergencyCalls,
    /// Using the phone and what is on it.
    UsingThePhone,
    /// Finding, ringing and locking a lost phone.
    FindingAPhone,
    /// Browsers that are signed in or known.
    KnownBrowsers,
    /// Signing in with another method, or with a passkey or an approval.
    OtherMethods,
    /// Recovering the account.
    Recovering,
}

impl Works {
    /// All of them, in the order in which a page names them.
    pub const ALL: [Self; 6] = [
        Self::EmergencyCalls,
        Self::UsingThePhone,
        Self::FindingAPhone,
        Self::KnownBrowsers,
        Self::OtherMethods,
        Self::Recovering,
    ];
}

/// What still works under a lock: an account's lock never touches the phone, a phone's lock never the account.
pub fn still_works(cause: Cause, scope: Scope) -> Vec<Works> {
    let works = |w: &Works| match (scope, w) {
        (_, Works::EmergencyCalls | Works::FindingAPhone) => true,
        (Scope::Device(_), Works::UsingThePhone) => false,
        (Scope::Account | Scope::Method(_), Works::UsingThePhone)
        | (Scope::Device(_) | Scope::Method(_), _) => true,
        (Scope::Account, Works::KnownBrowsers | Works::OtherMethods) => {
            matches!(cause, Cause::SuspiciousActivity | Cause::ServiceIncident)
        }
        (Scope::Account, Works::Recovering) => cause != Cause::Staff,
    };
    Works::ALL.into_iter().filter(works).collect()
}
