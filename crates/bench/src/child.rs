//! The real server as a child of this program, with a directory of its own on a free port.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde::Deserialize;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::Outcome;

/// The variable that names the server's file. The server itself must not see it: it reads every `KUNCI_…`.
pub(crate) const BINARY: &str = "KUNCI_BIN";

/// Longest wait for a demo to be ready. It hashes its people's passwords first.
const READY: Duration = Duration::from_secs(30);
/// Longest wait for a server that was asked to stop.
const STOPPED: Duration = Duration::from_secs(10);

/// The server's file: as named, or beside this program.
///
/// # Errors
/// There is none.
pub(crate) fn binary(named: Option<PathBuf>) -> Outcome<PathBuf> {
    let file = match named {
        Some(file) => file,
        None => std::env::current_exe()?.with_file_name("kunci"),
    };
    if file.is_file() {
        Ok(file)
    } else {
        Err(format!("{}: no such server; name one with --kunci", file.display()).into())
    }
}

/// `kunci` without this program's own setting. It ends with this program at the latest.
pub(crate) fn command(kunci: &Path) -> Command {
    let mut command = Command::new(kunci);
    command
        .env_remove(BINARY)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// A port that nobody has now.
pub(crate) fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}

/// Asks a child to stop as an operator does, so that it brings its files in order.
pub(crate) async fn stop(mut child: Child) -> Outcome {
    if let Some(pid) = child
        .id()
        .and_then(|id| Pid::from_raw(i32::try_from(id).ok()?))
    {
        kill_process(pid, Signal::TERM)?;
    }
    match timeout(STOPPED, child.wait()).await {
        Ok(ended) => drop(ended?),
        Err(_) => child.kill().await?,
    }
    Ok(())
}

/// A running demo that believes `X-Forwarded-For`, so that one machine can be many networks.
pub(crate) struct Demo {
    child: Child,
    directory: TempDir,
    /// Where it answers.
    pub(crate) address: SocketAddr,
    /// People who can sign in, each by a name that leads to one account.
    pub(crate) owners: Vec<Owner>,
}

/// Someone with an account.
#[derive(Clone, Deserialize)]
pub(crate) struct Owner {
    pub(crate) login: String,
    pub(crate) password: String,
}

/// The line that `kunci demo --json` prints.
#[derive(Deserialize)]
struct Line {
    url: String,
    owners: Vec<Owner>,
}

impl Demo {
    /// Starts one and waits until it answers.
    ///
    /// # Errors
    /// It does not start; its log says why.
    pub(crate) async fn start(kunci: &Path, settings: &[(&str, String)]) -> Outcome<Self> {
        let directory = tempfile::Builder::new().prefix("kunci-bench-").tempdir()?;
        let log = directory.path().join("log");
        let mut child = command(kunci)
            .args(["demo", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(directory.path().join("data"))
            .env("KUNCI_SERVER_TRUSTED_PROXIES", "[\"127.0.0.0/8\"]")
            .envs(settings.iter().map(|(key, value)| (key, value)))
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .spawn()?;
        let mut first = String::new();
        if let Some(output) = child.stdout.take() {
            timeout(READY, BufReader::new(output).read_line(&mut first)).await??;
        }
        let Ok(line) = serde_json::from_str::<Line>(&first) else {
            let said = std::fs::read_to_string(&log)?;
            return Err(format!("the demo did not start: {}", said.trim()).into());
        };
        let address = line
            .url
            .replace("http://localhost:", "127.0.0.1:")
            .parse()?;
        // A phone number may be a family's: then one sign-in is several hashes.
        let owners = line
            .owners
            .into_iter()
            .filter(|owner| owner.login.contains('@'))
            .collect();
        Ok(Self {
            child,
            directory,
            address,
            owners,
        })
    }

    /// Stops it. The data stays until the directory is dropped.
    ///
    /// # Errors
    /// Of the system.
    pub(crate) async fn stop(self) -> Outcome<TempDir> {
        stop(self.child).await?;
        Ok(self.directory)
    }
}
