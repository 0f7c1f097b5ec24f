//! Two-step verification, on and off (S-076): the password is asked for everywhere, and in a browser that is not remembered
//! one more thing. Off is a removal: it needs what taking a method out needs.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::{AddMethod, MethodKind, Permit, ReplaceMethod, Verdict};
use serde::Deserialize;

use super::{HERE, OPENS};
use crate::browsers::{self, Owner};
use crate::notices::{self, By, Event};
use crate::requests::{About, Purpose};
use crate::state::App;
use crate::waits::{self, Waiting};
use crate::ways::{self, Kept};
use crate::web::{Error, Form, Frame, page, see_other};
use crate::{accounts, audit, gate, signin};

/// This page.
const TWO_STEP: &str = "/account/security/two-step";

#[derive(Template)]
#[template(path = "security/pages/two_step.html")]
struct TwoStepPage {
    f: Frame,
    on: bool,
    /// How long a device that showed the second step is not asked again.
    after: String,
    /// What to set up first, where the owner would be the one locked out (C-12).
    prepare: Option<(&'static str, String)>,
    /// What can be the second step: its name, and whether it is the weaker kind (C-5).
    seconds: Vec<(String, bool)>,
}

/// GET /account/security/two-step
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| {
        let checkup = gate::checkup(view, &app, account)?;
        Ok::<_, kunci_db::Error>((Kept::of(view, &app, account)?, checkup))
    };
    let (kept, checkup) = owner.context.app.db.view(read).await?;
    let t = &owner.context.text;
    let seconds = kept.methods.iter().filter(|method| is_second(method.kind));
    let has_codes = kept
        .methods
        .iter()
        .any(|m| m.kind == MethodKind::RecoveryCode);
    let prepare = if has_codes {
        ("/account/contacts/add", t.home_add_contact())
    } else {
        ("/account/security/codes", t.checkup_do_codes())
    };
    page(&TwoStepPage {
        f: Frame::signed_in(&owner.context),
        on: owner.account.two_step,
        after: t.lasts(signin::REMEMBERED_FOR),
        prepare: (!owner.account.two_step && !checkup.second_way).then_some(prepare),
        seconds: seconds
            .map(|method| {
                let weaker = ways::is_weaker(method.kind);
                (kept.name(t, method), weaker)
            })
            .collect(),
    })
}

/// What the policy takes as the second step of a sign-in by password.
const fn is_second(kind: MethodKind) -> bool {
    matches!(
        kind,
        MethodKind::Totp
            | MethodKind::Passkey
            | MethodKind::Phone
            | MethodKind::Email
            | MethodKind::Approval
            | MethodKind::RecoveryCode
    )
}

/// The form.
#[derive(Deserialize)]
pub struct Switch {
    #[serde(default)]
    on: String,
}

/// POST /account/security/two-step
///
/// # Errors
/// `ProveFirst` if the gate wants more.
pub async fn post(owner: Owner, Form(form): Form<Switch>) -> Result<Response, Error> {
    let done = match turn(&owner, form.on == "1").await? {
        Turned::On => "two-step-on",
        Turned::Off => "two-step-off",
        Turned::Waits(_) => "waiting",
    };
    Ok(see_other(&format!("{HERE}?done={done}")))
}

/// What became of it.
pub(crate) enum Turned {
    /// It is on.
    On,
    /// It is off.
    Off,
    /// It goes off then, unless somebody stops it.
    Waits(Waiting),
}

/// Turns two-step verification on, or off, or lets that wait.
///
/// # Errors
/// `ProveFirst` if the gate wants more.
pub(crate) async fn turn(owner: &Owner, on: bool) -> Result<Turned, Error> {
    let inside = owner.clone();
    let run = move |tx: &Tx<'_>| {
        if on {
            turn_on(tx, &inside)
        } else {
            turn_off(tx, &inside)
        }
    };
    owner.context.app.db.tx(run).await
}

fn turn_on(tx: &Tx<'_>, owner: &Owner) -> Result<Turned, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let action = AddMethod { account };
    let permit = match gate::ask(tx, app, &owner.asker(), action)? {
        Verdict::Open(permit) => permit,
        Verdict::Prove(_) | Verdict::Wait { .. } => {
            return Err(gate::prove_first(&action, TWO_STEP));
        }
        Verdict::Refuse(reason) => return Err(gate::refusal(reason)),
    };
    if !owner.account.two_step {
        let event = Event::TwoStep {
            on: true,
            two: permit.grounds().two(),
            by: By::from(owner),
        };
        notices::tell(tx, app, account, &event)?;
        accounts::set_two_step(tx, account, true)?;
        audit::record(tx, app, account, "two-step-on", "owner", "")?;
    }
    Ok(Turned::On)
}

fn turn_off(tx: &Tx<'_>, owner: &Owner) -> Result<Turned, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    if !owner.account.two_step {
        return Ok(Turned::Off);
    }
    let action = ReplaceMethod {
        account,
        method: subject(tx, owner)?,
    };
    match gate::ask(tx, app, &owner.asker(), action)? {
        Verdict::Open(permit) => {
            execute(tx, app, permit, &By::from(owner))?;
            Ok(Turned::Off)
        }
        Verdict::Wait { until } => {
            let wanted = waits::Wanted {
                about: About::of(&action),
                purpose: Purpose::TwoStepOff,
                details: "",
            };
            let request = waits::begin(tx, owner, wanted, (until, OPENS), "")?;
            Ok(Turned::Waits(Waiting { request, until }))
        }
        Verdict::Prove(_) => Err(gate::prove_first(&action, TWO_STEP)),
        Verdict::Refuse(reason) => Err(gate::refusal(reason)),
    }
}

/// Turning it off weakens the password, whose method goes by the account's id.
fn subject(tx: &Tx<'_>, owner: &Owner) -> Result<Id, Error> {
    let kept = Kept::of(tx, &owner.context.app, owner.account.id)?;
    let password = kept.method(owner.account.id).or(kept.methods.first());
    password.map(|method| method.id).ok_or(Error::NotFound)
}

/// Turns it off with the permit, and tells everyone.
pub(super) fn execute<'t>(
    tx: &'t Tx<'_>,
    app: &App,
    permit: Permit<'t, ReplaceMethod>,
    by: &By,
) -> Result<(), Error> {
    let account = permit.account();
    let event = Event::TwoStep {
        on: false,
        two: permit.grounds().two(),
        by: by.clone(),
    };
    notices::tell(tx, app, account, &event)?;
    accounts::set_two_step(tx, account, false)?;
    browsers::forget_second_steps(tx, account)?;
    audit::record(tx, app, account, "two-step-off", "owner", "")?;
    Ok(())
}
