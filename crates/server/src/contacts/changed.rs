//! A contact that its owner no longer has: the new one first, then the old one goes.

use askama::Template;
use axum::response::Response;
use kunci_db::View;
use kunci_rules::Id;

use crate::browsers::Owner;
use crate::methods::{self, Contact};
use crate::security;
use crate::web::form::Path;
use crate::web::{Error, Frame, page};

#[derive(Template)]
#[template(path = "contacts/pages/changed.html")]
struct ChangedPage {
    f: Frame,
    id: Id,
    masked: String,
    /// When it goes, and until when it comes back.
    when: String,
    /// How long it still hears of everything.
    told: String,
    /// The other contacts, masked: with one of them, the old one may go.
    others: Vec<String>,
}

/// GET /account/contacts/{id}/changed
///
/// # Errors
/// `NotFound` if the account has no such contact.
pub async fn get(owner: Owner, Path(id): Path<Id>) -> Result<Response, Error> {
    let account = owner.account.id;
    let read = move |view: &View<'_>| methods::contacts(view, account);
    let contacts = owner.context.app.db.view(read).await?;
    let (old, others): (Vec<Contact>, Vec<Contact>) =
        contacts.into_iter().partition(|contact| contact.id == id);
    let old = old.first().ok_or(Error::NotFound)?;
    page(&ChangedPage {
        f: Frame::signed_in(&owner.context),
        id,
        masked: old.masked(),
        when: security::removed_when(&owner),
        told: owner.context.text.lasts(methods::TOLD_FOR),
        others: others.iter().map(Contact::masked).collect(),
    })
}
