//! The code of a time step: HMAC-SHA-1, because that is what every app speaks; its known weakness is not one in an HMAC.

use aws_lc_rs::hmac;
use kunci_rules::{Time, totp};

use crate::secret::same;

/// The six digits that an app with this secret shows in a time step (RFC 4226, section 5.3).
#[must_use]
pub fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let at = usize::from(bytes.last().copied().unwrap_or_default() & 15);
    let mut four = [0; 4];
    for (to, from) in four.iter_mut().zip(bytes.iter().skip(at)) {
        *to = *from;
    }
    let number = u32::from_be_bytes(four) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// The step of the window whose code this is. All are compared, so that the answer takes equally long.
#[must_use]
pub fn matched(secret: &[u8], typed: &str, now: Time) -> Option<i64> {
    totp::window(now).into_iter().fold(None, |found, step| {
        let is_it = same(code(secret, step).as_bytes(), typed.as_bytes());
        if is_it { Some(step) } else { found }
    })
}
