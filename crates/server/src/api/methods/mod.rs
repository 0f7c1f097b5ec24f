//! `/api/v1/methods`

use axum::Json;
use kunci_db::View;
use kunci_rules::gate::Method as Known;
use serde::Serialize;
use utoipa::ToSchema;

use crate::browsers::Owner;
use crate::ways::Kept;
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

/// The methods of the account. They are set up and removed on its pages alone.
#[utoipa::path(
    get,
    path = "/api/v1/methods",
    operation_id = "methods",
    security(("session" = [])),
    responses((status = OK, body = Methods), (status = "default", body = Problem, content_type = "application/problem+json"))
)]
pub(super) async fn list(owner: Owner) -> Result<Json<Methods>, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| Kept::of(view, &app, account);
    let kept = owner.context.app.db.view(read).await?;
    let t = &owner.context.text;
    let methods = kept.methods().iter().map(|known| show(t, &kept, known));
    Ok(Json(Methods {
        methods: methods.collect(),
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
