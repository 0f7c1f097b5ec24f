//! Adding a passkey.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use kunci_rules::gate::MethodKind;
use kunci_rules::passkeys::{Attachment, Kept, Made};
use serde::Deserialize;

use super::answer::{self, Bytes};
use super::ceremony::{self, Act};
use super::challenge::{Answered, For};
use super::cose::Key;
use super::credential::{self, Credential, transports};
use super::options::Prompt;
use super::page::Wrong;
use super::store;
use crate::authenticators::{self, Adding, Authenticator};
use crate::browsers::{self, Owner};
use crate::notices::{self, By, Event, OfMethod};
use crate::secret::sha256;
use crate::web::{Error, Form, Frame, form_page, see_other};
use crate::{accounts, audit, gate};

const HERE: &str = "/account/security/passkeys";

/// Longest name of one.
const LONGEST: usize = 40;

#[derive(Template)]
#[template(path = "passkeys/pages/add.html")]
struct AddPage {
    f: Frame,
    name: String,
    longest: usize,
    prompt: Option<Prompt>,
    /// Those there are: name, when it was added, when it was last used.
    have: Vec<(String, String, String)>,
    name_error: Option<String>,
    error: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub struct Add {
    #[serde(default)]
    name: String,
    #[serde(default)]
    answer: String,
}

/// The permit, or what to do first.
fn allowed<'t>(tx: &'t Tx<'_>, owner: &Owner) -> Result<Adding<'t>, Error> {
    gate::to_add(tx, owner, HERE)
}

/// GET /account/security/passkeys
///
/// # Errors
/// `ProveFirst` unless the sign-in is fresh.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    may_add(&owner).await?;
    let name = owner.context.label.clone();
    show(&owner, name, None, None).await
}

/// Whether the owner may add one now.
///
/// # Errors
/// As [`get`].
pub(crate) async fn may_add(owner: &Owner) -> Result<(), Error> {
    let asker = owner.clone();
    let ask = move |tx: &Tx<'_>| allowed(tx, &asker).map(drop);
    owner.context.app.db.tx(ask).await
}

/// What the browser in hand is asked for, and all methods of the account; nothing to ask where the site can have no passkeys.
///
/// # Errors
/// Of the database.
pub(crate) async fn prompt(owner: &Owner) -> Result<(Option<Prompt>, Vec<Authenticator>), Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| {
        let all = authenticators::list(view, account)?;
        let these = credential::of(view, &app, account)?;
        let login = accounts::identifiers(view, account)?.into_iter().next();
        Ok::<_, kunci_db::Error>((all, these, login))
    };
    let (all, these, login) = owner.context.app.db.view(read).await?;
    let display = owner.account.name.as_str();
    let login = login.map_or_else(|| display.to_owned(), |login| login.value().to_owned());
    let of = For::Adding(owner.session);
    let prompt = Prompt::make(&owner.context, of, account, (&login, display), &these);
    Ok((prompt, all))
}

async fn show(
    owner: &Owner,
    name: String,
    name_error: Option<String>,
    wrong: Option<Wrong>,
) -> Result<Response, Error> {
    let (prompt, all) = prompt(owner).await?;
    let (context, t) = (&owner.context, &owner.context.text);
    let shown = AddPage {
        f: Frame::signed_in(context),
        name,
        longest: LONGEST,
        prompt,
        have: all
            .iter()
            .filter(|one| one.kind == MethodKind::Passkey)
            .map(|one| row(owner, one))
            .collect(),
        name_error,
        error: wrong.map(|wrong| wrong.text(t)),
    };
    let wrong = shown.name_error.is_some() || shown.error.is_some();
    let response = form_page(wrong, &shown)?;
    Ok(Prompt::remember(shown.prompt.as_ref(), response, context))
}

fn row(owner: &Owner, one: &Authenticator) -> (String, String, String) {
    let (t, now) = (&owner.context.text, owner.context.now);
    let used = if one.proved_at > one.added_at {
        t.security_used(t.ago(one.proved_at, now))
    } else {
        t.security_never_used()
    };
    let added = t.passkey_added(t.date(one.added_at, &owner.zone()));
    (one.label.clone(), added, used)
}

/// POST /account/security/passkeys
///
/// # Errors
/// `ProveFirst` unless the sign-in is fresh; of the database.
pub async fn post(owner: Owner, Form(form): Form<Add>) -> Result<Response, Error> {
    match added(&owner, &form.name, &form.answer).await? {
        Added::Done(_) if owner.is_regaining() => Ok(see_other("/account/regained?done=passkey")),
        Added::Done(_) => Ok(see_other("/account/security?done=passkey")),
        Added::Name(error) => show(&owner, form.name, Some(error), None).await,
        Added::Answer(wrong) => {
            let name = form.name.trim().to_owned();
            show(&owner, name, None, Some(wrong)).await
        }
    }
}

