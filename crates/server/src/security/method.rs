//! One method: where it can be used, its name, and the way to take it out.

use askama::Template;
use axum::extract::RawForm;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::{Method, MethodKind, Permit, ReplaceMethod};
use serde::Deserialize;

use super::said::{Saying, Statement};
use super::{HERE, said};
use crate::authenticators;
use crate::browsers::{self, Owner};
use crate::notices::{self, By, Event, OfMethod};
use crate::requests::Purpose;
use crate::state::App;
use crate::ways::Kept;
use crate::web::form::Path;
use crate::web::{Error, Form, Frame, form_page, see_other};

#[derive(Template)]
#[template(path = "security/pages/method.html")]
struct MethodPage {
    f: Frame,
    id: Id,
    title: String,
    kind: String,
    used: Option<String>,
    /// An address or number, which its owner may change.
    replaceable: bool,
    /// Its name, where the owner may choose one.
    label: Option<String>,
    longest: usize,
    error: Option<String>,
    question: Option<String>,
    /// Its notices can be delayed: it is a contact, and not the only one.
    quiet: bool,
    holders: Vec<(Id, String, bool)>,
}

/// GET /account/security/methods/{id}
///
/// # Errors
/// `NotFound` if the account has no such method.
pub async fn get(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    show(&owner, id, None).await
}

async fn show(owner: &Owner, id: Id, wrong: Option<(String, String)>) -> Result<Response, Error> {
    let kept = kept(owner).await?;
    let method = kept.method(id).ok_or(Error::NotFound)?;
    let t = &owner.context.text;
    let holder = |holder: Id| {
        let name = kept.holder(t, holder).unwrap_or_default();
        (holder, name, method.reach.contains(&holder))
    };
    let question = question(owner, method);
    let (typed, error) = wrong.map_or((None, None), |(typed, error)| (Some(typed), Some(error)));
    form_page(
        error.is_some(),
        &MethodPage {
            f: Frame::signed_in(&owner.context),
            id,
            title: kept.name(t, method),
            kind: crate::ways::kind(t, method.kind),
            replaceable: matches!(method.kind, MethodKind::Email | MethodKind::Phone),
            used: kept.used(id).map(|at| t.date_time(at, &owner.zone())),
            label: kept
                .label(id)
                .map(|label| typed.unwrap_or(label.to_owned())),
            longest: authenticators::LONGEST_NAME,
            error,
            holders: if question.is_some() {
                kept.holders().into_iter().map(holder).collect()
            } else {
                Vec::new()
            },
            question,
            quiet: kept.contacts.len() > 1 && kept.contacts.iter().any(|contact| contact.id == id),
        },
    )
}

async fn kept(owner: &Owner) -> Result<Kept, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| Kept::of(view, &app, account);
    Ok(owner.context.app.db.view(read).await?)
}

/// The one plain question about where a method is.
pub(crate) fn question(owner: &Owner, method: &Method) -> Option<String> {
    let t = &owner.context.text;
    match method.kind {
        MethodKind::Email | MethodKind::Upstream => Some(t.reach_email()),
        MethodKind::Phone => Some(t.reach_phone()),
        MethodKind::Totp => Some(t.reach_totp()),
        MethodKind::Passkey => Some(t.reach_passkey()),
        _ => None,
    }
}

/// `name` of the form.
#[derive(Deserialize)]
pub struct Name {
    #[serde(default)]
    name: String,
}

/// POST /account/security/methods/{id}/name
///
/// # Errors
/// `NotFound` if the account has no such method.
pub async fn post_name(
    owner: Owner,
    Path(id): Path<Id>,
    Form(form): Form<Name>,
) -> Result<Response, Error> {
    match rename(&owner, id, &form.name).await? {
        Ok(()) => Ok(see_other(&format!("{HERE}/methods/{id}"))),
        Err(error) => show(&owner, id, Some((form.name, error))).await,
    }
}

/// Gives a method the typed name, or says why that is none.
///
/// # Errors
/// `NotFound` if the account has no such method with a name of its owner's choice.
pub(crate) async fn rename(
    owner: &Owner,
    id: Id,
    typed: &str,
) -> Result<Result<(), String>, Error> {
    let Some(name) = authenticators::read_name(typed) else {
        return Ok(Err(owner.context.text.security_name_bad()));
    };
    let account = owner.account.id;
    let rename = move |tx: &Tx<'_>| {
        authenticators::get(tx, account, id)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>(authenticators::rename(tx, account, id, &name)?)
    };
    owner.context.app.db.tx(rename).await?;
    Ok(Ok(()))
}

