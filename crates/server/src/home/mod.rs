//! The owner's first page: phones, who is signed in, and the ways back.

mod sessions;

use askama::Template;
use axum::response::Response;

pub use sessions::{end, end_all, forget, get as get_sessions};

use crate::browsers::{self, MaybeOwner, Owner};
use crate::methods::{self, Channel};
use crate::web::{Error, Frame, page, see_other};

#[derive(Template)]
#[template(path = "home/pages/home.html")]
struct HomePage {
    f: Frame,
    name: String,
    devices: usize,
    sessions: usize,
    ways: Vec<String>,
    one_way: bool,
}

/// GET /
///
/// # Errors
/// Of the database.
pub async fn get(MaybeOwner(owner): MaybeOwner) -> Result<Response, Error> {
    let Some(owner) = owner else {
        return Ok(see_other("/signin"));
    };
    let account = owner.account.id;
    let (password, contacts, sessions, devices) = owner
        .context
        .app
        .db
        .view(move |view| {
            let password = methods::password(view, account)?;
            let contacts = methods::contacts(view, account)?;
            let sessions = browsers::list(view, account)?;
            let devices = crate::devices::list(view, account)?;
            Ok::<_, kunci_db::Error>((password, contacts, sessions.len(), devices.len()))
        })
        .await?;
    let ways = ways(&owner, password.as_ref(), &contacts);
    let f = Frame::signed_in(&owner.context);
    page(&HomePage {
        f,
        name: owner.account.name,
        devices,
        sessions,
        ways,
        one_way: contacts.len() < 2,
    })
}

fn ways(
    owner: &Owner,
    password: Option<&methods::Stored>,
    contacts: &[methods::Contact],
) -> Vec<String> {
    let t = &owner.context.text;
    let password = password.map(|stored| t.home_way_password(t.date(stored.set_at, &owner.zone())));
    let contact = |contact: &methods::Contact| match contact.channel {
        Channel::Email => t.home_way_email(contact.masked()),
        Channel::Phone => t.home_way_phone(contact.masked()),
    };
    password
        .into_iter()
        .chain(contacts.iter().map(contact))
        .collect()
}
