//! A phone with OwnTracks: added through the page, it posts as the app does, over a socket of its own.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kunci_rules::Id;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::html;
use crate::owner::Owner;
use crate::world::World;

/// The app on Android, as it names itself.
pub(crate) const ANDROID: &str = "Owntracks-Android/gms/420500000";

/// A phone.
pub(crate) struct Phone {
    /// Its id.
    pub(crate) id: Id,
    /// What the link of the page told the app.
    pub(crate) settings: Value,
    server: std::net::SocketAddr,
    /// How the app names itself.
    pub(crate) agent: &'static str,
}

/// What the server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Status.
    pub(crate) status: StatusCode,
    /// Body.
    pub(crate) body: String,
}

impl Phone {
    /// Adds a phone to the owner's account and reads its settings from the page.
    pub(crate) async fn add(world: &World, owner: &Owner, name: &str) -> Self {
        let page = owner.open("/devices/add").await;
        let page = owner
            .browser
            .submit(
                &page,
                "/devices/add",
                &[("name", name), ("kind", "owntracks")],
            )
            .await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let link = page.link("owntracks:///config?inline=").unwrap();
        let inline = link
            .split_once('=')
            .unwrap()
            .1
            .replace("%2B", "+")
            .replace("%2F", "/")
            .replace("%3D", "=");
        let settings = serde_json::from_slice(&STANDARD.decode(inline).unwrap()).unwrap();
        let waiting = html::links(&page.body)
            .into_iter()
            .find(|link| link.ends_with("/waiting"))
            .unwrap();
        let id = waiting.split('/').nth(2).unwrap().parse().unwrap();
        Self {
            id,
            settings,
            server: world.serve().await,
            agent: ANDROID,
        }
    }

    /// A position as the app sends it.
    pub(crate) fn location(tst: i64, lat: f64, lon: f64) -> Value {
        json!({"_type": "location", "lat": lat, "lon": lon, "tst": tst, "acc": 12, "batt": 64, "bs": 1, "tid": "RI", "t": "p", "conn": "m", "m": 1})
    }

    /// Posts a JSON document.
    pub(crate) async fn post(&self, document: &Value) -> Answer {
        self.post_bytes(document.to_string().as_bytes()).await
    }

    /// Posts a body as it is.
    pub(crate) async fn post_bytes(&self, body: &[u8]) -> Answer {
        let text = |name: &str| self.settings[name].as_str().unwrap();
        self.post_as(&format!("{}:{}", text("username"), text("password")), body)
            .await
    }

    /// Posts a body with other credentials.
    pub(crate) async fn post_as(&self, credentials: &str, body: &[u8]) -> Answer {
        let head = format!(
            "POST /pub HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {}\r\nContent-Type: application/json; charset=utf-8\r\n\
             Authorization: Basic {}\r\nX-Limit-U: somebody\r\nX-Limit-D: else\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.agent,
            STANDARD.encode(credentials),
            body.len(),
        );
        raw(self.server, &[head.as_bytes(), body].concat()).await
    }
}

/// Sends bytes, reads to the end of the answer.
pub(crate) async fn raw(server: std::net::SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(server).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer {
        status,
        body: body.to_owned(),
    }
}
