//! The sign-in form.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_rules::passwords::Password;
use serde::Deserialize;

use super::attempt::{self, Candidate};
use super::choose::Between;
use super::entered::Entered;
use super::{choose, settle, vouch};
use crate::browsers::{self, MaybeOwner, Seeker, Standing, visitor, visitor_cookie};
use crate::config::Upstream;
use crate::hashing::PasswordHash;
use crate::passkeys::{self, For, Prompt};
use crate::risk;
use crate::secret::Secret;
use crate::web::cookies::Cookies;
use crate::web::form::{Query, is_checked};
use crate::web::headers::encode;
use crate::web::layout::safe_next;
use crate::web::{Context, Cookie, Error, Form, Frame, Text, page_with, see_other, with_cookie};

/// Longest password that is looked at, in bytes: 256 characters of four bytes (STD-22).
const LONGEST: usize = 1024;

#[derive(Template)]
#[template(path = "signin/pages/start.html")]
pub(super) struct StartPage {
    pub(super) f: Frame,
    pub(super) name: String,
    pub(super) next: String,
    pub(super) borrowed: bool,
    /// What went wrong.
    pub(super) notice: Option<(String, String)>,
    /// Good news.
    pub(super) done: Option<(String, String)>,
    /// For "sign in with a passkey"; nothing where the site can have none.
    pub(super) prompt: Option<Prompt>,
    pub(super) passkey: bool,
    pub(super) name_error: Option<String>,
    pub(super) password_error: Option<String>,
    /// Providers: the address that begins there, and its name.
    pub(super) upstream: Vec<(String, String)>,
}

/// What a sign-in carries besides its secrets.
pub(crate) struct Entry {
    /// What was typed, for pages that show it again.
    pub(crate) name: String,
    /// Where to go afterwards.
    pub(crate) next: String,
    /// "This is a borrowed phone."
    pub(crate) borrowed: bool,
}

impl SignInForm {
    fn entry(&self) -> Entry {
        let name = self.name.chars().take(254).collect();
        Entry {
            name,
            next: self.next.clone(),
            borrowed: is_checked(self.borrowed.as_ref()),
        }
    }
}

impl StartPage {
    fn new(context: &Context, next: &str) -> Self {
        let next = safe_next(next);
        let through = |one: &Upstream| {
            let address = format!("/signin/upstream/{}?next={}", one.id, encode(next));
            (address, one.name.clone())
        };
        Self {
            f: Frame::new(context),
            upstream: context.app.config.upstream.iter().map(through).collect(),
            name: String::new(),
            next: next.to_owned(),
            borrowed: false,
            notice: None,
            done: None,
            passkey: passkeys::possible(context),
            prompt: Prompt::show(context, For::SignIn, &[]),
            name_error: None,
            password_error: None,
        }
    }

    fn respond(&self, context: &Context, status: StatusCode) -> Result<Response, Error> {
        let response = page_with(status, self)?;
        Ok(Prompt::remember(self.prompt.as_ref(), response, context))
    }
}

/// Where to go afterwards, and which good news to show.
#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    pub(super) next: String,
    #[serde(default)]
    done: String,
    pub(super) borrowed: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: Secret,
    borrowed: Option<String>,
    #[serde(default)]
    next: String,
}

/// A typed password in the form that is hashed.
pub(crate) fn normal_password(typed: &Secret) -> Secret {
    let normal = Password::typed(typed.expose()).map(|password| password.as_str().to_owned());
    Secret::new(normal.unwrap_or_default())
}

/// GET /signin
///
/// # Errors
/// Of rendering.
pub async fn get_start(
    context: Context,
    MaybeOwner(owner): MaybeOwner,
    Query(query): Query<Next>,
) -> Result<Response, Error> {
    if owner.is_some() {
        return Ok(see_other(safe_next(&query.next)));
    }
    let mut shown = StartPage::new(&context, &query.next);
    let t = &context.text;
    shown.done = match query.done.as_str() {
        "link" => Some((t.link_vouched_title(), t.link_vouched_text())),
        "password" => Some((t.signin_after_reset_title(), t.signin_after_reset_text())),
        "out" => Some((t.signout_done(), String::new())),
        _ => None,
    };
    shown.respond(&context, StatusCode::OK)
}

/// The sign-in form with this name filled in, for whoever has just proved that it is theirs.
///
/// # Errors
/// Of rendering.
pub fn named(context: &Context, name: &str) -> Result<Response, Error> {
    let shown = StartPage {
        name: name.to_owned(),
        ..StartPage::new(context, "/")
    };
    shown.respond(context, StatusCode::OK)
}

/// What a try with a password came to.
pub(crate) enum Tried {
    /// No guess was left: one step first, the same for every name.
    Vouch,
    /// Not the password. So many guesses are left here.
    Wrong(u32),
    /// The password of several accounts of one number.
    Choose(Between),
    /// Right.
    Right(Box<Entered>),
}

/// What is missing in the name and in the password, if anything is.
pub(crate) fn missing(t: &Text, name: &str, password: &Secret) -> (Option<String>, Option<String>) {
    let name_error = name.trim().is_empty().then(|| t.signin_need_name());
    let password_error = match password.expose().len() {
        0 => Some(t.signin_need_password()),
        n if n > LONGEST => Some(t.signin_too_long()),
        _ => None,
    };
    (name_error, password_error)
}

