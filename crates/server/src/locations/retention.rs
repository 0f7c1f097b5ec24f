//! Dropping weeks, and saving from them what is kept longer.

use std::pin::pin;
use std::time::Duration;

use kunci_db::Result;
use kunci_rules::devices::kept_from;
use kunci_rules::{Id, Time};

use super::places::DROPS;
use super::week::Week;
use crate::devices;
use crate::state::App;

/// Drops the weeks that are over, after copying out what is kept longer, and lets go of copies that are kept no longer.
/// Returns how many weeks went. Doing it twice, or on two nodes at once, does no harm: weeks that are over never change.
///
/// # Errors
/// Of the databases.
pub async fn run(app: &App) -> Result<usize> {
    let now = app.now();
    let over: Vec<Week> = app
        .places
        .weeks()
        .await?
        .into_iter()
        .filter(|week| now >= week.ends() + DROPS)
        .collect();
    let Some(newest) = over.last().copied() else {
        return Ok(0);
    };
    let mut after = (Id::nil(), Id::nil());
    loop {
        let page = app.db.view(move |view| devices::every(view, after)).await?;
        let Some(last) = page.last() else { break };
        after = (last.account, last.id);
        let kept = page.iter().filter_map(|device| {
            Some((
                device.id,
                kept_from(device.last_contact, device.missing_since)?,
            ))
        });
        let kept: Vec<(Id, Time)> = kept.collect();
        for (device, from) in kept.iter().filter(|(_, from)| *from < newest.ends()) {
            for week in over.iter().filter(|week| week.ends() > *from) {
                app.places.keep(*week, *device, *from).await?;
            }
        }
        app.places.let_go(kept).await?;
    }
    for week in &over {
        app.places.drop_week(*week).await?;
    }
    Ok(over.len())
}

/// Runs every hour until `stop`.
pub async fn run_until(app: App, stop: impl Future<Output = ()> + Send) {
    let mut stop = pin!(stop);
    loop {
        match run(&app).await {
            Ok(0) => {}
            Ok(weeks) => tracing::info!(weeks, "old locations were dropped"),
            Err(error) => {
                tracing::warn!(%error, "old locations could not be dropped; in an hour again");
            }
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(Duration::from_secs(3_600)) => {}
        }
    }
}
