//! A saved recovery code: it counts for its sheet, works once, and its owner is told (STD-34). In a recovery it may be the
//! first proof, so known and unknown names get the same page and the same work (STD-41).

use askama::Template;
use axum::http::header;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, codes};
use serde::Deserialize;

use super::code::missed;
use super::{Asking, Purpose, shown};
use crate::authenticators::Authenticator;
use crate::gate::Said;
use crate::notices::{self, By, Event, OfMethod};
use crate::sheets::{self, Card, CardOnPage, Fresh};
use crate::web::cookies::Cookies;
use crate::web::{Error, Form, Frame, form_page, page, see_other};
use crate::{accounts, audit, recovery};

#[derive(Template)]
#[template(path = "proving/pages/recovery_code.html")]
struct CodePage {
    f: Frame,
    action: String,
    other: String,
    typed: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "proving/pages/recovery_code_used.html")]
struct UsedPage {
    f: Frame,
    card: CardOnPage,
    /// So few are left that a new sheet is better.
    few: bool,
    next: String,
}

/// The form.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

/// GET /prove/{for}/recovery-code
///
/// # Errors
/// Of the database.
pub async fn get(asking: Asking) -> Result<Response, Error> {
    code_page(&asking, String::new(), None).await
}

async fn code_page(
    asking: &Asking,
    typed: String,
    error: Option<String>,
) -> Result<Response, Error> {
    if let (Purpose::SignIn { .. } | Purpose::StepUp { .. } | Purpose::Rehearse(_), Some(account)) =
        (&asking.purpose, asking.account)
    {
        let read = move |view: &View<'_>| sheets::of(view, account);
        if asking.context.app.db.view(read).await?.is_none() {
            return Ok(see_other(&asking.start()));
        }
    }
    let wrong = error.is_some();
    let other = match asking.purpose {
        Purpose::Recover(_) if !asking.may_name => "/recover/ways".to_owned(),
        _ => asking.others(),
    };
    form_page(
        wrong,
        &CodePage {
            f: asking.frame(),
            action: asking.path("recovery-code"),
            other,
            typed,
            error,
        },
    )
}

/// POST /prove/{for}/recovery-code
///
/// # Errors
/// Of the database.
pub async fn post(asking: Asking, Form(form): Form<Typed>) -> Result<Response, Error> {
    match tried(&asking, &form.code).await? {
        Ok(None) => asking.onward().await,
        Ok(Some(new)) => with_the_new_one(&asking, new).await,
        Err(wrong) => {
            let kept: String = form.code.chars().take(60).collect();
            code_page(&asking, kept, Some(wrong)).await
        }
    }
}

/// One try: the proof is kept, and perhaps another code takes the place of the one that was used; else what is the matter.
///
/// # Errors
/// Of the database.
pub(crate) async fn tried(
    asking: &Asking,
    code: &str,
) -> Result<Result<Option<Replacement>, String>, Error> {
    let t = &asking.context.text;
    let Some(typed) = codes::parse_saved(code) else {
        return Ok(Err(t.saved_code_shape()));
    };
    let fresh = Fresh::new(&asking.context.app.random);
    let inside = asking.clone();
    let check = move |tx: &Tx<'_>| try_code(tx, &inside, typed, fresh);
    Ok(match asking.context.app.db.tx(check).await? {
        Tried::Right(new) => Ok(new),
        Tried::Wrong => Err(t.saved_code_wrong()),
        Tried::Spent => Err(t.second_code_spent()),
    })
}

enum Tried {
    Right(Option<Replacement>),
    Wrong,
    Spent,
}

/// What takes the place of the code that was used.
pub(crate) struct Replacement {
    /// With the one new code in it.
    pub(crate) card: Card,
    /// So few are left that a new sheet is better.
    pub(crate) few: bool,
}

