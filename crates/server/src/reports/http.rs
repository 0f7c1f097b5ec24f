//! The form. Anybody may send it, a few times an hour from one network.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_rules::Span;
use serde::Deserialize;

use super::{Report, save};
use crate::counters::Counter;
use crate::web::{Context, Error, Form, Frame, page, page_with, see_other};

/// Reports from one network in an hour.
const AN_HOUR: i64 = 5;
const LONGEST_WHO: u32 = 300;
const LONGEST_WHAT: u32 = 3_000;
const LONGEST_CONTACT: u32 = 254;

#[derive(Template)]
#[template(path = "reports/pages/report.html")]
struct ReportPage {
    f: Frame,
    who: Field,
    what: Field,
    contact: Field,
}

#[derive(Template)]
#[template(path = "reports/pages/done.html")]
struct DonePage {
    f: Frame,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Field {
    value: String,
    error: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    who: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    contact: String,
}

/// GET /contact/report
///
/// # Errors
/// Of rendering.
pub async fn get_report(context: Context) -> Result<Response, Error> {
    page(&ReportPage {
        f: Frame::new(&context),
        who: Field::default(),
        what: Field::default(),
        contact: Field::default(),
    })
}

fn field(context: &Context, typed: &str, longest: u32, missing: Option<String>) -> Field {
    let value = typed.trim();
    let error = if value.is_empty() {
        missing
    } else if value.chars().count() > longest as usize {
        Some(context.text.report_too_long(longest))
    } else {
        None
    };
    Field {
        value: value.to_owned(),
        error,
    }
}

/// POST /contact/report
///
/// # Errors
/// `TooMany`; of the database.
pub async fn post_report(context: Context, Form(form): Form<Typed>) -> Result<Response, Error> {
    let t = &context.text;
    let who = field(&context, &form.who, LONGEST_WHO, Some(t.report_need_who()));
    let what = field(
        &context,
        &form.what,
        LONGEST_WHAT,
        Some(t.report_need_what()),
    );
    let contact = field(&context, &form.contact, LONGEST_CONTACT, None);
    if [&who, &what, &contact]
        .into_iter()
        .any(|field| field.error.is_some())
    {
        let f = Frame::new(&context);
        let shown = ReportPage {
            f,
            who,
            what,
            contact,
        };
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let report = Report {
        who: who.value,
        what: what.value,
        contact: contact.value,
        language: t.language().tag().to_owned(),
    };
    let inside = context.clone();
    context
        .app
        .db
        .tx(move |tx| {
            let counter = Counter {
                what: "fraud-reports",
                subject: &inside.network.0,
                window: Span::hours(1),
            };
            counter.spend(tx, &inside.app.keys, AN_HOUR)?;
            save(tx, &inside.app, &report)?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(see_other("/contact/reported"))
}

/// GET /contact/reported
///
/// # Errors
/// Of rendering.
pub async fn get_reported(context: Context) -> Result<Response, Error> {
    page(&DonePage {
        f: Frame::new(&context),
    })
}
