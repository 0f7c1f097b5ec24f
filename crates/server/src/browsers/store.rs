//! SQL of browsers, sessions and proofs.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::{Id, Span, Time};

use super::sessions::{NewSession, Opened, Session, Shown};
use super::{Browser, Entry};
use crate::methods::origin::{self, kind_named};
use crate::secret::same;
use crate::web::{Context, Token};

statements! {
    BROWSER = "SELECT secret_hash, previous_hash, known_since, vouched_until FROM browsers
        WHERE account_id = $1 AND browser_id = $2 AND removed_at IS NULL";
    SAVE_KNOWN = "INSERT INTO browsers (account_id, browser_id, secret_hash, previous_hash, label, network, first_seen, last_seen, known_since, origin, second_until)
        VALUES ($1, $2, $3, $3, $4, $5, $6, $6, $6, $7, $8)
        ON CONFLICT (account_id, browser_id) DO UPDATE SET previous_hash = browsers.secret_hash, secret_hash = excluded.secret_hash,
        label = excluded.label, network = excluded.network, last_seen = excluded.last_seen,
        origin = CASE WHEN browsers.known_since IS NULL THEN excluded.origin ELSE browsers.origin END,
        known_since = COALESCE(browsers.known_since, excluded.known_since), vouched_until = NULL,
        second_until = COALESCE(excluded.second_until, browsers.second_until)";
    SAVE_VOUCHED = "INSERT INTO browsers (account_id, browser_id, secret_hash, previous_hash, label, network, first_seen, last_seen, vouched_until)
        VALUES ($1, $2, $3, $3, $4, $5, $6, $6, $7)
        ON CONFLICT (account_id, browser_id) DO UPDATE SET previous_hash = browsers.secret_hash, secret_hash = excluded.secret_hash,
        label = excluded.label, network = excluded.network, last_seen = excluded.last_seen, vouched_until = excluded.vouched_until";
    KNOWN = "SELECT browser_id, label, first_seen, last_seen, known_since, device_id, origin, second_until FROM browsers
        WHERE account_id = $1 AND removed_at IS NULL AND known_since IS NOT NULL ORDER BY last_seen DESC, browser_id LIMIT 50";
    GET = "SELECT browser_id, label, first_seen, last_seen, known_since, device_id, origin, second_until FROM browsers
        WHERE account_id = $1 AND browser_id = $2 AND removed_at IS NULL AND known_since IS NOT NULL";
    SIGNED_IN = "SELECT DISTINCT browser_id FROM sessions
        WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2 AND browser_id IS NOT NULL AND limited = 0";
    RUNS_ON = "UPDATE browsers SET device_id = $3 WHERE account_id = $1 AND browser_id = $2";
    RUNNING = "SELECT browser_id, device_id FROM browsers WHERE account_id = $1 AND device_id IS NOT NULL";
    LEAVE_DEVICE = "UPDATE browsers SET device_id = NULL WHERE account_id = $1 AND device_id = $2";
    FORGET_SECOND_STEPS = "UPDATE browsers SET second_until = NULL WHERE account_id = $1 AND second_until IS NOT NULL";
    FORGET = "UPDATE browsers SET removed_at = $3 WHERE account_id = $1 AND browser_id = $2 AND removed_at IS NULL";
    FORGET_SINCE = "UPDATE browsers SET removed_at = $3 WHERE account_id = $1 AND removed_at IS NULL
        AND (known_since >= $2 OR (known_since IS NULL AND first_seen >= $2))";
    BROWSER_OF_SESSION = "SELECT browser_id FROM sessions WHERE account_id = $1 AND session_id = $2";
    INSERT_SESSION = "INSERT INTO sessions (account_id, session_id, secret_hash, browser_id, label, created_at, last_seen, expires_at, borrowed, recovered_at, limited)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)";
    SESSION = "SELECT secret_hash, browser_id, borrowed, last_seen, expires_at, recovered_at, limited FROM sessions
        WHERE account_id = $1 AND session_id = $2 AND ended_at IS NULL AND expires_at > $3";
    STANDS = "SELECT session_id FROM sessions WHERE account_id = $1 AND session_id = $2 AND ended_at IS NULL AND expires_at > $3";
    SEE_SESSION = "UPDATE sessions SET last_seen = $3 WHERE account_id = $1 AND session_id = $2";
    RENEW_SESSION = "UPDATE sessions SET secret_hash = $3, last_seen = $4 WHERE account_id = $1 AND session_id = $2 AND ended_at IS NULL";
    SESSIONS = "SELECT session_id, label, created_at, last_seen, borrowed FROM sessions
        WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY last_seen DESC, session_id LIMIT 100";
    END_SESSION = "UPDATE sessions SET ended_at = $3 WHERE account_id = $1 AND session_id = $2 AND ended_at IS NULL";
    END_SESSIONS_OF = "UPDATE sessions SET ended_at = $3 WHERE account_id = $1 AND browser_id = $2 AND ended_at IS NULL";
    END_OF_DEVICE = "UPDATE sessions SET ended_at = $4 WHERE account_id = $1 AND session_id <> $3 AND ended_at IS NULL AND browser_id IN
        (SELECT browser_id FROM browsers WHERE account_id = $1 AND device_id = $2)";
    END_ALL = "UPDATE sessions SET ended_at = $3 WHERE account_id = $1 AND session_id <> $2 AND ended_at IS NULL";
    INSERT_PROOF = "INSERT INTO proofs (account_id, proof_id, owner_id, kind, method_id, browser_id, shown_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    PROOFS = "SELECT kind, method_id, browser_id, shown_at FROM proofs
        WHERE account_id = $1 AND owner_id = $2 AND expires_at > $3 ORDER BY shown_at, proof_id";
    pub(super) SWEEP_BROWSERS = "DELETE FROM browsers WHERE (account_id, browser_id) IN
        (SELECT account_id, browser_id FROM browsers WHERE last_seen < $1 AND device_id IS NULL ORDER BY last_seen LIMIT $2)
        AND last_seen < $1 AND device_id IS NULL";
    pub(super) SWEEP_SESSIONS = "DELETE FROM sessions WHERE (account_id, session_id) IN
        (SELECT account_id, session_id FROM sessions WHERE expires_at < $1 ORDER BY expires_at LIMIT $2) AND expires_at < $1";
    pub(super) SWEEP_PROOFS = "DELETE FROM proofs WHERE (account_id, proof_id) IN
        (SELECT account_id, proof_id FROM proofs WHERE expires_at < $1 ORDER BY expires_at LIMIT $2) AND expires_at < $1";
}

