//! Commands: signed by the server, checked by the agent.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::key::{KeyId, ServerKeys, Signature, Signer};
use crate::{Kind, LostMessage, Micros, signed};

/// Longest lost message, in characters.
pub const MAX_MESSAGE: usize = 500;

/// What a command asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Say where you are, now.
    Locate,
    /// Make a sound for a minute.
    Ring,
    /// Stop the sound.
    RingStop,
    /// Show this message until another comes.
    Message(LostMessage),
    /// Take the message away.
    MessageClear,
    /// Lock the screen, and again after a restart.
    Lock,
    /// Stop locking again after a restart. Opens nothing.
    Unlock,
    /// Delete everything.
    Erase,
    /// Report every few seconds until then.
    Live {
        /// When to go back to the usual pace.
        until: Micros,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RingBody {
    stop: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageBody {
    show: Option<LostMessage>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LiveBody {
    until: Micros,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoBody {}

impl Order {
    /// Its kind: what capabilities are about.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Locate => Kind::Locate,
            Self::Ring | Self::RingStop => Kind::Ring,
            Self::Message(_) | Self::MessageClear => Kind::Message,
            Self::Lock => Kind::Lock,
            Self::Unlock => Kind::Unlock,
            Self::Erase => Kind::Erase,
            Self::Live { .. } => Kind::Live,
        }
    }

    /// The details as JSON text: what the database keeps, what is signed and what is sent.
    #[must_use]
    pub fn body(&self) -> String {
        let json = match self {
            Self::Ring => serde_json::to_string(&RingBody { stop: false }),
            Self::RingStop => serde_json::to_string(&RingBody { stop: true }),
            Self::Message(message) => serde_json::to_string(&MessageBody {
                show: Some(message.clone()),
            }),
            Self::MessageClear => serde_json::to_string(&MessageBody { show: None }),
            Self::Live { until } => serde_json::to_string(&LiveBody { until: *until }),
            Self::Locate | Self::Lock | Self::Unlock | Self::Erase => {
                serde_json::to_string(&NoBody {})
            }
        };
        json.unwrap_or_default() // plain structs of text and numbers always encode
    }

    /// Reads a kind and a body. What is not fully understood is not done: unknown fields are refused too.
    ///
    /// # Errors
    /// [`Refusal::Unsupported`].
    pub fn parse(kind: &str, body: &str) -> Result<Self, Refusal> {
        fn read<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Refusal> {
            serde_json::from_str(body).map_err(|_| Refusal::Unsupported)
        }
        let plain = |order: Self| read::<NoBody>(body).map(|_| order);
        match kind.parse().map_err(|_| Refusal::Unsupported)? {
            Kind::Locate => plain(Self::Locate),
            Kind::Ring => {
                read(body).map(|RingBody { stop }| if stop { Self::RingStop } else { Self::Ring })
            }
            Kind::Message => read(body)
                .map(|MessageBody { show }| show.map_or(Self::MessageClear, Self::Message)),
            Kind::Lock => plain(Self::Lock),
            Kind::Unlock => plain(Self::Unlock),
            Kind::Erase => plain(Self::Erase),
            Kind::Live => read(body).map(|LiveBody { until }| Self::Live { until }),
        }
    }
}

/// A signed command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// The same id means the same command: it is done once and answered as often as asked.
    pub id: Uuid,
    /// [`Kind`] as text; one that the agent does not know is answered `unsupported`.
    pub kind: String,
    /// [`Order::body`].
    pub body: String,
    /// Number of this command on this device; every command has a higher one than those before.
    pub counter: u64,
    /// After this it is too late to begin.
    pub expires_at: Micros,
    /// Which server key signed.
    pub key_id: KeyId,
    /// Over all of the above and the device.
    pub signature: Signature,
}

impl Signer {
    /// Signs a command to one device.
    #[must_use]
    pub fn command(
        &self,
        device: Uuid,
        id: Uuid,
        order: &Order,
        counter: u64,
        expires_at: Micros,
    ) -> Command {
        self.command_text(
            device,
            id,
            order.kind().as_str(),
            order.body(),
            counter,
            expires_at,
        )
    }

    /// Signs a command as it is stored: kind and body as [`Kind::as_str`] and [`Order::body`] gave them.
    #[must_use]
    pub fn command_text(
        &self,
        device: Uuid,
        id: Uuid,
        kind: &str,
        body: String,
        counter: u64,
        expires_at: Micros,
    ) -> Command {
        let bytes = command_bytes(device, id, kind, &body, counter, expires_at, self.id());
        Command {
            id,
            kind: kind.to_owned(),
            body,
            counter,
            expires_at,
            key_id: self.id().clone(),
            signature: self.sign(&bytes),
        }
    }
}

fn command_bytes(
    device: Uuid,
    id: Uuid,
    kind: &str,
    body: &str,
    counter: u64,
    expires_at: Micros,
    key: &KeyId,
) -> Vec<u8> {
    signed::bytes(
        "kunci command 1",
        &[
            device.as_bytes(),
            id.as_bytes(),
            kind.as_bytes(),
            body.as_bytes(),
            &counter.to_be_bytes(),
            &expires_at.to_be_bytes(),
            key.as_str().as_bytes(),
        ],
    )
}

impl Command {
    /// Whether a server key that this agent trusts signed exactly this command for exactly this device. Nothing
    /// else in a command means anything before this holds.
    ///
    /// # Errors
    /// [`Refusal::UnknownKey`] or [`Refusal::Signature`].
    pub fn authentic(&self, device: Uuid, keys: &ServerKeys) -> Result<(), Refusal> {
        let key = keys.get(&self.key_id).ok_or(Refusal::UnknownKey)?;
        let bytes = command_bytes(
            device,
            self.id,
            &self.kind,
            &self.body,
            self.counter,
            self.expires_at,
            &self.key_id,
        );
        if key.signed(&bytes, &self.signature) {
            Ok(())
        } else {
            Err(Refusal::Signature)
        }
    }

    /// Whether an authentic command that was not seen before may begin: newer than every other, not too late, understood.
    ///
    /// # Errors
    /// [`Refusal::Replayed`], [`Refusal::Expired`] or [`Refusal::Unsupported`], in this order.
    pub fn fresh(&self, last_counter: u64, now: Micros) -> Result<Order, Refusal> {
        if self.counter <= last_counter {
            return Err(Refusal::Replayed);
        }
        if now > self.expires_at {
            return Err(Refusal::Expired);
        }
        Order::parse(&self.kind, &self.body)
    }
}

/// Why a command was not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Signed by a key that this agent does not trust.
    #[error("signed by an unknown server key")]
    UnknownKey,
    /// Not signed by that key, or not for this device, or changed on the way.
    #[error("the signature does not fit this command and this device")]
    Signature,
    /// Its number was used.
    #[error("its counter is not above the last one accepted")]
    Replayed,
    /// Too late, by the device's clock.
    #[error("it arrived after its time, by this device's clock")]
    Expired,
    /// Not understood in full.
    #[error("this agent does not know this kind of command")]
    Unsupported,
}

