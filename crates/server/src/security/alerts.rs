//! /account/security/alerts: where the owner hears of what, except for what is always told (S-043).

use askama::Template;
use axum::body::Bytes;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;

use super::page::Done;
use crate::browsers::Owner;
use crate::methods::{self, Contact};
use crate::notices::{self, By, Event, Topic};
use crate::web::form::Query;
use crate::web::{Error, Frame, page, see_other};
use crate::{accounts, audit};

#[derive(Template)]
#[template(path = "security/pages/alerts.html")]
struct AlertsPage {
    f: Frame,
    saved: bool,
    topics: Vec<Choice>,
    always: Vec<String>,
    two_step: bool,
}

struct Choice {
    tag: &'static str,
    title: String,
    /// Each contact, and whether it is told.
    contacts: Vec<(Id, String, bool)>,
}

/// GET /account/security/alerts
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner, Query(query): Query<Done>) -> Result<Response, Error> {
    let account = owner.account.id;
    let read = move |view: &View<'_>| chosen(view, account);
    let choices = owner.context.app.db.view(read).await?;
    let t = &owner.context.text;
    let choice = |topic: Topic| Choice {
        tag: topic.tag(),
        title: match topic {
            Topic::SignIn => t.alerts_sign_in(),
            Topic::Connected => t.alerts_connected(),
        },
        contacts: choices
            .iter()
            .filter(|(of, ..)| *of == topic)
            .map(|(_, contact, on)| (contact.id, contact.masked(), *on))
            .collect(),
    };
    page(&AlertsPage {
        topics: Topic::ALL.into_iter().map(choice).collect(),
        saved: query.is_any(),
        always: vec![
            t.alerts_always_lock(),
            t.alerts_always_tries(),
            t.alerts_always_recovery(),
            t.alerts_always_method(),
            t.alerts_always_request(),
            t.alerts_always_device(),
        ],
        two_step: owner.account.two_step,
        f: Frame::signed_in(&owner.context),
    })
}

/// POST /account/security/alerts: the ticked ones as `sign-in=CONTACT&connected=CONTACT`. What is no topic is no choice.
///
/// # Errors
/// Of the database.
pub async fn post(owner: Owner, form: Bytes) -> Result<Response, Error> {
    let text = String::from_utf8_lossy(&form);
    let ticked: Vec<(Topic, Id)> = text
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(tag, id)| Some((Topic::parse(tag)?, Id::try_parse(id).ok()?)))
        .collect();
    choose(&owner, ticked).await?;
    Ok(see_other("/account/security/alerts?done=saved"))
}

/// Keeps at which contacts the owner hears of what may be left out.
///
/// # Errors
/// Of the database.
pub(crate) async fn choose(owner: &Owner, on: Vec<(Topic, Id)>) -> Result<(), Error> {
    let inside = owner.clone();
    let save = move |tx: &Tx<'_>| save(tx, &inside, &on);
    owner.context.app.db.tx(save).await
}

/// Each topic at each contact, and whether it is told there.
///
/// # Errors
/// Of the database.
pub(crate) fn chosen(
    view: &View<'_>,
    account: Id,
) -> kunci_db::Result<Vec<(Topic, Contact, bool)>> {
    let off = notices::alerts_off(view, account)?;
    let contacts = methods::contacts(view, account)?;
    let of = |topic: Topic| {
        let off = &off;
        contacts
            .iter()
            .map(move |contact| (topic, contact.clone(), !off.contains(&(topic, contact.id))))
    };
    Ok(Topic::ALL.into_iter().flat_map(of).collect())
}

fn save(tx: &Tx<'_>, owner: &Owner, ticked: &[(Topic, Id)]) -> Result<(), Error> {
    let (account, app) = (owner.account.id, &owner.context.app);
    accounts::hold(tx, account)?;
    let mut off = Vec::new();
    for contact in methods::contacts(tx, account)? {
        let unticked = |topic: &Topic| !ticked.contains(&(*topic, contact.id));
        let topics = Topic::ALL.into_iter().filter(unticked);
        off.extend(topics.map(|topic| (topic, contact.id)));
    }
    let before = notices::alerts_off(tx, account)?;
    let same = before.len() == off.len() && before.iter().all(|one| off.contains(one));
    if same {
        return Ok(());
    }
    // A thief who switches alerts off is told of; and this cannot be switched off.
    let by = By::from(owner);
    notices::tell(tx, app, account, &Event::AlertsChanged { by })?;
    notices::set_alerts_off(tx, account, &off)?;
    audit::record(tx, app, account, "alerts-changed", "owner", "")?;
    Ok(())
}
