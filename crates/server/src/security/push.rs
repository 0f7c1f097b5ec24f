//! /account/security/push: whether the browser in hand says that something waits although no page is open (S-011, STD-28).

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use serde::Deserialize;

use crate::browsers::Owner;
use crate::push::{self, Subscription};
use crate::web::{Error, Form, Frame, assets, form_page, see_other};
use crate::{accounts, audit};

const HERE: &str = "/account/security/push";

#[derive(Template)]
#[template(path = "security/pages/push.html")]
struct PushPage {
    f: Frame,
    /// Nothing on a borrowed phone; else whether it is told.
    on: Option<bool>,
    /// The other browsers that are told.
    others: Vec<String>,
    key: String,
    script: String,
    error: Option<String>,
}

/// What the browser said of itself.
#[derive(Clone, Deserialize)]
pub struct Said {
    #[serde(default)]
    endpoint: String,
    #[serde(default)]
    p256dh: String,
    #[serde(default)]
    auth: String,
}

/// What came of it.
pub(crate) enum Told {
    /// This browser is told from now on.
    Yes,
    /// It is none that stays.
    NotHere,
    /// What it said of itself cannot be used, or too many are told already: why.
    No(String),
}

/// GET /account/security/push
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    show(&owner, None).await
}

/// The browser in hand, if it is one that stays.
pub(crate) fn here(owner: &Owner) -> Option<Id> {
    owner.browser.filter(|_| !owner.borrowed)
}

async fn show(owner: &Owner, error: Option<String>) -> Result<Response, Error> {
    let account = owner.account.id;
    let read = move |view: &View<'_>| {
        Ok::<_, kunci_db::Error>((
            push::told(view, account)?,
            crate::browsers::known(view, account)?,
        ))
    };
    let (told, known) = owner.context.app.db.view(read).await?;
    let (t, here) = (&owner.context.text, here(owner));
    let others = known
        .into_iter()
        .filter(|browser| told.contains(&browser.id) && Some(browser.id) != here)
        .map(|browser| match browser.label.as_str() {
            "" => t.sessions_unknown(),
            label => label.to_owned(),
        });
    let shown = PushPage {
        f: Frame::signed_in(&owner.context),
        on: here.map(|here| told.contains(&here)),
        others: others.collect(),
        key: push::public_key(&owner.context.app.keys),
        script: assets::url("push.js"),
        error,
    };
    form_page(shown.error.is_some(), &shown)
}

/// POST /account/security/push: what `web/src/push.ts` got from the browser.
///
/// # Errors
/// Of the database.
pub async fn post(owner: Owner, Form(said): Form<Said>) -> Result<Response, Error> {
    let said = (&*said.endpoint, &*said.p256dh, &*said.auth);
    match turn_on(&owner, said).await? {
        Told::Yes | Told::NotHere => Ok(see_other(HERE)),
        Told::No(error) => show(&owner, Some(error)).await,
    }
}

/// Keeps what the browser in hand said of itself: push service, public key and secret.
///
/// # Errors
/// Of the database.
pub(crate) async fn turn_on(owner: &Owner, said: (&str, &str, &str)) -> Result<Told, Error> {
    let (app, t) = (owner.context.app.clone(), &owner.context.text);
    let Some(here) = here(owner) else {
        return Ok(Told::NotHere);
    };
    let Some(subscription) = Subscription::read(&app, said) else {
        return Ok(Told::No(t.push_bad()));
    };
    let (account, label) = (owner.account.id, owner.context.label.clone());
    let keep = move |tx: &Tx<'_>| {
        accounts::hold(tx, account)?;
        if !push::turn_on(tx, &app, (account, here), &subscription)? {
            return Ok::<_, Error>(false);
        }
        audit::record(tx, &app, account, "push-on", "owner", &label)?;
        Ok(true)
    };
    Ok(match owner.context.app.db.tx(keep).await? {
        true => Told::Yes,
        false => Told::No(t.push_too_many()),
    })
}

/// POST /account/security/push/off
///
/// # Errors
/// Of the database.
pub async fn post_off(owner: Owner) -> Result<Response, Error> {
    turn_off(&owner).await?;
    Ok(see_other(HERE))
}

/// Tells the browser in hand nothing any more.
///
/// # Errors
/// Of the database.
pub(crate) async fn turn_off(owner: &Owner) -> Result<(), Error> {
    if let Some(here) = here(owner) {
        let (app, account) = (owner.context.app.clone(), owner.account.id);
        let label = owner.context.label.clone();
        let forget = move |tx: &Tx<'_>| {
            accounts::hold(tx, account)?;
            push::turn_off(tx, account, here)?;
            audit::record(tx, &app, account, "push-off", "owner", &label)
        };
        owner.context.app.db.tx(forget).await?;
    }
    Ok(())
}
