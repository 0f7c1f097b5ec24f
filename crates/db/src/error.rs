//! What can go wrong, told apart by what the caller may do about it.

/// An error of a transaction or a read.
///
/// An error of the engine dooms the transaction in which it arises, on both engines: it rolls back even if its closure goes on
/// and returns `Ok`. To learn whether a row existed already, write `ON CONFLICT DO NOTHING` and look at the count instead.
/// Only `Missing` and `Shape` leave the transaction as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A constraint refused the write. Its name is the same on both engines, so that a field error can be tied to it:
    ///
    /// | constraint | name |
    /// |---|---|
    /// | primary key of `t` | `t_pkey` |
    /// | `UNIQUE (a, b)` inside `t` | `t_a_b_key` |
    /// | `CREATE UNIQUE INDEX x` | `x` |
    /// | `CONSTRAINT x CHECK (…)` | `x` (always name a check) |
    /// | `NOT NULL` on `t.a` | `t_a_not_null` |
    /// | any foreign key | `foreign_key` (SQLite does not say which) |
    ///
    /// PostgreSQL names the first four so by itself; for SQLite they are derived from its message and schema.
    #[error("constraint {0} violated")]
    Constraint(String),
    /// Nothing was written: the closure was run again as often as allowed, or the database could not be reached.
    /// The caller may try again later.
    #[error("nothing was written, try again")]
    Again,
    /// Nothing was written: the queue is full, a lock was not to be had in time, or the database is closing.
    #[error("too much work is waiting")]
    Overloaded,
    /// The connection or the disk failed *during* the commit: it may or may not have happened. Never repeat it blindly;
    /// look for the first primary key it would have written.
    #[error("the outcome of the commit is unknown")]
    Unknown,
    /// The closure panicked, and was rolled back alone.
    #[error("a transaction panicked")]
    Panicked,
    /// [`crate::Tx::hold`] found no such root.
    #[error("no such root")]
    Missing,
    /// A value or a row has not the form the code expects: NUL in a text, a wrong column type, a row too many.
    #[error("unexpected shape: {0}")]
    Shape(String),
    /// Any other complaint of the engine: its code and message, never the values of a row.
    #[error("{0}")]
    Engine(String),
}

impl Error {
    /// Whether the transaction in which it arose can no longer commit.
    pub(crate) fn dooms(&self) -> bool {
        !matches!(self, Error::Missing | Error::Shape(_))
    }

    pub(crate) fn shape(what: impl Into<String>) -> Self {
        Error::Shape(what.into())
    }
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a database did not open. Meant for the operator: each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The settings cannot be used.
    #[error("{0}")]
    Config(String),
    /// The file or server could not be reached.
    #[error("cannot open the database at {place}: {cause}")]
    Connect {
        /// The file, or the server without its password.
        place: String,
        /// What the driver said.
        cause: String,
    },
    /// The migrations that were compiled in contradict each other.
    #[error(
        "the migrations for SQLite and PostgreSQL differ in name at position {position}: {sqlite:?} and {postgres:?}"
    )]
    Names {
        /// Counted from 1.
        position: usize,
        /// The name in the SQLite list, if it is that long.
        sqlite: Option<&'static str>,
        /// The name in the PostgreSQL list, if it is that long.
        postgres: Option<&'static str>,
    },
    /// A newer version has already changed this database.
    #[error(
        "the database has the migration {0:?}, which this version does not know: it belongs to a newer version; start that one, or restore a backup"
    )]
    Newer(String),
    /// The text of a migration changed after it had been applied here.
    #[error(
        "the migration {0:?} was applied to this database with another text; restore the version that did so, or a backup"
    )]
    Changed(String),
    /// A migration failed; nothing of this start was applied.
    #[error(
        "the migration {name:?} failed and was rolled back with all others of this start: {cause}"
    )]
    Migration {
        /// Which one.
        name: String,
        /// What the engine said.
        cause: String,
    },
}
