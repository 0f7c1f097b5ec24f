//! What can be asked of the gate: the kinds of the policy table, and one small type per action.

use crate::Id;

/// Every action of the policy table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Open a session.
    SignIn,
    /// See the personal answer to "why am I locked".
    SeeWhyLocked,
    /// Get back in without the password or the second factor.
    Recover,
    /// Add a method or a contact.
    AddMethod,
    /// Replace or remove a method or a contact; print new recovery codes.
    ReplaceMethod,
    /// Make the device ring.
    Ring,
    /// Show the fixed lost message on the device.
    Message,
    /// Show words of one's own on the device.
    FreeMessage,
    /// Lock the device's screen.
    LockDevice,
    /// Mark the device missing.
    MarkMissing,
    /// See where the device is.
    Locate,
    /// Take back the missing mark; the activation lock stays.
    Unmark,
    /// Erase the device.
    Erase,
    /// Release the activation lock, remove or hand over the device.
    Release,
    /// Lift a lock for suspicious activity.
    LiftSuspicion,
    /// Close the account.
    Close,
}

impl Kind {
    /// All kinds, in the order of the policy table.
    pub const ALL: [Self; 16] = [
        Self::SignIn,
        Self::SeeWhyLocked,
        Self::Recover,
        Self::AddMethod,
        Self::ReplaceMethod,
        Self::Ring,
        Self::Message,
        Self::FreeMessage,
        Self::LockDevice,
        Self::MarkMissing,
        Self::Locate,
        Self::Unmark,
        Self::Erase,
        Self::Release,
        Self::LiftSuspicion,
        Self::Close,
    ];

    /// The stable name used in policy ids, tables and the audit.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::SeeWhyLocked => "see-why-locked",
            Self::Recover => "recover",
            Self::AddMethod => "add-method",
            Self::ReplaceMethod => "replace-method",
            Self::Ring => "ring",
            Self::Message => "message",
            Self::FreeMessage => "free-message",
            Self::LockDevice => "lock-device",
            Self::MarkMissing => "mark-missing",
            Self::Locate => "locate",
            Self::Unmark => "unmark",
            Self::Erase => "erase",
            Self::Release => "release",
            Self::LiftSuspicion => "lift-suspicion",
            Self::Close => "close",
        }
    }

    /// The kind of a stable name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is about a device.
    pub const fn of_device(self) -> bool {
        self.finds()
            || matches!(
                self,
                Self::FreeMessage | Self::Unmark | Self::Erase | Self::Release
            )
    }

    /// Finding, ringing, locking: what nothing may delay for the device itself (design §1, Missing).
    pub const fn finds(self) -> bool {
        matches!(
            self,
            Self::Ring | Self::Message | Self::LockDevice | Self::MarkMissing | Self::Locate
        )
    }
}

/// What the asker wants, with its subject.
pub trait Action: Copy {
    /// Its row of the policy table.
    const KIND: Kind;
    /// The account it acts on.
    fn account(&self) -> Id;
    /// The device it acts on, where it acts on one.
    fn device(&self) -> Option<Id> {
        None
    }
    /// The method it acts on, where it acts on one.
    fn method(&self) -> Option<Id> {
        None
    }
}

/// Declares actions on an account, or on a device or a method of an account.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident { $($field:ident),* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name {
            /// The account.
            pub account: Id,
            $(#[doc = concat!("The ", stringify!($field), " of that account.")] pub $field: Id,)*
        }
        impl Action for $name {
            const KIND: Kind = Kind::$name;
            fn account(&self) -> Id { self.account }
            $(fn $field(&self) -> Option<Id> { Some(self.$field) })*
        }
    )*};
}

actions! {
    /// Open a session.
    SignIn {}
    /// See why the account is locked.
    SeeWhyLocked {}
    /// Get back in without the password or the second factor.
    Recover {}
    /// Add a method or a contact.
    AddMethod {}
    /// Replace or remove this method or contact; for recovery codes, print new ones.
    ReplaceMethod { method }
    /// Make the device ring.
    Ring { device }
    /// Show the fixed lost message.
    Message { device }
    /// Show words of one's own.
    FreeMessage { device }
    /// Lock the device's screen.
    LockDevice { device }
    /// Mark the device missing.
    MarkMissing { device }
    /// See where the device is.
    Locate { device }
    /// Take back the missing mark.
    Unmark { device }
    /// Erase the device.
    Erase { device }
    /// Release the activation lock, remove or hand over the device.
    Release { device }
    /// Lift a lock for suspicious activity.
    LiftSuspicion {}
    /// Close the account.
    Close {}
}
