//! What a feature declares about its data, so that tests can check the house and operators can read the truth.

use kunci_db::Sql;

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
