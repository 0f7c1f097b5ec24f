//! Connecting an identity with the account of the session (gate: add a method).

use askama::Template;
use axum::response::Response;
use kunci_db::Tx;
use kunci_rules::gate::{AddMethod, MethodKind, Permit, Verdict};
use kunci_rules::identifiers::mask_email;

use super::failed::{self, Why};
use super::provider::Provider;
use super::visit::{self, Purpose, Visit, Wish};
use crate::browsers::{self, Owner};
use crate::identities::{self, Identity, New};
use crate::notices::{self, By, Event, OfMethod};
use crate::web::form::Path;
use crate::web::{Error, Frame, page, see_other};
use crate::{audit, authenticators, gate};

/// The page.
pub(super) const HERE: &str = "/account/security/upstream";

#[derive(Template)]
#[template(path = "upstream/pages/connect.html")]
struct ConnectPage {
    f: Frame,
    /// Id, name, and whether one is connected already.
    providers: Vec<(String, String, bool)>,
}

/// The permit, or what to do first.
fn allowed<'t>(tx: &'t Tx<'_>, owner: &Owner) -> Result<Permit<'t, AddMethod>, Error> {
    let account = owner.account.id;
    let action = AddMethod { account };
    match gate::ask(tx, &owner.context.app, &owner.asker(), action)? {
        Verdict::Open(permit) => Ok(permit),
        Verdict::Prove(_) | Verdict::Wait { .. } => Err(gate::prove_first(&action, HERE)),
        Verdict::Refuse(reason) => Err(Error::Locked(reason.name())),
    }
}

/// GET /account/security/upstream
///
/// # Errors
/// `NotFound` if no provider is configured; `ProveFirst` unless the sign-in is fresh.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    let app = &owner.context.app;
    if app.config.upstream.is_empty() {
        return Err(Error::NotFound);
    }
    let inside = owner.clone();
    let read = move |tx: &Tx<'_>| {
        allowed(tx, &inside).map(drop)?;
        Ok::<_, Error>(identities::issuers(tx, inside.account.id)?)
    };
    let issuers = app.db.tx(read).await?;
    let all = app.config.upstream.iter();
    let row = |one: &crate::config::Upstream| {
        let connected = issuers.contains(&one.issuer);
        (one.id.clone(), one.name.clone(), connected)
    };
    page(&ConnectPage {
        f: Frame::signed_in(&owner.context),
        providers: all.map(row).collect(),
    })
}

/// GET /account/security/upstream/{provider}
///
/// # Errors
/// `NotFound` if no such provider is configured; `ProveFirst` unless the sign-in is fresh.
pub async fn begin(owner: Owner, Path(id): Path<String>) -> Result<Response, Error> {
    let app = &owner.context.app;
    let provider = app.upstreams.get(&id).ok_or(Error::NotFound)?;
    let inside = owner.clone();
    app.db.tx(move |tx| allowed(tx, &inside).map(drop)).await?;
    let wish = Wish {
        purpose: Purpose::Connect,
        case: Some(owner.session),
        session: Some(owner.session),
        next: HERE,
        borrowed: false,
    };
    visit::begin(&owner.context, provider, wish).await
}

/// The identity is certain: connect it, if it is free and the gate opens.
pub(super) async fn finish(
    owner: Owner,
    provider: &Provider,
    visit: &Visit,
    identity: Identity,
) -> Result<Response, Error> {
    if visit.case != Some(owner.session) {
        return Ok(failed::lead(provider, Why::Expired, &visit.purpose));
    }
    let label = label(&provider.config.name, &identity);
    let app = owner.context.app.clone();
    let connect = move |tx: &Tx<'_>| connect(tx, &owner, &identity, &label);
    match app.db.tx(connect).await? {
        None => Ok(see_other("/account/security?done=upstream")),
        Some(why) => Ok(failed::lead(provider, why, &visit.purpose)),
    }
}

/// How its owner tells it from others: the provider, and the mail address as far as it may be shown.
fn label(name: &str, identity: &Identity) -> String {
    match &identity.mail {
        Some(mail) => format!("{name} {}", mask_email(mail)),
        None => name.to_owned(),
    }
}

fn connect(
    tx: &Tx<'_>,
    owner: &Owner,
    identity: &Identity,
    label: &str,
) -> Result<Option<Why>, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let permit = allowed(tx, owner)?;
    let found = identities::find(tx, identity)?;
    if found.iter().any(|(holder, _)| *holder == account) {
        return Ok(Some(Why::Already));
    }
    if !found.is_empty() {
        return Ok(Some(Why::Taken));
    }
    let method = tx.id();
    let event = Event::Method {
        change: OfMethod::Added,
        method,
        kind: MethodKind::Upstream,
        name: label.to_owned(),
        two: permit.grounds().two(),
        by: By::from(owner),
    };
    notices::tell(tx, app, account, &event)?;
    let new = New {
        identity,
        method,
        label,
        set_on: browsers::settled_holder(tx, account, owner.browser)?,
    };
    identities::connect(tx, app, permit, &new)?;
    if let Some(id) = owner.browser
        && let Some(browser) = browsers::get(tx, account, id)?
    {
        authenticators::say(tx, account, method, browser.holder(), true)?;
    }
    audit::record(
        tx,
        app,
        account,
        "upstream-connected",
        "owner",
        &identity.issuer,
    )?;
    Ok(None)
}
