//! Which server is meant.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A server's scheme, host and port, in one spelling: `https://kunci.example`, `http://127.0.0.1:8480`.
///
/// It is part of what the agent signs, so the agent's `--server` and the server's `public_url` must mean the
/// same place. Plain `http` is accepted for this machine only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin {
    secure: bool,
    host: String,
    port: u16,
}

/// Why a server address was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// Not `https://…` or `http://…`.
    #[error("the server's address must begin with https://")]
    Scheme,
    /// `http://` to another machine.
    #[error(
        "http:// would send everything readable to the network; use https:// (http:// is for this machine only)"
    )]
    Plain,
    /// A user name, a path, a query, or no or strange characters for a host.
    #[error(
        "the server's address must be only a host and, if needed, a port, such as https://kunci.example"
    )]
    Host,
    /// Not a port number.
    #[error("the port in the server's address must be a number from 1 to 65535")]
    Port,
}

impl Origin {
    /// Whether TLS is used.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.secure
    }

    /// Host name in lower case, or address; an IPv6 address is in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host without the brackets of an IPv6 address, as resolvers and certificates want it.
    #[must_use]
    pub fn bare_host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    /// Port, the scheme's own if none was given.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Host, and port unless it is the scheme's own: the `Host` header.
    #[must_use]
    pub fn authority(&self) -> String {
        let usual = if self.secure { 443 } else { 80 };
        if self.port == usual {
            self.host.clone()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}://{}",
            if self.secure { "https" } else { "http" },
            self.authority()
        )
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        let text = text.trim().to_ascii_lowercase();
        let (secure, rest) = match text.split_once("://") {
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) => (false, rest),
            _ => return Err(OriginError::Scheme),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = split_port(rest)?;
        if !is_host(host) {
            return Err(OriginError::Host);
        }
        let port = match port {
            None => {
                if secure {
                    443
                } else {
                    80
                }
            }
            Some(port) => match port.parse() {
                Ok(0) | Err(_) => return Err(OriginError::Port),
                Ok(port) => port,
            },
        };
        let origin = Self {
            secure,
            host: host.to_owned(),
            port,
        };
        if secure || is_this_machine(origin.bare_host()) {
            Ok(origin)
        } else {
            Err(OriginError::Plain)
        }
    }
}

impl TryFrom<String> for Origin {
    type Error = OriginError;

    fn try_from(text: String) -> Result<Self, OriginError> {
        text.parse()
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.to_string()
    }
}

fn split_port(rest: &str) -> Result<(&str, Option<&str>), OriginError> {
    let name_ends = if rest.starts_with('[') {
        rest.find(']').ok_or(OriginError::Host)? + 1
    } else {
        rest.find(':').unwrap_or(rest.len())
    };
    let (host, tail) = rest.split_at(name_ends);
    match tail.strip_prefix(':') {
        None if tail.is_empty() => Ok((host, None)),
        None => Err(OriginError::Host),
        Some(port) if port.bytes().all(|b| b.is_ascii_digit()) => Ok((host, Some(port))),
        Some(_) => Err(OriginError::Port),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(v6) = host.strip_prefix('[') {
        return v6
            .strip_suffix(']')
            .is_some_and(|v6| v6.parse::<std::net::Ipv6Addr>().is_ok());
    }
    !host.is_empty()
        && host.len() <= 253
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
