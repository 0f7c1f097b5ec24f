//! The one place that reads clocks and dice. Everything that decides takes them as arguments.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kunci_wire::Micros;

use crate::{Error, Result};

/// The system's time.
#[must_use]
pub fn now() -> Micros {
    #[expect(clippy::disallowed_methods, reason = "the agent's one clock")]
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Micros::try_from(since.as_micros()).unwrap_or(Micros::MAX)
}

/// A span of time in the wire's unit.
#[must_use]
pub fn micros(span: Duration) -> Micros {
    Micros::try_from(span.as_micros()).unwrap_or(Micros::MAX)
}

/// Random bytes of the operating system.
///
/// # Errors
/// [`Error::Random`] if there are none.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    #[expect(
        clippy::disallowed_methods,
        reason = "the agent's one source of randomness"
    )]
    getrandom::fill(&mut bytes).map_err(Error::Random)?;
    Ok(bytes)
}
