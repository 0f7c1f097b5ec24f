//! Section `risk`: what tells a stranger from an owner. Everything here is optional.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Invalid;

/// Section `risk`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Risk {
    /// A file in `MaxMind` DB format with cities. Without it no place is shown, and no journey is judged.
    pub geoip: Option<PathBuf>,
    /// Breached passwords: SHA-1 hashes in hexadecimal, one a line with `:` and a count, ordered by hash.
    pub breached_file: Option<PathBuf>,
    /// A service that is sent the first five digits of such a hash and answers with the rest of each that it knows.
    pub breached_service: String,
    /// Milliseconds that the service may take; then the password counts as unknown to it.
    pub breached_timeout_ms: u64,
    /// Suspicion locks in ten minutes on all accounts together, after which the rule itself is suspect and rests.
    pub most_locks: i64,
}

impl Default for Risk {
    fn default() -> Self {
        Self {
            geoip: None,
            breached_file: None,
            breached_service: String::new(),
            breached_timeout_ms: 800,
            most_locks: 100,
        }
    }
}

impl Risk {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        let url = self.breached_service.as_str();
        let plain = url.starts_with("http://127.0.0.1") || url.starts_with("http://[::1]");
        if !url.is_empty() && !url.starts_with("https://") && !plain {
            let remedy = "write the address that comes before the five digits, with https://";
            return Err(Invalid::new("risk.breached_service", "(hidden)", remedy));
        }
        if !(100..=5_000).contains(&self.breached_timeout_ms) {
            return Err(Invalid::new(
                "risk.breached_timeout_ms",
                self.breached_timeout_ms,
                "use 100 to 5000: whoever signs in waits for it",
            ));
        }
        if self.most_locks < 1 {
            return Err(Invalid::new(
                "risk.most_locks",
                self.most_locks,
                "use 1 or more",
            ));
        }
        Ok(())
    }
}
