//! What every handler knows about its request: time, language, texts, network, browser. One extractor.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use kunci_rules::{Id, Time};

use super::cookies::Cookie;
use super::error::Error;
use super::locale::{Language, Text};
use crate::keys::Purpose;
use crate::risk::Spot;
use crate::state::App;

/// The request's context.
#[derive(Clone)]
pub struct Context {
    /// The application.
    pub app: App,
    /// Now.
    pub now: Time,
    /// Texts in the asker's language.
    pub text: Text,
    /// The asker's network.
    pub network: Network,
    /// Short description of the browser, such as "Chrome, Android".
    pub label: String,
    /// Request path and query, for the language switch and "come back here".
    pub path: String,
    /// What waits for an approval in this browser: the pages of a signed-in owner say so.
    pub asked: Option<Id>,
    /// The session of this request finds devices and does nothing else: its pages show no menu of the account.
    pub limited: bool,
    client: IpAddr,
    headers: HeaderMap,
}

/// A client network as a keyed hash: enough to count places and to limit, not enough to find anyone.
/// IPv4 by /24, IPv6 by /48.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(pub [u8; 16]);

impl Network {
    /// An account in a network's place: what its signed-in owner asks for counts against that account, and not against the
    /// neighbours behind the same address.
    #[must_use]
    pub const fn of_account(account: Id) -> Self {
        Self(account.into_bytes())
    }
}

impl Context {
    /// A cookie of this request.
    #[must_use]
    pub fn cookie(&self, cookie: Cookie) -> Option<String> {
        cookie.read(&self.headers, self.app.config.server.is_https())
    }

    /// A `Set-Cookie` header.
    #[must_use]
    pub fn set_cookie(
        &self,
        cookie: Cookie,
        value: &str,
        seconds: Option<i64>,
    ) -> Option<axum::http::HeaderValue> {
        cookie.write(value, seconds, self.app.config.server.is_https())
    }

    /// A request header as text.
    #[must_use]
    pub fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Where the asker's network is, as coarsely as its address tells; nothing without the operator's file.
    #[must_use]
    pub fn spot(&self) -> Option<Spot> {
        self.app.geo.spot(self.client)
    }

    /// The same request speaking another language (the account's own, in messages).
    #[must_use]
    pub fn in_language(&self, language: Language) -> Text {
        self.app.texts.of(language)
    }
}

impl FromRequestParts<App> for Context {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        if let Some(made) = parts.extensions.get::<Self>() {
            return Ok(made.clone());
        }
        let https = app.config.server.is_https();
        let language = language_of(parts, https);
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|c| c.0.ip());
        let client = client_address(peer, &parts.headers, app);
        let context = Self {
            now: app.now(),
            text: app.texts.of(language),
            network: network_of(client, app),
            client,
            label: parts
                .headers
                .get(header::USER_AGENT)
                .and_then(|v| v.to_str().ok())
                .map_or_else(String::new, describe_browser),
            path: parts
                .uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            asked: None,
            limited: false,
            headers: parts.headers.clone(),
            app: app.clone(),
        };
        parts.extensions.insert(context.clone());
        Ok(context)
    }
}

fn language_of(parts: &Parts, https: bool) -> Language {
    let asked = parts
        .uri
        .query()
        .and_then(|q| q.split('&').find_map(|pair| pair.strip_prefix("lang=")));
    asked
        .and_then(Language::parse)
        .or_else(|| {
            Cookie::Language
                .read(&parts.headers, https)
                .as_deref()
                .and_then(Language::parse)
        })
        .or_else(|| {
            parts
                .headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|v| v.to_str().ok())
                .map(Language::negotiate)
        })
        .unwrap_or_default()
}

/// The client's address: the last `X-Forwarded-For` entry that no trusted proxy wrote.
fn client_address(peer: Option<IpAddr>, headers: &HeaderMap, app: &App) -> IpAddr {
    let trusted = |ip: &IpAddr| {
        app.config
            .server
            .trusted_proxies
            .iter()
            .any(|net| net.contains(ip))
    };
    let mut client = peer.unwrap_or(IpAddr::from([0, 0, 0, 0])).to_canonical();
    let chain = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|v| v.to_str().ok());
    let mut hops: Vec<IpAddr> = chain
        .flat_map(|line| line.split(','))
        .filter_map(|hop| hop.trim().parse().ok())
        .collect();
    while trusted(&client) {
        let Some(before) = hops.pop() else { break };
        client = before.to_canonical();
    }
    client
}

fn network_of(ip: IpAddr, app: &App) -> Network {
    let prefix: Vec<u8> = match ip {
        IpAddr::V4(v4) => v4.octets()[..3].to_vec(),
        IpAddr::V6(v6) => v6.octets()[..6].to_vec(),
    };
    let tag = app.keys.tag(Purpose::Network, &[&prefix]);
    let mut short = [0; 16];
    short.copy_from_slice(&tag[..16]);
    Network(short)
}

/// "Chrome, Android" from a User-Agent: enough for an owner to recognise a browser, not a fingerprint.
fn describe_browser(agent: &str) -> String {
    let has = |word: &str| agent.contains(word);
    let browser = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("MiuiBrowser", "Mi Browser"),
        ("UCBrowser", "UC Browser"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    let system = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| has(mark))
            .map(|(_, name)| *name)
    };
    match (find(&browser), find(&system)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}
