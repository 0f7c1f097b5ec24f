//! "This was not me": `/n/{token}`, from a notice. No sign-in. Opening it does nothing, because mail scanners and chat
//! previews open links too; its button stops what happened, once. It opens nothing.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::locks::Cause;
use kunci_rules::{Id, Span, Time};

use super::{State, store};
use crate::accounts::{self, Account};
use crate::audit;
use crate::authenticators;
use crate::browsers;
use crate::devices;
use crate::locks::{self, New, Subject};
use crate::methods;
use crate::notices::{self, Event, Notice, OfDevice, OfMethod};
use crate::requests;
use crate::web::{Context, Error, Frame, page, page_with, times};

/// A contact with which someone else set a password recovers nothing for this long, so that they cannot do it again
/// before its owner has taken it back (S-016). Never longer than the way back by review.
const FROZEN_FOR: Span = Span::hours(72);

/// A device that was added can be put out by a link for so long; afterwards that takes what removing it takes.
const PUT_OUT_WITHIN: Span = Span::hours(24);

/// Whoever holds one contact could stop the owner again and again: after this many in 30 days one link is not enough.
const MOST_DENIALS: i64 = 2;

#[derive(Template)]
#[template(path = "recovery/pages/not_me.html")]
struct NoticePage {
    f: Frame,
    title: String,
    text: String,
    when: String,
    place: Option<String>,
    token: String,
    does: Option<String>,
    find: bool,
}

#[derive(Template)]
#[template(path = "recovery/pages/not_me_done.html")]
struct DonePage {
    f: Frame,
    did: String,
    frozen: Option<String>,
    password: bool,
    /// A person is the next step: the only contact recovers nothing for now.
    talk: bool,
    find: bool,
}

#[derive(Template)]
#[template(path = "recovery/pages/not_me_gone.html")]
struct GonePage {
    f: Frame,
}

/// What the button does, and after it what it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remedy {
    /// Signs a session out and forgets its browser.
    SignOut(Id),
    /// Forgets a browser that was vouched for.
    Forget(Id),
    /// Takes out a contact that was added, and signs out who added it.
    TakeOut { contact: Id, session: Option<Id> },
    /// Takes out a method that was added, and signs out who added it.
    Disown { method: Id, session: Option<Id> },
    /// Brings a method back that was removed, and signs out who removed it.
    Restore { method: Id, session: Option<Id> },
    /// Takes out a device that was added, and signs out who added it.
    PutOut { device: Id, session: Option<Id> },
    /// Ends a recovery under way.
    Stop(Id),
    /// Ends another request that waits.
    End(Id),
    /// Signs everyone out, and takes the password and the contact that set it out of use.
    Undo { version: i64, contact: Option<Id> },
    /// Signs everyone out; the rest is for staff to decide.
    Contest,
    /// There is nothing to stop.
    Nothing,
}

fn remedy(event: &Event, denials: i64) -> Remedy {
    let spent = denials >= MOST_DENIALS;
    match event {
        Event::NewSignIn { session, .. } => Remedy::SignOut(*session),
        Event::BrowserVouched { browser, .. } => Remedy::Forget(*browser),
        Event::RecoveryStarted { recovery, .. } | Event::RecoveryWaiting { recovery, .. }
            if !spent =>
        {
            Remedy::Stop(*recovery)
        }
        Event::PasswordReset {
            version,
            contact,
            two: false,
            ..
        } if !spent => Remedy::Undo {
            version: *version,
            contact: *contact,
        },
        Event::RecoveryStarted { .. }
        | Event::RecoveryWaiting { .. }
        | Event::PasswordReset { .. } => Remedy::Contest,
        Event::ContactAdded { contact, by, .. } => Remedy::TakeOut {
            contact: *contact,
            session: by.session,
        },
        Event::RequestWaiting {
            request,
            two: false,
            ..
        } if !spent => Remedy::End(*request),
        Event::RequestWaiting { .. } => Remedy::Contest,
        Event::Method {
            change,
            method,
            two,
            by,
            ..
        } => of_method(*change, *method, *two, by.session),
        Event::Device {
            change: OfDevice::Added,
            device,
            by,
            ..
        } => Remedy::PutOut {
            device: *device,
            session: by.session,
        },
        Event::SessionsEnded { by } | Event::TwoStep { by, .. } | Event::Device { by, .. } => {
            by.session.map_or(Remedy::Nothing, Remedy::SignOut)
        }
        Event::SecondStepMissed { .. }
        | Event::ApprovalDenied { .. }
        | Event::HelperDenied { .. }
        | Event::HelperLeft { .. }
        | Event::RequestEnded { .. }
        | Event::StrangersTried { .. }
        | Event::MethodDisabled { .. }
        | Event::AccountLocked { .. }
        | Event::RecoveryCancelled { .. }
        | Event::Stopped { .. } => Remedy::Nothing,
    }
}

