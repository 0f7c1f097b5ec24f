//! SQL of locations. These statements run on the locations' own database, not on the accounts'.

use kunci_db::{Migrations, Result, Sql, Tx, View, params, statements};
use kunci_rules::{Id, Time};

use crate::devices::{Fix, Packed};

statements! {
    INSERT_WEEK = "INSERT INTO fixes (device_id, at, lat, lon, accuracy, source, battery) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (device_id, at) DO NOTHING";
    INSERT_KEPT = "INSERT INTO kept (device_id, at, lat, lon, accuracy, source, battery) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (device_id, at) DO NOTHING";
    BETWEEN_WEEK = "SELECT at, lat, lon, accuracy, source, battery FROM fixes
        WHERE device_id = $1 AND at >= $2 AND at < $3 ORDER BY at DESC LIMIT $4";
    BETWEEN_KEPT = "SELECT at, lat, lon, accuracy, source, battery FROM kept
        WHERE device_id = $1 AND at >= $2 AND at < $3 ORDER BY at DESC LIMIT $4";
    FORGET_WEEK = "DELETE FROM fixes WHERE device_id = $1 AND at < $2";
    FORGET_KEPT = "DELETE FROM kept WHERE device_id = $1 AND at < $2";
}

// Partitions exist on PostgreSQL only; SQLite has a file for each week instead.
const OPEN_WEEK: Sql = Sql("SELECT open_week($1, $2, $3)");
const DROP_WEEK: Sql = Sql("SELECT drop_week($1)");
const WEEKS: Sql = Sql("SELECT week FROM weeks ORDER BY week");

/// The history of the locations' schema.
pub(super) const MIGRATIONS: Migrations = Migrations {
    sqlite: &[(
        "places_0001_first",
        include_str!("../../migrations/sqlite/places_0001_first.sql"),
    )],
    postgres: &[(
        "places_0001_first",
        include_str!("../../migrations/postgres/places_0001_first.sql"),
    )],
};

/// Which of the two tables.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Week,
    Kept,
}

/// A span of time and how many of its newest fixes are wanted.
#[derive(Clone, Copy)]
pub(super) struct Between {
    pub(super) from: Time,
    pub(super) to: Time,
    pub(super) limit: u32,
}

pub(super) fn insert(tx: &Tx<'_>, place: Place, device: Id, fixes: &[Fix]) {
    let sql = match place {
        Place::Week => &INSERT_WEEK,
        Place::Kept => &INSERT_KEPT,
    };
    for fix in fixes {
        let (at, lat, lon, accuracy, source, battery) = fix.pack();
        tx.push(
            sql,
            params![device, at, lat, lon, accuracy, source, battery],
        );
    }
}

/// Newest first.
pub(super) fn between(
    view: &View<'_>,
    place: Place,
    device: Id,
    span: Between,
) -> Result<Vec<Fix>> {
    let sql = match place {
        Place::Week => &BETWEEN_WEEK,
        Place::Kept => &BETWEEN_KEPT,
    };
    let rows: Vec<Packed> = view.many(sql, params![device, span.from.0, span.to.0, span.limit])?;
    Ok(rows.into_iter().map(Fix::unpack).collect())
}

pub(super) fn forget(tx: &Tx<'_>, place: Place, device: Id, before: Time) -> Result<()> {
    let sql = match place {
        Place::Week => &FORGET_WEEK,
        Place::Kept => &FORGET_KEPT,
    };
    tx.exec(sql, params![device, before.0])?;
    Ok(())
}

pub(super) fn weeks(view: &View<'_>) -> Result<Vec<i64>> {
    view.many(&WEEKS, &[])
}

pub(super) fn open_week(tx: &Tx<'_>, week: i64, starts: Time, ends: Time) -> Result<()> {
    tx.one::<i64>(&OPEN_WEEK, params![week, starts.0, ends.0])?;
    Ok(())
}

pub(super) fn drop_week(tx: &Tx<'_>, week: i64) -> Result<()> {
    tx.one::<i64>(&DROP_WEEK, params![week])?;
    Ok(())
}
