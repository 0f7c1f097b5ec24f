//! A device was heard of. Every adapter comes through here.

use kunci_db::{Result, Tx};
use kunci_rules::{Id, Time};

use crate::accounts;
use crate::devices::{self, Fix, Known, Report};
use crate::jobs::{self, JobKind};
use crate::notices::{self, By, Event, OfDevice};
use crate::state::App;

/// Tells the owner that a device is connected again, as was asked for. Apart, because a device's report must not hold its
/// account.
pub const CONNECTED: JobKind = JobKind {
    tag: "device-connected",
    run: |app, account, device| Box::pin(tell(app, account, device)),
};

/// Notes that a device was heard of, with the newest of its fixes; whoever wants to know is told, once.
///
/// # Errors
/// Of the database.
pub fn heard(tx: &Tx<'_>, device: &Known, report: &Report, newest: Option<&Fix>) -> Result<()> {
    if devices::heard(tx, device, report, newest)? {
        let now = Time(tx.now());
        jobs::schedule(tx, CONNECTED, device.account, device.id, now)?;
    }
    Ok(())
}

async fn tell(app: App, account: Id, device: Id) -> Result<()> {
    let inside = app.clone();
    let tell = move |tx: &Tx<'_>| {
        match accounts::hold(tx, account) {
            Err(kunci_db::Error::Missing) => return Ok(()),
            held => held?,
        }
        let Some(found) = devices::get(tx, account, device)? else {
            return Ok(());
        };
        let nobody = By {
            session: None,
            label: String::new(),
        };
        let event = Event::of_device(OfDevice::Connected, device, &found.name, nobody);
        notices::tell(tx, &inside, account, &event)
    };
    app.db.tx(tell).await
}
