//! SQL of the lock ledger.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::locks::Cause;
use kunci_rules::{Id, Span, Time};

use super::{Lock, New, Subject};

statements! {
    INSERT = "INSERT INTO locks (account_id, lock_id, subject, subject_id, cause, rule, placed_at, first_at, tries, places, own, lifts_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    ACTIVE = "SELECT lock_id, subject, subject_id, cause, rule, placed_at, first_at, tries, places, own, lifts_at FROM locks
        WHERE account_id = $1 AND lifted_at IS NULL AND (lifts_at IS NULL OR lifts_at > $2) ORDER BY placed_at DESC, lock_id LIMIT 50";
    RECENT = "SELECT lock_id, subject, subject_id, cause, rule, placed_at, first_at, tries, places, own, lifts_at FROM locks
        WHERE account_id = $1 ORDER BY placed_at DESC, lock_id LIMIT 10";
    EXTEND = "UPDATE locks SET lifts_at = $5, tries = $6, places = $7
        WHERE account_id = $1 AND subject = $2 AND rule = $3 AND placed_at > $4 AND lifted_at IS NULL";
    LIFT = "UPDATE locks SET lifted_at = $4, lifted_by = $5
        WHERE account_id = $1 AND subject = $2 AND cause = $3 AND lifted_at IS NULL";
    IN_FORCE = "SELECT rule, cause, subject, CAST(COUNT(*) AS BIGINT), MAX(placed_at) FROM locks
        WHERE lifted_at IS NULL AND (lifts_at IS NULL OR lifts_at > $1) GROUP BY rule, cause, subject ORDER BY rule, cause, subject";
    LIFT_OF = "UPDATE locks SET lifted_at = $4, lifted_by = $5
        WHERE account_id = $1 AND subject = $2 AND subject_id = $3 AND lifted_at IS NULL";
    OF_RULE = "SELECT DISTINCT account_id FROM locks WHERE rule = $1 AND lifted_at IS NULL AND (lifts_at IS NULL OR lifts_at > $2) ORDER BY account_id";
    LIFT_RULE = "UPDATE locks SET lifted_at = $3, lifted_by = $4 WHERE account_id = $1 AND rule = $2 AND lifted_at IS NULL";
    PLACED_SINCE = "SELECT CAST(COUNT(*) AS BIGINT) FROM locks WHERE rule = $1 AND placed_at > $2";
    LIFTED_SINCE = "SELECT CAST(COUNT(*) AS BIGINT) FROM locks WHERE account_id = $1 AND cause = $2 AND lifted_at > $3";
    TALLY = "SELECT cause, CAST(COUNT(*) AS BIGINT), CAST(SUM(CASE WHEN lifted_by = 'owner' THEN 1 ELSE 0 END) AS BIGINT)
        FROM locks WHERE placed_at > $1 GROUP BY cause ORDER BY cause";
    FREQUENCIES = "SELECT cause, CAST(COUNT(*) AS BIGINT) FROM locks WHERE placed_at > $1 GROUP BY cause";
    pub(super) SWEEP = "DELETE FROM locks WHERE (account_id, lock_id) IN
        (SELECT account_id, lock_id FROM locks WHERE COALESCE(lifted_at, lifts_at) < $1 ORDER BY COALESCE(lifted_at, lifts_at) LIMIT $2) AND COALESCE(lifted_at, lifts_at) < $1";
}

struct Row {
    id: Id,
    subject: String,
    subject_id: Option<Id>,
    cause: String,
    rule: String,
    placed_at: i64,
    first_at: i64,
    tries: i64,
    places: i64,
    own: bool,
    lifts_at: Option<i64>,
}
from_row!(Row {
    id,
    subject,
    subject_id,
    cause,
    rule,
    placed_at,
    first_at,
    tries,
    places,
    own,
    lifts_at
});

impl Row {
    fn lock(self) -> Option<Lock> {
        Some(Lock {
            id: self.id,
            subject: Subject::parse(&self.subject)?,
            subject_id: self.subject_id,
            cause: Cause::parse(&self.cause)?,
            rule: self.rule,
            placed_at: Time(self.placed_at),
            first_at: Time(self.first_at),
            tries: self.tries,
            places: self.places,
            own: self.own,
            lifts_at: self.lifts_at.map(Time),
        })
    }
}

