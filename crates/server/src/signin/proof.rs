//! Signing in with a proof that is no password, such as an upstream identity. The gate decides all the same.

use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::Id;
use kunci_rules::gate::{MethodKind, SignIn, Verdict};

use super::attempt;
use super::entered::Entered;
use super::http::Entry;
use super::settle::{self, End, Fresh, Opening};
use super::underway;
use crate::accounts;
use crate::browsers::{self, Shown};
use crate::gate::{self, Asker};
use crate::risk;
use crate::web::layout::safe_next;
use crate::web::{Context, Error};

/// Signs in with a method, on the way to `next`. `confirm` says, in the transaction that keeps the proof, whether the method still stands;
/// nothing comes back if it does not.
///
/// # Errors
/// Of the database.
pub async fn by_proof<F>(
    context: &Context,
    account: Id,
    (kind, method): (MethodKind, Id),
    (next, borrowed): (&str, bool),
    confirm: F,
) -> Result<Option<Response>, Error>
where
    F: Fn(&Tx<'_>) -> Result<bool, Error> + Send + 'static,
{
    let (inside, fresh) = (context.clone(), Fresh::new(context));
    let asked = (safe_next(next).to_owned(), borrowed);
    let enter = move |tx: &Tx<'_>| {
        accounts::hold(tx, account)?;
        if !confirm(tx)? {
            return Ok(None);
        }
        enter(tx, &inside, account, (kind, method), &asked, &fresh).map(Some)
    };
    let Some(end) = context.app.db.tx(enter).await? else {
        return Ok(None);
    };
    let entry = Entry {
        name: String::new(),
        next: next.to_owned(),
        borrowed,
    };
    Entered::new(context, end, entry).page(context).map(Some)
}

fn enter(
    tx: &Tx<'_>,
    context: &Context,
    account: Id,
    (kind, method): (MethodKind, Id),
    (next, borrowed): &(String, bool),
    fresh: &Fresh,
) -> Result<End, Error> {
    let standing = browsers::standing(tx, account, &context.browser_tokens(), context.now)?;
    // The proof belongs to the session that it is about to open; the id repeats if the closure runs again.
    let session = tx.id();
    let proof = Shown {
        kind,
        method: Some(method),
        browser: standing.id(),
        at: attempt::now(tx),
    };
    browsers::record_proof(tx, account, session, &proof)?;
    let shown = risk::Shown {
        standing,
        kinds: &[kind],
        breached: false,
    };
    let way = (next.as_str(), *borrowed);
    if let Some(end) = settle::stopped(tx, context, (account, session), &shown, way, fresh)? {
        return Ok(end);
    }
    let asker = Asker::with(session, standing);
    let permit = match gate::ask(tx, &context.app, &asker, SignIn { account })? {
        Verdict::Open(permit) => permit,
        Verdict::Prove(_) => {
            let begun = underway::begin(tx, account, session, (next, *borrowed), fresh.session())?;
            return Ok(End::Second(begun));
        }
        Verdict::Wait { .. } => return Ok(End::Locked("must_wait")),
        Verdict::Refuse(reason) => return Ok(End::Locked(gate::refusal(reason).code())),
    };
    underway::lift_strangers(tx, account)?;
    let opening = Opening {
        id: session,
        standing,
        borrowed: *borrowed,
    };
    settle::open_session(tx, context, permit, &opening, fresh)
}
