//! Marking a phone missing, and found again.

use askama::Template;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::Id;
use kunci_rules::gate::{MarkMissing, Reason, Unmark};
use kunci_wire::{Ability, Kind};

use super::act::{CallForm, back, name_of};
use super::call;
use super::entrance::AtDevice;
use super::verbs::{Closed, opened};
use super::ways::{self, WayRow};
use super::words::Words;
use crate::browsers::Owner;
use crate::commands;
use crate::devices::{self, Device};
use crate::gate::{self, Wanted};
use crate::notices::{self, Event, OfDevice};
use crate::web::{Error, Form, Frame, form_page, page, see_other};

#[derive(Template)]
#[template(path = "finder/pages/missing.html")]
struct MissingPage {
    f: Frame,
    device: Id,
    title: String,
    lead: String,
    /// It can show a message, and so a number to call.
    message: bool,
    words: String,
    proofs: String,
    /// How a slip is taken back; nothing where it is marked already.
    undo: Option<String>,
    call: String,
    call_error: Option<String>,
}

/// GET /find/{device}/missing
///
/// # Errors
/// `NotFound` if it is not the owner's; else of the database.
pub async fn get_missing(AtDevice { owner, device, .. }: AtDevice) -> Result<Response, Error> {
    let found = device_of(&owner, device).await?;
    let mark = found.missing.as_ref();
    let call = mark.and_then(|mark| mark.lost.call.clone());
    missing_page(&owner, &found, call.unwrap_or_default(), None)
}

async fn device_of(owner: &Owner, device: Id) -> Result<Device, Error> {
    let account = owner.account.id;
    let read = move |view: &kunci_db::View<'_>| devices::get(view, account, device);
    let found = owner.context.app.db.view(read).await?;
    found.ok_or(Error::NotFound)
}

fn missing_page(
    owner: &Owner,
    device: &Device,
    call: String,
    unfit: Option<call::Unfit>,
) -> Result<Response, Error> {
    let (t, holds) = (&owner.context.text, &owner.context.app.policy.holds);
    let longest = holds.missing.max(holds.number_alone);
    let undo = if owner.context.limited {
        t.limited_undo()
    } else {
        t.finder_missing_undo(holds.undo_mark.whole_minutes())
    };
    let in_their_words = owner.context.app.texts.of(owner.account.language);
    let shown = MissingPage {
        title: t.finder_missing_title(device.name.as_str()),
        lead: t.finder_missing_lead(Words::lost_mode(device)),
        message: device.ability(Kind::Message) == Ability::Able,
        proofs: t.finder_missing_proofs(longest.whole_minutes() / 60),
        undo: device.missing.is_none().then_some(undo),
        words: commands::lost_words(&in_their_words, Some("…")).text,
        call_error: unfit.map(|unfit| unfit.words(t)),
        f: Frame::signed_in(&owner.context),
        device: device.id,
        call,
    };
    form_page(shown.call_error.is_some(), &shown)
}

/// What came of asking to mark.
pub(crate) enum Marking {
    /// It is marked.
    Done,
    /// Nobody can be called at this number.
    Unfit(call::Unfit),
    /// The gate did not open.
    Closed(Closed),
}

/// POST /find/{device}/missing
///
/// # Errors
/// As [`get_missing`].
pub async fn post_missing(
    AtDevice { owner, device, .. }: AtDevice,
    Form(form): Form<CallForm>,
) -> Result<Response, Error> {
    match mark_missing(&owner, device, &form.call).await? {
        Marking::Done => Ok(see_other(&format!("/find/{device}"))),
        Marking::Unfit(unfit) => {
            let device = device_of(&owner, device).await?;
            missing_page(&owner, &device, form.call, Some(unfit))
        }
        Marking::Closed(_) => Ok(back(device, "closed")),
    }
}

/// Marks a device missing, with the typed number for whoever finds it, if any; or confirms and rewords a mark that stands.
///
/// # Errors
/// As [`get_missing`].
pub(crate) async fn mark_missing(owner: &Owner, device: Id, call: &str) -> Result<Marking, Error> {
    let (asker, typed) = (owner.clone(), call.to_owned());
    let mark = move |tx: &Tx<'_>| mark(tx, &asker, device, &typed);
    Ok(owner.context.app.db.tx(mark).await?)
}

