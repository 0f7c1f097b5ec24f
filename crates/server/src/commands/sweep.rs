//! What time does to commands and marks, every minute.

use std::pin::pin;
use std::time::Duration;

use kunci_db::{Error, Result};
use kunci_rules::{Span, Time};

use super::state::Event;
use super::{lapse, note, store};
use crate::devices;
use crate::state::App;

/// Ended commands are kept this long.
const KEPT: Span = Span::days(90);

/// Ends commands that waited too long and marks that nobody confirmed, and forgets old commands. Returns how many ended.
/// Each is decided again under its account's head, so two nodes may do this at once.
///
/// # Errors
/// Of the database.
pub async fn run(app: &App) -> Result<usize> {
    let (overdue, lapsing) = app
        .db
        .view(|view| Ok::<_, Error>((store::overdue(view)?, devices::lapsing(view)?)))
        .await?;
    let mut ended = 0;
    for (account, device, command) in overdue {
        let expired = app
            .db
            .tx(move |tx| note(tx, account, device, command, Event::Expired, None))
            .await?;
        ended += usize::from(expired);
    }
    for (account, device) in lapsing {
        ended += usize::from(app.db.tx(move |tx| lapse(tx, account, device)).await?);
    }
    app.db
        .tx(|tx| store::forget(tx, Time(tx.now()) - KEPT))
        .await?;
    Ok(ended)
}

/// Runs every minute until `stop`.
pub async fn run_until(app: App, stop: impl Future<Output = ()> + Send) {
    let mut stop = pin!(stop);
    loop {
        if let Err(error) = run(&app).await {
            tracing::warn!(%error, "commands could not be swept; in a minute again");
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(Duration::from_secs(60)) => {}
        }
    }
}
