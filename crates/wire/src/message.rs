//! The frames after the hello.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Capabilities, Challenge, Command, Fix, Hello, HelloRefusal, KeyIntroduction, Micros, Outcome,
    Welcome,
};

/// What the server says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromServer {
    /// First frame.
    Challenge(Challenge),
    /// The hello was accepted.
    Welcome(Welcome),
    /// The hello was not accepted; the connection closes.
    Refused {
        /// Why.
        reason: HelloRefusal,
    },
    /// Do something. Sent again on every connection until a result came.
    Command(Command),
    /// These fixes are safe on the server's disk.
    Stored {
        /// The batch of [`FromAgent::Fixes`].
        batch_id: u64,
    },
    /// A new server key.
    Key(KeyIntroduction),
    /// The device's standing changed.
    Device(DeviceState),
    /// Who can see this device, or the last look, changed (G8).
    Watchers {
        /// The whole list.
        watchers: Vec<Watcher>,
    },
    /// The server is going away; come back after so many seconds plus a random part of as many again.
    Retry {
        /// Seconds.
        after_s: u32,
    },
    /// A frame that this build does not know; ignored.
    #[serde(other)]
    Unknown,
}

/// What the agent says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromAgent {
    /// Answer to the challenge.
    Hello(Hello),
    /// The command was accepted: its counter is on the agent's disk and work on it begins.
    Ack {
        /// The command.
        id: Uuid,
    },
    /// The command ended. Said again, word for word, whenever the command is sent again.
    Result {
        /// The command.
        id: Uuid,
        /// How.
        #[serde(flatten)]
        outcome: Outcome,
    },
    /// Positions, oldest first, at most [`crate::MAX_BATCH`]. Kept by the agent until `stored`; may come twice.
    Fixes {
        /// To be named in `stored`; unique on this connection.
        batch_id: u64,
        /// The positions.
        fixes: Vec<Fix>,
    },
    /// Something about the device changed.
    Status(Status),
    /// The unlocked holder wants nobody to see this device from now on (G8). The server answers with `watchers`.
    StopWatching,
    /// The agent is about to go silent (S-116).
    Leaving {
        /// Why.
        why: Leaving,
    },
    /// A frame that this build does not know; ignored.
    #[serde(other)]
    Unknown,
}

/// How a device is and what it can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Charge, 0 to 100, if there is a battery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery_pct: Option<u8>,
    /// Whether it is being charged, if there is a battery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charging: Option<bool>,
    /// Whether the device can tell where it is.
    pub location: LocationState,
    /// What it can do.
    pub capabilities: Capabilities,
}

/// Whether a device can tell where it is (S-105).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationState {
    /// It knows.
    On,
    /// The receiver works but has no position yet, as indoors.
    Searching,
    /// No receiver or no location service.
    #[serde(other)]
    Off,
}

/// Why an agent goes silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// The device is being switched off or restarted: the last fix is "before power-off" (S-116).
    Shutdown,
    /// Only the agent stops.
    #[serde(other)]
    Stop,
}

/// How a device stands with the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceState {
    /// Its protection.
    pub protection: Protection,
    /// What whoever has it should read, while it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_message: Option<LostMessage>,
    /// Until when live mode is wanted. May end it early; only a signed command starts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_until: Option<Micros>,
}

/// A device's protection (design: Devices).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// Paired, not protected.
    Off,
    /// Protected.
    On,
    /// Marked missing by its owner.
    Missing,
    /// Erased, and missing until its owner says otherwise.
    Erased,
}

/// A message to whoever has the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LostMessage {
    /// The words.
    pub text: String,
    /// A number to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
}

/// Somebody who can see where this device is (G8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watcher {
    /// The name that the owner of the device knows.
    pub name: String,
    /// Since when.
    pub since: Micros,
    /// When they last looked, if ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_look: Option<Micros>,
}
