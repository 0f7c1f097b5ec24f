//! The operator's configuration: one TOML file, overridden by `KUNCI_*`, one struct per section.
//!
//! `KUNCI_DATABASE_URL` sets `database.url`, `KUNCI_MAIL_SMTP_URL` sets `mail.smtp_url`, and so on: the first
//! word after `KUNCI_` is the section. Every error names the key, the value and the remedy.

mod brand;
mod limits;
mod messages;
mod policy;
mod push;
mod relay;
mod risk;
mod upstream;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use figment::value::Value;
use serde::{Deserialize, Serialize};

pub use brand::{Brand, Register, Social, Support};
pub use limits::Limits;
pub use messages::{Gateway, GatewayKind, Mail, Phone, Reports, SpendingLimits};
pub use policy::PolicyChanges;
pub use push::Push;
pub use relay::{RelayAddress, RelayTls};
pub use risk::Risk;
pub use upstream::{Preset, Upstream};

/// Everything that an operator can set. See `packaging/kunci.example.toml` for a commented example.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the server listens and how it is reached.
    pub server: Server,
    /// Where the data is.
    pub database: Database,
    /// What owners see.
    pub brand: Brand,
    /// Mail transport.
    pub mail: Mail,
    /// Phone message transports.
    pub phone: Phone,
    /// What signed-in browsers are told.
    pub push: Push,
    /// Hashing, sessions, proofs.
    pub limits: Limits,
    /// Changes to the gate's rules.
    pub policy: PolicyChanges,
    /// Providers at which owners may connect an account of theirs, such as Google.
    pub upstream: Vec<Upstream>,
    /// What tells a stranger from an owner.
    pub risk: Risk,
    /// Maps.
    pub map: Map,
    /// Prometheus.
    pub metrics: Metrics,
    /// Log output.
    pub log: Log,
}

/// Section `server`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// How browsers and phones reach this server; builds every link (never the Host header).
    pub public_url: String,
    /// Directory of keys and of the embedded database.
    pub data: PathBuf,
    /// PEM certificate chain; reloaded on SIGHUP. Empty: plain HTTP, for use behind a proxy.
    pub tls_certificate: Option<PathBuf>,
    /// PEM private key of `tls_certificate`.
    pub tls_key: Option<PathBuf>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Open connections at most; further ones wait to be accepted.
    pub connections: usize,
    /// Seconds that SIGTERM waits for open requests.
    pub drain_seconds: u64,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8480)),
            public_url: "http://127.0.0.1:8480".to_owned(),
            data: PathBuf::from("/var/lib/kunci"),
            tls_certificate: None,
            tls_key: None,
            trusted_proxies: Vec::new(),
            connections: 20_000,
            drain_seconds: 30,
        }
    }
}

impl Server {
    /// Whether browsers reach us over TLS, directly or through a proxy: decides cookie flags and HSTS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// `public_url` joined with an absolute path.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The host (and port) part of `public_url`, as shown to people.
    #[must_use]
    pub fn host(&self) -> &str {
        self.public_url
            .split_once("://")
            .map_or(self.public_url.as_str(), |(_, rest)| rest)
    }
}

/// Section `database`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `postgres://…`; empty: SQLite in `server.data`.
    pub url: String,
    /// PostgreSQL schema; empty: the connection's default.
    pub schema: String,
}

/// Section `map`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Map {
    /// Raster tile template, such as `https://tiles.example/{z}/{x}/{y}.png`; empty: country shapes only.
    pub tiles: String,
    /// Attribution text of the tiles.
    pub attribution: String,
}

/// Section `metrics`: either a listener of its own or a token on the main one; otherwise `/metrics` is 404.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    /// Own listener for `/metrics`.
    pub listen: Option<SocketAddr>,
    /// Bearer token for `/metrics` on the main listener.
    pub token: String,
}

/// Section `log`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `json` or `text`.
    pub format: LogFormat,
    /// `error`, `warn`, `info`, `debug`, or directives such as `info,kunci_server=debug`.
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: LogFormat::Json,
            level: "info".to_owned(),
        }
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object per line.
    Json,
    /// For people at a terminal.
    Text,
}

/// A configuration that cannot be used: key, value, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("configuration: {key}{}{value}: {remedy}", if value.is_empty() { "" } else { " = " })]
pub struct Invalid {
    key: String,
    value: String,
    remedy: String,
}

