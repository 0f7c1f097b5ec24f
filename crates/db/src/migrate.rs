//! Migrations: the same list of names on both engines, each with that engine's DDL.
//!
//! All that is missing is applied in one transaction under a lock against other nodes, so a start either brings the schema up
//! to date or leaves it as it was. A database that knows more than this version is left alone.

use aws_lc_rs::digest::{SHA256, digest};

use crate::error::OpenError;

/// A name and its DDL.
pub type Migration = (&'static str, &'static str);

/// The migrations of one database, oldest first. Never change one that was released: add another.
///
/// On SQLite write `STRICT` tables with `INTEGER`, `REAL`, `TEXT`, `BLOB`; on PostgreSQL `BIGINT`, `DOUBLE PRECISION`,
/// `TEXT COLLATE "C"`, `BYTEA`.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// For SQLite.
    pub sqlite: &'static [Migration],
    /// For PostgreSQL, with the same names in the same order.
    pub postgres: &'static [Migration],
}

/// Where the applied ones are noted; the text is common to both engines.
pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS kunci_migrations \
     (seq BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";
pub(crate) const APPLIED: &str = "SELECT name, checksum FROM kunci_migrations ORDER BY seq";
pub(crate) const NOTE: &str =
    "INSERT INTO kunci_migrations (seq, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";

impl Migrations {
    /// Refuses lists that name different things.
    pub(crate) fn check(&self) -> Result<(), OpenError> {
        for index in 0..self.sqlite.len().max(self.postgres.len()) {
            let name = |list: &[Migration]| list.get(index).map(|(name, _)| *name);
            let (sqlite, postgres) = (name(self.sqlite), name(self.postgres));
            if sqlite != postgres {
                return Err(OpenError::Names {
                    position: index + 1,
                    sqlite,
                    postgres,
                });
            }
        }
        Ok(())
    }
}

/// A migration that is still to be applied.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    pub(crate) position: i64,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
    pub(crate) checksum: String,
}

/// Compares what is applied (name, checksum) with what this version knows.
pub(crate) fn pending(
    known: &[Migration],
    applied: &[(String, String)],
) -> Result<Vec<Pending>, OpenError> {
    for (index, (name, checksum)) in applied.iter().enumerate() {
        match known.get(index) {
            Some((known, sql)) if known == name && checksum_of(sql) == *checksum => {}
            Some((known, _)) if known == name => return Err(OpenError::Changed(name.clone())),
            _ => return Err(OpenError::Newer(name.clone())),
        }
    }
    let missing = (1i64..).zip(known).skip(applied.len());
    Ok(missing
        .map(|(position, (name, sql))| Pending {
            position,
            name,
            sql,
            checksum: checksum_of(sql),
        })
        .collect())
}

fn checksum_of(sql: &str) -> String {
    digest(&SHA256, sql.as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
