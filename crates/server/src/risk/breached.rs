//! Passwords that others know: a file of the operator's, or a service that learns only five digits of a hash.
//!
//! Neither ever stands in the way: a file that cannot be read or a service that is down, slow or wrong says "unknown".

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use aws_lc_rs::digest;
use kunci_rules::{Span, Time};

use crate::config::{Invalid, Risk};
use crate::secret::Secret;
use crate::state::App;

/// After a failure the service is left alone for this long, so that a long outage costs one timeout a minute.
const REST: Span = Span::minutes(1);

/// An answer holds about a thousand lines.
const LONGEST_ANSWER: usize = 512 * 1024;

/// Where breached passwords are looked up.
pub struct Breaches {
    file: Option<PathBuf>,
    service: Option<String>,
    timeout: Duration,
    rests_until: AtomicI64,
}

impl Breaches {
    /// As configured.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn open(risk: &Risk) -> Result<Self, Invalid> {
        if let Some(path) = &risk.breached_file {
            File::open(path).map_err(|error| {
                Invalid::new("risk.breached_file", path.display(), error.to_string())
            })?;
        }
        Ok(Self {
            file: risk.breached_file.clone(),
            service: Some(risk.breached_service.clone()).filter(|url| !url.is_empty()),
            timeout: Duration::from_millis(risk.breached_timeout_ms),
            rests_until: AtomicI64::new(i64::MIN),
        })
    }
}

/// Whether others know this password, as far as can be told now.
pub async fn is_breached(app: &App, password: &Secret) -> bool {
    let breaches = &app.breaches;
    if breaches.file.is_none() && breaches.service.is_none() {
        return false;
    }
    let hash = sha1(password);
    if let Some(path) = breaches.file.clone() {
        let wanted = hash.clone();
        let found = tokio::task::spawn_blocking(move || in_file(&path, &wanted)).await;
        match found {
            Ok(Ok(true)) => return true,
            Ok(Ok(false)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the file of breached passwords"),
            Err(_) => tracing::warn!("the file of breached passwords could not be looked up"),
        }
    }
    in_service(app, &hash).await
}

fn sha1(password: &Secret) -> String {
    let bytes = digest::digest(
        &digest::SHA1_FOR_LEGACY_USE_ONLY,
        password.expose().as_bytes(),
    );
    hex::encode_upper(bytes.as_ref())
}

/// Binary search over the bytes of the file: some forty short reads in forty gigabytes.
fn in_file(path: &Path, wanted: &str) -> io::Result<bool> {
    let file = File::open(path)?;
    let (mut low, mut high) = (0, file.metadata()?.len());
    let mut reader = BufReader::with_capacity(256, file);
    while low < high {
        let middle = low + (high - low) / 2;
        let (start, line) = line_at(&mut reader, middle)?;
        let Some(hash) = line.get(..wanted.len()).filter(|_| start < high) else {
            high = middle;
            continue;
        };
        match hash.to_ascii_uppercase().as_str().cmp(wanted) {
            std::cmp::Ordering::Equal => return Ok(true),
            std::cmp::Ordering::Less => low = start + line.len() as u64,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    Ok(false)
}

/// The first line that begins at `from` or later, and where it begins.
fn line_at(reader: &mut BufReader<File>, from: u64) -> io::Result<(u64, String)> {
    let mut start = from;
    if let Some(before) = from.checked_sub(1) {
        reader.seek(SeekFrom::Start(before))?;
        let mut rest = Vec::new();
        reader.read_until(b'\n', &mut rest)?;
        start = before + rest.len() as u64;
    } else {
        reader.seek(SeekFrom::Start(0))?;
    }
    let mut line = String::new();
    reader.read_line(&mut line)?;
    Ok((start, line))
}

async fn in_service(app: &App, hash: &str) -> bool {
    let breaches = &app.breaches;
    let (Some(service), Some((prefix, rest))) = (&breaches.service, hash.split_at_checked(5))
    else {
        return false;
    };
    if app.now() < Time(breaches.rests_until.load(Ordering::Relaxed)) {
        return false;
    }
    match tokio::time::timeout(breaches.timeout, ask(app, &format!("{service}{prefix}"))).await {
        Ok(Some(text)) => listed(&text, rest),
        Ok(None) | Err(_) => {
            tracing::warn!(
                "the service of breached passwords does not answer; it is left alone for a minute"
            );
            let until = app.now() + REST;
            breaches.rests_until.store(until.0, Ordering::Relaxed);
            false
        }
    }
}

async fn ask(app: &App, url: &str) -> Option<String> {
    let answer = app.http.get(url).header("Add-Padding", "true").send().await;
    let mut answer = answer.ok()?.error_for_status().ok()?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.ok()? {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST_ANSWER {
            return None;
        }
    }
    String::from_utf8(body).ok()
}

/// Lines of padding have a count of nought.
fn listed(text: &str, rest: &str) -> bool {
    text.lines()
        .filter_map(|line| line.trim().split_once(':'))
        .any(|(hash, count)| hash.eq_ignore_ascii_case(rest) && count.trim() != "0")
}
