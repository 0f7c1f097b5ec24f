//! Helpers (recovery contacts): who can be one, and how long what they are sent is good for.
//!
//! A helper is a thing of its own only while it is someone else: an address at which the owner reads mail themselves, or one that
//! stands in two helpers, would make two methods of one.

use crate::Span;
use crate::identifiers::mailbox;

/// How long an invitation can be accepted.
pub const INVITATION: Span = Span::days(30);

/// How long the link of a request can be opened.
pub const REQUEST: Span = Span::hours(24);

/// How long the code lives once the helper has it on the screen: long enough for a call that does not get through at once.
pub const CODE: Span = Span::minutes(30);

/// How many addresses all helpers of an account have together. Each gets a message for every request.
pub const MOST: usize = 4;

/// How many invitations an account may send in a day: they go to people who asked for nothing.
pub const INVITATIONS_A_DAY: i64 = 8;

/// Why an address cannot be a helper's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is a contact of the account itself.
    Own,
    /// A helper has it already, or it was typed twice.
    Twice,
    /// There would be more than [`MOST`].
    TooMany,
}

/// Whether `new` addresses can be helpers of an account with these contacts and these addresses of helpers.
///
/// # Errors
/// Why not.
pub fn fit(new: &[&str], own: &[&str], helpers: &[&str]) -> Result<(), Unfit> {
    for (at, one) in new.iter().enumerate() {
        if own.iter().any(|other| same(one, other)) {
            return Err(Unfit::Own);
        }
        let before = new.iter().take(at).chain(helpers);
        if before.into_iter().any(|other| same(one, other)) {
            return Err(Unfit::Twice);
        }
    }
    if new.len() + helpers.len() > MOST {
        return Err(Unfit::TooMany);
    }
    Ok(())
}

/// Whether two addresses or numbers are read in one place.
pub fn same(one: &str, other: &str) -> bool {
    mailbox(one) == mailbox(other)
}

#[cfg(test)]
mod tests {
    use super::{Unfit, fit};

    #[test]
    fn a_helper_is_someone_else() {
        let own = ["sari@gmail.com", "+6281234567890"];
        assert_eq!(fit(&["siti@nusa.example"], &own, &[]), Ok(()));
        assert_eq!(fit(&["Sa.ri+siti@gmail.com"], &own, &[]), Err(Unfit::Own));
        assert_eq!(fit(&["+6281234567890"], &own, &[]), Err(Unfit::Own));
    }

    #[test]
    fn nobody_is_two_helpers() {
        let siti = "siti@nusa.example";
        assert_eq!(fit(&["SITI@nusa.example"], &[], &[siti]), Err(Unfit::Twice));
        assert_eq!(fit(&[siti, siti], &[], &[]), Err(Unfit::Twice));
        let guru = ["a@sma3.example", "b@sma3.example", "c@sma3.example"];
        assert_eq!(fit(&guru, &[], &[siti]), Ok(()));
        assert_eq!(
            fit(&guru, &[], &[siti, "budi@nusa.example"]),
            Err(Unfit::TooMany)
        );
    }
}
