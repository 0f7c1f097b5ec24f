//! SQL of devices.

use kunci_db::{Error, Result, Tx, View, from_row, params, statements};
use kunci_rules::{Id, Time, gate};
use kunci_wire::{Capabilities, Leaving, LocationState, LostMessage};

use super::keys::Known;
use super::missing::Missing;
use super::{Device, Fix, Kind, New, Report};

statements! {
    LIST = "SELECT account_id, device_id, name, kind, model, capabilities, paired_at, last_contact_at, leaving, location, battery, charging,
        fix_at, lat, lon, accuracy, source, fix_battery, fix_received_at, live_until, missing_since, missing_lapses_at, lost_text, lost_call,
        watch_stopped_at, last_look_at, tell_until FROM devices WHERE account_id = $1 AND removed_at IS NULL ORDER BY name, device_id LIMIT 100";
    GET = "SELECT account_id, device_id, name, kind, model, capabilities, paired_at, last_contact_at, leaving, location, battery, charging,
        fix_at, lat, lon, accuracy, source, fix_battery, fix_received_at, live_until, missing_since, missing_lapses_at, lost_text, lost_call,
        watch_stopped_at, last_look_at, tell_until FROM devices WHERE account_id = $1 AND device_id = $2 AND removed_at IS NULL";
    EVERY = "SELECT account_id, device_id, last_contact_at, missing_since FROM devices
        WHERE (account_id, device_id) > ($1, $2) AND removed_at IS NULL ORDER BY account_id, device_id LIMIT 500";
    INSERT = "INSERT INTO devices (account_id, device_id, name, kind, model, capabilities, counter, waiting, paired_at, location)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, 'on') ON CONFLICT (account_id, device_id) DO NOTHING";
    COME_BACK = "UPDATE devices SET name = $3, model = $4, capabilities = $5, paired_at = $6, watch_stopped_at = NULL
        WHERE account_id = $1 AND device_id = $2 AND removed_at IS NULL";
    RENAME = "UPDATE devices SET name = $3 WHERE account_id = $1 AND device_id = $2 AND removed_at IS NULL";
    REMOVE = "UPDATE devices SET removed_at = $3, waiting = 0, tell_until = NULL, fix_at = NULL, lat = NULL, lon = NULL, accuracy = NULL, source = NULL,
        fix_battery = NULL, fix_received_at = NULL WHERE account_id = $1 AND device_id = $2 AND removed_at IS NULL";
    FORGET = "DELETE FROM devices WHERE account_id = $1 AND device_id = $2 AND removed_at IS NOT NULL";
    HEARD = "UPDATE devices SET last_contact_at = $3, leaving = NULL, battery = COALESCE($4, battery), charging = COALESCE($5, charging),
        location = COALESCE($6, location), capabilities = COALESCE($7, capabilities)
        WHERE account_id = $1 AND device_id = $2 AND removed_at IS NULL";
    NEWER_FIX = "UPDATE devices SET fix_at = $3, lat = $4, lon = $5, accuracy = $6, source = $7, fix_battery = $8, fix_received_at = $9
        WHERE account_id = $1 AND device_id = $2 AND removed_at IS NULL AND (fix_at IS NULL OR fix_at < $3)";
    SET_AWAITED = "UPDATE devices SET tell_until = $3 WHERE account_id = $1 AND device_id = $2 AND removed_at IS NULL";
    TAKE_AWAITED = "UPDATE devices SET tell_until = NULL WHERE account_id = $1 AND device_id = $2 AND tell_until > $3";
    LEFT = "UPDATE devices SET leaving = $3 WHERE account_id = $1 AND device_id = $2";
    SET_LIVE = "UPDATE devices SET live_until = $3 WHERE account_id = $1 AND device_id = $2";
    SET_WAITING = "UPDATE devices SET waiting = $3 WHERE account_id = $1 AND device_id = $2";
    NEXT_COUNTER = "UPDATE devices SET counter = counter + 1 WHERE account_id = $1 AND device_id = $2 AND removed_at IS NULL RETURNING counter";
    RAISE_COUNTER = "UPDATE devices SET counter = $3 WHERE account_id = $1 AND device_id = $2 AND counter < $3";
    INSERT_KEY = "INSERT INTO device_keys (key_hash, account_id, device_id) VALUES ($1, $2, $3)";
    SET_PUBLIC_KEY = "UPDATE devices SET public_key = $3 WHERE account_id = $1 AND device_id = $2";
    END_KEYS = "DELETE FROM device_keys WHERE account_id = $1 AND device_id = $2";
    KNOWN = "SELECT d.account_id, d.device_id, d.kind, d.public_key, d.watch_stopped_at, d.missing_since, d.waiting, d.tell_until
        FROM device_keys k JOIN devices d ON d.account_id = k.account_id AND d.device_id = k.device_id
        WHERE k.key_hash = $1 AND d.removed_at IS NULL";
    FACTS = "SELECT device_id, missing_since, missing_browser, missing_password, unmarked_since, unmarked_at, marked_singly_at
        FROM devices WHERE account_id = $1 AND removed_at IS NULL ORDER BY device_id";
    MARK = "UPDATE devices SET missing_since = $3, missing_browser = $4, missing_password = $5 WHERE account_id = $1 AND device_id = $2";
    REWORD_MARK = "UPDATE devices SET missing_lapses_at = $3, lost_text = $4, lost_call = $5 WHERE account_id = $1 AND device_id = $2";
    MARKED_SINGLY = "UPDATE devices SET marked_singly_at = $3 WHERE account_id = $1 AND device_id = $2";
    CLEAR_MARK = "UPDATE devices SET unmarked_since = missing_since, unmarked_at = $3, missing_since = NULL, missing_lapses_at = NULL,
        missing_browser = NULL, missing_password = 0, lost_text = NULL, lost_call = NULL
        WHERE account_id = $1 AND device_id = $2 AND missing_since IS NOT NULL";
    LOOK_TOLD_AT = "SELECT last_look_told_at FROM devices WHERE account_id = $1 AND device_id = $2 AND removed_at IS NULL";
    LOOK = "UPDATE devices SET last_look_at = $3, last_look_told_at = $4 WHERE account_id = $1 AND device_id = $2";
    STOP_WATCHING = "UPDATE devices SET watch_stopped_at = $3, live_until = NULL WHERE account_id = $1 AND device_id = $2 AND watch_stopped_at IS NULL";
}

