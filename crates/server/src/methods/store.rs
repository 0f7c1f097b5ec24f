//! SQL of methods.

use kunci_db::{Result, Tx, View, from_row, params, statements};
use kunci_rules::gate::{MethodKind, Origin};
use kunci_rules::pools::PoolState;
use kunci_rules::{Id, Time};

use super::challenges::{Challenge, Purpose};
use super::contacts::{Channel, Contact};
use super::guesses::{Places, Pool};
use super::origin;
use super::passwords::Stored;
use crate::hashing::PasswordHash;
use crate::web::Network;

statements! {
    PASSWORD = "SELECT version, memory_kib, passes, pepper_id, salt, output, set_at, origin, set_on FROM passwords WHERE account_id = $1";
    SET_PASSWORD = "INSERT INTO passwords (account_id, version, memory_kib, passes, pepper_id, salt, output, set_at, origin, set_on)
        VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (account_id) DO UPDATE SET version = passwords.version + 1, memory_kib = excluded.memory_kib,
        passes = excluded.passes, pepper_id = excluded.pepper_id, salt = excluded.salt, output = excluded.output,
        set_at = excluded.set_at, origin = excluded.origin, set_on = excluded.set_on";
    REHASH = "UPDATE passwords SET memory_kib = $3, passes = $4, pepper_id = $5, salt = $6, output = $7
        WHERE account_id = $1 AND version = $2";
    CONTACTS = "SELECT contact_id, kind, value, added_at, proved_at, origin, set_on, sim_changed_at, quiet_until FROM contacts
        WHERE account_id = $1 AND removed_at IS NULL ORDER BY added_at, contact_id";
    CONTACTS_OF_VALUE = "SELECT account_id, contact_id FROM contacts
        WHERE value = $1 AND kind = $2 AND removed_at IS NULL ORDER BY added_at, contact_id LIMIT 4";
    UNASKED_NUMBERS = "SELECT account_id, contact_id FROM contacts WHERE kind = 'phone' AND removed_at IS NULL
        AND COALESCE(asked_for, 0) <> proved_at AND proved_at <= $1 ORDER BY proved_at LIMIT $2";
    ASKED_FOR = "SELECT asked_for FROM contacts WHERE account_id = $1 AND contact_id = $2";
    ASKED = "UPDATE contacts SET asked_for = proved_at WHERE account_id = $1 AND contact_id = $2";
    INSERT_CONTACT = "INSERT INTO contacts (account_id, contact_id, kind, value, added_at, proved_at, origin, set_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    DISOWN_CONTACT = "UPDATE contacts SET removed_at = 0 WHERE account_id = $1 AND contact_id = $2";
    REMOVE_CONTACT = "UPDATE contacts SET removed_at = $3 WHERE account_id = $1 AND contact_id = $2 AND removed_at IS NULL";
    RESTORE_CONTACT = "UPDATE contacts SET removed_at = NULL, added_at = $3, origin = $4
        WHERE account_id = $1 AND contact_id = $2 AND removed_at > 0";
    QUIET_CONTACT = "UPDATE contacts SET quiet_until = $3 WHERE account_id = $1 AND contact_id = $2 AND removed_at IS NULL";
    PROVE_CONTACT = "UPDATE contacts SET proved_at = $3 WHERE account_id = $1 AND contact_id = $2";
    INSERT_CHALLENGE = "INSERT INTO challenges (challenge_id, subject, account_id, purpose, case_id, contact_id, channel,
        visitor_hash, code_tag, code_until, link_until, created_at, contact_hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    INSERT_LINK = "INSERT INTO challenge_links (link_hash, challenge_id, created_at) VALUES ($1, $2, $3)";
    CHALLENGE = "SELECT subject, account_id, purpose, case_id, contact_id, channel, visitor_hash, code_tag, code_until,
        link_until, created_at, used_at, contact_hash FROM challenges WHERE challenge_id = $1";
    CHALLENGE_OF_LINK = "SELECT challenge_id FROM challenge_links WHERE link_hash = $1";
    CHALLENGES_OF_CASE = "SELECT challenge_id FROM challenges WHERE case_id = $1 ORDER BY created_at DESC LIMIT 8";
    USE_CHALLENGE = "UPDATE challenges SET used_at = $2 WHERE challenge_id = $1 AND used_at IS NULL";
    HOLD_CLASS = "INSERT INTO guess_pools (subject, method, class, browser_id, seq, tokens, failures, refilled_at)
        VALUES ($1, $2, $3, $4, 1, $5, 0, $6)
        ON CONFLICT (subject, method, class, browser_id) DO UPDATE SET seq = guess_pools.seq + 1";
    POOL = "SELECT tokens, failures, refilled_at FROM guess_pools
        WHERE subject = $1 AND method = $2 AND class = $3 AND browser_id = $4";
    FAILURES = "SELECT CAST(COALESCE(SUM(failures), 0) AS BIGINT) FROM guess_pools WHERE subject = $1 AND method = $2 AND class = $3";
    SAVE_POOL = "INSERT INTO guess_pools (subject, method, class, browser_id, seq, tokens, failures, refilled_at)
        VALUES ($1, $2, $3, $4, 1, $5, $6, $7)
        ON CONFLICT (subject, method, class, browser_id) DO UPDATE SET tokens = excluded.tokens, failures = excluded.failures,
        refilled_at = excluded.refilled_at";
    CLEAR_POOLS = "DELETE FROM guess_pools WHERE subject = $1 AND method = $2";
    COUNT_PLACE = "INSERT INTO guess_places (subject, network, tries, first_at, last_at) VALUES ($1, $2, 1, $3, $3)
        ON CONFLICT (subject, network) DO UPDATE SET tries = guess_places.tries + 1, last_at = excluded.last_at";
    PLACES = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(tries), 0) AS BIGINT), MIN(first_at), MAX(last_at)
        FROM guess_places WHERE subject = $1";
    CLEAR_PLACES = "DELETE FROM guess_places WHERE subject = $1";
    CONTACTS_TOLD = "SELECT contact_id, kind, value, added_at, proved_at, origin, set_on, sim_changed_at, quiet_until FROM contacts
        WHERE account_id = $1 AND (removed_at IS NULL OR removed_at > $2) ORDER BY added_at, contact_id";
    HOLD_BUDGET = "INSERT INTO message_budgets (contact_hash, seq, state, updated_at) VALUES ($1, 1, '', $2)
        ON CONFLICT (contact_hash) DO UPDATE SET seq = message_budgets.seq + 1";
    BUDGET = "SELECT state FROM message_budgets WHERE contact_hash = $1";
    SAVE_BUDGET = "UPDATE message_budgets SET state = $2, updated_at = $3 WHERE contact_hash = $1";
    pub(super) SWEEP_CONTACTS = "DELETE FROM contacts WHERE (account_id, contact_id) IN
        (SELECT account_id, contact_id FROM contacts WHERE removed_at < $1 ORDER BY removed_at LIMIT $2) AND removed_at < $1";
    pub(super) SWEEP_CHALLENGES = "DELETE FROM challenges WHERE challenge_id IN
        (SELECT challenge_id FROM challenges WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
    pub(super) SWEEP_LINKS = "DELETE FROM challenge_links WHERE link_hash IN
        (SELECT link_hash FROM challenge_links WHERE created_at < $1 ORDER BY created_at LIMIT $2) AND created_at < $1";
    pub(super) SWEEP_POOLS = "DELETE FROM guess_pools WHERE (subject, method, class, browser_id) IN
        (SELECT subject, method, class, browser_id FROM guess_pools WHERE failures = 0 AND refilled_at < $1 ORDER BY refilled_at LIMIT $2) AND failures = 0 AND refilled_at < $1";
    pub(super) SWEEP_PLACES = "DELETE FROM guess_places WHERE (subject, network) IN
        (SELECT subject, network FROM guess_places WHERE last_at < $1 ORDER BY last_at LIMIT $2) AND last_at < $1";
    pub(super) SWEEP_BUDGETS = "DELETE FROM message_budgets WHERE contact_hash IN
        (SELECT contact_hash FROM message_budgets WHERE updated_at < $1 ORDER BY updated_at LIMIT $2) AND updated_at < $1";
}

