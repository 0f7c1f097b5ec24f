//! An identity as a proof: second step, "prove it once more", or in a recovery, also as its first proof.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::MethodKind;

use super::failed::{self, Why};
use super::provider::Provider;
use super::visit::{self, Purpose, Visit, Wish};
use crate::config::Upstream;
use crate::identities::{self, Identity};
use crate::proving::{self, Asking};
use crate::recovery;
use crate::web::form::Path;
use crate::web::{Error, Frame, page};

#[derive(Template)]
#[template(path = "upstream/pages/prove.html")]
struct ProvePage {
    f: Frame,
    /// Address and name.
    providers: Vec<(String, String)>,
    /// Before any proof, everyone sees the same list.
    same: bool,
    other: String,
}

/// GET /prove/{for}/upstream
///
/// # Errors
/// `NotFound` if no provider is configured; of the database.
pub async fn get(asking: Asking) -> Result<Response, Error> {
    let app = &asking.context.app;
    if app.config.upstream.is_empty() {
        return Err(Error::NotFound);
    }
    let connected = match asking.account.filter(|_| asking.may_name) {
        Some(account) => {
            let read = move |view: &View<'_>| identities::issuers(view, account);
            Some(app.db.view(read).await?)
        }
        None => None,
    };
    let offered = |one: &&Upstream| {
        let issuers = connected.as_ref();
        issuers.is_none_or(|issuers| issuers.contains(&one.issuer))
    };
    let all = app.config.upstream.iter().filter(offered);
    let row = |one: &Upstream| {
        (
            asking.path(&format!("upstream/{}", one.id)),
            one.name.clone(),
        )
    };
    let same = connected.is_none();
    page(&ProvePage {
        f: asking.frame(),
        providers: all.map(row).collect(),
        same,
        other: if same {
            "/recover/ways".to_owned()
        } else {
            asking.others()
        },
    })
}

/// GET /prove/{for}/upstream/{provider}
///
/// # Errors
/// `NotFound` if no such provider is configured; of the database.
pub async fn begin(
    asking: Asking,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let context = &asking.context;
    let provider = context.app.upstreams.get(&id).ok_or(Error::NotFound)?;
    let wish = Wish {
        purpose: Purpose::Prove(asking.segment.clone()),
        case: Some(asking.case),
        session: asking.session(),
        next: "/",
        borrowed: false,
    };
    visit::begin(context, provider, wish).await
}

/// The identity is certain: is it one of the account that is to be proved?
pub(super) async fn finish(
    asking: Asking,
    provider: &Provider,
    visit: &Visit,
    identity: Identity,
) -> Result<Response, Error> {
    if visit.case != Some(asking.case) {
        return Ok(failed::lead(provider, Why::Expired, &visit.purpose));
    }
    let inside = asking.clone();
    let settle = move |tx: &Tx<'_>| {
        let Some((account, method)) = matching(tx, &inside, &identity)? else {
            proving::missed(tx, &inside)?;
            return Ok::<_, Error>(false);
        };
        let proved = Asking {
            account: Some(account),
            ..inside.clone()
        };
        proving::shown(tx, &proved, MethodKind::Upstream, Some(method))?;
        identities::used(tx, &proved.context.app, account, method, &identity)?;
        Ok(true)
    };
    if asking.context.app.db.tx(settle).await? {
        asking.onward().await
    } else {
        Ok(failed::lead(provider, Why::Unmatched, &visit.purpose))
    }
}

/// The account and the method that an identity proves here. A name that leads to several accounts is settled by it.
fn matching(tx: &Tx<'_>, asking: &Asking, identity: &Identity) -> Result<Option<(Id, Id)>, Error> {
    for (account, method) in identities::find(tx, identity)? {
        let is_it = match (asking.account, &asking.purpose) {
            (Some(wanted), _) => wanted == account,
            (None, proving::Purpose::Recover(case)) => recovery::settle_on(tx, case.id, account)?,
            (None, _) => false,
        };
        if is_it {
            return Ok(Some((account, method)));
        }
    }
    Ok(None)
}
