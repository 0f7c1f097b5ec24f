//! What time does to commands and marks.

use kunci_db::Result;
use kunci_rules::devices::CommandEvent;
use kunci_rules::{Id, Span, Time};

use super::{lapse, note, store};
use crate::jobs::{self, JobKind};
use crate::state::App;

/// Ends a command that waited too long (S-112).
pub const EXPIRE: JobKind = JobKind {
    tag: "command-expire",
    run: |app, account, command| Box::pin(expire(app, account, command)),
};

/// Forgets a command.
pub const FORGET: JobKind = JobKind {
    tag: "command-forget",
    run: |app, account, command| Box::pin(forget(app, account, command)),
};

/// Ends a mark that nobody confirmed within a day.
pub const LAPSE: JobKind = JobKind {
    tag: "mark-lapse",
    run: |app, account, device| Box::pin(end_mark(app, account, device)),
};

/// Commands are kept this long after their time.
const KEPT: Span = Span::days(90);

async fn expire(app: App, account: Id, command: Id) -> Result<()> {
    let act = move |tx: &kunci_db::Tx<'_>| {
        if let Some(found) = store::get(tx, account, command)? {
            note(
                tx,
                account,
                found.device,
                command,
                CommandEvent::Expire,
                None,
            )?;
            jobs::schedule(tx, FORGET, account, command, Time(tx.now()) + KEPT)?;
        }
        Ok(())
    };
    app.db.tx(act).await
}

async fn forget(app: App, account: Id, command: Id) -> Result<()> {
    app.db
        .tx(move |tx| store::forget(tx, account, command))
        .await
}

async fn end_mark(app: App, account: Id, device: Id) -> Result<()> {
    let inside = app.clone();
    app.db
        .tx(move |tx| lapse(tx, &inside, account, device).map(drop))
        .await
}
