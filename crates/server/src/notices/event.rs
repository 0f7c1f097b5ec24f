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
        /// City or country, as far as its network tells; else empty.
        #[serde(default)]
        place: String,
    },
    /// Where notices that may be left out go was changed (S-043).
    AlertsChanged {
        /// Who.
        by: By,
    },
    /// Someone looks for the account's devices with one proof (C-6, S-102).
    SearchBegun {
        /// The limited session.
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
    /// The password was right, and the second step was not (STD-46, STD-48).
    SecondStepMissed {
        /// Such as "Chrome, Android".
        label: String,
        /// The first was the password, and no connected identity.
        #[serde(default = "stored::yes")]
        password: bool,
    },
    /// Asked to approve something in a signed-in browser, its owner said "this was not me", and it was ended (STD-28).
    ApprovalDenied {
        /// The browser that asked, such as "Chrome, Android".
        label: String,
    },
    /// A helper was asked for a code and said that they know nothing of it; what was asked was ended.
    HelperDenied {
        /// The browser that asked, such as "Chrome, Android".
        label: String,
        /// The helper, as the owner calls them.
        name: String,
    },
    /// A helper does not want to be one any more.
    HelperLeft {
        /// As the owner calls them.
        name: String,
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
    /// A lock that a rule placed by mistake was lifted by the operator (S-031).
    LockLifted,
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
        /// It rests on two independent proofs, so one link cannot undo it.
        #[serde(default)]
        two: bool,
        /// Who.
        by: By,
    },
    /// A method besides the password and contacts was added, replaced, removed or used up (STD-31, STD-45).
    Method {
        /// What.
        change: OfMethod,
        /// Which.
        #[serde(with = "stored::id")]
        method: Id,
        /// Its kind.
        #[serde(with = "stored::method")]
        kind: MethodKind,
        /// What its owner calls it; may be empty.
        name: String,
        /// It rests on two independent proofs, so one link cannot undo it.
        two: bool,
        /// Who.
        by: By,
    },
    /// Something was proved and waits before it is done.
    RequestWaiting {
        /// The request.
        #[serde(with = "stored::id")]
        request: Id,
        /// The action's stable name.
        action: String,
        /// What it is about, as its owner knows it.
        name: String,
        /// When it opens.
        #[serde(with = "stored::time")]
        until: Time,
        /// It rests on two independent proofs.
        two: bool,
        /// Who.
        by: By,
    },
    /// A request that was told about ended without its action.
    RequestEnded {
        /// The action's stable name.
        action: String,
        /// What it was about.
        name: String,
    },
    /// Two-step verification was switched.
    TwoStep {
        /// On, or off.
        on: bool,
        /// It rests on two independent proofs.
        two: bool,
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
    /// Someone said "this was not me" about a request that goes on, later.
    Disputed {
        /// It opens no sooner than this.
        #[serde(with = "stored::time")]
        until: Time,
        /// What it rests on must be shown again then.
        again: bool,
    },
    /// The notices to a contact wait ("quiet exit").
    ContactQuiet {
        /// Which.
        #[serde(with = "stored::id")]
        contact: Id,
        /// Masked, as its owner recognises it.
        masked: String,
        /// Until when.
        #[serde(with = "stored::time")]
        until: Time,
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

/// What happened to a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfMethod {
    /// Set up.
    Added,
    /// Set anew in place of another.
    Replaced,
    /// Taken out.
    Removed,
    /// One of its codes was used, and is worth nothing any more (STD-34).
    Used,
    /// Its counter went back: two seem to hold it (STD-30).
    Copied,
    /// Its owner said anew where it can be used.
    Said,
    /// Someone was asked to be a helper, and has not agreed yet.
    Invited,
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
            Self::SearchBegun { .. } => "search_begun",
            Self::AlertsChanged { .. } => "alerts_changed",
            Self::BrowserVouched { .. } => "browser_vouched",
            Self::SecondStepMissed { .. } => "second_step_missed",
            Self::ApprovalDenied { .. } => "approval_denied",
            Self::HelperDenied { .. } => "helper_denied",
            Self::HelperLeft { .. } => "helper_left",
            Self::StrangersTried { .. } => "strangers_tried",
            Self::MethodDisabled { .. } => "method_disabled",
            Self::AccountLocked { .. } => "account_locked",
            Self::LockLifted => "lock_lifted",
            Self::RecoveryStarted { .. } => "recovery_started",
            Self::RecoveryWaiting { .. } => "recovery_waiting",
            Self::RecoveryCancelled { .. } => "recovery_cancelled",
            Self::PasswordReset { .. } => "password_reset",
            Self::ContactAdded { .. } => "contact_added",
            Self::Method { change, .. } => change.name(),
            Self::RequestWaiting { .. } => "request_waiting",
            Self::RequestEnded { .. } => "request_ended",
            Self::TwoStep { on: true, .. } => "two_step_on",
            Self::TwoStep { on: false, .. } => "two_step_off",
            Self::SessionsEnded { .. } => "sessions_ended",
            Self::Device { change, .. } => change.name(),
            Self::Stopped { .. } => "stopped",
            Self::Disputed { .. } => "disputed",
            Self::ContactQuiet { .. } => "contact_quiet",
        }
    }

    /// The session in which it was done, if someone was signed in.
    #[must_use]
    pub const fn session(&self) -> Option<Id> {
        match self {
            Self::NewSignIn { session, .. } | Self::SearchBegun { session, .. } => Some(*session),
            Self::AlertsChanged { by }
            | Self::ContactAdded { by, .. }
            | Self::Method { by, .. }
            | Self::RequestWaiting { by, .. }
            | Self::TwoStep { by, .. }
            | Self::SessionsEnded { by }
            | Self::ContactQuiet { by, .. }
            | Self::Device { by, .. } => by.session,
            _ => None,
        }
    }

    /// Whether there is something that "this was not me" can stop.
    #[must_use]
    pub const fn can_be_stopped(&self) -> bool {
        match self {
            Self::NewSignIn { .. }
            | Self::SearchBegun { .. }
            | Self::BrowserVouched { .. }
            | Self::RecoveryStarted { .. }
            | Self::RecoveryWaiting { .. }
            | Self::ContactAdded { .. }
            | Self::Method { .. }
            | Self::RequestWaiting { .. }
            | Self::PasswordReset { .. } => true,
            Self::TwoStep { on: false, .. } => true,
            Self::AlertsChanged { by }
            | Self::SessionsEnded { by }
            | Self::TwoStep { by, .. }
            | Self::ContactQuiet { by, .. }
            | Self::Device { by, .. } => by.session.is_some(),
            Self::SecondStepMissed { .. }
            | Self::ApprovalDenied { .. }
            | Self::HelperDenied { .. }
            | Self::HelperLeft { .. }
            | Self::RequestEnded { .. }
            | Self::StrangersTried { .. }
            | Self::MethodDisabled { .. }
            | Self::AccountLocked { .. }
            | Self::LockLifted
            | Self::RecoveryCancelled { .. }
            | Self::Disputed { .. }
            | Self::Stopped { .. } => false,
        }
    }

    /// The browser that did it, in its own words; empty if nobody knows.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::NewSignIn { label, .. }
            | Self::SearchBegun { label, .. }
            | Self::BrowserVouched { label, .. }
            | Self::SecondStepMissed { label, .. }
            | Self::ApprovalDenied { label }
            | Self::HelperDenied { label, .. }
            | Self::RecoveryStarted { label, .. }
            | Self::RecoveryWaiting { label, .. }
            | Self::RecoveryCancelled { label }
            | Self::PasswordReset { label, .. } => label,
            Self::ContactAdded { by, .. }
            | Self::Method { by, .. }
            | Self::AlertsChanged { by }
            | Self::TwoStep { by, .. }
            | Self::RequestWaiting { by, .. }
            | Self::SessionsEnded { by }
            | Self::ContactQuiet { by, .. }
            | Self::Device { by, .. } => &by.label,
            Self::StrangersTried { .. }
            | Self::MethodDisabled { .. }
            | Self::AccountLocked { .. }
            | Self::LockLifted
            | Self::RequestEnded { .. }
            | Self::Disputed { .. }
            | Self::HelperLeft { .. }
            | Self::Stopped { .. } => "",
        }
    }
}

impl OfMethod {
    /// The stable name in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "method_added",
            Self::Replaced => "method_replaced",
            Self::Removed => "method_removed",
            Self::Used => "method_used",
            Self::Copied => "method_copied",
            Self::Said => "method_said",
            Self::Invited => "method_invited",
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
