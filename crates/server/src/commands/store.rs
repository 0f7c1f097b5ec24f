//! SQL of commands.

use kunci_db::{Error, Result, Tx, View, from_row, params, statements};
use kunci_rules::devices::CommandState;
use kunci_rules::{Id, Time};
use kunci_wire::{Order, Reason};

use super::Command;

statements! {
    LIST = "SELECT command_id, device_id, kind, body, state, counter, created_at, expires_at, sent_at, acknowledged_at, finished_at, reason
        FROM commands WHERE account_id = $1 AND device_id = $2 ORDER BY counter DESC LIMIT 20";
    OPEN = "SELECT command_id, device_id, kind, body, state, counter, created_at, expires_at, sent_at, acknowledged_at, finished_at, reason
        FROM commands WHERE account_id = $1 AND device_id = $2 AND finished_at IS NULL ORDER BY counter LIMIT 100";
    GET = "SELECT command_id, device_id, kind, body, state, counter, created_at, expires_at, sent_at, acknowledged_at, finished_at, reason
        FROM commands WHERE account_id = $1 AND command_id = $2";
    INSERT = "INSERT INTO commands (account_id, command_id, device_id, kind, body, state, counter, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    SET_STATE = "UPDATE commands SET state = $3, sent_at = COALESCE(sent_at, $4), acknowledged_at = COALESCE(acknowledged_at, $5),
        finished_at = $6, reason = $7 WHERE account_id = $1 AND command_id = $2";
    FORGET = "DELETE FROM commands WHERE account_id = $1 AND command_id = $2";
}

struct Row {
    id: Id,
    device: Id,
    kind: String,
    body: String,
    state: String,
    counter: i64,
    created_at: i64,
    expires_at: i64,
    sent_at: Option<i64>,
    acknowledged_at: Option<i64>,
    finished_at: Option<i64>,
    reason: Option<String>,
}
from_row!(Row {
    id,
    device,
    kind,
    body,
    state,
    counter,
    created_at,
    expires_at,
    sent_at,
    acknowledged_at,
    finished_at,
    reason
});

impl Row {
    fn command(self) -> Result<Command> {
        let bad = |what: &str| Error::Shape(format!("{what} of a command"));
        Ok(Command {
            id: self.id,
            device: self.device,
            order: Order::parse(&self.kind, &self.body).map_err(|_| bad("order"))?,
            state: CommandState::parse(&self.state).ok_or_else(|| bad("state"))?,
            counter: self.counter,
            created_at: Time(self.created_at),
            expires_at: Time(self.expires_at),
            sent_at: self.sent_at.map(Time),
            acknowledged_at: self.acknowledged_at.map(Time),
            finished_at: self.finished_at.map(Time),
            reason: self
                .reason
                .and_then(|word| serde_json::from_value(serde_json::Value::String(word)).ok()),
        })
    }
}

fn commands(rows: Vec<Row>) -> Result<Vec<Command>> {
    rows.into_iter().map(Row::command).collect()
}

/// Newest first.
pub(super) fn list(view: &View<'_>, account: Id, device: Id) -> Result<Vec<Command>> {
    commands(view.many(&LIST, params![account, device])?)
}

/// In the order of their numbers.
pub(super) fn open(view: &View<'_>, account: Id, device: Id) -> Result<Vec<Command>> {
    commands(view.many(&OPEN, params![account, device])?)
}

pub(super) fn get(view: &View<'_>, account: Id, command: Id) -> Result<Option<Command>> {
    let row: Option<Row> = view.one(&GET, params![account, command])?;
    row.map(Row::command).transpose()
}

pub(super) fn insert(tx: &Tx<'_>, account: Id, command: &Command) -> Result<()> {
    let (kind, body, state) = (
        command.kind().as_str(),
        command.order.body(),
        command.state.name(),
    );
    let times = (command.created_at.0, command.expires_at.0);
    let values = params![
        account,
        command.id,
        command.device,
        kind,
        body,
        state,
        command.counter,
        times.0,
        times.1
    ];
    tx.exec(&INSERT, values)?;
    Ok(())
}

/// A command that turns out to be at work after it was taken back is open again.
pub(super) fn set_state(
    tx: &Tx<'_>,
    account: Id,
    command: &Command,
    state: CommandState,
    reason: Option<Reason>,
) -> Result<()> {
    let now = tx.now();
    let at = |holds: bool| holds.then_some(now);
    let (sent, acknowledged, finished) = (
        at(state == CommandState::Sent),
        at(state == CommandState::Acknowledged),
        at(state.is_over()),
    );
    let reason = reason.and_then(|reason| {
        serde_json::to_value(reason)
            .ok()?
            .as_str()
            .map(str::to_owned)
    });
    tx.exec(
        &SET_STATE,
        params![
            account,
            command.id,
            state.name(),
            sent,
            acknowledged,
            finished,
            reason
        ],
    )?;
    Ok(())
}

pub(super) fn forget(tx: &Tx<'_>, account: Id, command: Id) -> Result<()> {
    tx.exec(&FORGET, params![account, command])?;
    Ok(())
}
