//! Loads the facts of one account. The only place that makes a `Situation`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use kunci_db::{Result, View};
use kunci_rules::gate::{
    self as rules, Action, Browser, Holder, Known, Method, MethodKind, Origin, Proof, Request,
    Situation, lost_sight_of, reach,
};
use kunci_rules::identifiers::mailbox;
use kunci_rules::locks::{Lock, Scope};
use kunci_rules::{Id, Time};

use super::{Asker, Wanted};
use crate::authenticators::Authenticator;
use crate::browsers::{Shown, Standing};
use crate::locks::Subject;
use crate::methods::{self, Channel, Contact};
use crate::state::App;
use crate::{accounts, authenticators, browsers, devices, identities, locks, requests};

/// The facts that decide about `action`, as this transaction sees them.
pub(super) fn situation<'t, A: Action>(
    view: &'t View<'_>,
    app: &App,
    asker: &Asker,
    action: &A,
) -> Result<Situation<'t>> {
    let account = action.account();
    let mut s = facts(view, app, account, asker.standing)?;
    let wanted = Wanted::of(action);
    for waiting in requests::waiting(view, account)? {
        // One that waits to say something may not serve for the action itself.
        if waiting.about != wanted || waiting.purpose != requests::Purpose::Act {
            continue;
        }
        let shown = browsers::proofs_of(view, account, waiting.id)?;
        // It serves whoever began it: in another session its proofs are somebody else's.
        let here = |p: &Shown| p.browser.is_some() && p.browser == asker.standing.id();
        if waiting.session == asker.proofs_of || shown.iter().any(here) {
            s.requests.push(request(view, action, waiting.id, &shown)?);
        }
    }
    s.browser = browser(view, account, asker)?;
    let holder = s.browser.known.as_ref().map(|known| known.holder);
    if let Some(case) = asker.proofs_of {
        let shown = browsers::proofs_of(view, account, case)?;
        if asker.waits {
            s.requests.push(request(view, action, case, &shown)?);
        } else {
            let proof = |p: &Shown| Proof {
                method: p.method.unwrap_or(account),
                shown: p.at,
                holder,
            };
            s.proofs = shown.iter().map(proof).collect();
        }
    }
    Ok(s)
}

/// What is true of the account whoever asks: methods, devices, locks. `standing` only says which guesses are left.
pub(super) fn facts<'t>(
    view: &'t View<'_>,
    app: &App,
    account: Id,
    standing: Standing,
) -> Result<Situation<'t>> {
    let mut s = Situation::new(view, account, Time(view.now()), Arc::clone(&app.policy));
    let Some(known) = accounts::get(view, account)? else {
        return Err(kunci_db::Error::Missing);
    };
    s.second_factor = known.two_step;
    s.devices = devices::facts(view, account)?;
    s.methods = methods_of(view, app, account, &s.devices, standing)?;
    s.locks = locks::active(view, account)?
        .iter()
        .filter_map(lock)
        .collect();
    Ok(s)
}