/// What was added, or copied, goes; what was removed on one proof comes back.
const fn of_method(change: OfMethod, method: Id, two: bool, session: Option<Id>) -> Remedy {
    match (change, two) {
        (OfMethod::Added | OfMethod::Copied, _) => Remedy::Disown { method, session },
        (OfMethod::Removed, false) => Remedy::Restore { method, session },
        (OfMethod::Removed | OfMethod::Replaced | OfMethod::Used, _) => Remedy::Contest,
    }
}

/// GET /n/{token}
///
/// # Errors
/// Of the database.
pub async fn show(context: Context, Path(token): Path<String>) -> Result<Response, Error> {
    let text = token.clone();
    let found = context.app.db.view(move |view| load(view, &text)).await?;
    match found {
        None => page_with(
            StatusCode::GONE,
            &GonePage {
                f: Frame::new(&context),
            },
        ),
        Some(found) if found.notice.denied_at.is_some() => done_page(&context, &found),
        Some(found) => notice_page(&context, &found, token),
    }
}

/// POST /n/{token}: acts the first time; afterwards it says again what was done.
///
/// # Errors
/// Of the database.
pub async fn act(context: Context, Path(token): Path<String>) -> Result<Response, Error> {
    let inside = context.clone();
    let found = context
        .app
        .db
        .tx(move |tx| act_in(tx, &inside, &token))
        .await?;
    match found {
        None => page_with(
            StatusCode::GONE,
            &GonePage {
                f: Frame::new(&context),
            },
        ),
        Some(found) => done_page(&context, &found),
    }
}

struct Found {
    notice: Notice,
    account: Account,
    remedy: Remedy,
    /// The password was changed again after the notice.
    later: bool,
    /// The contact that recovers nothing for now, masked, until when, and whether it is the only one.
    frozen: Option<(String, Time, bool)>,
}

fn load(view: &kunci_db::View<'_>, token: &str) -> Result<Option<Found>, Error> {
    let Some(notice) = notices::of_link(view, token)? else {
        return Ok(None);
    };
    let Some(account) = accounts::get(view, notice.account)? else {
        return Ok(None);
    };
    let remedy = match remedy(&notice.event, notices::denials_before(view, &notice)?) {
        Remedy::PutOut { device, session } if !may_put_out(view, &notice, device)? => {
            session.map_or(Remedy::Nothing, Remedy::SignOut)
        }
        remedy => remedy,
    };
    let (mut later, mut frozen) = (false, None);
    if let Remedy::Undo { version, contact } = remedy {
        later =
            methods::password(view, account.id)?.is_some_and(|stored| stored.version != version);
        let locks = locks::active(view, account.id)?;
        let until = contact
            .and_then(|id| locks.iter().find(|lock| lock.subject_id == Some(id)))
            .and_then(|lock| lock.lifts_at);
        let contacts = methods::contacts(view, account.id)?;
        let only = contacts.len() == 1;
        let contact = contacts.into_iter().find(|c| Some(c.id) == contact);
        frozen = contact
            .zip(until)
            .map(|(contact, until)| (contact.masked(), until, only));
    }
    Ok(Some(Found {
        notice,
        account,
        remedy,
        later,
        frozen,
    }))
}

/// A link must not take a phone out of the reach of its owner: whoever steals it may read the mail on it. So only a device
/// that is new, and not one that is looked for.
fn may_put_out(view: &kunci_db::View<'_>, notice: &Notice, device: Id) -> Result<bool, Error> {
    let asked = notice.denied_at.unwrap_or(Time(view.now()));
    let missing = devices::get(view, notice.account, device)?.is_some_and(|d| d.missing.is_some());
    Ok(asked < notice.at + PUT_OUT_WITHIN && !missing)
}

fn act_in(tx: &Tx<'_>, context: &Context, token: &str) -> Result<Option<Found>, Error> {
    let Some(found) = load(tx, token)? else {
        return Ok(None);
    };
    accounts::hold(tx, found.account.id)?;
    if found.remedy != Remedy::Nothing && notices::deny(tx, &found.notice)? {
        apply(tx, &found)?;
        let about = found.notice.event.name();
        audit::record(
            tx,
            &context.app,
            found.account.id,
            "not-me",
            "contact",
            about,
        )?;
        let stopped = Event::Stopped {
            notice: found.notice.id,
        };
        notices::tell(tx, &context.app, found.account.id, &stopped)?;
    }
    // What was frozen just now belongs on the page that follows.
    load(tx, token)
}

