//! Sections `mail` and `phone`: how messages leave.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Invalid, RelayAddress};

/// Longest that one try may take, in seconds: shorter than a node's lease on its work.
const LONGEST_TRY: u64 = 30;

/// Section `mail`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// `smtps://user:password@host:465`, `smtp://host:587?tls=required`, or empty: no mail. See [`RelayAddress::parse`].
    pub smtp_url: String,
    /// PEM certificate of an authority that is trusted for the relay beside the system's.
    pub certificate_authority: Option<std::path::PathBuf>,
    /// Sender, such as `Akun Nusa <akun@nusa.example>`.
    pub from: String,
    /// Seconds before one try is given up, at most 30.
    pub timeout_seconds: u64,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            smtp_url: String::new(),
            certificate_authority: None,
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
        self.relay()?;
        check_timeout("mail.timeout_seconds", self.timeout_seconds)
    }

    /// Where mail is handed over; none if `smtp_url` is empty.
    ///
    /// # Errors
    /// `smtp_url` cannot be used.
    pub fn relay(&self) -> Result<Option<RelayAddress>, Invalid> {
        if self.smtp_url.is_empty() {
            Ok(None)
        } else {
            RelayAddress::parse(&self.smtp_url).map(Some)
        }
    }
}

fn check_timeout(key: &str, seconds: u64) -> Result<(), Invalid> {
    if (1..=LONGEST_TRY).contains(&seconds) {
        Ok(())
    } else {
        Err(Invalid::new(key, seconds, "use 1 to 30 seconds"))
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
    /// Calling codes that may be messaged; empty: Indonesia (62) alone, against toll fraud.
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
    /// Request body with the placeholders `{to}` (+62812…) or `{to_digits}` (62812…), `{text}` and `{id}`. Values are
    /// JSON-escaped if `content_type` is JSON, else form-encoded.
    pub body: String,
    /// Content type of `body`.
    #[serde(default = "json")]
    pub content_type: String,
    /// Seconds before the next gateway is tried, at most 30.
    #[serde(default = "ten")]
    pub timeout_seconds: u64,
    /// If the gateway reports delivery: how its reports are read. They come to `POST /hooks/phone/{name}`.
    #[serde(default)]
    pub reports: Option<Reports>,
}

/// Delivery reports of a gateway. A report names the message by the `{id}` of the request and tells its status; each is found
/// in the JSON or form body, or in the query string, since some gateways can only be given an address.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reports {
    /// What the gateway shows us: `Authorization: Bearer …`, or `?secret=…` in the address. At least 16 characters.
    pub secret: String,
    /// Where the message's id is: a field name, or a JSON pointer such as `/statuses/0/id`.
    #[serde(default = "id")]
    pub id: String,
    /// Where the status is, likewise.
    #[serde(default = "status")]
    pub status: String,
    /// Words that mean: it arrived.
    #[serde(default = "delivered")]
    pub delivered: Vec<String>,
    /// Words that mean: it will not arrive this way; the next gateway is tried.
    #[serde(default = "failed")]
    pub failed: Vec<String>,
}

fn id() -> String {
    "id".to_owned()
}

fn status() -> String {
    "status".to_owned()
}

fn delivered() -> Vec<String> {
    ["delivered", "read"].map(str::to_owned).to_vec()
}

fn failed() -> Vec<String> {
    ["failed", "undelivered", "rejected", "expired"]
        .map(str::to_owned)
        .to_vec()
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

/// Phone messages cost money: limits per account, network, prefix and day. 0 means none may be sent. The first message of an hour
/// to an account leaves over the first three, so that strangers cannot use up its owner's way in.
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
    pub(super) fn check(&self) -> Result<(), Invalid> {
        for (index, gateway) in self.gateways.iter().enumerate() {
            gateway.check()?;
            if self.gateways[..index]
                .iter()
                .any(|other| other.name == gateway.name)
            {
                return Err(Invalid::new(
                    "phone.gateways.name",
                    &gateway.name,
                    "give each gateway its own name",
                ));
            }
        }
        Ok(())
    }

    /// Whether numbers with this calling code are messaged: Indonesia's alone unless configured otherwise.
    #[must_use]
    pub fn serves(&self, calling_code: Option<u16>) -> bool {
        match (calling_code, self.countries.as_slice()) {
            (Some(code), []) => code == 62,
            (Some(code), listed) => listed.contains(&code),
            (None, _) => false,
        }
    }
}

impl Gateway {
    fn check(&self) -> Result<(), Invalid> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if self.name.is_empty() || !self.name.chars().all(plain) {
            return Err(Invalid::new(
                "phone.gateways.name",
                &self.name,
                "use letters, digits, - and _: it stands in an address",
            ));
        }
        let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
            .iter()
            .any(|start| self.url.starts_with(start));
        if !self.url.starts_with("https://") && !local {
            return Err(Invalid::new(
                "phone.gateways.url",
                &self.name,
                "use https://: the text holds a code",
            ));
        }
        if !(self.body.contains("{to}") || self.body.contains("{to_digits}"))
            || !self.body.contains("{text}")
        {
            return Err(Invalid::new(
                "phone.gateways.body",
                &self.name,
                "the body needs {to} or {to_digits}, and {text}",
            ));
        }
        check_timeout("phone.gateways.timeout_seconds", self.timeout_seconds)?;
        match &self.reports {
            Some(reports) if reports.secret.len() < 16 => Err(Invalid::new(
                "phone.gateways.reports.secret",
                "(hidden)",
                "use at least 16 random characters",
            )),
            Some(_) if !self.body.contains("{id}") => Err(Invalid::new(
                "phone.gateways.body",
                &self.name,
                "reports name the message by {id}: put it into the body",
            )),
            _ => Ok(()),
        }
    }
}
