//! Where a provider sends the browser back to.

use axum::response::Response;
use serde::Deserialize;

use super::failed::{self, Why};
use super::provider::Provider;
use super::visit::{self, Purpose, Taken, Visit};
use super::{connect, prove, signin};
use crate::browsers::{MaybeOwner, Owner, visitor};
use crate::identities::Identity;
use crate::proving::Asking;
use crate::secret::sha256;
use crate::state::App;
use crate::web::form::{Path, Query};
use crate::web::{Context, Error};

/// What a provider answers (OpenID Connect Core §3.1.2.5, RFC 9207).
#[derive(Deserialize)]
pub struct Answer {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// GET /upstream/{provider}/back
///
/// # Errors
/// `NotFound` if no such provider is configured; of the database.
pub async fn get(
    context: Context,
    MaybeOwner(owner): MaybeOwner,
    Path(id): Path<String>,
    Query(answer): Query<Answer>,
) -> Result<Response, Error> {
    let app = context.app.clone();
    let provider = app.upstreams.get(&id).ok_or(Error::NotFound)?;
    let visit = match take(&context, id, &answer.state).await? {
        Taken::Fresh(visit) => *visit,
        Taken::Not(why, purpose) => return Ok(failed::lead(provider, why, &purpose)),
    };
    match identity(&app, provider, answer, &visit).await {
        Ok(identity) => finish(context, owner, provider, &visit, identity).await,
        Err(why) => Ok(failed::lead(provider, why, &visit.purpose)),
    }
}

async fn take(context: &Context, provider: String, state: &str) -> Result<Taken, Error> {
    let app = context.app.clone();
    let (state, visitor) = (sha256(state.as_bytes()), visitor(context).hash);
    let take = move |tx: &kunci_db::Tx<'_>| visit::take(tx, &app, &state, &provider, &visitor);
    context.app.db.tx(take).await
}

/// Who it is, if the answer is the provider's and good.
async fn identity(
    app: &App,
    provider: &Provider,
    answer: Answer,
    visit: &Visit,
) -> Result<Identity, Why> {
    let from_here = provider.is_from_here(app, answer.iss.as_deref()).await;
    if !from_here.map_err(Why::of)? {
        provider.note(
            super::provider::Trouble::Broken,
            "an answer of another issuer",
        );
        return Err(Why::Broken);
    }
    match (answer.error.as_deref(), answer.code) {
        (Some("access_denied"), _) => Err(Why::Denied),
        (Some(_), _) => Err(Why::Down),
        (None, Some(code)) => {
            let redeemed = provider.redeem(app, code, &visit.secrets).await;
            redeemed.map_err(Why::of)
        }
        (None, None) => Err(Why::Broken),
    }
}

async fn finish(
    context: Context,
    owner: Option<Owner>,
    provider: &Provider,
    visit: &Visit,
    identity: Identity,
) -> Result<Response, Error> {
    match &visit.purpose {
        Purpose::SignIn => signin::finish(&context, provider, visit, identity).await,
        Purpose::Connect => {
            let owner = owner.ok_or_else(|| Error::SignInFirst(connect::HERE.to_owned()))?;
            connect::finish(owner, provider, visit, identity).await
        }
        Purpose::Prove(segment) => {
            let asking = Asking::at(context, owner, segment.clone()).await?;
            prove::finish(asking, provider, visit, identity).await
        }
    }
}
