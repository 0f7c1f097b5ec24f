//! One way to reach the server, for pairing and for the socket: TCP, and TLS wherever the address says `https`.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper_util::rt::TokioIo;
use kunci_wire::{MAX_FRAME, Origin};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use crate::{Error, Result};

/// What the agent calls itself.
pub const AGENT: &str = concat!("kunci-agent/", env!("CARGO_PKG_VERSION"));

const PATIENCE: Duration = Duration::from_secs(30);

/// A connection, plain or encrypted.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A WebSocket to the server.
pub type Socket = WebSocketStream<Box<dyn Stream>>;

/// Posts JSON and returns the status and the body of the answer. Redirects are not followed.
///
/// # Errors
/// [`Error::Unreachable`], also for an answer over 64 KiB or none within 30 seconds.
pub async fn post(server: &Origin, path: &str, json: Vec<u8>) -> Result<(u16, Vec<u8>)> {
    let exchange = async {
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(open(server).await?)).await?;
        let request = hyper::Request::post(path)
            .header(HOST, server.authority())
            .header(USER_AGENT, AGENT)
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(json)))?;
        let answer = async {
            let answer = sender.send_request(request).await?;
            let status = answer.status().as_u16();
            let body = Limited::new(answer.into_body(), MAX_FRAME)
                .collect()
                .await?;
            Ok::<_, Trouble>((status, body.to_bytes().to_vec()))
        };
        tokio::pin!(answer);
        tokio::select! {
            answer = &mut answer => answer,
            // The server may close as soon as it has answered: the answer is then complete, or it says why not.
            _ = connection => answer.await,
        }
    };
    in_time(server, exchange).await
}

/// Opens the WebSocket, with buffers sized for a phone that is mostly idle.
///
/// # Errors
/// [`Error::Unreachable`].
pub async fn socket(server: &Origin, path: &str) -> Result<Socket> {
    let scheme = if server.secure() { "wss" } else { "ws" };
    let url = format!("{scheme}://{}{path}", server.authority());
    let config = WebSocketConfig::default()
        .read_buffer_size(1024)
        .write_buffer_size(0)
        .max_write_buffer_size(2 * MAX_FRAME)
        .max_message_size(Some(MAX_FRAME))
        .max_frame_size(Some(MAX_FRAME));
    in_time(server, async {
        let mut request = url.into_client_request()?;
        request.headers_mut().insert(USER_AGENT, AGENT.try_into()?);
        let stream = open(server).await?;
        let (socket, _) =
            tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await?;
        Ok(socket)
    })
    .await
}

type Trouble = Box<dyn std::error::Error + Send + Sync>;

async fn in_time<T>(
    server: &Origin,
    work: impl Future<Output = std::result::Result<T, Trouble>>,
) -> Result<T> {
    let unreachable = |why: String| Error::Unreachable {
        server: server.to_string(),
        why,
    };
    match timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(|e| unreachable(e.to_string())),
        Err(_) => Err(unreachable(format!(
            "no answer within {} seconds",
            PATIENCE.as_secs()
        ))),
    }
}

async fn open(server: &Origin) -> std::result::Result<Box<dyn Stream>, Trouble> {
    let tcp = TcpStream::connect((server.bare_host(), server.port())).await?;
    tcp.set_nodelay(true)?;
    if !server.secure() {
        return Ok(Box::new(tcp));
    }
    let name = ServerName::try_from(server.bare_host().to_owned())?;
    Ok(Box::new(
        TlsConnector::from(Arc::new(tls()?))
            .connect(name, tcp)
            .await?,
    ))
}

/// TLS 1.2 or newer with the system's certificate authorities; `SSL_CERT_FILE` and `SSL_CERT_DIR` name others.
/// Made anew for each connection: it is needed rarely and would lie around in memory.
fn tls() -> std::result::Result<ClientConfig, Trouble> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    let (added, _) = roots.add_parsable_certificates(found.certs);
    if added == 0 {
        return Err("no certificate authorities found; install the package ca-certificates".into());
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