struct Row {
    account: Id,
    id: Id,
    name: String,
    kind: String,
    model: String,
    capabilities: String,
    paired_at: i64,
    last_contact: Option<i64>,
    leaving: Option<String>,
    location: String,
    battery: Option<u8>,
    charging: Option<bool>,
    fix_at: Option<i64>,
    lat: Option<i64>,
    lon: Option<i64>,
    accuracy: Option<i64>,
    source: Option<i64>,
    fix_battery: Option<i64>,
    fix_received: Option<i64>,
    live_until: Option<i64>,
    missing_since: Option<i64>,
    missing_lapses: Option<i64>,
    lost_text: Option<String>,
    lost_call: Option<String>,
    watch_stopped: Option<i64>,
    last_look: Option<i64>,
    awaited_until: Option<i64>,
}
from_row!(Row {
    account,
    id,
    name,
    kind,
    model,
    capabilities,
    paired_at,
    last_contact,
    leaving,
    location,
    battery,
    charging,
    fix_at,
    lat,
    lon,
    accuracy,
    source,
    fix_battery,
    fix_received,
    live_until,
    missing_since,
    missing_lapses,
    lost_text,
    lost_call,
    watch_stopped,
    last_look,
    awaited_until,
});

impl Row {
    fn device(self) -> Result<Device> {
        let fix = match (self.fix_at, self.lat, self.lon, self.source) {
            (Some(at), Some(lat), Some(lon), Some(source)) => Some(Fix::unpack((
                at,
                lat,
                lon,
                self.accuracy,
                source,
                self.fix_battery,
            ))),
            _ => None,
        };
        let missing = self.missing_since.map(|since| Missing {
            since: Time(since),
            lapses_at: self.missing_lapses.map(Time),
            lost: LostMessage {
                text: self.lost_text.unwrap_or_default(),
                call: self.lost_call,
            },
        });
        Ok(Device {
            account: self.account,
            id: self.id,
            name: self.name,
            kind: Kind::parse(&self.kind)
                .ok_or_else(|| Error::Shape("kind of a device".to_owned()))?,
            model: self.model,
            capabilities: serde_json::from_str(&self.capabilities)
                .map_err(|_| Error::Shape("capabilities of a device".to_owned()))?,
            paired_at: Time(self.paired_at),
            last_contact: self.last_contact.map(Time),
            leaving: self.leaving.map(|word| {
                if word == "shutdown" {
                    Leaving::Shutdown
                } else {
                    Leaving::Stop
                }
            }),
            location: match self.location.as_str() {
                "on" => LocationState::On,
                "searching" => LocationState::Searching,
                _ => LocationState::Off,
            },
            battery: self.battery,
            charging: self.charging,
            fix,
            fix_received: self.fix_received.map(Time),
            live_until: self.live_until.map(Time),
            missing,
            watch_stopped: self.watch_stopped.map(Time),
            last_look: self.last_look.map(Time),
            awaited_until: self.awaited_until.map(Time),
        })
    }
}

