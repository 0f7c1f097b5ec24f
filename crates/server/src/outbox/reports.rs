//! Delivery reports of phone gateways: `POST /hooks/phone/{gateway}`.
//!
//! A gateway that has `reports` in its configuration must show its secret (`Authorization: Bearer …` or `?secret=…`) and name
//! the message by the `{id}` that it was given. "Delivered" ends the message; "failed" hands it to the next gateway, or ends
//! it after the last. Any other word changes nothing. The answer to whoever knows the secret is always 204, so that gateways
//! do not repeat reports about messages that have ended; everyone else gets 404.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use kunci_db::{Result, Topic, Tx};
use kunci_rules::Id;
use serde_json::Value;

use super::deliver;
use super::line::Line;
use super::outcome::Outcome;
use super::store;
use crate::config::Reports;
use crate::secret::same;
use crate::state::App;
use crate::web::Error;
use crate::web::form::{Path, Query};

/// What a report says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Report {
    /// It arrived.
    Delivered,
    /// It will not arrive this way.
    Failed,
}

/// POST /hooks/phone/{gateway}
///
/// # Errors
/// `NotFound` without the secret; of the database.
pub async fn post_report(
    State(app): State<App>,
    Path(name): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Error> {
    let gateways = &app.config.phone.gateways;
    let index = gateways
        .iter()
        .position(|gateway| gateway.name == name)
        .ok_or(Error::NotFound)?;
    let reports = gateways[index].reports.as_ref().ok_or(Error::NotFound)?;
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let shown = bearer
        .or_else(|| query.get("secret").map(String::as_str))
        .unwrap_or_default();
    if !same(shown.as_bytes(), reports.secret.as_bytes()) {
        return Err(Error::NotFound);
    }
    if let Some((id, report)) = read(reports, &query, &body) {
        let last = index + 1 == gateways.len();
        let next = i64::try_from(index + 1).unwrap_or(i64::MAX);
        let ended = app
            .db
            .tx(move |tx| note(tx, id, &name, report, (!last).then_some(next)))
            .await?;
        if let Some(outcome) = ended {
            deliver::count(&app, Line::Phone, outcome);
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Message and report, if both can be read.
pub(super) fn read(
    reports: &Reports,
    query: &HashMap<String, String>,
    body: &[u8],
) -> Option<(Id, Report)> {
    let fields = Fields::of(body);
    let find = |name: &str| fields.find(name).or_else(|| query.get(name).cloned());
    let id = find(&reports.id)?.parse().ok()?;
    let status = find(&reports.status)?;
    let is = |words: &[String]| words.iter().any(|word| word.eq_ignore_ascii_case(&status));
    match (is(&reports.delivered), is(&reports.failed)) {
        (true, _) => Some((id, Report::Delivered)),
        (_, true) => Some((id, Report::Failed)),
        _ => None,
    }
}

enum Fields {
    Json(Value),
    Form(Vec<(String, String)>),
}

impl Fields {
    fn of(body: &[u8]) -> Self {
        serde_json::from_slice(body).map_or_else(|_| Self::Form(form(body)), Self::Json)
    }

    fn find(&self, name: &str) -> Option<String> {
        match self {
            Self::Json(value) => {
                let found = if name.starts_with('/') {
                    value.pointer(name)
                } else {
                    value.get(name)
                };
                match found? {
                    Value::String(text) => Some(text.clone()),
                    Value::Number(number) => Some(number.to_string()),
                    _ => None,
                }
            }
            Self::Form(pairs) => pairs
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.clone()),
        }
    }
}

/// The pairs of a form body; nothing if it is none.
fn form(body: &[u8]) -> Vec<(String, String)> {
    let Ok(text) = std::str::from_utf8(body) else {
        return Vec::new();
    };
    let url = reqwest::Url::parse(&format!("http://form/?{}", text.replace('#', "%23")));
    url.map(|url| url.query_pairs().into_owned().collect())
        .unwrap_or_default()
}

/// Returns the outcome if the report ended the message.
fn note(
    tx: &Tx<'_>,
    id: Id,
    gateway: &str,
    report: Report,
    next: Option<i64>,
) -> Result<Option<Outcome>> {
    let ended = |outcome| Ok(store::finish(tx, id, outcome)?.then_some(outcome));
    // Only the gateway that has the message now may move it on; an older one's failure is known already.
    let has_it = store::handed_to(tx, id)?.as_deref() == Some(gateway);
    match (report, has_it, next) {
        (Report::Delivered, ..) => ended(Outcome::Sent),
        (Report::Failed, false, _) => Ok(None),
        (Report::Failed, true, None) => ended(Outcome::Bounced),
        (Report::Failed, true, Some(next)) => {
            if store::bounce(tx, id, gateway, next)? {
                tx.wake(Topic {
                    kind: super::TOPIC,
                    id: Id::nil(),
                });
            }
            Ok(None)
        }
    }
}
