//! What this device can do: looked at, never assumed (S-110).

use std::sync::Arc;
use std::time::Duration;

use kunci_wire::{Ability, Capabilities, Kind, LocationState, WhyNot};

use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::act::lock::can_lock;
use crate::act::message::can_notify;
use crate::act::ring::Sound;
use crate::hub::Options;

/// What was found on the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How to ring.
    pub sound: Option<Sound>,
    /// Whether a message can be shown.
    pub display: bool,
    /// Whether a login manager answers.
    pub login: bool,
}

/// Whether a location service answers at `gpsd`, for an agent that has not followed it yet.
pub async fn location(gpsd: &str) -> LocationState {
    match timeout(Duration::from_secs(5), TcpStream::connect(gpsd)).await {
        Ok(Ok(_)) => LocationState::Searching,
        _ => LocationState::Off,
    }
}

/// Looks around.
pub async fn find(options: Arc<Options>) -> Found {
    let configured = options.message_command.is_some();
    let (notify, login) = tokio::join!(can_notify(), can_lock());
    Found {
        sound: Sound::find(options.ring_command.as_deref()),
        display: configured || notify,
        login,
    }
}

impl Found {
    /// What this means for commands, with the location service as it is.
    #[must_use]
    pub fn capabilities(&self, location: LocationState) -> Capabilities {
        let if_so = |able, why| {
            if able {
                Ability::Able
            } else {
                Ability::Unable(why)
            }
        };
        let place = if_so(location != LocationState::Off, WhyNot::NoLocationService);
        let login = if_so(self.login, WhyNot::NoLoginManager);
        [
            (Kind::Locate, place),
            (Kind::Live, place),
            (Kind::Ring, if_so(self.sound.is_some(), WhyNot::NoSound)),
            (Kind::Message, if_so(self.display, WhyNot::NoDisplay)),
            (Kind::Lock, login),
            (Kind::Unlock, login),
            (Kind::Erase, Ability::Unable(WhyNot::Unsupported)),
        ]
        .into_iter()
        .collect()
    }
}
