//! `/api/v1/methods`: what the account has. `change` takes away and renames, the others add.

pub(super) mod change;
pub(super) mod codes;
pub(super) mod helpers;
pub(super) mod passkeys;
pub(super) mod totp;

use axum::Json;
use kunci_db::View;
use kunci_rules::Id;
use kunci_rules::gate::{Method as Known, MethodKind};
use serde::Serialize;
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::security;
use crate::ways::Kept;
use crate::web::form::Path;
use crate::web::problem::Problem;
use crate::web::{Error, Text, times};

/// The ways in which whoever is signed in can prove to be the owner.
#[derive(Serialize, ToSchema)]
pub(super) struct Methods {
    /// The password first, then contacts, then all others, each oldest first.
    methods: Vec<Method>,
}

/// One of them.
#[derive(Serialize, ToSchema)]
pub(super) struct Method {
    /// Its id (UUID); the password goes by that of the account.
    id: String,
    /// `password`, `email`, `phone`, `totp`, `passkey`, `recovery-code`, `helper` or `upstream`.
    kind: &'static str,
    /// As its owner calls it, in the language of the request; an address or number is masked.
    name: String,
    /// When it was added, or last changed (RFC 3339).
    added_at: String,
    /// When it was last used, where that is known (RFC 3339).
    last_used_at: Option<String>,
    /// The devices and browsers on which it can be used, by name. Empty: on none of them, or nobody knows.
    reach: Vec<String>,
}

/// One of them, with what can be changed about it.
#[derive(Serialize, ToSchema)]
pub(super) struct MethodDetails {
    /// Its id (UUID).
    id: String,
    /// As in the list.
    kind: &'static str,
    /// As in the list.
    name: String,
    /// When it was added, or last changed (RFC 3339).
    added_at: String,
    /// When it was last used, where that is known (RFC 3339).
    last_used_at: Option<String>,
    /// Whether its owner may give it another name.
    renamable: bool,
    /// The one question about where it can be used, in the language of the request; null: nothing is asked.
    question: Option<String>,
    /// The possible answers to that question: every device, and every known browser that runs on none of them.
    holders: Vec<MethodHolder>,
    /// `never` (the password), `only` (the only way back: not before there is another), `sure` (one way back would be left: send
    /// `sure`) or `free`. What the gate asks for besides is said when it is removed.
    removal: &'static str,
}

/// A thing on which a method may be usable.
#[derive(Serialize, ToSchema)]
pub(super) struct MethodHolder {
    /// Its id (UUID): a device's or a browser's.
    id: String,
    /// As its owner calls it, or as the browser calls itself.
    name: String,
    /// Whether the method can be used there, as far as is known.
    usable: bool,
}

/// Added.
#[derive(Serialize, ToSchema)]
pub(super) struct MethodAdded {
    /// Its id among the methods (UUID).
    id: String,
}

impl MethodAdded {
    pub(super) fn new(id: Id) -> Self {
        Self { id: id.to_string() }
    }
}

/// The methods of the account.
#[utoipa::path(
    get,
    path = "/api/v1/methods",
    operation_id = "methods",
    security(("session" = [])),
    responses((status = OK, body = Methods), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn list(owner: Owner) -> Result<Json<Methods>, Error> {
    let kept = kept(&owner).await?;
    let t = &owner.context.text;
    let methods = kept.methods().iter().map(|known| show(t, &kept, known));
    Ok(Json(Methods {
        methods: methods.collect(),
    }))
}

async fn kept(owner: &Owner) -> Result<Kept, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| Kept::of(view, &app, account);
    Ok(owner.context.app.db.view(read).await?)
}

/// One method, with what can be changed about it.
#[utoipa::path(
    get,
    path = "/api/v1/methods/{id}",
    operation_id = "method",
    params(("id" = String, Path, description = "Id of the method (UUID)")),
    security(("session" = [])),
    responses((status = OK, body = MethodDetails), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn get(owner: Owner, Path(id): Path<Id>) -> Result<Json<MethodDetails>, Error> {
    let kept = kept(&owner).await?;
    let known = kept.method(id).ok_or(Error::NotFound)?;
    let t = &owner.context.text;
    let Method {
        id: text,
        kind,
        name,
        added_at,
        last_used_at,
        ..
    } = show(t, &kept, known);
    let question = security::question(&owner, known);
    let holders = kept
        .holders()
        .into_iter()
        .filter(|_| question.is_some())
        .map(|holder| MethodHolder {
            id: holder.to_string(),
            name: kept.holder(t, holder).unwrap_or_default(),
            usable: known.reach.contains(&holder),
        });
    Ok(Json(MethodDetails {
        id: text,
        kind,
        name,
        added_at,
        last_used_at,
        renamable: kept.label(id).is_some(),
        holders: holders.collect(),
        question,
        removal: match known.kind {
            MethodKind::Password => "never",
            _ if !kept.can_spare(id) => "only",
            _ if security::is_last(&kept, id) => "sure",
            _ => "free",
        },
    }))
}

fn show(t: &Text, kept: &Kept, known: &Known) -> Method {
    let names = known.reach.iter().filter_map(|id| kept.holder(t, *id));
    Method {
        id: known.id.to_string(),
        kind: known.kind.name(),
        name: kept.name(t, known),
        added_at: times::rfc3339(known.set_at),
        last_used_at: kept.used(known.id).map(times::rfc3339),
        reach: names.collect(),
    }
}
