//! What can be asked of a device. Each asks the gate, then issues the command; pages and the API come through here.

use kunci_db::{Result, Tx};
use kunci_rules::gate::{Action, Locate, LockDevice, Message, Permit, Reason, Ring, Verdict, Way};
use kunci_rules::{Id, Span, Time};
use kunci_wire::Kind;

use crate::browsers::Owner;
use crate::commands::{self, Issued};
use crate::devices;
use crate::gate::{self, Wanted};
use crate::notices::{self, Event, OfDevice};

/// Live mode lasts this long each time it is asked for: it costs the phone's battery.
const LIVE_FOR: Span = Span::minutes(10);

/// Something to ask of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Make a sound.
    Ring,
    /// Stop the sound.
    Stop,
    /// Show the fixed lost message, with a number to call in E.164 form.
    Message(Option<String>),
    /// Take the message away.
    Clear,
    /// Lock the screen.
    Lock,
    /// Say where it is, now.
    Locate,
    /// Report often for ten minutes.
    Live,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The gate opened, and this is what the device's queue made of it.
    Issued(Issued),
    /// The gate did not open for this.
    Closed(Closed, Wanted),
}

/// A verdict that opens nothing now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// Opens then.
    Wait(Time),
    /// More proofs are needed.
    Prove(Vec<Way>),
    /// Not from here.
    Refuse(Reason),
}

/// The permit, or why there is none.
pub(crate) fn opened<A: Action>(verdict: Verdict<'_, A>) -> Result<Permit<'_, A>, Closed> {
    match verdict {
        Verdict::Open(permit) => Ok(permit),
        Verdict::Wait { until } => Err(Closed::Wait(until)),
        Verdict::Prove(ways) => Err(Closed::Prove(ways)),
        Verdict::Refuse(reason) => Err(Closed::Refuse(reason)),
    }
}

/// Asks a device to do something.
///
/// # Errors
/// `Missing` if it is not the owner's; else of the database.
pub(crate) fn ask(tx: &Tx<'_>, owner: &Owner, device: Id, verb: &Verb) -> Result<Asked> {
    let (app, account) = (&owner.context.app, owner.account.id);
    let name = devices::get(tx, account, device)?
        .ok_or(kunci_db::Error::Missing)?
        .name;
    let t = app.texts.of(owner.account.language);
    let issued = match verb {
        Verb::Ring => permitted(tx, owner, Ring { account, device }, |permit| {
            commands::ring(tx, permit)
        }),
        Verb::Stop => permitted(tx, owner, Ring { account, device }, |permit| {
            commands::stop_ringing(tx, permit)
        }),
        Verb::Message(call) => permitted(tx, owner, Message { account, device }, |permit| {
            commands::message(tx, permit, &t, call.as_deref())
        }),
        Verb::Clear => permitted(tx, owner, Message { account, device }, |permit| {
            commands::clear_message(tx, permit)
        }),
        Verb::Lock => permitted(tx, owner, LockDevice { account, device }, |permit| {
            commands::lock(tx, permit)
        }),
        Verb::Locate => permitted(tx, owner, Locate { account, device }, |permit| {
            commands::locate(tx, permit)
        }),
        Verb::Live => permitted(tx, owner, Locate { account, device }, |permit| {
            commands::live(tx, permit, Time(tx.now()) + LIVE_FOR)
        }),
    }?;
    let told = match verb {
        Verb::Message(_) => Some(OfDevice::MessageShown),
        Verb::Lock => Some(OfDevice::Locked),
        _ => None,
    };
    if let (Some(change), Asked::Issued(Issued::Queued(_))) = (told, &issued) {
        let event = Event::of_device(change, device, &name, owner);
        notices::tell(tx, app, account, &event)?;
    }
    Ok(issued)
}

fn permitted<'t, A: Action>(
    tx: &'t Tx<'_>,
    owner: &Owner,
    action: A,
    issue: impl FnOnce(Permit<'t, A>) -> Result<Issued>,
) -> Result<Asked> {
    match opened(gate::ask(tx, &owner.context.app, &owner.asker(), action)?) {
        Ok(permit) => issue(permit).map(Asked::Issued),
        Err(closed) => Ok(Asked::Closed(closed, Wanted::of(&action))),
    }
}

/// Takes a command back that has not begun, by the same right that could ask for it. `Some(false)`: it has begun.
///
/// # Errors
/// `Missing` if there is no such command on a device of the owner; else of the database.
pub(crate) fn cancel(
    tx: &Tx<'_>,
    owner: &Owner,
    device: Id,
    command: Id,
) -> Result<Result<bool, (Closed, Wanted)>> {
    let account = owner.account.id;
    let listed = commands::list(tx, account, device)?;
    let found = listed.iter().find(|listed| listed.id == command);
    match found.ok_or(kunci_db::Error::Missing)?.kind() {
        Kind::Ring => take_back(tx, owner, Ring { account, device }, command),
        Kind::Message => take_back(tx, owner, Message { account, device }, command),
        Kind::Lock => take_back(tx, owner, LockDevice { account, device }, command),
        Kind::Locate | Kind::Live => take_back(tx, owner, Locate { account, device }, command),
        Kind::Unlock | Kind::Erase => Ok(Ok(false)),
    }
}

fn take_back<A: Action>(
    tx: &Tx<'_>,
    owner: &Owner,
    action: A,
    command: Id,
) -> Result<Result<bool, (Closed, Wanted)>> {
    match opened(gate::ask(tx, &owner.context.app, &owner.asker(), action)?) {
        Ok(permit) => commands::cancel(tx, permit, command).map(Ok),
        Err(closed) => Ok(Err((closed, Wanted::of(&action)))),
    }
}
