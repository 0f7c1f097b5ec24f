//! SQL of forgotten account names.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::{Id, Time};

use super::{Case, LIFE};
use crate::accounts::{Identifier, Kind};
use crate::secret::same;
use crate::web::Token;

statements! {
    INSERT = "INSERT INTO name_cases (case_id, secret_hash, kind, value, subject, created_at, proved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    GET = "SELECT secret_hash, kind, value, subject, created_at, proved_at FROM name_cases WHERE case_id = $1";
    PROVE = "UPDATE name_cases SET proved_at = $2 WHERE case_id = $1";
    UNPROVE = "UPDATE name_cases SET proved_at = NULL WHERE case_id = $1";
    pub(super) SWEEP = "DELETE FROM name_cases WHERE case_id IN
        (SELECT case_id FROM name_cases WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
}

type Row = (Vec<u8>, String, String, Id, i64, Option<i64>);

pub(super) fn insert(tx: &Tx<'_>, token: &Token, case: &Case) -> Result<()> {
    let (kind, value) = (case.contact.kind().tag(), case.contact.value());
    let proved_at = case.proved_at.map(|at| at.0);
    let values = params![
        case.id,
        token.hash(),
        kind,
        value,
        case.subject,
        tx.now(),
        proved_at
    ];
    tx.exec(&INSERT, values)?;
    Ok(())
}

fn case(id: Id, (_, kind, value, subject, _, proved_at): Row) -> Option<Case> {
    Some(Case {
        id,
        subject,
        contact: Identifier::stored(Kind::parse(&kind)?, value),
        proved_at: proved_at.map(Time),
    })
}

/// The case of a token, unless it is too old.
pub(super) fn get(view: &View<'_>, token: &Token) -> Result<Option<Case>> {
    let row: Option<Row> = view.one(&GET, params![token.root])?;
    let now = Time(view.now());
    let row = row.filter(|row| same(&row.0, &token.hash()) && now < Time(row.4) + LIFE);
    Ok(row.and_then(|row| case(token.root, row)))
}

/// The case of an id, whoever holds it.
pub(super) fn by_id(view: &View<'_>, id: Id) -> Result<Option<Case>> {
    let row: Option<Row> = view.one(&GET, params![id])?;
    Ok(row.and_then(|row| case(id, row)))
}

pub(super) fn prove(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.exec(&PROVE, params![id, tx.now()])?;
    Ok(())
}

/// What was proved was used: it must be proved again.
pub(super) fn unprove(tx: &Tx<'_>, case: Id) -> Result<()> {
    tx.exec(&UNPROVE, params![case])?;
    Ok(())
}
