//! A real HTTP gateway beside the test, which can take, refuse, keep silent and hold.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use kunci_server::config::{Gateway, GatewayKind, Reports};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

/// The secret of its delivery reports.
pub(super) const SECRET: &str = "rahasia-laporan-1";

/// What it does with one request.
pub(super) enum Manner {
    /// Answers with this status.
    Answer(u16),
    /// Never answers.
    Silent,
    /// Answers with what is sent here.
    Hold(oneshot::Receiver<u16>),
}

/// The gateway; its task ends with the test's runtime.
pub(super) struct HttpGateway {
    port: u16,
    arrived: mpsc::UnboundedReceiver<Request>,
    manners: Manners,
}

/// A request as it arrived.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Request {
    /// A field of a JSON body.
    pub(super) fn field(&self, name: &str) -> String {
        let value: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        value[name].as_str().unwrap().to_owned()
    }
}

type Manners = Arc<Mutex<VecDeque<Manner>>>;

#[derive(Clone)]
struct Desk {
    arrived: mpsc::UnboundedSender<Request>,
    manners: Manners,
}

impl HttpGateway {
    /// Takes every message, except as `manners` say for the first ones.
    pub(super) async fn start(manners: impl IntoIterator<Item = Manner>) -> Self {
        let (sender, arrived) = mpsc::unbounded_channel();
        let manners: Manners = Arc::new(Mutex::new(manners.into_iter().collect()));
        let desk = Desk {
            arrived: sender,
            manners: Arc::clone(&manners),
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new().route("/send", post(take)).with_state(desk);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            port,
            arrived,
            manners,
        }
    }

    /// How the server reaches it: JSON, without reports.
    pub(super) fn configured(&self, name: &str, kind: GatewayKind) -> Gateway {
        Gateway {
            name: name.to_owned(),
            kind,
            url: format!("http://127.0.0.1:{}/send?key=alamat-rahasia", self.port),
            headers: [(
                "authorization".to_owned(),
                "Bearer kunci-gerbang".to_owned(),
            )]
            .into(),
            body: r#"{"to":"{to_digits}","text":"{text}","ref":"{id}"}"#.to_owned(),
            content_type: "application/json".to_owned(),
            timeout_seconds: 1,
            reports: None,
        }
    }

    /// The same with delivery reports.
    pub(super) fn reporting(&self, name: &str, kind: GatewayKind) -> Gateway {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        let reports = Reports {
            secret: SECRET.to_owned(),
            id: "id".to_owned(),
            status: "status".to_owned(),
            delivered: words(&["delivered"]),
            failed: words(&["failed"]),
        };
        Gateway {
            reports: Some(reports),
            ..self.configured(name, kind)
        }
    }

    /// What it does with the next request that has no manner yet.
    pub(super) fn then(&self, manner: Manner) {
        self.manners.lock().unwrap().push_back(manner);
    }

    /// The next request.
    pub(super) async fn next(&mut self) -> Request {
        self.arrived.recv().await.unwrap()
    }

    /// Requests that nobody has asked for yet.
    pub(super) fn rest(&mut self) -> Vec<Request> {
        std::iter::from_fn(|| self.arrived.try_recv().ok()).collect()
    }
}

async fn take(State(desk): State<Desk>, headers: HeaderMap, body: String) -> StatusCode {
    let manner = desk
        .manners
        .lock()
        .unwrap()
        .pop_front()
        .unwrap_or(Manner::Answer(202));
    // A test that does not look has let go of the other end.
    drop(desk.arrived.send(Request { headers, body }));
    let status = match manner {
        Manner::Answer(status) => status,
        Manner::Silent => std::future::pending().await,
        Manner::Hold(answer) => answer.await.unwrap_or(500),
    };
    StatusCode::from_u16(status).unwrap()
}
