//! The real binary.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};

use super::soon;

/// A home for an agent: its state directory, and the environment and arguments that the test gives it.
pub(crate) struct Home {
    dir: tempfile::TempDir,
    pub(crate) env: Vec<(&'static str, String)>,
    pub(crate) run: Vec<String>,
}

impl Home {
    /// No bus, no gpsd, no battery, no player: what a test does not bring is not there.
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let nowhere = format!("unix:path={}", dir.path().join("no-bus").display());
        let empty = dir.path().join("bin");
        std::fs::create_dir(&empty).unwrap();
        let env = vec![
            ("DBUS_SYSTEM_BUS_ADDRESS", nowhere.clone()),
            ("DBUS_SESSION_BUS_ADDRESS", nowhere),
            ("PATH", empty.display().to_string()),
            ("LANG", "id_ID.UTF-8".to_owned()),
            ("TZ", "Asia/Jakarta".to_owned()),
        ];
        Self {
            dir,
            env,
            run: vec!["--gpsd".to_owned(), "127.0.0.1:1".to_owned()],
        }
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    /// A place for the test's own files.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.env.retain(|(known, _)| *known != name);
        self.env.push((name, value.to_owned()));
    }

    /// Where programs are looked up.
    pub(crate) fn bin(&self) -> PathBuf {
        self.file("bin")
    }

    pub(crate) fn gpsd(&mut self, port: u16) {
        self.run[1] = format!("127.0.0.1:{port}");
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kunci-agent"));
        command
            .env_clear()
            .envs(self.env.iter().map(|(name, value)| (*name, value.as_str())));
        command
            .arg("--state")
            .arg(self.state())
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Runs a command that ends by itself.
    pub(crate) async fn cli(&self, args: &[&str]) -> Said {
        let Output {
            status,
            stdout,
            stderr,
        } = soon("a command", self.command().args(args).output())
            .await
            .unwrap();
        Said {
            ok: status.success(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    pub(crate) async fn pair(&self, server: &str, code: &str) -> Said {
        self.cli(&[
            "pair",
            "--server",
            server,
            "--code",
            code,
            "--name",
            "HP Ibu",
            "--gpsd",
            &self.run[1],
        ])
        .await
    }

    /// Starts the agent.
    pub(crate) fn start(&self) -> Agent {
        let log = self.file("agent.log");
        let file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&log)
            .unwrap();
        let child = self
            .command()
            .arg("run")
            .args(&self.run)
            .stderr(file)
            .spawn()
            .unwrap();
        Agent { child, log }
    }
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) ok: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A running agent; killed with this value.
pub(crate) struct Agent {
    child: Child,
    log: PathBuf,
}

impl Agent {
    /// SIGTERM, and its end.
    pub(crate) async fn stop(mut self) {
        self.signal(Signal::TERM);
        assert!(
            soon("the agent's end", self.child.wait())
                .await
                .unwrap()
                .success()
        );
    }

    /// SIGKILL, and its end.
    pub(crate) async fn kill(mut self) {
        self.signal(Signal::KILL);
        soon("the agent's end", self.child.wait()).await.unwrap();
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id().unwrap()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }
}

impl Drop for Agent {
    /// A failed test shows what the agent thought.
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "--- agent\n{}",
                std::fs::read_to_string(Path::new(&self.log)).unwrap_or_default()
            );
        }
    }
}
