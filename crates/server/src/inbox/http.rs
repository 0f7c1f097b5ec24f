//! GET /demo/inbox and its style.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Json, Response};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::pieces::{Piece, pieces};
use crate::outbox::{self, Shown};
use crate::state::App;
use crate::web::form::Query;
use crate::web::{Context, Error, Frame, page, times};

/// Messages on the page.
const MOST: u32 = 200;

/// What a visitor may ask for.
#[derive(Default, Deserialize)]
pub struct Asked {
    /// `json` for programs.
    #[serde(default)]
    format: String,
    /// Any value: the page does not renew itself.
    hold: Option<String>,
}

/// A message for programs.
#[derive(Serialize)]
struct Entry {
    id: String,
    channel: String,
    to: String,
    subject: String,
    text: String,
    code: Option<String>,
    links: Vec<String>,
    at: String,
}

/// A message for people.
struct Item<'a> {
    shown: &'a Shown,
    pieces: Vec<Piece<'a>>,
    at: String,
    datetime: String,
}

#[derive(Template)]
#[template(path = "inbox/pages/inbox.html")]
struct Page<'a> {
    f: Frame,
    items: Vec<Item<'a>>,
    hold: bool,
}

/// GET /demo/inbox
///
/// # Errors
/// `NotFound` outside the demo; of the database.
pub async fn get_inbox(context: Context, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let app = &context.app;
    if !app.is_demo() {
        return Err(Error::NotFound);
    }
    let messages: Vec<Shown> = app
        .db
        .view(|view| outbox::shown_in_demo(view, MOST))
        .await?;
    if asked.format == "json" {
        return Ok(Json(messages.iter().map(entry).collect::<Vec<_>>()).into_response());
    }
    let zone = times::zone(&app.config.brand.time_zone);
    let items = messages
        .iter()
        .map(|shown| item(&context, &zone, shown))
        .collect();
    page(&Page {
        f: Frame::new(&context),
        items,
        hold: asked.hold.is_some(),
    })
}

/// GET /demo/inbox.css
///
/// # Errors
/// `NotFound` outside the demo.
pub async fn get_style(State(app): State<App>) -> Result<Response, Error> {
    if !app.is_demo() {
        return Err(Error::NotFound);
    }
    Ok((
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("inbox.css"),
    )
        .into_response())
}

fn entry(shown: &Shown) -> Entry {
    let link = |piece| match piece {
        Piece::Link(link) => Some(str::to_owned(link)),
        Piece::Text(_) => None,
    };
    Entry {
        id: shown.id.to_string(),
        channel: shown.channel.clone(),
        to: shown.to.clone(),
        subject: shown.subject.clone(),
        text: shown.text.clone(),
        code: shown.code.clone(),
        links: pieces(&shown.text).into_iter().filter_map(link).collect(),
        at: times::rfc3339(shown.at),
    }
}

fn item<'a>(context: &Context, zone: &TimeZone, shown: &'a Shown) -> Item<'a> {
    Item {
        pieces: pieces(&shown.text),
        at: context.text.date_time(shown.at, zone),
        datetime: times::rfc3339(shown.at),
        shown,
    }
}
