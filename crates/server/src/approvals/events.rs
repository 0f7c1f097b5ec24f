//! GET /account/events: what waits for an approval, for the script of every page of a signed-in owner.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::sse::Event;
use axum::response::{IntoResponse as _, Response};
use kunci_db::View;
use kunci_rules::Id;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::waiting;
use crate::accounts;
use crate::browsers::{self, Owner};
use crate::streams::{self, Outlet};
use crate::web::Error;

/// Proves to both ends that the line stands; another node's wake may stay there, so each beat reads again.
const BEAT: Duration = Duration::from_secs(15);

/// GET /account/events
///
/// # Errors
/// `TooMany` where too many follow already; else of the database.
pub async fn get(owner: Option<Owner>) -> Result<Response, Error> {
    // Nothing is asked here: a browser does not come back after this answer.
    let Some((owner, browser)) = owner.and_then(|owner| owner.browser.map(|id| (owner, id))) else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    let app = &owner.context.app;
    // Watched before the first read, so that nothing happens in between unseen.
    let woken = app.bus.watch(accounts::topic(owner.account.id));
    let seat = app
        .streams
        .seat(owner.account.id, owner.context.network)
        .ok_or(Error::TooMany(60))?;
    let (outlet, response) = streams::open();
    tokio::spawn(async move {
        follow(&owner, browser, &outlet, woken).await;
        drop(seat);
    });
    Ok(response)
}

/// Sends the address of what waits whenever it changes, and nothing for nothing. However it ends, the browser comes back.
async fn follow(owner: &Owner, browser: Id, outlet: &Outlet, mut woken: watch::Receiver<u64>) {
    let app = &owner.context.app;
    let (account, session) = (owner.account.id, owner.session);
    let read = move |view: &View<'_>| {
        let asked = waiting(view, account, (browser, session))?;
        Ok::<_, kunci_db::Error>(browsers::stands(view, account, session)?.then_some(asked))
    };
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beats.tick().await;
    let mut said = None;
    loop {
        let Ok(Some(asked)) = app.db.view(read).await else {
            return;
        };
        let event = if said == Some(asked) {
            Event::default().comment("")
        } else {
            let address = asked.map(|id| format!("/account/approve/{id}"));
            let data = serde_json::json!({ "address": address });
            Event::default().event("asked").data(data.to_string())
        };
        said = Some(asked);
        if outlet.send(event).is_err() {
            return;
        }
        tokio::select! {
            () = outlet.gone() => return,
            () = app.stop.asked() => return,
            changed = woken.changed() => if changed.is_err() { return },
            _ = beats.tick() => {}
        }
    }
}