fn methods_of(
    view: &View<'_>,
    app: &App,
    account: Id,
    devices: &[kunci_rules::gate::Device],
    standing: Standing,
) -> Result<Vec<Method>> {
    let runs_on = browsers::running(view, account)?;
    let authenticators = authenticators::list(view, account)?;
    let said = said_of(view, app, account, (devices, &runs_on))?;
    let mut holders = holders(&browsers::known(view, account)?, devices);
    let lost = lost_sight_of(&holders, put_on(&authenticators, &said));
    holders.extend(lost);
    let reach_of = |kind, id| {
        let said = said.iter().filter(|(method, ..)| *method == id);
        let said = said.map(|(_, holder, can)| (*holder, *can));
        let mut said: Vec<(Id, bool)> = said.collect();
        // Two browsers of one phone: what one of them can use, the phone can.
        said.sort_by_key(|(_, can)| !*can);
        reach(kind, id, &holders, &said)
    };
    let mut pools = BTreeMap::new();
    let mut dry = |kind| match pools.entry(kind) {
        Entry::Occupied(known) => Ok::<_, kunci_db::Error>(*known.get()),
        Entry::Vacant(new) => Ok(*new.insert(methods::is_dry(view, account, kind, standing)?)),
    };
    let mut found = Vec::new();
    if let Some(password) = methods::password(view, account)? {
        let old = Method::old(account, MethodKind::Password, Vec::new(), password.set_at);
        found.push(Method {
            origin: password.origin,
            set_on: password.set_on,
            dry: dry(MethodKind::Password)?,
            ..old
        });
    }
    let contacts = methods::contacts(view, account)?;
    for contact in &contacts {
        let kind = contact.channel.method();
        let reach = reach_of(kind, contact.id);
        found.push(of_contact(contact, kind, reach, dry(kind)?));
    }
    for one in authenticators {
        let (reach, mailbox) = match one.kind {
            MethodKind::Upstream => {
                let mail = identities::mailbox_of(view, app, account, one.id)?;
                of_identity(one.id, mail.as_deref(), &contacts, &said, &reach_of)
            }
            kind => (reach_of(kind, one.id), None),
        };
        found.push(Method {
            mailbox,
            origin: one.origin,
            set_on: one.set_on,
            proved_at: one.proved_at,
            dry: dry(one.kind)?,
            ..Method::old(one.id, one.kind, reach, one.added_at)
        });
    }
    for browser in browsers::signed_in(view, account)? {
        // Whoever asks cannot approve it in the same browser.
        if Some(browser.id) != standing.id() {
            found.push(approval(browser));
        }
    }
    for method in &mut found {
        method.set_on = method.set_on.map(|holder| thing(&runs_on, holder));
        method.origin = on_things(&runs_on, &method.origin);
    }
    Ok(found)
}

/// What the owner said, as it stands: method, thing, and whether it can be used there. What was said on a device that went missing
/// soon after was never said.
fn said_of(
    view: &View<'_>,
    app: &App,
    account: Id,
    (devices, runs_on): (&[kunci_rules::gate::Device], &[(Id, Id)]),
) -> Result<Vec<(Id, Id, bool)>> {
    let taint = app.policy.holds.taint;
    let void = |said: &authenticators::Said| {
        let on = said.set_on.map(|holder| thing(runs_on, holder));
        let on = devices.iter().find(|device| Some(device.id) == on);
        let mark = on.and_then(|device| device.mark.as_ref());
        mark.is_some_and(|mark| mark.since < said.at + taint)
    };
    let said = authenticators::said(view, account)?.into_iter();
    Ok(said
        .filter(|said| !void(said))
        .map(|said| (said.method, thing(runs_on, said.holder), said.usable))
        .collect())
}

/// The reach and the mailbox of an upstream identity. Whoever reads its mail can sign in there, so it is used wherever the account reads
/// that mail, and where its owner said; a mailbox that is no contact of the account is a thing of its own.
fn of_identity(
    id: Id,
    mail: Option<&str>,
    contacts: &[Contact],
    said: &[(Id, Id, bool)],
    reach_of: &impl Fn(MethodKind, Id) -> Vec<Id>,
) -> (Vec<Id>, Option<Id>) {
    let same = |contact: &&Contact| {
        contact.channel == Channel::Email && Some(mailbox(&contact.value).as_str()) == mail
    };
    let Some(contact) = contacts.iter().find(same) else {
        return (reach_of(MethodKind::Upstream, id), Some(id));
    };
    let mut reach = reach_of(MethodKind::Email, contact.id);
    for (_, holder, can) in said.iter().filter(|(method, ..)| *method == id) {
        if *can && !reach.contains(holder) {
            reach.push(*holder);
        }
    }
    (reach, Some(contact.id))
}

/// On which holders its owner put the methods that are nowhere else: authenticator apps and passkeys.
fn put_on(of: &[Authenticator], said: &[(Id, Id, bool)]) -> impl Iterator<Item = (Id, Id)> {
    let kept = |kind| matches!(kind, MethodKind::Totp | MethodKind::Passkey);
    let put = said.iter().filter(move |(method, _, can)| {
        *can && of.iter().any(|one| one.id == *method && kept(one.kind))
    });
    put.map(|(method, holder, _)| (*method, *holder))
}

