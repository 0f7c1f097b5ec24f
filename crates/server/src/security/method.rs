//! One method: where it can be used, its name, and the way to take it out.

use askama::Template;
use axum::extract::{Path, RawForm};
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::{Action, AddMethod, Method, MethodKind, ReplaceMethod, Verdict};
use serde::Deserialize;

use super::HERE;
use super::kept::Kept;
use crate::authenticators;
use crate::browsers::Owner;
use crate::gate;
use crate::web::{Error, Form, Frame, page_with, see_other};

/// Longest name of a method, in letters.
pub const LONGEST_NAME: usize = 40;

#[derive(Template)]
#[template(path = "security/pages/method.html")]
struct MethodPage {
    f: Frame,
    id: Id,
    title: String,
    kind: String,
    used: Option<String>,
    /// Its name, where the owner may choose one.
    label: Option<String>,
    longest: usize,
    error: Option<String>,
    question: Option<String>,
    holders: Vec<(Id, String, bool)>,
}

/// GET /account/security/methods/{id}
///
/// # Errors
/// `NotFound` if the account has no such method.
pub async fn get(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    show(&owner, id, None).await
}

async fn show(owner: &Owner, id: Id, wrong: Option<(String, String)>) -> Result<Response, Error> {
    let kept = kept(owner).await?;
    let method = kept.method(id).ok_or(Error::NotFound)?;
    let t = &owner.context.text;
    let holder = |holder: Id| {
        let name = kept.holder(t, holder).unwrap_or_default();
        (holder, name, method.reach.contains(&holder))
    };
    let question = question(owner, method);
    let (typed, error) = wrong.map_or((None, None), |(typed, error)| (Some(typed), Some(error)));
    let status = if error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page_with(
        status,
        &MethodPage {
            f: Frame::signed_in(&owner.context),
            id,
            title: kept.name(t, method),
            kind: crate::ways::kind(t, method.kind),
            used: kept.used(id).map(|at| t.date_time(at, &owner.zone())),
            label: kept
                .label(id)
                .map(|label| typed.unwrap_or(label.to_owned())),
            longest: LONGEST_NAME,
            error,
            holders: if question.is_some() {
                kept.holders().into_iter().map(holder).collect()
            } else {
                Vec::new()
            },
            question,
        },
    )
}

async fn kept(owner: &Owner) -> Result<Kept, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| Kept::of(view, &app, account);
    Ok(owner.context.app.db.view(read).await?)
}

/// The one plain question about where a method is.
fn question(owner: &Owner, method: &Method) -> Option<String> {
    let t = &owner.context.text;
    match method.kind {
        MethodKind::Email | MethodKind::Upstream => Some(t.reach_email()),
        MethodKind::Phone => Some(t.reach_phone()),
        MethodKind::Totp => Some(t.reach_totp()),
        MethodKind::Passkey => Some(t.reach_passkey()),
        _ => None,
    }
}

/// The name of a method as its owner typed it: 1 to 40 letters on one line.
#[must_use]
pub fn read_name(typed: &str) -> Option<String> {
    let name = typed.trim();
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
    (fits && !name.chars().any(char::is_control)).then(|| name.to_owned())
}

/// `name` of the form.
#[derive(Deserialize)]
pub struct Name {
    #[serde(default)]
    name: String,
}

/// POST /account/security/methods/{id}/name
///
/// # Errors
/// `NotFound` if the account has no such method.
pub async fn post_name(
    owner: Owner,
    Path(id): Path<Id>,
    Form(form): Form<Name>,
) -> Result<Response, Error> {
    let Some(name) = read_name(&form.name) else {
        let error = owner.context.text.security_name_bad();
        return show(&owner, id, Some((form.name, error))).await;
    };
    let account = owner.account.id;
    let rename = move |tx: &Tx<'_>| authenticators::rename(tx, account, id, &name);
    owner.context.app.db.tx(rename).await?;
    Ok(see_other(&format!("{HERE}/methods/{id}")))
}

/// POST /account/security/methods/{id}/reach: where the owner says that it can be used. More needs a fresh
/// sign-in; less makes methods independent of each other, and so needs what replacing it needs.
///
/// # Errors
/// `NotFound` if the account has no such method; `ProveFirst` for a narrower reach without two independent proofs.
pub async fn post_reach(
    owner: Owner,
    Path(id): Path<Id>,
    RawForm(form): RawForm,
) -> Result<Response, Error> {
    let ticked: Vec<Id> = String::from_utf8_lossy(&form)
        .split('&')
        .filter_map(|pair| Id::try_parse(pair.strip_prefix("on=")?).ok())
        .collect();
    let inside = owner.clone();
    let keep = move |tx: &Tx<'_>| keep_reach(tx, &inside, id, &ticked);
    owner.context.app.db.tx(keep).await?;
    Ok(see_other(&format!("{HERE}?done=reach")))
}

fn keep_reach(tx: &Tx<'_>, owner: &Owner, id: Id, ticked: &[Id]) -> Result<(), Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    crate::accounts::hold(tx, account)?;
    let kept = Kept::of(tx, app, account)?;
    let method = kept.method(id).ok_or(Error::NotFound)?;
    let narrower = kept
        .holders()
        .iter()
        .any(|holder| method.reach.contains(holder) && !ticked.contains(holder));
    // To say where a method is about which nobody said anything is to make it independent of the rest.
    let settles = method.reach.is_empty() && !ticked.is_empty();
    may_say(tx, owner, id, narrower || settles)?;
    let changed = |holder: &Id| ticked.contains(holder) != method.reach.contains(holder);
    if kept.holders().iter().any(changed) {
        // All of it is said at once: what is said of one holder changes what is assumed of the others.
        for holder in kept.holders() {
            authenticators::say(tx, account, id, holder, ticked.contains(&holder))?;
        }
        if method.reach.contains(&id) {
            authenticators::say(tx, account, id, id, true)?;
        }
    }
    crate::audit::record(tx, app, account, "reach-said", "owner", method.kind.name())?;
    Ok(())
}

/// A wider reach needs a fresh sign-in; a narrower one makes methods independent of each other, and needs what replacing needs.
fn may_say(tx: &Tx<'_>, owner: &Owner, id: Id, narrower: bool) -> Result<(), Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let back = format!("{HERE}/methods/{id}");
    if narrower {
        let action = ReplaceMethod {
            account,
            method: id,
        };
        said(gate::ask(tx, app, &owner.asker(), action)?, action, &back)
    } else {
        let action = AddMethod { account };
        said(gate::ask(tx, app, &owner.asker(), action)?, action, &back)
    }
}

fn said<A: Action>(verdict: Verdict<'_, A>, action: A, back: &str) -> Result<(), Error> {
    match verdict {
        Verdict::Open(_) => Ok(()),
        Verdict::Prove(_) | Verdict::Wait { .. } => Err(gate::prove_first(&action, back)),
        Verdict::Refuse(reason) => Err(gate::refusal(reason)),
    }
}
