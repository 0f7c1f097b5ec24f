//! Making a sheet, or a new one in place of another.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::gate::{MethodKind, ReplaceMethod, Verdict};
use kunci_rules::{Id, Time};
use serde::Deserialize;

use super::{Card, CardOnPage, FEW, Fresh, SIZE, left, of, write};
use crate::authenticators::{self, Adding, New};
use crate::browsers::{self, Owner};
use crate::notices::{self, By, Event, OfMethod};
use crate::web::{Error, Form, Frame, page, page_with, see_other};
use crate::{audit, gate};

/// This page.
const HERE: &str = "/account/security/codes";

#[derive(Template)]
#[template(path = "sheets/pages/sheet.html")]
struct SheetPage {
    f: Frame,
    size: i64,
    /// The sheet in use.
    sheet: Option<Row>,
    /// It can be taken out after a wait only: where, and when.
    waits: Option<(String, String)>,
}

struct Row {
    id: Id,
    made: String,
    left: String,
    few: bool,
}

#[derive(Template)]
#[template(path = "sheets/pages/made.html")]
struct MadePage {
    f: Frame,
    card: CardOnPage,
    next: &'static str,
}

/// GET /account/security/codes
///
/// # Errors
/// `ProveFirst` for the first sheet, unless the sign-in is fresh; of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    show(&owner, None).await
}

async fn show(owner: &Owner, waits: Option<Time>) -> Result<Response, Error> {
    let inside = owner.clone();
    let read = move |tx: &Tx<'_>| {
        let account = inside.account.id;
        let sheet = of(tx, account)?;
        let left = match &sheet {
            Some(sheet) => left(tx, account, sheet.id)?,
            None => add(tx, &inside).map(|_permit| 0)?,
        };
        Ok::<_, Error>(sheet.map(|sheet| (sheet.id, sheet.added_at, left)))
    };
    let sheet = owner.context.app.db.tx(read).await?;
    let (t, zone) = (&owner.context.text, owner.zone());
    let waits = waits.zip(sheet).map(|(until, (id, ..))| {
        let removal = format!("/account/security/methods/{id}/remove");
        (removal, t.day_and_hour(until, &zone))
    });
    let status = if waits.is_some() {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::OK
    };
    let size = i64::try_from(SIZE).unwrap_or_default();
    let row = |(id, made, left)| Row {
        id,
        made: t.date_time(made, &zone),
        left: t.sheet_left_of(left, size),
        few: left <= FEW,
    };
    page_with(
        status,
        &SheetPage {
            f: Frame::signed_in(&owner.context),
            size,
            sheet: sheet.map(row),
            waits,
        },
    )
}

/// The form.
#[derive(Deserialize)]
pub struct Make {
    /// The sheet that the form was shown for; empty if there was none.
    #[serde(default)]
    instead_of: String,
}

/// What became of it.
pub(crate) enum Made {
    /// Here it is: the sheet, and its codes.
    Done(Id, Card),
    /// The form was shown before something changed, such as the same form sent twice.
    Stale,
    /// The one in use goes only after a wait.
    Waits(Time),
}

/// POST /account/security/codes: the answer shows the codes, once.
///
/// # Errors
/// `ProveFirst` if the gate wants more; of the database.
pub async fn post(owner: Owner, Form(form): Form<Make>) -> Result<Response, Error> {
    match new_sheet(&owner, Id::try_parse(&form.instead_of).ok()).await? {
        Made::Done(_, card) => page(&MadePage {
            f: Frame::signed_in(&owner.context),
            card: card.on_page(&owner.context),
            next: if owner.is_regaining() {
                "/account/regained?done=recovery-code"
            } else {
                "/account/security?done=recovery-code"
            },
        }),
        Made::Stale => Ok(see_other(HERE)),
        Made::Waits(until) => show(&owner, Some(until)).await,
    }
}

/// Makes a sheet in place of the one in use, or the first one.
///
/// # Errors
/// As [`post`].
pub(crate) async fn new_sheet(owner: &Owner, instead_of: Option<Id>) -> Result<Made, Error> {
    let app = &owner.context.app;
    let fresh: Vec<Fresh> = (0..SIZE).map(|_| Fresh::new(&app.random)).collect();
    let inside = owner.clone();
    let run = move |tx: &Tx<'_>| make(tx, &inside, instead_of, &fresh);
    app.db.tx(run).await
}

/// The permit for a first sheet, or what to do first.
fn add<'t>(tx: &'t Tx<'_>, owner: &Owner) -> Result<Adding<'t>, Error> {
    gate::to_add(tx, owner, HERE)
}

fn make(
    tx: &Tx<'_>,
    owner: &Owner,
    instead_of: Option<Id>,
    fresh: &[Fresh],
) -> Result<Made, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let before = of(tx, account)?.map(|sheet| sheet.id);
    if before != instead_of {
        return Ok(Made::Stale);
    }
    let now = Time(tx.now());
    let label = app
        .texts
        .of(owner.account.language)
        .sheet_name(owner.context.text.date(now, &owner.zone()));
    let new = New {
        id: tx.id(),
        kind: MethodKind::RecoveryCode,
        label: &label,
        // Nothing of a code is kept but its hash.
        secret: &[],
        step: now.0,
        set_on: browsers::settled_holder(tx, account, owner.browser)?,
    };
    let told = |change, two| Event::Method {
        change,
        method: new.id,
        kind: MethodKind::RecoveryCode,
        name: label.clone(),
        two,
        by: By::from(owner),
    };
    match before {
        None => {
            let permit = add(tx, owner)?;
            let event = told(OfMethod::Added, permit.grounds().two());
            notices::tell(tx, app, account, &event)?;
            authenticators::add(tx, app, permit, &new)?;
            audit::record(tx, app, account, "method-added", "owner", "recovery-code")?;
        }
        Some(method) => {
            let action = ReplaceMethod { account, method };
            let permit = match gate::ask(tx, app, &owner.asker(), action)? {
                Verdict::Open(permit) => permit,
                Verdict::Wait { until } => return Ok(Made::Waits(until)),
                Verdict::Prove(_) => return Err(gate::prove_first(&action, HERE)),
                Verdict::Refuse(reason) => return Err(gate::refusal(reason)),
            };
            let event = told(OfMethod::Replaced, permit.grounds().two());
            notices::tell(tx, app, account, &event)?;
            authenticators::replace(tx, app, permit, &new)?;
            audit::record(
                tx,
                app,
                account,
                "method-replaced",
                "owner",
                "recovery-code",
            )?;
        }
    }
    write(tx, account, new.id, fresh)?;
    let card = Card::of(tx, &owner.context, account, fresh)?;
    Ok(Made::Done(new.id, card))
}
