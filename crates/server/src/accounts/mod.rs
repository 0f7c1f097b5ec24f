//! Accounts and the names that lead to them.
//!
//! An identifier is what people type; a contact (see `methods`) is where we reach them. One number may be the
//! identifier of several accounts (families); a mail address or an account name of one only.

mod identifier;
mod store;
#[cfg(test)]
mod tests;

use kunci_db::{Topic, Tx, View};
use kunci_rules::{Id, Time};

pub use identifier::{Identifier, Kind, Malformed};

use crate::feature::{Ends, Feature, Root, Table};
use crate::keys::DataKey;
use crate::state::App;
use crate::web::Language;

/// What this feature keeps.
pub const FEATURE: Feature = Feature {
    name: "accounts",
    tables: &[
        Table {
            name: "account_heads",
            root: Root::Account,
            retention: "as long as the account",
            ends: Ends::WithRoot,
        },
        Table {
            name: "accounts",
            root: Root::Account,
            retention: "as long as the account",
            ends: Ends::WithRoot,
        },
        Table {
            name: "identifiers",
            root: Root::Value,
            retention: "as long as the account",
            ends: Ends::WithRoot,
        },
    ],
    statements: store::STATEMENTS,
};

/// An account as pages need it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: Id,
    /// The owner's name.
    pub name: String,
    /// Language of messages.
    pub language: Language,
    /// IANA time zone.
    pub time_zone: String,
    /// Whether a second step is asked in unknown browsers.
    pub two_step: bool,
    /// When it was made.
    pub created_at: Time,
    /// Others know its password: it must be changed (S-040).
    pub compromised: bool,
}

/// What makes an account.
#[derive(Clone, Debug)]
pub struct New {
    /// The owner's name.
    pub name: String,
    /// Language of messages.
    pub language: Language,
    /// IANA time zone.
    pub time_zone: String,
    /// First identifier.
    pub identifier: Identifier,
}

/// What live readers of an account watch: its sessions, notices, devices and locks.
#[must_use]
pub const fn topic(account: Id) -> Topic {
    Topic {
        kind: "account",
        id: account,
    }
}

/// Notes that others know the password, or that it was changed since.
///
/// # Errors
/// Of the database.
pub fn set_compromised(tx: &Tx<'_>, account: Id, is: bool) -> kunci_db::Result<()> {
    store::set_compromised(tx, account, is)
}

/// Holds the account's head: everything after this in the transaction is alone with this account, in order.
///
/// # Errors
/// `Missing` if there is no such account.
pub fn hold(tx: &Tx<'_>, account: Id) -> kunci_db::Result<()> {
    tx.hold(&store::HOLD, account)
}

/// The order number of the account's present transaction, after [`hold`].
///
/// # Errors
/// Of the database.
pub fn sequence(view: &View<'_>, account: Id) -> kunci_db::Result<i64> {
    store::sequence(view, account)
}

/// Makes an account with one identifier.
///
/// # Errors
/// `Constraint` if a mail address or account name belongs to another account.
pub fn create(tx: &Tx<'_>, app: &App, new: &New) -> kunci_db::Result<Id> {
    let id = tx.account_id();
    let data_key = app.keys.new_data_key(&app.random, id);
    store::insert(tx, id, new, &data_key)?;
    add_identifier(tx, id, &new.identifier)?;
    Ok(id)
}

/// Switches two-step verification. To switch it off is to remove a method: the caller asks the gate first.
///
/// # Errors
/// Of the database.
pub fn set_two_step(tx: &Tx<'_>, account: Id, on: bool) -> kunci_db::Result<()> {
    store::set_two_step(tx, account, on)
}

/// The sealed key of the account's own data; destroying it erases what it sealed.
///
/// # Errors
/// Of the database.
pub fn data_key(view: &View<'_>, account: Id) -> kunci_db::Result<Option<Vec<u8>>> {
    store::data_key(view, account)
}

/// The key of the account's own data, opened.
///
/// # Errors
/// Of the database; `Shape` if the server's key that sealed it is lost.
pub fn key(view: &View<'_>, app: &App, account: Id) -> kunci_db::Result<DataKey> {
    let sealed = data_key(view, account)?.ok_or(kunci_db::Error::Missing)?;
    let key = app.keys.open_data_key(account, &sealed);
    key.ok_or_else(|| kunci_db::Error::Shape("data key of an account".to_owned()))
}

/// Gives an account one more name to sign in with.
///
/// # Errors
/// `Constraint` if a mail address or account name belongs to another account.
pub fn add_identifier(tx: &Tx<'_>, account: Id, identifier: &Identifier) -> kunci_db::Result<()> {
    store::insert_identifier(tx, account, identifier)
}

/// Takes a name away from an account.
///
/// # Errors
/// Of the database.
pub fn remove_identifier(tx: &Tx<'_>, account: Id, value: &str) -> kunci_db::Result<()> {
    store::remove_identifier(tx, account, value)
}

/// The accounts that an identifier leads to: none, one, or for a number up to four.
///
/// # Errors
/// Of the database.
pub fn find(view: &View<'_>, identifier: &Identifier) -> kunci_db::Result<Vec<Id>> {
    store::find(view, identifier)
}

/// One account.
///
/// # Errors
/// Of the database.
pub fn get(view: &View<'_>, account: Id) -> kunci_db::Result<Option<Account>> {
    store::get(view, account)
}

/// The identifiers of an account, oldest first.
///
/// # Errors
/// Of the database.
pub fn identifiers(view: &View<'_>, account: Id) -> kunci_db::Result<Vec<Identifier>> {
    store::identifiers(view, account)
}
