//! The password, once more (STD-52), or as one of the proofs of a recovery.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::Id;
use kunci_rules::gate::MethodKind;
use serde::Deserialize;

use super::kept::forgive;
use super::{Asking, shown};
use crate::accounts;
use crate::browsers::Standing;
use crate::methods::{self, Guess, Outcome};
use crate::secret::Secret;
use crate::signin::{count_wrong_password, normal_password};
use crate::web::{Context, Error, Form, Frame, page_with};

#[derive(Template)]
#[template(path = "proving/pages/password.html")]
struct PasswordPage {
    f: Frame,
    action: String,
    other: String,
    error: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    password: Secret,
}

/// GET /prove/{for}/password
///
/// # Errors
/// Of rendering.
pub async fn get(asking: Asking) -> Result<Response, Error> {
    password_page(&asking, None)
}

fn password_page(asking: &Asking, error: Option<String>) -> Result<Response, Error> {
    let status = if error.is_some() {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::OK
    };
    page_with(
        status,
        &PasswordPage {
            f: asking.frame(),
            action: asking.path("password"),
            other: asking.others(),
            error,
        },
    )
}

/// POST /prove/{for}/password
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub async fn post(asking: Asking, Form(form): Form<Typed>) -> Result<Response, Error> {
    match tried(&asking, &form.password).await? {
        None => asking.onward().await,
        Some(wrong) => password_page(&asking, Some(wrong)),
    }
}

/// One try: nothing, and the proof is kept; else what is the matter.
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub(crate) async fn tried(asking: &Asking, typed: &Secret) -> Result<Option<String>, Error> {
    let app = &asking.context.app;
    let t = &asking.context.text;
    let counting = asking.clone();
    app.db.tx(move |tx| counting.counts(tx)).await?;
    let whose = (asking.account, asking.subject, asking.standing);
    let Some((guess, version)) = compared(&asking.context, whose, typed).await? else {
        return Ok(Some(t.again_empty()));
    };
    let (is_it, left) = (version.is_some(), guess.left);
    let inside = asking.clone();
    let settle = move |tx: &Tx<'_>| {
        let Some(account) = inside.account.filter(|_| is_it) else {
            count_wrong_password(tx, &inside.context, inside.account, inside.standing, &guess)?;
            return Ok(false);
        };
        accounts::hold(tx, account)?;
        if methods::password(tx, account)?.map(|stored| stored.version) != version {
            return Ok(false);
        }
        forgive(tx, &inside, MethodKind::Password, &guess)?;
        shown(tx, &inside, MethodKind::Password, None)?;
        Ok::<_, Error>(true)
    };
    let is_it = app.db.tx(settle).await?;
    // How many are left is shown where the tries are the asker's own: else a name would say who else was tried (STD-41).
    let own = asking.standing != Standing::Stranger || asking.session().is_some();
    Ok((!is_it).then(|| t.again_wrong(if own { left } else { 0 })))
}

/// Compares a password with the account's, after a guess was reserved for it. `None`: no guess was left, and nothing was compared.
/// Else the guess, which the caller settles, and if it was right, the version of the password.
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub async fn compared(
    context: &Context,
    (account, subject, standing): (Option<Id>, Id, Standing),
    typed: &Secret,
) -> Result<Option<(Guess, Option<i64>)>, Error> {
    let app = &context.app;
    let reserve = move |tx: &Tx<'_>| {
        let outcome = methods::reserve(tx, subject, MethodKind::Password, standing)?;
        let stored = match account {
            Some(account) => methods::password(tx, account)?,
            None => None,
        };
        Ok::<_, Error>((outcome, stored))
    };
    let (outcome, stored) = app.db.tx(reserve).await?;
    let Outcome::Reserved(guess) = outcome else {
        return Ok(None);
    };
    let hash = stored.as_ref().map(|stored| &stored.hash);
    match app.hasher.verify(normal_password(typed), hash).await {
        Ok(is_it) => {
            let version = stored.map(|stored| stored.version).filter(|_| is_it);
            Ok(Some((guess, version)))
        }
        Err(busy) => {
            app.db.tx(move |tx| methods::refund(tx, &guess)).await?;
            Err(busy.into())
        }
    }
}
