//! The accept loop on a free port, with routes of its own.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::Message;
use axum::routing::get;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::listen::Door;
use super::{Stop, dressed, finish};

const LONG: Duration = Duration::from_secs(60);

async fn open(
    router: Router,
    connections: usize,
    stop: &Stop,
    drain: Duration,
) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let door = Door {
        listener,
        router,
        tls: None,
        connections,
        stop: stop.clone(),
        drain,
    };
    (address, tokio::spawn(door.serve()))
}

async fn ask(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// A socket that repeats what it hears until it is told to stop; the drain waits for it.
fn echo(stop: &Stop) -> Router {
    let stop = stop.clone();
    let upgrade = async move |upgrade: WebSocketUpgrade| {
        let hold = stop.hold();
        upgrade.on_upgrade(async move |mut socket| {
            loop {
                tokio::select! {
                    () = stop.asked() => break,
                    heard = socket.recv() => match heard {
                        Some(Ok(message)) => drop(socket.send(message).await),
                        _ => break,
                    },
                }
            }
            let _ = socket.send(Message::Text("bye".into())).await;
            drop(hold);
        })
    };
    Router::new().route("/", get(upgrade))
}

#[tokio::test]
async fn sockets_are_upgraded_and_told_when_the_server_stops() {
    let stop = Stop::new();
    let (address, door) = open(echo(&stop), 8, &stop, LONG).await;
    let (mut socket, _) = tokio_tungstenite::connect_async(format!("ws://{address}/"))
        .await
        .unwrap();
    socket.send("halo".into()).await.unwrap();
    assert_eq!(
        socket.next().await.unwrap().unwrap().into_text().unwrap(),
        "halo"
    );

    stop.ask();
    door.await.unwrap();
    assert_eq!(
        socket.next().await.unwrap().unwrap().into_text().unwrap(),
        "bye"
    );
    finish(&stop, LONG).await;
}

#[tokio::test]
async fn the_drain_waits_for_whoever_holds_but_not_for_ever() {
    let stop = Stop::new();
    let hold = stop.hold();
    stop.ask();
    finish(&stop, Duration::ZERO).await;

    let waiting = tokio::spawn({
        let stop = stop.clone();
        async move { finish(&stop, LONG).await }
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    drop(hold);
    waiting.await.unwrap();
}

#[tokio::test]
async fn connections_beyond_the_cap_wait_for_a_place() {
    let stop = Stop::new();
    let (address, door) = open(Router::new().route("/", get("halo")), 1, &stop, LONG).await;
    let mut first = TcpStream::connect(address).await.unwrap();
    first
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut begin = [0; 15];
    first.read_exact(&mut begin).await.unwrap();
    assert_eq!(&begin, b"HTTP/1.1 200 OK");

    let second = tokio::spawn(ask(address));
    // The first keeps the only place until it goes.
    tokio::task::yield_now().await;
    assert!(!second.is_finished());
    drop(first);
    assert!(second.await.unwrap().ends_with("halo"));
    stop.ask();
    door.await.unwrap();
}

#[tokio::test]
async fn a_panicking_connection_task_takes_nothing_with_it() {
    let stop = Stop::new();
    let router = Router::new()
        .route("/", get(async || -> &'static str { panic!("on purpose") }))
        .route("/well", get("halo"));
    let (address, door) = open(router, 8, &stop, LONG).await;
    assert_eq!(ask(address).await, "", "cut off");
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"GET /well HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("halo"));
    stop.ask();
    door.await.unwrap();
}

/// A release without styles and scripts does not start, and says what to run.
#[test]
fn a_release_without_the_bundle_refuses_with_a_clear_word() {
    for (built, debug) in [(true, true), (true, false), (false, true)] {
        assert!(dressed(built, debug).is_ok(), "{built} {debug}");
    }
    let word = dressed(false, false).unwrap_err().to_string();
    for part in ["web/dist/manifest.json", "npm ci", "build again"] {
        assert!(word.contains(part), "{part} in {word}");
    }
}
