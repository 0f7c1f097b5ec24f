//! Loads the facts of one account. The only place that makes a `Situation`.

use std::sync::Arc;

use kunci_db::{Result, View};
use kunci_rules::gate::{
    Action, Browser, Known, Method, MethodKind, Origin, Proof, Request, Situation,
};
use kunci_rules::locks::{Lock, Scope};
use kunci_rules::{Id, Time};

use super::Asker;
use crate::browsers::{Shown, Standing};
use crate::locks::Subject;
use crate::methods::{self, Channel, Contact};
use crate::state::App;
use crate::{accounts, browsers, devices, locks};

/// The facts that decide about `action`, as this transaction sees them.
pub(super) fn situation<'t, A: Action>(
    view: &'t View<'_>,
    app: &App,
    asker: &Asker,
    action: &A,
) -> Result<Situation<'t>> {
    let account = action.account();
    let mut s = Situation::new(view, account, Time(view.now()), Arc::clone(&app.policy));
    let Some(known) = accounts::get(view, account)? else {
        return Err(kunci_db::Error::Missing);
    };
    s.second_factor = known.two_step;
    s.devices = devices::facts(view, account)?;
    let phones: Vec<Id> = s.devices.iter().map(|device| device.id).collect();
    let browsers: Vec<Id> = browsers::known(view, account)?
        .iter()
        .map(|browser| browser.id)
        .collect();
    if let Some(password) = methods::password(view, account)? {
        let mut method = Method::old(account, MethodKind::Password, Vec::new(), password.set_at);
        method.origin = password.origin;
        method.dry = methods::is_dry(view, account, MethodKind::Password, asker.standing)?;
        s.methods.push(method);
    }
    for contact in methods::contacts(view, account)? {
        let kind = contact.channel.method();
        let mut method = Method::old(
            contact.id,
            kind,
            reach(&contact, &browsers, &phones),
            contact.added_at,
        );
        method.proved_at = contact.proved_at;
        method.dry = methods::is_dry(view, account, kind, asker.standing)?;
        method.mailbox = (contact.channel == Channel::Email).then_some(contact.id);
        method.origin = contact.origin;
        s.methods.push(method);
    }
    s.browser = browser(view, account, asker)?;
    let holder = s.browser.known.as_ref().map(|known| known.holder);
    if let Some(case) = asker.proofs_of {
        let shown = browsers::proofs_of(view, account, case)?;
        if asker.waits {
            s.requests.push(request(view, action, &shown)?);
        } else {
            let proof = |p: &Shown| Proof {
                method: p.method.unwrap_or(account),
                shown: p.at,
                holder,
            };
            s.proofs = shown.iter().map(proof).collect();
        }
    }
    s.locks = locks::active(view, account)?
        .iter()
        .filter_map(lock)
        .collect();
    Ok(s)
}

/// A request that waits, with the known browsers that took part in it.
fn request<A: Action>(view: &View<'_>, action: &A, shown: &[Shown]) -> Result<Request> {
    let account = action.account();
    let mut request = Request::of(action);
    for p in shown {
        let mut holder = None;
        if let Some(id) = p.browser
            && let Some(browser) = browsers::get(view, account, id)?
        {
            holder = Some(id);
            request.browsers.push((known(&browser), p.at));
        }
        let method = p.method.unwrap_or(account);
        request.proofs.push(Proof {
            method,
            shown: p.at,
            holder,
        });
    }
    Ok(request)
}

fn known(browser: &browsers::Browser) -> Known {
    Known {
        holder: browser.id,
        since: browser.first_seen,
        origin: Origin::SignUp,
    }
}

/// Mail lives at its provider and, unless the owner said otherwise, on every phone and browser of the account; a number
/// lives on its SIM and may be in any of its phones.
fn reach(contact: &Contact, browsers: &[Id], phones: &[Id]) -> Vec<Id> {
    let itself = std::iter::once(contact.id);
    match contact.channel {
        Channel::Email => itself
            .chain(browsers.iter().copied())
            .chain(phones.iter().copied())
            .collect(),
        Channel::Phone => itself.chain(phones.iter().copied()).collect(),
    }
}

fn browser(view: &View<'_>, account: Id, asker: &Asker) -> Result<Browser> {
    let of = match asker.standing {
        Standing::Known(id) => browsers::get(view, account, id)?.as_ref().map(known),
        Standing::Vouched(_) | Standing::Stranger => None,
    };
    let vouched = matches!(asker.standing, Standing::Vouched(_));
    Ok(Browser {
        // A borrowed phone has no cookie of its own; its session stands for it.
        id: asker.standing.id().or(asker.proofs_of),
        known: of,
        remembered_until: None,
        vouched,
    })
}

/// A dry pool is a fact of its method, so locks on strangers are left out here.
fn lock(row: &locks::Lock) -> Option<Lock> {
    let scope = match (row.subject, row.subject_id) {
        (Subject::Account, _) => Scope::Account,
        (Subject::Method, Some(id)) => Scope::Method(id),
        (Subject::Device, Some(id)) => Scope::Device(id),
        _ => return None,
    };
    Some(Lock {
        cause: row.cause,
        scope,
        until: row.lifts_at,
    })
}
