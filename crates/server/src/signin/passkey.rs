//! Signing in with a passkey, which says whose it is: no name is typed, nothing is guessed, and nobody can use it up (G4).

use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::Time;
use kunci_rules::gate::MethodKind;

use super::entered::Entered;
use super::http::Next;
use super::underway::{self, Underway};
use crate::browsers::{self, MaybeOwner, Shown};
use crate::passkeys::{self, AskPage, Asked, For, Outcome, Prompt, Signed, Whose, Wrong};
use crate::web::form::{Query, is_checked};
use crate::web::layout::safe_next;
use crate::web::{Context, Error, Form, Frame, Token, see_other};

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
    match shown(&context, &form.answer, (&form.next, borrowed)).await? {
        Ok(entered) => entered.page(&context),
        Err(wrong) => ask(&context, &form.next, borrowed, Some(wrong)),
    }
}

/// Signs in whoever's passkey answered, on the way to a page.
///
/// # Errors
/// Of the database.
pub(crate) async fn shown(
    context: &Context,
    answer: &str,
    (next, borrowed): (&str, bool),
) -> Result<Result<Entered, Wrong>, Error> {
    let signed = match passkeys::read(context, For::SignIn, answer).await? {
        Ok(signed) => signed,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let (inside, secret) = (context.clone(), context.app.random.bytes());
    let asked = (signed, safe_next(next).to_owned());
    let begun = move |tx: &Tx<'_>| begin(tx, &inside, &asked, borrowed, secret);
    match context.app.db.tx(begun).await? {
        // Into the session; or to what an operator's own policy asks for besides.
        Ok((underway, token)) => {
            let entered = underway::advance(context, &underway).await?;
            Ok(Ok(entered.kept(context, &token)))
        }
        Err(wrong) => Ok(Err(wrong)),
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
