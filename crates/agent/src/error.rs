//! What can go wrong, in words for whoever runs the agent.

use std::path::{Path, PathBuf};

use kunci_wire::PairRefusal;
use kunci_wire::code::NotACode;
use kunci_wire::origin::OriginError;

/// `Result` with the agent's [`enum@Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Every error ends the process with one line that names its remedy, or is logged while the agent goes on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or directory of the state could not be used.
    #[error("{path}: {source}", path = .path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Others could read what must be private.
    #[error("{path} can be read by others (mode {mode:o}); run: chmod {wanted:o} {path}", path = .path.display())]
    Exposed {
        /// Which file or directory.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
        /// What they must be.
        wanted: u32,
    },
    /// A file of the state holds something else than it should.
    #[error("{path} is damaged: {why}", path = .path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// There is no home directory to derive the default from.
    #[error("no state directory: set --state DIR (neither XDG_STATE_HOME nor HOME is set)")]
    NoStateDirectory,
    /// Another agent uses this state directory.
    #[error("an agent is already running with {}", .0.display())]
    AlreadyRunning(PathBuf),
    /// No agent answers on the control socket.
    #[error("no agent is running with {}; start it with: kunci-agent run", .0.display())]
    NotRunning(PathBuf),
    /// `run` before `pair`.
    #[error("this device is not paired; run: kunci-agent pair --server https://… --code ABCD-EFGH")]
    NotPaired,
    /// `pair` on a paired device.
    #[error("this device is already paired with {0}; to pair it anew add --again")]
    AlreadyPaired(String),
    /// The server's address makes no sense.
    #[error(transparent)]
    Server(#[from] OriginError),
    /// The code makes no sense.
    #[error(transparent)]
    Code(#[from] NotACode),
    /// The server refused to pair.
    #[error("{0}")]
    Refused(PairRefusal),
    /// The server answered something that a Kunci server does not say.
    #[error("the server answered {0}; is this the address of a Kunci server?")]
    Answer(String),
    /// The network, or TLS.
    #[error("cannot reach {server}: {why}")]
    Unreachable {
        /// Which server.
        server: String,
        /// What went wrong.
        why: String,
    },
    /// The system gave no randomness.
    #[error("the system gives no random bytes: {0}")]
    Random(getrandom::Error),
}

impl Error {
    /// An error with the file that it is about.
    pub fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}
