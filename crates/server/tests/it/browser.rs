//! A browser without JavaScript: cookies, forms, redirects, and an address to come from.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::contract;
use crate::events::Events;
use crate::html;
use crate::world::URL;

/// Chrome on a cheap phone.
const AGENT: &str = "Mozilla/5.0 (Linux; Android 12; Redmi 9A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";

/// As many redirects as real browsers follow, roughly.
const REDIRECTS: usize = 10;

/// One browser. Its cookies live as long as it does.
pub(crate) struct Browser {
    router: Router,
    peer: SocketAddr,
    cookies: Mutex<BTreeMap<String, String>>,
    language: &'static str,
}

/// What a browser shows after redirects.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Status of the last answer.
    pub(crate) status: StatusCode,
    /// Path and query of the last answer.
    pub(crate) path: String,
    /// Headers of the last answer.
    pub(crate) headers: HeaderMap,
    /// Body as sent.
    pub(crate) body: String,
}

impl Browser {
    pub(crate) fn new(router: Router, ip: [u8; 4]) -> Self {
        Self {
            router,
            peer: SocketAddr::from((ip, 40_000)),
            cookies: Mutex::default(),
            language: "id",
        }
    }

    /// The same browser with its owner's language set to English.
    pub(crate) fn in_english(self) -> Self {
        Self {
            language: "en",
            ..self
        }
    }

    /// The same cookies at another address: a phone that moved to another network.
    pub(crate) fn moved_to(&self, ip: [u8; 4]) -> Self {
        let cookies = Mutex::new(self.cookies.lock().unwrap().clone());
        Self {
            router: self.router.clone(),
            peer: SocketAddr::from((ip, 40_000)),
            cookies,
            language: self.language,
        }
    }

    /// The same cookies, answered by another node.
    pub(crate) fn on(&self, router: Router) -> Self {
        let cookies = Mutex::new(self.cookies.lock().unwrap().clone());
        Self {
            router,
            peer: self.peer,
            cookies,
            language: self.language,
        }
    }

    /// A cookie that was set.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Forgets everything, as "clear browsing data" does.
    pub(crate) fn clear(&self) {
        self.cookies.lock().unwrap().clear();
    }

    /// Opens an address (of our own, or a path) and follows redirects.
    pub(crate) async fn get(&self, address: &str) -> Page {
        let page = self.send(Request::get(path_of(address))).await;
        self.follow(page).await
    }

