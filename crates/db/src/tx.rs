//! What a closure sees of the database.

use std::cell::RefCell;
use std::ops::Deref;

use uuid::Uuid;

use crate::error::{Error, Result};
use crate::ids::{Ids, Seed};
use crate::row::{FromRow, Row};
use crate::sql::Sql;
use crate::value::Value;

/// One engine's connection inside one transaction.
pub(crate) trait Session {
    fn query(&self, sql: Sql, params: &[Value]) -> Result<Vec<Row>>;
    fn exec(&self, sql: Sql, params: &[Value]) -> Result<u64>;
    fn push(&self, sql: Sql, params: &[Value]) -> Result<()>;
    /// Checks that the statement can run here, without running it.
    fn prepare(&self, sql: Sql) -> Result<()>;
}

/// Something that readers elsewhere may be watching: published after the commit, without payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Topic {
    /// What kind of thing, e.g. `"account"`.
    pub kind: &'static str,
    /// Which one.
    pub id: Uuid,
}

/// Reads, in one snapshot.
pub struct View<'c> {
    session: &'c dyn Session,
    now: i64,
    doom: RefCell<Option<Error>>,
}

impl<'c> View<'c> {
    pub(crate) fn new(session: &'c dyn Session, now: i64) -> Self {
        Self {
            session,
            now,
            doom: RefCell::new(None),
        }
    }

    /// The time of this transaction in microseconds: fixed for the closure, identical when it runs again. It was read when
    /// the closure first started, so it may lie before what a transaction wrote that held the same root until then.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// The only row of the answer, if there is one.
    ///
    /// # Errors
    /// [`Error::Shape`] if there are more, or the row does not fit `T`; else the engine's.
    pub fn one<T: FromRow>(&self, sql: &Sql, params: &[Value]) -> Result<Option<T>> {
        let rows = self.rows(sql, params)?;
        match rows.as_slice() {
            [] => Ok(None),
            [row] => T::from_row(row).map(Some),
            more => Err(Error::shape(format!("{} rows instead of one", more.len()))),
        }
    }

    /// All rows of the answer, in its order.
    ///
    /// # Errors
    /// [`Error::Shape`] if a row does not fit `T`; else the engine's.
    pub fn many<T: FromRow>(&self, sql: &Sql, params: &[Value]) -> Result<Vec<T>> {
        self.rows(sql, params)?.iter().map(T::from_row).collect()
    }

    fn rows(&self, sql: &Sql, params: &[Value]) -> Result<Vec<Row>> {
        self.call(params, |session| session.query(*sql, params))
    }

    pub(crate) fn prepare(&self, sql: Sql) -> Result<()> {
        self.call(&[], |session| session.prepare(sql))
    }

    /// Runs one statement unless the transaction is doomed, and remembers if it is now.
    fn call<T>(&self, params: &[Value], run: impl FnOnce(&dyn Session) -> Result<T>) -> Result<T> {
        if let Some(doom) = &*self.doom.borrow() {
            return Err(doom.clone());
        }
        params.iter().try_for_each(Value::check)?;
        run(self.session).inspect_err(|error| {
            if error.dooms() {
                self.doom.replace(Some(error.clone()));
            }
        })
    }

    /// The first error after which nothing can be committed.
    pub(crate) fn doom(&self) -> Option<Error> {
        self.doom.borrow().clone()
    }
}

/// Reads and writes, all or nothing. Dereferences to its [`View`].
pub struct Tx<'c> {
    view: View<'c>,
    ids: Ids,
    wakes: RefCell<Vec<Topic>>,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(session: &'c dyn Session, now: i64, seed: Seed) -> Self {
        Self {
            view: View::new(session, now),
            ids: Ids::new(seed, now),
            wakes: RefCell::default(),
        }
    }

    /// Runs a statement that answers no rows; returns how many it changed.
    ///
    /// # Errors
    /// [`Error::Constraint`], or the engine's.
    pub fn exec(&self, sql: &Sql, params: &[Value]) -> Result<u64> {
        self.view.call(params, |session| session.exec(*sql, params))
    }

    /// A write whose count nobody needs. On PostgreSQL it waits for the next statement or the commit and travels with it, so
    /// it costs no round trip; later statements of the closure see it on both engines. An error of it rolls the
    /// transaction back and is what the caller of [`crate::Db::tx`] gets.
    pub fn push(&self, sql: &Sql, params: &[Value]) {
        let pushed = self.view.call(params, |session| session.push(*sql, params));
        if let Err(error) = pushed {
            self.view.doom.borrow_mut().get_or_insert(error);
        }
    }

    /// Holds a root: `UPDATE … SET seq = seq + 1 WHERE … = $1`. Until the end no other transaction gets past its own hold of
    /// the same root, so facts loaded afterwards stay true. Several roots are held in the order of their ids.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is no such root, [`Error::Shape`] if the statement changes more than one row.
    pub fn hold(&self, root: &Sql, id: Uuid) -> Result<()> {
        match self.exec(root, &[Value::from(id)])? {
            0 => Err(Error::Missing),
            1 => Ok(()),
            more => Err(Error::shape(format!("held {more} roots by one id"))),
        }
    }

    /// A new id that sorts by time (UUIDv7), the same one when the closure runs again. For everything below an account.
    pub fn id(&self) -> Uuid {
        self.ids.v7()
    }

    /// A new id that tells nothing (UUIDv4), the same one when the closure runs again. For accounts.
    pub fn account_id(&self) -> Uuid {
        self.ids.v4()
    }

    /// Publishes the topic once this transaction is committed, and not otherwise.
    pub fn wake(&self, topic: Topic) {
        let mut wakes = self.wakes.borrow_mut();
        if !wakes.contains(&topic) {
            wakes.push(topic);
        }
    }

    pub(crate) fn into_wakes(self) -> Vec<Topic> {
        self.wakes.into_inner()
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = View<'c>;

    fn deref(&self) -> &View<'c> {
        &self.view
    }
}
