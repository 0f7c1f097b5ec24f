//! The owner's first page: phones, who is signed in, and the ways back.

mod sessions;

use askama::Template;
use axum::response::Response;
use kunci_db::View;
use kunci_rules::gate::{Method, MethodKind};

pub use sessions::{end, end_all, forget, get as get_sessions};

use crate::browsers::{self, MaybeOwner, Owner};
use crate::methods;
use crate::security::Kept;
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
    /// What changed before a recovery was not looked through yet (AR-17).
    review: bool,
}

/// GET /
///
/// # Errors
/// Of the database.
pub async fn get(MaybeOwner(owner): MaybeOwner) -> Result<Response, Error> {
    let Some(owner) = owner else {
        return Ok(see_other("/signin"));
    };
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| {
        let kept = Kept::of(view, &app, account)?;
        let password = methods::password(view, account)?;
        let sessions = browsers::list(view, account)?.len();
        let devices = crate::devices::list(view, account)?.len();
        let review = crate::recovery::pending(view, account)?;
        Ok::<_, kunci_db::Error>((kept, password, sessions, devices, review))
    };
    let (kept, password, sessions, devices, review) = owner.context.app.db.view(read).await?;
    let ways = ways(&owner, password.as_ref(), &kept);
    let f = Frame::signed_in(&owner.context);
    page(&HomePage {
        f,
        name: owner.account.name,
        devices,
        sessions,
        ways,
        review,
        one_way: kept.ways_back() < 2,
    })
}

fn ways(owner: &Owner, password: Option<&methods::Stored>, kept: &Kept) -> Vec<String> {
    let t = &owner.context.text;
    let password = password.map(|stored| t.home_way_password(t.date(stored.set_at, &owner.zone())));
    let lasting =
        |method: &&Method| !matches!(method.kind, MethodKind::Password | MethodKind::Approval);
    let other = |method: &Method| match method.kind {
        MethodKind::Email => t.home_way_email(kept.name(t, method)),
        MethodKind::Phone => t.home_way_phone(kept.name(t, method)),
        kind => t.ways_labelled(crate::ways::kind(t, kind), kept.name(t, method)),
    };
    let others = kept.methods().iter().filter(lasting).map(other);
    password.into_iter().chain(others).collect()
}
