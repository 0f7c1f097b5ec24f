//! What became of a message.

/// How a message ended; the words stand in `outbox.outcome` and in the metric `outbox_sent_total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The other side took it (and confirmed it, where it reports).
    Sent,
    /// A gateway took it and never reported.
    Unconfirmed,
    /// There is nobody to send it to: an unknown name.
    Nobody,
    /// Not taken before it expired.
    Expired,
    /// The mail server refused the address or the message for good.
    Refused,
    /// Every gateway bounced it.
    Bounced,
    /// The push service knows the browser no more.
    Gone,
    /// A spending limit was reached.
    OverLimit,
    /// The number's country is not allowed.
    Country,
    /// The sealed text could not be opened: its key is lost.
    Unreadable,
}

impl Outcome {
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Unconfirmed => "unconfirmed",
            Self::Nobody => "nobody",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Bounced => "bounced",
            Self::Gone => "gone",
            Self::OverLimit => "over_limit",
            Self::Country => "country",
            Self::Unreadable => "unreadable",
        }
    }

    pub(super) const fn is_failure(self) -> bool {
        !matches!(self, Self::Sent | Self::Unconfirmed | Self::Nobody)
    }
}