pub(super) fn password(view: &View<'_>, account: Id) -> Result<Option<Stored>> {
    type Row = (
        i64,
        i64,
        i64,
        i64,
        Vec<u8>,
        Vec<u8>,
        i64,
        String,
        Option<Id>,
    );
    let row: Option<Row> = view.one(&PASSWORD, params![account])?;
    row.map(
        |(version, memory, passes, pepper, salt, output, set_at, origin, set_on)| {
            let bad = || kunci_db::Error::Shape("password row".to_owned());
            Ok(Stored {
                version,
                hash: PasswordHash {
                    memory_kib: u32::try_from(memory).map_err(|_| bad())?,
                    passes: u32::try_from(passes).map_err(|_| bad())?,
                    pepper_id: u32::try_from(pepper).map_err(|_| bad())?,
                    salt: salt.try_into().map_err(|_| bad())?,
                    output: output.try_into().map_err(|_| bad())?,
                },
                set_at: Time(set_at),
                origin: origin::read(&origin),
                set_on,
            })
        },
    )
    .transpose()
}

pub(super) fn set_password(
    tx: &Tx<'_>,
    account: Id,
    hash: &PasswordHash,
    origin: &Origin,
    set_on: Option<Id>,
) -> Result<()> {
    let values = params![
        account,
        hash.memory_kib,
        hash.passes,
        hash.pepper_id,
        hash.salt,
        hash.output,
        tx.now(),
        origin::write(origin),
        set_on
    ];
    tx.exec(&SET_PASSWORD, values)?;
    Ok(())
}

