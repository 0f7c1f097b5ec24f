//! Randomness as an argument: the system's in production, a seeded stream in tests.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::{digest, rand};

/// Where secrets come from.
pub enum Random {
    /// The operating system.
    System,
    /// A reproducible stream: SHA-256 over seed and counter. For tests only.
    Seeded {
        /// Start of the stream.
        seed: u64,
        /// How much has been taken.
        taken: AtomicU64,
    },
}

impl Random {
    /// A reproducible stream.
    #[must_use]
    pub const fn seeded(seed: u64) -> Self {
        Self::Seeded {
            seed,
            taken: AtomicU64::new(0),
        }
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        match self {
            // The system's generator fails only before the kernel is seeded; then nothing must be issued.
            Self::System => {
                #[expect(
                    clippy::disallowed_methods,
                    reason = "this is the source that everyone else is given"
                )]
                let filled = rand::fill(&mut out);
                if filled.is_err() {
                    std::process::abort();
                }
            }
            Self::Seeded { seed, taken } => {
                for chunk in out.chunks_mut(32) {
                    let block = taken.fetch_add(1, Ordering::Relaxed);
                    let mut input = [0; 16];
                    input[..8].copy_from_slice(&seed.to_le_bytes());
                    input[8..].copy_from_slice(&block.to_le_bytes());
                    let stream = digest::digest(&digest::SHA256, &input);
                    chunk.copy_from_slice(&stream.as_ref()[..chunk.len()]);
                }
            }
        }
        out
    }
}
