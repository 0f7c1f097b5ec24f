//! Sections `mail` and `phone`: how messages leave.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Invalid;

/// Section `mail`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// `smtps://user:password@host:465`, `smtp://host:587?tls=required`, or empty: no mail.
    pub smtp_url: String,
    /// Sender, such as `Akun Nusa <akun@nusa.example>`.
    pub from: String,
    /// Seconds before one delivery attempt is given up.
    pub timeout_seconds: u64,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            smtp_url: String::new(),
            from: "akun@localhost".to_owned(),
            timeout_seconds: 20,
        }
    }
}

impl Mail {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        if self.from.parse::<lettre::message::Mailbox>().is_err() {
            return Err(Invalid::new(
                "mail.from",
                &self.from,
                "write it like: Akun Nusa <akun@nusa.example>",
            ));
        }
        let known = self.smtp_url.is_empty()
            || self.smtp_url.starts_with("smtp://")
            || self.smtp_url.starts_with("smtps://");
        if !known {
            // The URL may hold a password: it is not repeated.
            return Err(Invalid::new(
                "mail.smtp_url",
                "(hidden)",
                "start it with smtps:// or smtp://",
            ));
        }
        Ok(())
    }
}

/// Section `phone`: transports in the order in which they are tried.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Phone {
    /// Tried in this order until one takes the message.
    pub gateways: Vec<Gateway>,
    /// Spending limits (messages).
    pub spending: SpendingLimits,
    /// Calling codes that may be messaged; by default Indonesia alone, against toll fraud.
    pub countries: Vec<u16>,
}

/// One HTTP gateway. The operator says what its request looks like; `{to}`, `{text}` and `{id}` are filled in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Shown in logs, metrics and on the code page.
    pub name: String,
    /// WhatsApp or SMS: owners are told where to look.
    pub kind: GatewayKind,
    /// Where to POST.
    pub url: String,
    /// Request headers; values may hold secrets and are never logged.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Request body with placeholders. Values are JSON-escaped if `content_type` is JSON, else form-encoded.
    pub body: String,
    /// Content type of `body`.
    #[serde(default = "json")]
    pub content_type: String,
    /// Seconds before the next gateway is tried.
    #[serde(default = "ten")]
    pub timeout_seconds: u64,
}

/// The kinds of phone message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GatewayKind {
    /// WhatsApp Business gateway.
    Whatsapp,
    /// SMS gateway.
    Sms,
}

fn json() -> String {
    "application/json".to_owned()
}

const fn ten() -> u64 {
    10
}

/// Phone messages cost money: limits per account, network, prefix and day. 0 means none may be sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SpendingLimits {
    /// Per account and day.
    pub per_account: i64,
    /// Per client network (/24, /48) and day.
    pub per_network: i64,
    /// Per number prefix (first 8 digits) and day: pumping fraud uses neighbouring numbers.
    pub per_prefix: i64,
    /// In all, per day.
    pub per_day: i64,
}

impl Default for SpendingLimits {
    fn default() -> Self {
        Self {
            per_account: 20,
            per_network: 30,
            per_prefix: 40,
            per_day: 5000,
        }
    }
}

impl Phone {
    /// Whether numbers with this calling code are messaged: Indonesia's alone unless configured otherwise.
    #[must_use]
    pub fn serves(&self, calling_code: Option<u16>) -> bool {
        match (calling_code, self.countries.as_slice()) {
            (Some(code), []) => code == 62,
            (Some(code), listed) => listed.contains(&code),
            (None, _) => false,
        }
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        for gateway in &self.gateways {
            let local = gateway.url.starts_with("http://127.0.0.1")
                || gateway.url.starts_with("http://localhost")
                || gateway.url.starts_with("http://[::1]");
            if !gateway.url.starts_with("https://") && !local {
                return Err(Invalid::new(
                    "phone.gateways.url",
                    &gateway.url,
                    "use https://: the text holds a code",
                ));
            }
            if !gateway.body.contains("{to}") || !gateway.body.contains("{text}") {
                return Err(Invalid::new(
                    "phone.gateways.body",
                    &gateway.name,
                    "the body needs {to} and {text}",
                ));
            }
        }
        Ok(())
    }
}
