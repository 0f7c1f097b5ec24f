//! A private PostgreSQL cluster.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};

use super::is_root;

/// Why there is no database to test on.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Error(String);

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error(error.to_string())
    }
}

/// A PostgreSQL server on a Unix socket (and, with TLS, on a loopback port) in a directory of its own, durable like a real one.
///
/// Its keeper, a small shell, stops it and removes the directory when this value is dropped, and as well when the test process
/// dies, because then the keeper's standard input ends. PostgreSQL refuses to run as root; there it runs as `postgres`.
pub struct Cluster {
    programs: PathBuf,
    dir: PathBuf,
    port: u16,
    keeper: Mutex<Option<Child>>,
}

/// Starts the server, says so, waits for the end of its input (or a line), and stops it. A line means: keep the files.
const KEEPER: &str = r#"
"$1/pg_ctl" -D "$2/data" -l "$2/log" -w -t 60 start >/dev/null || { tail -n 5 "$2/log" >&2; exit 1; }
echo ready
if read -r how; then "$1/pg_ctl" -D "$2/data" -m "$how" -w stop >/dev/null 2>&1; exit 0; fi
"$1/pg_ctl" -D "$2/data" -m immediate -w stop >/dev/null 2>&1
rm -rf "$2"
"#;

const SETTINGS: &str = "listen_addresses = ''\nmax_connections = 300\nshared_buffers = 32MB\n\
     fsync = on\nsynchronous_commit = on\nfull_page_writes = on\nautovacuum = off\ndeadlock_timeout = 100ms\n";

impl Cluster {
    /// Makes and starts one.
    ///
    /// # Errors
    /// If PostgreSQL is not installed or does not start.
    pub fn start() -> Result<Self, Error> {
        Self::start_with("", &[])
    }

    /// The same with further lines of `postgresql.conf` and files in its data directory.
    ///
    /// # Errors
    /// If PostgreSQL is not installed or does not start.
    pub fn start_with(settings: &str, files: &[(&str, &str)]) -> Result<Self, Error> {
        let programs = programs()?;
        let dir = tempfile::Builder::new()
            .prefix("kunci-pg-")
            .tempdir()?
            .keep();
        // The port only names the socket in a directory of its own, unless `settings` open TCP.
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?
            .local_addr()?
            .port();
        let made = Self {
            programs,
            dir,
            port,
            keeper: Mutex::new(None),
        };
        made.initialise(settings, files)?;
        made.resume()?;
        Ok(made)
    }

    fn initialise(&self, settings: &str, files: &[(&str, &str)]) -> Result<(), Error> {
        if is_root() {
            give(&self.dir)?;
        }
        let data = self.dir.join("data");
        let mut initdb = as_server(&self.programs.join("initdb"));
        initdb.arg("-D").arg(&data).args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]);
        succeed("initdb", &initdb.output()?)?;
        let own = format!(
            "{SETTINGS}port = {}\nunix_socket_directories = '{}'\n",
            self.port,
            self.dir.display()
        );
        let path = data.join("postgresql.conf");
        let defaults = std::fs::read_to_string(&path)?;
        std::fs::write(&path, format!("{defaults}\n{own}{settings}"))?;
        for (name, content) in files {
            let path = data.join(name);
            std::fs::write(&path, content)?;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
            if is_root() {
                give(&path)?;
            }
        }
        Ok(())
    }

    /// How to connect, as its superuser.
    pub fn url(&self) -> String {
        format!(
            "host={} port={} user=postgres dbname=postgres",
            self.dir.display(),
            self.port
        )
    }

    /// The directory that goes with it.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Its socket, for a relay between.
    pub fn socket(&self) -> PathBuf {
        self.dir.join(format!(".s.PGSQL.{}", self.port))
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Starts the server on its files.
    ///
    /// # Errors
    /// If it does not start.
    pub fn resume(&self) -> Result<(), Error> {
        let mut keeper = as_server(Path::new("sh"))
            .args(["-c", KEEPER, "keeper"])
            .arg(&self.programs)
            .arg(&self.dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // A signal to the tests' process group must not reach it, else nobody cleans up.
            .process_group(0)
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = keeper.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        *self.keeper.lock().unwrap_or_else(PoisonError::into_inner) = Some(keeper);
        if line.trim() == "ready" {
            Ok(())
        } else {
            Err(Error("PostgreSQL does not start".to_owned()))
        }
    }

    /// Stops the server as an operator would, and keeps its files for [`Cluster::resume`].
    ///
    /// # Errors
    /// If its keeper is gone.
    pub fn stop(&self) -> Result<(), Error> {
        self.end(b"fast\n")
    }

    /// Kills every process of the server with SIGKILL, and keeps its files for [`Cluster::resume`].
    ///
    /// # Errors
    /// If its keeper is gone or the server cannot be killed.
    pub fn kill(&self) -> Result<(), Error> {
        let lock = self.dir.join("data/postmaster.pid");
        let pid = std::fs::read_to_string(&lock)?;
        let first = pid.lines().next().unwrap_or_default();
        // Where nobody reaps orphans they stay as zombies, which hold nothing but would keep the lock files looking alive.
        let script = "children=$(cat /proc/$1/task/*/children); kill -9 $1 $children; for one in $1 $children; do \
             while grep -qs 'State:.[^ZX]' /proc/$one/status; do sleep 0.01; done; done; rm -f \"$2\" \"$3\".lock";
        let killed = Command::new("sh")
            .args(["-c", script, "kill", first])
            .arg(&lock)
            .arg(self.socket())
            .output()?;
        succeed("kill", &killed)?;
        self.end(b"immediate\n")
    }

    fn end(&self, how: &[u8]) -> Result<(), Error> {
        let keeper = self
            .keeper
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let mut keeper = keeper.ok_or_else(|| Error("the server is not running".to_owned()))?;
        if let Some(mut input) = keeper.stdin.take() {
            input.write_all(how)?;
        }
        keeper.wait()?;
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let keeper = self
            .keeper
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(mut keeper) = keeper {
            drop(keeper.stdin.take());
            drop(keeper.wait());
        }
        // The keeper did so, unless the server had been stopped or never ran. Nobody is left to tell if it fails.
        drop(std::fs::remove_dir_all(&self.dir));
    }
}

/// A command that runs as the server's user.
fn as_server(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
            .arg(program)
            .current_dir("/");
        command
    } else {
        Command::new(program)
    }
}

/// Makes `path` the server user's own.
fn give(path: &Path) -> Result<(), Error> {
    let home = Path::new("/var/lib/postgresql");
    let owner = std::fs::metadata(home).map_err(|error| {
        Error(format!(
            "no user postgres ({}: {error}); install postgresql",
            home.display()
        ))
    })?;
    std::os::unix::fs::chown(path, Some(owner.uid()), Some(owner.gid()))?;
    Ok(())
}

/// The newest installed PostgreSQL.
fn programs() -> Result<PathBuf, Error> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let version = |path: &Path| {
        path.file_name()
            .and_then(|name| name.to_str()?.parse::<u32>().ok())
    };
    versions
        .map(|entry| entry.path())
        .filter(|path| path.join("bin/initdb").exists())
        .max_by_key(|path| version(path))
        .map(|path| path.join("bin"))
        .ok_or_else(|| Error("PostgreSQL is not installed (Debian: postgresql)".to_owned()))
}

fn succeed(what: &str, output: &Output) -> Result<(), Error> {
    if output.status.success() {
        Ok(())
    } else {
        Err(Error(format!(
            "{what} failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )))
    }
}
