//! Connections, plain or by TLS.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio::task::JoinHandle;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, NoTls, Socket, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::config::Postgres;
use crate::error::OpenError;

/// How to connect, worked out once.
pub(crate) struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    schema: Option<String>,
    place: String,
}

/// One connection, with the statements prepared on it.
pub(super) struct Link {
    pub(super) client: Client,
    pub(super) statements: RefCell<HashMap<&'static str, Statement>>,
    driver: JoinHandle<()>,
}

/// Acknowledged means durable, even if the server's default says otherwise; and nobody holds a root for ever, neither by
/// going silent nor by waiting in a queue of holders.
const SESSION: &str = "SET client_min_messages = warning; SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '60s'; \
     SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';";

impl Connector {
    pub(crate) fn new(place: &Postgres) -> Result<Self, OpenError> {
        let mut config: Config = place.url.parse().map_err(|error| {
            OpenError::Config(format!("the database URL cannot be read: {error}"))
        })?;
        let tls = match config.get_ssl_mode() {
            SslMode::Require => Some(tls(place.ca.as_deref())?),
            SslMode::Prefer if !config.get_hosts().iter().all(is_local) => {
                return Err(OpenError::Config(
                    "the database URL names another machine: add sslmode=require, or sslmode=disable if every cable \
                     between is trusted"
                        .to_owned(),
                ));
            }
            _ => None,
        };
        if tls.is_none() {
            config.ssl_mode(SslMode::Disable);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(5));
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(Duration::from_secs(15));
        }
        if config.get_application_name().is_none() {
            config.application_name("kunci");
        }
        let schema = place.schema.clone();
        if let Some(name) = schema.as_deref().filter(|name| !is_plain_name(name)) {
            return Err(OpenError::Config(format!(
                "the schema name {name:?} may hold only a-z, 0-9 and _"
            )));
        }
        let place = place_of(&config);
        Ok(Self {
            config,
            tls,
            schema,
            place,
        })
    }

    pub(super) fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// Host and database, without user and password.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Connects on the runtime of the caller, which must be driven for the connection to live.
    pub(super) async fn connect(&self) -> Result<Link, tokio_postgres::Error> {
        let link = match &self.tls {
            Some(tls) => self.connect_by(tls.clone()).await?,
            None => self.connect_by(NoTls).await?,
        };
        let path = self
            .schema
            .as_ref()
            .map(|name| format!("SET search_path TO {name};"))
            .unwrap_or_default();
        link.client
            .batch_execute(&format!("{path}{SESSION}"))
            .await?;
        Ok(link)
    }

    async fn connect_by<T>(&self, tls: T) -> Result<Link, tokio_postgres::Error>
    where
        T: MakeTlsConnect<Socket>,
        T::Stream: Send + 'static,
    {
        let (client, connection) = self.config.connect(tls).await?;
        // How it ends is seen by the client: its next call fails.
        let driver = tokio::spawn(async move { drop(connection.await) });
        Ok(Link {
            client,
            statements: RefCell::default(),
            driver,
        })
    }
}

impl Link {
    /// Says goodbye to the server and waits until that is sent.
    pub(super) async fn hang_up(self) {
        drop(self.statements);
        drop(self.client);
        drop(self.driver.await);
    }
}

fn is_local(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|ip| ip.is_loopback())
        }
    }
}

fn is_plain_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty()
        && name.len() < 64
        && !name.as_bytes()[0].is_ascii_digit()
        && name.bytes().all(plain)
}

fn place_of(config: &Config) -> String {
    let hosts = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    });
    format!(
        "{}/{}",
        hosts.collect::<Vec<_>>().join(","),
        config.get_dbname().unwrap_or_default()
    )
}

/// The provider is named here, since the process may contain two and then has no default.
fn tls(ca: Option<&Path>) -> Result<MakeRustlsConnect, OpenError> {
    let config = ClientConfig::builder_with_provider(Arc::new(
        rustls::crypto::aws_lc_rs::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .map_err(|error| OpenError::Config(format!("TLS cannot be set up: {error}")))?
    .with_root_certificates(authorities(ca)?)
    .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn authorities(ca: Option<&Path>) -> Result<RootCertStore, OpenError> {
    let certificates = match ca {
        None => rustls_native_certs::load_native_certs().certs,
        Some(path) => {
            let unreadable = |error| {
                OpenError::Config(format!(
                    "the authorities in {} cannot be read: {error}",
                    path.display()
                ))
            };
            let all = CertificateDer::pem_file_iter(path).map_err(unreadable)?;
            all.collect::<Result<_, _>>().map_err(unreadable)?
        }
    };
    let mut store = RootCertStore::empty();
    let (added, _) = store.add_parsable_certificates(certificates);
    if added == 0 {
        return Err(OpenError::Config(
            "no certificate authority was found to check the database's certificate".to_owned(),
        ));
    }
    Ok(store)
}
