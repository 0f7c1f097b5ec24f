//! The helper's side: saying yes or no, and leaving. Opening the link does nothing; its buttons do.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Time;
use kunci_rules::gate::MethodKind;
use kunci_rules::helpers::same;
use serde::Deserialize;

use super::{Member, State, store};
use crate::authenticators::{self, New};
use crate::notices::{self, By, Event, OfMethod};
use crate::secret::sha256;
use crate::state::App;
use crate::web::form::Path;
use crate::web::{Context, Error, Form, Frame, page, see_other};
use crate::{accounts, audit, devices, methods, recovery};

#[derive(Template)]
#[template(path = "helpers/pages/answer.html")]
struct AnswerPage {
    f: Frame,
    action: String,
    asker: String,
    now: Now,
}

/// What the page says.
enum Now {
    /// Yes or no.
    Asked,
    /// They are a helper, and can leave.
    Helper,
    /// They said no, or left.
    Not,
    /// The invitation is not valid any more.
    Over,
}

/// The button that was pressed.
#[derive(Deserialize)]
pub struct Pressed {
    #[serde(default)]
    answer: String,
}

fn find(view: &View<'_>, token: &str) -> kunci_db::Result<Option<Member>> {
    store::of_link(view, &sha256(token.as_bytes()))
}

/// GET /helper/{token}
///
/// # Errors
/// `NotFound` for a link that nobody was sent; of the database.
pub async fn get(context: Context, Path(token): Path<String>) -> Result<Response, Error> {
    let asked = token.clone();
    let read = move |view: &View<'_>| {
        let member = find(view, &asked)?.ok_or(Error::NotFound)?;
        let in_use = authenticators::get(view, member.account, member.helper)?.is_some();
        Ok::<_, Error>((member, in_use))
    };
    let (member, in_use) = context.app.db.view(read).await?;
    let now = match member.state {
        State::Asked if member.is_open(context.now) => Now::Asked,
        State::Accepted if in_use => Now::Helper,
        State::Declined | State::Left => Now::Not,
        State::Asked | State::Accepted | State::Withdrawn => Now::Over,
    };
    page(&AnswerPage {
        f: Frame::new(&context),
        action: format!("/helper/{token}"),
        asker: member.asker,
        now,
    })
}

/// POST /helper/{token}
///
/// # Errors
/// `NotFound` for a link that nobody was sent; of the database.
pub async fn post(
    context: Context,
    Path(token): Path<String>,
    Form(form): Form<Pressed>,
) -> Result<Response, Error> {
    let (app, asked) = (context.app.clone(), token.clone());
    let settle = move |tx: &Tx<'_>| {
        let member = find(tx, &asked)?.ok_or(Error::NotFound)?;
        accounts::hold(tx, member.account)?;
        let member = find(tx, &asked)?.ok_or(Error::NotFound)?;
        match form.answer.as_str() {
            "yes" => accept(tx, &app, &member),
            "no" if member.is_open(Time(tx.now())) => {
                Ok(store::set_state(tx, &member, State::Declined).map(drop)?)
            }
            "leave" => leave(tx, &app, &member),
            _ => Ok(()),
        }
    };
    context.app.db.tx(settle).await?;
    Ok(see_other(&format!("/helper/{token}")))
}

/// Makes the method, or joins those of the group who said yes before.
fn accept(tx: &Tx<'_>, app: &App, member: &Member) -> Result<(), Error> {
    let account = member.account;
    let contacts = methods::contacts(tx, account)?;
    let own = contacts
        .iter()
        .any(|contact| same(&contact.value, &member.value));
    if own || !member.is_open(Time(tx.now())) {
        return Ok(());
    }
    let others = store::list(tx, account)?;
    let before = |other: &Member| {
        other.helper == member.helper && matches!(other.state, State::Accepted | State::Left)
    };
    let was_made = others.iter().any(before);
    let in_use = authenticators::get(tx, account, member.helper)?.is_some();
    // The owner removed the group, or all of it left: what is left of the invitation went with it.
    if was_made && !in_use {
        return Ok(store::set_state(tx, member, State::Withdrawn).map(drop)?);
    }
    if !was_made && is_void(tx, member)? {
        return Ok(store::set_state(tx, member, State::Withdrawn).map(drop)?);
    }
    if store::set_state(tx, member, State::Accepted)? && !was_made {
        make(tx, app, member)?;
    }
    audit::record(tx, app, account, "helper-accepted", "helper", "")?;
    Ok(())
}

/// Whether an invitation counts for nothing by now: its account was recovered since, or what it was sent from is missing (G3).
fn is_void(tx: &Tx<'_>, member: &Member) -> Result<bool, Error> {
    let account = member.account;
    let how = store::how(tx, account, member.id)?.ok_or(Error::NotFound)?;
    let recovered = recovery::last(tx, account)?;
    let missing = match how.set_on {
        Some(holder) => devices::get(tx, account, holder)?.is_some_and(|d| d.missing.is_some()),
        None => false,
    };
    Ok(missing || recovered.is_some_and(|at| at > member.invited_at))
}

fn make(tx: &Tx<'_>, app: &App, member: &Member) -> Result<(), Error> {
    let (account, id) = (member.account, member.helper);
    let how = store::how(tx, account, member.id)?.ok_or(Error::NotFound)?;
    let event = Event::Method {
        change: OfMethod::Added,
        method: id,
        kind: MethodKind::Helper,
        name: member.label.clone(),
        two: how.two,
        by: By {
            session: Some(how.session),
            label: how.browser.clone(),
        },
    };
    notices::tell(tx, app, account, &event)?;
    let new = New {
        id,
        kind: MethodKind::Helper,
        label: &member.label,
        secret: &[],
        step: tx.now(),
        set_on: how.set_on,
    };
    authenticators::accepted(tx, app, account, &new, &how.origin)?;
    Ok(())
}

/// They do not want to be a helper any more. With the last of a group its method goes, and everyone is told.
///
/// # Errors
/// Of the database.
pub(super) fn leave(tx: &Tx<'_>, app: &App, member: &Member) -> Result<(), Error> {
    let (account, helper) = (member.account, member.helper);
    if member.state != State::Accepted || !store::set_state(tx, member, State::Left)? {
        return Ok(());
    }
    audit::record(tx, app, account, "helper-left", "helper", "")?;
    let stays = |other: &Member| other.helper == helper && other.state == State::Accepted;
    let in_use = authenticators::get(tx, account, helper)?;
    if in_use.is_none() || store::list(tx, account)?.iter().any(stays) {
        return Ok(());
    }
    authenticators::disown(tx, account, helper)?;
    let event = Event::HelperLeft {
        name: member.label.clone(),
    };
    notices::tell(tx, app, account, &event)?;
    Ok(())
}
