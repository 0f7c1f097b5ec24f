//! How a device is protected: `off → on → missing → erased`, with the activation lock from `on` until released.

/// A device's protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protection {
    /// Paired, not protected.
    Off,
    /// Protected.
    On,
    /// Marked missing.
    Missing,
    /// Erased; missing in every rule until its owner unmarks it.
    Erased,
}

/// What can happen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Protection is switched on.
    Protect,
    /// It is marked missing; asking for an erase does so at once.
    Mark,
    /// The owner has it back.
    Unmark,
    /// The device said that it is erased.
    Erased,
    /// The owner releases the activation lock.
    Release,
}

impl Protection {
    /// Whether it will not let itself be set up by someone else.
    pub const fn is_activation_locked(self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Whether it counts as missing.
    pub const fn is_missing(self) -> bool {
        matches!(self, Self::Missing | Self::Erased)
    }

    /// The protection after a change; nothing if that is not possible now. A missing device is never released,
    /// and unmarking keeps the activation lock.
    pub const fn after(self, change: Change) -> Option<Self> {
        match (self, change) {
            (Self::Off | Self::On, Change::Protect) => Some(Self::On),
            (Self::Off | Self::On | Self::Missing, Change::Mark) => Some(Self::Missing),
            (Self::Erased, Change::Mark) | (Self::Missing | Self::Erased, Change::Erased) => {
                Some(Self::Erased)
            }
            (Self::Missing | Self::Erased, Change::Unmark) => Some(Self::On),
            (Self::Off | Self::On, Change::Release) => Some(Self::Off),
            _ => None,
        }
    }
}