/// Counts the try, then looks the code up; past the limit nothing is looked up.
fn try_code(tx: &Tx<'_>, asking: &Asking, typed: [u8; 16], fresh: Fresh) -> Result<Tried, Error> {
    if !sheets::may_try(tx, &asking.context, asking.session())? {
        return Ok(Tried::Spent);
    }
    let right = match sheets::find(tx, typed)? {
        Some((account, sheet)) => about(tx, asking, account)?.map(|asking| (asking, sheet)),
        None => None,
    };
    let Some((asking, sheet)) = right else {
        missed(tx, asking)?;
        return Ok(Tried::Wrong);
    };
    let account = asking.account.ok_or(Error::NotFound)?;
    accounts::hold(tx, account)?;
    if let Purpose::Rehearse(_) = asking.purpose {
        // It counts as shown, and stays as good as before: nothing is used up in a rehearsal.
        sheets::refund(tx, &asking.context, asking.session())?;
        shown(tx, &asking, MethodKind::RecoveryCode, Some(sheet.id))?;
        return Ok(Tried::Right(None));
    }
    if !sheets::spend(tx, account, sheet.id, typed)? {
        return Ok(Tried::Wrong);
    }
    sheets::refund(tx, &asking.context, asking.session())?;
    tell(tx, &asking, account, &sheet)?;
    shown(tx, &asking, MethodKind::RecoveryCode, Some(sheet.id))?;
    replacement(tx, &asking, account, &sheet, fresh).map(Tried::Right)
}

/// The asking, if a proof of this account can be a proof in it. A case whose name leads to several accounts (a family's
/// number) is about this one from now on.
pub(super) fn about(tx: &Tx<'_>, asking: &Asking, account: Id) -> Result<Option<Asking>, Error> {
    match (asking.account, &asking.purpose) {
        (Some(known), _) => Ok((known == account).then(|| asking.clone())),
        (None, Purpose::Recover(case)) if recovery::settle_on(tx, case.id, account)? => {
            Ok(Some(asking.of(tx, account)?))
        }
        (None, _) => Ok(None),
    }
}

fn tell(tx: &Tx<'_>, asking: &Asking, account: Id, sheet: &Authenticator) -> Result<(), Error> {
    let app = &asking.context.app;
    let (by, actor) = match &asking.purpose {
        Purpose::StepUp { owner, .. } => (By::from(owner.as_ref()), "owner"),
        Purpose::SignIn { .. } | Purpose::Recover(_) | Purpose::Rehearse(_) => {
            (By::visitor(&asking.context), "visitor")
        }
    };
    let event = Event::Method {
        change: OfMethod::Used,
        method: sheet.id,
        kind: MethodKind::RecoveryCode,
        name: sheet.label.clone(),
        two: false,
        by,
    };
    notices::tell(tx, app, account, &event)?;
    audit::record(tx, app, account, "recovery-code-used", actor, "")?;
    Ok(())
}

/// A new code goes only to whoever is in: a signed-in owner, or one whom this proof let in. Else a single stolen code would
/// bring its thief the next one.
fn replacement(
    tx: &Tx<'_>,
    asking: &Asking,
    account: Id,
    sheet: &Authenticator,
    fresh: Fresh,
) -> Result<Option<Replacement>, Error> {
    let is_in = match asking.purpose {
        // Whoever looks for a phone with one proof is not in.
        Purpose::StepUp { .. } => !asking.context.limited,
        Purpose::Recover(case) if case.finds => false,
        Purpose::Rehearse(_) => false,
        Purpose::SignIn { .. } | Purpose::Recover(_) => {
            let answer = asking.answer(tx)?;
            answer.is_some_and(|answer| matches!(answer.said, Said::Open))
        }
    };
    if !is_in {
        return Ok(None);
    }
    let few = sheets::left(tx, account, sheet.id)? <= sheets::FEW;
    sheets::refill(tx, account, sheet.id, fresh)?;
    let card = Card::of(tx, &asking.context, account, &[fresh])?;
    Ok(Some(Replacement { card, few }))
}

/// Goes on as any proof does, cookies and all, but shows the new code before the next page.
async fn with_the_new_one(asking: &Asking, new: Replacement) -> Result<Response, Error> {
    let onward = asking.onward().await?;
    let next = onward.headers().get(header::LOCATION);
    let Some(next) = next.and_then(|next| next.to_str().ok()) else {
        return Ok(onward);
    };
    let response = page(&UsedPage {
        f: asking.frame(),
        card: new.card.on_page(&asking.context),
        few: new.few,
        next: next.to_owned(),
    })?;
    Ok(Cookies::of(&onward).onto(response))
}
