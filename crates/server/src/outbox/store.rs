//! SQL of the outbox.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::{Id, Time};

use super::line::Line;
use super::outcome::Outcome;

statements! {
    DUE_BUCKETS = "SELECT bucket FROM leases WHERE queue = $1 AND until <= $2 AND EXISTS (SELECT 1 FROM outbox
        WHERE outbox.channel = leases.queue AND outbox.bucket = leases.bucket AND outbox.due_at <= $2 AND outbox.finished_at IS NULL)
        ORDER BY until, bucket";
    DUE = "SELECT message_id FROM outbox WHERE channel = $1 AND bucket = $2 AND due_at <= $3 AND finished_at IS NULL
        ORDER BY due_at, message_id LIMIT 32";
    INSERT = "INSERT INTO outbox (message_id, bucket, due_at, state, channel, account_id, payload, tries, gateway, created_at, expires_at)
        VALUES ($1, $2, $3, 'due', $4, $5, $6, 0, 0, $7, $8)";
    ROW = "SELECT state, account_id, payload, tries, gateway, expires_at FROM outbox WHERE message_id = $1 AND finished_at IS NULL";
    COUNT_TRY = "UPDATE outbox SET tries = tries + 1 WHERE message_id = $1 AND finished_at IS NULL";
    GIVE_TO = "UPDATE outbox SET handed_to = $2 WHERE message_id = $1 AND state = 'due'";
    RETRY = "UPDATE outbox SET due_at = $2, handed_to = NULL WHERE message_id = $1 AND state = 'due'";
    AWAIT_REPORT = "UPDATE outbox SET state = 'handed', due_at = $3 WHERE message_id = $1 AND state = 'due' AND handed_to = $2";
    BOUNCE = "UPDATE outbox SET state = 'due', gateway = $3, due_at = $4, handed_to = NULL
        WHERE message_id = $1 AND handed_to = $2 AND finished_at IS NULL";
    HANDED_TO = "SELECT handed_to FROM outbox WHERE message_id = $1 AND finished_at IS NULL";
    FINISH = "UPDATE outbox SET state = $2, outcome = $3, payload = $4, finished_at = $5 WHERE message_id = $1 AND finished_at IS NULL";
    REMEMBER = "INSERT INTO message_references (reference_hash, sent_at) VALUES ($1, $2)
        ON CONFLICT (reference_hash) DO UPDATE SET sent_at = excluded.sent_at";
    REMEMBERED = "SELECT sent_at FROM message_references WHERE reference_hash = $1";
    pub(super) SWEEP_REFERENCES = "DELETE FROM message_references WHERE reference_hash IN
        (SELECT reference_hash FROM message_references WHERE sent_at < $1 ORDER BY sent_at LIMIT $2) AND sent_at < $1";
    SHOW = "INSERT INTO demo_inbox (message_id, channel, recipient, subject, body, code, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (message_id) DO NOTHING";
    SHOWN = "SELECT message_id, channel, recipient, subject, body, code, created_at FROM demo_inbox
        ORDER BY created_at DESC, message_id DESC LIMIT $1";
    pub(super) SWEEP = "DELETE FROM outbox WHERE message_id IN
        (SELECT message_id FROM outbox WHERE finished_at < $1 ORDER BY finished_at LIMIT $2) AND finished_at < $1";
    pub(super) SWEEP_SHOWN = "DELETE FROM demo_inbox WHERE message_id IN
        (SELECT message_id FROM demo_inbox WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
}

/// A new row.
pub(super) struct New {
    pub(super) id: Id,
    pub(super) bucket: i64,
    pub(super) line: Line,
    pub(super) account: Option<Id>,
    pub(super) payload: Vec<u8>,
    pub(super) due_at: Time,
    pub(super) expires_at: Time,
}

/// A row under way.
pub(super) struct Row {
    /// A gateway took it; its report is awaited.
    pub(super) handed: bool,
    pub(super) account: Option<Id>,
    pub(super) payload: Vec<u8>,
    pub(super) tries: i64,
    /// Index of the first gateway that has not bounced it.
    pub(super) gateway: usize,
    pub(super) expires_at: Time,
}

/// A message on the demo's inbox page.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The message's id.
    pub id: Id,
    /// `email`, `sms`, `whatsapp` or `push`.
    pub channel: String,
    /// Address or number; what the browser is.
    pub to: String,
    /// Subject or heading; empty for phone messages.
    pub subject: String,
    /// The text as it would have been sent.
    pub text: String,
    /// The code in it.
    pub code: Option<String>,
    /// When it would have left.
    pub at: Time,
}

