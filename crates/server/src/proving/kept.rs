//! A proof is kept where it was asked for: with the sign-in, the session or the case, or in the rehearsal alone.

use kunci_db::Tx;
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Time};

use super::{Asking, Purpose};
use crate::accounts;
use crate::browsers::{self, Shown};
use crate::methods::{self, Guess};
use crate::recovery;
use crate::rehearsal::{self, Try};
use crate::web::Error;

/// Keeps a proof, in the transaction that checked it. `method`: which one of its kind; the password has none.
///
/// # Errors
/// Of the database; `Missing` without an account, of which nothing can be proved.
pub fn shown(
    tx: &Tx<'_>,
    asking: &Asking,
    kind: MethodKind,
    method: Option<Id>,
) -> Result<(), Error> {
    let account = asking.account.ok_or(kunci_db::Error::Missing)?;
    if let Purpose::Rehearse(_) = asking.purpose {
        let tried = Try {
            kind,
            method: method.unwrap_or(account),
            worked: true,
        };
        return Ok(rehearsal::tried(tx, account, asking.case, tried)?);
    }
    accounts::hold(tx, account)?;
    let proof = Shown {
        kind,
        method,
        browser: asking.standing.id(),
        at: Time(tx.now()),
    };
    browsers::record_proof(tx, account, asking.case, &proof)?;
    match &asking.purpose {
        Purpose::Rehearse(_) => Ok(()),
        Purpose::Recover(case) => recovery::shown(tx, &asking.context, case.id, account),
        Purpose::SignIn { .. } | Purpose::StepUp { .. } => {
            let contact = method.filter(|_| matches!(kind, MethodKind::Email | MethodKind::Phone));
            if let Some(contact) = contact
                && is_owners(tx, asking, account, contact)?
            {
                methods::prove_contact(tx, account, contact)?;
            }
            Ok(())
        }
    }
}

/// Whether a proof of this contact says that it is still the owner's: a number that was sold again must not become fresh by
/// its own message.
fn is_owners(tx: &Tx<'_>, asking: &Asking, account: Id, contact: Id) -> Result<bool, Error> {
    let shown = browsers::proofs_of(tx, account, asking.case)?;
    let another = shown.iter().any(|proof| proof.method != Some(contact));
    Ok(!asking.context.limited && (asking.standing.is_known() || another))
}

/// A right secret forgets the failures before it (STD-3). In a rehearsal it only gives its own guess back: nothing changes.
///
/// # Errors
/// Of the database.
pub(super) fn forgive(
    tx: &Tx<'_>,
    asking: &Asking,
    kind: MethodKind,
    guess: &Guess,
) -> kunci_db::Result<()> {
    match asking.purpose {
        Purpose::Rehearse(_) => methods::refund(tx, guess),
        _ => methods::forget_failures(tx, asking.subject, kind),
    }
}
