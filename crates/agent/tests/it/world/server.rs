//! A server that speaks the wire, and says exactly what the test wants.

use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use kunci_agent::net::Stream;
use kunci_wire::*;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use super::{Certificate, Home, soon};

/// A time far enough ahead for every test.
pub(crate) const LATER: Micros = 4_000_000_000_000_000;

/// The server with its one device.
pub(crate) struct Server {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    pub(crate) origin: Origin,
    pub(crate) signer: Signer,
    pub(crate) device: Uuid,
    key: Option<PublicKey>,
    counter: u64,
    pub(crate) state: DeviceState,
    pub(crate) watchers: Vec<Watcher>,
}

pub(crate) fn watcher(name: &str, last_look: Option<Micros>) -> Watcher {
    Watcher {
        name: name.to_owned(),
        since: 1_795_000_000_000_000,
        last_look,
    }
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap())
            .parse()
            .unwrap();
        Self {
            listener,
            tls: None,
            origin,
            signer: Signer::new("k1".parse().unwrap(), &[1; 32]),
            device: Uuid::from_u128(0xd),
            key: None,
            counter: 0,
            state: DeviceState {
                protection: Protection::On,
                lost_message: None,
                live_until: None,
            },
            watchers: vec![],
        }
    }

    /// The same with TLS, under this certificate.
    pub(crate) async fn start_tls(certificate: &Certificate) -> Self {
        let mut server = Self::start().await;
        server.tls = Some(certificate.acceptor());
        server.origin = server
            .origin
            .to_string()
            .replace("http:", "https:")
            .parse()
            .unwrap();
        server
    }

    async fn stream(&self) -> std::io::Result<Box<dyn Stream>> {
        let (stream, _) = self.listener.accept().await?;
        Ok(match &self.tls {
            None => Box::new(stream),
            Some(tls) => Box::new(tls.accept(stream).await?),
        })
    }

    /// Takes a connection that is expected to come to nothing.
    pub(crate) async fn accept_in_vain(&self) -> std::io::Error {
        match soon("a connection", self.stream()).await {
            Ok(_) => panic!("it was not refused"),
            Err(e) => e,
        }
    }

    /// Gives up its port for a while: the agent finds nobody.
    pub(crate) async fn vanish(self) -> Vanished {
        let address = self.listener.local_addr().unwrap();
        let Self {
            listener,
            tls,
            origin,
            signer,
            device,
            key,
            counter,
            state,
            watchers,
        } = self;
        drop(listener);
        Vanished {
            address,
            back: Box::new(move |listener| Self {
                listener,
                tls,
                origin,
                signer,
                device,
                key,
                counter,
                state,
                watchers,
            }),
        }
    }

    /// Pairs `home` with code 0123-4567.
    pub(crate) async fn pair(&mut self, home: &Home) -> PairRequest {
        let origin = self.origin.to_string();
        let (request, said) =
            tokio::join!(self.answer_pairing(None), home.pair(&origin, "0123-4567"));
        assert!(said.ok, "{said:?}");
        request
    }

    /// Answers one pairing request, with yes or with a refusal.
    pub(crate) async fn answer_pairing(&mut self, refusal: Option<PairRefusal>) -> PairRequest {
        let stream = soon("a pairing request", self.stream()).await.unwrap();
        let (seen, mut saw) = tokio::sync::mpsc::unbounded_channel();
        let (device_id, server_keys) = (self.device, ServerKeys::new(vec![self.signer.public()]));
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let (seen, server_keys) = (seen.clone(), server_keys.clone());
            async move {
                assert_eq!(
                    (request.method().as_str(), request.uri().path()),
                    ("POST", PAIR_PATH)
                );
                let body = request.into_body().collect().await?.to_bytes();
                seen.send(serde_json::from_slice::<PairRequest>(&body).unwrap())
                    .unwrap();
                let (status, json) = match refusal {
                    None => {
                        let answer = PairAnswer {
                            device_id,
                            server_keys,
                            socket_path: SOCKET_PATH.to_owned(),
                            brand: "Akun Nusa".to_owned(),
                        };
                        (201, serde_json::to_vec(&answer))
                    }
                    Some(refusal) => {
                        let (title, code) = (refusal.to_string(), refusal.code().to_owned());
                        let problem = Problem {
                            type_uri: "about:blank".to_owned(),
                            title,
                            status: refusal.status(),
                            code,
                            detail: None,
                        };
                        (refusal.status(), serde_json::to_vec(&problem))
                    }
                };
                let answer = hyper::Response::builder()
                    .status(status)
                    .header("connection", "close");
                Ok::<_, hyper::Error>(answer.body(Full::new(Bytes::from(json.unwrap()))).unwrap())
            }
        });
        let serve = hyper::server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service);
        soon("the pairing", serve).await.unwrap();
        let request = saw.recv().await.unwrap();
        self.key = Some(request.public_key);
        request
    }

    /// Takes a connection and sends the challenge.
    pub(crate) async fn accept(&self, challenge: &Challenge) -> Conn {
        let stream = soon("a connection", self.stream()).await.unwrap();
        let socket = soon("the handshake", tokio_tungstenite::accept_async(stream))
            .await
            .unwrap();
        let mut conn = Conn { socket };
        conn.send(&FromServer::Challenge(*challenge)).await;
        conn
    }

    /// Takes a connection, checks its hello and welcomes it.
    pub(crate) async fn welcome(&self) -> (Conn, Hello) {
        let challenge = Challenge {
            nonce: Nonce::from_bytes([9; 32]),
            protocol: VERSIONS,
        };
        let mut conn = self.accept(&challenge).await;
        let FromAgent::Hello(hello) = conn.next().await else {
            panic!("no hello")
        };
        hello
            .check(&challenge, &self.origin, self.key.unwrap())
            .unwrap();
        assert_eq!(hello.device_id, self.device);
        let now = kunci_agent::clock::now();
        let welcome = Welcome {
            brand: "Akun Nusa".to_owned(),
            now,
            device: self.state.clone(),
            watchers: self.watchers.clone(),
        };
        conn.send(&FromServer::Welcome(welcome)).await;
        (conn, hello)
    }

    /// The next command in line.
    pub(crate) fn command(&mut self, order: &Order) -> Command {
        self.counter += 1;
        self.signer.command(
            self.device,
            Uuid::from_u128(self.counter.into()),
            order,
            self.counter,
            LATER,
        )
    }
}

