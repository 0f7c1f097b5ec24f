//! Passkeys: where one is kept, and what its counter says.

#[cfg(test)]
mod tests;

use crate::Id;

/// How the authenticator that made a passkey is joined to the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attachment {
    /// It is part of the device.
    Platform,
    /// It is a thing of its own: a security key, or a phone that lends its passkey by a QR code.
    CrossPlatform,
}

/// What is known of a passkey when it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// It may be copied to other devices by its keeper ("synced").
    pub backup_eligible: bool,
    /// How its authenticator is joined, if the browser said so.
    pub attachment: Option<Attachment>,
    /// It is kept in a phone or laptop, as its transports say: `internal` or `hybrid`.
    pub in_device: bool,
}

/// Where a passkey is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// On any device of the account, as far as anyone knows.
    Anywhere,
    /// On the device in hand.
    Here,
    /// On a thing of its own, a security key.
    OnKey,
}

impl Kept {
    /// Where a passkey can be used, as it is added; nothing: anywhere. `itself` stands for a key of its own, `here` for the browser in
    /// hand. What kind of thing keeps it is that browser's word. Unless its owner is `sure`, by two independent proofs, the browser
    /// may as well keep it itself: whoever has it in hand could else make two things out of one.
    #[must_use]
    pub fn holders(self, itself: Id, here: Option<Id>, sure: bool) -> Vec<Id> {
        match (self, here) {
            (Self::OnKey, _) if sure => vec![itself],
            (Self::OnKey, Some(here)) => vec![itself, here],
            (Self::Here, Some(here)) => vec![here],
            (Self::OnKey | Self::Here, None) | (Self::Anywhere, _) => Vec::new(),
        }
    }
}

impl Made {
    /// Where it is kept. In doubt anywhere: a reach that is too wide only asks for more proof.
    #[must_use]
    pub fn kept(self) -> Kept {
        match (self.backup_eligible, self.attachment) {
            (false, Some(Attachment::Platform)) => Kept::Here,
            (false, Some(Attachment::CrossPlatform)) if !self.in_device => Kept::OnKey,
            _ => Kept::Anywhere,
        }
    }
}

/// Whether a counter went on as it must: up with each use, or nought for ever where nothing counts. One that stands
/// still or goes back belongs to a copy.
#[must_use]
pub const fn goes_on(last: u32, shown: u32) -> bool {
    shown > last || (last == 0 && shown == 0)
}
