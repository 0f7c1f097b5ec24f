//! Everything around an agent under test.

mod agent;
mod bus;
mod certificate;
mod gps;
mod server;

pub(crate) use agent::{Agent, Home};
pub(crate) use bus::{Bus, Mock};
pub(crate) use certificate::Certificate;
pub(crate) use gps::{Gps, Track, free_port};
pub(crate) use server::{Conn, Server, watcher};

use std::path::Path;
use std::time::Duration;

/// Generous: a loaded machine is slow, and a test that waits this long has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

/// Waits for `what`, which is known to happen soon.
pub(crate) async fn soon<T>(what: &str, work: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done,
        Err(_) => panic!("waited too long for {what}"),
    }
}

/// Waits until a file in plain sight satisfies `like`; for programs that tell the test about themselves by files.
pub(crate) async fn file_like(path: &Path, like: impl Fn(&str) -> bool) -> String {
    soon(&format!("{}", path.display()), async {
        loop {
            match std::fs::read_to_string(path) {
                Ok(text) if like(&text) => return text,
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    })
    .await
}

/// The path of a program of the system.
pub(crate) fn tool(path: &'static str, package: &str) -> &'static str {
    assert!(
        Path::new(path).exists(),
        "{path} is missing; install the package {package}"
    );
    path
}
