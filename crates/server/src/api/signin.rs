//! `/api/v1/signin` and `/api/v1/session`: signing in and out. The same tries, limits and cookies as the pages'.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kunci_rules::locks::Cause;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Waits;
use super::prove::{Progress, progress};
use crate::browsers::{MaybeOwner, Seeker};
use crate::passkeys::{self, For, Prompt};
use crate::proving::Asking;
use crate::secret::Secret;
use crate::signin::{self, Came, Entered, Entry, Lifted, Tried};
use crate::web::problem::Problem;
use crate::web::{Context, Error, form};

/// Where a sign-in that needs more shows it.
pub(super) const SECOND: &str = "/api/v1/prove/signin";

/// A name and its password.
#[derive(Deserialize, ToSchema)]
pub(super) struct SignIn {
    /// Mail address, phone number or account name.
    #[serde(default)]
    name: String,
    /// The password.
    #[serde(default)]
    #[schema(value_type = String)]
    password: Secret,
    /// A borrowed phone: the session ends after 15 minutes, and the browser stays unknown.
    #[serde(default)]
    borrowed: bool,
}

fn entry(name: &str, borrowed: bool) -> Entry {
    Entry {
        name: name.chars().take(254).collect(),
        next: "/".to_owned(),
        borrowed,
    }
}

/// What a sign-in came to, with its cookies.
pub(super) fn entered(context: &Context, entered: &Entered) -> Response {
    let answer = match entered.came {
        Came::In => Json(Progress::of("signed_in")).into_response(),
        Came::Second => Json(Progress::prove(SECOND)).into_response(),
        Came::Suspected => {
            let mut more = Progress::prove(SECOND);
            more.reason = Some(Cause::SuspiciousActivity.name());
            Json(more).into_response()
        }
        Came::Locked(code) => Error::Locked(code).into_response(),
        Came::Vouch => Error::Locked("vouch_first").into_response(),
        Came::Changed => refused(context, 0),
    };
    entered.onto(answer)
}

/// Not the password of this name, or no such name: one answer.
fn refused(context: &Context, left: u32) -> Response {
    let (title, text) = signin::refusal(&context.text, left);
    let wrong = Error::NotAccepted {
        field: "password",
        text: format!("{title}. {text}"),
    };
    signin::known_by(wrong.into_response(), context)
}

