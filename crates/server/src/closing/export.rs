//! GET /account/export: what is held of an account, as its owner would want to read it, without secrets. It needs a fresh sign-in, with the
//! second step where that is on.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use kunci_db::{Tx, View};
use kunci_rules::gate::{AddMethod, Verdict};
use kunci_rules::{Id, Time};
use serde_json::{Value, json};

use crate::browsers::Owner;
use crate::state::App;
use crate::web::{Error, times};
use crate::{accounts, audit, authenticators, browsers, devices, gate, methods, notices};

/// GET /account/export
///
/// # Errors
/// `ProveFirst` if the gate wants more.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    let inside = owner.clone();
    let run = move |tx: &Tx<'_>| {
        let (app, account) = (&inside.context.app, inside.account.id);
        let action = AddMethod { account };
        match gate::ask(tx, app, &inside.asker(), action)? {
            Verdict::Open(_) => {}
            Verdict::Prove(_) | Verdict::Wait { .. } => {
                return Err(gate::prove_first(&action, "/account/export"));
            }
            Verdict::Refuse(reason) => return Err(gate::refusal(reason)),
        }
        audit::record(tx, app, account, "exported", "owner", "")?;
        Ok(held(tx, &inside, app, account)?)
    };
    let held = owner.context.app.db.tx(run).await?;
    let text = serde_json::to_string_pretty(&held).unwrap_or_default();
    let kind = HeaderValue::from_static("application/json");
    let name = HeaderValue::from_static("attachment; filename=\"akun.json\"");
    Ok((
        [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, name),
        ],
        text,
    )
        .into_response())
}

fn at(time: Time) -> Value {
    json!(times::rfc3339(time))
}

fn held(view: &View<'_>, owner: &Owner, app: &App, account: Id) -> kunci_db::Result<Value> {
    let (t, zone) = (&owner.context.text, owner.zone());
    let names = accounts::identifiers(view, account)?;
    let contacts = methods::contacts(view, account)?;
    let contact = |c: &methods::Contact| json!({ "kind": c.channel.tag(), "value": c.value, "added": at(c.added_at), "proved": at(c.proved_at) });
    let others = authenticators::list(view, account)?;
    let other = |a: &authenticators::Authenticator| json!({ "kind": a.kind.name(), "name": a.label, "added": at(a.added_at) });
    let devices = devices::list(view, account)?;
    // Not where they are: whoever looks for that does it where it is recorded and told (G8).
    let device = |d: &devices::Device| json!({ "name": d.name, "kind": d.kind.tag(), "model": d.model, "added": at(d.paired_at) });
    let sessions = browsers::list(view, account)?;
    let session = |s: &browsers::Session| json!({ "browser": s.label, "since": at(s.created_at), "seen": at(s.last_seen) });
    let known = browsers::known(view, account)?;
    let browser = |b: &browsers::Browser| json!({ "browser": b.label, "since": at(b.first_seen), "seen": at(b.last_seen) });
    let told = notices::recent(view, account)?;
    let notice = |n: &notices::Notice| json!({ "at": at(n.at), "what": notices::words(t, &zone, &n.event).title });
    let trail = audit::recent(view, app, account)?;
    let entry = |(e, details): &(audit::Entry, String)| json!({ "at": at(e.at), "what": e.event, "who": e.actor, "details": details });
    Ok(json!({
        "account": {
            "name": owner.account.name,
            "language": owner.account.language.tag(),
            "timeZone": owner.account.time_zone,
            "twoStep": owner.account.two_step,
            "created": at(owner.account.created_at),
            "names": names.iter().map(accounts::Identifier::value).collect::<Vec<_>>(),
        },
        "contacts": contacts.iter().map(contact).collect::<Vec<_>>(),
        "methods": others.iter().map(other).collect::<Vec<_>>(),
        "devices": devices.iter().map(device).collect::<Vec<_>>(),
        "sessions": sessions.iter().map(session).collect::<Vec<_>>(),
        "browsers": known.iter().map(browser).collect::<Vec<_>>(),
        "notices": told.iter().map(notice).collect::<Vec<_>>(),
        "trail": trail.iter().map(entry).collect::<Vec<_>>(),
    }))
}
