//! What a feature declares about its data, so that tests can check the house and operators can read the truth.

use kunci_db::Sql;
use kunci_rules::Span;

/// A feature's face to the rest of the house.
pub struct Feature {
    /// Folder name.
    pub name: &'static str,
    /// Its tables.
    pub tables: &'static [Table],
    /// Its statements; a test prepares each on both engines.
    pub statements: &'static [Sql],
}

/// One table.
pub struct Table {
    /// Name in the database.
    pub name: &'static str,
    /// What its rows belong to.
    pub root: Root,
    /// How long rows are kept, in words.
    pub retention: &'static str,
    /// What deletes them afterwards.
    pub ends: Ends,
}

/// What deletes the rows of a table once they have been kept long enough.
#[derive(Clone, Copy)]
pub enum Ends {
    /// Whatever they belong to takes them along.
    WithRoot,
    /// Work of the feature's own, named here.
    By(&'static str),
    /// The house's own work: see [`crate::sweeps`].
    Swept(Sweep),
}

/// How rows are swept away that are kept for a span.
#[derive(Clone, Copy)]
pub struct Sweep {
    /// Deletes at most `$2` of the rows that ended before `$1`, the oldest first, found by an index.
    pub statement: Sql,
    /// How long after their end they stay.
    pub keep: Span,
}

/// What a table's rows belong to; rows of an account are exported and erased with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// `account_id` leads the key.
    Account,
    /// Keyed by a value (a name, a hash, a code) that leads to an account.
    Value,
    /// Belongs to no account.
    House,
}