pub(super) fn list(view: &View<'_>, account: Id) -> Result<Vec<Device>> {
    let rows: Vec<Row> = view.many(&LIST, params![account])?;
    rows.into_iter().map(Row::device).collect()
}

pub(super) fn get(view: &View<'_>, account: Id, device: Id) -> Result<Option<Device>> {
    let row: Option<Row> = view.one(&GET, params![account, device])?;
    row.map(Row::device).transpose()
}

pub(super) fn every(view: &View<'_>, (account, device): (Id, Id)) -> Result<Vec<super::Brief>> {
    let rows: Vec<(Id, Id, Option<i64>, Option<i64>)> =
        view.many(&EVERY, params![account, device])?;
    let brief =
        |(account, id, contact, missing): (Id, Id, Option<i64>, Option<i64>)| super::Brief {
            account,
            id,
            last_contact: contact.map(Time),
            missing_since: missing.map(Time),
        };
    Ok(rows.into_iter().map(brief).collect())
}

fn json(capabilities: &Capabilities) -> String {
    serde_json::to_string(capabilities).unwrap_or_else(|_| "{}".to_owned())
}

/// Whether it was new.
pub(super) fn insert(tx: &Tx<'_>, account: Id, new: &New) -> Result<bool> {
    let values = params![
        account,
        new.id,
        &new.name,
        new.kind.tag(),
        &new.model,
        json(&new.capabilities),
        tx.now()
    ];
    Ok(tx.exec(&INSERT, values)? == 1)
}

pub(super) fn come_back(tx: &Tx<'_>, account: Id, new: &New) -> Result<()> {
    let values = params![
        account,
        new.id,
        &new.name,
        &new.model,
        json(&new.capabilities),
        tx.now()
    ];
    tx.exec(&COME_BACK, values)?;
    Ok(())
}

pub(super) fn rename(tx: &Tx<'_>, account: Id, device: Id, name: &str) -> Result<()> {
    tx.exec(&RENAME, params![account, device, name])?;
    Ok(())
}

pub(super) fn remove(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    tx.exec(&REMOVE, params![account, device, tx.now()])?;
    tx.exec(&END_KEYS, params![account, device])?;
    Ok(())
}

pub(super) fn forget(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    tx.exec(&FORGET, params![account, device])?;
    Ok(())
}

pub(super) fn heard(tx: &Tx<'_>, account: Id, device: Id, report: &Report) {
    let location = report.location.map(|location| match location {
        LocationState::On => "on",
        LocationState::Searching => "searching",
        LocationState::Off => "off",
    });
    let capabilities = report.capabilities.as_ref().map(json);
    tx.push(
        &HEARD,
        params![
            account,
            device,
            tx.now(),
            report.battery,
            report.charging,
            location,
            capabilities
        ],
    );
}

pub(super) fn newer_fix(tx: &Tx<'_>, account: Id, device: Id, fix: &Fix) {
    let (at, lat, lon, accuracy, source, battery) = fix.pack();
    tx.push(
        &NEWER_FIX,
        params![
            account,
            device,
            at,
            lat,
            lon,
            accuracy,
            source,
            battery,
            tx.now()
        ],
    );
}

pub(super) fn set_awaited(tx: &Tx<'_>, account: Id, device: Id, until: Option<Time>) -> Result<()> {
    let values = params![account, device, until.map(|at| at.0)];
    match tx.exec(&SET_AWAITED, values)? {
        0 => Err(Error::Missing),
        _ => Ok(()),
    }
}

/// Whether this call is the one that ends the waiting, in time.
pub(super) fn take_awaited(tx: &Tx<'_>, account: Id, device: Id) -> Result<bool> {
    Ok(tx.exec(&TAKE_AWAITED, params![account, device, tx.now()])? == 1)
}

pub(super) fn left(tx: &Tx<'_>, account: Id, device: Id, why: Leaving) -> Result<()> {
    let word = match why {
        Leaving::Shutdown => "shutdown",
        Leaving::Stop => "stop",
    };
    tx.exec(&LEFT, params![account, device, word])?;
    Ok(())
}

pub(super) fn set_live(tx: &Tx<'_>, account: Id, device: Id, until: Option<Time>) -> Result<()> {
    tx.exec(
        &SET_LIVE,
        params![account, device, until.map(|until| until.0)],
    )?;
    Ok(())
}

pub(super) fn set_waiting(tx: &Tx<'_>, account: Id, device: Id, waiting: i64) -> Result<()> {
    tx.exec(&SET_WAITING, params![account, device, waiting])?;
    Ok(())
}

