//! Statements on one PostgreSQL connection, within one transaction.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use tokio::runtime::Runtime;
use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;

use super::connect::Link;
use super::error::{before_commit, during_commit, keeps_link};
use super::pipeline::{Request, pipeline};
use super::value::{fit, is_column, is_parameter, read_row};
use crate::error::{Error, Result};
use crate::row::Row;
use crate::sql::Sql;
use crate::tx::Session;
use crate::value::Value;

type PgResult<T> = Result<T, tokio_postgres::Error>;

/// A transaction that begins with its first statement.
pub(super) struct PgSession<'a> {
    runtime: &'a Runtime,
    link: &'a Link,
    begin: &'static str,
    begun: Cell<bool>,
    waiting: RefCell<Vec<Write>>,
    broken: Cell<bool>,
}

/// A pushed write that travels with the next statement.
struct Write {
    statement: Statement,
    params: Vec<Value>,
}

fn as_sql(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as _).collect()
}

impl<'a> PgSession<'a> {
    pub(super) fn new(runtime: &'a Runtime, link: &'a Link, reads: bool) -> Self {
        let begin = if reads {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        } else {
            "BEGIN"
        };
        Self {
            runtime,
            link,
            begin,
            begun: Cell::new(false),
            waiting: RefCell::default(),
            broken: Cell::new(false),
        }
    }

    /// Whether the connection can serve another transaction.
    pub(super) fn is_usable(&self) -> bool {
        !self.broken.get() && !self.link.client.is_closed()
    }

    /// Makes it durable, with all that was pushed.
    pub(super) fn commit(&self) -> Result<()> {
        if !self.begun.get() && self.waiting.borrow().is_empty() {
            return Ok(());
        }
        let sent = self
            .runtime
            .block_on(self.send(self.link.client.batch_execute("COMMIT")));
        sent.map_err(|error| self.note(&error, during_commit(&error)))
    }

    /// Forgets it. A connection on which that fails is given up, which forgets it as well.
    pub(super) fn roll_back(&self) {
        self.waiting.take();
        if self.begun.get() && self.is_usable() {
            let sent = self
                .runtime
                .block_on(self.link.client.batch_execute("ROLLBACK"));
            self.broken.set(sent.is_err());
        }
    }

    /// Ends a read without waiting until the server says so: that comes in with the next answer.
    pub(super) fn leave(&self) {
        if self.begun.get() && self.is_usable() {
            self.runtime.block_on(async {
                let mut sent = pin!(self.link.client.batch_execute("ROLLBACK"));
                // Polled once it is with the connection, which gets the next turn to write it.
                poll_fn(|context| Poll::Ready(sent.as_mut().poll(context).is_ready())).await;
                tokio::task::yield_now().await;
            });
        }
    }

    fn note(&self, error: &tokio_postgres::Error, meaning: Error) -> Error {
        if !keeps_link(error) {
            tracing::debug!(%error, "a connection to PostgreSQL is given up");
            self.broken.set(true);
        }
        meaning
    }

    fn lost(&self, error: &tokio_postgres::Error) -> Error {
        self.note(error, before_commit(error))
    }

    /// Sends what waits, then the last request, in one go.
    async fn send<T>(&self, last: impl Future<Output = PgResult<T>>) -> PgResult<T> {
        let client = &self.link.client;
        let writes = self.waiting.take();
        let mut before: Vec<Option<Request<'_, _>>> = Vec::with_capacity(writes.len() + 1);
        if !self.begun.replace(true) {
            before.push(Some(Box::pin(client.batch_execute(self.begin))));
        }
        for write in &writes {
            before.push(Some(Box::pin(async {
                client
                    .execute(&write.statement, &as_sql(&write.params))
                    .await
                    .map(drop)
            })));
        }
        pipeline(before, last).await
    }

    /// The statement as prepared on this connection, once the parameters are known to fit.
    fn statement(&self, sql: Sql) -> Result<Statement> {
        if let Some(statement) = self.link.statements.borrow().get(sql.0) {
            return Ok(statement.clone());
        }
        let prepared = self
            .runtime
            .block_on(self.link.client.prepare(sql.0))
            .map_err(|error| self.lost(&error))?;
        self.link
            .statements
            .borrow_mut()
            .insert(sql.0, prepared.clone());
        Ok(prepared)
    }

    fn fitting(&self, sql: Sql, params: &[Value]) -> Result<Statement> {
        let statement = self.statement(sql)?;
        let kinds = statement.params();
        if kinds.len() != params.len() {
            return Err(Error::shape(format!(
                "{} parameters instead of {}",
                params.len(),
                kinds.len()
            )));
        }
        params
            .iter()
            .zip(kinds)
            .try_for_each(|(value, kind)| fit(value, kind))?;
        Ok(statement)
    }

    fn fitting_write(&self, sql: Sql, params: &[Value]) -> Result<Statement> {
        let statement = self.fitting(sql, params)?;
        if statement.columns().is_empty() {
            Ok(statement)
        } else {
            Err(Error::shape(
                "a statement that answers rows was run without reading them",
            ))
        }
    }
}

impl Session for PgSession<'_> {
    fn query(&self, sql: Sql, params: &[Value]) -> Result<Vec<Row>> {
        let statement = self.fitting(sql, params)?;
        let params = as_sql(params);
        let sent = self
            .runtime
            .block_on(self.send(self.link.client.query(&statement, &params)));
        sent.map_err(|error| self.lost(&error))?
            .iter()
            .map(read_row)
            .collect()
    }

    fn exec(&self, sql: Sql, params: &[Value]) -> Result<u64> {
        let statement = self.fitting_write(sql, params)?;
        let params = as_sql(params);
        let sent = self
            .runtime
            .block_on(self.send(self.link.client.execute(&statement, &params)));
        sent.map_err(|error| self.lost(&error))
    }

    fn push(&self, sql: Sql, params: &[Value]) -> Result<()> {
        let statement = self.fitting_write(sql, params)?;
        self.waiting.borrow_mut().push(Write {
            statement,
            params: params.to_vec(),
        });
        Ok(())
    }

    fn prepare(&self, sql: Sql) -> Result<()> {
        let statement = self.statement(sql)?;
        if let Some(kind) = statement.params().iter().find(|kind| !is_parameter(kind)) {
            return Err(Error::shape(format!(
                "a parameter of type {kind}: CAST it to a type of both engines"
            )));
        }
        if let Some(column) = statement
            .columns()
            .iter()
            .find(|column| !is_column(column.type_()))
        {
            let (name, kind) = (column.name(), column.type_());
            return Err(Error::shape(format!(
                "the column {name} of type {kind}: CAST it to a type of both engines"
            )));
        }
        Ok(())
    }
}
