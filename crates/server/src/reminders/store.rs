//! SQL of reminders.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::{Id, Time};

use super::{Card, Reminders};

statements! {
    ENSURE = "INSERT INTO reminders (account_id, reminded_at) VALUES ($1, $2) ON CONFLICT (account_id) DO NOTHING";
    GET = "SELECT checkup_seen_at, checkup_later_at, second_step_later_at, reminded_at FROM reminders WHERE account_id = $1";
    SEEN = "UPDATE reminders SET checkup_seen_at = $2 WHERE account_id = $1";
    CHECKUP_LATER = "UPDATE reminders SET checkup_later_at = $2 WHERE account_id = $1";
    SECOND_STEP_LATER = "UPDATE reminders SET second_step_later_at = $2 WHERE account_id = $1";
    REMINDED = "UPDATE reminders SET reminded_at = $2 WHERE account_id = $1";
}

pub(super) struct Row {
    seen_at: Option<i64>,
    later_at: Option<i64>,
    second_step_later_at: Option<i64>,
    reminded_at: i64,
}
from_row!(Row {
    seen_at,
    later_at,
    second_step_later_at,
    reminded_at
});

impl Row {
    pub(super) fn reminders(&self) -> Reminders {
        Reminders {
            seen_at: self.seen_at.map(Time),
            later_at: self.later_at.map(Time),
            second_step_later_at: self.second_step_later_at.map(Time),
        }
    }

    pub(super) const fn reminded_at(&self) -> Time {
        Time(self.reminded_at)
    }
}

/// A row for an account that has none yet; its year begins now.
pub(super) fn ensure(tx: &Tx<'_>, account: Id) -> Result<()> {
    tx.exec(&ENSURE, params![account, tx.now()])?;
    Ok(())
}

pub(super) fn get(view: &View<'_>, account: Id) -> Result<Option<Row>> {
    view.one(&GET, params![account])
}

pub(super) fn seen(tx: &Tx<'_>, account: Id) -> Result<()> {
    tx.exec(&SEEN, params![account, tx.now()])?;
    Ok(())
}

pub(super) fn later(tx: &Tx<'_>, account: Id, card: Card) -> Result<()> {
    let statement = match card {
        Card::Checkup => &CHECKUP_LATER,
        Card::SecondStep => &SECOND_STEP_LATER,
    };
    tx.exec(statement, params![account, tx.now()])?;
    Ok(())
}

pub(super) fn reminded(tx: &Tx<'_>, account: Id) -> Result<()> {
    tx.exec(&REMINDED, params![account, tx.now()])?;
    Ok(())
}
