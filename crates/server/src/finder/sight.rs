//! What the gate lets the asker see of a device. Every look is recorded, and told at most once an hour (G8).

use kunci_db::{Result, Tx, View};
use kunci_rules::devices::State;
use kunci_rules::gate::{Locate, Reason, Verdict, Way};
use kunci_rules::{Id, Time};
use kunci_wire::Watcher;

use crate::browsers::Owner;
use crate::commands::{self, Command};
use crate::devices::{self, Device};
use crate::notices::{self, Event, OfDevice};
use crate::web::Error;
use crate::{accounts, gate};

/// Whether the place of a device may be seen now, by whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Yes, and this look is recorded.
    Open,
    /// From then on.
    Wait(Time),
    /// After more proofs: the ways, simplest first.
    Prove(Vec<Way>),
    /// Not from here.
    Refused(Reason),
    /// Its holder lets nobody see it since then (G8).
    Stopped(Time),
}

/// A device as one look found it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The device; without its place unless `sight` is open.
    pub(crate) device: Device,
    /// Its state word (S-105).
    pub(crate) state: State,
    /// Whether its place may be seen.
    pub(crate) sight: Sight,
    /// Who can see it, with the look before this one.
    pub(crate) watchers: Vec<Watcher>,
    /// Its last commands, newest first.
    pub(crate) commands: Vec<Command>,
}

/// Looks at every device of the owner.
///
/// # Errors
/// Of the database.
pub(crate) async fn look_at_all(owner: &Owner) -> Result<Vec<Seen>, Error> {
    let asker = owner.clone();
    let look = move |tx: &Tx<'_>| {
        accounts::hold(tx, asker.account.id)?;
        let devices = devices::list(tx, asker.account.id)?;
        devices
            .into_iter()
            .map(|device| look(tx, &asker, device))
            .collect::<Result<Vec<_>>>()
    };
    Ok(owner.context.app.db.tx(look).await?)
}

/// Looks at one device.
///
/// # Errors
/// `NotFound` if it is not the owner's; else of the database.
pub(crate) async fn look_at(owner: &Owner, device: Id) -> Result<Seen, Error> {
    let asker = owner.clone();
    let look = move |tx: &Tx<'_>| {
        accounts::hold(tx, asker.account.id)?;
        let device = devices::get(tx, asker.account.id, device)?.ok_or(kunci_db::Error::Missing)?;
        look(tx, &asker, device)
    };
    Ok(owner.context.app.db.tx(look).await?)
}

fn look(tx: &Tx<'_>, owner: &Owner, device: Device) -> Result<Seen> {
    let watchers = devices::watchers(tx, &device)?;
    let sight = ask(tx, owner, &device)?;
    Ok(Seen {
        commands: commands::list(tx, device.account, device.id)?,
        state: device.state(Time(tx.now())),
        device: if sight == Sight::Open {
            device
        } else {
            without_place(device)
        },
        sight,
        watchers,
    })
}

/// Reads a device again between two looks of one stream, whose last one was open. `None` if it is gone.
///
/// # Errors
/// Of the database.
pub(super) fn glance(view: &View<'_>, account: Id, device: Id) -> Result<Option<Seen>> {
    let Some(device) = devices::get(view, account, device)? else {
        return Ok(None);
    };
    let stopped = device.watch_stopped.filter(|_| !device.is_visible());
    let sight = stopped.map_or(Sight::Open, Sight::Stopped);
    Ok(Some(Seen {
        commands: commands::list(view, account, device.id)?,
        state: device.state(Time(view.now())),
        device: if sight == Sight::Open {
            device
        } else {
            without_place(device)
        },
        sight,
        watchers: Vec::new(),
    }))
}

/// Asks the gate; an open answer is a look.
fn ask(tx: &Tx<'_>, owner: &Owner, device: &Device) -> Result<Sight> {
    let app = &owner.context.app;
    let action = Locate {
        account: device.account,
        device: device.id,
    };
    Ok(match gate::ask(tx, app, &owner.asker(), action)? {
        Verdict::Open(permit) => {
            if let Some(since) = device.watch_stopped.filter(|_| !device.is_visible()) {
                return Ok(Sight::Stopped(since));
            }
            if devices::look(tx, &permit)? {
                let event = Event::of_device(OfDevice::Looked, device.id, &device.name, owner);
                notices::tell(tx, app, device.account, &event)?;
            }
            Sight::Open
        }
        Verdict::Wait { until } => Sight::Wait(until),
        Verdict::Prove(ways) => Sight::Prove(ways),
        Verdict::Refuse(reason) => Sight::Refused(reason),
    })
}

/// What may not be seen does not leave here, so that no page can show it by mistake.
fn without_place(device: Device) -> Device {
    Device {
        fix: None,
        fix_received: None,
        ..device
    }
}
