//! Which browsers run on a device. A phone and the browser on it are one thing to lose: methods that one can use, the other
//! can, and what the one shows does not count once the other is missing.

use axum::extract::RawForm;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;

use crate::browsers::{self, Owner};
use crate::requests::Purpose;
use crate::security::{self, Saying, Statement};
use crate::web::form::Path;
use crate::web::{Error, see_other};
use crate::{accounts, devices};

/// A known browser on a device's page.
pub(super) struct Row {
    pub(super) id: Id,
    pub(super) label: String,
    pub(super) here: bool,
    pub(super) on: bool,
}

/// The known browsers that run on this device, or on none.
pub(super) fn rows(view: &View<'_>, owner: &Owner, device: Id) -> kunci_db::Result<Vec<Row>> {
    let known = browsers::known(view, owner.account.id)?;
    let free = known
        .into_iter()
        .filter(|browser| browser.device.is_none_or(|on| on == device));
    Ok(free
        .map(|browser| Row {
            id: browser.id,
            here: owner.browser == Some(browser.id),
            on: browser.device == Some(device),
            label: if browser.label.is_empty() {
                owner.context.text.sessions_unknown()
            } else {
                browser.label
            },
        })
        .collect())
}

/// The browser in hand runs on the device that is being added, unless it is known to run on another.
pub(super) fn runs_here(tx: &Tx<'_>, owner: &Owner, device: Id) -> kunci_db::Result<()> {
    match owner.browser {
        Some(browser) => runs_on(tx, owner.account.id, browser, device),
        None => Ok(()),
    }
}

/// A known browser runs on a device that is added, unless it is known to run on another.
pub(super) fn runs_on(tx: &Tx<'_>, account: Id, browser: Id, device: Id) -> kunci_db::Result<()> {
    match browsers::get(tx, account, browser)? {
        Some(known) if known.device.is_none() => {
            browsers::runs_on(tx, account, browser, Some(device))
        }
        _ => Ok(()),
    }
}

/// POST /devices/{id}/browsers: what the owner says runs on it. To take one off makes it count as a thing of its own, which
/// needs what replacing a method needs.
///
/// # Errors
/// `NotFound` if the device is not the owner's; `ProveFirst` to take one off without two independent proofs.
pub async fn post(
    owner: Owner,
    Path(device): Path<Id>,
    RawForm(form): RawForm,
) -> Result<Response, Error> {
    let ticked: Vec<Id> = String::from_utf8_lossy(&form)
        .split('&')
        .filter_map(|pair| Id::try_parse(pair.strip_prefix("on=")?).ok())
        .collect();
    Ok(see_other(&match run_on(&owner, device, ticked).await? {
        Saying::Counts => format!("/devices/{device}"),
        Saying::Waits(_) => "/account/security?done=waiting".to_owned(),
    }))
}

/// Keeps which known browsers the owner says run on a device, or lets that wait.
///
/// # Errors
/// As [`post`].
pub(crate) async fn run_on(owner: &Owner, device: Id, on: Vec<Id>) -> Result<Saying, Error> {
    let inside = owner.clone();
    let say = move |tx: &Tx<'_>| say(tx, &inside, device, &on);
    owner.context.app.db.tx(say).await
}

fn say(tx: &Tx<'_>, owner: &Owner, device: Id, ticked: &[Id]) -> Result<Saying, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    accounts::hold(tx, account)?;
    let found = devices::get(tx, account, device)?.ok_or(Error::NotFound)?;
    let rows = rows(tx, owner, device)?;
    let on = rows.iter().filter(|row| ticked.contains(&row.id));
    let said: Vec<Id> = std::iter::once(device)
        .chain(on.map(|row| row.id))
        .collect();
    let statement = Statement {
        // It weakens the password, whose method goes by the account's id.
        method: account,
        less: rows.iter().any(|row| row.on && !ticked.contains(&row.id)),
        purpose: Purpose::Browsers,
        details: &security::write_ids(&said),
        name: &found.name,
        back: &format!("/devices/{device}"),
    };
    let saying = security::may_say(tx, owner, &statement)?;
    if saying == Saying::Counts {
        security::keep_browsers(tx, app, account, &said)?;
    }
    Ok(saying)
}
