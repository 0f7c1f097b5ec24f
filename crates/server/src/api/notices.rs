//! `/api/v1/notices`: what happened lately, and "this was not me" in a browser that was told.

use axum::Json;
use kunci_db::View;
use kunci_rules::Id;
use serde::Serialize;
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::notices::{self, Notice};
use crate::objections::{self, Said};
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::{Error, times};
use crate::{recovery, risk, security};

/// What happened in the account, in the language of the request.
#[derive(Serialize, ToSchema)]
pub(super) struct Notices {
    /// Recoveries that are under way: somebody asks for a new password. Newest first.
    recoveries: Vec<NoticeLine>,
    /// The last notices, newest first.
    notices: Vec<NoticeLine>,
    /// What was not as usual at sign-ins, newest first.
    noticed: Vec<Noticed>,
}

/// A notice in one line.
#[derive(Serialize, ToSchema)]
struct NoticeLine {
    /// Its id (UUID).
    id: String,
    /// Stable, such as `new_sign_in`, `password_reset` or `request_waiting`.
    kind: &'static str,
    /// What happened.
    title: String,
    /// From which browser and where, if that is known.
    place: Option<String>,
    /// When (RFC 3339).
    at: String,
    /// "This was not me" can still be said of it here.
    can_object: bool,
}

/// Something about a sign-in.
#[derive(Serialize, ToSchema)]
struct Noticed {
    /// When (RFC 3339).
    at: String,
    /// What.
    text: String,
}

fn line(owner: &Owner, notice: &Notice) -> NoticeLine {
    let t = &owner.context.text;
    NoticeLine {
        id: notice.id.to_string(),
        kind: notice.event.name(),
        title: notices::words(t, &owner.zone(), &notice.event).title,
        place: notices::place(t, &notice.event),
        at: times::rfc3339(notice.at),
        can_object: security::can_object(owner, notice),
    }
}

/// What happened lately.
#[utoipa::path(
    get,
    path = "/api/v1/notices",
    operation_id = "notices",
    security(("session" = [])),
    responses((status = OK, body = Notices), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn list(owner: Owner) -> Result<Json<Notices>, Error> {
    let (inside, account) = (owner.context.clone(), owner.account.id);
    let read = move |view: &View<'_>| {
        Ok::<_, kunci_db::Error>((
            recovery::told(view, account)?,
            notices::recent(view, account)?,
            risk::recent(view, &inside, account)?,
        ))
    };
    let (recoveries, recent, noticed) = owner.context.app.db.view(read).await?;
    let t = &owner.context.text;
    let line = |notice: &Notice| line(&owner, notice);
    let noticed = noticed.iter().map(|kept| Noticed {
        at: times::rfc3339(kept.at),
        text: risk::explain(t, kept),
    });
    Ok(Json(Notices {
        recoveries: recoveries.iter().map(line).collect(),
        notices: recent.iter().map(line).collect(),
        noticed: noticed.collect(),
    }))
}

/// A notice, and what saying "this was not me" does about it.
#[derive(Serialize, ToSchema)]
pub(super) struct NoticeDetails {
    /// Its id (UUID).
    id: String,
    /// What happened, in short.
    title: String,
    /// What happened.
    text: String,
    /// From which browser and where, if that is known.
    place: Option<String>,
    /// When (RFC 3339).
    at: String,
    /// What an objection would do now; null: nothing.
    does: Option<String>,
    /// Why it would do nothing: `over`, `already`, `too_late`, `younger`, `on_missing` or `two`; null where there is nothing to stop.
    cannot: Option<&'static str>,
    /// The same in words.
    cannot_text: Option<String>,
    /// What an objection did, this one's or another's.
    done: Option<Objected>,
}

/// What an objection did.
#[derive(Serialize, ToSchema)]
struct Objected {
    /// Such as `sign-out`, `take-out`, `restore`, `two-step`, `put-out`, `stop`, `held`, `contested`, `undo`, `later`, `review` or
    /// `other`.
    what: String,
    /// In short.
    title: String,
    /// In words.
    text: String,
    /// Until when it holds something up, where it does (RFC 3339).
    until: Option<String>,
    /// Which contact recovers nothing for now, and until when, in words.
    frozen: Option<String>,
}

impl From<Said> for NoticeDetails {
    fn from(said: Said) -> Self {
        let (cannot, cannot_text) = said.cannot.unzip();
        Self {
            id: said.id.to_string(),
            title: said.title,
            text: said.text,
            place: said.place,
            at: times::rfc3339(said.at),
            does: said.does,
            cannot,
            cannot_text,
            done: said.done.map(|done| Objected {
                what: done.what,
                title: done.title,
                text: done.text,
                until: done.until.map(times::rfc3339),
                frozen: done.frozen,
            }),
        }
    }
}

/// One notice. Asking for it changes nothing.
#[utoipa::path(
    get,
    path = "/api/v1/notices/{id}",
    operation_id = "notice",
    params(("id" = String, Path, description = "Id of the notice (UUID)")),
    security(("session" = [])),
    responses((status = OK, body = NoticeDetails), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(owner: Owner, Path(id): Path<Id>) -> Result<Json<NoticeDetails>, Error> {
    let said = objections::mine(&owner, id).await?;
    Ok(Json(said.ok_or(Error::NotFound)?.into()))
}

/// "This was not me": does what `does` says. Asked again, it says again what was done.
#[utoipa::path(
    post,
    path = "/api/v1/notices/{id}/objection",
    operation_id = "object",
    params(("id" = String, Path, description = "Id of the notice (UUID)")),
    security(("session" = [])),
    responses((status = OK, body = NoticeDetails), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn object(owner: Owner, Path(id): Path<Id>) -> Result<Json<NoticeDetails>, Error> {
    let said = objections::object(&owner, id).await?;
    let said = said.ok_or(Error::NotFound)?;
    match (&said.done, &said.cannot) {
        (Some(_), _) => Ok(Json(said.into())),
        (None, Some(("younger" | "on_missing" | "two", _))) => Err(Error::Locked("no_way")),
        (None, _) => Err(Error::Conflict("over")),
    }
}