/// A server that is away; its port is kept in mind.
pub(crate) struct Vanished {
    address: std::net::SocketAddr,
    back: Box<dyn FnOnce(TcpListener) -> Server>,
}

impl Vanished {
    pub(crate) async fn come_back(self) -> Server {
        let listener = TcpListener::bind(self.address).await.unwrap();
        (self.back)(listener)
    }
}

/// A connection with the agent.
pub(crate) struct Conn {
    socket: WebSocketStream<Box<dyn Stream>>,
}

impl Conn {
    pub(crate) async fn send(&mut self, frame: &FromServer) {
        let text = serde_json::to_string(frame).unwrap();
        self.socket.send(Message::Text(text.into())).await.unwrap();
    }

    /// What the agent says next; `None` when it has closed.
    pub(crate) async fn maybe_next(&mut self) -> Option<FromAgent> {
        loop {
            match soon("a frame", self.socket.next()).await? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Whether the next message is a ping. It is answered when the message after it is waited for.
    pub(crate) async fn is_pinged(&mut self) -> bool {
        matches!(
            soon("a ping", self.socket.next()).await,
            Some(Ok(Message::Ping(_)))
        )
    }

    pub(crate) async fn next(&mut self) -> FromAgent {
        self.maybe_next().await.unwrap()
    }

    /// The next frame that `pick` picks; fixes on the way are stored.
    pub(crate) async fn until<T>(
        &mut self,
        what: &str,
        mut pick: impl FnMut(&FromAgent) -> Option<T>,
    ) -> T {
        soon(what, async {
            loop {
                let frame = self.next().await;
                if let FromAgent::Fixes { batch_id, .. } = frame {
                    self.send(&FromServer::Stored { batch_id }).await;
                }
                if let Some(picked) = pick(&frame) {
                    return picked;
                }
            }
        })
        .await
    }

    /// Sends a command and waits for its result.
    pub(crate) async fn order(&mut self, command: &Command) -> Outcome {
        self.send(&FromServer::Command(command.clone())).await;
        self.result(command.id).await
    }

    pub(crate) async fn ack(&mut self, id: Uuid) {
        self.until("an ack", |frame| {
            (*frame == FromAgent::Ack { id }).then_some(())
        })
        .await;
    }

    pub(crate) async fn result(&mut self, command: Uuid) -> Outcome {
        self.until("a result", |frame| match frame {
            FromAgent::Result { id, outcome } if *id == command => Some(outcome.clone()),
            _ => None,
        })
        .await
    }

    /// The positions of the next batch, stored.
    pub(crate) async fn fixes(&mut self) -> Vec<Fix> {
        self.until("fixes", |frame| match frame {
            FromAgent::Fixes { fixes, .. } => Some(fixes.clone()),
            _ => None,
        })
        .await
    }
}
