//! Setting an authenticator app up.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::codes::{self, Digits};
use kunci_rules::gate::MethodKind;
use kunci_rules::totp::{self, Code, judge};
use kunci_rules::{Id, Time};
use serde::Deserialize;

use super::code::matched;
use super::store;
use crate::authenticators::{self, Adding, New};
use crate::authenticators::{LONGEST_NAME, read_name};
use crate::browsers::{self, Owner};
use crate::notices::{self, By, Event, OfMethod};
use crate::ways;
use crate::web::{Error, Form, Frame, form_page, qr, see_other};
use crate::{audit, gate};

/// This page.
const HERE: &str = "/account/security/totp";

/// The value of "another phone".
pub(crate) const OTHER: &str = "other";

#[derive(Template)]
#[template(path = "totp/pages/add.html")]
struct AddPage {
    f: Frame,
    /// The secret as a picture, as a link that opens the app, and in groups of letters.
    qr: String,
    link: String,
    letters: String,
    typed: Typed,
    longest: usize,
    /// The phones and browsers of the account: value, name, and whether it is the one in hand.
    places: Vec<(String, String, bool)>,
    errors: Errors,
}

/// The form.
#[derive(Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) place: String,
    #[serde(default)]
    pub(crate) code: String,
}

/// What is said beside each field.
#[derive(Default)]
pub(crate) struct Errors {
    pub(crate) name: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) code: Option<String>,
}

/// What came of a code.
pub(crate) enum Confirmed {
    /// The app counts from now on.
    Added(Id),
    /// Something that was typed is wrong.
    Wrong(Errors),
    /// No secret waits in this session, or it waited for too long.
    Gone,
}

/// The permit, or what to do first.
fn allowed<'t>(tx: &'t Tx<'_>, owner: &Owner) -> Result<Adding<'t>, Error> {
    gate::to_add(tx, owner, HERE)
}

/// GET /account/security/totp
///
/// # Errors
/// `ProveFirst` unless the sign-in is fresh; of the database.
pub async fn get(owner: Owner) -> Result<Response, Error> {
    begin(&owner).await?;
    let typed = Typed {
        place: place_in_hand(&owner).await?,
        ..Typed::default()
    };
    show(&owner, typed, Errors::default()).await
}

/// Makes a secret for this session, unless one waits for its first code already.
///
/// # Errors
/// As [`get`].
pub(crate) async fn begin(owner: &Owner) -> Result<(), Error> {
    let app = &owner.context.app;
    let fresh = app.random.bytes::<20>();
    let sealed = app.keys.seal(&app.random, &bound_to(owner), &fresh);
    let inside = owner.clone();
    let begin = move |tx: &Tx<'_>| {
        allowed(tx, &inside).map(drop)?;
        let (account, session) = (inside.account.id, inside.session);
        if secret(tx, &inside)?.is_none() {
            store::keep(tx, account, session, &sealed)?;
        }
        Ok::<_, Error>(())
    };
    app.db.tx(begin).await
}

/// The phone in hand, if this is one: most people set the app up where they are.
async fn place_in_hand(owner: &Owner) -> Result<String, Error> {
    let (account, Some(browser)) = (owner.account.id, owner.browser) else {
        return Ok(String::new());
    };
    let read = move |view: &View<'_>| browsers::get(view, account, browser);
    let here = owner.context.app.db.view(read).await?;
    let phone = here.filter(browsers::Browser::may_be_phone);
    Ok(phone.map_or_else(String::new, |here| here.holder().simple().to_string()))
}

/// To what the sealed secret belongs.
fn bound_to(owner: &Owner) -> Vec<u8> {
    let (account, session) = (owner.account.id, owner.session);
    [b"totp", &account.as_bytes()[..], session.as_bytes()].concat()
}

/// The secret that waits for its first code.
fn secret(view: &View<'_>, owner: &Owner) -> Result<Option<Vec<u8>>, Error> {
    let sealed = store::get(view, owner.account.id, owner.session)?;
    let keys = &owner.context.app.keys;
    Ok(sealed.and_then(|sealed| keys.open(&bound_to(owner), &sealed)))
}

/// An app that waits for its first code.
pub(crate) struct Setup {
    /// The secret as apps read it: base 32.
    pub(crate) letters: String,
    /// The same as a link that opens an app.
    pub(crate) link: String,
    /// The phones and browsers of the account, with their names.
    pub(crate) places: Vec<(Id, String)>,
    /// The one in hand.
    here: Option<Id>,
}

/// What waits in this session, if anything does.
///
/// # Errors
/// Of the database.
pub(crate) async fn waiting(owner: &Owner) -> Result<Option<Setup>, Error> {
    let inside = owner.clone();
    let read = move |view: &View<'_>| {
        let t = &inside.context.text;
        let holders = ways::holders(view, &inside.context.app, t, inside.account.id)?;
        let here = match inside.browser {
            Some(id) => browsers::get(view, inside.account.id, id)?,
            None => None,
        };
        let here = here.map(|browser| browser.holder());
        Ok::<_, Error>((secret(view, &inside)?, holders, here))
    };
    let (secret, places, here) = owner.context.app.db.view(read).await?;
    Ok(secret.map(|secret| {
        let letters = codes::base32(&secret);
        Setup {
            link: link(&owner.context.app.config.brand.name, owner, &letters),
            letters,
            places,
            here,
        }
    }))
}

