//! SQL of pairings.

use kunci_db::{Result, Tx, View, params, statements};
use kunci_rules::{Id, Time};

use super::Code;
use crate::browsers::Owner;
use crate::notices::By;

statements! {
    INSERT = "INSERT INTO pairings (code_tag, account_id, pairing_id, name, session_id, label, expires_at, browser_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    GET = "SELECT pairing_id, name, expires_at, device_id FROM pairings WHERE account_id = $1 AND pairing_id = $2";
    ACCOUNT_OF = "SELECT account_id FROM pairings WHERE code_tag = $1";
    GOOD_FOR = "SELECT name, session_id, label FROM pairings WHERE code_tag = $1 AND device_id IS NULL AND expires_at > $2";
    RUNS_HERE = "SELECT account_id, browser_id FROM pairings WHERE code_tag = $1 AND browser_id IS NOT NULL";
    SPEND = "UPDATE pairings SET device_id = $2 WHERE code_tag = $1";
    FORGET = "DELETE FROM pairings WHERE account_id = $1 AND pairing_id = $2";
}

/// Whether it was new.
pub(super) fn insert(
    tx: &Tx<'_>,
    tag: &[u8; 32],
    account: Id,
    code: &Code,
    owner: &Owner,
    here: bool,
) -> Result<bool> {
    let label = &owner.context.label;
    let values = params![
        *tag,
        account,
        code.id,
        &code.name,
        owner.session,
        label,
        code.expires_at.0,
        owner.browser.filter(|_| here)
    ];
    Ok(tx.exec(&INSERT, values)? == 1)
}

pub(super) fn get(view: &View<'_>, account: Id, id: Id) -> Result<Option<Code>> {
    let row: Option<(Id, String, i64, Option<Id>)> = view.one(&GET, params![account, id])?;
    Ok(row.map(|(id, name, expires_at, device)| Code {
        id,
        name,
        expires_at: Time(expires_at),
        device,
    }))
}

pub(super) fn account_of(view: &View<'_>, tag: &[u8; 32]) -> Result<Option<Id>> {
    view.one(&ACCOUNT_OF, params![*tag])
}

/// What the owner calls the device, and who asked for the code, if it is still good.
pub(super) fn good_for(view: &View<'_>, tag: &[u8; 32]) -> Result<Option<(String, By)>> {
    let row: Option<(String, Id, String)> = view.one(&GOOD_FOR, params![*tag, view.now()])?;
    Ok(row.map(|(name, session, label)| {
        (
            name,
            By {
                session: Some(session),
                label,
            },
        )
    }))
}

/// The browser that runs on the device which the code brings in, and its account.
pub(super) fn runs_here(view: &View<'_>, tag: &[u8; 32]) -> Result<Option<(Id, Id)>> {
    view.one(&RUNS_HERE, params![*tag])
}

pub(super) fn spend(tx: &Tx<'_>, tag: &[u8; 32], device: Id) -> Result<()> {
    tx.exec(&SPEND, params![*tag, device])?;
    Ok(())
}

pub(super) fn forget(tx: &Tx<'_>, account: Id, id: Id) -> Result<()> {
    tx.exec(&FORGET, params![account, id])?;
    Ok(())
}