/// Proofs are kept this long; how fresh one must be is the gate's to say.
const PROOF_LIFE: Span = Span::days(30);

pub(super) struct Row {
    secret_hash: Vec<u8>,
    previous_hash: Vec<u8>,
    pub(super) known: bool,
    pub(super) vouched_until: Option<Time>,
}

impl Row {
    pub(super) fn accepts(&self, token: &Token) -> bool {
        let hash = token.hash();
        same(&self.secret_hash, &hash) | same(&self.previous_hash, &hash)
    }
}

pub(super) fn browser(view: &View<'_>, account: Id, browser: Id) -> Result<Option<Row>> {
    type Columns = (Vec<u8>, Vec<u8>, Option<i64>, Option<i64>);
    let row: Option<Columns> = view.one(&BROWSER, params![account, browser])?;
    Ok(
        row.map(|(secret_hash, previous_hash, known_since, vouched)| Row {
            secret_hash,
            previous_hash,
            known: known_since.is_some(),
            vouched_until: vouched.map(Time),
        }),
    )
}

pub(super) enum Mark<'a> {
    Known(&'a Entry),
    Vouched(Time),
}

pub(super) fn save_browser(
    tx: &Tx<'_>,
    context: &Context,
    token: &Token,
    mark: Mark<'_>,
) -> Result<()> {
    let (hash, label, network) = (token.hash(), context.label.as_str(), context.network.0);
    match mark {
        Mark::Known(entry) => tx.exec(
            &SAVE_KNOWN,
            params![
                token.root,
                token.row,
                hash,
                label,
                network,
                tx.now(),
                origin::write(&entry.origin),
                entry.second_until.map(|until| until.0)
            ],
        )?,
        Mark::Vouched(until) => tx.exec(
            &SAVE_VOUCHED,
            params![
                token.root,
                token.row,
                hash,
                label,
                network,
                tx.now(),
                until.0
            ],
        )?,
    };
    Ok(())
}

