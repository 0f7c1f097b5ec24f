//! SQL of approvals.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::approval::Class;
use kunci_rules::{Id, Time};

use super::{Approval, For, New, State};
use crate::web::Network;

statements! {
    INSERT = "INSERT INTO approvals (account_id, approval_id, case_id, purpose, browser_id, number, label, network, sent_at, known, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending')";
    SINCE = "SELECT approval_id, case_id, purpose, browser_id, known, number, label, network, sent_at, state, answered_at, answered_by FROM approvals
        WHERE account_id = $1 AND sent_at > $2 ORDER BY sent_at DESC, approval_id DESC LIMIT 20";
    GET = "SELECT approval_id, case_id, purpose, browser_id, known, number, label, network, sent_at, state, answered_at, answered_by FROM approvals
        WHERE account_id = $1 AND approval_id = $2";
    ANSWER = "UPDATE approvals SET state = $3, answered_at = $4, answered_by = $5
        WHERE account_id = $1 AND approval_id = $2 AND state = 'pending'";
    SUPERSEDE = "UPDATE approvals SET state = 'superseded' WHERE account_id = $1 AND approval_id = $2 AND state = 'pending'";
    USE_UP = "UPDATE approvals SET state = 'used' WHERE account_id = $1 AND approval_id = $2 AND state = 'approved'";
    pub(super) SWEEP = "DELETE FROM approvals WHERE (account_id, approval_id) IN
        (SELECT account_id, approval_id FROM approvals WHERE sent_at < $1 ORDER BY sent_at LIMIT $2) AND sent_at < $1";
}

struct Row {
    id: Id,
    case: Id,
    purpose: String,
    browser: Option<Id>,
    known: bool,
    number: i64,
    label: String,
    network: Vec<u8>,
    sent_at: i64,
    state: String,
    answered_at: Option<i64>,
    answered_by: Option<Id>,
}
from_row!(Row {
    id,
    case,
    purpose,
    browser,
    known,
    number,
    label,
    network,
    sent_at,
    state,
    answered_at,
    answered_by
});

impl Row {
    fn approval(self) -> Option<Approval> {
        Some(Approval {
            id: self.id,
            case: self.case,
            purpose: For::parse(&self.purpose)?,
            browser: self.browser,
            class: if self.known {
                Class::Known
            } else {
                Class::Stranger
            },
            number: self.number.try_into().ok()?,
            label: self.label,
            network: Network(self.network.try_into().ok()?),
            sent_at: Time(self.sent_at),
            state: State::parse(&self.state)?,
            answered_at: self.answered_at.map(Time),
            answered_by: self.answered_by,
        })
    }
}

pub(super) fn insert(tx: &Tx<'_>, account: Id, new: &New, number: u8) -> Result<Id> {
    let id = tx.id();
    let values = params![
        account,
        id,
        new.case,
        new.purpose.tag(),
        new.browser,
        i64::from(number),
        new.label.as_str(),
        new.network.0,
        tx.now(),
        new.class == Class::Known
    ];
    tx.exec(&INSERT, values)?;
    Ok(id)
}

/// Those sent after `since`, the newest first.
pub(super) fn since(view: &View<'_>, account: Id, since: Time) -> Result<Vec<Approval>> {
    let rows: Vec<Row> = view.many(&SINCE, params![account, since.0])?;
    Ok(rows.into_iter().filter_map(Row::approval).collect())
}

pub(super) fn get(view: &View<'_>, account: Id, approval: Id) -> Result<Option<Approval>> {
    let row: Option<Row> = view.one(&GET, params![account, approval])?;
    Ok(row.and_then(Row::approval))
}

/// `false`: it was answered before.
pub(super) fn answer(
    tx: &Tx<'_>,
    account: Id,
    approval: Id,
    state: State,
    browser: Id,
) -> Result<bool> {
    let values = params![account, approval, state.tag(), tx.now(), browser];
    Ok(tx.exec(&ANSWER, values)? == 1)
}

pub(super) fn supersede(tx: &Tx<'_>, account: Id, approval: Id) -> Result<()> {
    tx.exec(&SUPERSEDE, params![account, approval])?;
    Ok(())
}

pub(super) fn use_up(tx: &Tx<'_>, account: Id, approval: Id) -> Result<bool> {
    Ok(tx.exec(&USE_UP, params![account, approval])? == 1)
}
