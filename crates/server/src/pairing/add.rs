//! "Add a device": choose, connect, wait until it is heard of.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::gate::{AddMethod, Verdict};
use kunci_rules::{Id, Time};
use kunci_wire::PairingCode;
use serde::Deserialize;

use super::form::{NAME, Once, read_name};
use super::owntracks::Settings;
use super::{browsers, code};
use crate::browsers::Owner;
use crate::devices::{self, Credential, Kind, New};
use crate::gate;
use crate::notices::{self, Event, OfDevice};
use crate::web::form::{Path, is_checked};
use crate::web::{Error, Form, Frame, page, page_with, see_other};

#[derive(Template)]
#[template(path = "pairing/pages/add.html")]
struct AddPage {
    f: Frame,
    once: String,
    name: String,
    longest: usize,
    agent: bool,
    /// Whether this browser may run on the phone that is added.
    can_be_here: bool,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "pairing/pages/owntracks.html")]
struct PhonePage {
    f: Frame,
    name: String,
    settings: Settings,
    qr: String,
    waiting: String,
}

#[derive(Template)]
#[template(path = "pairing/pages/agent.html")]
struct AgentPage {
    f: Frame,
    code: String,
    command: String,
    until: String,
    waiting: String,
}

#[derive(Template)]
#[template(path = "pairing/pages/waiting.html")]
struct WaitingPage {
    f: Frame,
    name: String,
    state: Waiting,
    /// The device, once there is one.
    device: Option<Id>,
    until: String,
}

/// How far a new device is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    /// Not heard of yet; the page looks again by itself.
    Yet,
    /// Heard of.
    Arrived,
    /// The code's time is over.
    Over,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Add {
    #[serde(default)]
    once: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    kind: String,
    /// It is the phone in hand.
    here: Option<String>,
}

const HERE: &str = "/devices/add";

/// Open, or what has to come first.
fn opened(action: AddMethod, verdict: &Verdict<'_, AddMethod>) -> Result<(), Error> {
    match verdict {
        Verdict::Open(_) => Ok(()),
        Verdict::Prove(_) | Verdict::Wait { .. } => Err(gate::prove_first(&action, HERE)),
        Verdict::Refuse(reason) => Err(gate::refusal(*reason)),
    }
}

/// GET /devices/add
///
/// # Errors
/// `ProveFirst` without a fresh sign-in.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    let (app, asker, account) = (owner.context.app.clone(), owner.asker(), owner.account.id);
    let look = move |view: &View<'_>| {
        gate::explain(view, &app, &asker, AddMethod { account }, |verdict| {
            opened(AddMethod { account }, &verdict)
        })
    };
    owner.context.app.db.view(look).await??;
    page(&add_page(&owner, String::new(), false, None))
}

fn add_page(owner: &Owner, name: String, agent: bool, error: Option<String>) -> AddPage {
    AddPage {
        f: Frame::signed_in(&owner.context),
        once: Once::new(owner).text(owner),
        name,
        longest: NAME,
        agent,
        can_be_here: owner.browser.is_some(),
        error,
    }
}

/// POST /devices/add
///
/// # Errors
/// `ProveFirst` without a fresh sign-in; of the database.
pub async fn post(owner: Owner, Form(form): Form<Add>) -> Result<Response, Error> {
    let once = Once::read(&owner, &form.once).ok_or(Error::BadInput("once"))?;
    let agent = form.kind == Kind::Agent.tag();
    let here = is_checked(form.here.as_ref());
    if agent {
        match add_agent(&owner, once.0, &form.name, here).await? {
            Begun::New(pairing) => agent_page(&owner, &pairing),
            Begun::Before(id) => Ok(see_other(&format!("/devices/pairing/{id}"))),
            Begun::NoName(error) => no_name(&owner, form.name, agent, error),
        }
    } else {
        match add_phone(&owner, once.0, &form.name, here).await? {
            Begun::New(phone) => phone_page(&owner, phone),
            Begun::Before(id) => Ok(see_other(&format!("/devices/{id}/waiting"))),
            Begun::NoName(error) => no_name(&owner, form.name, agent, error),
        }
    }
}

