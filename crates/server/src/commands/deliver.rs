//! Handing commands over, and what the device says of them.

use kunci_db::{Result, Tx, View};
use kunci_rules::devices::{CommandEvent, CommandState};
use kunci_rules::{Id, Time};
use kunci_wire::Reason;

use super::issue::changed;
use super::{Command, store};
use crate::accounts;
use crate::state::App;

/// The open commands of a device in the order of their numbers, without those whose time is over.
///
/// # Errors
/// Of the database.
pub fn due(view: &View<'_>, account: Id, device: Id) -> Result<Vec<Command>> {
    let now = Time(view.now());
    let mut open = store::open(view, account, device)?;
    // What the device has begun is asked for again whatever the time: only it can say how that ended.
    open.retain(|command| now < command.expires_at || command.state == CommandState::Acknowledged);
    Ok(open)
}

/// Signs a command for its device. Signing the same command again gives the same bytes.
#[must_use]
pub fn sign(app: &App, command: &Command) -> kunci_wire::Command {
    let (body, kind) = (command.order.body(), command.order.kind().as_str());
    let counter = u64::try_from(command.counter).unwrap_or_default();
    app.keys.signer().command_text(
        command.device,
        command.id,
        kind,
        body,
        counter,
        command.expires_at.0,
    )
}

/// Notes what happened to a command. `false` if it changes nothing: said before, or not this device's command.
///
/// # Errors
/// Of the database.
pub fn note(
    tx: &Tx<'_>,
    account: Id,
    device: Id,
    command: Id,
    event: CommandEvent,
    reason: Option<Reason>,
) -> Result<bool> {
    accounts::hold(tx, account)?;
    let Some(found) = store::get(tx, account, command)?.filter(|command| command.device == device)
    else {
        return Ok(false);
    };
    let Some(next) = found.state.after(event) else {
        return Ok(false);
    };
    store::set_state(tx, account, &found, next, reason)?;
    changed(tx, account, device)?;
    Ok(true)
}