pub(super) fn due_buckets(view: &View<'_>, line: Line) -> Result<Vec<i64>> {
    view.many(&DUE_BUCKETS, params![line.tag(), view.now()])
}

pub(super) fn due(view: &View<'_>, line: Line, bucket: i64) -> Result<Vec<Id>> {
    view.many(&DUE, params![line.tag(), bucket, view.now()])
}

pub(super) fn insert(tx: &Tx<'_>, new: &New) {
    let values = params![
        new.id,
        new.bucket,
        new.due_at.0,
        new.line.tag(),
        new.account,
        &new.payload,
        tx.now(),
        new.expires_at.0
    ];
    tx.push(&INSERT, values);
}

/// Notes that a message with this reference was sent then.
pub(super) fn remember(tx: &Tx<'_>, reference: &[u8; 32], at: Time) {
    tx.push(&REMEMBER, params![*reference, at.0]);
}

pub(super) fn remembered(view: &View<'_>, reference: &[u8; 32]) -> Result<Option<Time>> {
    let at: Option<i64> = view.one(&REMEMBERED, params![*reference])?;
    Ok(at.map(Time))
}

pub(super) fn row(view: &View<'_>, id: Id) -> Result<Option<Row>> {
    type Columns = (String, Option<Id>, Vec<u8>, i64, i64, i64);
    let row: Option<Columns> = view.one(&ROW, params![id])?;
    Ok(row.map(
        |(state, account, payload, tries, gateway, expires_at)| Row {
            handed: state == "handed",
            account,
            payload,
            tries,
            gateway: usize::try_from(gateway).unwrap_or(0),
            expires_at: Time(expires_at),
        },
    ))
}

pub(super) fn count_try(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.exec(&COUNT_TRY, params![id])?;
    Ok(())
}

/// Notes which gateway is about to get the message. `false`: it is no longer due.
pub(super) fn give_to(tx: &Tx<'_>, id: Id, gateway: &str) -> Result<bool> {
    Ok(tx.exec(&GIVE_TO, params![id, gateway])? == 1)
}

pub(super) fn retry(tx: &Tx<'_>, id: Id, at: Time) -> Result<()> {
    tx.exec(&RETRY, params![id, at.0])?;
    Ok(())
}

/// Waits for the gateway's report, unless it came first.
pub(super) fn await_report(tx: &Tx<'_>, id: Id, gateway: &str, until: Time) -> Result<bool> {
    Ok(tx.exec(&AWAIT_REPORT, params![id, gateway, until.0])? == 1)
}

/// Makes the message due at the gateway `next`, if `gateway` still had it.
pub(super) fn bounce(tx: &Tx<'_>, id: Id, gateway: &str, next: i64) -> Result<bool> {
    Ok(tx.exec(&BOUNCE, params![id, gateway, next, tx.now()])? == 1)
}

pub(super) fn handed_to(view: &View<'_>, id: Id) -> Result<Option<String>> {
    let row: Option<Option<String>> = view.one(&HANDED_TO, params![id])?;
    Ok(row.flatten())
}

/// Ends the message and wipes its text. `false`: it had ended.
pub(super) fn finish(tx: &Tx<'_>, id: Id, outcome: Outcome) -> Result<bool> {
    let state = if outcome.is_failure() {
        "failed"
    } else {
        "sent"
    };
    Ok(tx.exec(
        &FINISH,
        params![id, state, outcome.tag(), Vec::<u8>::new(), tx.now()],
    )? == 1)
}

pub(super) fn show(tx: &Tx<'_>, shown: &Shown) -> Result<()> {
    let values = params![
        shown.id,
        &shown.channel,
        &shown.to,
        &shown.subject,
        &shown.text,
        &shown.code,
        tx.now()
    ];
    tx.exec(&SHOW, values)?;
    Ok(())
}

pub(super) fn shown(view: &View<'_>, most: u32) -> Result<Vec<Shown>> {
    type Columns = (Id, String, String, String, String, Option<String>, i64);
    let rows: Vec<Columns> = view.many(&SHOWN, params![most])?;
    let one = |(id, channel, to, subject, text, code, at)| Shown {
        id,
        channel,
        to,
        subject,
        text,
        code,
        at: Time(at),
    };
    Ok(rows.into_iter().map(one).collect())
}
