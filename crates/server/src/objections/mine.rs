//! A notice in a browser in which its owner is signed in: that browser was told too, and may say "this was not me" (design §1).

use axum::response::Response;
use kunci_db::{Result, Tx, View};
use kunci_rules::Id;

use super::http::{self, Found};
use super::words::{self, Said};
use crate::accounts;
use crate::browsers::{self, Owner};
use crate::notices::{self, Notice, Objector, Speaker};
use crate::web::form::Path;
use crate::web::{Error, Frame};

/// GET /account/notices/{id}
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner, Path(id): Path<Id>) -> std::result::Result<Response, Error> {
    let found = load(&owner, id).await?;
    http::answer(&owner.context, found, page(&owner, id))
}

async fn load(owner: &Owner, id: Id) -> std::result::Result<Option<Found>, Error> {
    let inside = owner.clone();
    let read = move |view: &View<'_>| {
        let found = found(view, &inside, id)?;
        http::load(view, &inside.context, found)
    };
    owner.context.app.db.view(read).await
}

/// What a notice's page says to this browser; nothing where its time is over, or it is somebody else's.
///
/// # Errors
/// Of the database.
pub async fn mine(owner: &Owner, id: Id) -> std::result::Result<Option<Said>, Error> {
    let found = load(owner, id).await?;
    Ok(found.map(|found| words::said(&owner.context, &found)))
}

/// POST /account/notices/{id}: as the button of the notice's link, with what this browser may.
///
/// # Errors
/// Of the database.
pub async fn post(owner: Owner, Path(id): Path<Id>) -> std::result::Result<Response, Error> {
    let found = press(&owner, id).await?;
    http::answer(&owner.context, found, page(&owner, id))
}

async fn press(owner: &Owner, id: Id) -> std::result::Result<Option<Found>, Error> {
    let inside = owner.clone();
    let run = move |tx: &Tx<'_>| {
        accounts::hold(tx, inside.account.id)?;
        let found = found(tx, &inside, id)?;
        http::act_in(tx, &inside.context, found)
    };
    owner.context.app.db.tx(run).await
}

/// "This was not me", with what this browser may; what its page says then.
///
/// # Errors
/// Of the database.
pub async fn object(owner: &Owner, id: Id) -> std::result::Result<Option<Said>, Error> {
    let found = press(owner, id).await?;
    Ok(found.map(|found| words::said(&owner.context, &found)))
}

fn page(owner: &Owner, id: Id) -> (Frame, String) {
    let f = Frame::signed_in(&owner.context);
    (f, format!("/account/notices/{id}"))
}

fn found(view: &View<'_>, owner: &Owner, id: Id) -> Result<Option<(Notice, Objector)>> {
    let notice = notices::get(view, owner.account.id, id)?;
    let speaker = speaker(view, owner)?;
    Ok(notice.map(|notice| (notice, Objector::of(speaker))))
}

/// This browser, as known since then and running on that; one that is not known counts from when it signed in.
pub(super) fn speaker(view: &View<'_>, owner: &Owner) -> Result<Speaker> {
    let account = owner.account.id;
    let known = match owner.browser {
        Some(browser) => browsers::get(view, account, browser)?,
        None => None,
    };
    if let Some(known) = known {
        return Ok(Speaker::Browser {
            since: known.known_since,
            holder: known.holder(),
        });
    }
    let sessions = browsers::list(view, account)?;
    let session = sessions.iter().find(|session| session.id == owner.session);
    Ok(Speaker::Browser {
        since: session.map_or(owner.context.now, |session| session.created_at),
        holder: owner.session,
    })
}
