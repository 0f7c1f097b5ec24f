//! `mail.smtp_url`: where mail is handed over.

#[cfg(test)]
mod tests;

use reqwest::Url;

use super::Invalid;
use crate::secret::Secret;

/// A parsed `mail.smtp_url`.
#[derive(Clone, Debug)]
pub struct RelayAddress {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: RelayTls,
    /// User name; empty: no sign-in.
    pub user: String,
    /// Password.
    pub password: Secret,
}

/// Protection of the connection to the relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelayTls {
    /// None: mails hold codes, so only towards this machine unless asked for by `?tls=none`.
    None,
    /// STARTTLS, required (RFC 3207).
    StartTls,
    /// From the first byte (RFC 8314 §3.3).
    Wrapped,
}

impl RelayAddress {
    /// `smtps://user:password@host[:465]`, or `smtp://[user:password@]host[:587][?tls=required|none]`. Without `tls`,
    /// STARTTLS is required except towards this machine.
    ///
    /// # Errors
    /// The address cannot be used. The message never repeats it: it may hold a password.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse = |remedy: &str| Invalid::new("mail.smtp_url", "(hidden)", remedy);
        let form = "write it like smtps://user:password@mail.example.id or smtp://mail.example.id:587?tls=required";
        let url = Url::parse(text).map_err(|_| refuse(form))?;
        let host = url
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or_else(|| refuse(form))?;
        let host = host.trim_matches(['[', ']']).to_owned();
        let local = host == "localhost"
            || host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|ip| ip.is_loopback());
        let asked = url
            .query_pairs()
            .find(|(key, _)| key == "tls")
            .map(|(_, value)| value.into_owned());
        let tls = match (url.scheme(), asked.as_deref()) {
            ("smtps", None) => RelayTls::Wrapped,
            ("smtp", Some("required")) => RelayTls::StartTls,
            ("smtp", Some("none")) => RelayTls::None,
            ("smtp", None) if local => RelayTls::None,
            ("smtp", None) => RelayTls::StartTls,
            ("smtp" | "smtps", Some(_)) => {
                return Err(refuse("use ?tls=required or ?tls=none, with smtp:// only"));
            }
            _ => return Err(refuse("start it with smtps:// or smtp://")),
        };
        let usual = if tls == RelayTls::Wrapped { 465 } else { 587 };
        let decode = |part: &str| {
            decode(part)
                .ok_or_else(|| refuse("write special characters of user and password as %XX"))
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(usual),
            tls,
            user: decode(url.username())?,
            password: Secret::new(decode(url.password().unwrap_or_default())?),
        })
    }
}

/// Undoes percent-encoding.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let (pair, after) = after.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}