fn mark(tx: &Tx<'_>, owner: &Owner, device: Id, typed: &str) -> kunci_db::Result<Marking> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let number = match call::read(tx, account, typed)? {
        Ok(number) => number,
        Err(unfit) => return Ok(Marking::Unfit(unfit)),
    };
    let action = MarkMissing { account, device };
    let permit = match opened(gate::ask(tx, app, &owner.asker(), action)?) {
        Ok(permit) => permit,
        Err(closed) => return Ok(Marking::Closed(closed)),
    };
    let t = app.texts.of(owner.account.language);
    // A borrowed phone keeps no cookie of its own: there its session may take the mark back.
    let by = owner.browser.unwrap_or(owner.session);
    let marked = commands::mark_missing(
        tx,
        permit,
        (Some(by), Some(owner.session)),
        &t,
        number.as_deref(),
    )?;
    if marked.before.missing.is_none() {
        let event = Event::of_device(OfDevice::Missing, device, &marked.before.name, owner);
        notices::tell(tx, app, account, &event)?;
    }
    Ok(Marking::Done)
}

#[derive(Template)]
#[template(path = "finder/pages/found.html")]
struct FoundPage {
    f: Frame,
    device: Id,
    title: String,
    /// The mark can be taken off now.
    open: bool,
    /// What stands in the way, if anything does.
    text: Option<String>,
    ways: Vec<WayRow>,
}

/// GET /find/{device}/found: how the mark can be taken off.
///
/// # Errors
/// As [`get_missing`].
pub async fn get_found(at: AtDevice) -> Result<Response, Error> {
    let AtDevice { owner, device, .. } = at.for_taking_back()?;
    let name = name_of(&owner, device).await?;
    let action = Unmark {
        account: owner.account.id,
        device,
    };
    let closed = unmarking(&owner, device).await?;
    let words = Words::of(&owner);
    let t = &words.t;
    let (text, ways) = match &closed {
        None => (None, Vec::new()),
        Some(Closed::Wait(until)) => (
            Some(t.finder_found_wait(t.day_and_hour(*until, &words.zone))),
            Vec::new(),
        ),
        Some(Closed::Prove(ways)) => {
            let prove = Wanted::of(&action).proving(&format!("/find/{device}/found"));
            (
                Some(t.finder_found_prove()),
                ways::rows(&words, ways, &prove),
            )
        }
        Some(Closed::Refuse(Reason::NotMissing)) => {
            (Some(t.finder_found_not_missing()), Vec::new())
        }
        Some(Closed::Refuse(_)) => (Some(t.finder_found_no_way()), Vec::new()),
    };
    page(&FoundPage {
        title: t.finder_found_title(name),
        f: Frame::signed_in(&owner.context),
        open: closed.is_none(),
        device,
        text,
        ways,
    })
}

/// What stands in the way of taking the mark off now, if anything does.
///
/// # Errors
/// As [`get_missing`].
pub(crate) async fn unmarking(owner: &Owner, device: Id) -> Result<Option<Closed>, Error> {
    let (asker, app) = (owner.asker(), owner.context.app.clone());
    let action = Unmark {
        account: owner.account.id,
        device,
    };
    let explain = move |view: &kunci_db::View<'_>| {
        gate::explain(view, &app, &asker, action, |verdict| {
            opened(verdict).map(drop).err()
        })
    };
    Ok(owner.context.app.db.view(explain).await?)
}

/// POST /find/{device}/found
///
/// # Errors
/// As [`get_missing`].
pub async fn post_found(at: AtDevice) -> Result<Response, Error> {
    let AtDevice { owner, device, .. } = at.for_taking_back()?;
    Ok(match found(&owner, device).await? {
        Ok(()) => back(device, "found"),
        Err(_) => see_other(&format!("/find/{device}/found")),
    })
}

/// Takes the mark off.
///
/// # Errors
/// As [`get_missing`].
pub(crate) async fn found(owner: &Owner, device: Id) -> Result<Result<(), Closed>, Error> {
    let inside = owner.clone();
    let unmark = move |tx: &Tx<'_>| unmark(tx, &inside, device);
    Ok(owner.context.app.db.tx(unmark).await?)
}

fn unmark(tx: &Tx<'_>, owner: &Owner, device: Id) -> kunci_db::Result<Result<(), Closed>> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let name = devices::get(tx, account, device)?
        .ok_or(kunci_db::Error::Missing)?
        .name;
    let action = Unmark { account, device };
    let permit = match opened(gate::ask(tx, app, &owner.asker(), action)?) {
        Ok(permit) => permit,
        Err(closed) => return Ok(Err(closed)),
    };
    commands::unmark(tx, permit)?;
    let event = Event::of_device(OfDevice::Found, device, &name, owner);
    notices::tell(tx, app, account, &event)?;
    Ok(Ok(()))
}
