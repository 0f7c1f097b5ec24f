//! Storage for Kunci: one SQL text for SQLite and PostgreSQL. Knows no domain.
//!
//! The tour:
//! - [`Sql`] and [`statements!`]: statements are constants; [`Value`] and [`params!`] go in, [`Row`] and [`FromRow`] come out.
//! - [`Db::tx`] runs a closure as one transaction ([`Tx`]), [`Db::view`] one that only reads ([`View`]).
//! - [`Error`] says what the caller may do about a failure, [`OpenError`] what the operator may do.
//! - [`Migrations`]: the schema's history, under equal names on both engines.
//! - [`Clock`] gives the time, in microseconds; [`Topic`] names what a commit woke.
//! - `sqlite` groups waiting closures into one commit; `postgres` runs one connection per thread.
//!
//! ```
//! use std::sync::Arc;
//! use kunci_db::{Config, Db, Error, Id, Migrations, SystemClock, params};
//!
//! kunci_db::statements! {
//!     INSERT = "INSERT INTO notes (id, body) VALUES ($1, $2)";
//!     READ = "SELECT body FROM notes WHERE id = $1";
//! }
//! const MIGRATIONS: Migrations = Migrations {
//!     sqlite: &[("notes", "CREATE TABLE notes (id BLOB PRIMARY KEY, body TEXT NOT NULL) STRICT")],
//!     postgres: &[("notes", "CREATE TABLE notes (id BYTEA PRIMARY KEY, body TEXT COLLATE \"C\" NOT NULL)")],
//! };
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let dir = tempfile::tempdir()?;
//! # let path = dir.path().join("kunci.db");
//! let db = Db::open(Config::sqlite(path), &MIGRATIONS, Arc::new(SystemClock)).await?;
//! let body = "halo".to_owned();
//! let id: Id = db.tx(move |tx| {
//!     let id = tx.id();
//!     tx.exec(&INSERT, params![id, &body])?;
//!     Ok::<_, Error>(id)
//! }).await?;
//! let read: Option<String> = db.view(move |view| view.one(&READ, params![id])).await?;
//! assert_eq!(read.as_deref(), Some("halo"));
//! # db.close().await;
//! # Ok(()) }
//! ```

mod clock;
mod config;
mod db;
mod error;
mod ids;
mod job;
mod migrate;
mod postgres;
mod queue;
mod row;
mod shared;
mod sql;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod value;

pub use clock::{Clock, SystemClock};
pub use config::Config;
pub use db::{Db, Stats};
pub use error::{Error, OpenError, Result};
pub use migrate::{Migration, Migrations};
pub use row::{FromRow, FromValue, Row};
pub use sql::Sql;
pub use tx::{Topic, Tx, View};
pub use uuid::Uuid as Id;
pub use value::Value;
