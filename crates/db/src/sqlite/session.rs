//! Statements on one SQLite connection.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode};

use super::constraint;
use crate::error::{Error, Result};
use crate::row::Row;
use crate::sql::Sql;
use crate::tx::Session;
use crate::value::Value;

/// A connection within a transaction that its thread opened.
pub(crate) struct SqliteSession<'a>(pub(crate) &'a Connection);

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(int) => ValueRef::Integer(*int),
            Value::Real(real) => ValueRef::Real(*real),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn read_value(value: ValueRef<'_>) -> Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(int) => Value::Int(int),
        ValueRef::Real(real) => Value::Real(real),
        ValueRef::Text(text) => Value::Text(
            str::from_utf8(text)
                .map_err(|_| Error::shape("text that is not UTF-8"))?
                .to_owned(),
        ),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

/// The `n` of a parameter `$n`.
fn number(name: Option<&str>) -> Option<usize> {
    name?.strip_prefix('$')?.parse().ok()
}

impl SqliteSession<'_> {
    fn error(&self, error: &rusqlite::Error) -> Error {
        read_error(self.0, error)
    }

    fn statement(&self, sql: Sql) -> Result<CachedStatement<'_>> {
        self.0
            .prepare_cached(sql.0)
            .map_err(|error| self.error(&error))
    }

    /// SQLite numbers `$n` by first appearance, so parameters are bound by name.
    fn bind(&self, statement: &mut CachedStatement<'_>, params: &[Value]) -> Result<()> {
        let count = statement.parameter_count();
        if count != params.len() {
            return Err(Error::shape(format!(
                "{} parameters instead of {count}",
                params.len()
            )));
        }
        for index in 1..=count {
            let value = number(statement.parameter_name(index))
                .and_then(|n| params.get(n.checked_sub(1)?))
                .ok_or_else(|| Error::shape("parameters that are not $1, $2, …"))?;
            statement
                .raw_bind_parameter(index, value)
                .map_err(|error| self.error(&error))?;
        }
        Ok(())
    }
}

impl Session for SqliteSession<'_> {
    fn query(&self, sql: Sql, params: &[Value]) -> Result<Vec<Row>> {
        let mut statement = self.statement(sql)?;
        self.bind(&mut statement, params)?;
        let width = statement.column_count();
        let mut rows = statement.raw_query();
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(|error| self.error(&error))? {
            let columns = (0..width)
                .map(|index| read_value(row.get_ref(index).map_err(|error| self.error(&error))?));
            all.push(Row(columns.collect::<Result<_>>()?));
        }
        Ok(all)
    }

    fn exec(&self, sql: Sql, params: &[Value]) -> Result<u64> {
        let mut statement = self.statement(sql)?;
        if statement.column_count() > 0 {
            return Err(Error::shape(
                "a statement that answers rows was run without reading them",
            ));
        }
        self.bind(&mut statement, params)?;
        let changed = statement
            .raw_execute()
            .map_err(|error| self.error(&error))?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    fn push(&self, sql: Sql, params: &[Value]) -> Result<()> {
        self.exec(sql, params).map(drop)
    }

    fn prepare(&self, sql: Sql) -> Result<()> {
        let statement = self.statement(sql)?;
        let count = statement.parameter_count();
        let fits = |index| {
            number(statement.parameter_name(index)).is_some_and(|n| (1..=count).contains(&n))
        };
        if (1..=count).all(fits) {
            Ok(())
        } else {
            Err(Error::shape("parameters that are not $1, $2, …"))
        }
    }
}

/// What an error of SQLite means to the caller.
pub(crate) fn read_error(conn: &Connection, error: &rusqlite::Error) -> Error {
    match error {
        rusqlite::Error::SqliteFailure(code, message) => match code.code {
            ErrorCode::ConstraintViolation => Error::Constraint(constraint::name(
                conn,
                code.extended_code,
                message.as_deref().unwrap_or_default(),
            )),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Again,
            _ => Error::Engine(format!(
                "SQLite {}: {}",
                code.extended_code,
                message.as_deref().unwrap_or("failed")
            )),
        },
        rusqlite::Error::SqlInputError { msg, sql, .. } => {
            Error::Engine(format!("SQLite: {msg} in {sql}"))
        }
        other => Error::Engine(format!("SQLite: {other}")),
    }
}
