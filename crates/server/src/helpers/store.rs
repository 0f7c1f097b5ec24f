//! SQL of helpers and of what they are asked.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::helpers::INVITATION;
use kunci_rules::{Id, Time};

use super::{Invited, Member, Request, State};
use crate::approvals::For;
use crate::methods::{Channel, origin};

statements! {
    INSERT = "INSERT INTO helpers (account_id, member_id, helper_id, label, asker, channel, value, link_hash, origin, two, set_on,
            session_id, browser, state, invited_at, ends_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'asked', $14, $15)";
    LIST = "SELECT account_id, member_id, helper_id, label, asker, channel, value, state, invited_at FROM helpers
        WHERE account_id = $1 ORDER BY invited_at, member_id";
    OF_LINK = "SELECT account_id, member_id, helper_id, label, asker, channel, value, state, invited_at FROM helpers WHERE link_hash = $1";
    HOW = "SELECT origin, two, set_on, session_id, browser FROM helpers WHERE account_id = $1 AND member_id = $2";
    SET_STATE = "UPDATE helpers SET state = $4, ends_at = $5 WHERE account_id = $1 AND member_id = $2 AND state = $3";
    pub(super) SWEEP = "DELETE FROM helpers WHERE (account_id, member_id) IN
        (SELECT account_id, member_id FROM helpers WHERE ends_at < $1 ORDER BY ends_at LIMIT $2) AND ends_at < $1";
    ASK = "INSERT INTO helper_requests (link_hash, account_id, member_id, case_id, purpose, browser, asked_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    REQUEST = "SELECT account_id, member_id, case_id, purpose, browser, asked_at, ended_at FROM helper_requests WHERE link_hash = $1";
    SHOW = "UPDATE helper_requests SET code_hash = $2, code_until = $3 WHERE link_hash = $1 AND ended_at IS NULL";
    SHOWN = "SELECT account_id, member_id, code_hash FROM helper_requests
        WHERE case_id = $1 AND code_until > $2 AND ended_at IS NULL ORDER BY asked_at, link_hash";
    END = "UPDATE helper_requests SET ended_at = $2 WHERE case_id = $1 AND ended_at IS NULL";
    END_ONE = "UPDATE helper_requests SET ended_at = $2 WHERE link_hash = $1 AND ended_at IS NULL";
    pub(super) SWEEP_REQUESTS = "DELETE FROM helper_requests WHERE link_hash IN
        (SELECT link_hash FROM helper_requests WHERE asked_at < $1 ORDER BY asked_at LIMIT $2) AND asked_at < $1";
}

type Row = (Id, Id, Id, String, String, String, String, String, i64);

fn member(row: Row) -> Option<Member> {
    let (account, id, helper, label, asker, channel, value, state, invited) = row;
    Some(Member {
        account,
        id,
        helper,
        label,
        asker,
        channel: Channel::parse(&channel)?,
        value,
        state: State::parse(&state)?,
        invited_at: Time(invited),
    })
}

pub(super) fn insert(tx: &Tx<'_>, new: &Member, link: &[u8; 32], how: &Invited) -> Result<()> {
    let values = params![
        new.account,
        new.id,
        new.helper,
        &new.label,
        &new.asker,
        new.channel.tag(),
        &new.value,
        link,
        origin::write(&how.origin),
        how.two,
        how.set_on,
        how.session,
        &how.browser,
        new.invited_at.0,
        (new.invited_at + INVITATION).0
    ];
    tx.exec(&INSERT, values)?;
    Ok(())
}

pub(super) fn list(view: &View<'_>, account: Id) -> Result<Vec<Member>> {
    let rows: Vec<Row> = view.many(&LIST, params![account])?;
    Ok(rows.into_iter().filter_map(member).collect())
}

pub(super) fn of_link(view: &View<'_>, link: &[u8; 32]) -> Result<Option<Member>> {
    let row: Option<Row> = view.one(&OF_LINK, params![link])?;
    Ok(row.and_then(member))
}

pub(super) fn how(view: &View<'_>, account: Id, id: Id) -> Result<Option<Invited>> {
    let row: Option<(String, bool, Option<Id>, Id, String)> =
        view.one(&HOW, params![account, id])?;
    Ok(row.map(|(from, two, set_on, session, browser)| Invited {
        origin: origin::read(&from),
        two,
        set_on,
        session,
        browser,
    }))
}

/// Moves one on. `false`: it is not there any more.
pub(super) fn set_state(tx: &Tx<'_>, member: &Member, to: State) -> Result<bool> {
    let ends = (to != State::Accepted).then(|| tx.now());
    let values = params![
        member.account,
        member.id,
        member.state.tag(),
        to.tag(),
        ends
    ];
    Ok(tx.exec(&SET_STATE, values)? == 1)
}

pub(super) fn ask(tx: &Tx<'_>, link: &[u8; 32], request: &Request) -> Result<()> {
    let values = params![
        link,
        request.member.map(|(account, _)| account),
        request.member.map(|(_, member)| member),
        request.case,
        request.purpose.tag(),
        &request.browser,
        request.asked_at.0
    ];
    tx.exec(&ASK, values)?;
    Ok(())
}

pub(super) fn request(view: &View<'_>, link: &[u8; 32]) -> Result<Option<Request>> {
    type Row = (Option<Id>, Option<Id>, Id, String, String, i64, Option<i64>);
    let row: Option<Row> = view.one(&REQUEST, params![link])?;
    let read = |(account, member, case, purpose, browser, asked, ended): Row| {
        Some(Request {
            member: account.zip(member),
            case,
            purpose: For::parse(&purpose)?,
            browser,
            asked_at: Time(asked),
            ended: ended.is_some(),
        })
    };
    Ok(row.and_then(read))
}

/// Keeps the hash of a code. `false`: the request has ended.
pub(super) fn show(tx: &Tx<'_>, link: &[u8; 32], code: &[u8; 32], until: Time) -> Result<bool> {
    Ok(tx.exec(&SHOW, params![link, code, until.0])? == 1)
}

/// The living codes of a case: whose, and their hashes.
pub(super) fn shown(view: &View<'_>, case: Id) -> Result<Vec<(Id, Id, Vec<u8>)>> {
    view.many(&SHOWN, params![case, view.now()])
}

/// Ends all requests of a case. `false`: there was none.
/// Ends the request to one helper. `false`: it had ended before.
pub(super) fn end_one(tx: &Tx<'_>, link: &[u8; 32]) -> Result<bool> {
    Ok(tx.exec(&END_ONE, params![*link, tx.now()])? > 0)
}

pub(super) fn end(tx: &Tx<'_>, case: Id) -> Result<bool> {
    Ok(tx.exec(&END, params![case, tx.now()])? > 0)
}