pub(super) fn rehash(tx: &Tx<'_>, account: Id, hash: &PasswordHash, version: i64) -> Result<()> {
    let values = params![
        account,
        version,
        hash.memory_kib,
        hash.passes,
        hash.pepper_id,
        hash.salt,
        hash.output
    ];
    tx.exec(&REHASH, values)?;
    Ok(())
}

type ContactRow = (
    Id,
    String,
    String,
    i64,
    i64,
    String,
    Option<Id>,
    Option<i64>,
    Option<i64>,
);

fn contact(
    (id, kind, value, added_at, proved_at, from, set_on, sim_changed, quiet): ContactRow,
) -> Option<Contact> {
    let (channel, origin) = (Channel::parse(&kind)?, origin::read(&from));
    let (added_at, proved_at) = (Time(added_at), Time(proved_at));
    Some(Contact {
        id,
        channel,
        value,
        added_at,
        proved_at,
        origin,
        set_on,
        sim_changed: sim_changed.is_some_and(|at| Time(at) > proved_at),
        quiet_until: quiet.map(Time),
    })
}

pub(super) fn contacts(view: &View<'_>, account: Id) -> Result<Vec<Contact>> {
    let rows: Vec<ContactRow> = view.many(&CONTACTS, params![account])?;
    Ok(rows.into_iter().filter_map(contact).collect())
}

/// The accounts that this address or number is a contact of, and which contact it is there.
pub(super) fn contacts_of_value(
    view: &View<'_>,
    channel: Channel,
    value: &str,
) -> Result<Vec<(Id, Id)>> {
    view.many(&CONTACTS_OF_VALUE, params![value, channel.tag()])
}

/// Numbers whose owners were not asked about their last proof, and it was before then.
pub(super) fn unasked_numbers(view: &View<'_>, before: Time, most: u32) -> Result<Vec<(Id, Id)>> {
    view.many(&UNASKED_NUMBERS, params![before.0, most])
}

/// For which proof of a number its owner was asked.
pub(super) fn asked_for(view: &View<'_>, account: Id, contact: Id) -> Result<Option<Time>> {
    let row: Option<(Option<i64>,)> = view.one(&ASKED_FOR, params![account, contact])?;
    Ok(row.and_then(|(at,)| at).map(Time))
}

pub(super) fn asked(tx: &Tx<'_>, account: Id, contact: Id) -> Result<()> {
    tx.exec(&ASKED, params![account, contact])?;
    Ok(())
}

/// Also those that were removed after `since`.
pub(super) fn contacts_told(view: &View<'_>, account: Id, since: Time) -> Result<Vec<Contact>> {
    let rows: Vec<ContactRow> = view.many(&CONTACTS_TOLD, params![account, since.0])?;
    Ok(rows.into_iter().filter_map(contact).collect())
}

