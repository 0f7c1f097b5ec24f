//! SQL of sign-ups under way.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::{Id, Time};

use super::SignUp;
use crate::accounts::{Identifier, Kind};
use crate::secret::same;
use crate::web::{Language, Token};

statements! {
    INSERT = "INSERT INTO signups (signup_id, secret_hash, kind, value, language, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    GET = "SELECT secret_hash, kind, value, language, created_at, proved_at FROM signups WHERE signup_id = $1 AND done_at IS NULL AND created_at > $2";
    PROVE = "UPDATE signups SET proved_at = $2, secret_hash = $3 WHERE signup_id = $1 AND done_at IS NULL";
    FINISH = "UPDATE signups SET done_at = $2 WHERE signup_id = $1 AND done_at IS NULL AND proved_at IS NOT NULL";
    pub(super) SWEEP = "DELETE FROM signups WHERE signup_id IN
        (SELECT signup_id FROM signups WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
}

pub(super) fn insert(
    tx: &Tx<'_>,
    token: &Token,
    identifier: &Identifier,
    language: Language,
) -> Result<()> {
    let values = params![
        token.root,
        token.hash(),
        identifier.kind().tag(),
        identifier.value(),
        language.tag(),
        tx.now()
    ];
    tx.exec(&INSERT, values)?;
    Ok(())
}

/// The sign-up of a token; `None` if it is unknown, done, or older than a day.
pub(super) fn get(view: &View<'_>, token: &Token) -> Result<Option<SignUp>> {
    type Row = (Vec<u8>, String, String, String, i64, Option<i64>);
    let since = Time(view.now()) - super::LIFE;
    let row: Option<Row> = view.one(&GET, params![token.root, since.0])?;
    Ok(row.filter(|(hash, ..)| same(hash, &token.hash())).and_then(
        |(_, kind, value, language, _, proved_at)| {
            Some(SignUp {
                id: token.root,
                identifier: Identifier::stored(Kind::parse(&kind)?, value),
                language: Language::parse(&language)?,
                proved: proved_at.is_some(),
            })
        },
    ))
}

/// Notes that the contact was proved, in the browser that holds `token`.
pub(super) fn prove(tx: &Tx<'_>, token: &Token) -> Result<bool> {
    Ok(tx.exec(&PROVE, params![token.root, tx.now(), token.hash()])? == 1)
}

/// Ends the sign-up. `false`: it was not proved, or another request was faster.
pub(super) fn finish(tx: &Tx<'_>, id: Id) -> Result<bool> {
    Ok(tx.exec(&FINISH, params![id, tx.now()])? == 1)
}
