//! The buttons of a phone's page. Each leads back there and says what came of it.

use askama::Template;
use axum::response::Response;
use kunci_rules::Id;
use serde::Deserialize;

use super::call;
use super::entrance::AtDevice;
use super::verbs::{self, Asked, Verb};
use crate::browsers::Owner;
use crate::commands::{self, Issued};
use crate::devices;
use crate::web::form::Path;
use crate::web::{Error, Form, Frame, form_page, see_other};

/// POST /find/{device}/ring
///
/// # Errors
/// `NotFound` if it is not the owner's; else of the database.
pub async fn post_ring(at: AtDevice) -> Result<Response, Error> {
    act(at, Verb::Ring).await
}

/// POST /find/{device}/stop
///
/// # Errors
/// As [`post_ring`].
pub async fn post_stop(at: AtDevice) -> Result<Response, Error> {
    act(at, Verb::Stop).await
}

/// POST /find/{device}/clear
///
/// # Errors
/// As [`post_ring`].
pub async fn post_clear(at: AtDevice) -> Result<Response, Error> {
    let at = at.for_taking_back()?;
    act(at, Verb::Clear).await
}

/// POST /find/{device}/lock
///
/// # Errors
/// As [`post_ring`].
pub async fn post_lock(at: AtDevice) -> Result<Response, Error> {
    act(at, Verb::Lock).await
}

/// POST /find/{device}/locate
///
/// # Errors
/// As [`post_ring`].
pub async fn post_locate(at: AtDevice) -> Result<Response, Error> {
    act(at, Verb::Locate).await
}

/// POST /find/{device}/live
///
/// # Errors
/// As [`post_ring`].
pub async fn post_live(at: AtDevice) -> Result<Response, Error> {
    act(at, Verb::Live).await
}

async fn act(AtDevice { owner, device, .. }: AtDevice, verb: Verb) -> Result<Response, Error> {
    let app = owner.context.app.clone();
    let asked = app
        .db
        .tx(move |tx| verbs::ask(tx, &owner, device, &verb))
        .await?;
    Ok(back(device, word(&asked)))
}

/// The phone's page, which says what came of it.
pub(super) fn back(device: Id, said: &str) -> Response {
    see_other(&format!("/find/{device}?said={said}"))
}

const fn word(asked: &Asked) -> &'static str {
    match asked {
        Asked::Issued(Issued::Queued(_)) => "queued",
        Asked::Issued(Issued::Already(_)) => "already",
        Asked::Issued(Issued::Unable(_) | Issued::Unseen) => "unable",
        Asked::Issued(Issued::Nothing) => "nothing",
        Asked::Closed(..) => "closed",
    }
}

/// POST /find/{device}/await: "tell me when it connects".
///
/// # Errors
/// As [`post_ring`].
pub async fn post_await(at: AtDevice) -> Result<Response, Error> {
    await_contact(at, true).await
}

/// POST /find/{device}/await/cancel
///
/// # Errors
/// As [`post_ring`].
pub async fn post_await_cancel(at: AtDevice) -> Result<Response, Error> {
    await_contact(at, false).await
}

async fn await_contact(
    AtDevice { owner, device, .. }: AtDevice,
    wanted: bool,
) -> Result<Response, Error> {
    awaits(&owner, device, wanted).await?;
    Ok(back(device, if wanted { "awaited" } else { "unawaited" }))
}

/// Notes that the owner wants to hear when the device next connects, or no longer does.
///
/// # Errors
/// As [`post_ring`].
pub(crate) async fn awaits(owner: &Owner, device: Id, wanted: bool) -> Result<(), Error> {
    let account = owner.account.id;
    let note = move |tx: &kunci_db::Tx<'_>| devices::await_contact(tx, account, device, wanted);
    Ok(owner.context.app.db.tx(note).await?)
}

/// POST /find/{device}/commands/{command}/cancel
///
/// # Errors
/// `NotFound` if there is no such command of the owner; else of the database.
pub async fn post_cancel(
    at: AtDevice,
    Path((_, command)): Path<(Id, Id)>,
) -> Result<Response, Error> {
    let AtDevice { owner, device, .. } = at.for_taking_back()?;
    let app = owner.context.app.clone();
    let taken_back = app
        .db
        .tx(move |tx| verbs::cancel(tx, &owner, device, command))
        .await?;
    let said = match taken_back {
        Ok(true) => "cancelled",
        Ok(false) => "late",
        Err(_) => "closed",
    };
    Ok(back(device, said))
}

#[derive(Template)]
#[template(path = "finder/pages/message.html")]
struct MessagePage {
    f: Frame,
    device: Id,
    title: String,
    words: String,
    call: String,
    call_error: Option<String>,
}

/// The form with the number to call.
#[derive(Deserialize)]
pub struct CallForm {
    /// As typed.
    #[serde(default)]
    pub(super) call: String,
}

/// GET /find/{device}/message
///
/// # Errors
/// As [`post_ring`].
pub async fn get_message(at: AtDevice) -> Result<Response, Error> {
    message_page(&at, String::new(), None).await
}

/// POST /find/{device}/message
///
/// # Errors
/// As [`post_ring`].
pub async fn post_message(at: AtDevice, Form(form): Form<CallForm>) -> Result<Response, Error> {
    let (account, typed) = (at.owner.account.id, form.call.clone());
    let number = at
        .owner
        .context
        .app
        .db
        .view(move |view| call::read(view, account, &typed))
        .await?;
    match number {
        Err(unfit) => message_page(&at, form.call, Some(unfit)).await,
        Ok(number) => act(at, Verb::Message(number)).await,
    }
}

async fn message_page(
    AtDevice { owner, device, .. }: &AtDevice,
    call: String,
    unfit: Option<call::Unfit>,
) -> Result<Response, Error> {
    let name = name_of(owner, *device).await?;
    let t = &owner.context.text;
    let in_their_words = owner.context.app.texts.of(owner.account.language);
    let shown = MessagePage {
        title: t.finder_message_title(name),
        words: commands::lost_words(&in_their_words, Some("…")).text,
        call_error: unfit.map(|unfit| unfit.words(t)),
        f: Frame::signed_in(&owner.context),
        device: *device,
        call,
    };
    form_page(shown.call_error.is_some(), &shown)
}

/// The name of a device of the owner.
pub(super) async fn name_of(owner: &Owner, device: Id) -> Result<String, Error> {
    let account = owner.account.id;
    let found = owner
        .context
        .app
        .db
        .view(move |view| devices::get(view, account, device))
        .await?;
    found.map(|device| device.name).ok_or(Error::NotFound)
}