pub(super) fn insert_contact(
    tx: &Tx<'_>,
    account: Id,
    id: Id,
    channel: Channel,
    value: &str,
    origin: &Origin,
    set_on: Option<Id>,
) -> Result<()> {
    tx.exec(
        &INSERT_CONTACT,
        params![
            account,
            id,
            channel.tag(),
            value,
            tx.now(),
            tx.now(),
            origin::write(origin),
            set_on
        ],
    )?;
    Ok(())
}

/// Removed since ever: nothing is told to it any more.
pub(super) fn disown_contact(tx: &Tx<'_>, account: Id, contact: Id) -> Result<()> {
    tx.exec(&DISOWN_CONTACT, params![account, contact])?;
    Ok(())
}

pub(super) fn remove_contact(tx: &Tx<'_>, account: Id, contact: Id) -> Result<()> {
    tx.exec(&REMOVE_CONTACT, params![account, contact, tx.now()])?;
    Ok(())
}

/// Whether this call is the one that brought it back.
pub(super) fn restore_contact(
    tx: &Tx<'_>,
    account: Id,
    contact: Id,
    with: &Origin,
) -> Result<bool> {
    let values = params![account, contact, tx.now(), origin::write(with)];
    Ok(tx.exec(&RESTORE_CONTACT, values)? == 1)
}

pub(super) fn quiet_contact(tx: &Tx<'_>, account: Id, contact: Id, until: Time) -> Result<()> {
    tx.exec(&QUIET_CONTACT, params![account, contact, until.0])?;
    Ok(())
}

pub(super) fn prove_contact(tx: &Tx<'_>, account: Id, contact: Id) -> Result<()> {
    tx.exec(&PROVE_CONTACT, params![account, contact, tx.now()])?;
    Ok(())
}

pub(super) fn insert_challenge(tx: &Tx<'_>, c: &Challenge, links: &[[u8; 32]]) -> Result<()> {
    let values = params![
        c.id,
        c.subject,
        c.account,
        c.purpose.tag(),
        c.case,
        c.contact,
        c.channel.tag(),
        c.visitor,
        c.code,
        c.code_until.0,
        c.link_until.0,
        c.created_at.0,
        c.contact_hash
    ];
    tx.exec(&INSERT_CHALLENGE, values)?;
    for link in links {
        tx.exec(&INSERT_LINK, params![*link, c.id, c.created_at.0])?;
    }
    Ok(())
}

struct ChallengeRow {
    subject: Id,
    account: Option<Id>,
    purpose: String,
    case: Id,
    contact: Option<Id>,
    channel: String,
    visitor: [u8; 32],
    code: [u8; 32],
    code_until: i64,
    link_until: i64,
    created_at: i64,
    used_at: Option<i64>,
    contact_hash: [u8; 32],
}
from_row!(ChallengeRow {
    subject,
    account,
    purpose,
    case,
    contact,
    channel,
    visitor,
    code,
    code_until,
    link_until,
    created_at,
    used_at,
    contact_hash
});

pub(super) fn challenge(view: &View<'_>, id: Id) -> Result<Option<Challenge>> {
    let row: Option<ChallengeRow> = view.one(&CHALLENGE, params![id])?;
    let bad = || kunci_db::Error::Shape("challenge row".to_owned());
    let challenge = |row: ChallengeRow| {
        Ok(Challenge {
            id,
            subject: row.subject,
            account: row.account,
            purpose: Purpose::parse(&row.purpose).ok_or_else(bad)?,
            case: row.case,
            contact: row.contact,
            contact_hash: row.contact_hash,
            channel: Channel::parse(&row.channel).ok_or_else(bad)?,
            visitor: row.visitor,
            code: row.code,
            code_until: Time(row.code_until),
            link_until: Time(row.link_until),
            created_at: Time(row.created_at),
            used_at: row.used_at.map(Time),
        })
    };
    row.map(challenge).transpose()
}

pub(super) fn challenge_of_link(view: &View<'_>, hash: &[u8; 32]) -> Result<Option<Id>> {
    let row: Option<(Id,)> = view.one(&CHALLENGE_OF_LINK, params![*hash])?;
    Ok(row.map(|(id,)| id))
}

