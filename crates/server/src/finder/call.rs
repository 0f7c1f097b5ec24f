//! The number that whoever finds the phone may call.

use kunci_db::{Result, View};
use kunci_rules::Id;

use crate::accounts::{self, Identifier, Kind};
use crate::devices;
use crate::methods::{self, Channel};
use crate::web::Text;

/// Why a number cannot be shown on the lost phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// Not a telephone number.
    Malformed,
    /// It rings in the lost phone itself.
    Own,
    /// The account's, and so perhaps in the lost phone.
    PerhapsOwn,
}

impl Unfit {
    /// What to do instead (`voice.md` 3.8).
    pub(crate) fn words(self, t: &Text) -> String {
        match self {
            Self::Malformed => t.finder_call_malformed(),
            Self::Own => t.finder_call_own(),
            Self::PerhapsOwn => t.finder_call_perhaps_own(),
        }
    }
}

/// Reads what was typed: nothing, or a number in E.164 form that does not ring in the phone that is looked for. A number of
/// the account may be in any of its phones, and is in the only one.
///
/// # Errors
/// Of the database.
pub(crate) fn read(
    view: &View<'_>,
    account: Id,
    typed: &str,
) -> Result<Result<Option<String>, Unfit>> {
    if typed.trim().is_empty() {
        return Ok(Ok(None));
    }
    let number = match Identifier::parse(typed) {
        Ok(number) if number.kind() == Kind::Phone => number.value().to_owned(),
        Ok(_) | Err(_) => return Ok(Err(Unfit::Malformed)),
    };
    let identifies = accounts::identifiers(view, account)?
        .iter()
        .any(|own| own.kind() == Kind::Phone && own.value() == number);
    let reaches = methods::contacts(view, account)?
        .iter()
        .any(|own| own.channel == Channel::Phone && own.value == number);
    if !identifies && !reaches {
        return Ok(Ok(Some(number)));
    }
    let only_one = devices::list(view, account)?.len() == 1;
    Ok(Err(if only_one {
        Unfit::Own
    } else {
        Unfit::PerhapsOwn
    }))
}