pub(super) fn next_counter(tx: &Tx<'_>, account: Id, device: Id) -> Result<i64> {
    tx.one(&NEXT_COUNTER, params![account, device])?
        .ok_or(Error::Missing)
}

pub(super) fn raise_counter(tx: &Tx<'_>, account: Id, device: Id, seen: i64) -> Result<()> {
    tx.exec(&RAISE_COUNTER, params![account, device, seen])?;
    Ok(())
}

pub(super) fn insert_key(tx: &Tx<'_>, hash: &[u8; 32], account: Id, device: Id) -> Result<()> {
    tx.exec(&INSERT_KEY, params![*hash, account, device])?;
    Ok(())
}

pub(super) fn set_public_key(tx: &Tx<'_>, account: Id, device: Id, key: &[u8; 32]) -> Result<()> {
    tx.exec(&SET_PUBLIC_KEY, params![account, device, *key])?;
    Ok(())
}

pub(super) fn known(view: &View<'_>, hash: &[u8; 32]) -> Result<Option<(Known, Option<[u8; 32]>)>> {
    type Row = (
        Id,
        Id,
        String,
        Option<[u8; 32]>,
        Option<i64>,
        Option<i64>,
        i64,
        Option<i64>,
    );
    let row: Option<Row> = view.one(&KNOWN, params![*hash])?;
    row.map(
        |(account, id, kind, key, stopped, missing, waiting, tell_until)| {
            let kind =
                Kind::parse(&kind).ok_or_else(|| Error::Shape("kind of a device".to_owned()))?;
            Ok((
                Known {
                    account,
                    id,
                    kind,
                    visible: stopped.is_none() || missing.is_some(),
                    waiting: waiting > 0,
                    awaited: tell_until.is_some(),
                },
                key,
            ))
        },
    )
    .transpose()
}

pub(super) fn facts(view: &View<'_>, account: Id) -> Result<Vec<gate::Device>> {
    type Row = (
        Id,
        Option<i64>,
        Option<Id>,
        bool,
        Option<i64>,
        Option<i64>,
        Option<i64>,
    );
    let rows: Vec<Row> = view.many(&FACTS, params![account])?;
    let facts =
        |(id, since, by, with_password, unmarked_since, unmarked_at, singly): Row| gate::Device {
            id,
            // The password goes by the account's own id.
            mark: since.map(|since| gate::Mark {
                since: Time(since),
                by,
                password: with_password.then_some(account),
            }),
            unmarked: unmarked_since
                .zip(unmarked_at)
                .map(|(since, at)| (Time(since), Time(at))),
            marked_singly_at: singly.map(Time),
        };
    Ok(rows.into_iter().map(facts).collect())
}

pub(super) fn mark(
    tx: &Tx<'_>,
    account: Id,
    device: Id,
    browser: Option<Id>,
    with_password: bool,
) -> Result<()> {
    tx.exec(
        &MARK,
        params![account, device, tx.now(), browser, with_password],
    )?;
    Ok(())
}

pub(super) fn reword_mark(
    tx: &Tx<'_>,
    account: Id,
    device: Id,
    lapses: Option<Time>,
    lost: &LostMessage,
) -> Result<()> {
    let values = params![
        account,
        device,
        lapses.map(|at| at.0),
        &lost.text,
        lost.call.as_deref()
    ];
    tx.exec(&REWORD_MARK, values)?;
    Ok(())
}

pub(super) fn marked_singly(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    tx.exec(&MARKED_SINGLY, params![account, device, tx.now()])?;
    Ok(())
}

pub(super) fn clear_mark(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    tx.exec(&CLEAR_MARK, params![account, device, tx.now()])?;
    Ok(())
}

/// `None`: no such device. `Some(None)`: no look was told yet.
pub(super) fn look_told_at(
    view: &View<'_>,
    account: Id,
    device: Id,
) -> Result<Option<Option<Time>>> {
    let row: Option<(Option<i64>,)> = view.one(&LOOK_TOLD_AT, params![account, device])?;
    Ok(row.map(|(told,)| told.map(Time)))
}

pub(super) fn look(tx: &Tx<'_>, account: Id, device: Id, told: Option<Time>) -> Result<()> {
    tx.exec(
        &LOOK,
        params![account, device, tx.now(), told.map(|told| told.0)],
    )?;
    Ok(())
}

pub(super) fn stop_watching(tx: &Tx<'_>, account: Id, device: Id) -> Result<()> {
    tx.exec(&STOP_WATCHING, params![account, device, tx.now()])?;
    Ok(())
}
