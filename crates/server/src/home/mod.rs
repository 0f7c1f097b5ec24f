//! The owner's first page: phones, who is signed in, and the ways back.

mod sessions;

use askama::Template;
use axum::response::Response;
use kunci_db::View;
use kunci_rules::Id;
use kunci_rules::gate::{Method, MethodKind};
use serde::Deserialize;

pub use sessions::{end, end_all, forget, get as get_sessions};
pub(crate) use sessions::{end_others, forget_browser};

use crate::browsers::{self, MaybeOwner, Owner};
use crate::checkup::Cards;
use crate::closing;
use crate::methods;
use crate::notices::{self, Notice};
use crate::numbers;
use crate::recovery;
use crate::ways::Kept;
use crate::web::form::Query;
use crate::web::{Error, Frame, page, see_other};

#[derive(Template)]
#[template(path = "home/pages/home.html")]
struct HomePage {
    f: Frame,
    name: String,
    asked: Asked,
    /// A number was just proved again.
    proved: bool,
    devices: usize,
    sessions: i64,
    ways: Vec<String>,
    one_way: bool,
    card: Cards,
    /// What changed before a recovery was not looked through yet (AR-17).
    review: bool,
    /// Recoveries that are under way: their notices, and in words.
    recovering: Vec<(Id, String)>,
}

/// What the owner is asked first.
struct Asked {
    /// Numbers that may be somebody else's soon: is it still theirs?
    numbers: Vec<numbers::Question>,
    /// When the account will be closed, and the request that can be taken back.
    closing: Option<(String, Id)>,
}

async fn asked(owner: &Owner) -> Result<Asked, Error> {
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let read = move |view: &View<'_>| {
        let numbers = numbers::questions(view, &app, account)?;
        Ok::<_, kunci_db::Error>((numbers, closing::waiting(view, account)?))
    };
    let (numbers, closing) = owner.context.app.db.view(read).await?;
    let (t, zone) = (&owner.context.text, owner.zone());
    Ok(Asked {
        numbers,
        closing: closing.map(|request| (t.day_and_hour(request.opens_at, &zone), request.id)),
    })
}

/// What was just done.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// GET /
///
/// # Errors
/// Of the database.
pub async fn get(
    MaybeOwner(owner): MaybeOwner,
    Query(query): Query<Done>,
) -> Result<Response, Error> {
    let Some(owner) = owner else {
        return Ok(see_other("/signin"));
    };
    let (app, account) = (owner.context.app.clone(), owner.account.id);
    let about = (account, owner.account.two_step);
    let text = owner.context.text.clone();
    let read = move |view: &View<'_>| {
        let kept = Kept::of(view, &app, account)?;
        let password = methods::password(view, account)?;
        let card = Cards::of(view, &app, about, (&text, &kept))?;
        let sessions = i64::try_from(browsers::list(view, account)?.len()).unwrap_or(i64::MAX);
        let devices = crate::devices::list(view, account)?.len();
        let recovering = recovery::told(view, account)?;
        let review = recovery::pending(view, account)?;
        Ok::<_, kunci_db::Error>((
            kept,
            password,
            (sessions, devices),
            card,
            (recovering, review),
        ))
    };
    let (kept, password, (sessions, devices), card, (recovering, review)) =
        owner.context.app.db.view(read).await?;
    let (t, zone) = (&owner.context.text, owner.zone());
    let told = |notice: &Notice| (notice.id, notices::words(t, &zone, &notice.event).title);
    let ways = ways(&owner, password.as_ref(), &kept);
    let f = Frame::signed_in(&owner.context);
    page(&HomePage {
        f,
        asked: asked(&owner).await?,
        proved: query.done == "number",
        recovering: recovering.iter().map(told).collect(),
        name: owner.account.name,
        devices,
        sessions,
        ways,
        review,
        one_way: kept.ways_back() < 2,
        card,
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
