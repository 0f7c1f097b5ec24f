//! A push service that is not ours, and the browsers that it serves (e2e/push.mjs).

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use kunci_rules::Time;
use serde::Deserialize;
use serde_json::json;

use crate::world::BEGINNING;

/// One in a process of its own, whose clock stands at the beginning of every world. It ends with the tests.
pub(crate) struct PushService {
    /// What a server is told to trust.
    pub(crate) origin: String,
    _child: Child,
}

/// What a browser says when it subscribes.
#[derive(Deserialize)]
pub(crate) struct Subscribed {
    pub(crate) id: String,
    pub(crate) endpoint: String,
    pub(crate) p256dh: String,
    pub(crate) auth: String,
}

/// A push as the browser got it.
#[derive(Debug, Deserialize)]
pub(crate) struct Pushed {
    pub(crate) text: String,
    pub(crate) sub: String,
    pub(crate) ttl: i64,
    pub(crate) urgency: String,
    pub(crate) topic: String,
}

/// The one that all tests share.
pub(crate) fn shared() -> &'static PushService {
    static SHARED: OnceLock<PushService> = OnceLock::new();
    SHARED.get_or_init(start)
}

fn start() -> PushService {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e/push.mjs");
    let at = BEGINNING.since(Time(0)).whole_seconds() * 1000;
    let mut child = Command::new("node")
        .arg(script)
        .args(["--at", &at.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let said: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|_| {
        panic!("no push service: npm ci --prefix e2e (./dev test rust does it)")
    });
    PushService {
        origin: said["origin"].as_str().unwrap().to_owned(),
        _child: child,
    }
}

impl PushService {
    /// A browser subscribes to what a server with this key sends.
    pub(crate) async fn subscribe(&self, key: &str) -> Subscribed {
        let said = self.say("/browser", json!({ "key": key })).await;
        serde_json::from_str(&said).unwrap()
    }

    /// What came for a browser, opened.
    pub(crate) async fn kept(&self, id: &str) -> Vec<Pushed> {
        let said = self.say(&format!("/kept/{id}"), json!({})).await;
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    /// What it answers to a push for this browser; 0: as it should.
    pub(crate) async fn answers(&self, id: &str, status: u16) {
        self.say(&format!("/say/{id}"), json!({ "status": status }))
            .await;
    }

    async fn say(&self, path: &str, body: serde_json::Value) -> String {
        let request = reqwest::Client::new().post(format!("{}{path}", self.origin));
        let answer = request.body(body.to_string()).send().await.unwrap();
        answer.text().await.unwrap()
    }
}
