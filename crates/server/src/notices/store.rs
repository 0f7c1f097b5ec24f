//! SQL of notices.

use kunci_db::{Error, Result, Tx, View, params, statements};
use kunci_rules::{Id, Span, Time};

use super::{Event, Notice, Objection, Objector, Speaker, Topic};

statements! {
    INSERT = "INSERT INTO notices (account_id, notice_id, kind, details, created_at) VALUES ($1, $2, $3, $4, $5)";
    INSERT_LINK = "INSERT INTO notice_links (link_hash, account_id, notice_id, contact_id, created_at) VALUES ($1, $2, $3, $4, $5)";
    RECENT = "SELECT notice_id, details, created_at, denied_at FROM notices
        WHERE account_id = $1 ORDER BY created_at DESC, notice_id DESC LIMIT 20";
    BETWEEN = "SELECT notice_id, details, created_at, denied_at FROM notices
        WHERE account_id = $1 AND created_at > $2 AND created_at < $3 AND denied_at IS NULL ORDER BY created_at DESC, notice_id DESC LIMIT 200";
    LINK = "SELECT account_id, notice_id, contact_id, objected_at, outcome, outcome_until FROM notice_links WHERE link_hash = $1";
    OBJECT = "UPDATE notice_links SET objected_at = $2, outcome = $3, outcome_until = $4 WHERE link_hash = $1 AND objected_at IS NULL";
    GET = "SELECT notice_id, details, created_at, denied_at FROM notices WHERE account_id = $1 AND notice_id = $2";
    DENIALS = "SELECT CAST(COUNT(*) AS BIGINT) FROM notices WHERE account_id = $1 AND denied_at > $2
        AND kind IN ('recovery_started', 'recovery_waiting', 'password_reset')";
    DENIALS_OF_REQUESTS = "SELECT CAST(COUNT(*) AS BIGINT) FROM notices
        WHERE account_id = $1 AND denied_at > $2 AND kind = 'request_waiting'";
    OFF = "SELECT topic, contact_id FROM alerts_off WHERE account_id = $1 ORDER BY topic, contact_id";
    OFF_OF = "SELECT contact_id FROM alerts_off WHERE account_id = $1 AND topic = $2";
    CLEAR_OFF = "DELETE FROM alerts_off WHERE account_id = $1";
    ADD_OFF = "INSERT INTO alerts_off (account_id, topic, contact_id) VALUES ($1, $2, $3)";
    DENIED = "SELECT notices.kind, accounts.two_step, CAST(COUNT(*) AS BIGINT) FROM notices
        JOIN accounts ON accounts.account_id = notices.account_id
        WHERE notices.denied_at > $1 AND notices.kind IN ('new_sign_in', 'password_reset', 'recovery_waiting')
        GROUP BY notices.kind, accounts.two_step ORDER BY notices.kind, accounts.two_step";
    DENY = "UPDATE notices SET denied_at = $3 WHERE account_id = $1 AND notice_id = $2 AND denied_at IS NULL";
    pub(super) SWEEP = "DELETE FROM notices WHERE (account_id, notice_id) IN
        (SELECT account_id, notice_id FROM notices WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
    pub(super) SWEEP_LINKS = "DELETE FROM notice_links WHERE link_hash IN
        (SELECT link_hash FROM notice_links WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
}

type Row = (Id, String, i64, Option<i64>);

fn notice(account: Id, (id, details, at, denied_at): Row) -> Result<Notice> {
    let event: Event =
        serde_json::from_str(&details).map_err(|error| Error::Shape(format!("notice: {error}")))?;
    Ok(Notice {
        id,
        account,
        event,
        at: Time(at),
        denied_at: denied_at.map(Time),
    })
}

pub(super) fn insert(tx: &Tx<'_>, notice: &Notice) -> Result<()> {
    let details = serde_json::to_string(&notice.event)
        .map_err(|error| Error::Shape(format!("notice: {error}")))?;
    tx.exec(
        &INSERT,
        params![
            notice.account,
            notice.id,
            notice.event.name(),
            details,
            notice.at.0
        ],
    )?;
    Ok(())
}

pub(super) fn insert_link(
    tx: &Tx<'_>,
    notice: &Notice,
    contact: Id,
    hash: &[u8; 32],
) -> Result<()> {
    tx.exec(
        &INSERT_LINK,
        params![*hash, notice.account, notice.id, contact, notice.at.0],
    )?;
    Ok(())
}

pub(super) fn recent(view: &View<'_>, account: Id) -> Result<Vec<Notice>> {
    let rows: Vec<Row> = view.many(&RECENT, params![account])?;
    rows.into_iter().map(|row| notice(account, row)).collect()
}

pub(super) fn between(
    view: &View<'_>,
    account: Id,
    after: Time,
    before: Time,
) -> Result<Vec<Notice>> {
    let rows: Vec<Row> = view.many(&BETWEEN, params![account, after.0, before.0])?;
    rows.into_iter().map(|row| notice(account, row)).collect()
}

pub(super) fn get(view: &View<'_>, account: Id, id: Id) -> Result<Option<Notice>> {
    let row: Option<Row> = view.one(&GET, params![account, id])?;
    row.map(|row| notice(account, row)).transpose()
}

pub(super) fn of_link(view: &View<'_>, hash: [u8; 32]) -> Result<Option<(Notice, Objector)>> {
    type Link = (Id, Id, Id, Option<i64>, String, Option<i64>);
    let Some(link) = view.one::<Link>(&LINK, params![hash])? else {
        return Ok(None);
    };
    let (account, id, contact, objected, what, until) = link;
    let objector = Objector {
        speaker: Speaker::Contact(contact),
        objection: objected.map(|_| Objection {
            what,
            until: until.map(Time),
        }),
        link: Some(hash),
    };
    Ok(get(view, account, id)?.map(|notice| (notice, objector)))
}

pub(super) fn object(tx: &Tx<'_>, link: &[u8; 32], objection: &Objection) -> Result<()> {
    let until = objection.until.map(|until| until.0);
    let values = params![*link, tx.now(), objection.what.as_str(), until];
    tx.exec(&OBJECT, values)?;
    Ok(())
}

/// Whether this call is the one that denied it.
pub(super) fn deny(tx: &Tx<'_>, notice: &Notice) -> Result<bool> {
    Ok(tx.exec(&DENY, params![notice.account, notice.id, tx.now()])? == 1)
}

pub(super) fn denials(
    view: &View<'_>,
    notice: &Notice,
    after: Time,
    recovery: bool,
) -> Result<i64> {
    let statement = if recovery {
        &DENIALS
    } else {
        &DENIALS_OF_REQUESTS
    };
    let values = params![notice.account, after.0];
    let row: Option<(i64,)> = view.one(statement, values)?;
    Ok(row.map_or(0, |(n,)| n))
}

pub(super) fn off(view: &View<'_>, account: Id) -> Result<Vec<(Topic, Id)>> {
    let rows: Vec<(String, Id)> = view.many(&OFF, params![account])?;
    Ok(rows
        .into_iter()
        .filter_map(|(tag, contact)| Some((Topic::parse(&tag)?, contact)))
        .collect())
}

pub(super) fn off_of(view: &View<'_>, account: Id, topic: Topic) -> Result<Vec<Id>> {
    let rows: Vec<(Id,)> = view.many(&OFF_OF, params![account, topic.tag()])?;
    Ok(rows.into_iter().map(|(contact,)| contact).collect())
}

pub(super) fn set_off(tx: &Tx<'_>, account: Id, off: &[(Topic, Id)]) -> Result<()> {
    tx.exec(&CLEAR_OFF, params![account])?;
    for (topic, contact) in off {
        tx.exec(&ADD_OFF, params![account, topic.tag(), *contact])?;
    }
    Ok(())
}

pub(super) fn denied(view: &View<'_>) -> Result<Vec<(String, bool, i64)>> {
    let since = Time(view.now()) - Span::days(90);
    view.many(&DENIED, params![since.0])
}
