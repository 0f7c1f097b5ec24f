//! The use of a passkey, checked.

use kunci_db::Tx;
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, passkeys};

use super::answer::Shown;
use super::ceremony::{self, Act};
use super::challenge::{Answered, For};
use super::cose::Key;
use super::credential::{self, Credential};
use super::data::Data;
use super::page::Wrong;
use super::store;
use crate::accounts;
use crate::authenticators;
use crate::notices::{self, By, Event, OfMethod};
use crate::secret::{same, sha256};
use crate::web::{Context, Error};

/// Whose passkey will do.
#[derive(Clone, Debug)]
pub enum Whose {
    /// Anyone's: it says who signs in.
    Anyones,
    /// One of these accounts'; none, where a name led nowhere.
    OneOf(Vec<Id>),
}

/// What came of it. A value: whatever was noted on the way stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This passkey of this account, used just now by its holder.
    Right {
        /// The account.
        account: Id,
        /// The passkey.
        method: Id,
    },
    /// Not taken.
    Wrong(Wrong),
}

/// Checks a posted answer, and uses it up.
///
/// # Errors
/// Of the database.
pub fn show(
    tx: &Tx<'_>,
    context: &Context,
    of: For,
    whose: &Whose,
    answer: &str,
) -> Result<Outcome, Error> {
    match checked(tx, context, of, answer)? {
        Ok(found) if found.may_be(whose) => settle(tx, context, &found),
        Ok(_) => Ok(Outcome::Wrong(Wrong::Other)),
        Err(wrong) => Ok(Outcome::Wrong(wrong)),
    }
}

/// An answer whose signature is right.
struct Found {
    account: Id,
    method: Id,
    counter: u32,
    answered: Answered,
}

impl Found {
    fn may_be(&self, whose: &Whose) -> bool {
        match whose {
            Whose::Anyones => true,
            Whose::OneOf(these) => these.contains(&self.account),
        }
    }
}

/// Everything that changes nothing: strangers' answers come no further.
fn checked(
    tx: &Tx<'_>,
    context: &Context,
    of: For,
    answer: &str,
) -> kunci_db::Result<Result<Found, Wrong>> {
    let Ok(shown) = serde_json::from_str::<Shown>(answer) else {
        return Ok(Err(Wrong::Other));
    };
    let said =
        ceremony::client(context, Act::Get, of, &shown.response.client).and_then(|answered| {
            let data = ceremony::authenticator(context, &shown.response.authenticator_data.0)?;
            Ok((answered, data))
        });
    let (answered, data) = match said {
        Ok(said) => said,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let Some((account, method)) = store::find(tx, &sha256(&shown.id.0))? else {
        return Ok(Err(Wrong::Other));
    };
    let Some(kept) = credential::get(tx, &context.app, account, method)? else {
        return Ok(Err(Wrong::Other));
    };
    if !is_signed(&kept, account, &shown, &data) {
        return Ok(Err(Wrong::Other));
    }
    Ok(Ok(Found {
        account,
        method,
        counter: data.counter,
        answered,
    }))
}

/// Whether it was signed by this passkey's key, and says of itself what it said when it was made.
fn is_signed(kept: &Credential, account: Id, shown: &Shown, data: &Data<'_>) -> bool {
    let response = &shown.response;
    let handle = response.user_handle.as_ref();
    let fits = kept.backup_eligible == data.backup_eligible
        && handle.is_none_or(|handle| same(&handle.0, account.as_bytes()));
    let message = [
        response.authenticator_data.0.as_slice(),
        &sha256(&response.client.0),
    ]
    .concat();
    let key = Key::parse(&kept.key.0);
    fits && key.is_some_and(|key| key.verifies(&message, &response.signature.0))
}

/// Uses the challenge up and counts the use. A counter that went back: two hold this passkey, and its owner hears of it.
fn settle(tx: &Tx<'_>, context: &Context, found: &Found) -> Result<Outcome, Error> {
    let (app, account, method) = (&context.app, found.account, found.method);
    accounts::hold(tx, account)?;
    if !store::answer(tx, &found.answered)? {
        return Ok(Outcome::Wrong(Wrong::Late));
    }
    let one = authenticators::get(tx, account, method)?;
    let kept = credential::get(tx, app, account, method)?;
    let (Some(one), Some(mut kept)) = (one, kept) else {
        return Ok(Outcome::Wrong(Wrong::Other));
    };
    if !passkeys::goes_on(kept.counter, found.counter) {
        let event = Event::Method {
            change: OfMethod::Copied,
            method,
            kind: MethodKind::Passkey,
            name: one.label,
            two: false,
            by: By::visitor(context),
        };
        notices::tell(tx, app, account, &event)?;
        return Ok(Outcome::Wrong(Wrong::Copied));
    }
    if kept.counter != found.counter {
        kept.counter = found.counter;
        authenticators::set_secret(tx, app, account, method, &kept.write()?)?;
    }
    // Time is this kind's step; two uses in one instant are two steps.
    let step = tx.now().max(one.step.saturating_add(1));
    authenticators::used(tx, account, method, step)?;
    Ok(Outcome::Right { account, method })
}
