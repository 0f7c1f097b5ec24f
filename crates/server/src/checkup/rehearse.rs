//! `/account/checkup/rehearsal`: the owner begins a rehearsal and carries its link to another phone.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use serde::Deserialize;

use super::words::Words;
use crate::browsers::Owner;
use crate::rehearsal;
use crate::ways::Kept;
use crate::web::{Error, Form, Frame, page, qr, see_other};
use crate::{accounts, gate};

#[derive(Template)]
#[template(path = "checkup/pages/rehearsal.html")]
struct RehearsalPage {
    f: Frame,
    gone: String,
    /// The link as it is typed, its picture, and until when it can be opened; nothing: it is open somewhere.
    link: Option<Link>,
    opened_in: String,
}

struct Link {
    path: String,
    typed: String,
    picture: String,
    until: String,
}

/// What is gone.
#[derive(Deserialize)]
pub struct Gone {
    #[serde(default)]
    gone: String,
}

const HERE: &str = "/account/checkup/rehearsal";

/// POST /account/checkup/rehearsal
///
/// # Errors
/// Of the database; `BadInput` for a thing that the account has not.
pub async fn post(owner: Owner, Form(form): Form<Gone>) -> Result<Response, Error> {
    let gone = Id::try_parse(&form.gone).map_err(|_| Error::BadInput("gone"))?;
    let (app, account, browser) = (
        owner.context.app.clone(),
        owner.account.id,
        owner.browser.filter(|_| !owner.borrowed),
    );
    let begin = move |tx: &Tx<'_>| {
        accounts::hold(tx, account)?;
        let there = gate::rehearse(tx, &app, account, (gone, None), |_| ())?;
        if there.is_some() {
            rehearsal::begin(tx, &app.keys, account, gone, browser)?;
        }
        Ok::<_, kunci_db::Error>(there.is_some())
    };
    if owner.context.app.db.tx(begin).await? {
        Ok(see_other(HERE))
    } else {
        Err(Error::BadInput("gone"))
    }
}

/// GET /account/checkup/rehearsal
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| {
        let Some(of) = rehearsal::unfinished(view, account)? else {
            return Ok::<_, kunci_db::Error>(None);
        };
        let kept = Kept::of(view, &app, account)?;
        let gone = gate::rehearse(view, &app, account, (of.gone, None), |dry| {
            dry.gone().clone()
        })?;
        Ok(Some((of, kept, gone)))
    };
    let Some((of, kept, gone)) = owner.context.app.db.view(read).await? else {
        return Ok(see_other("/account/checkup"));
    };
    let t = &owner.context.text;
    let words = Words { t, kept: &kept };
    let until = of.created_at + rehearsal::LINK_LIFE;
    let is_open = of.opened_in.is_some();
    if !is_open && owner.context.now >= until {
        return Ok(see_other("/account/checkup"));
    }
    let link = if is_open {
        None
    } else {
        let config = &owner.context.app.config.server;
        let path = of.path(&owner.context.app.keys);
        Some(Link {
            typed: format!("{}{path}", config.host()),
            picture: qr::picture(&config.link(&path))?,
            until: t.time_of_day(until, &owner.zone()),
            path,
        })
    };
    page(&RehearsalPage {
        f: Frame::signed_in(&owner.context),
        gone: gone.map_or_else(|| t.checkup_key(), |thing| words.thing(&thing)),
        link,
        opened_in: match of.opened_in {
            Some(label) if !label.is_empty() => label,
            _ => t.notices_unknown_device(),
        },
    })
}
