//! How `status`, `ring-stop` and `stop-watching` reach the running agent: a socket in its private directory.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use kunci_wire::{Capabilities, DeviceState, LocationState, Micros, Watcher};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

use crate::state::StateDir;
use crate::{Error, Result};

const SOCKET: &str = "control.sock";

/// Far more than any request or answer.
const LONGEST: u64 = 256 * 1024;

/// What can be asked of a running agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// How are you?
    Status,
    /// Stop ringing.
    RingStop,
    /// Nobody should see this device from now on (G8).
    StopWatching,
}

/// How this device stands with its server, as far as known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// When the server said so.
    pub as_of: Micros,
    /// Whose service it is.
    pub brand: String,
    /// Protection, lost message, live mode.
    pub device: DeviceState,
    /// Who can see this device, and when they last looked (G8).
    pub watchers: Vec<Watcher>,
}

impl Standing {
    const FILE: &str = "standing.json";

    /// The last one known.
    ///
    /// # Errors
    /// A file error.
    pub fn load(state: &StateDir) -> Result<Option<Self>> {
        state.read(Self::FILE)
    }

    /// Remembers it, for `status` while the agent does not run.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn save(&self, state: &StateDir) -> Result<()> {
        state.write(Self::FILE, self)
    }
}

/// What a running agent says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Running {
    /// Whether the server has welcomed this connection.
    pub connected: bool,
    /// Whether the device can tell where it is.
    pub location: LocationState,
    /// What it can do.
    pub capabilities: Capabilities,
    /// Fixes that wait for the server.
    pub waiting_fixes: usize,
    /// Time of the last position.
    pub last_fix_at: Option<Micros>,
    /// Live mode lasts until then.
    pub live_until: Option<Micros>,
    /// Whether it rings.
    pub ringing: bool,
}

/// The agent's answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To [`Request::Status`].
    Status {
        /// The server's view.
        standing: Option<Standing>,
        /// The agent's own.
        running: Running,
    },
    /// To [`Request::RingStop`]: whether it was ringing.
    RingStopped(bool),
    /// To [`Request::StopWatching`]: whether the wish went to the server. It does not wait for a connection.
    Asked(bool),
}

/// A request with the way to answer it.
pub type Call = (Request, oneshot::Sender<Answer>);

/// Opens the socket. The caller holds the state directory, so what lies there is left from a dead agent.
///
/// # Errors
/// [`Error::File`], for example because the path is longer than the 107 bytes that a socket may have.
pub fn listen(state: &StateDir) -> Result<UnixListener> {
    state.remove(SOCKET)?;
    let path = state.file(SOCKET);
    let listener = UnixListener::bind(&path).map_err(Error::file(&path))?;
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600))
        .map_err(Error::file(&path))?;
    Ok(listener)
}

/// How long either side of a call may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Serves the socket, one caller after another.
pub async fn serve(listener: UnixListener, calls: mpsc::Sender<Call>) {
    while !calls.is_closed() {
        let served = match listener.accept().await {
            Ok((stream, _)) => timeout(PATIENCE, answer(stream, &calls)).await,
            Err(e) => {
                sleep(PATIENCE).await; // too many open files, for example
                Ok(Err(e))
            }
        };
        if let Ok(Err(e)) = served {
            tracing::debug!("control: {e}");
        }
    }
}

async fn answer(mut stream: UnixStream, calls: &mpsc::Sender<Call>) -> std::io::Result<()> {
    let mut line = String::new();
    let (reader, mut writer) = stream.split();
    BufReader::new(reader.take(LONGEST))
        .read_line(&mut line)
        .await?;
    let request = serde_json::from_str(&line)?;
    let (reply, answer) = oneshot::channel();
    calls
        .send((request, reply))
        .await
        .map_err(std::io::Error::other)?;
    let mut json = serde_json::to_vec(&answer.await.map_err(std::io::Error::other)?)?;
    json.push(b'\n');
    writer.write_all(&json).await
}

/// Asks the agent that runs with this state.
///
/// # Errors
/// [`Error::NotRunning`] if none does, [`Error::File`] if it does not answer properly.
pub async fn ask(state: &StateDir, request: Request) -> Result<Answer> {
    let path = state.file(SOCKET);
    let mut stream = UnixStream::connect(&path)
        .await
        .map_err(|_| Error::NotRunning(state.path().to_owned()))?;
    let exchange = async {
        let mut json = serde_json::to_vec(&request)?;
        json.push(b'\n');
        stream.write_all(&json).await?;
        let mut line = String::new();
        BufReader::new((&mut stream).take(LONGEST))
            .read_line(&mut line)
            .await?;
        Ok(serde_json::from_str(&line)?)
    };
    timeout(PATIENCE, exchange)
        .await
        .unwrap_or_else(|e| Err(e.into()))
        .map_err(Error::file(&path))
}
