//! What delivering needs besides the database: the mail relay, the client for push services, and turns, so that a burst does not open hundreds of
//! connections.

use std::time::Duration;

use kunci_rules::Id;
use lettre::message::Mailbox;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::compose;
use super::deliver::NotTaken;
use super::letter::Letter;
use super::line::Line;
use super::relay::Relay;
use crate::config::{Config, Invalid};
use crate::push;
use crate::state::App;

/// Handovers at once, per queue and node.
const TURNS: usize = 16;

/// The transports of one node. Part of [`App`].
pub struct Post {
    relay: Option<Relay>,
    from: Mailbox,
    mail_turns: Semaphore,
    phone_turns: Semaphore,
    push_turns: Semaphore,
    pub(super) push: push::Client,
}

impl Post {
    /// Prepares the transports, with a client for push services; connects to nothing yet.
    ///
    /// # Errors
    /// `mail.from` or `mail.certificate_authority` cannot be used.
    pub fn new(config: &Config, push: push::Client) -> Result<Self, Invalid> {
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
            push_turns: Semaphore::new(TURNS),
            push,
        })
    }

    /// Waits for a turn in a queue; never closed.
    pub(super) async fn turn(&self, line: Line) -> Option<SemaphorePermit<'_>> {
        let turns = match line {
            Line::Mail => &self.mail_turns,
            Line::Phone => &self.phone_turns,
            Line::Push => &self.push_turns,
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
