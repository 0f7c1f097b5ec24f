//! The pages of a notice: by the link that a contact was sent, and by themselves for whoever is signed in (`mine.rs`).

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::contest::{State, Why};
use kunci_rules::{Id, Time};

use super::remedy::{self, Remedy};
use super::words::{cannot, does, done};
use crate::accounts::{self, Account};
use crate::notices::{self, Event, Notice, Objection, Objector, Speaker};
use crate::web::form::Path;
use crate::web::{Context, Error, Frame, page, page_with, times};
use crate::{audit, locks, methods};

#[derive(Template)]
#[template(path = "objections/pages/notice.html")]
struct NoticePage {
    f: Frame,
    title: String,
    text: String,
    when: String,
    place: Option<String>,
    /// Where the button goes.
    action: String,
    /// The page came by a message.
    linked: bool,
    does: Option<String>,
    /// Why the button would change nothing.
    cannot: Option<String>,
    /// Somebody may know the password, or nothing here can be undone: a new one is what comes next.
    password: bool,
    find: bool,
}

#[derive(Template)]
#[template(path = "objections/pages/done.html")]
struct DonePage {
    f: Frame,
    title: String,
    did: String,
    frozen: Option<String>,
    /// Someone may hold a device on which there is a bank or wallet.
    bank: bool,
    /// A person is the next step: the only contact recovers nothing for now.
    talk: bool,
    find: bool,
}

#[derive(Template)]
#[template(path = "objections/pages/gone.html")]
struct GonePage {
    f: Frame,
}

/// What a link leads to.
pub struct Found {
    pub(super) notice: Notice,
    pub(super) objector: Objector,
    pub(super) account: Account,
    pub(super) remedy: Remedy,
    /// The contact that recovers nothing for now, masked, until when, and whether it is the only one.
    pub(super) frozen: Option<(String, Time, bool)>,
}

impl Found {
    /// What was done by whoever asks, or by another.
    pub(super) fn objected(&self) -> Option<Objection> {
        let other = || Objection::new("other", None);
        let own = self.objector.objection.clone();
        own.or_else(|| self.notice.denied_at.map(|_| other()))
    }

    /// Why the button would change nothing.
    pub(super) const fn why_not(&self) -> Option<Why> {
        match self.remedy {
            Remedy::Cannot(why) => Some(why),
            _ => None,
        }
    }
}

/// GET /n/{token}
///
/// # Errors
/// Of the database.
pub async fn show(context: Context, Path(token): Path<String>) -> Result<Response, Error> {
    let (inside, text) = (context.clone(), token.clone());
    let read = move |view: &View<'_>| {
        let found = notices::of_link(view, &text)?;
        load(view, &inside, found)
    };
    let found = context.app.db.view(read).await?;
    answer(
        &context,
        found,
        (Frame::new(&context), format!("/n/{token}")),
    )
}

/// POST /n/{token}: acts the first time; afterwards it says again what was done.
///
/// # Errors
/// Of the database.
pub async fn act(context: Context, Path(token): Path<String>) -> Result<Response, Error> {
    let (inside, text) = (context.clone(), token.clone());
    let run = move |tx: &Tx<'_>| {
        let found = notices::of_link(tx, &text)?;
        let Some(account) = found.map(|(notice, _)| notice.account) else {
            return Ok(None);
        };
        accounts::hold(tx, account)?;
        act_in(tx, &inside, notices::of_link(tx, &text)?)
    };
    let found = context.app.db.tx(run).await?;
    answer(
        &context,
        found,
        (Frame::new(&context), format!("/n/{token}")),
    )
}

/// What was done by whoever asks, or by another; else what the button would do, which leads to `action`.
pub(super) fn answer(
    context: &Context,
    found: Option<Found>,
    (f, action): (Frame, String),
) -> Result<Response, Error> {
    let Some(found) = found else {
        return page_with(StatusCode::GONE, &GonePage { f });
    };
    match found.objected() {
        Some(objection) => done_page(context, &found, &objection, f),
        None => notice_page(context, &found, (f, action)),
    }
}

pub(super) fn load(
    view: &View<'_>,
    context: &Context,
    found: Option<(Notice, Objector)>,
) -> Result<Option<Found>, Error> {
    let Some((notice, objector)) = found else {
        return Ok(None);
    };
    let Some(account) = accounts::get(view, notice.account)? else {
        return Ok(None);
    };
    let remedy = remedy::remedy(view, &context.app, &notice, &objector)?;
    let frozen = match &notice.event {
        Event::PasswordReset {
            contact: Some(contact),
            ..
        } => frozen(view, account.id, *contact)?,
        _ => None,
    };
    Ok(Some(Found {
        notice,
        objector,
        account,
        remedy,
        frozen,
    }))
}