fn no_name(owner: &Owner, typed: String, agent: bool, error: String) -> Result<Response, Error> {
    let page = add_page(owner, typed, agent, Some(error));
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What came of adding a device.
pub(crate) enum Begun<T> {
    /// What connects it.
    New(T),
    /// The form was sent before.
    Before(Id),
    /// The name is none: why.
    NoName(String),
}

impl<T> Begun<T> {
    /// The same with what connects it in another form.
    pub(crate) fn map<U>(self, form: impl FnOnce(T) -> U) -> Begun<U> {
        match self {
            Self::New(new) => Begun::New(form(new)),
            Self::Before(id) => Begun::Before(id),
            Self::NoName(error) => Begun::NoName(error),
        }
    }
}

/// A phone that is added, with what its app must know. Shown once.
pub(crate) struct Phone {
    /// The device.
    pub(crate) id: Id,
    name: String,
    /// For the app.
    pub(crate) settings: Settings,
}

/// A code that an agent shows. Shown once.
pub(crate) struct Pairing {
    /// Its id.
    pub(crate) id: Id,
    /// To be typed.
    pub(crate) code: String,
    /// Until when it works.
    pub(crate) expires_at: Time,
}

impl Pairing {
    /// What is typed on the device.
    pub(crate) fn command(&self, owner: &Owner) -> String {
        let (server, code) = (&owner.context.app.config.server.public_url, &self.code);
        format!("kunci-agent pair --server {server} --code {code}")
    }
}

/// Adds a phone; `here`: the browser in hand runs on it.
///
/// # Errors
/// As [`post`].
pub(crate) async fn add_phone(
    owner: &Owner,
    id: Id,
    typed: &str,
    here: bool,
) -> Result<Begun<Phone>, Error> {
    let Some(name) = read_name(typed) else {
        return Ok(Begun::NoName(owner.context.text.devices_name_bad()));
    };
    let app = owner.context.app.clone();
    let secret = app.random.bytes();
    let new = New {
        id,
        name: name.clone(),
        kind: Kind::OwnTracks,
        model: String::new(),
        capabilities: Kind::OwnTracks.capabilities(),
    };
    let added = ask(owner, move |tx, owner| {
        let added = devices::add(tx, owner.account.id, &new, &Credential::Secret(secret))?;
        if added {
            let event = Event::of_device(OfDevice::Added, new.id, &new.name, owner);
            notices::tell(tx, &owner.context.app, owner.account.id, &event)?;
            if here {
                browsers::runs_here(tx, owner, new.id)?;
            }
        }
        Ok(added)
    })
    .await?;
    if !added {
        return Ok(Begun::Before(id));
    }
    let settings = Settings::new(app.config.server.link("/pub"), id, &name, &secret);
    Ok(Begun::New(Phone { id, name, settings }))
}

fn phone_page(owner: &Owner, phone: Phone) -> Result<Response, Error> {
    let qr = phone.settings.qr()?;
    page(&PhonePage {
        f: Frame::signed_in(&owner.context),
        waiting: format!("/devices/{}/waiting", phone.id),
        name: phone.name,
        settings: phone.settings,
        qr,
    })
}

/// Makes a code for an agent; `here`: the browser in hand runs on that device.
///
/// # Errors
/// As [`post`].
pub(crate) async fn add_agent(
    owner: &Owner,
    id: Id,
    typed: &str,
    here: bool,
) -> Result<Begun<Pairing>, Error> {
    let Some(name) = read_name(typed) else {
        return Ok(Begun::NoName(owner.context.text.devices_name_bad()));
    };
    let secret = PairingCode::from_bytes(owner.context.app.random.bytes());
    let issue =
        move |tx: &Tx<'_>, owner: &Owner| Ok(code::issue(tx, owner, id, (&name, here), secret)?);
    Ok(match ask(owner, issue).await? {
        Some(issued) => Begun::New(Pairing {
            id,
            code: secret.to_string(),
            expires_at: issued.expires_at,
        }),
        None => Begun::Before(id),
    })
}

fn agent_page(owner: &Owner, pairing: &Pairing) -> Result<Response, Error> {
    let t = &owner.context.text;
    page(&AgentPage {
        f: Frame::signed_in(&owner.context),
        code: pairing.code.clone(),
        command: pairing.command(owner),
        until: t.time_of_day(pairing.expires_at, &owner.zone()),
        waiting: format!("/devices/pairing/{}", pairing.id),
    })
}

/// Does `work` with the gate's leave, under the account's head.
async fn ask<T: Send + 'static>(
    owner: &Owner,
    work: impl Fn(&Tx<'_>, &Owner) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (inside, action) = (
        owner.clone(),
        AddMethod {
            account: owner.account.id,
        },
    );
    let run = move |tx: &Tx<'_>| {
        let verdict = gate::ask(tx, &inside.context.app, &inside.asker(), action)?;
        opened(action, &verdict)?;
        work(tx, &inside)
    };
    owner.context.app.db.tx(run).await
}

/// GET /devices/{id}/waiting
///
/// # Errors
/// `NotFound` if it is not the owner's.
pub async fn waiting_phone(owner: Owner, Path(device): Path<Id>) -> Result<Response, Error> {
    let account = owner.account.id;
    let found = owner
        .context
        .app
        .db
        .view(move |view| devices::get(view, account, device))
        .await?;
    let device = found.ok_or(Error::NotFound)?;
    let state = if device.last_contact.is_some() {
        Waiting::Arrived
    } else {
        Waiting::Yet
    };
    page(&WaitingPage {
        f: Frame::signed_in(&owner.context),
        name: device.name,
        state,
        device: Some(device.id),
        until: String::new(),
    })
}

/// GET /devices/pairing/{id}
///
/// # Errors
/// `NotFound` if it is not the owner's, or long past.
pub async fn waiting_agent(owner: Owner, Path(pairing): Path<Id>) -> Result<Response, Error> {
    let account = owner.account.id;
    let found = owner
        .context
        .app
        .db
        .view(move |view| code::get(view, account, pairing))
        .await?;
    let code = found.ok_or(Error::NotFound)?;
    let state = match code.device {
        Some(_) => Waiting::Arrived,
        None if owner.context.now < code.expires_at => Waiting::Yet,
        None => Waiting::Over,
    };
    let until = owner
        .context
        .text
        .time_of_day(code.expires_at, &owner.zone());
    page(&WaitingPage {
        f: Frame::signed_in(&owner.context),
        name: code.name,
        state,
        device: code.device,
        until,
    })
}
