//! SQL of rehearsals.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::gate::MethodKind;
use kunci_rules::{Id, Span, Time};

use super::{LINK_LIFE, Rehearsal, Try};
use crate::web::Token;

statements! {
    INSERT = "INSERT INTO rehearsals (account_id, rehearsal_id, gone_id, begun_by, label, tried, created_at)
        VALUES ($1, $2, $3, $4, '', '', $5)";
    INSERT_LINK = "INSERT INTO rehearsal_links (link_hash, account_id, rehearsal_id, created_at) VALUES ($1, $2, $3, $4)";
    FIND = "SELECT account_id, rehearsal_id FROM rehearsal_links WHERE link_hash = $1 AND created_at > $2";
    GET = "SELECT account_id, rehearsal_id, gone_id, begun_by, secret_hash, label, tried, created_at, ended_at, back_after
        FROM rehearsals WHERE account_id = $1 AND rehearsal_id = $2";
    UNFINISHED = "SELECT account_id, rehearsal_id, gone_id, begun_by, secret_hash, label, tried, created_at, ended_at, back_after
        FROM rehearsals WHERE account_id = $1 AND ended_at IS NULL AND created_at > $2 ORDER BY created_at DESC LIMIT 1";
    LAST = "SELECT account_id, rehearsal_id, gone_id, begun_by, secret_hash, label, tried, created_at, ended_at, back_after
        FROM rehearsals WHERE account_id = $1 AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1";
    OPEN = "UPDATE rehearsals SET secret_hash = $3, label = $4
        WHERE account_id = $1 AND rehearsal_id = $2 AND secret_hash IS NULL AND ended_at IS NULL";
    SAVE = "UPDATE rehearsals SET tried = $3 WHERE account_id = $1 AND rehearsal_id = $2 AND ended_at IS NULL";
    END = "UPDATE rehearsals SET ended_at = $3, back_after = $4
        WHERE account_id = $1 AND rehearsal_id = $2 AND ended_at IS NULL";
    DROP_UNFINISHED = "DELETE FROM rehearsals WHERE account_id = $1 AND ended_at IS NULL";
    DROP_FINISHED_BUT = "DELETE FROM rehearsals WHERE account_id = $1 AND rehearsal_id <> $2 AND ended_at IS NOT NULL";
    DROP_ONE = "DELETE FROM rehearsals WHERE account_id = $1 AND rehearsal_id = $2 AND ended_at IS NULL";
    pub(super) SWEEP = "DELETE FROM rehearsals WHERE (account_id, rehearsal_id) IN
        (SELECT account_id, rehearsal_id FROM rehearsals WHERE created_at < $1 AND ended_at IS NULL ORDER BY created_at LIMIT $2)
        AND created_at < $1 AND ended_at IS NULL";
    pub(super) SWEEP_LINKS = "DELETE FROM rehearsal_links WHERE link_hash IN
        (SELECT link_hash FROM rehearsal_links WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
}

struct Row {
    account: Id,
    id: Id,
    gone: Id,
    begun_by: Option<Id>,
    secret_hash: Option<Vec<u8>>,
    label: String,
    tried: String,
    created_at: i64,
    ended_at: Option<i64>,
    back_after: Option<i64>,
}
from_row!(Row {
    account,
    id,
    gone,
    begun_by,
    secret_hash,
    label,
    tried,
    created_at,
    ended_at,
    back_after
});

impl Row {
    fn read(self) -> (Rehearsal, Option<Vec<u8>>) {
        let back = self.back_after.map(Span);
        let found = Rehearsal {
            id: self.id,
            account: self.account,
            gone: self.gone,
            begun_by: self.begun_by,
            created_at: Time(self.created_at),
            opened_in: self.secret_hash.is_some().then_some(self.label),
            tried: self.tried.lines().filter_map(read_try).collect(),
            ended: self.ended_at.map(|at| (Time(at), back)),
        };
        (found, self.secret_hash)
    }
}

/// One line for each method that was tried: kind, id, and whether it worked.
fn write(tried: &[Try]) -> String {
    let line = |one: &Try| {
        let worked = if one.worked { "yes" } else { "no" };
        format!("{} {} {worked}", one.kind.name(), one.method.simple())
    };
    let lines: Vec<String> = tried.iter().map(line).collect();
    lines.join("\n")
}

fn read_try(line: &str) -> Option<Try> {
    let mut words = line.split(' ');
    let name = words.next()?;
    Some(Try {
        kind: MethodKind::ALL.into_iter().find(|k| k.name() == name)?,
        method: Id::try_parse(words.next()?).ok()?,
        worked: words.next()? == "yes",
    })
}

pub(super) fn insert(
    tx: &Tx<'_>,
    account: Id,
    id: Id,
    gone: Id,
    begun_by: Option<Id>,
) -> Result<()> {
    tx.exec(&INSERT, params![account, id, gone, begun_by, tx.now()])?;
    Ok(())
}

pub(super) fn insert_link(tx: &Tx<'_>, hash: &[u8; 32], account: Id, id: Id) -> Result<()> {
    tx.exec(&INSERT_LINK, params![*hash, account, id, tx.now()])?;
    Ok(())
}

pub(super) fn find(view: &View<'_>, hash: &[u8; 32]) -> Result<Option<(Id, Id)>> {
    let since = Time(view.now()) - LINK_LIFE;
    view.one(&FIND, params![*hash, since.0])
}

/// With the hash of the secret that the browser holds which opened it.
pub(super) fn get(
    view: &View<'_>,
    account: Id,
    id: Id,
) -> Result<Option<(Rehearsal, Option<Vec<u8>>)>> {
    let row: Option<Row> = view.one(&GET, params![account, id])?;
    Ok(row.map(Row::read))
}

pub(super) fn unfinished(view: &View<'_>, account: Id) -> Result<Option<Rehearsal>> {
    let since = Time(view.now()) - super::LIFE;
    let row: Option<Row> = view.one(&UNFINISHED, params![account, since.0])?;
    Ok(row.map(|row| row.read().0))
}

pub(super) fn last(view: &View<'_>, account: Id) -> Result<Option<Rehearsal>> {
    let row: Option<Row> = view.one(&LAST, params![account])?;
    Ok(row.map(|row| row.read().0))
}

pub(super) fn open(tx: &Tx<'_>, token: &Token, label: &str) -> Result<bool> {
    Ok(tx.exec(&OPEN, params![token.root, token.row, token.hash(), label])? == 1)
}

pub(super) fn save(tx: &Tx<'_>, of: &Rehearsal) -> Result<()> {
    tx.exec(&SAVE, params![of.account, of.id, write(&of.tried)])?;
    Ok(())
}

pub(super) fn end(tx: &Tx<'_>, of: &Rehearsal, back_after: Option<Span>) -> Result<bool> {
    let back = back_after.map(|span| span.0);
    let values = params![of.account, of.id, tx.now(), back];
    Ok(tx.exec(&END, values)? == 1)
}

pub(super) fn drop_unfinished(tx: &Tx<'_>, account: Id) -> Result<()> {
    tx.exec(&DROP_UNFINISHED, params![account])?;
    Ok(())
}

pub(super) fn drop_finished_but(tx: &Tx<'_>, account: Id, id: Id) -> Result<()> {
    tx.exec(&DROP_FINISHED_BUT, params![account, id])?;
    Ok(())
}

pub(super) fn drop_one(tx: &Tx<'_>, account: Id, id: Id) -> Result<bool> {
    Ok(tx.exec(&DROP_ONE, params![account, id])? == 1)
}
