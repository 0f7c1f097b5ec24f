//! `/api/v1/signup`: a new account. A contact is proved before there is one, as on the pages.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::to_minute;
use crate::browsers::visitor_cookie;
use crate::secret::Secret;
use crate::signup::{self, Finished};
use crate::web::problem::Problem;
use crate::web::{Context, Error, form};

/// A sign-up under way.
#[derive(Serialize, ToSchema)]
pub(super) struct SignUp {
    /// `code`: the contact is to be proved. `finish`: a name and a password are next.
    state: &'static str,
    /// The contact, as it was read.
    contact: String,
    /// Until when the last code works, to the minute (RFC 3339); null where none was sent, or none is needed any more.
    code_until: Option<String>,
    /// When the next message can be asked for, to the minute (RFC 3339); null: now.
    again_at: Option<String>,
}

/// The one of this browser.
async fn here(context: &Context) -> Result<signup::SignUp, Error> {
    let here = signup::of_browser(context).await?;
    here.ok_or(Error::Elsewhere("/signup"))
}

async fn show(context: &Context, signup: &signup::SignUp) -> Result<Json<SignUp>, Error> {
    let sent = signup::sent(context, signup).await?;
    let code = !signup.proved;
    Ok(Json(SignUp {
        state: if code { "code" } else { "finish" },
        contact: signup.identifier.value().to_owned(),
        code_until: sent.until.filter(|_| code).map(to_minute),
        again_at: sent.again_at.filter(|_| code).map(to_minute),
    }))
}

/// With what an account begins.
#[derive(Deserialize, ToSchema)]
pub(super) struct SignUpContact {
    /// Mail address or phone number.
    #[serde(default)]
    contact: String,
}

/// Begins a sign-up, and sends a code and a link to its contact. A mail address that has an account gets another letter, and the same
/// answer here.
#[utoipa::path(
    post,
    path = "/api/v1/signup",
    operation_id = "begin_signup",
    request_body = SignUpContact,
    responses((status = NO_CONTENT, description = "It is under way; its cookie leads to it"), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn begin(
    context: Context,
    form::Json(form): form::Json<SignUpContact>,
) -> Result<Response, Error> {
    let begun = signup::begin(&context, &form.contact).await?;
    let begun = begun.map_err(|text| Error::NotAccepted {
        field: "contact",
        text,
    })?;
    Ok(begun.onto(StatusCode::NO_CONTENT.into_response(), &context))
}

/// The sign-up of this browser.
#[utoipa::path(
    get,
    path = "/api/v1/signup",
    operation_id = "signup",
    responses((status = OK, body = SignUp), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(context: Context) -> Result<Json<SignUp>, Error> {
    let signup = here(&context).await?;
    show(&context, &signup).await
}

/// One more message to the same contact, as often as its limit allows: `again_at` says when.
#[utoipa::path(
    post,
    path = "/api/v1/signup/messages",
    operation_id = "signup_message",
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn again(context: Context) -> Result<Response, Error> {
    let visitor = signup::again(&context).await?;
    let visitor = visitor.ok_or(Error::Elsewhere("/signup"))?;
    let answer = StatusCode::NO_CONTENT.into_response();
    Ok(visitor_cookie(answer, &context, &visitor))
}

/// The code of a message.
#[derive(Deserialize, ToSchema)]
pub(super) struct SignUpCode {
    /// Six digits, good in the browser that asked.
    #[serde(default)]
    code: String,
}

/// Proves the contact.
#[utoipa::path(
    post,
    path = "/api/v1/signup/code",
    operation_id = "prove_signup",
    request_body = SignUpCode,
    responses((status = OK, body = SignUp, description = "`finish`"), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn prove(
    context: Context,
    form::Json(form): form::Json<SignUpCode>,
) -> Result<Json<SignUp>, Error> {
    let signup = here(&context).await?;
    if !signup.proved && !signup::prove(&context, &signup, &form.code).await? {
        let text = context.text.signup_code_wrong();
        return Err(Error::NotAccepted {
            field: "code",
            text,
        });
    }
    show(&context, &here(&context).await?).await
}

/// The last step.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewAccount {
    /// What the owner is called.
    #[serde(default)]
    name: String,
    /// A new password.
    #[serde(default)]
    #[schema(value_type = String)]
    password: Secret,
}

/// Makes the account, and signs its owner in.
#[utoipa::path(
    post,
    path = "/api/v1/signup/account",
    operation_id = "finish_signup",
    request_body = NewAccount,
    responses((status = CREATED, description = "Signed in: the session is in its cookie"), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn finish(
    context: Context,
    form::Json(form): form::Json<NewAccount>,
) -> Result<Response, Error> {
    let signup = here(&context).await?;
    if !signup.proved {
        return Err(Error::Elsewhere("/signup"));
    }
    match signup::finish(&context, &signup, &form.name, &form.password).await? {
        Finished::In(signed_in) => {
            Ok(signed_in.onto(StatusCode::CREATED.into_response(), &context))
        }
        Finished::Taken => Err(Error::Conflict("over")),
        Finished::Wrong { name, password } => {
            Err(Error::first_wrong([("name", name), ("password", password)]))
        }
    }
}
