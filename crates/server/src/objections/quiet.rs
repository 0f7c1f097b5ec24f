//! The quiet exit: an owner with two independent methods that exclude a contact they no longer trust delays that contact's
//! notices by 72 hours (design §1, Notices). Everyone else is told at once.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::contest::{self, NotQuiet, Quiet};
use kunci_rules::gate::{MethodKind, ReplaceMethod, Shown};
use kunci_rules::{Id, Time};

use crate::browsers::{self, Owner};
use crate::gate::{self, Wanted};
use crate::methods::Contact;
use crate::notices::{self, By, Event};
use crate::web::form::Path;
use crate::web::{Error, Frame, page_with, see_other};
use crate::{accounts, audit, devices, methods};

#[derive(Template)]
#[template(path = "objections/pages/quiet.html")]
struct QuietPage {
    f: Frame,
    id: Id,
    name: String,
    /// Until when they wait already.
    until: Option<String>,
    /// Until when they would wait, begun now.
    would: String,
    others: String,
    button: String,
    /// Why they do not wait.
    why: Option<String>,
    /// Where two proofs can be shown that this contact cannot use.
    prove: Option<String>,
}

/// How long they wait.
const HOURS: i64 = contest::QUIET.whole_minutes() / 60;

fn here(id: Id) -> String {
    format!("/account/security/methods/{id}/quiet")
}

/// GET /account/security/methods/{id}/quiet
///
/// # Errors
/// `NotFound` if the account has no such contact.
pub async fn get(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    show(&owner, id, None).await
}

async fn show(owner: &Owner, id: Id, why: Option<NotQuiet>) -> Result<Response, Error> {
    let account = owner.account.id;
    let read = move |view: &View<'_>| methods::contacts(view, account);
    let contacts = owner.context.app.db.view(read).await?;
    let contact = contacts.into_iter().find(|contact| contact.id == id);
    let contact = contact.ok_or(Error::NotFound)?;
    let t = &owner.context.text;
    let until = contact
        .quiet_until
        .filter(|until| owner.context.now < *until);
    let action = ReplaceMethod {
        account,
        method: id,
    };
    let not_two = why == Some(NotQuiet::NotTwo);
    let status = why.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let shown = QuietPage {
        f: Frame::signed_in(&owner.context),
        id,
        name: contact.masked(),
        until: until.map(|until| t.day_and_hour(until, &owner.zone())),
        would: t.day_and_hour(owner.context.now + contest::QUIET, &owner.zone()),
        others: t.quiet_others(HOURS),
        button: t.quiet_button(HOURS),
        why: why.map(|why| match why {
            NotQuiet::NotTwo => t.quiet_not_two(),
            NotQuiet::Needed => t.quiet_needed(),
            NotQuiet::NoContact | NotQuiet::Already(_) => t.quiet_already(),
        }),
        prove: not_two.then(|| format!("{}?all=1", Wanted::of(&action).proving(&here(id)))),
    };
    page_with(status, &shown)
}

/// POST /account/security/methods/{id}/quiet
///
/// # Errors
/// `NotFound` if the account has no such contact.
pub async fn post(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    match quiet(&owner, id).await? {
        Ok(_) => Ok(see_other(&here(id))),
        Err(NotQuiet::NoContact) => Err(Error::NotFound),
        Err(why) => show(&owner, id, Some(why)).await,
    }
}

/// Lets the notices to this contact wait; until when, or why they do not.
///
/// # Errors
/// Of the database.
pub async fn quiet(owner: &Owner, id: Id) -> Result<Result<Time, NotQuiet>, Error> {
    let inside = owner.clone();
    let run = move |tx: &Tx<'_>| begin(tx, &inside, id);
    owner.context.app.db.tx(run).await
}

/// What is shown where two proofs are missing that this contact cannot use.
#[must_use]
pub fn prove_first(owner: &Owner, id: Id) -> Error {
    let (account, method) = (owner.account.id, id);
    gate::prove_first(&ReplaceMethod { account, method }, &here(id))
}

fn begin(tx: &Tx<'_>, owner: &Owner, id: Id) -> Result<Result<Time, NotQuiet>, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    accounts::hold(tx, account)?;
    let kept = gate::methods(tx, app, account)?;
    let contacts = methods::contacts(tx, account)?;
    let as_ruled = |contact: &Contact| {
        let method = kept.iter().find(|method| method.id == contact.id);
        contest::Contact {
            id: contact.id,
            reach: method.map(|m| m.reach.clone()).unwrap_or_default(),
            quiet_until: contact.quiet_until,
        }
    };
    let ruled: Vec<contest::Contact> = contacts.iter().map(as_ruled).collect();
    let missing = devices::list(tx, account)?.into_iter();
    let missing: Vec<Id> = missing
        .filter(|device| device.missing.is_some())
        .map(|device| device.id)
        .collect();
    let shown = shown(tx, owner, &kept)?;
    let quiet = match contest::quiet(id, &ruled, &missing, &shown, Time(tx.now())) {
        Ok(Quiet { contact, until }) => (contact, until),
        Err(why) => return Ok(Err(why)),
    };
    let (contact, until) = quiet;
    let masked = contacts.iter().find(|found| found.id == contact);
    // First it waits, then it is told: the contact itself hears of it in 72 hours.
    methods::quiet_contact(tx, account, contact, until)?;
    let event = Event::ContactQuiet {
        contact,
        masked: masked.map(Contact::masked).unwrap_or_default(),
        until,
        by: By::from(owner),
    };
    notices::tell(tx, app, account, &event)?;
    audit::record(tx, app, account, "contact-quiet", "owner", "")?;
    Ok(Ok(until))
}

/// The fresh proofs of this session, as far as they count: what was added within a week with less than two does not.
fn shown(
    tx: &Tx<'_>,
    owner: &Owner,
    kept: &[kunci_rules::gate::Method],
) -> kunci_db::Result<Vec<Shown>> {
    let (app, account, now) = (&owner.context.app, owner.account.id, Time(tx.now()));
    let life = app.policy.row(kunci_rules::gate::Kind::ReplaceMethod);
    let life = life.map(|row| row.life).unwrap_or_default();
    let proofs = browsers::proofs_of(tx, account, owner.session)?;
    let fresh = proofs.into_iter().filter(|proof| now < proof.at + life);
    let counts = fresh.filter_map(|proof| {
        let method = kept.iter().find(|m| Some(m.id) == proof.method)?;
        let old = method.origin.two() || now >= method.set_at + app.policy.holds.taint;
        let sure = old && method.kind != MethodKind::Password;
        sure.then(|| Shown {
            kind: method.kind,
            reach: method.reach.clone(),
        })
    });
    Ok(counts.collect())
}
