//! `/account/checkup/rehearsal`: the owner begins a rehearsal and carries its link to another phone.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::{Id, Time};
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
    begin(&owner, gone).await?;
    Ok(see_other(HERE))
}

/// Begins a rehearsal of the loss of this thing; one that was begun before is over.
///
/// # Errors
/// Of the database; `BadInput` for a thing that the account has not.
pub async fn begin(owner: &Owner, gone: Id) -> Result<(), Error> {
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
        Ok(())
    } else {
        Err(Error::BadInput("gone"))
    }
}

/// A rehearsal that was begun and has not ended.
pub struct Begun {
    /// What is gone, in words.
    pub gone: String,
    /// The path of its link, and until when it can be opened; nothing: it is open somewhere.
    pub link: Option<(String, Time)>,
    /// The browser in which it is open; empty if that does not say.
    pub opened_in: Option<String>,
}

/// The owner's rehearsal, unless its link is over.
///
/// # Errors
/// Of the database.
pub async fn begun(owner: &Owner) -> Result<Option<Begun>, Error> {
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
        return Ok(None);
    };
    let t = &owner.context.text;
    let words = Words { t, kept: &kept };
    let until = of.created_at + rehearsal::LINK_LIFE;
    let is_open = of.opened_in.is_some();
    if !is_open && owner.context.now >= until {
        return Ok(None);
    }
    let path = || of.path(&owner.context.app.keys);
    Ok(Some(Begun {
        gone: gone.map_or_else(|| t.checkup_key(), |thing| words.thing(&thing)),
        link: (!is_open).then(|| (path(), until)),
        opened_in: of.opened_in.clone(),
    }))
}

/// GET /account/checkup/rehearsal
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    let Some(begun) = begun(&owner).await? else {
        return Ok(see_other("/account/checkup"));
    };
    let t = &owner.context.text;
    let config = &owner.context.app.config.server;
    let link = match begun.link {
        Some((path, until)) => Some(Link {
            typed: format!("{}{path}", config.host()),
            picture: qr::picture(&config.link(&path))?,
            until: t.time_of_day(until, &owner.zone()),
            path,
        }),
        None => None,
    };
    page(&RehearsalPage {
        f: Frame::signed_in(&owner.context),
        gone: begun.gone,
        link,
        opened_in: match begun.opened_in {
            Some(label) if !label.is_empty() => label,
            _ => t.notices_unknown_device(),
        },
    })
}
