//! The accept loop: HTTP/1.1 with small buffers, optional TLS, a cap on connections, and an orderly end.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tower::Service as _;

use super::stop::Stop;
use super::tls::Tls;

/// A request head must arrive within this; an idle kept-alive connection is closed after it.
const HEAD_WITHIN: Duration = Duration::from_secs(30);

/// A TLS handshake must be done within this.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);

/// After an accept that failed (out of file descriptors), the loop rests for this long.
const REST: Duration = Duration::from_millis(100);

/// Read and write buffers of a connection grow no further: 10,000 idle ones must fit in memory.
const BUFFER: usize = 8192;

/// One listening socket and what answers on it.
pub(super) struct Door {
    pub(super) listener: TcpListener,
    pub(super) router: Router,
    pub(super) tls: Option<Tls>,
    /// Open connections at most; further ones wait in the kernel's queue.
    pub(super) connections: usize,
    pub(super) stop: Stop,
    /// How long open requests may take after stopping was asked for.
    pub(super) drain: Duration,
}

impl Door {
    /// Accepts until stopping is asked for, then lets open requests finish.
    pub(super) async fn serve(self) {
        let room = Arc::new(Semaphore::new(self.connections));
        let mut open = JoinSet::new();
        loop {
            tokio::select! {
                () = self.stop.asked() => break,
                accepted = accept(&self.listener, &room) => match accepted {
                    Ok((stream, peer, place)) => {
                        open.spawn(connection(stream, peer, self.router.clone(), self.tls.clone(), self.stop.clone(), place));
                    }
                    Err(error) => {
                        tracing::warn!(%error, "accepting a connection failed");
                        sleep(REST).await;
                    }
                },
                Some(_) = open.join_next() => {}
            }
        }
        drop(self.listener);
        let deadline = Instant::now() + self.drain;
        while let Ok(Some(_)) = timeout_at(deadline, open.join_next()).await {}
        if !open.is_empty() {
            tracing::warn!(connections = open.len(), "cut off at the end of the drain");
        }
        open.shutdown().await;
    }
}

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(room)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, place))
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    tls: Option<Tls>,
    stop: Stop,
    _place: OwnedSemaphorePermit,
) {
    // Answers are written whole; waiting to merge them only adds latency.
    let _ = stream.set_nodelay(true);
    match tls {
        None => talk(stream, peer, router, stop).await,
        Some(tls) => match timeout(HANDSHAKE_WITHIN, tls.acceptor().accept(stream)).await {
            Ok(Ok(stream)) => talk(stream, peer, router, stop).await,
            Ok(Err(error)) => tracing::debug!(%error, "TLS handshake"),
            Err(_) => tracing::debug!("TLS handshake took too long"),
        },
    }
}

async fn talk<S>(stream: S, peer: SocketAddr, router: Router, stop: Stop)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let service = service_fn(move |mut request: axum::http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(BUFFER)
        .keep_alive(true)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.asked() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // Visitors go away in the middle all the time.
        tracing::debug!(%error, "connection");
    }
}
