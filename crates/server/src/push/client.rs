//! The request to a push service. Its address came from a browser, so it must not lead into the operator's own network:
//! https at its usual port, a name and no number, public addresses alone at the moment of connecting, no redirects, no proxy, a
//! deadline, and nothing of the answer is read but its status.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use kunci_rules::Span;
use kunci_rules::push::{LONGEST, is_public};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{StatusCode, Url};

use super::encrypt::{Receiver, encrypt};
use super::{Subscription, vapid};
use crate::config::Push;
use crate::state::App;

/// For one request, well below a node's lease on its work.
const TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);

/// What a push service said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It has it.
    Taken,
    /// It knows this browser no more.
    Gone,
    /// Not now; the word goes to the log.
    Later(&'static str),
    /// Never: another try gets the same answer.
    Never,
}

/// What is pushed.
pub struct Note {
    /// For the service worker.
    pub text: Vec<u8>,
    /// How long it is of use.
    pub life: Span,
    /// A newer one of the same topic takes its place on the way.
    pub topic: String,
}

/// The client for push services on the internet. Part of the outbox's transports.
pub struct Client(reqwest::Client);

impl Client {
    /// Prepares it; connects to nothing yet.
    ///
    /// # Errors
    /// The system's certificates cannot be read.
    pub fn new() -> reqwest::Result<Self> {
        let client = reqwest::Client::builder()
            .https_only(true)
            .redirect(Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(PublicOnly))
            .connect_timeout(CONNECT);
        client.build().map(Self)
    }

    /// Hands one push over.
    pub async fn post(&self, app: &App, to: &Subscription, note: &Note) -> Answer {
        // What was taken once may be closed by now: the operator changed the configuration.
        let Some((address, trusted)) = address(&app.config.push, &to.endpoint) else {
            return Answer::Never;
        };
        let receiver = Receiver::read(&to.p256dh, &to.auth);
        let body = receiver.and_then(|receiver| encrypt(&app.random, &receiver, &note.text));
        let authorization = vapid::authorization(app, to.key, &address);
        let (Some(body), Some(authorization)) = (body, authorization) else {
            return Answer::Never;
        };
        let client = if trusted { &app.http } else { &self.0 };
        let request = client
            .post(address)
            .timeout(TIMEOUT)
            .header("authorization", authorization)
            .header("content-encoding", "aes128gcm")
            .header("content-type", "application/octet-stream")
            .header("ttl", note.life.whole_seconds().max(0))
            .header("urgency", "high")
            .header("topic", &note.topic)
            .body(body);
        // The error's own text holds the address: it is not passed on.
        match request.send().await {
            Ok(answer) => judge(answer.status()),
            Err(error) if error.is_timeout() => Answer::Later("timeout"),
            Err(error) if error.is_connect() => Answer::Later("no connection"),
            Err(_) => Answer::Later("broken answer"),
        }
    }
}

fn judge(status: StatusCode) -> Answer {
    match status.as_u16() {
        200..=299 => Answer::Taken,
        404 | 410 => Answer::Gone,
        408 | 429 | 500..=599 => Answer::Later("busy"),
        _ => Answer::Never,
    }
}

/// The address of a push service as a browser says it, if it may be asked at all; and whether the operator trusts it.
pub(super) fn address(config: &Push, text: &str) -> Option<(Url, bool)> {
    if text.len() > LONGEST {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if !plain {
        return None;
    }
    let origin = url.origin().ascii_serialization();
    if config.services.contains(&origin) {
        return Some((url, true));
    }
    // A number would be connected to without being resolved, so without `PublicOnly`.
    let open = url.scheme() == "https" && url.port().is_none() && url.domain().is_some();
    open.then_some((url, false))
}

/// Resolves names as the system does, to public addresses alone.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|to| is_public(to.ip())).collect();
            if public.is_empty() {
                return Err("no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Option<bool> {
        let services = vec!["http://127.0.0.1:9000".to_owned()];
        address(&Push { services }, text).map(|(_, trusted)| trusted)
    }

    #[test]
    fn where_a_push_may_go() {
        assert_eq!(taken("https://push.example/send/abc?x=1"), Some(false));
        assert_eq!(taken("https://push.example:443/send"), Some(false));
        assert_eq!(taken("http://127.0.0.1:9000/abc"), Some(true));
        for refused in [
            "http://push.example/abc",
            "http://127.0.0.1:9001/abc",
            "https://push.example:8443/abc",
            "https://127.0.0.1/abc",
            "https://2130706433/abc",
            "https://[::1]/abc",
            "https://[::ffff:10.0.0.1]/abc",
            "https://user@push.example/abc",
            "https://:secret@push.example/abc",
            "https://push.example/abc#part",
            "ftp://push.example/abc",
            "push.example",
            "",
        ] {
            assert_eq!(taken(refused), None, "{refused}");
        }
        let long = format!("https://push.example/{}", "a".repeat(LONGEST));
        assert_eq!(taken(&long), None);
    }

    /// A name that leads to this machine is taken, and then not connected to.
    #[tokio::test]
    async fn a_name_inside_is_not_connected_to() {
        assert_eq!(taken("https://localhost/abc"), Some(false));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap();
        let port = listener.local_addr().unwrap().port();
        let client = Client::new().unwrap().0;
        let asked = client.post(format!("https://localhost:{port}/abc")).send();
        tokio::select! {
            answer = asked => assert!(answer.unwrap_err().is_connect()),
            _ = listener.accept() => panic!("it was connected to"),
        }
    }
}
