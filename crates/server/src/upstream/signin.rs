//! Signing in with an identity that was connected before. The same mail address of one that was not opens nothing (S-054).

use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::gate::MethodKind;
use serde::Deserialize;

use super::failed::{self, Why};
use super::provider::Provider;
use super::visit::{self, Purpose, Visit, Wish};
use crate::identities::{self, Identity};
use crate::signin;
use crate::web::form::{Path, Query, is_checked};
use crate::web::{Context, Error};

/// What the sign-in page says about it.
#[derive(Deserialize)]
pub struct Entry {
    #[serde(default)]
    next: String,
    borrowed: Option<String>,
}

/// GET /signin/upstream/{provider}
///
/// # Errors
/// `NotFound` if no such provider is configured; of the database.
pub async fn begin(
    context: Context,
    Path(id): Path<String>,
    Query(entry): Query<Entry>,
) -> Result<Response, Error> {
    let provider = context.app.upstreams.get(&id).ok_or(Error::NotFound)?;
    let wish = Wish {
        purpose: Purpose::SignIn,
        case: None,
        session: None,
        next: &entry.next,
        borrowed: is_checked(entry.borrowed.as_ref()),
    };
    visit::begin(&context, provider, wish).await
}

/// The identity is certain: whose account, and what does the gate say?
pub(super) async fn finish(
    context: &Context,
    provider: &Provider,
    visit: &Visit,
    identity: Identity,
) -> Result<Response, Error> {
    let wanted = identity.clone();
    let find = move |view: &View<'_>| identities::find(view, &wanted);
    let found = context.app.db.view(find).await?;
    let Some((account, method)) = found.first().copied() else {
        return Ok(failed::lead(provider, Why::Unconnected, &visit.purpose));
    };
    let app = context.app.clone();
    let confirm = move |tx: &Tx<'_>| {
        let stands = identities::find(tx, &identity)?.contains(&(account, method));
        if stands {
            identities::used(tx, &app, account, method, &identity)?;
        }
        Ok(stands)
    };
    let shown = (MethodKind::Upstream, method);
    let entry = (visit.next.as_str(), visit.borrowed);
    let entered = signin::by_proof(context, account, shown, entry, confirm).await?;
    Ok(entered.unwrap_or_else(|| failed::lead(provider, Why::Unconnected, &visit.purpose)))
}
