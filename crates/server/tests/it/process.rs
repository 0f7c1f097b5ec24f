//! The real program: start, signals, certificates, and what its log says.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Far longer than anything here takes; reached only when a test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A `kunci` of its own, with a configuration in a directory of its own. Ended when dropped.
pub(crate) struct Process {
    child: Child,
    log: Receiver<String>,
    seen: Vec<String>,
    _dir: TempDir,
}

/// The program that this test run has built.
pub(crate) fn kunci() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kunci"));
    command.env_clear().stdin(Stdio::null());
    command
}

impl Process {
    /// `kunci serve` on free ports with these further lines of configuration; returns once it listens.
    pub(crate) fn serve(settings: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("kunci.toml");
        let init = kunci()
            .args(["init", "--config"])
            .arg(&config)
            .arg("--data")
            .arg(dir.path().join("data"))
            .output()
            .unwrap();
        assert!(
            init.status.success(),
            "{}",
            String::from_utf8_lossy(&init.stderr)
        );
        let data = dir.path().join("data").display().to_string();
        let server = format!("[server]\nlisten = \"127.0.0.1:0\"\ndata = {data:?}\n{settings}");
        std::fs::write(&config, server).unwrap();
        let mut command = kunci();
        command.args(["serve", "--config"]).arg(&config);
        Self::start(command, dir)
    }

    /// Starts any command of the program.
    pub(crate) fn start(mut command: Command, dir: TempDir) -> Self {
        let mut child = command
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, log) = channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Self {
            child,
            log,
            seen: Vec::new(),
            _dir: dir,
        }
    }

    /// Waits for a log line that holds this text.
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        loop {
            let Ok(line) = self.log.recv_timeout(PATIENCE) else {
                panic!("no line with {text:?} in {:#?}", self.seen)
            };
            self.seen.push(line.clone());
            if line.contains(text) {
                return line;
            }
        }
    }

    /// Where it listens.
    pub(crate) fn address(&mut self) -> SocketAddr {
        let line = self.wait_for("\"listening\"");
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        line["address"].as_str().unwrap().parse().unwrap()
    }

    /// Sends a signal, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([format!("-{name}"), self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits for the end, and returns everything that it logged.
    pub(crate) fn ended(mut self) -> (ExitStatus, String) {
        while let Ok(line) = self.log.recv_timeout(PATIENCE) {
            self.seen.push(line);
        }
        (
            self.child.wait().unwrap(),
            std::mem::take(&mut self.seen).join("\n"),
        )
    }

    /// What it prints on stdout, line by line.
    pub(crate) fn answers(&mut self) -> BufReader<std::process::ChildStdout> {
        BufReader::new(self.child.stdout.take().unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request as written, on a connection of its own; everything that is answered until it closes.
async fn talk(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    rest(stream).await
}

async fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn it_serves_until_sigterm_and_ends_in_order() {
    let mut process = Process::serve("");
    let address = process.address();
    assert!(talk(address, HEALTH).await.starts_with("HTTP/1.1 200"));
    process.signal("TERM");
    let (status, log) = process.ended();
    assert!(status.success(), "{log}");
    assert!(log.contains("\"ended\""), "{log}");
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn sigterm_lets_a_request_under_way_finish() {
    let mut process = Process::serve("");
    let address = process.address();
    let body = "name=sari%40nusa.example&password=salah";
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "POST /signin HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded";
    stream
        .write_all(
            format!(
                "{head}\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
                body.len()
            )
            .as_bytes(),
        )
        .await
        .unwrap();
    // The server asks for the body: the request is under way.
    let mut go_on = [0; 12];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100");
    process.signal("TERM");
    process.wait_for("\"draining\"");
    stream.write_all(body.as_bytes()).await.unwrap();
    let answer = rest(stream).await;
    assert!(
        answer.contains("HTTP/1.1 401") && answer.contains("</html>"),
        "{answer}"
    );
    let (status, log) = process.ended();
    assert!(status.success() && !log.contains("cut off"), "{log}");
}

#[tokio::test]
async fn sigterm_waits_no_longer_than_the_drain() {
    let mut process = Process::serve("drain_seconds = 1\n");
    let address = process.address();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "POST /signin HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded";
    stream
        .write_all(
            format!("{head}\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n").as_bytes(),
        )
        .await
        .unwrap();
    let mut go_on = [0; 12];
    stream.read_exact(&mut go_on).await.unwrap();
    process.signal("TERM");
    let (status, log) = process.ended();
    assert!(status.success() && log.contains("cut off"), "{log}");
}

#[tokio::test]
async fn metrics_have_a_listener_of_their_own_without_a_token() {
    let mut process = Process::serve("[metrics]\nlisten = \"127.0.0.1:0\"\n");
    let line: serde_json::Value = serde_json::from_str(&process.wait_for("metrics")).unwrap();
    let metrics: SocketAddr = line["address"].as_str().unwrap().parse().unwrap();
    let main = process.address();
    let ask = "GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert!(talk(metrics, ask).await.contains("kunci_build_info"));
    assert!(talk(main, ask).await.starts_with("HTTP/1.1 404"));
    assert!(
        talk(
            metrics,
            "GET /signin HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
        )
        .await
        .starts_with("HTTP/1.1 404")
    );
}

#[tokio::test]
async fn the_log_names_routes_and_never_what_visitors_sent() {
    let mut process = Process::serve("[log]\nlevel = \"debug\"\n");
    let address = process.address();
    let form = |path: &str, body: &str| {
        let kind = "application/x-www-form-urlencoded";
        format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
    };
    let page = |path: &str| {
        format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: 198.51.100.77\r\nconnection: close\r\n\r\n"
        )
    };
    for request in [
        form(
            "/signin",
            "name=sari%40nusa.example&password=kuda-lumping-72&next=%2F",
        ),
        form("/signin", "name=081234567890&password=kuda-lumping-72"),
        form("/signup", "contact=sari%40nusa.example"),
        form("/signup/code", "code=739155"),
        page("/l/tautan-rahasia"),
        page("/signin?next=%2Faccount%3Fq%3Dtautan-rahasia"),
        page("/no/such/tautan-rahasia"),
        "GARBAGE sari@nusa.example\r\n\r\n".to_owned(),
    ] {
        talk(address, &request).await;
    }
    process.signal("TERM");
    let (_, log) = process.ended();
    assert!(
        log.contains("\"route\":\"/l/{token}\"") && log.contains("\"route\":\"/signin\""),
        "{log}"
    );
    for secret in [
        "sari",
        "nusa.example",
        "1234567890",
        "kuda",
        "739155",
        "rahasia",
        "198.51.100",
        "127.0.0.1:",
    ] {
        let told: Vec<&str> = log
            .lines()
            .filter(|line| line.contains(secret) && !line.contains("listening"))
            .collect();
        assert!(told.is_empty(), "{secret} is in {told:#?}");
    }
}

/// Whether others may read a file.
pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
