//! What a device can be asked to do, and why not (S-110).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The kinds of command (design: Devices).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Say where you are, now.
    Locate,
    /// Make a sound, or stop it.
    Ring,
    /// Show a message to whoever has the device.
    Message,
    /// Lock the screen, and keep doing so after a restart.
    Lock,
    /// Stop locking. Opens nothing: that is the screen lock's own business.
    Unlock,
    /// Delete what is on the device.
    Erase,
    /// Report often for a while.
    Live,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Locate,
        Self::Ring,
        Self::Message,
        Self::Lock,
        Self::Unlock,
        Self::Erase,
        Self::Live,
    ];

    /// The word on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Locate => "locate",
            Self::Ring => "ring",
            Self::Message => "message",
            Self::Lock => "lock",
            Self::Unlock => "unlock",
            Self::Erase => "erase",
            Self::Live => "live",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// No command of that name is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of command")]
pub struct UnknownKind;

impl FromStr for Kind {
    type Err = UnknownKind;
    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(UnknownKind)
    }
}

/// Why a device cannot do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// This kind of agent does not do it.
    Unsupported,
    /// No location service (gpsd) answers.
    NoLocationService,
    /// Nothing that could play a sound was found.
    NoSound,
    /// Nothing that could show a message was found.
    NoDisplay,
    /// No login manager (systemd-logind) answers.
    NoLoginManager,
    /// A reason that this build does not know.
    #[serde(other)]
    Other,
}

/// Whether a device can do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ability {
    /// It can.
    Able,
    /// It cannot, for this reason.
    Unable(WhyNot),
}

/// A device's abilities, by kind. On the wire an object: `{"ring": null, "erase": "unsupported"}`, where `null`
/// says that nothing is missing. Kinds that this build does not know are kept, and ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Capabilities(BTreeMap<String, Option<WhyNot>>);

impl Capabilities {
    /// Whether the device can do `kind`; what it did not mention it cannot do.
    #[must_use]
    pub fn get(&self, kind: Kind) -> Ability {
        match self.0.get(kind.as_str()) {
            Some(None) => Ability::Able,
            Some(Some(why)) => Ability::Unable(*why),
            None => Ability::Unable(WhyNot::Unsupported),
        }
    }

    /// Notes an ability.
    pub fn set(&mut self, kind: Kind, ability: Ability) {
        let why_not = match ability {
            Ability::Able => None,
            Ability::Unable(why) => Some(why),
        };
        self.0.insert(kind.as_str().to_owned(), why_not);
    }
}

impl FromIterator<(Kind, Ability)> for Capabilities {
    fn from_iter<I: IntoIterator<Item = (Kind, Ability)>>(pairs: I) -> Self {
        let mut all = Self::default();
        for (kind, ability) in pairs {
            all.set(kind, ability);
        }
        all
    }
}
