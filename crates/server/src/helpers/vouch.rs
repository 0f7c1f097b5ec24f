//! A helper is asked for a code: who asks, for what, from where and when; the code on a press; "I do not know about this".

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::codes::{self, Digits};
use kunci_rules::helpers::CODE;
use kunci_rules::{Id, Time};
use serde::Deserialize;

use super::{Member, Request, answer, requests, store, who_can};
use crate::notices::{self, Event};
use crate::secret::sha256;
use crate::web::form::Path;
use crate::web::{Context, Error, Form, Frame, page, see_other, times};
use crate::{accounts, audit};

#[derive(Template)]
#[template(path = "helpers/pages/vouch.html")]
struct VouchPage {
    f: Frame,
    action: String,
    asker: String,
    now: Now,
}

/// What the page says.
enum Now {
    /// Someone asks; one button shows the code.
    Asked {
        wish: String,
        browser: String,
        when: String,
    },
    /// The code, in two halves for reading out, and until when.
    Code { code: String, until: String },
    /// It was used, ended or is too old.
    Over,
}

/// The button that was pressed.
#[derive(Deserialize)]
pub struct Pressed {
    #[serde(default)]
    answer: String,
}

/// The request of a link, if it and its helper still are what they were.
fn find(view: &View<'_>, token: &str) -> Result<(Request, Option<Member>), Error> {
    let request = store::request(view, &sha256(token.as_bytes()))?.ok_or(Error::NotFound)?;
    let member = match request.member {
        Some((account, id)) if request.is_open(Time(view.now())) => find_member(view, account, id)?,
        _ => None,
    };
    Ok((request, member))
}

fn find_member(view: &View<'_>, account: Id, id: Id) -> Result<Option<Member>, Error> {
    let members = who_can(view, account)?;
    Ok(members.into_iter().find(|member| member.id == id))
}

/// GET /vouch/{token}
///
/// # Errors
/// `NotFound` for a link that nobody was sent; of the database.
pub async fn get(context: Context, Path(token): Path<String>) -> Result<Response, Error> {
    let asked = token.clone();
    let read = move |view: &View<'_>| {
        let (request, member) = find(view, &asked)?;
        let owner = match &member {
            Some(member) => accounts::get(view, member.account)?,
            None => None,
        };
        Ok::<_, Error>((request, member.zip(owner)))
    };
    let (request, found) = context.app.db.view(read).await?;
    let Some((member, owner)) = found else {
        return show(&context, &token, String::new(), Now::Over);
    };
    let t = &context.text;
    let browser = if request.browser.is_empty() {
        t.notices_unknown_device()
    } else {
        request.browser
    };
    let now = Now::Asked {
        wish: t.helpers_wish(member.asker.as_str(), request.purpose.tag()),
        browser,
        when: t.date_time(request.asked_at, &times::zone(&owner.time_zone)),
    };
    show(&context, &token, member.asker, now)
}

fn show(context: &Context, token: &str, asker: String, now: Now) -> Result<Response, Error> {
    page(&VouchPage {
        f: Frame::new(context),
        action: format!("/vouch/{token}"),
        asker,
        now,
    })
}

/// POST /vouch/{token}
///
/// # Errors
/// `NotFound` for a link that nobody was sent; of the database.
pub async fn post(
    context: Context,
    Path(token): Path<String>,
    Form(form): Form<Pressed>,
) -> Result<Response, Error> {
    let code = codes::digits(Digits::Eight, context.app.random.bytes());
    let (inside, asked, shown) = (context.clone(), token.clone(), code.clone());
    let settle = move |tx: &Tx<'_>| {
        let Some((account, _)) = find(tx, &asked)?.0.member else {
            return Ok(None);
        };
        accounts::hold(tx, account)?;
        let (request, Some(member)) = find(tx, &asked)? else {
            return Ok(None);
        };
        match form.answer.as_str() {
            "show" => reveal(tx, &inside, &asked, &request, &member, &shown),
            "deny" => deny(tx, &inside, &asked, &request, &member).map(|()| None),
            "leave" => answer::leave(tx, &inside.app, &member).map(|()| None),
            _ => Ok(None),
        }
    };
    match context.app.db.tx(settle).await? {
        Some((asker, until)) => {
            let (first, second) = code.split_at(4);
            let code = format!("{first} {second}");
            show(&context, &token, asker, Now::Code { code, until })
        }
        None => Ok(see_other(&format!("/vouch/{token}"))),
    }
}

/// Keeps the hash of a fresh code; one that was shown before is worth nothing from now on. Returns for whom it is, and until when.
fn reveal(
    tx: &Tx<'_>,
    context: &Context,
    token: &str,
    request: &Request,
    member: &Member,
    code: &str,
) -> Result<Option<(String, String)>, Error> {
    let until = Time(tx.now()) + CODE;
    let hash = requests::hash(&context.app.keys, request.case, code);
    if !store::show(tx, &sha256(token.as_bytes()), &hash, until)? {
        return Ok(None);
    }
    audit::record(
        tx,
        &context.app,
        member.account,
        "helper-code-shown",
        "helper",
        "",
    )?;
    let owner = accounts::get(tx, member.account)?.ok_or(Error::NotFound)?;
    let zone = times::zone(&owner.time_zone);
    let until = context.text.time_of_day(until, &zone);
    Ok(Some((member.asker.clone(), until)))
}

/// The helper knows nothing of it: the request to this helper ends, and the owner's contacts hear of it. The others answer for
/// themselves: one of them must not be able to keep the owner out.
fn deny(
    tx: &Tx<'_>,
    context: &Context,
    token: &str,
    request: &Request,
    member: &Member,
) -> Result<(), Error> {
    if !store::end_one(tx, &sha256(token.as_bytes()))? {
        return Ok(());
    }
    let event = Event::HelperDenied {
        label: request.browser.clone(),
        name: member.label.clone(),
    };
    notices::tell(tx, &context.app, member.account, &event)?;
    audit::record(
        tx,
        &context.app,
        member.account,
        "helper-denied",
        "helper",
        "",
    )?;
    Ok(())
}
