//! Asking a device to do something.

use kunci_db::{Error, Result, Tx};
use kunci_rules::devices::{CommandEvent, CommandState};
use kunci_rules::gate::{Action, FreeMessage, Locate, LockDevice, Message, Permit, Ring};
use kunci_rules::{Id, Span, Time};
use kunci_wire::command::MAX_MESSAGE;
use kunci_wire::{Ability, Kind, LostMessage, Order, WhyNot};

use super::jobs::EXPIRE;
use super::lost::lost_words;
use super::{Command, store};
use crate::devices;
use crate::jobs::schedule;
use crate::web::Text;

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issued {
    /// It waits for the device's next contact, which may be at once.
    Queued(Id),
    /// The same was asked for already and is not done yet.
    Already(Id),
    /// The device cannot, for this reason (S-110). Nothing was changed.
    Unable(WhyNot),
    /// Its holder lets nobody see it (G8). Nothing was changed.
    Unseen,
    /// There was nothing to do.
    Nothing,
}

/// How long a command may wait for the device (S-112). Looking for a device is for now; locking it and telling its finder
/// whose it is stays right for long.
const fn waits(kind: Kind) -> Span {
    match kind {
        Kind::Locate | Kind::Ring => Span::hours(24),
        Kind::Live => Span::minutes(30),
        Kind::Message | Kind::Lock | Kind::Unlock | Kind::Erase => Span::days(30),
    }
}

/// Makes the device ring.
///
/// # Errors
/// `Missing` if the device is gone; else of the database.
pub fn ring(tx: &Tx<'_>, permit: Permit<'_, Ring>) -> Result<Issued> {
    let Ring { account, device } = permit.action();
    issue(tx, account, device, &Order::Ring)
}

/// Stops the ringing. A ring that has not left is simply taken back.
///
/// # Errors
/// As [`ring`].
pub fn stop_ringing(tx: &Tx<'_>, permit: Permit<'_, Ring>) -> Result<Issued> {
    let Ring { account, device } = permit.action();
    let open = store::open(tx, account, device)?;
    let mut rings = open
        .iter()
        .filter(|command| command.order == Order::Ring)
        .peekable();
    if rings.peek().is_none() {
        return Ok(Issued::Nothing);
    }
    if rings.all(|ring| ring.state == CommandState::Queued) {
        take_back(tx, account, device, |order| *order == Order::Ring)?;
        return Ok(Issued::Nothing);
    }
    issue(tx, account, device, &Order::RingStop)
}

/// Shows the fixed lost message, with a number to call.
///
/// # Errors
/// As [`ring`].
pub fn message(
    tx: &Tx<'_>,
    permit: Permit<'_, Message>,
    t: &Text,
    call: Option<&str>,
) -> Result<Issued> {
    let Message { account, device } = permit.action();
    issue(tx, account, device, &Order::Message(lost_words(t, call)))
}

/// Shows words of the owner's own.
///
/// # Errors
/// `Shape` if there are more than 500 characters; else as [`ring`].
pub fn free_message(
    tx: &Tx<'_>,
    permit: Permit<'_, FreeMessage>,
    message: LostMessage,
) -> Result<Issued> {
    let FreeMessage { account, device } = permit.action();
    if message.text.chars().count() > MAX_MESSAGE {
        return Err(Error::Shape("message".to_owned()));
    }
    issue(tx, account, device, &Order::Message(message))
}

/// Takes the message off the screen.
///
/// # Errors
/// As [`ring`].
pub fn clear_message(tx: &Tx<'_>, permit: Permit<'_, Message>) -> Result<Issued> {
    let Message { account, device } = permit.action();
    issue(tx, account, device, &Order::MessageClear)
}

/// Locks the device's screen, and again after each restart.
///
/// # Errors
/// As [`ring`].
pub fn lock(tx: &Tx<'_>, permit: Permit<'_, LockDevice>) -> Result<Issued> {
    let LockDevice { account, device } = permit.action();
    issue(tx, account, device, &Order::Lock)
}

/// Asks where the device is, now. Only while it may be seen.
///
/// # Errors
/// As [`ring`].
pub fn locate(tx: &Tx<'_>, permit: Permit<'_, Locate>) -> Result<Issued> {
    let Locate { account, device } = permit.action();
    issue(tx, account, device, &Order::Locate)
}