fn frozen(
    view: &View<'_>,
    account: Id,
    contact: Id,
) -> Result<Option<(String, Time, bool)>, Error> {
    let locks = locks::active(view, account)?;
    let lock = locks.iter().find(|lock| lock.subject_id == Some(contact));
    let until = lock.and_then(|lock| lock.lifts_at);
    let contacts = methods::contacts(view, account)?;
    let only = contacts.len() == 1;
    let contact = contacts.into_iter().find(|found| found.id == contact);
    Ok(contact
        .zip(until)
        .map(|(contact, until)| (contact.masked(), until, only)))
}

/// Does what the button does, with the account held.
pub(super) fn act_in(
    tx: &Tx<'_>,
    context: &Context,
    found: Option<(Notice, Objector)>,
) -> Result<Option<Found>, Error> {
    let Some(mut found) = load(tx, context, found)? else {
        return Ok(None);
    };
    let acted = found.objector.objection.is_some() || found.notice.denied_at.is_some();
    if acted || matches!(found.remedy, Remedy::Nothing | Remedy::Cannot(_)) {
        return Ok(Some(found));
    }
    let (app, account) = (&context.app, found.account.id);
    let objection = objection(tx, &found)?;
    notices::object(tx, &found.objector, &objection)?;
    let told = if let Remedy::Contest { contest, .. } = found.remedy {
        Event::Disputed {
            until: contest.until(),
            again: !matches!(contest.state, State::Held { .. }),
        }
    } else {
        notices::deny(tx, &found.notice)?;
        Event::Stopped {
            notice: found.notice.id,
        }
    };
    let from = (&found.notice, &found.objector);
    remedy::apply(tx, app, from, found.remedy)?;
    let about = found.notice.event.name();
    let who = match found.objector.speaker {
        Speaker::Contact(_) => "contact",
        Speaker::Browser { .. } => "owner",
    };
    audit::record(tx, app, account, "not-me", who, about)?;
    notices::tell(tx, app, account, &told)?;
    found.objector.objection = Some(objection);
    // What was frozen just now belongs on the page that follows.
    load(tx, context, Some((found.notice, found.objector)))
}

/// What the button did, as it is kept with the link.
fn objection(tx: &Tx<'_>, found: &Found) -> Result<Objection, Error> {
    let (what, until) = match found.remedy {
        Remedy::SignOut(_) | Remedy::EndSearch(_) | Remedy::Forget(_) => ("sign-out", None),
        Remedy::TakeOut { .. } | Remedy::Disown { .. } => ("take-out", None),
        Remedy::Restore { .. } => ("restore", None),
        Remedy::TwoStepOn { .. } => ("two-step", None),
        Remedy::PutOut { .. } => ("put-out", None),
        Remedy::Stop(_) | Remedy::End(_) => ("stop", None),
        Remedy::Contest { contest, .. } => match contest.state {
            State::Held { until } => ("held", Some(until)),
            _ => ("contested", Some(contest.until())),
        },
        Remedy::Undo { version, .. } => {
            if remedy::changed_since(tx, found.account.id, version)? {
                ("later", None)
            } else {
                ("undo", None)
            }
        }
        Remedy::Review => ("review", None),
        Remedy::Cannot(_) | Remedy::Nothing => ("", None),
    };
    Ok(Objection::new(what, until))
}

fn notice_page(
    context: &Context,
    found: &Found,
    (f, action): (Frame, String),
) -> Result<Response, Error> {
    let t = &context.text;
    let zone = times::zone(&found.account.time_zone);
    let event = &found.notice.event;
    let said = notices::words(t, &zone, event);
    page(&NoticePage {
        f,
        title: said.title,
        text: said.text,
        when: t.date_time(found.notice.at, &zone),
        place: notices::place(t, event),
        linked: matches!(found.objector.speaker, Speaker::Contact(_)),
        action,
        does: does(t, &zone, found.remedy, event),
        cannot: found.why_not().map(|why| cannot(t, why)),
        password: found.why_not() == Some(Why::Two)
            || matches!(
                event,
                Event::SecondStepMissed { .. } | Event::ApprovalDenied { .. }
            ),
        find: is_about_device(event),
    })
}

fn done_page(
    context: &Context,
    found: &Found,
    objection: &Objection,
    f: Frame,
) -> Result<Response, Error> {
    let done = done(context, found, objection);
    page(&DonePage {
        f,
        title: done.title,
        did: done.text,
        bank: is_on_device(&found.notice.event),
        talk: found.frozen.as_ref().is_some_and(|(_, _, only)| *only),
        frozen: done.frozen,
        find: is_about_device(&found.notice.event),
    })
}

const fn is_about_device(event: &Event) -> bool {
    matches!(event, Event::Device { .. })
}

/// A device, or a sign-in on one.
const fn is_on_device(event: &Event) -> bool {
    matches!(
        event,
        Event::Device { .. }
            | Event::NewSignIn { .. }
            | Event::SearchBegun { .. }
            | Event::BrowserVouched { .. }
    )
}