/// Whether a command did what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It did, and the agent made sure.
    Done,
    /// It did not.
    Failed,
}

/// What the server tells the owner about the end of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// [`Refusal::UnknownKey`].
    UnknownKey,
    /// [`Refusal::Signature`].
    BadSignature,
    /// [`Refusal::Replayed`].
    Replayed,
    /// [`Refusal::Expired`].
    Expired,
    /// [`Refusal::Unsupported`], or the device cannot do it.
    Unsupported,
    /// Ring: it played to its end.
    PlayedOut,
    /// Ring: the owner stopped it from afar.
    StoppedByOwner,
    /// Ring: somebody at the device stopped it; it is in someone's hands.
    StoppedHere,
    /// Ring: nothing could play.
    NoSound,
    /// Locate: no position within a minute.
    NoFix,
    /// Message: nothing could show it. It waits in a file.
    NoDisplay,
    /// Lock: nobody is signed in on the device; its sign-in screen is what they meet.
    NoSession,
    /// Lock: the screen did not say that it is locked.
    NotLocked,
    /// Lock: no login manager answers.
    NoLoginManager,
    /// The agent was interrupted, or its disk is full.
    Trouble,
    /// A reason that this build does not know.
    #[serde(other)]
    Other,
}

impl From<Refusal> for Reason {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownKey => Self::UnknownKey,
            Refusal::Signature => Self::BadSignature,
            Refusal::Replayed => Self::Replayed,
            Refusal::Expired => Self::Expired,
            Refusal::Unsupported => Self::Unsupported,
        }
    }
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Done or failed.
    pub outcome: End,
    /// Why, or how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// For operators: what exactly went wrong, in English. Never shown to owners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Outcome {
    /// Done.
    #[must_use]
    pub fn done() -> Self {
        Self {
            outcome: End::Done,
            reason: None,
            detail: None,
        }
    }

    /// Done, in this way.
    #[must_use]
    pub fn done_as(reason: Reason) -> Self {
        Self {
            outcome: End::Done,
            reason: Some(reason),
            detail: None,
        }
    }

    /// Failed, for this reason.
    #[must_use]
    pub fn failed(reason: impl Into<Reason>, detail: impl Into<String>) -> Self {
        Self {
            outcome: End::Failed,
            reason: Some(reason.into()),
            detail: Some(detail.into().chars().take(200).collect()),
        }
    }
}
