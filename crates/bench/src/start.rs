//! From start to the first answer, and memory at rest, of `kunci serve` as an operator runs it.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use hyper::StatusCode;
use tokio::process::Child;
use tokio::time::sleep;

use crate::Outcome;
use crate::child::{command, free_address, stop};
use crate::client::Client;
use crate::table::{head, remark, row};

/// Starts on a database that is there already; their median is shown.
const STARTS: usize = 5;

/// A start that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Pause between two looks at a server that starts. It adds no more than this.
const LOOK: Duration = Duration::from_millis(1);

/// How long a server has nothing to do before its memory is read.
const REST: Duration = Duration::from_secs(2);

/// Measures and prints.
pub(crate) async fn measure(kunci: &Path) -> Outcome {
    head("start and rest, SQLite");
    let directory = tempfile::Builder::new().prefix("kunci-bench-").tempdir()?;
    let config = directory.path().join("kunci.toml");
    let made = command(kunci)
        .args(["init", "--data"])
        .arg(directory.path().join("data"))
        .arg("--config")
        .arg(&config)
        .stdout(Stdio::null())
        .status()
        .await?;
    if !made.success() {
        return Err("kunci init failed".into());
    }
    let (child, first) = start(kunci, &config).await?;
    stop(child).await?;
    let mut took = Vec::new();
    let mut memory = 0.0;
    for n in 1..=STARTS {
        let (child, ms) = start(kunci, &config).await?;
        took.push(ms);
        if n == STARTS {
            sleep(REST).await;
            memory = resident(&child)?;
        }
        stop(child).await?;
    }
    took.sort_by(f64::total_cmp);

    row(
        "server",
        "start to first page, empty directory",
        first,
        "ms",
        None,
    );
    row(
        "server",
        "start to first page, median of 5 (at most)",
        took[STARTS / 2],
        "ms",
        Some(150.0),
    );
    row(
        "server",
        "resident memory at rest (at most)",
        memory,
        "MB",
        Some(40.0),
    );
    remark("The first page is the sign-in form, rendered and sent. Memory is read 2 s after it.");
    Ok(())
}

/// Starts a server and asks for a page until it comes; the milliseconds since the start.
async fn start(kunci: &Path, config: &Path) -> Outcome<(Child, f64)> {
    let address = free_address()?;
    let began = Instant::now();
    let mut child = command(kunci)
        .args(["serve", "--config"])
        .arg(config)
        .env("KUNCI_SERVER_LISTEN", address.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    while began.elapsed() < PATIENCE {
        if answers(address).await {
            return Ok((child, began.elapsed().as_secs_f64() * 1e3));
        }
        if let Some(ended) = child.try_wait()? {
            return Err(format!("kunci serve did not start: {ended}").into());
        }
        sleep(LOOK).await;
    }
    Err("kunci serve did not answer".into())
}

async fn answers(address: SocketAddr) -> bool {
    let Ok(mut client) = Client::new(address, 0).await else {
        return false;
    };
    client
        .get("/signin")
        .await
        .is_ok_and(|answer| answer.status == StatusCode::OK)
}

/// Megabytes of a process that are in memory.
fn resident(child: &Child) -> Outcome<f64> {
    let id = child.id().ok_or("the server has ended")?;
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line
        .and_then(|line| line.trim().strip_suffix("kB"))
        .ok_or("no VmRSS")?;
    Ok(kib.trim().parse::<f64>()? * 1024.0 / 1e6)
}
