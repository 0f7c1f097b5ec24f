//! The queues: one for each kind of transport, so that an outage of one never holds up the others.

use crate::methods::Channel;

/// On which way out a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Mail.
    Mail,
    /// WhatsApp or SMS.
    Phone,
    /// Web Push.
    Push,
}

impl Line {
    /// As kept in the database.
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::Mail => Channel::Email.tag(),
            Self::Phone => Channel::Phone.tag(),
            Self::Push => "push",
        }
    }
}

impl From<Channel> for Line {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Email => Self::Mail,
            Channel::Phone => Self::Phone,
        }
    }
}
