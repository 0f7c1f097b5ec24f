//! What passkeys are bound to: the site as its operator named it.

use std::net::IpAddr;

use axum::http::Uri;

/// The site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// The relying party's id: the host name.
    pub(super) id: String,
    /// Where answers must have been given.
    pub(super) origin: String,
}

impl Site {
    /// The site at `server.public_url`; nothing where its host is a number, to which no browser binds a passkey.
    pub(super) fn of(public_url: &str) -> Option<Self> {
        let uri: Uri = public_url.parse().ok()?;
        let (scheme, host) = (uri.scheme_str()?, uri.host()?.to_ascii_lowercase());
        if host.starts_with('[') || host.parse::<IpAddr>().is_ok() {
            return None;
        }
        let usual = if scheme == "https" { 443 } else { 80 };
        // A browser leaves out the usual port.
        let origin = match uri.port_u16().filter(|port| *port != usual) {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        };
        Some(Self { id: host, origin })
    }
}
