//! Why a server does not start: each names the setting, its value, and what to do.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use kunci_db::OpenError;

use super::tls::Unusable;
use crate::config::Invalid;
use crate::keys;

/// A start that failed. The process ends with status 2.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A value of the configuration.
    #[error(transparent)]
    Config(#[from] Invalid),
    /// No keys yet, or not readable.
    #[error("server.data = {}: {cause}", directory.display())]
    Keys {
        /// Where they should be.
        directory: PathBuf,
        /// What is wrong with them.
        cause: String,
    },
    /// The main database or that of locations.
    #[error("{setting}: {source}{}", remedy_of(setting, source))]
    Database {
        /// `database.url`, or `server.data` for SQLite.
        setting: &'static str,
        /// What it said; never holds a password.
        source: OpenError,
    },
    /// Certificate or key.
    #[error(transparent)]
    Tls(#[from] Unusable),
    /// A socket.
    #[error("{setting} = {address}: {source}; {}", remedy_for(source))]
    Listen {
        /// Which setting.
        setting: &'static str,
        /// Its value.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Built without styles and scripts.
    #[error(
        "this build holds no styles and scripts (web/dist/manifest.json was missing): run `npm ci --prefix web && node web/build.mjs`, then build again"
    )]
    NoBundle,
    /// The demo's people could not be put in.
    #[error("the demo's data: {0}")]
    Seed(&'static str),
    /// The operating system refused something that no setting names.
    #[error("the system refused: {0}")]
    System(#[from] io::Error),
}

impl StartError {
    pub(crate) fn keys(directory: PathBuf, error: &keys::Error) -> Self {
        let missing = matches!(error, keys::Error::Io { source, .. } if source.kind() == io::ErrorKind::NotFound);
        let cause = if missing {
            format!(
                "no {} here; run `kunci init --data {}` once, or restore it from the backup",
                keys::FILE,
                directory.display()
            )
        } else {
            error.to_string()
        };
        Self::Keys { directory, cause }
    }
}

/// Other causes bring their own remedy.
fn remedy_of(setting: &str, error: &OpenError) -> &'static str {
    match (error, setting) {
        (OpenError::Connect { .. }, "database.url") => {
            "; see that it runs, and that host, port, user and password are right"
        }
        (OpenError::Connect { .. }, _) => {
            "; see that the directory exists and that this user may write there"
        }
        _ => "",
    }
}

fn remedy_for(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program listens there: stop it, or choose another port"
        }
        io::ErrorKind::PermissionDenied => {
            "ports below 1024 need CAP_NET_BIND_SERVICE, or a proxy in front"
        }
        io::ErrorKind::AddrNotAvailable => {
            "this machine has no such address: use one of its own, or 0.0.0.0"
        }
        _ => "choose another address",
    }
}
