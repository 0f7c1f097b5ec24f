//! How long to wait before connecting again.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(300);

/// Doubles from one second to five minutes. The wait is random within its upper half, so that a thousand agents
/// which lost the server together do not return together.
#[derive(Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The connection worked.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// The server does not want this device: ask rarely from now on.
    pub fn slow_down(&mut self) {
        self.failures = u32::MAX;
    }

    /// How long to wait after one more failure.
    pub fn next(&mut self, dice: u32) -> Duration {
        let doubled = 2u32
            .checked_pow(self.failures)
            .and_then(|factor| FIRST.checked_mul(factor));
        self.failures = self.failures.saturating_add(1);
        let most = doubled.map_or(LONGEST, |wait| wait.min(LONGEST));
        most / 2 + spread(most / 2, dice)
    }
}

/// The server said when to come back: then, or up to as long again after it.
#[must_use]
pub fn as_asked(after_s: u32, dice: u32) -> Duration {
    let after = Duration::from_secs(u64::from(after_s)).clamp(FIRST, LONGEST);
    after + spread(after, dice)
}

fn spread(most: Duration, dice: u32) -> Duration {
    most.mul_f64(f64::from(dice) / f64::from(u32::MAX))
}