fn apply(tx: &Tx<'_>, found: &Found) -> Result<(), Error> {
    let account = found.account.id;
    match found.remedy {
        Remedy::SignOut(session) => browsers::forget_behind(tx, account, session)?,
        Remedy::Forget(browser) => {
            browsers::forget(tx, account, browser)?;
            browsers::end_of_browser(tx, account, browser)?;
        }
        Remedy::TakeOut { contact, session } => {
            methods::disown_contact(tx, account, contact)?;
            if let Some(session) = session {
                browsers::forget_behind(tx, account, session)?;
            }
        }
        Remedy::Disown { method, session } => {
            authenticators::disown(tx, account, method)?;
            if let Some(session) = session {
                browsers::forget_behind(tx, account, session)?;
            }
        }
        Remedy::Restore { method, session } => {
            authenticators::restore(tx, account, method)?;
            if let Some(session) = session {
                browsers::forget_behind(tx, account, session)?;
            }
        }
        Remedy::PutOut { device, session } => {
            devices::remove(tx, account, device)?;
            if let Some(session) = session {
                browsers::forget_behind(tx, account, session)?;
            }
        }
        Remedy::Stop(recovery) => {
            store::finish(tx, recovery, State::Denied)?;
        }
        Remedy::End(request) => {
            requests::end(tx, account, request, requests::End::Denied)?;
        }
        Remedy::Undo { contact, .. } => {
            sign_everyone_out(tx, found)?;
            if !found.later {
                // The password's method goes by the account's id; a new recovery lifts it.
                freeze(tx, account, account, None)?;
                if let Some(contact) = contact {
                    freeze(tx, account, contact, Some(Time(tx.now()) + FROZEN_FOR))?;
                }
            }
        }
        Remedy::Contest => sign_everyone_out(tx, found)?,
        Remedy::Nothing => {}
    }
    Ok(())
}

/// Every session ends, and browsers that became known since are strangers again.
fn sign_everyone_out(tx: &Tx<'_>, found: &Found) -> Result<(), Error> {
    browsers::end_all(tx, found.account.id, None)?;
    browsers::forget_since(tx, found.account.id, found.notice.at)?;
    Ok(())
}

fn freeze(tx: &Tx<'_>, account: Id, method: Id, until: Option<Time>) -> Result<(), Error> {
    let now = Time(tx.now());
    let lock = New {
        subject: Subject::Method,
        subject_id: Some(method),
        cause: Cause::OwnerRequest,
        rule: "notice/not-me",
        first_at: now,
        tries: 0,
        places: 0,
        own: false,
        lifts_at: until,
    };
    locks::place(tx, account, &lock)?;
    Ok(())
}

fn notice_page(context: &Context, found: &Found, token: String) -> Result<Response, Error> {
    let t = &context.text;
    let zone = times::zone(&found.account.time_zone);
    let said = notices::words(t, &zone, &found.notice.event);
    let does = match found.remedy {
        Remedy::SignOut(_) | Remedy::Forget(_) => Some(t.not_me_does_sign_out()),
        Remedy::TakeOut { .. } | Remedy::Disown { .. } => Some(t.not_me_does_take_out()),
        Remedy::Restore { .. } => Some(t.not_me_does_restore()),
        Remedy::PutOut { .. } => Some(t.not_me_does_put_out()),
        Remedy::Stop(_) | Remedy::End(_) => Some(t.not_me_does_stop()),
        Remedy::Undo { .. } => Some(t.not_me_does_undo()),
        Remedy::Contest => Some(t.not_me_does_contest()),
        Remedy::Nothing => None,
    };
    page(&NoticePage {
        f: Frame::new(context),
        title: said.title,
        text: said.text,
        when: t.date_time(found.notice.at, &zone),
        place: notices::place(t, &found.notice.event),
        token,
        does,
        find: is_about_device(&found.notice.event),
    })
}

fn done_page(context: &Context, found: &Found) -> Result<Response, Error> {
    let t = &context.text;
    let zone = times::zone(&found.account.time_zone);
    let did = match found.remedy {
        Remedy::SignOut(_) | Remedy::Forget(_) => t.not_me_done_sign_out(),
        Remedy::TakeOut { .. } | Remedy::Disown { .. } => t.not_me_done_take_out(),
        Remedy::Restore { .. } => t.not_me_done_restore(),
        Remedy::PutOut { .. } => t.not_me_done_put_out(),
        Remedy::Stop(_) | Remedy::End(_) => t.not_me_done_stop(),
        Remedy::Undo { .. } if found.later => t.not_me_done_later(),
        Remedy::Undo { .. } => t.not_me_done_undo(),
        Remedy::Contest => t.not_me_done_contest(),
        Remedy::Nothing => t.not_me_nothing(),
    };
    let frozen = found.frozen.as_ref().map(|(contact, until, only)| {
        let until = t.day_and_hour(*until, &zone);
        if *only {
            t.not_me_done_only_contact(contact.as_str(), until)
        } else {
            t.not_me_done_other_contact(contact.as_str(), until)
        }
    });
    let talk = found.frozen.as_ref().is_some_and(|(_, _, only)| *only);
    let password = found.remedy != Remedy::Nothing;
    page(&DonePage {
        f: Frame::new(context),
        did,
        frozen,
        password,
        talk,
        find: is_about_device(&found.notice.event),
    })
}

const fn is_about_device(event: &Event) -> bool {
    matches!(event, Event::Device { .. })
}
