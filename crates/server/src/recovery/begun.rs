//! A case that begins with a proof: a contact was shown elsewhere, by whoever looked for the account's name.

use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::Id;

use super::start::{begin, bound};
use super::{Goal, Recovery, bind, shown, store, token_of};
use crate::accounts::Identifier;
use crate::browsers::{self, Shown};
use crate::web::{Context, Error, Token, see_other};

/// Begins it, for an account that the caller holds, with a proof that is kept under the id `keeper`.
///
/// # Errors
/// Of the database; `TooMany` where that proof has begun too many.
pub fn begin_with(
    tx: &Tx<'_>,
    context: &Context,
    (account, name): (Id, &Identifier),
    (keeper, proof): (Id, &Shown),
    secret: [u8; 16],
) -> Result<Token, Error> {
    // One that this browser has already for the account goes on with this proof as well.
    if let Some(token) = token_of(context)
        && let Some(case) = store::get(tx, &token)?
        && case.account == Some(account)
        && !case.state.has_ended()
    {
        browsers::record_proof(tx, account, case.id, proof)?;
        shown(tx, context, case.id, account)?;
        return Ok(token);
    }
    bound(tx, context, keeper)?;
    let case = Recovery {
        account: Some(account),
        subject: account,
        ..begin(tx, context, name, Goal::Password)?
    };
    let token = Token::new(case.id, case.id, secret);
    store::insert(tx, &token, &case, None)?;
    browsers::record_proof(tx, account, case.id, proof)?;
    shown(tx, context, case.id, account)?;
    Ok(token)
}

/// To the step that is next in the case of this token.
#[must_use]
pub fn resumed(context: &Context, token: &Token) -> Response {
    bind(context, see_other("/recover"), token)
}
