//! What delivering needs besides the database: the mail relay, and turns, so that a burst does not open hundreds of
//! connections.

use std::time::Duration;

use kunci_rules::Id;
use lettre::message::Mailbox;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::compose;
use super::deliver::NotTaken;
use super::letter::Letter;
use super::relay::Relay;
use crate::config::{Config, Invalid};
use crate::methods::Channel;
use crate::state::App;

/// Handovers at once, per channel and node.
const TURNS: usize = 16;

/// The transports of one node. Part of [`App`].
pub struct Post {
    relay: Option<Relay>,
    from: Mailbox,
    mail_turns: Semaphore,
    phone_turns: Semaphore,
}

impl Post {
    /// Prepares the transports; connects to nothing yet.
    ///
    /// # Errors
    /// `mail.from` or `mail.certificate_authority` cannot be used.
    pub fn new(config: &Config) -> Result<Self, Invalid> {
        let mail = &config.mail;
        let mut from: Mailbox = mail.from.parse().map_err(|_| {
            Invalid::new(
                "mail.from",
                &mail.from,
                "write it like: Akun Nusa <akun@nusa.example>",
            )
        })?;
        if from.name.is_none() {
            from.name = Some(config.brand.name.clone());
        }
        let relay = match mail.relay()? {
            Some(address) => Some(Relay::new(address, mail)?),
            None => None,
        };
        Ok(Self {
            relay,
            from,
            mail_turns: Semaphore::new(TURNS),
            phone_turns: Semaphore::new(TURNS),
        })
    }

    /// Waits for a turn on a channel; never closed.
    pub(super) async fn turn(&self, channel: Channel) -> Option<SemaphorePermit<'_>> {
        let turns = match channel {
            Channel::Email => &self.mail_turns,
            Channel::Phone => &self.phone_turns,
        };
        turns.acquire().await.ok()
    }

    /// Hands one mail to the relay.
    pub(super) async fn mail(
        &self,
        app: &App,
        id: Id,
        to: &str,
        letter: &Letter,
    ) -> Result<(), NotTaken> {
        let Some(relay) = &self.relay else {
            return Err(NotTaken::Later("mail.smtp_url is not set"));
        };
        let Ok(address) = to.parse() else {
            return Err(NotTaken::Never);
        };
        let message = compose::mail(app, &self.from, &address, id, letter).map_err(|error| {
            tracing::error!(message = %id, %error, "a mail could not be composed");
            NotTaken::Never
        })?;
        relay.send(&self.from.email, &address, &message).await
    }
}

/// The HTTP client for gateways: no redirects, since they would carry codes to where the operator did not send them.
///
/// # Errors
/// The system's certificates cannot be read.
pub fn http_client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .build()
}