/// Asks the device to report every few seconds until then.
///
/// # Errors
/// As [`ring`].
pub fn live(tx: &Tx<'_>, permit: Permit<'_, Locate>, until: Time) -> Result<Issued> {
    let Locate { account, device } = permit.action();
    let issued = issue(tx, account, device, &Order::Live { until: until.0 })?;
    if matches!(issued, Issued::Queued(_)) {
        devices::set_live(tx, account, device, Some(until))?;
    }
    Ok(issued)
}

/// Takes back a command that has not begun, with a permit for what could have asked for it. `false` if there is no such
/// command or it has begun.
///
/// # Errors
/// Of the database.
pub fn cancel<A: Action>(tx: &Tx<'_>, permit: Permit<'_, A>, command: Id) -> Result<bool> {
    let (account, Some(device)) = (permit.account(), permit.device()) else {
        return Ok(false);
    };
    let found = store::get(tx, account, command)?.filter(|command| command.device == device);
    let Some(found) = found.filter(|command| asks_for(A::KIND).contains(&command.kind())) else {
        return Ok(false);
    };
    let Some(next) = found.state.after(CommandEvent::Cancel) else {
        return Ok(false);
    };
    store::set_state(tx, account, &found, next, None)?;
    changed(tx, account, device)?;
    Ok(true)
}

/// The kinds of command that a permit may issue and take back.
const fn asks_for(action: kunci_rules::gate::Kind) -> &'static [Kind] {
    use kunci_rules::gate::Kind as Asked;
    match action {
        Asked::Ring => &[Kind::Ring],
        Asked::Message | Asked::FreeMessage => &[Kind::Message],
        Asked::LockDevice => &[Kind::Lock],
        Asked::Locate => &[Kind::Locate, Kind::Live],
        _ => &[],
    }
}

/// Writes a command down, once: what waits already is not asked for again, and what it replaces is taken back.
pub(super) fn issue(tx: &Tx<'_>, account: Id, device: Id, order: &Order) -> Result<Issued> {
    let target = devices::get(tx, account, device)?.ok_or(Error::Missing)?;
    let kind = order.kind();
    if let Ability::Unable(why) = target.ability(kind) {
        return Ok(Issued::Unable(why));
    }
    if matches!(kind, Kind::Locate | Kind::Live) && !target.is_visible() {
        return Ok(Issued::Unseen);
    }
    let open = store::open(tx, account, device)?;
    if let Some(same) = open.iter().find(|command| command.order == *order) {
        return Ok(Issued::Already(same.id));
    }
    take_back(tx, account, device, |other| replaces(order, other))?;
    let now = Time(tx.now());
    let command = Command {
        id: tx.id(),
        device,
        order: order.clone(),
        state: CommandState::Queued,
        counter: devices::next_counter(tx, account, device)?,
        created_at: now,
        expires_at: now + waits(kind),
        sent_at: None,
        acknowledged_at: None,
        finished_at: None,
        reason: None,
    };
    store::insert(tx, account, &command)?;
    schedule(tx, EXPIRE, account, command.id, command.expires_at)?;
    changed(tx, account, device)?;
    Ok(Issued::Queued(command.id))
}

/// Whether a waiting `old` command makes no sense any more beside `new`.
fn replaces(new: &Order, old: &Order) -> bool {
    match new {
        Order::Lock | Order::Unlock => matches!(old, Order::Lock | Order::Unlock),
        _ => new.kind() == old.kind(),
    }
}

/// Takes back waiting commands that `which` picks.
pub(super) fn take_back(
    tx: &Tx<'_>,
    account: Id,
    device: Id,
    which: impl Fn(&Order) -> bool,
) -> Result<()> {
    for command in store::open(tx, account, device)?
        .iter()
        .filter(|command| which(&command.order))
    {
        // What was sent may be at work; only the device can tell.
        if command.state == CommandState::Queued {
            store::set_state(tx, account, command, CommandState::Cancelled, None)?;
        }
    }
    changed(tx, account, device)
}

/// After any change: how many wait is noted on the device, and whoever watches it reads again.
pub(super) fn changed(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    let waiting = store::open(tx, account, device)?.len();
    devices::set_waiting(
        tx,
        account,
        device,
        i64::try_from(waiting).unwrap_or(i64::MAX),
    )?;
    tx.wake(devices::topic(device));
    Ok(())
}
