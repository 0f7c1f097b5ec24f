//! A second factor is lost while the first proof is known: the sign-in under way becomes a case, with what it has shown.

use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::Id;

use super::start::{Opened, begin, bound};
use super::{Goal, Recovery, State, code, store, token_of};
use crate::accounts;
use crate::browsers::{self, visitor};
use crate::signin;
use crate::web::{Context, Error, Token, see_other};

/// POST /recover/second: "I have none of these". What was proved so far goes along; the next page says which ways are left, and
/// when each opens.
///
/// # Errors
/// `SignInFirst` where no sign-in is under way; `TooMany` where this sign-in has begun too many; of the database.
pub async fn post(context: Context) -> Result<Response, Error> {
    let next = see_other("/recover");
    Ok(match second(&context).await? {
        Some(opened) => opened.bind(&context, next),
        None => next,
    })
}

/// Makes a case of the sign-in under way. `None`: this browser has a case of that account already, which now has these proofs too.
///
/// # Errors
/// `SignInFirst` where no sign-in is under way; `TooMany` from one network; of the database.
pub async fn second(context: &Context) -> Result<Option<Opened>, Error> {
    let visitor = visitor(context);
    let (inside, secret) = (context.clone(), context.app.random.bytes());
    let go_on = move |tx: &Tx<'_>| go_on(tx, &inside, secret);
    let token = context.app.db.tx(go_on).await?;
    Ok(token.map(|token| Opened { token, visitor }))
}

fn go_on(tx: &Tx<'_>, context: &Context, secret: [u8; 16]) -> Result<Option<Token>, Error> {
    let underway = signin::underway(tx, context)?.ok_or(Error::SignInFirst("/".to_owned()))?;
    let account = underway.account;
    accounts::hold(tx, account)?;
    let before = match token_of(context) {
        Some(token) => store::get(tx, &token)?,
        None => None,
    };
    let live = |case: &Recovery| {
        let open = matches!(case.state, State::Open | State::Waiting);
        open && case.account == Some(account) && case.goal == Goal::Password
    };
    let (case, token) = match before.filter(live) {
        Some(case) => (case, None),
        None => {
            let (case, token) = new(tx, context, (account, underway.id), secret)?;
            (case, Some(token))
        }
    };
    let known = browsers::proofs_of(tx, account, case.id)?;
    for proof in browsers::proofs_of(tx, account, underway.id)? {
        if !known.contains(&proof) {
            browsers::record_proof(tx, account, case.id, &proof)?;
        }
    }
    store::prove(tx, case.id)?;
    code::settle(tx, context, case.id, account)?;
    Ok(token)
}

fn new(
    tx: &Tx<'_>,
    context: &Context,
    (account, keeper): (Id, Id),
    secret: [u8; 16],
) -> Result<(Recovery, Token), Error> {
    bound(tx, context, keeper)?;
    let names = accounts::identifiers(tx, account)?;
    let name = names.into_iter().next().ok_or(Error::NotFound)?;
    let case = Recovery {
        account: Some(account),
        subject: account,
        ..begin(tx, context, &name, Goal::Password)?
    };
    let token = Token::new(case.id, case.id, secret);
    store::insert(tx, &token, &case, None)?;
    Ok((case, token))
}
