//! Proving it once more: a signed-in owner shows the password again for what needs a fresh sign-in (STD-52), and returns to
//! exactly what was being done. The session gets a new secret (STD-50).

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_rules::Time;
use kunci_rules::gate::MethodKind;
use serde::Deserialize;

use crate::browsers::{self, Owner, Shown};
use crate::gate::Asker;
use crate::methods::{self, Outcome};
use crate::secret::Secret;
use crate::web::layout::safe_next;
use crate::web::{Cookie, Error, Form, Frame, Token, page_with, see_other, with_cookie};

#[derive(Template)]
#[template(path = "signin/pages/again.html")]
struct AgainPage {
    f: Frame,
    next: String,
    error: Option<String>,
}

/// Where to return to.
#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// The form.
#[derive(Deserialize)]
pub struct Again {
    #[serde(default)]
    password: Secret,
    #[serde(default)]
    next: String,
}

/// GET /signin/again
///
/// # Errors
/// Of rendering.
pub async fn get(owner: Owner, Query(query): Query<Next>) -> Result<Response, Error> {
    again_page(&owner, &query.next, None)
}

fn again_page(owner: &Owner, next: &str, error: Option<String>) -> Result<Response, Error> {
    let status = if error.is_some() {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::OK
    };
    page_with(
        status,
        &AgainPage {
            f: Frame::signed_in(&owner.context),
            next: safe_next(next).to_owned(),
            error,
        },
    )
}

/// POST /signin/again
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub async fn post(owner: Owner, Form(form): Form<Again>) -> Result<Response, Error> {
    let app = &owner.context.app;
    let t = &owner.context.text;
    let Asker { standing, .. } = owner.asker();
    let account = owner.account.id;
    let reserve = move |tx: &kunci_db::Tx<'_>| {
        let outcome = methods::reserve(tx, account, MethodKind::Password, standing)?;
        Ok::<_, Error>((outcome, methods::password(tx, account)?))
    };
    let (outcome, stored) = app.db.tx(reserve).await?;
    let Outcome::Reserved(guess) = outcome else {
        return again_page(&owner, &form.next, Some(t.again_empty()));
    };
    let is_it = match app
        .hasher
        .verify(
            super::http::normal_password(&form.password),
            stored.as_ref().map(|s| &s.hash),
        )
        .await
    {
        Ok(is_it) => is_it,
        Err(busy) => {
            app.db.tx(move |tx| methods::refund(tx, &guess)).await?;
            return Err(busy.into());
        }
    };
    if !is_it {
        let (network, left) = (owner.context.network, guess.left);
        app.db
            .tx(move |tx| methods::note_place(tx, &guess, network))
            .await?;
        return again_page(&owner, &form.next, Some(t.again_wrong(left)));
    }
    let token = Token::new(account, owner.session, app.random.bytes());
    let (inside, browser, version) = (token.clone(), owner.browser, stored.map(|s| s.version));
    let fresh = app
        .db
        .tx(move |tx| {
            crate::accounts::hold(tx, account)?;
            if methods::password(tx, account)?.map(|s| s.version) != version {
                return Ok(false);
            }
            methods::forget_failures(tx, account, MethodKind::Password)?;
            let shown = Shown {
                kind: MethodKind::Password,
                method: None,
                browser,
                at: Time(tx.now()),
            };
            browsers::record_proof(tx, account, inside.row, &shown)?;
            browsers::renew(tx, &inside)?;
            Ok::<_, Error>(true)
        })
        .await?;
    if !fresh {
        return again_page(&owner, &form.next, Some(t.again_wrong(0_u32)));
    }
    let life = (!owner.borrowed).then(|| app.config.limits.session_days * 86_400);
    Ok(with_cookie(
        see_other(safe_next(&form.next)),
        &owner.context,
        Cookie::Session,
        &token.text(),
        life,
    ))
}
