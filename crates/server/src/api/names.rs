//! `/api/v1/names`: which names lead to an account, for whoever proves one of its contacts (S-149).

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kunci_rules::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::recovery::{RecoveryState, resumed};
use super::to_minute;
use crate::browsers::visitor_cookie;
use crate::names::{self, Case, Entered, Go, Next, Row};
use crate::secret::Secret;
use crate::web::problem::Problem;
use crate::web::{Context, Error, form};

const BEGIN: Error = Error::Elsewhere("/forgot/name");

/// A search for forgotten names. Before the contact is proved it is the same for everyone's.
#[derive(Serialize, ToSchema)]
pub(super) struct NameSearch {
    /// `code`: type what was sent. `found`: `accounts` are those that have the contact.
    state: &'static str,
    /// Until when the code that was sent last can be typed, to the minute (RFC 3339). Nothing: none was sent, or it has not left.
    code_until: Option<String>,
    /// When the next message may leave, to the minute (RFC 3339). Nothing: now.
    again_at: Option<String>,
    /// What was found; perhaps nothing.
    accounts: Vec<FoundAccount>,
}

/// An account that has the contact.
#[derive(Serialize, ToSchema)]
struct FoundAccount {
    /// Its id (UUID).
    id: String,
    /// Its owner's name; nothing where the number may be somebody else's by now.
    name: Option<String>,
    /// Its names; contacts other than the proved one are masked.
    names: Vec<String>,
    /// The one with which sign-in goes on; nothing where none is shown in full.
    login: Option<String>,
}

impl From<Row> for FoundAccount {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name,
            names: row.names,
            login: row.login,
        }
    }
}

async fn state(context: &Context, case: Case) -> Result<Json<NameSearch>, Error> {
    if case.shows(context.now) {
        let rows = names::rows(context, case).await?;
        return Ok(Json(NameSearch {
            state: "found",
            code_until: None,
            again_at: None,
            accounts: rows.into_iter().map(FoundAccount::from).collect(),
        }));
    }
    let sent = names::sent(context, &case).await?;
    Ok(Json(NameSearch {
        state: "code",
        code_until: sent.code_until.map(to_minute),
        again_at: sent.again_at.map(to_minute),
        accounts: Vec::new(),
    }))
}

async fn case(context: &Context) -> Result<Case, Error> {
    names::of_browser(context).await?.ok_or(BEGIN)
}

/// The answer to what made a case this browser's.
async fn opened(
    context: &Context,
    status: StatusCode,
    opened: &names::Opened,
) -> Result<Response, Error> {
    let case = names::of_token(context, Some(opened.token().clone())).await?;
    let body = state(context, case.ok_or(BEGIN)?).await?;
    Ok(opened.bind(context, (status, body).into_response()))
}

/// A contact.
#[derive(Deserialize, ToSchema)]
pub(super) struct NameSearchBegin {
    /// Mail address, or number in any form.
    contact: String,
}

/// Sends a code and a link to a contact, if an account has it. Every contact that can be one gets the same answer.
#[utoipa::path(
    post,
    path = "/api/v1/names",
    operation_id = "begin_name_search",
    request_body = NameSearchBegin,
    responses((status = CREATED, body = NameSearch), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn begin(
    context: Context,
    form::Json(asked): form::Json<NameSearchBegin>,
) -> Result<Response, Error> {
    let field = "contact";
    match names::start(&context, &asked.contact).await? {
        Ok(begun) => opened(&context, StatusCode::CREATED, &begun).await,
        Err(text) => Err(Error::NotAccepted { field, text }),
    }
}

/// Where the search of this browser stands, and what was found.
#[utoipa::path(
    get,
    path = "/api/v1/names",
    operation_id = "name_search",
    responses((status = OK, body = NameSearch), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(context: Context) -> Result<Json<NameSearch>, Error> {
    let case = case(&context).await?;
    state(&context, case).await
}

/// Sends once more, as often as the contact's budget allows.
#[utoipa::path(
    post,
    path = "/api/v1/names/messages",
    operation_id = "send_name_message",
    responses((status = OK, body = NameSearch), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn send(context: Context) -> Result<Response, Error> {
    let visitor = names::again(&context).await?.ok_or(BEGIN)?;
    let answer = state(&context, case(&context).await?).await?;
    Ok(visitor_cookie(answer.into_response(), &context, &visitor))
}

/// What was in a message.
#[derive(Deserialize, ToSchema)]
pub(super) struct NameCode {
    /// The 8 digits of a message that this browser asked for, or the 13 letters of any link.
    #[schema(value_type = String)]
    code: Secret,
}

/// Proves the contact with what it received.
#[utoipa::path(
    post,
    path = "/api/v1/names/code",
    operation_id = "enter_name_code",
    request_body = NameCode,
    responses((status = OK, body = NameSearch), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn enter(
    context: Context,
    form::Json(typed): form::Json<NameCode>,
) -> Result<Response, Error> {
    let found = case(&context).await?;
    let field = "code";
    match names::enter(&context, &found, typed.code.expose()).await? {
        Entered::Proved(None) => {
            let answer = state(&context, case(&context).await?).await?;
            Ok(answer.into_response())
        }
        Entered::Proved(Some(begun)) => opened(&context, StatusCode::OK, &begun).await,
        Entered::Used => Err(Error::Conflict("over")),
        Entered::Wrong(text) => Err(Error::NotAccepted { field, text }),
    }
}

/// One of the accounts that were found.
#[derive(Deserialize, ToSchema)]
pub(super) struct FoundChoice {
    /// Its id (UUID).
    #[schema(value_type = String)]
    account: Id,
}

/// Goes on to a new password for an account that was found: a recovery with the proof that was shown, which counts once.
#[utoipa::path(
    post,
    path = "/api/v1/names/recovery",
    operation_id = "recover_found_name",
    request_body = FoundChoice,
    responses((status = CREATED, body = RecoveryState), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn recover(
    context: Context,
    form::Json(choice): form::Json<FoundChoice>,
) -> Result<Response, Error> {
    let case = case(&context).await?;
    if !case.shows(context.now) {
        return Err(BEGIN);
    }
    match names::go(&context, case, choice.account, Go::Password).await? {
        Next::Recover(token) => resumed(&context, &token).await,
        Next::Gone | Next::SignIn(_) => Err(Error::BadInput("account")),
    }
}
