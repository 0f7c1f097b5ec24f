//! The list of devices, one device's settings, and its removal.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::View;
use kunci_rules::Id;
use serde::Deserialize;

use super::browsers;
use super::form::{NAME, read_name};
use crate::browsers::Owner;
use crate::devices::{self, Device, Kind};
use crate::web::form::Path;
use crate::web::{Error, Form, Frame, page, page_with, see_other};

#[derive(Template)]
#[template(path = "pairing/pages/list.html")]
struct ListPage {
    f: Frame,
    rows: Vec<Row>,
}

struct Row {
    id: Id,
    name: String,
    state: &'static str,
    word: String,
    heard: String,
}

#[derive(Template)]
#[template(path = "pairing/pages/device.html")]
struct DevicePage {
    f: Frame,
    id: Id,
    name: String,
    longest: usize,
    error: Option<String>,
    kind: String,
    added: String,
    heard: String,
    watchers: Vec<String>,
    stopped: Option<String>,
    /// Known browsers that run on it, or on no device.
    browsers: Vec<browsers::Row>,
}

/// `name` of the form.
#[derive(Deserialize)]
pub struct Name {
    #[serde(default)]
    name: String,
}

/// GET /devices
///
/// # Errors
/// Of the database.
pub async fn get_list(owner: Owner) -> Result<Response, Error> {
    let account = owner.account.id;
    let devices = owner
        .context
        .app
        .db
        .view(move |view| devices::list(view, account))
        .await?;
    let rows = devices.iter().map(|device| Row {
        id: device.id,
        name: device.name.clone(),
        state: device.state(owner.context.now).name(),
        word: word(&owner, device),
        heard: heard(&owner, device),
    });
    page(&ListPage {
        f: Frame::signed_in(&owner.context),
        rows: rows.collect(),
    })
}

fn word(owner: &Owner, device: &Device) -> String {
    use kunci_rules::devices::State;
    let t = &owner.context.text;
    match device.state(owner.context.now) {
        State::Live => t.devices_state_live(),
        State::Stale => t.devices_state_stale(),
        State::Offline => t.devices_state_offline(),
        State::LocationOff => t.devices_state_location_off(),
        State::NeverReported => t.devices_state_never_reported(),
    }
}

fn heard(owner: &Owner, device: &Device) -> String {
    let t = &owner.context.text;
    device.last_contact.map_or_else(
        || t.devices_heard_never(),
        |at| t.devices_heard(t.ago(at, owner.context.now)),
    )
}

/// GET /devices/{id}
///
/// # Errors
/// `NotFound` if it is not the owner's.
pub async fn get(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    page(&device_page(&owner, id, None).await?)
}

async fn device_page(
    owner: &Owner,
    id: Id,
    wrong: Option<(String, String)>,
) -> Result<DevicePage, Error> {
    let account = owner.account.id;
    let inside = owner.clone();
    let look = move |view: &View<'_>| {
        let device = devices::get(view, account, id)?.ok_or(kunci_db::Error::Missing)?;
        let watchers = devices::watchers(view, &device)?;
        let browsers = browsers::rows(view, &inside, id)?;
        Ok::<_, kunci_db::Error>((device, watchers, browsers))
    };
    let (device, watchers, browsers) = owner.context.app.db.view(look).await?;
    let (t, zone) = (&owner.context.text, owner.zone());
    let watcher = |watcher: &kunci_wire::Watcher| {
        let since = t.date(kunci_rules::Time(watcher.since), &zone);
        let look = watcher.last_look.map(kunci_rules::Time);
        match look {
            Some(look) => {
                t.devices_watcher_looked(t.date_time(look, &zone), watcher.name.as_str(), since)
            }
            None => t.devices_watcher(watcher.name.as_str(), since),
        }
    };
    let (name, error) = wrong.map_or((device.name.clone(), None), |(typed, error)| {
        (typed, Some(error))
    });
    Ok(DevicePage {
        f: Frame::signed_in(&owner.context),
        id,
        name,
        longest: NAME,
        error,
        kind: match device.kind {
            Kind::OwnTracks => t.devices_kind_owntracks(),
            Kind::Agent => t.devices_kind_agent(),
        },
        added: t.date_time(device.paired_at, &zone),
        heard: heard(owner, &device),
        browsers,
        watchers: watchers.iter().map(watcher).collect(),
        stopped: device
            .watch_stopped
            .filter(|_| !device.is_visible())
            .map(|at| t.date_time(at, &zone)),
    })
}

/// POST /devices/{id}/name
///
/// # Errors
/// `NotFound` if it is not the owner's.
pub async fn post_name(
    owner: Owner,
    Path(id): Path<Id>,
    Form(form): Form<Name>,
) -> Result<Response, Error> {
    match rename(&owner, id, &form.name).await? {
        Ok(()) => Ok(see_other(&format!("/devices/{id}"))),
        Err(error) => {
            let page = device_page(&owner, id, Some((form.name, error))).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Gives a device the typed name, or says why that is none.
///
/// # Errors
/// As [`post_name`].
pub(crate) async fn rename(
    owner: &Owner,
    id: Id,
    typed: &str,
) -> Result<Result<(), String>, Error> {
    let Some(name) = read_name(typed) else {
        return Ok(Err(owner.context.text.devices_name_bad()));
    };
    let account = owner.account.id;
    let rename = move |tx: &kunci_db::Tx<'_>| {
        devices::get(tx, account, id)?.ok_or(kunci_db::Error::Missing)?;
        devices::rename(tx, account, id, &name)
    };
    owner.context.app.db.tx(rename).await?;
    Ok(Ok(()))
}
