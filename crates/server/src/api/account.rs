//! `/api/v1/account`

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts;
use crate::browsers::Owner;
use crate::web::problem::Problem;
use crate::web::{Error, times};

/// The account of whoever is signed in.
#[derive(Serialize, ToSchema)]
pub(super) struct Account {
    /// Its id (UUID).
    id: String,
    /// The owner's name.
    name: String,
    /// What the owner types to sign in.
    identifiers: Vec<Identifier>,
    /// Language of messages: `id` or `en`.
    language: &'static str,
    /// IANA time zone.
    time_zone: String,
    /// Whether a second step is asked in browsers that never signed in before.
    two_step: bool,
    /// When it was made (RFC 3339).
    created_at: String,
}

/// One name to sign in with.
#[derive(Serialize, ToSchema)]
pub(super) struct Identifier {
    /// `email`, `phone` or `name`.
    kind: &'static str,
    /// Mail address, number in E.164 form, or account name.
    value: String,
}

/// The account of whoever is signed in.
#[utoipa::path(
    get,
    path = "/api/v1/account",
    operation_id = "account",
    security(("session" = [])),
    responses((status = OK, body = Account), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(owner: Owner) -> Result<Json<Account>, Error> {
    let id = owner.account.id;
    let identifiers = owner
        .context
        .app
        .db
        .view(move |view| accounts::identifiers(view, id))
        .await?;
    let account = owner.account;
    Ok(Json(Account {
        id: account.id.to_string(),
        name: account.name,
        identifiers: identifiers
            .iter()
            .map(|i| Identifier {
                kind: i.kind().tag(),
                value: i.value().to_owned(),
            })
            .collect(),
        language: account.language.tag(),
        time_zone: account.time_zone,
        two_step: account.two_step,
        created_at: times::rfc3339(account.created_at),
    }))
}