impl Invalid {
    /// An error about one key. The value must not be a secret.
    pub fn new(key: &str, value: impl ToString, remedy: impl Into<String>) -> Self {
        Self {
            key: key.to_owned(),
            value: value.to_string(),
            remedy: remedy.into(),
        }
    }
}

impl Config {
    /// Reads `file`, then `KUNCI_*`, then checks the result.
    ///
    /// # Errors
    /// The first key that is unknown, of the wrong type or not usable.
    pub fn load(file: Option<&Path>) -> Result<Self, Invalid> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(path) = file {
            if !path.is_file() {
                return Err(Invalid::new(
                    "--config",
                    path.display(),
                    "the file does not exist; `kunci init` writes one",
                ));
            }
            figment = figment.merge(Toml::file_exact(path));
        }
        let environment =
            Env::prefixed("KUNCI_").map(|key| key.as_str().replacen('_', ".", 1).into());
        let figment = figment.merge(environment);
        let config: Self = figment
            .extract()
            .map_err(|error| explain(&figment, &error))?;
        config.checked()
    }

    /// The names of the configured providers, for a list; none if there is none.
    #[must_use]
    pub fn upstream_names(&self) -> Option<String> {
        let names: Vec<&str> = self.upstream.iter().map(|one| one.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// Checks what types cannot say, and brings `public_url` into its one form (no trailing slash).
    ///
    /// # Errors
    /// The first key that is not usable.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        let url = self.server.public_url.trim_end_matches('/').to_owned();
        check_public_url(&url)?;
        self.server.public_url = url;
        if self.server.tls_certificate.is_some() != self.server.tls_key.is_some() {
            return Err(Invalid::new(
                "server.tls_certificate",
                "without server.tls_key",
                "set both or neither",
            ));
        }
        let url = &self.database.url;
        // Both forms of libpq: a URL, or `host=… user=… dbname=…`.
        if !url.is_empty() && !url.starts_with("postgres") && !url.contains("host=") {
            // The URL may hold a password: it is not repeated.
            return Err(Invalid::new(
                "database.url",
                "(hidden)",
                "use postgres://user:password@host/name, or leave it out for SQLite",
            ));
        }
        self.brand.check()?;
        self.limits.check()?;
        self.mail.check()?;
        self.phone.check()?;
        self.push.check()?;
        self.risk.check()?;
        self.upstream = upstream::checked(self.upstream)?;
        Ok(self)
    }
}

fn check_public_url(url: &str) -> Result<(), Invalid> {
    let refuse = |remedy: &str| Err(Invalid::new("server.public_url", url, remedy));
    let Ok(uri) = url.parse::<axum::http::Uri>() else {
        return refuse("write it like https://akun.example.id");
    };
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else {
        return refuse("write it like https://akun.example.id");
    };
    if uri.path() != "/" || uri.query().is_some() {
        return refuse("leave out the path: the server answers at the root of its own host name");
    }
    let loopback = host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|ip| ip.is_loopback());
    match scheme {
        "https" => Ok(()),
        "http" if loopback => Ok(()),
        "http" => refuse("passwords must not travel in the clear: use https:// (S-038)"),
        _ => refuse("start it with https://"),
    }
}

fn explain(figment: &Figment, error: &figment::Error) -> Invalid {
    use figment::error::Kind;
    let key = error.path.join(".");
    let (value, remedy) = match &error.kind {
        // Whatever stands there may be a secret under a misspelt name.
        Kind::UnknownField(_, expected) => (
            String::new(),
            format!("no such key; there are: {}", expected.join(", ")),
        ),
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => {
            (written(figment, &key), format!("expected {expected}"))
        }
        Kind::UnknownVariant(actual, expected) => (
            actual.clone(),
            format!("use one of: {}", expected.join(", ")),
        ),
        other => (written(figment, &key), other.to_string()),
    };
    Invalid {
        key: if key.is_empty() {
            "file".to_owned()
        } else {
            key
        },
        value,
        remedy,
    }
}

/// What was written there, unless it may be a secret.
fn written(figment: &Figment, key: &str) -> String {
    let hidden = ["url", "token", "headers", "body", "secret", "upstream"]
        .iter()
        .any(|secret| key.ends_with(secret) && key != "server.public_url");
    if hidden {
        return "(hidden)".to_owned();
    }
    let text = |value: Value| {
        value.as_str().map_or_else(
            || {
                toml::Value::try_from(&value)
                    .unwrap_or("".into())
                    .to_string()
            },
            str::to_owned,
        )
    };
    figment.find_value(key).map(text).unwrap_or_default()
}
