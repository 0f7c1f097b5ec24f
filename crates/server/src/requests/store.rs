//! SQL of requests.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::contest::{Contest, State};
use kunci_rules::gate::Kind;
use kunci_rules::{Id, Time};

use super::{About, New, Purpose, Request};

statements! {
    INSERT = "INSERT INTO requests (account_id, request_id, action, device_id, method_id, label, state, created_at, opens_at, session_id, purpose, details)
        VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9, $10, $11)";
    WAITING = "SELECT request_id, action, device_id, method_id, label, created_at, opens_at, session_id, purpose, details FROM requests
        WHERE account_id = $1 AND ended_at IS NULL ORDER BY created_at, request_id LIMIT 500";
    SET_TIME = "UPDATE requests SET opens_at = $3 WHERE account_id = $1 AND request_id = $2 AND ended_at IS NULL";
    pub(super) SWEEP = "DELETE FROM requests WHERE (account_id, request_id) IN
        (SELECT account_id, request_id FROM requests WHERE ended_at < $1 ORDER BY ended_at LIMIT $2) AND ended_at < $1";
    CONTEST = "SELECT state, until, two FROM contests WHERE account_id = $1 AND subject_id = $2";
    CONTESTED = "INSERT INTO contests (account_id, subject_id, state, until, two) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account_id, subject_id) DO UPDATE SET state = excluded.state, until = excluded.until, two = excluded.two";
    pub(super) SWEEP_CONTESTS = "DELETE FROM contests WHERE (account_id, subject_id) IN
        (SELECT account_id, subject_id FROM contests WHERE until < $1 ORDER BY until LIMIT $2) AND until < $1";
    END = "UPDATE requests SET state = $3, ended_at = $4 WHERE account_id = $1 AND request_id = $2 AND ended_at IS NULL";
}

pub(super) fn insert(tx: &Tx<'_>, account: Id, id: Id, new: &New<'_>) -> Result<()> {
    let values = params![
        account,
        id,
        new.about.kind.name(),
        new.about.device,
        new.about.method,
        new.label,
        tx.now(),
        new.opens_at.0,
        new.session,
        new.purpose.tag(),
        new.details
    ];
    tx.exec(&INSERT, values)?;
    Ok(())
}

struct Row {
    id: Id,
    action: String,
    device: Option<Id>,
    method: Option<Id>,
    label: String,
    created: i64,
    opens: i64,
    session: Option<Id>,
    purpose: String,
    details: String,
}
from_row!(Row {
    id,
    action,
    device,
    method,
    label,
    created,
    opens,
    session,
    purpose,
    details
});

pub(super) fn waiting(view: &View<'_>, account: Id) -> Result<Vec<Request>> {
    let rows: Vec<Row> = view.many(&WAITING, params![account])?;
    let request = |row: Row| {
        Some(Request {
            id: row.id,
            about: About {
                kind: Kind::named(&row.action)?,
                device: row.device,
                method: row.method,
            },
            purpose: Purpose::parse(&row.purpose)?,
            details: row.details,
            session: row.session,
            label: row.label,
            created_at: Time(row.created),
            opens_at: Time(row.opens),
        })
    };
    Ok(rows.into_iter().filter_map(request).collect())
}

/// The stable name and the time of a state, where it is kept.
const fn kept(state: State) -> Option<(&'static str, Time)> {
    match state {
        State::Held { until } => Some(("held", until)),
        State::Review { from } => Some(("review", from)),
        State::ShownAgain { from } => Some(("again", from)),
        State::Calm | State::Over => None,
    }
}

pub(super) fn contest(view: &View<'_>, account: Id, subject: Id) -> Result<Option<Contest>> {
    let row: Option<(String, i64, i64)> = view.one(&CONTEST, params![account, subject])?;
    Ok(row.and_then(|(state, time, two)| {
        let time = Time(time);
        let state = match state.as_str() {
            "held" => State::Held { until: time },
            "review" => State::Review { from: time },
            "again" => State::ShownAgain { from: time },
            _ => return None,
        };
        Some(Contest {
            state,
            two: two != 0,
        })
    }))
}

pub(super) fn contested(tx: &Tx<'_>, account: Id, subject: Id, contest: &Contest) -> Result<()> {
    if let Some((state, until)) = kept(contest.state) {
        let values = params![account, subject, state, until.0, i64::from(contest.two)];
        tx.exec(&CONTESTED, values)?;
    }
    Ok(())
}

pub(super) fn set_time(tx: &Tx<'_>, account: Id, id: Id, opens_at: Time) -> Result<()> {
    tx.exec(&SET_TIME, params![account, id, opens_at.0])?;
    Ok(())
}

/// Whether this call is the one that ended it.
pub(super) fn end(tx: &Tx<'_>, account: Id, id: Id, state: &str) -> Result<bool> {
    Ok(tx.exec(&END, params![account, id, state, tx.now()])? == 1)
}
