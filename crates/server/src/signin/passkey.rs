//! Signing in with a passkey, which says whose it is: no name is typed, nothing is guessed, and nobody can use it up (G4).

use axum::extract::Query;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::Time;
use kunci_rules::gate::MethodKind;

use super::http::Next;
use super::underway::{self, Underway};
use crate::browsers::{self, MaybeOwner, Shown};
use crate::passkeys::{self, AskPage, Asked, For, Outcome, Prompt, Signed, Whose, Wrong};
use crate::web::form::is_checked;
use crate::web::layout::safe_next;
use crate::web::{Context, Cookie, Error, Form, Frame, Token, see_other, with_cookie};

/// GET /signin/passkey: for browsers whose sign-in page could not ask by itself.
///
/// # Errors
/// Of rendering.
pub async fn get(
    context: Context,
    MaybeOwner(owner): MaybeOwner,
    Query(query): Query<Next>,
) -> Result<Response, Error> {
    if owner.is_some() {
        return Ok(see_other(safe_next(&query.next)));
    }
    ask(&context, &query.next, query.borrowed.is_some(), None)
}

fn ask(
    context: &Context,
    next: &str,
    borrowed: bool,
    wrong: Option<Wrong>,
) -> Result<Response, Error> {
    let t = &context.text;
    let shown = AskPage {
        f: Frame::new(context),
        title: t.passkey_sign_in(),
        lead: t.passkey_sign_in_lead(),
        button: t.passkey_use(),
        action: "/signin/passkey".to_owned(),
        next: Some(safe_next(next).to_owned()),
        borrowed,
        prompt: Prompt::show(context, For::SignIn, &[]),
        others: ("/signin".to_owned(), t.recover_to_signin()),
        error: None,
    };
    shown.respond(context, wrong)
}

/// POST /signin/passkey
///
/// # Errors
/// Of the database.
pub async fn post(context: Context, Form(form): Form<Asked>) -> Result<Response, Error> {
    let borrowed = is_checked(form.borrowed.as_ref());
    let next = safe_next(&form.next).to_owned();
    let signed = match passkeys::read(&context, For::SignIn, &form.answer).await? {
        Ok(signed) => signed,
        Err(wrong) => return ask(&context, &next, borrowed, Some(wrong)),
    };
    let (inside, secret) = (context.clone(), context.app.random.bytes());
    let asked = (signed, next.clone());
    let begun = move |tx: &Tx<'_>| begin(tx, &inside, &asked, borrowed, secret);
    match context.app.db.tx(begun).await? {
        Ok((underway, token)) => go_on(&context, &underway, &token).await,
        Err(wrong) => ask(&context, &next, borrowed, Some(wrong)),
    }
}

/// The proof belongs to the session that it is about to open, as with every first proof.
fn begin(
    tx: &Tx<'_>,
    context: &Context,
    (signed, next): &(Signed, String),
    borrowed: bool,
    secret: [u8; 16],
) -> Result<Result<(Underway, Token), Wrong>, Error> {
    let (account, method) = match signed.use_up(tx, context, &Whose::Anyones)? {
        Outcome::Right { account, method } => (account, method),
        Outcome::Wrong(wrong) => return Ok(Err(wrong)),
    };
    let standing = browsers::standing(tx, account, &context.browser_tokens(), context.now)?;
    let id = tx.id();
    let proof = Shown {
        kind: MethodKind::Passkey,
        method: Some(method),
        browser: standing.id(),
        at: Time(tx.now()),
    };
    browsers::record_proof(tx, account, id, &proof)?;
    let token = underway::begin(tx, account, id, (next, borrowed), secret)?;
    let underway = Underway {
        id,
        account,
        next: next.clone(),
        borrowed,
    };
    Ok(Ok((underway, token)))
}

/// Into the session; or to what an operator's own policy asks for besides.
async fn go_on(context: &Context, of: &Underway, token: &Token) -> Result<Response, Error> {
    let (response, opened) = underway::advanced(context, of).await?;
    Ok(if opened {
        response
    } else {
        with_cookie(response, context, Cookie::SignIn, &token.text(), None)
    })
}
