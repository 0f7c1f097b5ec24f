//! "Was this really you?": whether a message's reference is one of ours (S-041). The answer says yes with the day, or no; never
//! to whom, or what it said.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_rules::{Span, Time};
use serde::Deserialize;

use crate::counters::Counter;
use crate::outbox;
use crate::web::{Context, Error, Form, Frame, page, page_with, times};

/// How many references one network may check in an hour.
const AN_HOUR: i64 = 30;

#[derive(Template)]
#[template(path = "help/pages/check.html")]
struct CheckPage {
    f: Frame,
    host: String,
    reference: String,
    error: Option<String>,
    answer: Option<Answer>,
}

struct Answer {
    ours: bool,
    title: String,
    text: String,
}

/// The form.
#[derive(Deserialize)]
pub struct Check {
    #[serde(default)]
    reference: String,
}

impl CheckPage {
    fn new(context: &Context) -> Self {
        Self {
            f: Frame::new(context),
            host: context.app.config.server.host().to_owned(),
            reference: String::new(),
            error: None,
            answer: None,
        }
    }
}

/// GET /check
///
/// # Errors
/// Of rendering.
pub async fn get(context: Context) -> Result<Response, Error> {
    page(&CheckPage::new(&context))
}

/// POST /check
///
/// # Errors
/// `TooMany`; of the database.
pub async fn post(context: Context, Form(form): Form<Check>) -> Result<Response, Error> {
    let (inside, typed) = (context.clone(), form.reference.clone());
    let found = context
        .app
        .db
        .tx(move |tx| {
            let counter = Counter {
                what: "checked-references",
                subject: &inside.network.0,
                window: Span::hours(1),
            };
            let now = Time(tx.now());
            // The refused ones stay counted, so that asking on does not help.
            if counter.add(tx, &inside.app.keys, 1)? > AN_HOUR {
                return Ok(Err(counter.ends(now).since(now).whole_seconds()));
            }
            Ok::<_, Error>(Ok(outbox::sent_on(tx, &inside.app.keys, &typed)?))
        })
        .await?;
    let t = &context.text;
    let shown = CheckPage {
        reference: form.reference.chars().take(32).collect(),
        ..CheckPage::new(&context)
    };
    match found {
        Err(seconds) => Err(Error::TooMany(seconds)),
        Ok(None) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &CheckPage {
                error: Some(t.check_unreadable()),
                ..shown
            },
        ),
        Ok(Some(at)) => page(&CheckPage {
            answer: Some(answer(&context, at)),
            ..shown
        }),
    }
}

fn answer(context: &Context, at: Option<Time>) -> Answer {
    let t = &context.text;
    let zone = times::zone(&context.app.config.brand.time_zone);
    match at {
        Some(at) => Answer {
            ours: true,
            title: t.check_ours(t.date(at, &zone)),
            text: t.check_ours_text(),
        },
        None => Answer {
            ours: false,
            title: t.check_not_ours(),
            text: t.check_not_ours_text(),
        },
    }
}
