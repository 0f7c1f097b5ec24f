//! The sign-in form.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_rules::passwords::Password;
use serde::Deserialize;

use super::attempt::{self, Candidate};
use super::settle::{self, End};
use super::{choose, underway, vouch};
use crate::browsers::{self, MaybeOwner, Seeker, visitor, visitor_cookie, write_browsers};
use crate::config::Upstream;
use crate::hashing::PasswordHash;
use crate::passkeys::{self, For, Prompt};
use crate::risk;
use crate::secret::Secret;
use crate::web::form::is_checked;
use crate::web::headers::encode;
use crate::web::layout::safe_next;
use crate::web::{Context, Cookie, Error, Form, Frame, page_with, see_other, with_cookie};

/// Longest password that is looked at, in bytes: 256 characters of four bytes (STD-22).
const LONGEST: usize = 1024;

#[derive(Template)]
#[template(path = "signin/pages/start.html")]
pub(super) struct StartPage {
    pub(super) f: Frame,
    pub(super) name: String,
    pub(super) next: String,
    pub(super) borrowed: bool,
    pub(super) notice: Option<(String, String)>,
    /// For "sign in with a passkey"; nothing where the site can have none.
    pub(super) prompt: Option<Prompt>,
    pub(super) passkey: bool,
    pub(super) name_error: Option<String>,
    pub(super) password_error: Option<String>,
    /// Providers: the address that begins there, and its name.
    pub(super) upstream: Vec<(String, String)>,
}

/// What a sign-in carries besides its secrets.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) next: String,
    pub(super) borrowed: bool,
}

impl SignInForm {
    /// As it is hashed: one form of every character, whatever keyboard typed it (STD-13).
    fn password(&self) -> Secret {
        normal_password(&self.password)
    }

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
    shown.notice = match query.done.as_str() {
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

/// POST /signin
///
/// # Errors
/// Of the database; `Busy` if the hash queue is full.
pub async fn post_start(context: Context, Form(form): Form<SignInForm>) -> Result<Response, Error> {
    if let Some(problem) = incomplete(&context, &form) {
        return problem.respond(&context, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let candidates = attempt::reserve(&context, &form.name).await?;
    if candidates.iter().all(|c| c.guess.is_none()) {
        return vouch::prove_first(&context, &form.name, &form.next);
    }
    let matches = attempt::verify(&context, &form.password(), &candidates).await?;
    let left = attempt::tries_left(&candidates);
    let (right, wrong): (Vec<_>, Vec<_>) = candidates
        .into_iter()
        .zip(matches)
        .partition(|(_, is_it)| *is_it);
    let mut right: Vec<Candidate> = right.into_iter().map(|(candidate, _)| candidate).collect();
    let wrong: Vec<Candidate> = wrong.into_iter().map(|(candidate, _)| candidate).collect();
    if right.is_empty() {
        settle::count(&context, wrong).await?;
        return if left == 0 {
            vouch::prove_first(&context, &form.name, &form.next)
        } else {
            refused(&context, &form.entry(), left)
        };
    }
    // The right password of one account of a family's number is no wrong guess at the others.
    attempt::give_back(&context, &wrong).await?;
    let entry = form.entry();
    match right.pop() {
        Some(mut candidate) if right.is_empty() => {
            candidate.breached = breached(&context, &form).await;
            let rehashed = rehash(&context, &candidate, &form.password()).await;
            enter(&context, candidate, &entry, rehashed).await
        }
        Some(candidate) => {
            right.push(candidate);
            attempt::give_back(&context, &right).await?;
            let breached = breached(&context, &form).await;
            right.iter_mut().for_each(|one| one.breached = breached);
            choose::ask(&context, &right, &entry).await
        }
        None => refused(&context, &entry, left),
    }
}

async fn breached(context: &Context, form: &SignInForm) -> bool {
    risk::is_breached(&context.app, &form.password()).await
}

fn incomplete(context: &Context, form: &SignInForm) -> Option<StartPage> {
    let t = &context.text;
    let name_error = form.name.trim().is_empty().then(|| t.signin_need_name());
    let password_error = match form.password.expose().len() {
        0 => Some(t.signin_need_password()),
        n if n > LONGEST => Some(t.signin_too_long()),
        _ => None,
    };
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

fn refused(context: &Context, entry: &Entry, left: u32) -> Result<Response, Error> {
    let t = &context.text;
    let text = if left > 0 {
        t.signin_refused_left(left)
    } else {
        t.signin_refused_last()
    };
    let shown = StartPage {
        name: entry.name.clone(),
        borrowed: entry.borrowed,
        notice: Some((t.signin_refused_title(), text)),
        ..StartPage::new(context, &entry.next)
    };
    // Failures count for the browser that made them: it needs something to be known by.
    let response = shown.respond(context, StatusCode::UNAUTHORIZED)?;
    Ok(visitor_cookie(response, context, &visitor(context)))
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

/// The password was right: settle, and hand out the cookies.
pub(super) async fn enter(
    context: &Context,
    candidate: Candidate,
    entry: &Entry,
    rehashed: Option<PasswordHash>,
) -> Result<Response, Error> {
    let end = settle::succeed(context, candidate, entry, rehashed).await?;
    entered(context, end, entry)
}

/// What follows from how a try ended.
pub(super) fn entered(context: &Context, end: End, entry: &Entry) -> Result<Response, Error> {
    match end {
        End::Opened { session, browser } => {
            let life = (!entry.borrowed).then(|| context.app.config.limits.session_days * 86_400);
            let response = with_cookie(
                see_other(safe_next(&entry.next)),
                context,
                Cookie::Session,
                &session.text(),
                life,
            );
            Ok(match browser {
                Some(token) => write_browsers(response, context, &token),
                None => response,
            })
        }
        End::Second(token) => Ok(underway::second_step(context, &token)),
        End::Prove => vouch::prove_first(context, &entry.name, &entry.next),
        End::Locked(None) => Ok(see_other("/help/locked")),
        End::Locked(Some(token)) => Ok(with_cookie(
            see_other("/help/locked"),
            context,
            Cookie::SignIn,
            &token.text(),
            None,
        )),
        End::Changed => refused(context, entry, 0),
    }
}

/// POST /signout: ends this session; the browser stays known.
///
/// # Errors
/// Of the database.
pub async fn sign_out(context: Context, seeker: Option<Seeker>) -> Result<Response, Error> {
    if let Some(Seeker { owner, .. }) = seeker {
        let (account, session) = (owner.account, owner.session);
        context
            .app
            .db
            .tx(move |tx| browsers::end_one(tx, account.id, session))
            .await?;
    }
    Ok(with_cookie(
        see_other("/signin?done=out"),
        &context,
        Cookie::Session,
        "",
        Some(0),
    ))
}
