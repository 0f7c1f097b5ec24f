//! SQL of recoveries.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::{Id, Span, Time};

use super::start::IDLE;
use super::{Goal, Recovery, State};
use crate::accounts::{Identifier, Kind};
use crate::methods::Channel;
use crate::secret::same;
use crate::web::Token;

statements! {
    INSERT = "INSERT INTO recoveries (recovery_id, secret_hash, subject, account_id, typed_kind, typed, goal, asked, state, created_at, begun_from)
        VALUES ($1, $2, $3, $4, $5, $6, $7, '', 'open', $8, $9)";
    KEEP = "UPDATE recoveries SET begun_from = NULL WHERE recovery_id = $1 AND begun_from IS NOT NULL";
    MAKE_ROOM = "DELETE FROM recoveries WHERE recovery_id IN (SELECT recovery_id FROM recoveries
        WHERE begun_from = $1 ORDER BY created_at DESC LIMIT 20 OFFSET $2)";
    GET = "SELECT recovery_id, secret_hash, subject, account_id, typed_kind, typed, goal, asked, state, created_at, opens_at
        FROM recoveries WHERE recovery_id = $1";
    ASK = "UPDATE recoveries SET asked = $2 WHERE recovery_id = $1";
    CHOOSE = "UPDATE recoveries SET account_id = $2 WHERE recovery_id = $1 AND account_id IS NULL AND ended_at IS NULL";
    PROVE = "UPDATE recoveries SET proved_at = $2, begun_from = NULL WHERE recovery_id = $1 AND proved_at IS NULL";
    WAIT = "UPDATE recoveries SET state = 'waiting', opens_at = $2 WHERE recovery_id = $1 AND ended_at IS NULL";
    TAKE_OVER = "UPDATE recoveries SET secret_hash = $2 WHERE recovery_id = $1 AND ended_at IS NULL";
    FINISH = "UPDATE recoveries SET state = $2, ended_at = $3 WHERE recovery_id = $1 AND ended_at IS NULL";
    FREQUENCY = "SELECT CAST(COUNT(*) AS BIGINT) FROM recoveries WHERE proved_at > $1";
    REVIEW_LATER = "INSERT INTO reviews (account_id, recovery_id, recovered_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id) DO UPDATE SET recovery_id = excluded.recovery_id, recovered_at = excluded.recovered_at, reviewed_at = NULL";
    REVIEW = "SELECT recovery_id, recovered_at FROM reviews WHERE account_id = $1 AND reviewed_at IS NULL";
    LAST_RECOVERED = "SELECT recovered_at FROM reviews WHERE account_id = $1";
    LIVE_OF = "SELECT recovery_id FROM recoveries WHERE account_id = $1 AND ended_at IS NULL AND proved_at > $2
        ORDER BY proved_at DESC LIMIT 200";
    PROVED_AT = "SELECT proved_at FROM recoveries WHERE recovery_id = $1";
    REVIEWED = "UPDATE reviews SET reviewed_at = $2 WHERE account_id = $1 AND reviewed_at IS NULL";
    pub(super) SWEEP = "DELETE FROM recoveries WHERE recovery_id IN
        (SELECT recovery_id FROM recoveries WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
}

struct Row {
    id: Id,
    secret_hash: Vec<u8>,
    subject: Id,
    account: Option<Id>,
    typed_kind: String,
    typed: String,
    goal: String,
    asked: String,
    state: String,
    created_at: i64,
    opens_at: Option<i64>,
}
from_row!(Row {
    id,
    secret_hash,
    subject,
    account,
    typed_kind,
    typed,
    goal,
    asked,
    state,
    created_at,
    opens_at
});

impl Row {
    fn recovery(self) -> Option<Recovery> {
        Some(Recovery {
            id: self.id,
            subject: self.subject,
            account: self.account,
            name: Identifier::stored(Kind::parse(&self.typed_kind)?, self.typed),
            goal: Goal::parse(&self.goal),
            asked: Channel::parse(&self.asked),
            state: State::parse(&self.state)?,
            created_at: Time(self.created_at),
            opens_at: self.opens_at.map(Time),
        })
    }
}

/// Keeps a new case. `from`: whose allowance it uses until it asks for something or is proved; a case that begins with a proof uses none.
pub(super) fn insert(
    tx: &Tx<'_>,
    token: &Token,
    case: &Recovery,
    from: Option<[u8; 32]>,
) -> Result<()> {
    let values = params![
        case.id,
        token.hash(),
        case.subject,
        case.account,
        case.name.kind().tag(),
        case.name.value(),
        case.goal.tag(),
        case.created_at.0,
        from
    ];
    tx.exec(&INSERT, values)?;
    Ok(())
}

