//! /account/review: once after every recovery, what changed in the 30 days before (AR-17). It can be left for later, until it
//! was done.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::RawForm;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::{Id, Time};
use serde::Deserialize;

use crate::browsers::Owner;
use crate::notices;
use crate::objections::{self, Item, TakenOut};
use crate::recovery;
use crate::web::form::Query;
use crate::web::{Error, Frame, page, see_other};

/// What comes next: the way-back check-up.
const NEXT: &str = "/account/checkup";

/// So many are taken out at once; the rest stays to be looked through.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "regain/pages/review.html")]
struct ReviewPage {
    f: Frame,
    /// Something was ticked that takes more.
    more: bool,
    items: Vec<Row>,
}

/// One of what changed.
pub struct Row {
    /// Its notice's id.
    pub id: Id,
    /// What.
    pub what: String,
    /// When, and where if that is known.
    pub when: String,
    /// When.
    pub at: Time,
    /// What saying "not me" does about it, or what it takes instead.
    pub does: String,
    /// Where else it is taken out; empty: by its notice's link alone. Nothing: here, by a tick.
    pub ask: Option<String>,
}

/// What came of the last answer.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    more: String,
}

/// GET /account/review
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner, Query(after): Query<After>) -> Result<Response, Error> {
    let Some(items) = rows(&owner).await? else {
        return Ok(see_other(NEXT));
    };
    page(&ReviewPage {
        f: Frame::signed_in(&owner.context),
        more: !after.more.is_empty(),
        items,
    })
}

/// What changed before the last recovery; nothing after it was looked through.
///
/// # Errors
/// Of the database.
pub async fn rows(owner: &Owner) -> Result<Option<Vec<Row>>, Error> {
    let inside = owner.clone();
    let read = move |view: &View<'_>| objections::items(view, &inside);
    let items = owner.context.app.db.view(read).await?;
    Ok(items.map(|items| items.iter().map(|item| row(owner, item)).collect()))
}

fn row(owner: &Owner, item: &Item) -> Row {
    let (t, zone) = (&owner.context.text, owner.zone());
    let said = notices::words(t, &zone, &item.notice.event);
    let when = t.date_time(item.notice.at, &zone);
    let named = notices::name(&item.notice.event);
    Row {
        id: item.notice.id,
        at: item.notice.at,
        what: match named {
            Some(name) => t.review_named(name, said.title),
            None => said.title,
        },
        when: match notices::place(t, &item.notice.event) {
            Some(place) => t.notices_where_when(place, when),
            None => when,
        },
        does: match item.ask.as_deref() {
            Some("") => t.review_ask_link(),
            Some(_) => t.review_ask(),
            None => item.does.clone(),
        },
        ask: item.ask.clone(),
    }
}

/// POST /account/review: `no`, once for each that is not the owner's.
///
/// # Errors
/// Of the database.
pub async fn post(owner: Owner, RawForm(form): RawForm) -> Result<Response, Error> {
    let not_mine: Vec<Id> = String::from_utf8_lossy(&form)
        .split('&')
        .filter_map(|pair| Id::try_parse(pair.strip_prefix("no=")?).ok())
        .collect();
    Ok(see_other(if finish(&owner, not_mine).await? {
        NEXT
    } else {
        "/account/review?more=1"
    }))
}

/// Takes out what is not the owner's, and is done with the look. `false`: one of them takes more, so the rest stays to be looked
/// through.
///
/// # Errors
/// Of the database.
pub async fn finish(owner: &Owner, not_mine: Vec<Id>) -> Result<bool, Error> {
    let not_mine: BTreeSet<Id> = not_mine.into_iter().collect();
    let not_mine: Vec<Id> = not_mine.into_iter().take(MOST).collect();
    let inside = owner.clone();
    let close = move |tx: &Tx<'_>| close(tx, &inside, &not_mine);
    owner.context.app.db.tx(close).await
}

/// Takes out what is not theirs; where one of them takes more, the page says so, and the rest stays to be looked through.
fn close(tx: &Tx<'_>, owner: &Owner, not_mine: &[Id]) -> Result<bool, Error> {
    let mut more = false;
    for notice in not_mine {
        match objections::take_out(tx, owner, *notice) {
            Ok(TakenOut::Ask) => more = true,
            // The same form sent twice: it is out already.
            Ok(TakenOut::Done) | Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    if !more {
        recovery::reviewed(tx, owner.account.id)?;
    }
    Ok(!more)
}
