//! Who is signed in, and "sign out everywhere" (STD-52).

use askama::Template;
use axum::response::Response;
use kunci_rules::Id;

use crate::browsers::{self, Owner};
use crate::notices::{self, By, Event};
use crate::web::form::Path;
use crate::web::{Error, Frame, page, see_other};

#[derive(Template)]
#[template(path = "home/pages/sessions.html")]
struct SessionsPage {
    f: Frame,
    rows: Vec<Row>,
    known: Vec<Row>,
}

struct Row {
    id: Id,
    label: String,
    here: bool,
    borrowed: bool,
    since: String,
    seen: String,
}

/// GET /account/sessions
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    let account = owner.account.id;
    let read = move |view: &kunci_db::View<'_>| {
        Ok::<_, kunci_db::Error>((
            browsers::list(view, account)?,
            browsers::known(view, account)?,
        ))
    };
    let (sessions, known) = owner.context.app.db.view(read).await?;
    let (t, zone, now) = (&owner.context.text, owner.zone(), owner.context.now);
    let label = |text: &str| {
        if text.is_empty() {
            t.sessions_unknown()
        } else {
            text.to_owned()
        }
    };
    let rows = sessions.iter().map(|s| Row {
        id: s.id,
        label: label(&s.label),
        here: s.id == owner.session,
        borrowed: s.borrowed,
        since: t.date_time(s.created_at, &zone),
        seen: t.ago(s.last_seen, now),
    });
    let known = known.iter().map(|b| Row {
        id: b.id,
        label: label(&b.label),
        here: owner.browser == Some(b.id),
        borrowed: false,
        since: t.date_time(b.first_seen, &zone),
        seen: t.ago(b.last_seen, now),
    });
    page(&SessionsPage {
        f: Frame::signed_in(&owner.context),
        rows: rows.collect(),
        known: known.collect(),
    })
}

/// POST /account/sessions/{id}/end
///
/// # Errors
/// Of the database.
pub async fn end(owner: Owner, Path(session): Path<Id>) -> Result<Response, Error> {
    let account = owner.account.id;
    owner
        .context
        .app
        .db
        .tx(move |tx| browsers::end_one(tx, account, session))
        .await?;
    Ok(see_other("/account/sessions"))
}

/// POST /account/sessions/end: everywhere but here.
///
/// # Errors
/// Of the database.
pub async fn end_all(owner: Owner) -> Result<Response, Error> {
    end_others(&owner).await?;
    Ok(see_other("/account/sessions"))
}

/// Ends every session of the account but this one, and tells everyone if there was any.
///
/// # Errors
/// Of the database.
pub(crate) async fn end_others(owner: &Owner) -> Result<(), Error> {
    let (account, keep, app) = (owner.account.id, owner.session, owner.context.app.clone());
    let by = By::from(owner);
    owner
        .context
        .app
        .db
        .tx(move |tx| {
            crate::accounts::hold(tx, account)?;
            if browsers::end_all(tx, account, Some(keep))? > 0 {
                notices::tell(tx, &app, account, &Event::SessionsEnded { by: by.clone() })?;
            }
            Ok::<_, Error>(())
        })
        .await
}

/// POST /account/browsers/{id}/forget: that browser is a stranger from now on, and signed out.
///
/// # Errors
/// Of the database.
pub async fn forget(owner: Owner, Path(browser): Path<Id>) -> Result<Response, Error> {
    forget_browser(&owner, browser).await?;
    Ok(see_other("/account/sessions"))
}

/// Makes a browser a stranger, and signs it out. `false`: it was no known one.
///
/// # Errors
/// Of the database.
pub(crate) async fn forget_browser(owner: &Owner, browser: Id) -> Result<bool, Error> {
    let account = owner.account.id;
    let forget = move |tx: &kunci_db::Tx<'_>| {
        let known = browsers::get(tx, account, browser)?.is_some();
        browsers::forget(tx, account, browser)?;
        browsers::end_of_browser(tx, account, browser)?;
        Ok::<_, Error>(known)
    };
    owner.context.app.db.tx(forget).await
}