/// POST /account/security/methods/{id}/reach: where the owner says that it can be used. More needs a fresh
/// sign-in; less makes methods independent of each other, and so needs what replacing it needs.
///
/// # Errors
/// `NotFound` if the account has no such method; `ProveFirst` for a narrower reach without two independent proofs.
pub async fn post_reach(
    owner: Owner,
    Path(id): Path<Id>,
    RawForm(form): RawForm,
) -> Result<Response, Error> {
    let ticked: Vec<Id> = String::from_utf8_lossy(&form)
        .split('&')
        .filter_map(|pair| Id::try_parse(pair.strip_prefix("on=")?).ok())
        .collect();
    Ok(see_other(&match reaches(&owner, id, ticked).await? {
        Saying::Counts => format!("{HERE}?done=reach"),
        Saying::Waits(_) => format!("{HERE}?done=waiting"),
    }))
}

/// Keeps where the owner says that a method can be used, or lets that wait.
///
/// # Errors
/// As [`post_reach`].
pub(crate) async fn reaches(owner: &Owner, id: Id, on: Vec<Id>) -> Result<Saying, Error> {
    let inside = owner.clone();
    let keep = move |tx: &Tx<'_>| say_reach(tx, &inside, id, &on);
    owner.context.app.db.tx(keep).await
}

fn say_reach(tx: &Tx<'_>, owner: &Owner, id: Id, ticked: &[Id]) -> Result<Saying, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    crate::accounts::hold(tx, account)?;
    let kept = Kept::of(tx, app, account)?;
    let method = kept.method(id).ok_or(Error::NotFound)?;
    let holders = kept.holders();
    let ticked: Vec<Id> = holders
        .iter()
        .filter(|holder| ticked.contains(holder))
        .copied()
        .collect();
    let ticked = ticked.as_slice();
    let narrower = holders
        .iter()
        .any(|holder| method.reach.contains(holder) && !ticked.contains(holder));
    // To say where a method is about which nobody said anything is to make it independent of the rest.
    let settles = method.reach.is_empty() && !ticked.is_empty();
    let statement = Statement {
        method: id,
        less: narrower || settles,
        purpose: Purpose::Reach,
        // Things that come until it counts were not asked about.
        details: &format!("{};{}", said::write(ticked), said::write(&holders)),
        name: &kept.name(&app.texts.of(owner.account.language), method),
        back: &format!("{HERE}/methods/{id}"),
    };
    let saying = said::may_say(tx, owner, &statement)?;
    if saying == Saying::Counts {
        let set_on = browsers::settled_holder(tx, account, owner.browser)?;
        keep_reach(
            tx,
            app,
            (&kept, method),
            (ticked, &holders),
            (&By::from(owner), set_on),
        )?;
    }
    Ok(saying)
}

/// All of it is said at once: what is said of one holder changes what is assumed of the others.
fn keep_reach(
    tx: &Tx<'_>,
    app: &App,
    (kept, method): (&Kept, &Method),
    (on, asked): (&[Id], &[Id]),
    (by, set_on): (&By, Option<Id>),
) -> kunci_db::Result<()> {
    let (account, id) = (kept.account, method.id);
    let changed = |holder: &Id| on.contains(holder) != method.reach.contains(holder);
    if asked.iter().any(changed) {
        for holder in asked.iter().copied() {
            authenticators::say_on(tx, account, set_on, (id, holder, on.contains(&holder)))?;
        }
        if method.reach.contains(&id) {
            authenticators::say_on(tx, account, set_on, (id, id, true))?;
        }
        let owner = crate::accounts::get(tx, account)?.ok_or(kunci_db::Error::Missing)?;
        let event = Event::Method {
            change: OfMethod::Said,
            method: id,
            kind: method.kind,
            name: kept.name(&app.texts.of(owner.language), method),
            two: false,
            by: by.clone(),
        };
        notices::tell(tx, app, account, &event)?;
    }
    crate::audit::record(tx, app, account, "reach-said", "owner", method.kind.name())
}

/// Keeps what waited.
pub(super) fn execute<'t>(
    tx: &'t Tx<'_>,
    app: &App,
    permit: Permit<'t, ReplaceMethod>,
    details: &str,
    by: &By,
) -> Result<(), Error> {
    let ReplaceMethod { account, method } = permit.action();
    let kept = Kept::of(tx, app, account)?;
    if let Some(method) = kept.method(method) {
        let (on, asked) = details.split_once(';').unwrap_or((details, ""));
        let said = (said::read(on), said::read(asked));
        keep_reach(tx, app, (&kept, method), (&said.0, &said.1), (by, None))?;
    }
    Ok(())
}
