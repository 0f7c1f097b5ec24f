//! Ids that repeat identically when a closure runs again.
//!
//! Every transaction gets a 256-bit seed when it is submitted; its n-th draw is `SHA-256(seed ‖ n)`. So a second run
//! names the same rows, and a database opened with a fixed seed names the same rows in every test run.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::digest::{Context, SHA256};
use uuid::{Builder, Uuid};

/// A seed for draws of ids.
pub(crate) type Seed = [u8; 32];

/// Gives each submitted transaction its own seed.
pub(crate) struct Seeds {
    root: Seed,
    drawn: AtomicU64,
}

impl Seeds {
    /// From a number in tests, else from the operating system.
    #[expect(
        clippy::disallowed_methods,
        reason = "what the ids of a process start from"
    )]
    pub(crate) fn new(fixed: Option<u64>) -> Result<Self, String> {
        let mut root = Seed::default();
        match fixed {
            Some(number) => root[..8].copy_from_slice(&number.to_be_bytes()),
            None => aws_lc_rs::rand::fill(&mut root)
                .map_err(|_| "the system gives no random bytes".to_owned())?,
        }
        Ok(Self {
            root,
            drawn: AtomicU64::new(0),
        })
    }

    pub(crate) fn next(&self) -> Seed {
        mix(&self.root, self.drawn.fetch_add(1, Ordering::Relaxed))
    }
}

fn mix(seed: &Seed, n: u64) -> Seed {
    let mut hash = Context::new(&SHA256);
    hash.update(seed);
    hash.update(&n.to_be_bytes());
    let mut out = Seed::default();
    out.copy_from_slice(hash.finish().as_ref());
    out
}

/// The ids of one run of one closure.
pub(crate) struct Ids {
    seed: Seed,
    now: i64,
    drawn: Cell<u64>,
    tail: Cell<Option<u64>>,
}

/// The random part of a UUIDv7 starts below this, so that counting up from it never overflows its 62 bits.
const TAIL: u64 = 1 << 61;

impl Ids {
    pub(crate) fn new(seed: Seed, now: i64) -> Self {
        Self {
            seed,
            now,
            drawn: Cell::new(0),
            tail: Cell::new(None),
        }
    }

    fn draw(&self) -> u128 {
        let n = self.drawn.get();
        self.drawn.set(n + 1);
        let bytes = mix(&self.seed, n);
        bytes[..16]
            .iter()
            .fold(0, |all, byte| all << 8 | u128::from(*byte))
    }

    /// A random id (RFC 9562 §5.4).
    pub(crate) fn v4(&self) -> Uuid {
        Builder::from_random_bytes(self.draw().to_be_bytes()).into_uuid()
    }

    /// An id that sorts by time (RFC 9562 §5.7): milliseconds, 12 bits of the rest of the microseconds (§6.2 method 3), then
    /// a random tail that only counts upwards within the closure (§6.2 method 2).
    pub(crate) fn v7(&self) -> Uuid {
        let random = u64::try_from(self.draw() & u128::from(u64::MAX)).unwrap_or_default();
        let tail = match self.tail.get() {
            None => random % TAIL,
            Some(last) => last + 1 + (random & 0xffff_ffff),
        };
        self.tail.set(Some(tail));
        let micros = u128::from(self.now.max(0).unsigned_abs());
        let (millis, fraction) = (micros / 1_000, (micros % 1_000) * 4_096 / 1_000);
        Uuid::from_u128(
            (millis & 0xffff_ffff_ffff) << 80
                | 7 << 76
                | fraction << 64
                | 0b10 << 62
                | u128::from(tail),
        )
    }
}

#[cfg(test)]
mod tests;
