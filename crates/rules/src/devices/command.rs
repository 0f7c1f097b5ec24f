//! What became of a command: `queued → sent → acknowledged → done | failed | expired | cancelled` (S-107…S-112).

/// Where a command is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommandState {
    /// Waiting for the device to connect.
    Queued,
    /// Handed to the device; it may be handed over again.
    Sent,
    /// The device said that it has it.
    Acknowledged,
    /// The device said that it did it.
    Done,
    /// The device said that it could not.
    Failed,
    /// Its time ran out first.
    Expired,
    /// The owner called it back before the device had it.
    Cancelled,
}

/// What can happen to a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommandEvent {
    /// It was handed to the device.
    Send,
    /// The device has it.
    Acknowledge,
    /// The device did it.
    Finish,
    /// The device could not.
    Fail,
    /// Its time ran out.
    Expire,
    /// The owner calls it back.
    Cancel,
}

impl CommandState {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Sent,
        Self::Acknowledged,
        Self::Done,
        Self::Failed,
        Self::Expired,
        Self::Cancelled,
    ];

    /// The stable word.
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

    /// The state with this word.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Whether the server has nothing left to do about it.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Sent | Self::Acknowledged)
    }

    /// Whether it is handed to the device when that connects: until the device says that it has it.
    pub const fn is_due(self) -> bool {
        matches!(self, Self::Queued | Self::Sent)
    }

    /// The state after an event; nothing if it changes nothing. Commands go out at least once and answers come
    /// late, so every event may come twice; and what the device says it did is true even if the command had
    /// expired or was called back meanwhile. What it finished never becomes unfinished.
    pub const fn after(self, event: CommandEvent) -> Option<Self> {
        use CommandEvent as E;
        match (self, event) {
            (Self::Queued, E::Send) => Some(Self::Sent),
            (Self::Queued | Self::Sent | Self::Expired | Self::Cancelled, E::Acknowledge) => {
                Some(Self::Acknowledged)
            }
            (Self::Done | Self::Failed, _) => None,
            (_, E::Finish) => Some(Self::Done),
            (_, E::Fail) => Some(Self::Failed),
            (Self::Queued | Self::Sent | Self::Acknowledged, E::Expire) => Some(Self::Expired),
            (Self::Queued | Self::Sent, E::Cancel) => Some(Self::Cancelled),
            _ => None,
        }
    }
}