async fn show(owner: &Owner, typed: Typed, errors: Errors) -> Result<Response, Error> {
    let Some(setup) = waiting(owner).await? else {
        return Ok(see_other(HERE));
    };
    let here = setup.here;
    let wrong = !(errors.name.is_none() && errors.place.is_none() && errors.code.is_none());
    let place = |(id, name): (Id, String)| (id.simple().to_string(), name, Some(id) == here);
    form_page(
        wrong,
        &AddPage {
            f: Frame::signed_in(&owner.context),
            qr: qr::picture(&setup.link)?,
            link: setup.link,
            letters: grouped(&setup.letters),
            typed,
            longest: LONGEST_NAME,
            places: setup.places.into_iter().map(place).collect(),
            errors,
        },
    )
}

/// The letters in groups of four, for typing.
fn grouped(letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

/// What apps read: whose codes these are, and the secret. Period, digits and hash are every app's own defaults.
fn link(brand: &str, owner: &Owner, letters: &str) -> String {
    let (brand, name) = (escaped(brand), escaped(&owner.account.name));
    format!("otpauth://totp/{brand}:{name}?secret={letters}&issuer={brand}")
}

/// For addresses.
fn escaped(text: &str) -> String {
    let one = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(one).collect()
}

/// POST /account/security/totp
///
/// # Errors
/// `ProveFirst` unless the sign-in is fresh; of the database.
pub async fn post(owner: Owner, Form(typed): Form<Typed>) -> Result<Response, Error> {
    match confirmed(&owner, &typed).await? {
        Confirmed::Added(_) if owner.is_regaining() => Ok(see_other("/account/regained?done=totp")),
        Confirmed::Added(_) => Ok(see_other("/account/security?done=totp")),
        Confirmed::Wrong(errors) => show(&owner, typed, errors).await,
        Confirmed::Gone => Ok(see_other(HERE)),
    }
}

/// Adds the app whose secret waits, once it shows a right code.
///
/// # Errors
/// As [`post`].
pub(crate) async fn confirmed(owner: &Owner, typed: &Typed) -> Result<Confirmed, Error> {
    let t = &owner.context.text;
    let name = read_name(&typed.name);
    let place = Id::try_parse(&typed.place).ok();
    let code = codes::parse_digits(Digits::Six, &typed.code);
    let errors = Errors {
        name: name.is_none().then(|| t.security_name_bad()),
        place: (place.is_none() && typed.place != OTHER).then(|| t.totp_place_bad()),
        code: code.is_none().then(|| t.totp_code_shape()),
    };
    let (Some(name), Some(code), None) = (name, code, &errors.place) else {
        return Ok(Confirmed::Wrong(errors));
    };
    let inside = owner.clone();
    let confirm = move |tx: &Tx<'_>| confirm(tx, &inside, &name, place, &code);
    owner.context.app.db.tx(confirm).await
}

fn confirm(
    tx: &Tx<'_>,
    owner: &Owner,
    name: &str,
    place: Option<Id>,
    typed: &str,
) -> Result<Confirmed, Error> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let permit = allowed(tx, owner)?;
    let Some(secret) = secret(tx, owner)? else {
        return Ok(Confirmed::Gone);
    };
    let now = Time(tx.now());
    // The owner has just signed in, and nothing was accepted of this app before.
    let Code::Accepted(step) = judge(matched(&secret, typed, now), None, false, now) else {
        return Ok(Confirmed::Wrong(Errors {
            code: Some(owner.context.text.totp_code_wrong()),
            ..Errors::default()
        }));
    };
    let new = New {
        id: tx.id(),
        kind: MethodKind::Totp,
        label: name,
        secret: &secret,
        step,
        set_on: browsers::settled_holder(tx, account, owner.browser)?,
    };
    let event = Event::Method {
        change: OfMethod::Added,
        method: new.id,
        kind: MethodKind::Totp,
        name: name.to_owned(),
        two: permit.grounds().two(),
        by: By::from(owner),
    };
    notices::tell(tx, app, account, &event)?;
    let sure = permit.grounds().two();
    authenticators::add(tx, app, permit, &new)?;
    // A phone that the account does not know stays unnamed: then nobody knows where the app is, and it is independent of nothing.
    let holders = ways::holders(tx, app, &owner.context.text, account)?;
    let place = holders
        .iter()
        .map(|(id, _)| *id)
        .find(|id| Some(*id) == place);
    let here = match owner.browser {
        Some(browser) => browsers::get(tx, account, browser)?.map(|known| known.holder()),
        None => None,
    };
    for holder in totp::holders(place, here, sure) {
        authenticators::say(tx, account, new.id, holder, true)?;
    }
    audit::record(tx, app, account, "method-added", "owner", "totp")?;
    store::end(tx, account, owner.session)?;
    Ok(Confirmed::Added(new.id))
}
