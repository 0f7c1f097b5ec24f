//! A passkey as a proof: second step, once more, or in a recovery, where it may be the first.

use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::MethodKind;

use super::code::missed;
use super::{Asking, Purpose, shown};
use crate::passkeys::{self, AskPage, Asked, For, Outcome, Prompt, Signed, Whose, Wrong};
use crate::recovery;
use crate::web::{Error, Form};

/// GET /prove/{for}/passkey
///
/// # Errors
/// Of the database.
pub async fn get(asking: Asking) -> Result<Response, Error> {
    page(&asking, None).await
}

/// What the browser is to ask its holder for. Before any proof in a recovery it is the same for every name: any passkey of this
/// site. Nothing where the site can have none.
///
/// # Errors
/// Of the database.
pub(crate) async fn prompt(asking: &Asking) -> Result<Option<Prompt>, Error> {
    let context = &asking.context;
    let these = match asking.account.filter(|_| asking.may_name) {
        Some(account) => {
            let app = context.app.clone();
            let read = move |view: &View<'_>| passkeys::credentials(view, &app, account);
            context.app.db.view(read).await?
        }
        None => Vec::new(),
    };
    Ok(Prompt::show(context, For::Proof(asking.case), &these))
}

async fn page(asking: &Asking, wrong: Option<Wrong>) -> Result<Response, Error> {
    let context = &asking.context;
    let t = &context.text;
    let shown = AskPage {
        f: asking.frame(),
        title: t.passkey_prove(),
        lead: t.passkey_prove_lead(),
        button: t.passkey_use(),
        action: asking.path("passkey"),
        next: None,
        borrowed: false,
        prompt: prompt(asking).await?,
        others: (asking.others(), t.proving_other()),
        error: None,
    };
    shown.respond(context, wrong)
}

/// POST /prove/{for}/passkey
///
/// # Errors
/// Of the database.
pub async fn post(asking: Asking, Form(form): Form<Asked>) -> Result<Response, Error> {
    match tried(&asking, &form.answer).await? {
        None => asking.onward().await,
        Some(wrong) => page(&asking, Some(wrong)).await,
    }
}

/// One answer: nothing, and the proof is kept; else why it was not taken.
///
/// # Errors
/// Of the database.
pub(crate) async fn tried(asking: &Asking, answer: &str) -> Result<Option<Wrong>, Error> {
    let of = For::Proof(asking.case);
    let signed = passkeys::read(&asking.context, of, answer).await?;
    if let (Err(wrong), Purpose::StepUp { .. } | Purpose::Recover(_) | Purpose::Rehearse(_)) =
        (&signed, &asking.purpose)
    {
        return Ok(Some(*wrong));
    }
    let inside = asking.clone();
    let check = move |tx: &Tx<'_>| check(tx, &inside, &signed);
    asking.context.app.db.tx(check).await
}

fn check(
    tx: &Tx<'_>,
    asking: &Asking,
    signed: &Result<Signed, Wrong>,
) -> Result<Option<Wrong>, Error> {
    let outcome = match signed {
        Ok(signed) => {
            let whose = Whose::OneOf(may_be(tx, asking)?);
            signed.use_up(tx, &asking.context, &whose)?
        }
        Err(wrong) => Outcome::Wrong(*wrong),
    };
    let (account, method) = match outcome {
        Outcome::Right { account, method } => (account, method),
        Outcome::Wrong(wrong) => {
            // A page that was open for too long is nobody's attack.
            if wrong != Wrong::Late {
                missed(tx, asking)?;
            }
            return Ok(Some(wrong));
        }
    };
    let mut of_account = asking.clone();
    if let (None, Purpose::Recover(case)) = (asking.account, &asking.purpose) {
        // A family's number: the passkey says which of its accounts.
        if !recovery::settle_on(tx, case.id, account)? {
            return Ok(Some(Wrong::Other));
        }
        of_account.account = Some(account);
    }
    shown(tx, &of_account, MethodKind::Passkey, Some(method))?;
    Ok(None)
}

/// Whose passkey will do: the account's; where a name leads to several, any of theirs; where it leads nowhere, nobody's.
fn may_be(view: &View<'_>, asking: &Asking) -> kunci_db::Result<Vec<Id>> {
    match (asking.account, &asking.purpose) {
        (Some(account), _) => Ok(vec![account]),
        (None, Purpose::Recover(case)) => recovery::may_be(view, case.id),
        (None, _) => Ok(Vec::new()),
    }
}
