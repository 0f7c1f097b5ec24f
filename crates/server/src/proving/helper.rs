//! A helper's code (C-13): the helper gets a link, knows the voice, reads the code out, and it is typed where it was asked for. In a
//! recovery it may be the first proof, so known and unknown names get the same pages and the same work (STD-41).

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::codes::{self, Digits};
use kunci_rules::gate::MethodKind;
use serde::Deserialize;

use super::code::missed;
use super::recovery_code::about;
use super::{Asking, Purpose, shown};
use crate::approvals::For;
use crate::helpers::{self, Fresh, Wish};
use crate::web::{Error, Form, Frame, form_page, page, see_other};
use crate::{audit, recovery};

#[derive(Template)]
#[template(path = "proving/pages/helper.html")]
struct AskPage {
    f: Frame,
    action: String,
    other: String,
}

#[derive(Template)]
#[template(path = "proving/pages/helper_code.html")]
struct CodePage {
    f: Frame,
    action: String,
    ask: String,
    other: String,
    error: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

/// GET /prove/{for}/helper
///
/// # Errors
/// Of the database.
pub async fn get(asking: Asking) -> Result<Response, Error> {
    if !may_help(&asking).await? {
        return Ok(see_other(&asking.start()));
    }
    page(&AskPage {
        f: asking.frame(),
        action: asking.path("helper"),
        other: other(&asking),
    })
}

/// Whoever is certain to be the account's needs no page about helpers that it has not.
async fn may_help(asking: &Asking) -> Result<bool, Error> {
    // Nobody calls a helper for a rehearsal.
    if let Purpose::Rehearse(_) = asking.purpose {
        return Ok(false);
    }
    let (Purpose::SignIn { .. } | Purpose::StepUp { .. }, Some(account)) =
        (&asking.purpose, asking.account)
    else {
        return Ok(true);
    };
    let read = move |view: &View<'_>| helpers::any(view, account);
    Ok(asking.context.app.db.view(read).await?)
}

fn other(asking: &Asking) -> String {
    match asking.purpose {
        Purpose::Recover(_) if !asking.may_name => "/recover/ways".to_owned(),
        _ => asking.others(),
    }
}

fn wish<'a>(view: &View<'_>, asking: &'a Asking) -> Result<Wish<'a>, Error> {
    let accounts = match (asking.account, &asking.purpose) {
        (Some(account), _) => vec![account],
        (None, Purpose::Recover(case)) => recovery::may_be(view, case.id)?,
        (None, _) => Vec::new(),
    };
    Ok(Wish {
        context: &asking.context,
        accounts,
        subject: asking.subject,
        case: asking.case,
        purpose: match asking.purpose {
            Purpose::SignIn { .. } => For::SignIn,
            Purpose::StepUp { .. } => For::Action,
            Purpose::Recover(_) | Purpose::Rehearse(_) => For::Recovery,
        },
        standing: asking.standing,
    })
}

/// POST /prove/{for}/helper: sends the helpers a link.
///
/// # Errors
/// Of the database.
pub async fn post(asking: Asking) -> Result<Response, Error> {
    match asked(&asking).await {
        Ok(()) => Ok(see_other(&asking.path("helper/code"))),
        Err(Error::NotFound) => Ok(see_other(&asking.start())),
        Err(other) => Err(other),
    }
}

/// Sends the helpers a link.
///
/// # Errors
/// `NotFound` where no helper can be; of the database.
pub(crate) async fn asked(asking: &Asking) -> Result<(), Error> {
    if !may_help(asking).await? {
        return Err(Error::NotFound);
    }
    let fresh = Fresh::new(&asking.context.app.random);
    let inside = asking.clone();
    let ask = move |tx: &Tx<'_>| {
        inside.counts(tx)?;
        helpers::ask(tx, &wish(tx, &inside)?, &fresh)
    };
    asking.context.app.db.tx(ask).await
}

/// GET /prove/{for}/helper/code
///
/// # Errors
/// Of the database.
pub async fn get_code(asking: Asking) -> Result<Response, Error> {
    if may_help(&asking).await? {
        code_page(&asking, None)
    } else {
        Ok(see_other(&asking.start()))
    }
}

fn code_page(asking: &Asking, error: Option<String>) -> Result<Response, Error> {
    form_page(
        error.is_some(),
        &CodePage {
            f: asking.frame(),
            action: asking.path("helper/code"),
            ask: asking.path("helper"),
            other: other(asking),
            error,
        },
    )
}

/// POST /prove/{for}/helper/code
///
/// # Errors
/// Of the database.
pub async fn post_code(asking: Asking, Form(form): Form<Typed>) -> Result<Response, Error> {
    match tried(&asking, &form.code).await? {
        None => asking.onward().await,
        Some(wrong) => code_page(&asking, Some(wrong)),
    }
}

/// One try: nothing, and the proof is kept; else what is the matter.
///
/// # Errors
/// Of the database.
pub(crate) async fn tried(asking: &Asking, code: &str) -> Result<Option<String>, Error> {
    let t = &asking.context.text;
    let Some(typed) = codes::parse_digits(Digits::Eight, code) else {
        return Ok(Some(t.helper_code_shape()));
    };
    let inside = asking.clone();
    let check = move |tx: &Tx<'_>| try_code(tx, &inside, &typed);
    let is_it = asking.context.app.db.tx(check).await?;
    // One sentence for a wrong code, for too many tries, and for a name that leads nowhere.
    Ok((!is_it).then(|| t.helper_code_wrong()))
}

fn try_code(tx: &Tx<'_>, asking: &Asking, typed: &str) -> Result<bool, Error> {
    let Some(right) = helpers::check(tx, &wish(tx, asking)?, typed)? else {
        missed(tx, asking)?;
        return Ok(false);
    };
    let Some(asking) = about(tx, asking, right.account)? else {
        return Ok(false);
    };
    shown(tx, &asking, MethodKind::Helper, Some(right.helper))?;
    let app = &asking.context.app;
    audit::record(tx, app, right.account, "helper-vouched", "helper", "")?;
    Ok(true)
}
