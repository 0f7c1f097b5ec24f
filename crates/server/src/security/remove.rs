//! Taking a method out: what it means, and the gate's answer.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::{Kind, MethodKind, Permit, ReplaceMethod, Verdict};
use serde::Deserialize;

use super::{HERE, OPENS};
use crate::browsers::Owner;
use crate::notices::{self, By, Event, OfMethod};
use crate::requests::About;
use crate::state::App;
use crate::waits::{self, Waiting};
use crate::ways::{Kept, is_way_back};
use crate::web::form::{Path, is_checked};
use crate::web::{Error, Form, Frame, form_page, see_other};
use crate::{audit, authenticators, gate, methods};

#[derive(Template)]
#[template(path = "security/pages/remove.html")]
struct RemovePage {
    f: Frame,
    id: Id,
    name: String,
    /// When it goes, and until when it comes back.
    when: String,
    /// What would be left is too little for one thing to be lost: asked twice.
    last: bool,
    /// It is the only way back: it stays until there is another.
    only: bool,
    error: Option<String>,
}

/// GET /account/security/methods/{id}/remove
///
/// # Errors
/// `NotFound` if the account has no such method.
pub async fn get(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    show(&owner, id, None).await
}

async fn show(owner: &Owner, id: Id, error: Option<String>) -> Result<Response, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| Kept::of(view, &app, account);
    let kept = owner.context.app.db.view(read).await?;
    let method = kept.method(id).ok_or(Error::NotFound)?;
    form_page(
        error.is_some(),
        &RemovePage {
            f: Frame::signed_in(&owner.context),
            id,
            name: kept.name(&owner.context.text, method),
            when: when(owner),
            last: is_last(&kept, id),
            only: !kept.can_spare(id),
            error,
        },
    )
}

/// When a method goes that is asked for now, and until when its owner's contacts can bring it back.
#[must_use]
pub fn when(owner: &Owner) -> String {
    let (t, now) = (&owner.context.text, owner.context.now);
    let wait = owner.context.app.policy.longest_wait(Kind::ReplaceMethod);
    let until = now + wait + notices::DENIABLE_FOR;
    t.security_remove_when(t.lasts(wait), t.date(until, &owner.zone()))
}

/// Whether only one way back would be left.
pub(crate) fn is_last(kept: &Kept, id: Id) -> bool {
    let others = kept.methods.iter().filter(|m| m.id != id);
    others.filter(|method| is_way_back(method.kind)).count() < 2
}

/// The form.
#[derive(Deserialize)]
pub struct Sure {
    sure: Option<String>,
}

/// What became of it.
pub(crate) enum Removal {
    /// It is gone.
    Done,
    /// It goes then, unless somebody stops it.
    Waits(Waiting),
    /// Only one way back would be left, and whoever asks did not say that they are sure.
    AskAgain,
    /// It is the only way back.
    Only,
}

/// POST /account/security/methods/{id}/remove
///
/// # Errors
/// `NotFound` if the account has no such method; `ProveFirst` if the gate wants more.
pub async fn post(
    owner: Owner,
    Path(id): Path<Id>,
    Form(form): Form<Sure>,
) -> Result<Response, Error> {
    let t = &owner.context.text;
    match take_out(&owner, id, is_checked(form.sure.as_ref())).await? {
        Removal::Done => Ok(see_other(&format!("{HERE}?done=removed"))),
        Removal::Waits(_) => Ok(see_other(&format!("{HERE}?done=waiting"))),
        Removal::AskAgain => show(&owner, id, Some(t.security_remove_tick())).await,
        Removal::Only => show(&owner, id, Some(t.security_remove_only())).await,
    }
}

/// Takes a method out, or lets that wait.
///
/// # Errors
/// `NotFound` if the account has no such method, or it is the password; `ProveFirst` if the gate wants more.
pub(crate) async fn take_out(owner: &Owner, id: Id, sure: bool) -> Result<Removal, Error> {
    let inside = owner.clone();
    let run = move |tx: &Tx<'_>| remove(tx, &inside, id, sure);
    owner.context.app.db.tx(run).await
}

fn remove(tx: &Tx<'_>, owner: &Owner, id: Id, sure: bool) -> Result<Removal, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let action = ReplaceMethod {
        account,
        method: id,
    };
    let verdict = gate::ask(tx, app, &owner.asker(), action)?;
    let kept = Kept::of(tx, app, account)?;
    let method = kept.method(id).ok_or(Error::NotFound)?;
    if method.kind == MethodKind::Password {
        return Err(Error::NotFound);
    }
    if !kept.can_spare(id) {
        return Ok(Removal::Only);
    }
    if is_last(&kept, id) && !sure {
        return Ok(Removal::AskAgain);
    }
    match verdict {
        Verdict::Open(permit) => {
            execute(tx, app, permit, &By::from(owner))?;
            Ok(Removal::Done)
        }
        Verdict::Wait { until } => {
            let name = kept.name(&app.texts.of(owner.account.language), method);
            let about = About::of(&action);
            let request = waits::begin(tx, owner, about, (until, OPENS), &name)?;
            Ok(Removal::Waits(Waiting { request, until }))
        }
        Verdict::Prove(_) => {
            let back = format!("{HERE}/methods/{id}/remove");
            Err(gate::prove_first(&action, &back))
        }
        Verdict::Refuse(reason) => Err(gate::refusal(reason)),
    }
}

/// Takes the permit's method out, and tells everyone.
pub(super) fn execute<'t>(
    tx: &'t Tx<'_>,
    app: &App,
    permit: Permit<'t, ReplaceMethod>,
    by: &By,
) -> Result<(), Error> {
    let ReplaceMethod { account, method } = permit.action();
    let owner = crate::accounts::get(tx, account)?.ok_or(Error::NotFound)?;
    let kept = Kept::of(tx, app, account)?;
    let Some(found) = kept.method(method) else {
        return Ok(());
    };
    let event = Event::Method {
        change: OfMethod::Removed,
        method,
        kind: found.kind,
        name: kept.name(&app.texts.of(owner.language), found),
        two: permit.grounds().two(),
        by: by.clone(),
    };
    // Told before it goes: a contact that is taken out hears of it too.
    notices::tell(tx, app, account, &event)?;
    let kind = found.kind;
    match kind {
        MethodKind::Email | MethodKind::Phone => methods::remove_contact(tx, permit)?,
        _ => authenticators::remove(tx, permit)?,
    }
    audit::record(tx, app, account, "method-removed", "owner", kind.name())?;
    Ok(())
}