pub(super) fn challenges_of_case(view: &View<'_>, case: Id) -> Result<Vec<Id>> {
    let rows: Vec<(Id,)> = view.many(&CHALLENGES_OF_CASE, params![case])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether this call is the one that used it.
pub(super) fn use_challenge(tx: &Tx<'_>, id: Id) -> Result<bool> {
    Ok(tx.exec(&USE_CHALLENGE, params![id, tx.now()])? == 1)
}

/// The id in place of a browser's: the row that stands for the whole class.
fn browser_of(pool: &Pool) -> Id {
    pool.browser.unwrap_or(Id::nil())
}

pub(super) fn hold_class(tx: &Tx<'_>, pool: &Pool) -> Result<()> {
    let full = pool.class.size();
    tx.exec(
        &HOLD_CLASS,
        params![
            pool.subject,
            pool.method.name(),
            pool.class.name(),
            Id::nil(),
            full,
            tx.now()
        ],
    )?;
    Ok(())
}

pub(super) fn pool(view: &View<'_>, pool: &Pool) -> Result<Option<PoolState>> {
    let key = params![
        pool.subject,
        pool.method.name(),
        pool.class.name(),
        browser_of(pool)
    ];
    let row: Option<(u32, u32, i64)> = view.one(&POOL, key)?;
    Ok(row.map(|(tokens, failures, refilled_at)| PoolState {
        tokens,
        failures,
        refilled_at: Time(refilled_at),
    }))
}

pub(super) fn failures(view: &View<'_>, pool: &Pool) -> Result<u32> {
    let sum: Option<u32> = view.one(
        &FAILURES,
        params![pool.subject, pool.method.name(), pool.class.name()],
    )?;
    Ok(sum.unwrap_or(0))
}

pub(super) fn save_pool(tx: &Tx<'_>, pool: &Pool, state: &PoolState) -> Result<()> {
    let (method, class) = (pool.method.name(), pool.class.name());
    let values = params![
        pool.subject,
        method,
        class,
        browser_of(pool),
        state.tokens,
        state.failures,
        state.refilled_at.0
    ];
    tx.exec(&SAVE_POOL, values)?;
    Ok(())
}

pub(super) fn clear_pools(tx: &Tx<'_>, subject: Id, method: MethodKind) -> Result<()> {
    tx.exec(&CLEAR_POOLS, params![subject, method.name()])?;
    Ok(())
}

pub(super) fn count_place(tx: &Tx<'_>, subject: Id, network: Network) -> Result<()> {
    tx.exec(&COUNT_PLACE, params![subject, network.0, tx.now()])?;
    Ok(())
}

pub(super) fn clear_places(tx: &Tx<'_>, subject: Id) -> Result<()> {
    tx.exec(&CLEAR_PLACES, params![subject])?;
    Ok(())
}

pub(super) fn places(view: &View<'_>, subject: Id) -> Result<Places> {
    let row: Option<(i64, i64, Option<i64>, Option<i64>)> = view.one(&PLACES, params![subject])?;
    let (networks, tries, first, last) = row.unwrap_or_default();
    let now = view.now();
    Ok(Places {
        networks,
        tries,
        first_at: Time(first.unwrap_or(now)),
        last_at: Time(last.unwrap_or(now)),
    })
}

/// Raises a contact's budget row, which makes it the caller's until the commit, and reads it.
pub(super) fn hold_budget(tx: &Tx<'_>, contact: &[u8; 32]) -> Result<Option<String>> {
    tx.exec(&HOLD_BUDGET, params![*contact, tx.now()])?;
    budget(tx, contact)
}

pub(super) fn budget(view: &View<'_>, contact: &[u8; 32]) -> Result<Option<String>> {
    let row: Option<(String,)> = view.one(&BUDGET, params![*contact])?;
    Ok(row.map(|(state,)| state))
}

pub(super) fn save_budget(tx: &Tx<'_>, contact: &[u8; 32], state: &str) -> Result<()> {
    tx.exec(&SAVE_BUDGET, params![*contact, state, tx.now()])?;
    Ok(())
}