/// One try with a password: whose it is, whether it is right, and what follows. Nothing in it tells a wrong password from a name
/// that no account has.
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub(crate) async fn tried(
    context: &Context,
    name: &str,
    typed: &Secret,
    entry: Entry,
) -> Result<Tried, Error> {
    let candidates = attempt::reserve(context, name).await?;
    if candidates.iter().all(|c| c.guess.is_none()) {
        return Ok(Tried::Vouch);
    }
    // As it is hashed: one form of every character, whatever keyboard typed it (STD-13).
    let password = normal_password(typed);
    let matches = attempt::verify(context, &password, &candidates).await?;
    let left = attempt::tries_left(&candidates);
    // Strangers share theirs, so a number would say which names belong together (STD-41); whoever is known or vouched for has others (S-019).
    let own = candidates.iter().all(|c| c.standing != Standing::Stranger);
    let (right, wrong): (Vec<_>, Vec<_>) = candidates
        .into_iter()
        .zip(matches)
        .partition(|(_, is_it)| *is_it);
    let mut right: Vec<Candidate> = right.into_iter().map(|(candidate, _)| candidate).collect();
    let wrong: Vec<Candidate> = wrong.into_iter().map(|(candidate, _)| candidate).collect();
    if right.is_empty() {
        settle::count(context, wrong).await?;
        return Ok(if left == 0 {
            Tried::Vouch
        } else {
            Tried::Wrong(if own { left } else { 0 })
        });
    }
    // The right password of one account of a family's number is no wrong guess at the others.
    attempt::give_back(context, &wrong).await?;
    match right.pop() {
        Some(mut candidate) if right.is_empty() => {
            candidate.breached = risk::is_breached(&context.app, &password).await;
            let rehashed = rehash(context, &candidate, &password).await;
            let entered = enter(context, candidate, entry, rehashed).await?;
            Ok(Tried::Right(Box::new(entered)))
        }
        Some(candidate) => {
            right.push(candidate);
            attempt::give_back(context, &right).await?;
            let breached = risk::is_breached(&context.app, &password).await;
            right.iter_mut().for_each(|one| one.breached = breached);
            choose::between(context, &right).await.map(Tried::Choose)
        }
        None => Ok(Tried::Wrong(left)),
    }
}

/// POST /signin
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub async fn post_start(context: Context, Form(form): Form<SignInForm>) -> Result<Response, Error> {
    if let Some(problem) = incomplete(&context, &form) {
        return problem.respond(&context, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let tried = tried(&context, &form.name, &form.password, form.entry()).await?;
    match tried {
        Tried::Vouch => vouch::prove_first(&context, &form.name, &form.next),
        Tried::Wrong(left) => refused(&context, &form.entry(), left),
        Tried::Choose(between) => choose::ask(&context, between, &form.entry()),
        Tried::Right(entered) => entered.page(&context),
    }
}

fn incomplete(context: &Context, form: &SignInForm) -> Option<StartPage> {
    let (name_error, password_error) = missing(&context.text, &form.name, &form.password);
    let name = form.name.chars().take(254).collect();
    let borrowed = is_checked(form.borrowed.as_ref());
    (name_error.is_some() || password_error.is_some()).then(|| StartPage {
        name,
        borrowed,
        name_error,
        password_error,
        ..StartPage::new(context, &form.next)
    })
}

/// Heading and text for a wrong password, or a name that no account has, with so many tries left; 0: none of the asker's own.
pub(crate) fn refusal(t: &Text, left: u32) -> (String, String) {
    let text = if left > 0 {
        t.signin_refused_left(left)
    } else {
        t.signin_refused_last()
    };
    (t.signin_refused_title(), text)
}

pub(super) fn refused(context: &Context, entry: &Entry, left: u32) -> Result<Response, Error> {
    let shown = StartPage {
        name: entry.name.clone(),
        borrowed: entry.borrowed,
        notice: Some(refusal(&context.text, left)),
        ..StartPage::new(context, &entry.next)
    };
    let response = shown.respond(context, StatusCode::UNAUTHORIZED)?;
    Ok(known_by(response, context))
}

/// Failures count for the browser that made them: it needs something to be known by.
pub(crate) fn known_by(response: Response, context: &Context) -> Response {
    visitor_cookie(response, context, &visitor(context))
}

async fn rehash(
    context: &Context,
    candidate: &Candidate,
    password: &Secret,
) -> Option<PasswordHash> {
    let outdated = candidate
        .stored
        .as_ref()
        .is_some_and(|stored| context.app.hasher.is_outdated(&stored.hash));
    if outdated {
        context
            .app
            .hasher
            .hash(password.clone(), &context.app.random)
            .await
            .ok()
    } else {
        None
    }
}

/// The password was right: settle.
pub(super) async fn enter(
    context: &Context,
    candidate: Candidate,
    entry: Entry,
    rehashed: Option<PasswordHash>,
) -> Result<Entered, Error> {
    let end = settle::succeed(context, candidate, &entry, rehashed).await?;
    Ok(Entered::new(context, end, entry))
}

/// Ends the session of this browser, which stays known; what comes back belongs to the answer.
///
/// # Errors
/// Of the database.
pub(crate) async fn left(context: &Context, seeker: Option<Seeker>) -> Result<Cookies, Error> {
    if let Some(Seeker { owner, .. }) = seeker {
        let (account, session) = (owner.account, owner.session);
        context
            .app
            .db
            .tx(move |tx| browsers::end_one(tx, account.id, session))
            .await?;
    }
    let blank = Response::default();
    let set = with_cookie(blank, context, Cookie::Session, "", Some(0));
    Ok(Cookies::of(&set))
}

/// POST /signout
///
/// # Errors
/// Of the database.
pub async fn sign_out(context: Context, seeker: Option<Seeker>) -> Result<Response, Error> {
    let cookies = left(&context, seeker).await?;
    Ok(cookies.onto(see_other("/signin?done=out")))
}
