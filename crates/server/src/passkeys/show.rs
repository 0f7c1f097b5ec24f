//! The use of a passkey, checked.

use kunci_db::{Tx, View};
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

/// An answer whose signature is right. It counts when it is used up.
#[derive(Clone, Debug)]
pub struct Signed {
    account: Id,
    method: Id,
    counter: u32,
    answered: Answered,
}

/// Reads a posted answer and checks all that changes nothing: strangers' answers come no further than this.
///
/// # Errors
/// Of the database.
pub async fn read(
    context: &Context,
    of: For,
    answer: &str,
) -> Result<Result<Signed, Wrong>, Error> {
    let Ok(shown) = serde_json::from_str::<Shown>(answer) else {
        return Ok(Err(Wrong::Other));
    };
    let response = &shown.response;
    let answered = match ceremony::client(context, Act::Get, of, &response.client) {
        Ok(answered) => answered,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let data = match ceremony::authenticator(context, &response.authenticator_data.0) {
        Ok(data) => data,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let (app, id) = (context.app.clone(), sha256(&shown.id.0));
    let find = move |view: &View<'_>| {
        let Some((account, method)) = store::find(view, &id)? else {
            return Ok::<_, kunci_db::Error>(None);
        };
        let kept = credential::get(view, &app, account, method)?;
        Ok(kept.map(|kept| (account, method, kept)))
    };
    let found = context.app.db.view(find).await?;
    let signed = found.filter(|(account, _, kept)| is_signed(kept, *account, &shown, &data));
    let signed = signed.map(|(account, method, _)| Signed {
        account,
        method,
        counter: data.counter,
        answered,
    });
    Ok(signed.ok_or(Wrong::Other))
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

impl Signed {
    fn may_be(&self, whose: &Whose) -> bool {
        match whose {
            Whose::Anyones => true,
            Whose::OneOf(these) => these.contains(&self.account),
        }
    }

    /// Uses the answer up and counts the use. A counter that went back: two hold this passkey, and its owner hears of it.
    ///
    /// # Errors
    /// Of the database.
    pub fn use_up(&self, tx: &Tx<'_>, context: &Context, whose: &Whose) -> Result<Outcome, Error> {
        let (app, account, method) = (&context.app, self.account, self.method);
        if !self.may_be(whose) {
            return Ok(Outcome::Wrong(Wrong::Other));
        }
        accounts::hold(tx, account)?;
        if !store::answer(tx, &self.answered)? {
            return Ok(Outcome::Wrong(Wrong::Late));
        }
        // It may have been removed, or used, since it was read.
        let one = authenticators::get(tx, account, method)?;
        let kept = credential::get(tx, app, account, method)?;
        let (Some(one), Some(mut kept)) = (one, kept) else {
            return Ok(Outcome::Wrong(Wrong::Other));
        };
        if !passkeys::goes_on(kept.counter, self.counter) {
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
        if kept.counter != self.counter {
            kept.counter = self.counter;
            authenticators::set_secret(tx, app, account, method, &kept.write()?)?;
        }
        // Time is this kind's step; two uses in one instant are two steps.
        let step = tx.now().max(one.step.saturating_add(1));
        authenticators::used(tx, account, method, step)?;
        Ok(Outcome::Right { account, method })
    }
}
