//! /account/security/password: a new password for whoever knows the old one (S-040, STD-20). It takes what a recovery takes besides,
//! so that a session that was left open is not enough.

use askama::Template;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::gate::{MethodKind, Recover, Verdict};
use serde::Deserialize;

use super::HERE;
use crate::browsers::Owner;
use crate::gate;
use crate::methods;
use crate::proving;
use crate::recovery::{self, NewPassword};
use crate::secret::Secret;
use crate::signin::count_wrong_password;
use crate::web::form::is_checked;
use crate::web::{Error, Form, Frame, form_page, see_other};

/// This page.
const PAGE: &str = "/account/security/password";

#[derive(Template)]
#[template(path = "security/pages/password.html")]
struct PasswordPage {
    f: Frame,
    login: String,
    /// Why the old one is not right.
    old_error: Option<String>,
    /// Why the new one is none.
    new_error: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub struct Change {
    #[serde(default)]
    old: Secret,
    #[serde(default)]
    password: Secret,
    /// "Sign out everywhere else".
    end: Option<String>,
}

/// GET /account/security/password
///
/// # Errors
/// `ProveFirst` where the gate wants more; of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    let (asking, account) = (owner.clone(), owner.account.id);
    let open = move |tx: &Tx<'_>| opens(tx, &asking);
    if !owner.context.app.db.tx(open).await? {
        return Err(gate::prove_first(&Recover { account }, PAGE));
    }
    shown(&owner, None, None).await
}

fn opens(tx: &Tx<'_>, owner: &Owner) -> Result<bool, Error> {
    let account = owner.account.id;
    let verdict = gate::ask(tx, &owner.context.app, &owner.asker(), Recover { account })?;
    Ok(matches!(verdict, Verdict::Open(_)))
}

async fn shown(
    owner: &Owner,
    old_error: Option<String>,
    new_error: Option<String>,
) -> Result<Response, Error> {
    let account = owner.account.id;
    let names = move |view: &kunci_db::View<'_>| crate::accounts::identifiers(view, account);
    let names = owner.context.app.db.view(names).await?;
    let wrong = old_error.is_some() || new_error.is_some();
    let login = names.first().map(|name| name.value().to_owned());
    form_page(
        wrong,
        &PasswordPage {
            f: Frame::signed_in(&owner.context),
            login: login.unwrap_or_default(),
            old_error,
            new_error,
        },
    )
}

/// POST /account/security/password
///
/// # Errors
/// `ProveFirst` where the gate wants more; of the database; `Busy` if the hash queue is full.
pub async fn post(owner: Owner, Form(form): Form<Change>) -> Result<Response, Error> {
    let end = is_checked(form.end.as_ref());
    match change(&owner, (&form.old, &form.password), end).await? {
        Changed::Done => Ok(see_other(&format!("{HERE}?done=password"))),
        Changed::Old(error) => shown(&owner, Some(error), None).await,
        Changed::New(error) => shown(&owner, None, Some(error)).await,
    }
}

/// What became of it.
pub(crate) enum Changed {
    /// The new one counts.
    Done,
    /// The old one is not right: why.
    Old(String),
    /// The new one is none: why.
    New(String),
}

/// Sets a new password for whoever knows the old one; `end` ends all other sessions.
///
/// # Errors
/// `ProveFirst` where the gate wants more; of the database; `Busy` if the hash queue is full.
pub(crate) async fn change(
    owner: &Owner,
    (old, new): (&Secret, &Secret),
    end: bool,
) -> Result<Changed, Error> {
    let (app, t, account) = (&owner.context.app, &owner.context.text, owner.account.id);
    // The new one first: a mistake there costs no guess.
    let hash = match recovery::chosen(&owner.context, account, new).await? {
        Ok(hash) => hash,
        Err(error) => return Ok(Changed::New(error)),
    };
    let whose = (Some(account), account, owner.standing());
    let Some((guess, version)) = proving::compared(&owner.context, whose, old).await? else {
        return Ok(Changed::Old(t.again_empty()));
    };
    let (left, inside) = (guess.left, owner.clone());
    let settle = move |tx: &Tx<'_>| {
        let context = &inside.context;
        let Some(version) = version else {
            count_wrong_password(tx, context, Some(account), inside.standing(), &guess)?;
            return Ok(Settled::Wrong);
        };
        methods::forget_failures(tx, account, MethodKind::Password)?;
        crate::accounts::hold(tx, account)?;
        if methods::password(tx, account)?.map(|stored| stored.version) != Some(version) {
            return Ok(Settled::Wrong);
        }
        let asked = gate::ask(tx, &context.app, &inside.asker(), Recover { account })?;
        let Verdict::Open(permit) = asked else {
            return Ok(Settled::More);
        };
        let new = NewPassword {
            hash: &hash,
            browser: inside.browser,
            keeper: inside.session,
            end,
        };
        recovery::replace(tx, context, &permit, &new)?;
        Ok::<_, Error>(Settled::Done)
    };
    match app.db.tx(settle).await? {
        Settled::Done => Ok(Changed::Done),
        Settled::More => Err(gate::prove_first(&Recover { account }, PAGE)),
        Settled::Wrong => Ok(Changed::Old(t.again_wrong(left))),
    }
}

enum Settled {
    Done,
    /// The gate wants more by now.
    More,
    /// The old password does not match.
    Wrong,
}
