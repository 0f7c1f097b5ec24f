//! `/api/v1/alerts`: where the owner hears of what may be left out. All else is told everywhere, always.

use axum::Json;
use axum::http::StatusCode;
use kunci_db::View;
use kunci_rules::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::notices::Topic;
use crate::security;
use crate::web::problem::Problem;
use crate::web::{Error, form};

/// Where the owner hears of what.
#[derive(Serialize, ToSchema)]
pub(super) struct Alerts {
    /// Each topic at each contact.
    alerts: Vec<Alert>,
}

/// A topic at a contact.
#[derive(Serialize, ToSchema)]
struct Alert {
    /// `sign-in` (in a new browser) or `connected` (a device is back).
    topic: &'static str,
    /// Id of the contact among the methods (UUID).
    contact: String,
    /// The contact, masked.
    name: String,
    /// Whether it is told there.
    on: bool,
}

/// Where the owner hears of what may be left out.
#[utoipa::path(
    get,
    path = "/api/v1/alerts",
    operation_id = "alerts",
    security(("session" = [])),
    responses(
        (status = OK, body = Alerts),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn get(owner: Owner) -> Result<Json<Alerts>, Error> {
    let account = owner.account.id;
    let read = move |view: &View<'_>| security::chosen_alerts(view, account);
    let chosen = owner.context.app.db.view(read).await?;
    let alerts = chosen.iter().map(|(topic, contact, on)| Alert {
        topic: topic.tag(),
        contact: contact.id.to_string(),
        name: contact.masked(),
        on: *on,
    });
    Ok(Json(Alerts {
        alerts: alerts.collect(),
    }))
}

/// Where the owner wants to hear of what.
#[derive(Deserialize, ToSchema)]
pub(super) struct AlertChoice {
    /// All that is told; what is not here is left out. Contacts that the account does not have are passed over.
    on: Vec<AlertTold>,
}

/// A topic that is told at a contact.
#[derive(Deserialize, ToSchema)]
struct AlertTold {
    /// Of what.
    topic: AlertTopic,
    /// Id of the contact among the methods (UUID).
    #[schema(value_type = String)]
    contact: Id,
}

/// What may be left out.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum AlertTopic {
    /// A sign-in in a new browser.
    SignIn,
    /// A device is connected again.
    Connected,
}

impl From<AlertTopic> for Topic {
    fn from(name: AlertTopic) -> Self {
        match name {
            AlertTopic::SignIn => Self::SignIn,
            AlertTopic::Connected => Self::Connected,
        }
    }
}

/// Chooses where the owner hears of what may be left out. A change is told everywhere.
#[utoipa::path(
    put,
    path = "/api/v1/alerts",
    operation_id = "set_alerts",
    request_body = AlertChoice,
    security(("session" = [])),
    responses(
        (status = NO_CONTENT),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn choose(
    owner: Owner,
    form::Json(choice): form::Json<AlertChoice>,
) -> Result<StatusCode, Error> {
    let told = choice
        .on
        .iter()
        .map(|told| (told.topic.into(), told.contact));
    security::choose_alerts(&owner, told.collect()).await?;
    Ok(StatusCode::NO_CONTENT)
}