pub(super) fn insert(tx: &Tx<'_>, account: Id, new: &New<'_>) -> Result<Id> {
    let id = tx.id();
    let values = params![
        account,
        id,
        new.subject.tag(),
        new.subject_id,
        new.cause.name(),
        new.rule,
        tx.now(),
        new.first_at.0,
        new.tries,
        new.places,
        new.own,
        new.lifts_at.map(|at| at.0)
    ];
    tx.exec(&INSERT, values)?;
    Ok(id)
}

pub(super) fn extend(tx: &Tx<'_>, account: Id, new: &New<'_>, since: Time) -> Result<bool> {
    let (subject, lifts_at) = (new.subject.tag(), new.lifts_at.map(|at| at.0));
    let values = params![
        account, subject, new.rule, since.0, lifts_at, new.tries, new.places
    ];
    Ok(tx.exec(&EXTEND, values)? > 0)
}

pub(super) fn active(view: &View<'_>, account: Id) -> Result<Vec<Lock>> {
    let rows: Vec<Row> = view.many(&ACTIVE, params![account, view.now()])?;
    Ok(rows.into_iter().filter_map(Row::lock).collect())
}

pub(super) fn recent(view: &View<'_>, account: Id) -> Result<Vec<Lock>> {
    let rows: Vec<Row> = view.many(&RECENT, params![account])?;
    Ok(rows.into_iter().filter_map(Row::lock).collect())
}

pub(super) fn lift(
    tx: &Tx<'_>,
    account: Id,
    subject: Subject,
    cause: Cause,
    by: &str,
) -> Result<u64> {
    tx.exec(
        &LIFT,
        params![account, subject.tag(), cause.name(), tx.now(), by],
    )
}

pub(super) fn lift_of(tx: &Tx<'_>, account: Id, subject: Subject, id: Id, by: &str) -> Result<u64> {
    tx.exec(&LIFT_OF, params![account, subject.tag(), id, tx.now(), by])
}

pub(super) fn frequencies(view: &View<'_>) -> Result<Vec<(Cause, i64)>> {
    let since = Time(view.now()) - Span::days(90);
    let rows: Vec<(String, i64)> = view.many(&FREQUENCIES, params![since.0])?;
    Ok(rows
        .into_iter()
        .filter_map(|(cause, n)| Some((Cause::parse(&cause)?, n)))
        .collect())
}

pub(super) fn in_force(view: &View<'_>) -> Result<Vec<super::InForce>> {
    let rows: Vec<(String, String, String, i64, i64)> =
        view.many(&IN_FORCE, params![view.now()])?;
    let row = |(rule, cause, subject, count, newest)| super::InForce {
        rule,
        cause,
        subject,
        count,
        newest: Time(newest),
    };
    Ok(rows.into_iter().map(row).collect())
}

pub(super) fn of_rule(view: &View<'_>, rule: &str) -> Result<Vec<Id>> {
    let rows: Vec<(Id,)> = view.many(&OF_RULE, params![rule, view.now()])?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}

pub(super) fn lift_rule(tx: &Tx<'_>, account: Id, rule: &str, by: &str) -> Result<u64> {
    tx.exec(&LIFT_RULE, params![account, rule, tx.now(), by])
}

pub(super) fn placed_since(view: &View<'_>, rule: &str, since: Time) -> Result<i64> {
    let n: Option<i64> = view.one(&PLACED_SINCE, params![rule, since.0])?;
    Ok(n.unwrap_or(0))
}

pub(super) fn lifted_since(
    view: &View<'_>,
    account: Id,
    cause: Cause,
    since: Time,
) -> Result<bool> {
    let n: Option<i64> = view.one(&LIFTED_SINCE, params![account, cause.name(), since.0])?;
    Ok(n.unwrap_or(0) > 0)
}

pub(super) fn tally(view: &View<'_>) -> Result<Vec<(String, i64, i64)>> {
    let since = Time(view.now()) - Span::days(90);
    view.many(&TALLY, params![since.0])
}