/// A case that is gone on with makes room for no other from now on. `false`: it did so already.
pub(super) fn keep(tx: &Tx<'_>, case: Id) -> Result<bool> {
    Ok(tx.exec(&KEEP, params![case])? == 1)
}

/// Lets the oldest cases of this origin go that nobody went on with, beyond [`IDLE`].
pub(super) fn make_room(tx: &Tx<'_>, from: &[u8; 32]) -> Result<()> {
    tx.exec(&MAKE_ROOM, params![*from, IDLE])?;
    Ok(())
}

/// The case of a token, unless it is too old to be resumed.
pub(super) fn get(view: &View<'_>, token: &Token) -> Result<Option<Recovery>> {
    let row: Option<Row> = view.one(&GET, params![token.root])?;
    let row = row.filter(|row| same(&row.secret_hash, &token.hash()));
    Ok(row
        .and_then(Row::recovery)
        .filter(|case| Time(view.now()) < case.lives_until()))
}

/// The case of an id, whoever holds it.
pub(super) fn by_id(view: &View<'_>, id: Id) -> Result<Option<Recovery>> {
    let row: Option<Row> = view.one(&GET, params![id])?;
    Ok(row.and_then(Row::recovery))
}

/// Notes by which channel messages were asked for.
pub(super) fn ask(tx: &Tx<'_>, case: Id, channel: Channel) -> Result<()> {
    tx.exec(&ASK, params![case, channel.tag()])?;
    Ok(())
}

/// Settles which account the case is about.
pub(super) fn choose(tx: &Tx<'_>, case: Id, account: Id) -> Result<bool> {
    Ok(tx.exec(&CHOOSE, params![case, account])? == 1)
}

pub(super) fn prove(tx: &Tx<'_>, case: Id) -> Result<()> {
    tx.exec(&PROVE, params![case, tx.now()])?;
    Ok(())
}

pub(super) fn wait(tx: &Tx<'_>, case: Id, until: Time) -> Result<()> {
    tx.exec(&WAIT, params![case, until.0])?;
    Ok(())
}

/// From now on the case belongs to the browser that holds `token`.
pub(super) fn take_over(tx: &Tx<'_>, token: &Token) -> Result<bool> {
    Ok(tx.exec(&TAKE_OVER, params![token.root, token.hash()])? == 1)
}

/// Ends a case. `false`: it had ended before.
pub(super) fn finish(tx: &Tx<'_>, case: Id, state: State) -> Result<bool> {
    Ok(tx.exec(&FINISH, params![case, state.tag(), tx.now()])? == 1)
}

/// Notes that the owner should look through what changed before this recovery.
pub(super) fn review_later(tx: &Tx<'_>, account: Id, case: Id) -> Result<()> {
    tx.exec(&REVIEW_LATER, params![account, case, tx.now()])?;
    Ok(())
}

/// The recovery that was not looked through yet, and when it was.
pub(super) fn review(view: &View<'_>, account: Id) -> Result<Option<(Id, Time)>> {
    let row: Option<(Id, i64)> = view.one(&REVIEW, params![account])?;
    Ok(row.map(|(case, at)| (case, Time(at))))
}

pub(super) fn reviewed(tx: &Tx<'_>, account: Id) -> Result<()> {
    tx.exec(&REVIEWED, params![account, tx.now()])?;
    Ok(())
}

/// How many people proved "I forgot my password" in the last 90 days (S-017, S-020).
///
/// # Errors
/// Of the database.
pub fn frequency(view: &View<'_>) -> Result<i64> {
    let since = Time(view.now()) - Span::days(90);
    let row: Option<(i64,)> = view.one(&FREQUENCY, params![since.0])?;
    Ok(row.map_or(0, |(n,)| n))
}

/// When the account was last recovered.
pub(super) fn last_recovered(view: &View<'_>, account: Id) -> Result<Option<Time>> {
    let row: Option<(i64,)> = view.one(&LAST_RECOVERED, params![account])?;
    Ok(row.map(|(at,)| Time(at)))
}

/// When the first proof was shown for a case.
pub(super) fn proved_at(view: &View<'_>, case: Id) -> Result<Option<Time>> {
    let row: Option<(Option<i64>,)> = view.one(&PROVED_AT, params![case])?;
    Ok(row.and_then(|(at,)| at).map(Time))
}

/// The cases of an account whose first proof was shown after `since`, and that have not ended, newest first. Those without a proof
/// gain nothing, and anyone can begin many.
pub(super) fn live_of(view: &View<'_>, account: Id, since: Time) -> Result<Vec<Id>> {
    let rows: Vec<(Id,)> = view.many(&LIVE_OF, params![account, since.0])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