/// What came of it.
pub(crate) enum Added {
    /// It counts from now on.
    Done(Id),
    /// The name is none: why.
    Name(String),
    /// The browser's answer is not taken.
    Answer(Wrong),
}

/// Adds the passkey of which the browser in hand says this, as JSON.
///
/// # Errors
/// As [`post`].
pub(crate) async fn added(owner: &Owner, name: &str, answer: &str) -> Result<Added, Error> {
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return Ok(Added::Name(owner.context.text.security_name_bad()));
    }
    let (inside, read) = (owner.clone(), read(owner, answer));
    let add = move |tx: &Tx<'_>| add(tx, &inside, &name, &read);
    Ok(match owner.context.app.db.tx(add).await? {
        Ok(id) => Added::Done(id),
        Err(wrong) => Added::Answer(wrong),
    })
}

/// A new passkey whose answer is right.
struct Fresh {
    credential: Credential,
    kept: Kept,
    answered: Answered,
}

fn read(owner: &Owner, answer: &str) -> Result<Fresh, Wrong> {
    let made: answer::Made = serde_json::from_str(answer).map_err(|_| Wrong::Other)?;
    let of = For::Adding(owner.session);
    let answered = ceremony::client(&owner.context, Act::Create, of, &made.response.client)?;
    let bytes = made.response.authenticator_data().ok_or(Wrong::Other)?;
    let data = ceremony::authenticator(&owner.context, &bytes)?;
    let new = data
        .new
        .filter(|new| new.id == made.id.0)
        .ok_or(Wrong::Other)?;
    Key::parse(new.key).ok_or(Wrong::Other)?;
    let transports = transports(&made.response.transports);
    let in_device = transports.iter().any(|t| t == "internal" || t == "hybrid");
    let attachment = match made.authenticator_attachment.as_deref() {
        Some("platform") => Some(Attachment::Platform),
        Some("cross-platform") => Some(Attachment::CrossPlatform),
        _ => None,
    };
    let facts = Made {
        backup_eligible: data.backup_eligible,
        attachment,
        in_device,
    };
    Ok(Fresh {
        credential: Credential {
            id: Bytes(new.id.to_vec()),
            key: Bytes(new.key.to_vec()),
            counter: data.counter,
            backup_eligible: data.backup_eligible,
            transports,
        },
        kept: facts.kept(),
        answered,
    })
}

fn add(
    tx: &Tx<'_>,
    owner: &Owner,
    label: &str,
    read: &Result<Fresh, Wrong>,
) -> Result<Result<Id, Wrong>, Error> {
    let permit = allowed(tx, owner)?;
    let fresh = match read {
        Ok(fresh) => fresh,
        Err(wrong) => return Ok(Err(*wrong)),
    };
    let (app, account, id) = (&owner.context.app, owner.account.id, tx.id());
    if !store::answer(tx, &fresh.answered)? {
        return Ok(Err(Wrong::Late));
    }
    if !store::insert(tx, &sha256(&fresh.credential.id.0), account, id)? {
        return Ok(Err(Wrong::Taken));
    }
    // Before it counts: all who were there before hear of it.
    let event = Event::Method {
        change: OfMethod::Added,
        method: id,
        kind: MethodKind::Passkey,
        name: label.to_owned(),
        two: permit.grounds().two(),
        by: By::from(owner),
    };
    notices::tell(tx, app, account, &event)?;
    let new = authenticators::New {
        id,
        kind: MethodKind::Passkey,
        label,
        secret: &fresh.credential.write()?,
        step: 0,
        set_on: browsers::settled_holder(tx, account, owner.browser)?,
    };
    let sure = permit.grounds().two();
    authenticators::add(tx, app, permit, &new)?;
    for holder in fresh.kept.holders(id, holder_in_hand(tx, owner)?, sure) {
        authenticators::say(tx, account, id, holder, true)?;
    }
    audit::record(
        tx,
        app,
        account,
        "passkey-added",
        "owner",
        &owner.context.label,
    )?;
    Ok(Ok(id))
}

/// What the browser in hand goes by; nothing on a borrowed phone.
fn holder_in_hand(view: &View<'_>, owner: &Owner) -> kunci_db::Result<Option<Id>> {
    match owner.browser {
        Some(browser) => {
            let known = browsers::get(view, owner.account.id, browser)?;
            Ok(known.map(|known| known.holder()))
        }
        None => Ok(None),
    }
}
