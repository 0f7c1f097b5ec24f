//! The quiet exit: an owner with two independent methods that exclude a contact they no longer trust, a former
//! partner's address for example, delays that contact's notices by 72 hours.

use crate::gate::{Shown, two_independent};
use crate::{Id, Span, Time};

/// How long the notices wait.
pub const QUIET: Span = Span::hours(72);

/// A contact of the account, as far as notices go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: Id,
    /// The holders that can use it.
    pub reach: Vec<Id>,
    /// Until when its notices wait already.
    pub quiet_until: Option<Time>,
}

/// Whose notices wait, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// The contact.
    pub contact: Id,
    /// What it would be told before then, it is told then.
    pub until: Time,
}

/// Why a contact's notices do not wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotQuiet {
    /// The account has no such contact.
    NoContact,
    /// They wait already; that is not made longer before it ends.
    Already(Time),
    /// What was shown includes no two independent methods that this contact cannot use.
    NotTwo,
    /// Nobody else would be told at once.
    Needed,
}

/// Lets this contact's notices wait. A contact on a missing device counts as nobody: whoever has that device
/// would be told, not the owner.
///
/// # Errors
/// Why not.
pub fn quiet(
    contact: Id,
    contacts: &[Contact],
    missing: &[Id],
    shown: &[Shown],
    now: Time,
) -> Result<Quiet, NotQuiet> {
    let meets = |a: &[Id], b: &[Id]| a.iter().any(|holder| b.contains(holder));
    let one = contacts
        .iter()
        .find(|c| c.id == contact)
        .ok_or(NotQuiet::NoContact)?;
    if let Some(until) = one.quiet_until.filter(|until| now < *until) {
        return Err(NotQuiet::Already(until));
    }
    let without: Vec<Shown> = shown
        .iter()
        .filter(|p| !meets(&p.reach, &one.reach))
        .cloned()
        .collect();
    if one.reach.is_empty() || !two_independent(&without) {
        return Err(NotQuiet::NotTwo);
    }
    let told = |c: &&Contact| {
        c.id != contact
            && c.quiet_until.is_none_or(|until| until <= now)
            && !meets(&c.reach, missing)
            // A contact that the same thing can use would be no second pair of eyes.
            && c.reach.iter().any(|holder| !one.reach.contains(holder))
    };
    if !contacts.iter().any(|c| told(&c)) {
        return Err(NotQuiet::Needed);
    }
    Ok(Quiet {
        contact,
        until: now + QUIET,
    })
}
