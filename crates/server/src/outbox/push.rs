//! What browsers are told: a row in the same queue as every message, and its way to the browser's push service.

use kunci_db::{Error, Result, Tx};
use kunci_rules::{Id, Time};
use serde::{Deserialize, Serialize};

use super::deliver::{self, Trip};
use super::line::Line;
use super::outcome::Outcome;
use super::store::{self, Row, Shown};
use crate::browsers;
use crate::push::{self, Answer, Kept, Note};
use crate::queues::{self, Lease};
use crate::state::App;

/// A few words for one browser. They are shown on a locked screen: no secret, no place, no name.
#[derive(Clone, Debug)]
pub struct Push {
    /// The account.
    pub account: Id,
    /// The browser that is told.
    pub browser: Id,
    /// What it is about: a newer one takes the place of an older one. Letters, at most 32.
    pub topic: &'static str,
    /// Heading.
    pub title: String,
    /// A sentence.
    pub text: String,
    /// The page that a press opens: a path.
    pub page: String,
    /// When it is of no more use: tries end here, and the push service forgets it.
    pub expires_at: Time,
}

/// The sealed part of a row.
#[derive(Serialize, Deserialize)]
struct Payload {
    browser: Id,
    said: Said,
}

/// What the service worker reads (`web/src/worker.ts`).
#[derive(Serialize, Deserialize)]
struct Said {
    topic: String,
    title: String,
    text: String,
    page: String,
}

pub(super) struct Handover {
    trip: Trip,
    kept: Kept,
    said: Said,
}

/// Queues a push in the caller's transaction. It leaves once that is saved, if the browser is still to be told then.
///
/// # Errors
/// Of the database.
pub fn send(tx: &Tx<'_>, app: &App, push: Push) -> Result<()> {
    let id = tx.id();
    let payload = Payload {
        browser: push.browser,
        said: Said {
            topic: push.topic.to_owned(),
            title: push.title,
            text: push.text,
            page: push.page,
        },
    };
    let plain = serde_json::to_vec(&payload).unwrap_or_default();
    let row = store::New {
        id,
        bucket: queues::bucket(push.account),
        line: Line::Push,
        account: Some(push.account),
        payload: app.keys.seal(&app.random, id.as_bytes(), &plain),
        due_at: Time(tx.now()),
        expires_at: push.expires_at,
    };
    store::insert(tx, &row);
    super::wake(tx);
    Ok(())
}

/// What is to be handed over, or how it ends already.
pub(super) fn begin(
    tx: &Tx<'_>,
    app: &App,
    trip: Trip,
    row: &Row,
) -> Result<std::result::Result<Handover, Outcome>> {
    let plain = app.keys.open(trip.id.as_bytes(), &row.payload);
    let payload = plain.and_then(|plain| serde_json::from_slice::<Payload>(&plain).ok());
    let Some((Payload { browser, said }, account)) = payload.zip(row.account) else {
        tracing::error!(message = %trip.id, "a push cannot be opened: restore the key file that sealed it");
        return Ok(Err(Outcome::Unreadable));
    };
    // It was turned off meanwhile, or its session was ended.
    let kept = match push::of(tx, app, account, browser) {
        Ok(Some(kept)) => kept,
        Ok(None) => return Ok(Err(Outcome::Nobody)),
        Err(Error::Shape(_)) => {
            tracing::error!(message = %trip.id, "a subscription cannot be opened: restore the key file that sealed it");
            return Ok(Err(Outcome::Unreadable));
        }
        Err(other) => return Err(other),
    };
    if app.is_demo() {
        show(tx, app, trip.id, &kept, said)?;
        return Ok(Err(Outcome::Sent));
    }
    Ok(Ok(Handover { trip, kept, said }))
}

/// The demo's way out: onto its inbox page.
fn show(tx: &Tx<'_>, app: &App, id: Id, kept: &Kept, said: Said) -> Result<()> {
    let browser = browsers::get(tx, kept.account, kept.browser)?;
    let link = app.config.server.link(&said.page);
    let shown = Shown {
        id,
        channel: Line::Push.tag().to_owned(),
        to: browser.map(|browser| browser.label).unwrap_or_default(),
        subject: said.title,
        text: format!("{}\n\n{link}", said.text),
        code: None,
        at: Time(tx.now()),
    };
    store::show(tx, &shown)
}

/// Whether the lease still holds.
pub(super) async fn deliver(app: &App, lease: &Lease, handover: &Handover) -> Result<bool> {
    let Handover { trip, kept, said } = handover;
    let note = Note {
        text: serde_json::to_vec(said).unwrap_or_default(),
        life: trip.expires_at - app.now(),
        topic: said.topic.clone(),
    };
    let finish = |outcome| deliver::finish(app, trip.id, Line::Push, outcome);
    match app.post.push.post(app, &kept.subscription, &note).await {
        Answer::Taken => finish(Outcome::Sent).await,
        Answer::Gone => {
            deliver::insist(|| {
                let kept = kept.clone();
                app.db.tx(move |tx| push::gone(tx, &kept))
            })
            .await?;
            finish(Outcome::Gone).await
        }
        Answer::Never => {
            tracing::warn!(message = %trip.id, "a push service refused a push for good");
            finish(Outcome::Refused).await
        }
        Answer::Later(why) => {
            tracing::warn!(message = %trip.id, why, tries = trip.tries, "a push was not taken");
            deliver::put_off(app, lease, trip, Line::Push).await
        }
    }
}