/// Signs in with a password. A wrong one and a name that no account has get the same answer; so does everybody whose tries are used
/// up: `vouch_first`.
#[utoipa::path(
    post,
    path = "/api/v1/signin",
    operation_id = "sign_in",
    request_body = SignIn,
    responses(
        (status = OK, body = Progress, description = "`signed_in`, `prove` or `choose`"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn post(
    context: Context,
    form::Json(form): form::Json<SignIn>,
) -> Result<Response, Error> {
    let (name, password) = signin::missing(&context.text, &form.name, &form.password);
    if name.is_some() || password.is_some() {
        return Err(Error::first_wrong([("name", name), ("password", password)]));
    }
    let entry = entry(&form.name, form.borrowed);
    match signin::tried(&context, &form.name, &form.password, entry).await? {
        Tried::Vouch => Err(Error::Locked("vouch_first")),
        Tried::Wrong(left) => Ok(refused(&context, left)),
        Tried::Choose(between) => {
            let answer = Json(Progress::choose(between.accounts)).into_response();
            Ok(between.cookies.onto(answer))
        }
        Tried::Right(came) => Ok(entered(&context, &came)),
    }
}

/// One of several accounts with the same number and password.
#[derive(Deserialize, ToSchema)]
pub(super) struct SignInChoice {
    /// What `choose` said of it; good for five minutes, in the same browser.
    #[schema(value_type = String)]
    proved: Secret,
    /// A borrowed phone: the session ends after 15 minutes, and the browser stays unknown.
    #[serde(default)]
    borrowed: bool,
}

/// Goes on with one of several accounts whose password was right just now.
#[utoipa::path(
    post,
    path = "/api/v1/signin/choose",
    operation_id = "sign_in_choose",
    request_body = SignInChoice,
    responses(
        (status = OK, body = Progress, description = "`signed_in` or `prove`"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn choose(
    context: Context,
    form::Json(form): form::Json<SignInChoice>,
) -> Result<Response, Error> {
    let entry = entry("", form.borrowed);
    match signin::chosen(&context, form.proved.expose(), entry).await? {
        Some(came) => Ok(entered(&context, &came)),
        None => Err(Error::Conflict("over")),
    }
}

/// To whom a link goes.
#[derive(Deserialize, ToSchema)]
pub(super) struct SignInLink {
    /// Mail address, phone number or account name.
    #[serde(default)]
    name: String,
    /// `email` or `phone`; another contact gets it where the account has none of that kind.
    #[serde(default)]
    way: String,
}

/// Sends a link to whoever has this name, if anybody has. It vouches for the browser that opens it, or in which its code is typed:
/// that browser gets tries of its own. The password stays the same.
#[utoipa::path(
    post,
    path = "/api/v1/signin/link",
    operation_id = "sign_in_link",
    request_body = SignInLink,
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn link(
    context: Context,
    form::Json(form): form::Json<SignInLink>,
) -> Result<Response, Error> {
    let cookies = signin::link_sent(&context, form.name, &form.way).await?;
    Ok(cookies.onto(StatusCode::NO_CONTENT.into_response()))
}

/// The code of a link that was opened elsewhere, or nowhere.
#[derive(Deserialize, ToSchema)]
pub(super) struct SignInLinkCode {
    /// The 13 letters and digits of the message.
    #[schema(value_type = String)]
    code: Secret,
}

/// Takes the typed form of such a link: this browser gets tries of its own, for 24 hours.
#[utoipa::path(
    post,
    path = "/api/v1/signin/link/code",
    operation_id = "sign_in_link_code",
    request_body = SignInLinkCode,
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn link_code(
    context: Context,
    form::Json(form): form::Json<SignInLinkCode>,
) -> Result<Response, Error> {
    match signin::link_typed(&context, form.code.expose()).await? {
        Some(cookies) => Ok(cookies.onto(StatusCode::NO_CONTENT.into_response())),
        None => Err(Error::NotAccepted {
            field: "code",
            text: context.text.signin_sent_typed_wrong(),
        }),
    }
}

/// What to ask the holder of a passkey for (WebAuthn, level 3: `PublicKeyCredentialRequestOptions` as JSON).
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PasskeyRequest {
    /// Good for five minutes, in this browser, for this alone.
    challenge: String,
    /// The site.
    rp_id: String,
    /// Milliseconds.
    timeout: i64,
    /// `required`.
    user_verification: String,
    /// Which passkeys will do; empty: any of this site.
    allow_credentials: Vec<PasskeyAllowed>,
}

/// One of them.
#[derive(Serialize, Deserialize, ToSchema)]
struct PasskeyAllowed {
    /// `public-key`.
    r#type: String,
    /// Its id, in base64url.
    id: String,
    /// How it is reached, such as `internal` or `usb`.
    transports: Vec<String>,
}

/// What a holder answered.
#[derive(Deserialize, ToSchema)]
pub(super) struct PasskeyAnswer {
    /// The credential as JSON (`PublicKeyCredential.toJSON()`).
    #[schema(value_type = Object)]
    pub(super) answer: Value,
    /// While signing in: a borrowed phone.
    #[serde(default)]
    borrowed: bool,
}

/// The options of a prompt, with the cookie to which its challenge is bound.
pub(super) fn passkey_request(
    context: &Context,
    prompt: Option<&Prompt>,
) -> Result<Response, Error> {
    let prompt = prompt.ok_or(Error::Locked("no_way"))?;
    let options: PasskeyRequest =
        serde_json::from_str(&prompt.options).map_err(|_| Error::Internal)?;
    let answer = Json(options).into_response();
    Ok(Prompt::remember(Some(prompt), answer, context))
}

/// Why an answer was not taken.
pub(super) fn passkey_refused(context: &Context, wrong: passkeys::Wrong) -> Error {
    Error::NotAccepted {
        field: "answer",
        text: wrong.text(&context.text),
    }
}

/// What to ask a passkey for, to sign in without a name.
#[utoipa::path(
    get,
    path = "/api/v1/signin/passkey",
    operation_id = "sign_in_passkey_request",
    responses((status = OK, body = PasskeyRequest), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get_passkey(context: Context) -> Result<Response, Error> {
    passkey_request(&context, Prompt::show(&context, For::SignIn, &[]).as_ref())
}

/// Signs in whoever's passkey answered.
#[utoipa::path(
    post,
    path = "/api/v1/signin/passkey",
    operation_id = "sign_in_passkey",
    request_body = PasskeyAnswer,
    responses(
        (status = OK, body = Progress, description = "`signed_in` or `prove`"),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn post_passkey(
    context: Context,
    form::Json(form): form::Json<PasskeyAnswer>,
) -> Result<Response, Error> {
    let answer = form.answer.to_string();
    match signin::passkey_shown(&context, &answer, ("/", form.borrowed)).await? {
        Ok(came) => Ok(entered(&context, &came)),
        Err(wrong) => Err(passkey_refused(&context, wrong)),
    }
}

/// Lifts the lock that suspicion placed, with what was shown: at once, or when a wait that every contact can stop is over.
#[utoipa::path(
    post,
    path = "/api/v1/signin/lift",
    operation_id = "lift_lock",
    responses(
        (status = OK, body = Progress, description = "It is lifted: `open` for a signed-in owner, else how the sign-in goes on"),
        (status = ACCEPTED, body = Waits),
        (status = "default", body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn lift(
    context: Context,
    MaybeOwner(owner): MaybeOwner,
) -> Result<Response, Error> {
    match signin::lifted(&context, owner).await? {
        Lifted::ForOwner => Ok(Json(Progress::of("open")).into_response()),
        Lifted::ForSignIn => {
            let asking = Asking::at(context, None, "signin".to_owned()).await?;
            progress(&asking).await
        }
        Lifted::Waits(request, until) => Ok(Waits::new(request, until).into_response()),
        Lifted::More => Err(Error::ProveFirst {
            at: signin::SECOND.to_owned(),
            next: "/".to_owned(),
        }),
    }
}

/// Leaves the sign-in that is under way in this browser, if there is one. What was shown for it opens no session any more.
#[utoipa::path(
    delete,
    path = "/api/v1/signin",
    operation_id = "leave_sign_in",
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn leave(context: Context) -> Result<Response, Error> {
    let cookies = signin::given_up(&context).await?;
    Ok(cookies.onto(StatusCode::NO_CONTENT.into_response()))
}

/// Signs this browser out. It stays known.
#[utoipa::path(
    delete,
    path = "/api/v1/session",
    operation_id = "sign_out",
    security(("session" = [])),
    responses((status = NO_CONTENT), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn sign_out(context: Context, seeker: Seeker) -> Result<Response, Error> {
    let cookies = signin::left(&context, Some(seeker)).await?;
    Ok(cookies.onto(StatusCode::NO_CONTENT.into_response()))
}
