//! GET and POST /account/close

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::gate::{Close, Kind, Verdict};
use kunci_rules::{Id, Time};
use serde::Deserialize;

use super::{CLOSES, protected, waiting};
use crate::browsers::Owner;
use crate::devices::Device;
use crate::gate;
use crate::requests::About;
use crate::waits;
use crate::web::form::is_checked;
use crate::web::{Error, Form, Frame, page_with, see_other};

/// This page.
const HERE: &str = "/account/close";

#[derive(Template)]
#[template(path = "closing/pages/close.html")]
struct ClosePage {
    f: Frame,
    /// How long it takes, by the policy.
    after: String,
    /// When it would be closed, if it were asked for now.
    until: String,
    /// When it will be, and the request that can be taken back.
    waits: Option<(String, Id)>,
    /// What must be released first: address and name.
    devices: Vec<(Id, String)>,
    error: Option<String>,
}

/// GET /account/close
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    show(&owner, StatusCode::OK, None).await
}

async fn show(owner: &Owner, status: StatusCode, error: Option<String>) -> Result<Response, Error> {
    let account = owner.account.id;
    let read = move |view: &View<'_>| {
        Ok::<_, kunci_db::Error>((waiting(view, account)?, protected(view, account)?))
    };
    let (request, devices) = owner.context.app.db.view(read).await?;
    let (t, zone) = (&owner.context.text, owner.zone());
    let wait = owner.context.app.policy.longest_wait(Kind::Close);
    let named = |device: Device| (device.id, device.name);
    page_with(
        status,
        &ClosePage {
            f: Frame::signed_in(&owner.context),
            after: t.lasts(wait),
            until: t.day_and_hour(owner.context.now + wait, &zone),
            waits: request.map(|r| (t.day_and_hour(r.opens_at, &zone), r.id)),
            devices: devices.into_iter().map(named).collect(),
            error,
        },
    )
}

/// The form.
#[derive(Deserialize)]
pub struct Sure {
    sure: Option<String>,
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The request, and when it is decided again.
    Waits(Id, Time),
    /// Its time has come: the job that does it is about to run.
    Now,
    /// A protected device is in the account.
    Devices,
}

/// POST /account/close
///
/// # Errors
/// `ProveFirst` if the gate wants more.
pub async fn post(owner: Owner, Form(form): Form<Sure>) -> Result<Response, Error> {
    if !is_checked(form.sure.as_ref()) {
        let error = owner.context.text.closing_tick();
        return show(&owner, StatusCode::UNPROCESSABLE_ENTITY, Some(error)).await;
    }
    match close(&owner).await? {
        Asked::Waits(..) | Asked::Now => Ok(see_other("/")),
        Asked::Devices => show(&owner, StatusCode::CONFLICT, None).await,
    }
}

/// Asks to close the account, and lets the request wait.
///
/// # Errors
/// `ProveFirst` if the gate wants more; `Locked` if it refuses; of the database.
pub async fn close(owner: &Owner) -> Result<Asked, Error> {
    let inside = owner.clone();
    let run = move |tx: &Tx<'_>| ask(tx, &inside);
    owner.context.app.db.tx(run).await
}

fn ask(tx: &Tx<'_>, owner: &Owner) -> Result<Asked, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let action = Close { account };
    let verdict = gate::ask(tx, app, &owner.asker(), action)?;
    if !protected(tx, account)?.is_empty() {
        return Ok(Asked::Devices);
    }
    // One request at a time, whichever session began it: one button takes it back.
    if let Some(request) = waiting(tx, account)? {
        return Ok(Asked::Waits(request.id, request.opens_at));
    }
    match verdict {
        Verdict::Wait { until } => {
            let request = waits::begin(tx, owner, About::of(&action), (until, CLOSES), "")?;
            Ok(Asked::Waits(request, until))
        }
        Verdict::Open(_) => Ok(Asked::Now),
        Verdict::Prove(_) => Err(gate::prove_first(&action, HERE)),
        Verdict::Refuse(reason) => Err(gate::refusal(reason)),
    }
}
