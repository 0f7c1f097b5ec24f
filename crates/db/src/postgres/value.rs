//! Values to and from PostgreSQL's types.

use std::error::Error as StdError;

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::error::{Error, Result};
use crate::row::Row;
use crate::value::Value;

/// Refuses a value that the parameter's type cannot take, before anything is sent.
pub(super) fn fit(value: &Value, kind: &Type) -> Result<()> {
    let fits = match value {
        Value::Null => true,
        Value::Int(int) => match *kind {
            Type::INT8 => true,
            Type::INT4 => i32::try_from(*int).is_ok(),
            Type::INT2 => i16::try_from(*int).is_ok(),
            _ => false,
        },
        Value::Real(_) => *kind == Type::FLOAT8,
        Value::Text(_) => matches!(*kind, Type::TEXT | Type::VARCHAR),
        Value::Bytes(_) => *kind == Type::BYTEA,
    };
    if fits {
        Ok(())
    } else {
        Err(Error::shape(format!(
            "{} for a parameter of type {kind}",
            value.form()
        )))
    }
}

/// Types that a statement in the common text may take.
pub(super) fn is_parameter(kind: &Type) -> bool {
    matches!(
        *kind,
        Type::INT8
            | Type::INT4
            | Type::INT2
            | Type::FLOAT8
            | Type::TEXT
            | Type::VARCHAR
            | Type::BYTEA
    )
}

/// Types that a statement in the common text may answer. A comparison is `BOOL` here and 0/1 on SQLite.
pub(super) fn is_column(kind: &Type) -> bool {
    is_parameter(kind) || *kind == Type::BOOL
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(int) => match *kind {
                Type::INT2 => i16::try_from(*int)?.to_sql(kind, out),
                Type::INT4 => i32::try_from(*int)?.to_sql(kind, out),
                _ => int.to_sql(kind, out),
            },
            Value::Real(real) => real.to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
            Value::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    /// `fit` has judged by value, which is finer.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A column of any type of the common text.
struct Column(Value);

impl<'a> FromSql<'a> for Column {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(match *kind {
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Int(i64::from(i32::from_sql(kind, raw)?)),
            Type::INT2 => Value::Int(i64::from(i16::from_sql(kind, raw)?)),
            Type::BOOL => Value::Int(i64::from(bool::from_sql(kind, raw)?)),
            Type::FLOAT8 => Value::Real(f64::from_sql(kind, raw)?),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            _ => Value::Text(String::from_sql(kind, raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(Value::Null))
    }

    fn accepts(kind: &Type) -> bool {
        is_column(kind)
    }
}

pub(super) fn read_row(row: &tokio_postgres::Row) -> Result<Row> {
    let column = |index| row.try_get::<_, Column>(index).map(|Column(value)| value);
    let values = (0..row.len()).map(column).collect::<Result<_, _>>();
    values
        .map(Row)
        .map_err(|error| Error::shape(error.to_string()))
}
