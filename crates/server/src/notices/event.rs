//! What can happen to an account that its owner must hear of.

use kunci_rules::gate::MethodKind;
use kunci_rules::locks::Cause;
use kunci_rules::{Id, Time};
use serde::{Deserialize, Serialize};

use super::stored;
use crate::browsers::Owner;
use crate::web::Context;

/// Who did it, as far as the service can tell; "this was not me" signs that session out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// The session, if someone was signed in.
    #[serde(with = "stored::maybe_id")]
    pub session: Option<Id>,
    /// Such as "Chrome, Android"; empty if the browser did not say.
    pub label: String,
}

impl By {
    /// Someone who is not signed in.
    #[must_use]
    pub fn visitor(context: &Context) -> Self {
        Self {
            session: None,
            label: context.label.clone(),
        }
    }
}

impl From<&Owner> for By {
    fn from(owner: &Owner) -> Self {
        Self {
            session: Some(owner.session),
            label: owner.context.label.clone(),
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// An unknown browser signed in (STD-46).
    NewSignIn {
        /// Its session.
        #[serde(with = "stored::id")]
        session: Id,
        /// Such as "Chrome, Android".
        label: String,
    },
    /// A contact link was opened in an unknown browser, which now has guesses of its own.
    BrowserVouched {
        /// The browser.
        #[serde(with = "stored::id")]
        browser: Id,
        /// Such as "Chrome, Android".
        label: String,
    },
    /// Strangers used up their guesses; nothing was opened (C-1, S-028).
    StrangersTried {
        /// How many wrong guesses.
        tries: i64,
        /// From how many networks.
        places: i64,
        /// The first of them.
        #[serde(with = "stored::time")]
        first: Time,
        /// The last.
        #[serde(with = "stored::time")]
        last: Time,
    },
    /// A method reached its cap of failures and must be set anew (STD-1).
    MethodDisabled {
        /// Which.
        #[serde(with = "stored::method")]
        method: MethodKind,
        /// How many failures.
        tries: i64,
    },
    /// A lock was placed on the whole account (S-028).
    AccountLocked {
        /// Why.
        #[serde(with = "stored::cause")]
        cause: Cause,
        /// When it lifts by itself.
        #[serde(with = "stored::maybe_time")]
        until: Option<Time>,
    },
    /// Someone gave one proof for a recovery, and more is needed.
    RecoveryStarted {
        /// The recovery.
        #[serde(with = "stored::id")]
        recovery: Id,
        /// The asking browser.
        label: String,
    },
    /// A recovery is proved and waits.
    RecoveryWaiting {
        /// The recovery.
        #[serde(with = "stored::id")]
        recovery: Id,
        /// The asking browser.
        label: String,
        /// When it opens.
        #[serde(with = "stored::time")]
        until: Time,
    },
    /// A recovery that was told about was cancelled by the one who asked.
    RecoveryCancelled {
        /// The asking browser.
        label: String,
    },
    /// A recovery set a new password.
    PasswordReset {
        /// The asking browser.
        label: String,
        /// The new password's version: a later one is none of this notice's business.
        version: i64,
        /// The contact that proved it, if it rests on one.
        #[serde(with = "stored::maybe_id")]
        contact: Option<Id>,
        /// It rests on two independent proofs, so one link cannot undo it.
        two: bool,
    },
    /// A contact was added (STD-31).
    ContactAdded {
        /// Which.
        #[serde(with = "stored::id")]
        contact: Id,
        /// Masked, as its owner recognises it.
        masked: String,
        /// Who.
        by: By,
    },
    /// All other sessions were ended from one of them.
    SessionsEnded {
        /// Who.
        by: By,
    },
    /// Something about a device.
    Device {
        /// What.
        change: OfDevice,
        /// Which.
        #[serde(with = "stored::id")]
        device: Id,
        /// Its name.
        name: String,
        /// Who.
        by: By,
    },
    /// Someone said "this was not me" about an earlier notice, and it was stopped.
    Stopped {
        /// About which.
        #[serde(with = "stored::id")]
        notice: Id,
    },
}

/// What happened to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfDevice {
    /// Paired with the account.
    Added,
    /// Removed from the account.
    Removed,
    /// Marked missing.
    Missing,
    /// The missing mark was taken back.
    Found,
    /// The missing mark lapsed: set by mail or phone alone, and not confirmed within a day.
    Lapsed,
    /// Someone looked where it is (G8); told at most once an hour.
    Looked,
    /// Its screen was locked from afar.
    Locked,
    /// The lost message was shown on it.
    MessageShown,
    /// It is connected again, as its owner wanted to know.
    Connected,
}

impl Event {
    /// Something about a device, done by a signed-in owner.
    #[must_use]
    pub fn of_device(change: OfDevice, device: Id, name: &str, by: impl Into<By>) -> Self {
        Self::Device {
            change,
            device,
            name: name.to_owned(),
            by: by.into(),
        }
    }

    /// The stable name in the table.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NewSignIn { .. } => "new_sign_in",
            Self::BrowserVouched { .. } => "browser_vouched",
            Self::StrangersTried { .. } => "strangers_tried",
            Self::MethodDisabled { .. } => "method_disabled",
            Self::AccountLocked { .. } => "account_locked",
            Self::RecoveryStarted { .. } => "recovery_started",
            Self::RecoveryWaiting { .. } => "recovery_waiting",
            Self::RecoveryCancelled { .. } => "recovery_cancelled",
            Self::PasswordReset { .. } => "password_reset",
            Self::ContactAdded { .. } => "contact_added",
            Self::SessionsEnded { .. } => "sessions_ended",
            Self::Device { change, .. } => change.name(),
            Self::Stopped { .. } => "stopped",
        }
    }

    /// Whether there is something that "this was not me" can stop.
    #[must_use]
    pub const fn can_be_stopped(&self) -> bool {
        match self {
            Self::NewSignIn { .. }
            | Self::BrowserVouched { .. }
            | Self::RecoveryStarted { .. }
            | Self::RecoveryWaiting { .. }
            | Self::ContactAdded { .. }
            | Self::PasswordReset { .. } => true,
            Self::SessionsEnded { by } | Self::Device { by, .. } => by.session.is_some(),
            Self::StrangersTried { .. }
            | Self::MethodDisabled { .. }
            | Self::AccountLocked { .. }
            | Self::RecoveryCancelled { .. }
            | Self::Stopped { .. } => false,
        }
    }

    /// The browser that did it, in its own words; empty if nobody knows.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::NewSignIn { label, .. }
            | Self::BrowserVouched { label, .. }
            | Self::RecoveryStarted { label, .. }
            | Self::RecoveryWaiting { label, .. }
            | Self::RecoveryCancelled { label }
            | Self::PasswordReset { label, .. } => label,
            Self::ContactAdded { by, .. }
            | Self::SessionsEnded { by }
            | Self::Device { by, .. } => &by.label,
            Self::StrangersTried { .. }
            | Self::MethodDisabled { .. }
            | Self::AccountLocked { .. }
            | Self::Stopped { .. } => "",
        }
    }
}

impl OfDevice {
    /// The stable name in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "device_added",
            Self::Removed => "device_removed",
            Self::Missing => "device_missing",
            Self::Found => "device_found",
            Self::Lapsed => "device_lapsed",
            Self::Looked => "device_looked",
            Self::Locked => "device_locked",
            Self::MessageShown => "device_message",
            Self::Connected => "device_connected",
        }
    }
}
