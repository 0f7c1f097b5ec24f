//! SQL of accounts.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::{Id, Time};

use super::{Account, Identifier, Kind, New};
use crate::web::Language;

statements! {
    pub(super) HOLD = "UPDATE account_heads SET seq = seq + 1 WHERE account_id = $1";
    SEQUENCE = "SELECT seq FROM account_heads WHERE account_id = $1";
    INSERT_HEAD = "INSERT INTO account_heads (account_id, seq) VALUES ($1, 1)";
    INSERT = "INSERT INTO accounts (account_id, name, language, time_zone, two_step, data_key, created_at) VALUES ($1, $2, $3, $4, 0, $5, $6)";
    INSERT_IDENTIFIER = "INSERT INTO identifiers (value, account_id, kind, created_at) VALUES ($1, $2, $3, $4)";
    REMOVE_IDENTIFIER = "DELETE FROM identifiers WHERE value = $1 AND account_id = $2";
    FIND = "SELECT account_id FROM identifiers WHERE value = $1 ORDER BY created_at, account_id LIMIT 4";
    GET = "SELECT name, language, time_zone, two_step, created_at, compromised_at FROM accounts WHERE account_id = $1";
    SET_TWO_STEP = "UPDATE accounts SET two_step = $2 WHERE account_id = $1";
    SET_COMPROMISED = "UPDATE accounts SET compromised_at = $2 WHERE account_id = $1";
    DATA_KEY = "SELECT data_key FROM accounts WHERE account_id = $1";
    IDENTIFIERS = "SELECT kind, value FROM identifiers WHERE account_id = $1 ORDER BY created_at, value";
}

pub(super) fn sequence(view: &View<'_>, account: Id) -> Result<i64> {
    let row: Option<(i64,)> = view.one(&SEQUENCE, params![account])?;
    Ok(row.map_or(0, |(seq,)| seq))
}

pub(super) fn insert(tx: &Tx<'_>, id: Id, new: &New, data_key: &[u8]) -> Result<()> {
    tx.exec(&INSERT_HEAD, params![id])?;
    tx.exec(
        &INSERT,
        params![
            id,
            new.name.as_str(),
            new.language.tag(),
            new.time_zone.as_str(),
            data_key,
            tx.now()
        ],
    )?;
    Ok(())
}

pub(super) fn set_two_step(tx: &Tx<'_>, account: Id, on: bool) -> Result<()> {
    tx.exec(&SET_TWO_STEP, params![account, on])?;
    Ok(())
}

pub(super) fn set_compromised(tx: &Tx<'_>, account: Id, is: bool) -> Result<()> {
    let at = is.then(|| tx.now());
    tx.exec(&SET_COMPROMISED, params![account, at])?;
    Ok(())
}

pub(super) fn data_key(view: &View<'_>, account: Id) -> Result<Option<Vec<u8>>> {
    view.one(&DATA_KEY, params![account])
}

pub(super) fn insert_identifier(tx: &Tx<'_>, account: Id, identifier: &Identifier) -> Result<()> {
    tx.exec(
        &INSERT_IDENTIFIER,
        params![
            identifier.value(),
            account,
            identifier.kind().tag(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub(super) fn remove_identifier(tx: &Tx<'_>, account: Id, value: &str) -> Result<()> {
    tx.exec(&REMOVE_IDENTIFIER, params![value, account])?;
    Ok(())
}

pub(super) fn find(view: &View<'_>, identifier: &Identifier) -> Result<Vec<Id>> {
    let rows: Vec<(Id,)> = view.many(&FIND, params![identifier.value()])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(super) fn get(view: &View<'_>, id: Id) -> Result<Option<Account>> {
    let row: Option<(String, String, String, bool, i64, Option<i64>)> =
        view.one(&GET, params![id])?;
    Ok(row.map(
        |(name, language, time_zone, two_step, created_at, compromised_at)| Account {
            id,
            name,
            language: Language::parse(&language).unwrap_or_default(),
            time_zone,
            two_step,
            created_at: Time(created_at),
            compromised: compromised_at.is_some(),
        },
    ))
}

pub(super) fn identifiers(view: &View<'_>, account: Id) -> Result<Vec<Identifier>> {
    let rows: Vec<(String, String)> = view.many(&IDENTIFIERS, params![account])?;
    Ok(rows
        .into_iter()
        .filter_map(|(kind, value)| Some(Identifier::stored(Kind::parse(&kind)?, value)))
        .collect())
}
