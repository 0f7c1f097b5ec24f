//! A code from an authenticator app (S-078, S-088): the second step at sign-in, one more proof of a signed-in owner, or one
//! more in a recovery. Never a first proof: with six digits, whoever knows a name could guess at it.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Time;
use kunci_rules::codes::{self, Digits};
use kunci_rules::gate::MethodKind;
use kunci_rules::totp::{Code, judge};
use serde::Deserialize;

use super::code::missed;
use super::kept::forgive;
use super::{Asking, Purpose, shown};
use crate::authenticators::{self, Authenticator};
use crate::methods::{self, Outcome};
use crate::totp::matched;
use crate::web::{Error, Form, Frame, form_page, see_other};

#[derive(Template)]
#[template(path = "proving/pages/totp.html")]
struct TotpPage {
    f: Frame,
    action: String,
    other: String,
    /// What the owner calls the apps.
    names: String,
    error: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

/// Whether nothing was proved yet. Then this page does not exist, whatever the account has.
const fn is_first(asking: &Asking) -> bool {
    match &asking.purpose {
        Purpose::Recover(case) => !case.proved,
        Purpose::SignIn { .. } | Purpose::StepUp { .. } | Purpose::Rehearse(_) => false,
    }
}

/// The account's apps.
fn apps(view: &View<'_>, asking: &Asking) -> Result<Vec<Authenticator>, Error> {
    let Some(account) = asking.account else {
        return Ok(Vec::new());
    };
    let mut apps = authenticators::list(view, account)?;
    apps.retain(|one| one.kind == MethodKind::Totp);
    Ok(apps)
}

/// GET /prove/{for}/totp
///
/// # Errors
/// Of the database.
pub async fn get(asking: Asking) -> Result<Response, Error> {
    totp_page(&asking, None).await
}

async fn totp_page(asking: &Asking, error: Option<String>) -> Result<Response, Error> {
    if is_first(asking) {
        return Ok(see_other(&asking.start()));
    }
    let inside = asking.clone();
    let read = move |view: &View<'_>| apps(view, &inside);
    let apps = asking.context.app.db.view(read).await?;
    if apps.is_empty() {
        return Ok(see_other(&asking.start()));
    }
    let names: Vec<&str> = apps.iter().map(|one| one.label.as_str()).collect();
    form_page(
        error.is_some(),
        &TotpPage {
            f: asking.frame(),
            action: asking.path("totp"),
            other: asking.others(),
            names: names.join(", "),
            error,
        },
    )
}

/// POST /prove/{for}/totp
///
/// # Errors
/// Of the database.
pub async fn post(asking: Asking, Form(form): Form<Typed>) -> Result<Response, Error> {
    if is_first(&asking) {
        return Ok(see_other(&asking.start()));
    }
    match tried(&asking, &form.code).await? {
        None => asking.onward().await,
        Some(wrong) => totp_page(&asking, Some(wrong)).await,
    }
}

/// One try: nothing, and the proof is kept; else what is the matter.
///
/// # Errors
/// `NotFound` where it would be the first proof; of the database.
pub(crate) async fn tried(asking: &Asking, code: &str) -> Result<Option<String>, Error> {
    if is_first(asking) {
        return Err(Error::NotFound);
    }
    let t = &asking.context.text;
    let Some(typed) = codes::parse_digits(Digits::Six, code) else {
        return Ok(Some(t.totp_code_shape()));
    };
    let inside = asking.clone();
    let check = move |tx: &Tx<'_>| try_code(tx, &inside, &typed);
    Ok(match asking.context.app.db.tx(check).await? {
        Tried::Right => None,
        Tried::Wrong => Some(t.totp_code_wrong()),
        Tried::Replayed => Some(t.totp_code_replayed()),
        Tried::Spent => Some(t.second_code_spent()),
    })
}

enum Tried {
    Right,
    Wrong,
    Replayed,
    Spent,
}

/// Reserves a guess, then compares with every app; an empty pool compares nothing.
fn try_code(tx: &Tx<'_>, asking: &Asking, typed: &str) -> Result<Tried, Error> {
    let account = asking.account.ok_or(Error::NotFound)?;
    let kind = MethodKind::Totp;
    let outcome = methods::reserve(tx, asking.subject, kind, asking.standing)?;
    let Outcome::Reserved(guess) = outcome else {
        return Ok(Tried::Spent);
    };
    let (app, now) = (&asking.context.app, Time(tx.now()));
    let mut tried = Tried::Wrong;
    for one in apps(tx, asking)? {
        let Some(secret) = authenticators::secret(tx, app, account, one.id)? else {
            continue;
        };
        let matched = matched(&secret, typed, now);
        match judge(matched, Some(one.step), is_first(asking), now) {
            // The database has the last word: of two requests with one code, one finds it used.
            Code::Accepted(step) if authenticators::used(tx, account, one.id, step)? => {
                forgive(tx, asking, kind, &guess)?;
                shown(tx, asking, kind, Some(one.id))?;
                return Ok(Tried::Right);
            }
            Code::Accepted(_) | Code::Replayed => tried = Tried::Replayed,
            Code::Wrong | Code::NotFirst => {}
        }
    }
    methods::note_place(tx, &guess, asking.context.network)?;
    missed(tx, asking)?;
    Ok(tried)
}
