//! The mail relay: a pool of SMTP connections (RFC 5321) with a deadline for each message.
//!
//! The pool is ours because a connection on which a message timed out must never be used again: the late answer to the old
//! message would be read as the answer to the next one. Here such a connection is simply dropped.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};

use super::deliver::NotTaken;
use crate::config::{Invalid, RelayAddress, RelayTls};

/// Idle connections are kept this long; servers end them after minutes (RFC 5321 §4.5.3.2.7).
const IDLE: Duration = Duration::from_secs(30);
/// Idle connections kept.
const KEPT: usize = 8;

pub(super) struct Relay {
    address: RelayAddress,
    tls: Option<TlsParameters>,
    hello: ClientId,
    timeout: Duration,
    idle: Mutex<Vec<(AsyncSmtpConnection, Instant)>>,
}

impl Relay {
    pub(super) fn new(address: RelayAddress, mail: &crate::config::Mail) -> Result<Self, Invalid> {
        let tls = match address.tls {
            RelayTls::None => None,
            RelayTls::StartTls | RelayTls::Wrapped => Some(trust(&address.host, mail)?),
        };
        let timeout = Duration::from_secs(mail.timeout_seconds);
        Ok(Self {
            address,
            tls,
            hello: ClientId::default(),
            timeout,
            idle: Mutex::new(Vec::new()),
        })
    }

    /// Hands one message over within the deadline.
    pub(super) async fn send(
        &self,
        from: &Address,
        to: &Address,
        message: &[u8],
    ) -> Result<(), NotTaken> {
        tokio::time::timeout(self.timeout, self.exchange(from, to, message))
            .await
            .unwrap_or(Err(NotTaken::Later("timeout")))
    }

    async fn exchange(&self, from: &Address, to: &Address, message: &[u8]) -> Result<(), NotTaken> {
        let mut connection = match self.take_idle().await {
            Some(connection) => connection,
            None => self
                .connect()
                .await
                .map_err(|error| NotTaken::Later(describe(&error)))?,
        };
        let mut options = Vec::new();
        if !AsRef::<str>::as_ref(to).is_ascii() {
            if !connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(NotTaken::Never);
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        // What the relay thinks of the sender is the operator's to repair; what it thinks of the recipient or the text is final.
        connection
            .command(Mail::new(Some(from.clone()), options))
            .await
            .map_err(|error| NotTaken::Later(describe(&error)))?;
        connection
            .command(Rcpt::new(to.clone(), Vec::new()))
            .await
            .map_err(judge)?;
        connection.command(Data).await.map_err(judge)?;
        connection.message(message).await.map_err(judge)?;
        self.park(connection);
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let RelayAddress {
            host,
            port,
            tls,
            user,
            password,
        } = &self.address;
        let wrapped = if *tls == RelayTls::Wrapped {
            self.tls.clone()
        } else {
            None
        };
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (host.as_str(), *port),
            Some(self.timeout),
            &self.hello,
            wrapped,
            None,
        )
        .await?;
        if *tls == RelayTls::StartTls
            && let Some(parameters) = &self.tls
        {
            connection.starttls(parameters.clone(), &self.hello).await?;
        }
        if !user.is_empty() {
            let credentials = Credentials::new(user.clone(), password.expose().to_owned());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }

    /// An idle connection that still answers.
    async fn take_idle(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let (mut connection, since) = self
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop()?;
            if since.elapsed() < IDLE && connection.test_connected().await {
                return Some(connection);
            }
        }
    }

    fn park(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(_, since)| since.elapsed() < IDLE);
        if idle.len() < KEPT {
            idle.push((connection, Instant::now()));
        }
    }
}

/// The system's certificate authorities, and the operator's own for a relay inside the house.
fn trust(host: &str, mail: &crate::config::Mail) -> Result<TlsParameters, Invalid> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = &mail.certificate_authority {
        let refuse = |why: String| Invalid::new("mail.certificate_authority", path.display(), why);
        let pem = std::fs::read(path).map_err(|error| refuse(error.to_string()))?;
        let certificate =
            Certificate::from_pem(&pem).map_err(|_| refuse("use a PEM certificate".to_owned()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|_| {
        Invalid::new(
            "mail.smtp_url",
            "(hidden)",
            "the host name cannot be used for TLS",
        )
    })
}

/// A 5xx answer is final (RFC 5321 §4.2.1); anything else may pass.
fn judge(error: Error) -> NotTaken {
    if error.is_permanent() {
        NotTaken::Never
    } else {
        NotTaken::Later(describe(&error))
    }
}

/// A word for the log; the server's own words may repeat the address.
fn describe(error: &Error) -> &'static str {
    match error {
        _ if error.is_timeout() => "timeout",
        _ if error.is_tls() => "TLS failed",
        _ if error.is_permanent() => "the relay refuses our sign-in or sender",
        _ if error.is_transient() => "the relay asks to come back later",
        _ if error.is_response() => "the relay's answer is not SMTP",
        _ if error.is_client() => "the relay lacks what mail.smtp_url asks for",
        _ => "no connection",
    }
}
