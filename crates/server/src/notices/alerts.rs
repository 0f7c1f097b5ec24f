//! Which notices an owner may leave out, and at which contacts (S-043). Whatever has no topic here is always told to everyone.

use kunci_db::{Result, Tx, View};
use kunci_rules::Id;

use super::{Event, OfDevice, store};

/// Notices that may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// A sign-in in a new browser.
    SignIn,
    /// A device is connected again.
    Connected,
}

impl Topic {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 2] = [Self::SignIn, Self::Connected];

    /// As kept in the database and named in the form.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Connected => "connected",
        }
    }

    /// The topic with this tag.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.tag() == tag)
    }
}

impl Event {
    /// The topic under which it may be left out; `None`: it is critical, and nobody can switch it off.
    #[must_use]
    pub const fn topic(&self) -> Option<Topic> {
        match self {
            Self::NewSignIn { .. } => Some(Topic::SignIn),
            Self::Device {
                change: OfDevice::Connected,
                ..
            } => Some(Topic::Connected),
            _ => None,
        }
    }
}

/// What is switched off: each topic with the contact that does not get it.
///
/// # Errors
/// Of the database.
pub fn off(view: &View<'_>, account: Id) -> Result<Vec<(Topic, Id)>> {
    store::off(view, account)
}

/// Replaces what is switched off.
///
/// # Errors
/// Of the database.
pub fn set_off(tx: &Tx<'_>, account: Id, off: &[(Topic, Id)]) -> Result<()> {
    store::set_off(tx, account, off)
}