    /// Posts a form as our own page would, and follows redirects.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.post_only(path, fields).await;
        self.follow(page).await
    }

    /// Posts a form and shows the answer itself, redirect or not.
    pub(crate) async fn post_only(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = Request::post(path_of(path))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send_with(
            form.header("sec-fetch-site", "same-origin"),
            Body::from(html::encode_form(fields)),
        )
        .await
    }

    /// Fills in the form of `page` that goes to `action` and sends it: its hidden fields and preset values go along, as with
    /// a real browser. `action` may leave out the query.
    pub(crate) async fn submit(&self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let form = html::form(&page.body, action)
            .unwrap_or_else(|| panic!("no form for {action} on {}:\n{}", page.path, page.body));
        let mut all = form.fields.clone();
        for (name, value) in fields {
            all.retain(|(known, _)| known != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        let all: Vec<(&str, &str)> = all
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.post(&form.action, &all).await
    }

    /// Speaks to the JSON API as an app does, which keeps cookies; `Null` sends no body. What comes back is what the API's document
    /// says.
    pub(crate) async fn api(&self, method: Method, path: &str, body: serde_json::Value) -> Page {
        let request = Request::builder().method(method.clone()).uri(path);
        let page = if body.is_null() {
            self.send(request).await
        } else {
            let request = request.header(header::CONTENT_TYPE, "application/json");
            self.send_with(request, Body::from(body.to_string())).await
        };
        contract::holds(&method, &page);
        page
    }

    /// Sends any request without a body from this browser; cookies are added and kept.
    pub(crate) async fn send(&self, request: axum::http::request::Builder) -> Page {
        self.send_with(request, Body::empty()).await
    }

    /// Sends any request from this browser; cookies are added and kept, redirects are not followed.
    pub(crate) async fn send_with(
        &self,
        request: axum::http::request::Builder,
        body: Body,
    ) -> Page {
        let request = self.dressed(request, body);
        let path = request.uri().path_and_query().unwrap().to_string();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        self.keep(&parts.headers);
        let body = body.collect().await.unwrap().to_bytes();
        Page {
            status: parts.status,
            path,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// Opens a stream of server-sent events, perhaps to go on after the event with this id.
    pub(crate) async fn follow_events(&self, path: &str, last: Option<&str>) -> Events {
        let request = Request::get(path).header(header::ACCEPT, "text/event-stream");
        let request = match last {
            Some(id) => request.header("last-event-id", id),
            None => request,
        };
        let request = self.dressed(request, Body::empty());
        Events::new(self.router.clone().oneshot(request).await.unwrap())
    }

    fn dressed(&self, request: axum::http::request::Builder, body: Body) -> Request<Body> {
        let jar: Vec<String> = self
            .cookies
            .lock()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = request
            .header(header::HOST, "localhost:8480")
            .header(header::USER_AGENT, AGENT)
            .header(header::ACCEPT_LANGUAGE, self.language)
            .extension(ConnectInfo(self.peer));
        if !jar.is_empty() {
            request = request.header(header::COOKIE, jar.join("; "));
        }
        request.body(body).unwrap()
    }

    async fn follow(&self, mut page: Page) -> Page {
        for _ in 0..REDIRECTS {
            let Some(next) = page.location() else {
                return page;
            };
            page = self.send(Request::get(path_of(&next))).await;
        }
        panic!("redirects without end at {}", page.path);
    }

    fn keep(&self, headers: &HeaderMap) {
        let mut jar = self.cookies.lock().unwrap();
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") || value.is_empty() {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Page {
    /// Where a redirect leads.
    pub(crate) fn location(&self) -> Option<String> {
        self.status
            .is_redirection()
            .then(|| self.header("location").unwrap())
    }

    /// A header of the answer.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        Some(self.headers.get(name)?.to_str().unwrap().to_owned())
    }

    /// What tells two answers apart for whoever cannot read them: status, where it leads, each header and the length of its value.
    pub(crate) fn outside(&self) -> (StatusCode, Option<String>, Vec<(String, usize)>) {
        let headers = self.headers.iter();
        let mut lengths: Vec<(String, usize)> = headers
            .map(|(name, value)| (name.to_string(), value.len()))
            .collect();
        lengths.sort();
        (self.status, self.location(), lengths)
    }

    /// What a reader sees: no tags, single spaces.
    pub(crate) fn text(&self) -> String {
        html::text(&self.body)
    }

    /// Whether a reader sees this.
    pub(crate) fn shows(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// The value of a field, hidden ones included.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        html::forms(&self.body)
            .into_iter()
            .flat_map(|form| form.fields)
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The first link whose address begins so.
    pub(crate) fn link(&self, begins: &str) -> Option<String> {
        html::links(&self.body)
            .into_iter()
            .find(|link| link.starts_with(begins))
    }

    /// The address of the first link that a reader sees with this text.
    pub(crate) fn link_to(&self, text: &str) -> Option<String> {
        self.body.split("<a ").skip(1).find_map(|part| {
            let (tag, rest) = part.split_once('>')?;
            let words = html::text(&format!(">{}", rest.split("</a>").next()?));
            let href = tag.split_once("href=\"")?.1.split('"').next()?;
            words.contains(text).then(|| href.to_owned())
        })
    }

    /// Where the forms of the page go.
    pub(crate) fn actions(&self) -> Vec<String> {
        html::forms(&self.body)
            .into_iter()
            .map(|form| form.action)
            .collect()
    }

    /// The value of the field of this name in the entry of a list that a reader sees with this text.
    pub(crate) fn value_beside(&self, text: &str, name: &str) -> Option<String> {
        let entries = self
            .body
            .split("<li")
            .skip(1)
            .map(|part| format!("<li{part}"));
        let found = entries.map(|part| part.split("</li>").next().unwrap_or_default().to_owned());
        let mut found = found.filter(|part| html::text(part).contains(text));
        let fields = html::forms(&found.next()?)
            .into_iter()
            .flat_map(|form| form.fields);
        let mut fields = fields.filter(|(known, _)| known == name);
        fields.next().map(|(_, value)| value)
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }
}

/// Links in messages are absolute; a router takes paths.
fn path_of(address: &str) -> &str {
    address.strip_prefix(URL).unwrap_or(address)
}
