//! What a proved contact leads to, and how to go on from there.

use askama::Template;
use axum::response::Response;
use kunci_db::{Tx, View};
use kunci_rules::Id;
use serde::Deserialize;

use super::{Case, of_browser, store};
use crate::accounts::{self, Identifier, Kind};
use crate::browsers::{self, Shown};
use crate::methods::{self, Channel, Contact};
use crate::recovery;
use crate::signin;
use crate::web::{Context, Error, Form, Frame, Token, page, see_other};

#[derive(Template)]
#[template(path = "names/pages/found.html")]
struct FoundPage {
    f: Frame,
    rows: Vec<Row>,
}

/// One account, as the page shows it.
pub struct Row {
    /// Its id.
    pub id: Id,
    /// Its owner's name; nothing where the number may be somebody else's by now.
    pub name: Option<String>,
    /// Its account names; other contacts than the proved one are masked.
    pub names: Vec<String>,
    /// The name, shown in full, with which sign-in can go on.
    pub login: Option<String>,
}

/// One account that has the proved contact.
struct Found {
    account: accounts::Account,
    contact: Contact,
    identifiers: Vec<Identifier>,
    /// It shows nothing but the contact itself.
    shut: bool,
}

impl Found {
    /// The name with which sign-in goes on: the proved contact itself, or an account name; never another contact.
    fn login(&self) -> Option<&Identifier> {
        let same = |name: &&Identifier| name.value() == self.contact.value;
        let plain = |name: &&Identifier| name.kind() == Kind::Name && !self.shut;
        let names = || self.identifiers.iter();
        names().find(same).or_else(|| names().find(plain))
    }

    fn row(&self) -> Row {
        let shown = |name: &Identifier| match name.kind() {
            _ if name.value() == self.contact.value => Some(name.value().to_owned()),
            _ if self.shut => None,
            Kind::Name => Some(name.value().to_owned()),
            Kind::Email => Some(methods::masked(Channel::Email, name.value())),
            Kind::Phone => Some(methods::masked(Channel::Phone, name.value())),
        };
        Row {
            id: self.account.id,
            name: (!self.shut).then(|| self.account.name.clone()),
            names: self.identifiers.iter().filter_map(shown).collect(),
            login: self.login().map(|name| name.value().to_owned()),
        }
    }
}

/// The accounts that have the contact now.
fn load(view: &View<'_>, context: &Context, case: &Case) -> kunci_db::Result<Vec<Found>> {
    let stale_after = context.app.policy.holds.stale_number;
    let mut found = Vec::new();
    for (id, contact) in methods::contacts_of_value(view, case.channel(), case.contact.value())? {
        let contacts = methods::contacts(view, id)?;
        let contact = contacts.into_iter().find(|known| known.id == contact);
        let (Some(account), Some(contact)) = (accounts::get(view, id)?, contact) else {
            continue;
        };
        let standing = browsers::standing(view, id, &context.browser_tokens(), context.now)?;
        found.push(Found {
            identifiers: accounts::identifiers(view, id)?,
            shut: contact.may_be_sold(stale_after, context.now) && !standing.is_known(),
            account,
            contact,
        });
    }
    Ok(found)
}

async fn proved(context: &Context) -> Result<Option<Case>, Error> {
    let case = of_browser(context).await?;
    Ok(case.filter(|case| case.shows(context.now)))
}

/// GET /forgot/name/found
///
/// # Errors
/// Of the database.
pub async fn get(context: Context) -> Result<Response, Error> {
    let Some(case) = proved(&context).await? else {
        return Ok(see_other("/forgot/name/code"));
    };
    page(&FoundPage {
        f: Frame::new(&context),
        rows: rows(&context, case).await?,
    })
}

/// What the contact of a proved case leads to now.
///
/// # Errors
/// Of the database.
pub async fn rows(context: &Context, case: Case) -> Result<Vec<Row>, Error> {
    let inside = context.clone();
    let read = move |view: &View<'_>| load(view, &inside, &case);
    let found = context.app.db.view(read).await?;
    Ok(found.iter().map(Found::row).collect())
}

/// Which account, and what for.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    account: String,
    #[serde(default)]
    to: String,
}

/// POST /forgot/name/go: to the sign-in form with the name filled in, or to a new password with the proof that was shown.
///
/// # Errors
/// Of the database.
pub async fn post(context: Context, Form(form): Form<Chosen>) -> Result<Response, Error> {
    let (Some(case), Ok(account)) = (proved(&context).await?, Id::try_parse(&form.account)) else {
        return Ok(see_other("/forgot/name/code"));
    };
    let to = if form.to == "password" {
        Go::Password
    } else {
        Go::SignIn
    };
    match go(&context, case, account, to).await? {
        Next::Gone => Ok(see_other("/forgot/name/found")),
        Next::SignIn(name) => signin::named(&context, &name),
        Next::Recover(token) => Ok(recovery::resumed(&context, &token)),
    }
}

/// Where someone goes on from a name that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// To sign in.
    SignIn,
    /// To a new password.
    Password,
}

/// What follows.
pub enum Next {
    /// The contact does not lead there, or not any more.
    Gone,
    /// Sign-in with this name.
    SignIn(String),
    /// The recovery of this token.
    Recover(Token),
}

/// Goes on with one of the accounts to which a proved case leads.
///
/// # Errors
/// Of the database; `TooMany` where that proof has begun too many.
pub async fn go(context: &Context, case: Case, account: Id, to: Go) -> Result<Next, Error> {
    let (inside, secret) = (context.clone(), context.app.random.bytes());
    let go = move |tx: &Tx<'_>| {
        let found = load(tx, &inside, &case)?;
        let Some(found) = found.into_iter().find(|found| found.account.id == account) else {
            return Ok(Next::Gone);
        };
        if to == Go::Password {
            return recover(tx, &inside, &case, &found, secret).map(Next::Recover);
        }
        let name = found.login().map(|name| name.value().to_owned());
        Ok::<_, Error>(name.map_or(Next::Gone, Next::SignIn))
    };
    context.app.db.tx(go).await
}

/// A recovery that begins with the proof of this contact, shown when it was.
fn recover(
    tx: &Tx<'_>,
    context: &Context,
    case: &Case,
    found: &Found,
    secret: [u8; 16],
) -> Result<Token, Error> {
    let account = found.account.id;
    accounts::hold(tx, account)?;
    let standing = browsers::standing(tx, account, &context.browser_tokens(), context.now)?;
    let shown = Shown {
        kind: case.channel().method(),
        method: Some(found.contact.id),
        browser: standing.id(),
        at: case.proved_at.unwrap_or(context.now),
    };
    let token = recovery::begin_with(
        tx,
        context,
        (account, &case.contact),
        (case.id, &shown),
        secret,
    )?;
    // One proof begins one recovery.
    store::unprove(tx, case.id)?;
    Ok(token)
}
