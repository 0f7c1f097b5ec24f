//! Placeholder of the interface by the server's author, until the real module replaces this whole file.

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Fewer than 8 characters.
    TooShort,
    /// More than 256 characters.
    TooLong,
    /// On the list of common passwords.
    Common,
    /// Resembles a name, contact or the service.
    Personal,
    /// A date.
    Date,
    /// Repeated or in order.
    Repeated,
    /// Has signs that cannot be typed.
    Shape,
}

/// An accepted password.
pub struct Password(String);

impl Password {
    /// The text to hash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// 0 to 4.
    pub fn strength(&self) -> u8 {
        u8::try_from(self.0.chars().count() / 4).unwrap_or(4).min(4)
    }
}

/// Checks length only.
///
/// # Errors
/// Why it is refused.
pub fn check(text: &str, _context: &[&str]) -> Result<Password, Refused> {
    if text.chars().count() < 8 {
        Err(Refused::TooShort)
    } else {
        Ok(Password(text.to_owned()))
    }
}