struct BrowserRow {
    id: Id,
    label: String,
    first_seen: i64,
    last_seen: i64,
    known_since: i64,
    device: Option<Id>,
    origin: String,
    second_until: Option<i64>,
}
from_row!(BrowserRow {
    id,
    label,
    first_seen,
    last_seen,
    known_since,
    device,
    origin,
    second_until
});

impl BrowserRow {
    fn browser(self) -> Browser {
        Browser {
            id: self.id,
            label: self.label,
            first_seen: Time(self.first_seen),
            last_seen: Time(self.last_seen),
            known_since: Time(self.known_since),
            device: self.device,
            origin: origin::read(&self.origin),
            second_until: self.second_until.map(Time),
        }
    }
}

pub(super) fn known(view: &View<'_>, account: Id) -> Result<Vec<Browser>> {
    let rows: Vec<BrowserRow> = view.many(&KNOWN, params![account])?;
    Ok(rows.into_iter().map(BrowserRow::browser).collect())
}

pub(super) fn get(view: &View<'_>, account: Id, id: Id) -> Result<Option<Browser>> {
    let row: Option<BrowserRow> = view.one(&GET, params![account, id])?;
    Ok(row.map(BrowserRow::browser))
}

/// The known browsers in which someone is signed in.
pub(super) fn signed_in(view: &View<'_>, account: Id) -> Result<Vec<Browser>> {
    let open: Vec<(Id,)> = view.many(&SIGNED_IN, params![account, view.now()])?;
    let mut browsers = known(view, account)?;
    browsers.retain(|browser| open.iter().any(|(id,)| *id == browser.id));
    Ok(browsers)
}

pub(super) fn runs_on(tx: &Tx<'_>, account: Id, browser: Id, device: Option<Id>) -> Result<()> {
    tx.exec(&RUNS_ON, params![account, browser, device])?;
    Ok(())
}

pub(super) fn running(view: &View<'_>, account: Id) -> Result<Vec<(Id, Id)>> {
    view.many(&RUNNING, params![account])
}

pub(super) fn leave_device(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    tx.exec(&LEAVE_DEVICE, params![account, device])?;
    Ok(())
}

pub(super) fn forget_second_steps(tx: &Tx<'_>, account: Id) -> Result<()> {
    tx.exec(&FORGET_SECOND_STEPS, params![account])?;
    Ok(())
}

pub(super) fn forget(tx: &Tx<'_>, account: Id, browser: Id) -> Result<()> {
    tx.exec(&FORGET, params![account, browser, tx.now()])?;
    Ok(())
}

pub(super) fn forget_since(tx: &Tx<'_>, account: Id, since: Time) -> Result<()> {
    tx.exec(&FORGET_SINCE, params![account, since.0, tx.now()])?;
    Ok(())
}

/// The browser of a session, ended or not; none on a borrowed phone.
pub(super) fn browser_of_session(view: &View<'_>, account: Id, session: Id) -> Result<Option<Id>> {
    let row: Option<(Option<Id>,)> = view.one(&BROWSER_OF_SESSION, params![account, session])?;
    Ok(row.and_then(|(browser,)| browser))
}

pub(super) struct SessionRow {
    pub(super) browser: Option<Id>,
    pub(super) borrowed: bool,
    pub(super) last_seen: Time,
    pub(super) ends_at: Time,
    pub(super) recovered_at: Option<Time>,
    pub(super) limited: bool,
}