/// What was written down about a browser is about the device that it runs on, also if its owner said so only later, and also after
/// the browser was forgotten.
fn thing(runs_on: &[(Id, Id)], holder: Id) -> Id {
    let on = runs_on.iter().find(|(browser, _)| *browser == holder);
    on.map_or(holder, |(_, device)| *device)
}

fn on_things(runs_on: &[(Id, Id)], origin: &Origin) -> Origin {
    let moved = |shown: &[rules::Shown]| {
        let moved = shown.iter().map(|shown| rules::Shown {
            kind: shown.kind,
            reach: shown.reach.iter().map(|id| thing(runs_on, *id)).collect(),
        });
        moved.collect()
    };
    match origin {
        Origin::SignUp => Origin::SignUp,
        Origin::Added(shown) => Origin::Added(moved(shown)),
        Origin::Reset(shown) => Origin::Reset(moved(shown)),
    }
}

/// Approval in a browser that is signed in goes by that browser's id.
fn approval(browser: browsers::Browser) -> Method {
    let (kind, reach) = (MethodKind::Approval, vec![browser.holder()]);
    Method {
        origin: browser.origin,
        ..Method::old(browser.id, kind, reach, browser.known_since)
    }
}

fn of_contact(contact: &Contact, kind: MethodKind, reach: Vec<Id>, dry: bool) -> Method {
    Method {
        mailbox: (contact.channel == Channel::Email).then_some(contact.id),
        origin: contact.origin.clone(),
        set_on: contact.set_on,
        proved_at: contact.proved_at,
        sim_changed: contact.sim_changed,
        dry,
        ..Method::old(contact.id, kind, reach, contact.added_at)
    }
}

/// The things on which methods may be usable: every device, and every known browser that runs on none of them.
fn holders(browsers: &[browsers::Browser], devices: &[kunci_rules::gate::Device]) -> Vec<Holder> {
    let device = |device: &kunci_rules::gate::Device| Holder {
        id: device.id,
        phone: true,
    };
    let mut holders: Vec<Holder> = devices.iter().map(device).collect();
    for browser in browsers {
        if holders.iter().all(|known| known.id != browser.holder()) {
            holders.push(Holder {
                id: browser.holder(),
                phone: browser.may_be_phone(),
            });
        }
    }
    holders
}

/// A request that waits, with the known browsers that took part in it, and what objections made of it.
fn request<A: Action>(view: &View<'_>, action: &A, id: Id, shown: &[Shown]) -> Result<Request> {
    let account = action.account();
    let runs_on = browsers::running(view, account)?;
    let mut request = Request::of(action);
    request.contest = requests::contest(view, account, id)?;
    for p in shown {
        let mut holder = None;
        if let Some(id) = p.browser
            && let Some(browser) = browsers::get(view, account, id)?
        {
            holder = Some(browser.holder());
            request.browsers.push((known(&runs_on, &browser), p.at));
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

fn known(runs_on: &[(Id, Id)], browser: &browsers::Browser) -> Known {
    Known {
        holder: browser.holder(),
        since: browser.known_since,
        origin: on_things(runs_on, &browser.origin),
    }
}

fn browser(view: &View<'_>, account: Id, asker: &Asker) -> Result<Browser> {
    let of = match asker.standing {
        Standing::Known(id) => browsers::get(view, account, id)?,
        Standing::Vouched(_) | Standing::Stranger => None,
    };
    let runs_on = browsers::running(view, account)?;
    Ok(Browser {
        // A borrowed phone has no cookie of its own; its session stands for it.
        id: asker.standing.id().or(asker.proofs_of),
        known: of.as_ref().map(|browser| known(&runs_on, browser)),
        remembered_until: of.and_then(|browser| browser.second_until),
        vouched: matches!(asker.standing, Standing::Vouched(_)),
    })
}

/// The known browsers of an account, each as it would ask.
pub(super) fn known_browsers(view: &View<'_>, account: Id) -> Result<Vec<Browser>> {
    let runs_on = browsers::running(view, account)?;
    let browsers = browsers::known(view, account)?;
    let asks = |browser: &browsers::Browser| Browser {
        id: Some(browser.id),
        known: Some(known(&runs_on, browser)),
        remembered_until: browser.second_until,
        vouched: false,
    };
    Ok(browsers.iter().map(asks).collect())
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
