//! The life of a command (design: Devices).

use kunci_wire::End;

/// Where a command stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It waits for the device's next contact (S-112).
    Queued,
    /// It left; the device has not said that it has it.
    Sent,
    /// The device has it and works on it.
    Acknowledged,
    /// The device did it and made sure.
    Done,
    /// The device could not.
    Failed,
    /// Its time was over before it began.
    Expired,
    /// The owner took it back before it began.
    Cancelled,
}

/// What can happen to a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was handed to the device's connection, or to the answer to its report.
    Sent,
    /// The device says that it has it.
    Acknowledged,
    /// The device says how it ended.
    Ended(End),
    /// Its time is over.
    Expired,
    /// The owner takes it back.
    Cancelled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Sent,
        Self::Acknowledged,
        Self::Done,
        Self::Failed,
        Self::Expired,
        Self::Cancelled,
    ];

    /// The stable word, as in the database and in the finder's contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Acknowledged => "acknowledged",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads [`State::name`].
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether something is still to come: it is sent again on every connection until the device says how it ended.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sent | Self::Acknowledged)
    }

    /// Where `event` leads; `None` if it changes nothing.
    ///
    /// What the device says is the truth, even about a command that was taken back or had expired in between: it was on
    /// its way. Only a result is final.
    #[must_use]
    pub const fn after(self, event: Event) -> Option<Self> {
        match (self, event) {
            (Self::Done | Self::Failed, _) => None,
            (_, Event::Ended(End::Done)) => Some(Self::Done),
            (_, Event::Ended(End::Failed)) => Some(Self::Failed),
            (Self::Queued | Self::Sent | Self::Expired | Self::Cancelled, Event::Acknowledged) => {
                Some(Self::Acknowledged)
            }
            (Self::Queued, Event::Sent) => Some(Self::Sent),
            (Self::Queued | Self::Sent, Event::Expired) => Some(Self::Expired),
            (Self::Queued | Self::Sent, Event::Cancelled) => Some(Self::Cancelled),
            _ => None,
        }
    }
}
