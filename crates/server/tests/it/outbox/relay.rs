//! A real SMTP server beside the test.

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;

use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::mpsc;

/// The server; it ends with this value, since its standard input does.
pub(super) struct SmtpServer {
    pub(super) port: u16,
    lines: mpsc::UnboundedReceiver<String>,
    _stdin: ChildStdin,
    _child: Child,
}

/// A mail as it arrived.
#[derive(Debug, Deserialize)]
pub(super) struct Mail {
    pub(super) from: String,
    pub(super) to: Vec<String>,
    pub(super) headers: HashMap<String, String>,
    pub(super) text: String,
    pub(super) html: String,
    pub(super) encrypted: bool,
    pub(super) user: Option<String>,
    /// Number of the connection that brought it.
    pub(super) connection: usize,
}

impl SmtpServer {
    /// Speaks plain SMTP.
    pub(super) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Asks for STARTTLS and for the user `kunci@nusa`.
    pub(super) async fn start_with_tls(certificate: &Path, key: &Path) -> Self {
        Self::start_with(&[certificate, key]).await
    }

    async fn start_with(arguments: &[&Path]) -> Self {
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/it/outbox/smtp_server.py"
        );
        let mut child = Command::new("/usr/bin/python3")
            .arg(script)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let (sender, mut lines) = mpsc::unbounded_channel();
        // Read all the time: a full pipe would stop the server.
        tokio::spawn(async move {
            while let Ok(Some(line)) = output.next_line().await {
                drop(sender.send(line));
            }
        });
        // Nothing comes if python3-aiosmtpd is not installed.
        let first = lines.recv().await.unwrap();
        let said: HashMap<String, u16> = serde_json::from_str(&first).unwrap();
        Self {
            port: said["port"],
            lines,
            _stdin: stdin,
            _child: child,
        }
    }

    /// The next mail that it took.
    pub(super) async fn next(&mut self) -> Mail {
        let line = self.lines.recv().await.unwrap();
        read(&line)
    }

    /// Ends the server and returns the mails that nobody had asked for yet.
    pub(super) async fn rest(mut self) -> Vec<Mail> {
        drop(self._stdin);
        let mut rest = Vec::new();
        while let Some(line) = self.lines.recv().await {
            rest.push(read(&line));
        }
        rest
    }
}

fn read(line: &str) -> Mail {
    let mail: Mail = serde_json::from_str(line).unwrap();
    Mail {
        text: mail.text.replace("\r\n", "\n"),
        ..mail
    }
}

/// A certificate authority and a certificate for 127.0.0.1, made by OpenSSL. Returns authority, certificate and key.
pub(super) async fn certificates(directory: &Path) -> [std::path::PathBuf; 3] {
    let path = |name: &str| directory.join(name);
    let openssl = async |arguments: &str| {
        let done = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(directory)
            .output()
            .await
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc";
    openssl(&format!(
        "req -x509 {key} -keyout ca.key -out ca.pem -days 2 -subj /CN=Test"
    ))
    .await;
    openssl(&format!(
        "req -x509 {key} -keyout relay.key -out relay.pem -days 2 -subj /CN=relay -CA ca.pem -CAkey ca.key \
         -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE"
    ))
    .await;
    [path("ca.pem"), path("relay.pem"), path("relay.key")]
}
