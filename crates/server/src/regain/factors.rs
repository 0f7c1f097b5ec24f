//! GET /account/regained: which second factors are still with their owner, and a new one in place of a lost one. None goes by
//! itself (S-051).

use askama::Template;
use axum::response::Response;
use kunci_db::View;
use kunci_rules::gate::{Method, MethodKind};
use kunci_rules::{Id, Time};
use serde::Deserialize;

use crate::browsers::Owner;
use crate::passkeys;
use crate::ways;
use crate::ways::Kept;
use crate::web::form::Query;
use crate::web::{Error, Frame, page, see_other};

#[derive(Template)]
#[template(path = "regain/pages/factors.html")]
struct FactorsPage {
    f: Frame,
    /// Something was set up just now.
    done: bool,
    factors: Vec<Row>,
    passkey: bool,
    codes: bool,
    /// Until when what is set up now is worth no more than the proofs of the recovery; nothing: those were two of different things.
    taint: Option<String>,
}

struct Row {
    id: Id,
    name: String,
    kind: String,
    places: String,
    /// Where new ones are made in place of these.
    replace: Option<&'static str>,
}

/// What was set up just now.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

const fn is_second(kind: MethodKind) -> bool {
    matches!(
        kind,
        MethodKind::Totp | MethodKind::Passkey | MethodKind::RecoveryCode | MethodKind::Phone
    )
}

/// GET /account/regained
///
/// # Errors
/// Of the database.
pub async fn get(owner: Owner, Query(query): Query<Done>) -> Result<Response, Error> {
    if !owner.is_regaining() {
        return Ok(see_other("/account/security"));
    }
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| Kept::of(view, &app, account);
    let kept = owner.context.app.db.view(read).await?;
    let t = &owner.context.text;
    let row = |method: &Method| Row {
        id: method.id,
        name: kept.name(t, method),
        kind: ways::kind(t, method.kind),
        places: kept.places(t, method),
        replace: match method.kind {
            MethodKind::Totp => Some("/account/security/totp"),
            MethodKind::Passkey => Some("/account/security/passkeys"),
            MethodKind::RecoveryCode => Some("/account/security/codes"),
            _ => None,
        },
    };
    let second = kept.methods().iter().filter(|m| is_second(m.kind));
    let codes = |m: &Method| m.kind == MethodKind::RecoveryCode;
    let taint = tainted(&owner, kept.methods(), !query.done.is_empty());
    page(&FactorsPage {
        f: Frame::signed_in(&owner.context),
        done: !query.done.is_empty(),
        factors: second.map(row).collect(),
        passkey: passkeys::possible(&owner.context),
        codes: !kept.methods().iter().any(codes),
        taint: taint.map(|until| t.day_and_hour(until, &owner.zone())),
    })
}

/// Until when what was set up here (`done`), or would be now, is worth no more than the proofs of this recovery. The password that
/// it set says whether those were two of different things.
fn tainted(owner: &Owner, methods: &[Method], done: bool) -> Option<Time> {
    let (now, taint) = (owner.context.now, owner.context.app.policy.holds.taint);
    let weak = |m: &&Method| !m.origin.two();
    let password = methods.iter().find(|m| m.kind == MethodKind::Password);
    password.filter(weak)?;
    let fresh = methods.iter().filter(|m| is_second(m.kind)).filter(weak);
    let until = fresh.map(|m| m.set_at + taint).max();
    Some(until.filter(|_| done).unwrap_or(now + taint))
}
