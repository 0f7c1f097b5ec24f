//! A laptop that speaks the agent's wire, word by word as the test wants.

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::StatusCode;
use futures_util::{SinkExt as _, StreamExt as _};
use kunci_db::Tx;
use kunci_rules::Id;
use kunci_rules::gate::{Action, Permit, Verdict};
use kunci_server::gate::{self, Asker};
use kunci_wire::hello::Introduction;
use kunci_wire::*;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::owner::Owner;
use crate::phone::{Answer, raw};
use crate::world::{URL, World};

/// A laptop with its key, and what pairing told it.
pub(crate) struct Laptop {
    /// Its key.
    pub(crate) key: DeviceKey,
    /// Its id.
    pub(crate) id: Id,
    /// What it was told at pairing.
    pub(crate) paired: PairAnswer,
    /// Counter of the last command that it accepted.
    pub(crate) counter: u64,
    server: SocketAddr,
}

/// Reads a pairing code from the page.
pub(crate) async fn code(owner: &Owner, name: &str) -> PairingCode {
    code_with(owner, &[("name", name), ("kind", "agent")]).await
}

/// The same, with these fields.
pub(crate) async fn code_with(owner: &Owner, fields: &[(&str, &str)]) -> PairingCode {
    let page = owner.open("/devices/add").await;
    let page = owner.browser.submit(&page, "/devices/add", fields).await;
    let text = page.text();
    let shown = text
        .split_once("--code ")
        .unwrap_or_else(|| panic!("{text}"))
        .1;
    shown.split(' ').next().unwrap().parse().unwrap()
}

/// Everything that a laptop can do but erase.
pub(crate) fn abilities() -> Capabilities {
    let able = |kind| {
        if kind == Kind::Erase {
            Ability::Unable(WhyNot::Unsupported)
        } else {
            Ability::Able
        }
    };
    Kind::ALL
        .into_iter()
        .map(|kind| (kind, able(kind)))
        .collect()
}

/// Posts a pairing request.
pub(crate) async fn post_pair(server: SocketAddr, request: &PairRequest) -> Answer {
    let body = serde_json::to_string(request).unwrap();
    let head = format!(
        "POST {PAIR_PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    raw(server, format!("{head}{body}").as_bytes()).await
}

/// A request of this key with this code.
pub(crate) fn request(key: &DeviceKey, code: PairingCode) -> PairRequest {
    PairRequest::new(
        &origin(),
        code,
        "laptop",
        Some("ThinkPad X220"),
        key,
        abilities(),
    )
}

/// Where the agent means to be.
pub(crate) fn origin() -> Origin {
    URL.parse().unwrap()
}

impl Laptop {
    /// Pairs with the owner's account.
    pub(crate) async fn pair(world: &World, owner: &Owner) -> Self {
        Self::pair_with(world, owner, DeviceKey::from_seed(&[7; 32])).await
    }

    /// The same with a key of its own.
    pub(crate) async fn pair_with(world: &World, owner: &Owner, key: DeviceKey) -> Self {
        let server = world.serve().await;
        let answer = post_pair(server, &request(&key, code(owner, "Laptop Sari").await)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let paired: PairAnswer = serde_json::from_str(&answer.body).unwrap();
        Self {
            key,
            id: paired.device_id,
            paired,
            counter: 0,
            server,
        }
    }

    /// How it is.
    pub(crate) fn status(location: LocationState) -> Status {
        Status {
            battery_pct: Some(80),
            charging: Some(false),
            location,
            capabilities: abilities(),
        }
    }

    /// Opens a connection and answers the challenge.
    pub(crate) async fn knock(&self) -> Line {
        let mut line = Line::open(self.server).await;
        let FromServer::Challenge(challenge) = line.hear().await else {
            panic!("no challenge")
        };
        line.say(&FromAgent::Hello(self.hello(&challenge))).await;
        line
    }

    /// Its answer to a challenge.
    pub(crate) fn hello(&self, challenge: &Challenge) -> Hello {
        let about = Introduction {
            agent: "kunci-agent/test".to_owned(),
            counter: self.counter,
            server_key: self.paired.server_keys.newest().unwrap().clone(),
            status: Self::status(LocationState::On),
        };
        Hello::answer(challenge, &origin(), self.id, &self.key, about).unwrap()
    }

    /// A connection that was welcomed.
    pub(crate) async fn connect(&self) -> (Line, Welcome) {
        let mut line = self.knock().await;
        match line.hear().await {
            FromServer::Welcome(welcome) => (line, welcome),
            other => panic!("{other:?}"),
        }
    }

    /// Checks a command as the agent does, and what it asks for.
    pub(crate) fn accept(&mut self, frame: &FromServer, now: Micros) -> (Id, Order) {
        let FromServer::Command(command) = frame else {
            panic!("{frame:?}")
        };
        command
            .authentic(self.id, &self.paired.server_keys)
            .unwrap();
        let order = command.fresh(self.counter, now).unwrap();
        self.counter = command.counter;
        (command.id, order)
    }
}

/// A position.
pub(crate) fn fix(at: Micros, lat: f64) -> Fix {
    Fix {
        at,
        lat,
        lon: 106.8,
        accuracy_m: Some(8.2),
        altitude_m: Some(20.0),
        speed_mps: None,
        heading: None,
        source: Source::Gps,
        battery_pct: Some(79),
    }
}

/// A WebSocket.
pub(crate) struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Line {
    /// Opens one to a server.
    pub(crate) async fn open(server: SocketAddr) -> Self {
        Self(
            connect_async(format!("ws://{server}{SOCKET_PATH}"))
                .await
                .unwrap()
                .0,
        )
    }

    /// The next frame.
    pub(crate) async fn hear(&mut self) -> FromServer {
        self.next()
            .await
            .unwrap_or_else(|| panic!("the server closed the line"))
    }

    /// The next frame; `None` if the server closed the line.
    pub(crate) async fn next(&mut self) -> Option<FromServer> {
        loop {
            let message = timeout(Duration::from_secs(20), self.0.next())
                .await
                .unwrap();
            match message {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next frame that is none of the device's standing or watchers.
    pub(crate) async fn hear_command(&mut self) -> FromServer {
        loop {
            match self.hear().await {
                FromServer::Device(_) | FromServer::Watchers { .. } => {}
                other => return other,
            }
        }
    }

    /// Says a frame.
    pub(crate) async fn say(&mut self, frame: &FromAgent) {
        self.0
            .send(Message::Text(serde_json::to_string(frame).unwrap().into()))
            .await
            .unwrap();
    }

    /// Says something and waits until the server has worked it off: it answers the batch that follows.
    pub(crate) async fn say_and_wait(&mut self, frame: &FromAgent) {
        self.say(frame).await;
        self.say(&FromAgent::Fixes {
            batch_id: 99,
            fixes: Vec::new(),
        })
        .await;
        while self.hear().await != (FromServer::Stored { batch_id: 99 }) {}
    }
}

/// Does something with the gate's leave.
pub(crate) async fn with_permit<A, T, F>(world: &World, asker: Asker, action: A, work: F) -> T
where
    A: Action + Send + 'static,
    T: Send + 'static,
    F: for<'t, 'c> Fn(&'t Tx<'c>, Permit<'t, A>) -> kunci_db::Result<T> + Send + 'static,
{
    let app = world.app.clone();
    let run = move |tx: &Tx<'_>| match gate::ask(tx, &app, &asker, action)? {
        Verdict::Open(permit) => work(tx, permit),
        _ => panic!("{} is not open", A::KIND.name()),
    };
    world.app.db.tx(run).await.unwrap()
}