pub(super) fn session(view: &View<'_>, token: &Token) -> Result<Option<SessionRow>> {
    type Columns = (Vec<u8>, Option<Id>, bool, i64, i64, Option<i64>, bool);
    let row: Option<Columns> = view.one(&SESSION, params![token.root, token.row, view.now()])?;
    Ok(row.filter(|(hash, ..)| same(hash, &token.hash())).map(
        |(_, browser, borrowed, last_seen, ends_at, recovered_at, limited)| SessionRow {
            browser,
            borrowed,
            last_seen: Time(last_seen),
            ends_at: Time(ends_at),
            recovered_at: recovered_at.map(Time),
            limited,
        },
    ))
}

pub(super) fn insert_session(
    tx: &Tx<'_>,
    context: &Context,
    token: &Token,
    new: &NewSession,
    (kind, expires): (Opened, Time),
) -> Result<()> {
    let values = params![
        token.root,
        token.row,
        token.hash(),
        new.browser,
        context.label.as_str(),
        tx.now(),
        expires.0,
        new.borrowed,
        (kind == Opened::Recovered).then(|| tx.now()),
        kind == Opened::Limited
    ];
    tx.exec(&INSERT_SESSION, values)?;
    Ok(())
}

pub(super) fn renew_session(tx: &Tx<'_>, token: &Token) -> Result<()> {
    tx.exec(
        &RENEW_SESSION,
        params![token.root, token.row, token.hash(), tx.now()],
    )?;
    Ok(())
}

pub(super) fn see_session(tx: &Tx<'_>, account: Id, session: Id) -> Result<()> {
    tx.exec(&SEE_SESSION, params![account, session, tx.now()])?;
    Ok(())
}

pub(super) fn sessions(view: &View<'_>, account: Id) -> Result<Vec<Session>> {
    let rows: Vec<(Id, String, i64, i64, bool)> =
        view.many(&SESSIONS, params![account, view.now()])?;
    let session = |(id, label, created, seen, borrowed)| Session {
        id,
        label,
        created_at: Time(created),
        last_seen: Time(seen),
        borrowed,
    };
    Ok(rows.into_iter().map(session).collect())
}

pub(super) fn end_session(tx: &Tx<'_>, account: Id, session: Id) -> Result<()> {
    tx.exec(&END_SESSION, params![account, session, tx.now()])?;
    Ok(())
}

pub(super) fn end_sessions_of(tx: &Tx<'_>, account: Id, browser: Id) -> Result<()> {
    tx.exec(&END_SESSIONS_OF, params![account, browser, tx.now()])?;
    Ok(())
}

pub(super) fn end_of_device(tx: &Tx<'_>, account: Id, device: Id, keep: Option<Id>) -> Result<()> {
    let keep = keep.unwrap_or(Id::nil());
    tx.exec(&END_OF_DEVICE, params![account, device, keep, tx.now()])?;
    Ok(())
}

pub(super) fn end_all_sessions(tx: &Tx<'_>, account: Id, keep: Option<Id>) -> Result<u64> {
    tx.exec(
        &END_ALL,
        params![account, keep.unwrap_or(Id::nil()), tx.now()],
    )
}

pub(super) fn insert_proof(tx: &Tx<'_>, account: Id, owner: Id, shown: &Shown) -> Result<()> {
    let expires = shown.at + PROOF_LIFE;
    let values = params![
        account,
        tx.id(),
        owner,
        shown.kind.name(),
        shown.method,
        shown.browser,
        shown.at.0,
        expires.0
    ];
    tx.exec(&INSERT_PROOF, values)?;
    Ok(())
}

pub(super) fn proofs(view: &View<'_>, account: Id, owner: Id) -> Result<Vec<Shown>> {
    let rows: Vec<(String, Option<Id>, Option<Id>, i64)> =
        view.many(&PROOFS, params![account, owner, view.now()])?;
    let shown = |(kind, method, browser, at): (String, Option<Id>, Option<Id>, i64)| {
        Some(Shown {
            kind: kind_named(&kind)?,
            method,
            browser,
            at: Time(at),
        })
    };
    Ok(rows.into_iter().filter_map(shown).collect())
}

pub(super) fn stands(view: &View<'_>, account: Id, session: Id) -> Result<bool> {
    let row: Option<Id> = view.one(&STANDS, params![account, session, view.now()])?;
    Ok(row.is_some())
}
