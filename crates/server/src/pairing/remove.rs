//! Taking a device out of the account: at once where it was never heard of, else what the gate says about releasing it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::{AddMethod, Reason, Release, Verdict};

use crate::accounts;
use crate::browsers::{Owner, Standing};
use crate::devices::{self, Device};
use crate::gate::{self, Asker};
use crate::jobs::JobKind;
use crate::notices::{self, By, Event, OfDevice};
use crate::requests::{self, About, End, Request};
use crate::state::App;
use crate::waits::{self, Waiting};
use crate::web::form::Path;
use crate::web::{Error, Frame, page, page_with, see_other};

/// Decides again about a removal whose time has come.
pub const RELEASES: JobKind = JobKind {
    tag: "release-opens",
    run: |app, account, request| Box::pin(waits::decide(app, account, request, opens)),
};

#[derive(Template)]
#[template(path = "pairing/pages/remove.html")]
struct RemovePage {
    f: Frame,
    id: Id,
    name: String,
    answer: Option<Answer>,
}

/// Why a device was not removed.
struct Answer {
    title: String,
    text: String,
}

/// GET /devices/{id}/remove
///
/// # Errors
/// `NotFound` if it is not the owner's.
pub async fn get(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    let account = owner.account.id;
    let find = move |view: &View<'_>| devices::get(view, account, id);
    let found = owner.context.app.db.view(find).await?;
    let device = found.ok_or(Error::NotFound)?;
    page(&RemovePage {
        f: Frame::signed_in(&owner.context),
        id,
        name: device.name,
        answer: None,
    })
}

/// What the gate said to a removal.
pub(crate) enum Removal {
    /// It is gone.
    Done,
    /// It goes then, unless somebody stops it.
    Waits(Waiting),
    /// Not while it is marked missing.
    Missing,
    /// No proof that the account has opens it.
    NoWay,
    /// Not for another reason.
    Refused(Error),
}

/// POST /devices/{id}/remove
///
/// # Errors
/// `NotFound` if it is not the owner's; `ProveFirst` if the gate wants more.
pub async fn post(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    let (device, removal) = take_away(&owner, id).await?;
    let t = &owner.context.text;
    let answer = match removal {
        Removal::Done => return Ok(see_other("/devices")),
        Removal::Waits(_) => return Ok(see_other("/account/security?done=waiting")),
        Removal::Refused(error) => return Err(error),
        Removal::NoWay => Answer {
            title: t.devices_remove_prove_title(),
            text: t.devices_remove_prove_text(),
        },
        Removal::Missing => Answer {
            title: t.devices_remove_missing_title(),
            text: t.devices_remove_missing_text(),
        },
    };
    let shown = RemovePage {
        f: Frame::signed_in(&owner.context),
        id,
        name: device.name,
        answer: Some(answer),
    };
    page_with(StatusCode::FORBIDDEN, &shown)
}

/// Takes a device out of the account, or lets that wait.
///
/// # Errors
/// As [`post`].
pub(crate) async fn take_away(owner: &Owner, id: Id) -> Result<(Device, Removal), Error> {
    let inside = owner.clone();
    let run = move |tx: &Tx<'_>| remove(tx, &inside, id);
    owner.context.app.db.tx(run).await
}

/// A device that was never heard of cannot be in a thief's hands: taking it out needs what adding it needed.
fn remove(tx: &Tx<'_>, owner: &Owner, device: Id) -> Result<(Device, Removal), Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    accounts::hold(tx, account)?;
    let found = devices::get(tx, account, device)?.ok_or(Error::NotFound)?;
    let here = format!("/devices/{device}/remove");
    let add = AddMethod { account };
    if let Verdict::Prove(_) = gate::ask(tx, app, &owner.asker(), add)? {
        return Err(gate::prove_first(&add, &here));
    }
    let action = Release { account, device };
    let removal = if found.last_contact.is_none() && found.missing.is_none() {
        Removal::Done
    } else {
        match gate::ask(tx, app, &owner.asker(), action)? {
            Verdict::Open(_) => Removal::Done,
            Verdict::Prove(_) => return Err(gate::prove_first(&action, &here)),
            Verdict::Wait { until } => {
                let about = About::of(&action);
                let request = waits::begin(tx, owner, about, (until, RELEASES), &found.name)?;
                Removal::Waits(Waiting { request, until })
            }
            Verdict::Refuse(Reason::Missing) => Removal::Missing,
            Verdict::Refuse(Reason::NoWay) => Removal::NoWay,
            Verdict::Refuse(reason) => Removal::Refused(gate::refusal(reason)),
        }
    };
    if let Removal::Done = removal {
        take_out(tx, app, account, &found, &By::from(owner))?;
    }
    Ok((found, removal))
}

fn take_out(tx: &Tx<'_>, app: &App, account: Id, device: &Device, by: &By) -> kunci_db::Result<()> {
    devices::remove(tx, account, device.id)?;
    let event = Event::of_device(OfDevice::Removed, device.id, &device.name, by.clone());
    notices::tell(tx, app, account, &event)
}

fn opens(tx: &Tx<'_>, app: &App, account: Id, request: &Request) -> Result<(), Error> {
    let found = match request.about.device {
        Some(device) => devices::get(tx, account, device)?,
        None => None,
    };
    let Some(device) = found else {
        return Ok(waits::end(tx, app, account, request, End::Void)?);
    };
    let action = Release {
        account,
        device: device.id,
    };
    let asker = Asker::request(request.id, Standing::Stranger);
    match gate::ask(tx, app, &asker, action)? {
        Verdict::Open(_) => {
            if requests::end(tx, account, request.id, End::Done)? {
                let by = By {
                    session: None,
                    label: request.label.clone(),
                };
                take_out(tx, app, account, &device, &by)?;
            }
            Ok(())
        }
        verdict => waits::later(tx, app, account, request, (&verdict, RELEASES)),
    }
}
