//! Section `limits`: hashing cost and lifetimes.

use serde::{Deserialize, Serialize};

use super::Invalid;

/// Hashing, sessions and proofs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Argon2id memory in KiB (STD-21). OWASP's minimum is 19456.
    pub argon2_memory_kib: u32,
    /// Argon2id passes. OWASP's minimum is 2.
    pub argon2_passes: u32,
    /// Hashing threads; 0: one per core.
    pub hash_workers: usize,
    /// Waiting hashes before sign-ins are answered 503.
    pub hash_queue: usize,
    /// Milliseconds that a hash may wait in the queue before its request is answered 503.
    pub hash_wait_ms: u64,
    /// Days that an owner's session lasts (STD-49).
    pub session_days: i64,
    /// Sign-ups and other new names per network (/24, /48) and day.
    pub new_names_per_network: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            argon2_memory_kib: 64 * 1024,
            argon2_passes: 3,
            hash_workers: 0,
            hash_queue: 64,
            hash_wait_ms: 900,
            session_days: 30,
            new_names_per_network: 20,
        }
    }
}

impl Limits {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        if self.argon2_memory_kib < 19 * 1024 {
            return Err(Invalid::new(
                "limits.argon2_memory_kib",
                self.argon2_memory_kib,
                "use at least 19456 (19 MiB)",
            ));
        }
        if self.argon2_passes < 2 {
            return Err(Invalid::new(
                "limits.argon2_passes",
                self.argon2_passes,
                "use at least 2",
            ));
        }
        if self.hash_queue == 0 || self.hash_wait_ms == 0 {
            return Err(Invalid::new(
                "limits.hash_queue",
                self.hash_queue,
                "use at least 1, and hash_wait_ms above 0",
            ));
        }
        if !(1..=30).contains(&self.session_days) {
            return Err(Invalid::new(
                "limits.session_days",
                self.session_days,
                "use 1 to 30 (STD-49)",
            ));
        }
        Ok(())
    }
}
