//! What remains of a device that was removed, and for how long.

use kunci_db::Result;
use kunci_rules::{Id, Span};

use super::store;
use crate::jobs::JobKind;
use crate::state::App;

/// Wipes the track of a device that was removed.
pub const WIPE: JobKind = JobKind {
    tag: "device-wipe",
    run: |app, _, device| Box::pin(async move { app.places.forget(device).await }),
};

/// Forgets a device that was removed.
pub const FORGET: JobKind = JobKind {
    tag: "device-forget",
    run: |app, account, device| Box::pin(forget(app, account, device)),
};

/// A removed device's row is kept this long: notices and commands still speak of it.
pub(super) const KEPT: Span = Span::days(30);

async fn forget(app: App, account: Id, device: Id) -> Result<()> {
    app.db
        .tx(move |tx| store::forget(tx, account, device))
        .await
}
