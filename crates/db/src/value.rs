//! What goes into a statement.

use uuid::Uuid;

use crate::error::{Error, Result};

/// A parameter, or a column of a row. The five forms that both engines hold alike.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// Whole numbers, microseconds, and 0/1 for truth.
    Int(i64),
    /// A number with a fraction; never NaN, which SQLite would store as `NULL`.
    Real(f64),
    /// Text without NUL, which PostgreSQL cannot hold.
    Text(String),
    /// Bytes; an [`Uuid`] is 16 of them.
    Bytes(Vec<u8>),
}

impl Value {
    /// Refuses what one of the engines would refuse or change.
    pub(crate) fn check(&self) -> Result<()> {
        match self {
            Value::Text(text) if text.contains('\0') => Err(Error::shape("text with NUL")),
            Value::Real(real) if real.is_nan() => {
                Err(Error::shape("a number that is not a number"))
            }
            _ => Ok(()),
        }
    }

    /// The name of the form, for messages.
    pub(crate) fn form(&self) -> &'static str {
        match self {
            Value::Null => "NULL",
            Value::Int(_) => "a whole number",
            Value::Real(_) => "a real number",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytes",
        }
    }
}

macro_rules! from_whole {
    ($($t:ty)*) => {$(
        impl From<$t> for Value {
            fn from(number: $t) -> Self {
                Value::Int(i64::from(number))
            }
        }
    )*};
}
from_whole!(i64 i32 i16 i8 u32 u16 u8 bool);

impl From<f64> for Value {
    fn from(real: f64) -> Self {
        Value::Real(real)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Bytes(bytes)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Value::Bytes(bytes.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Self {
        Value::Bytes(bytes.to_vec())
    }
}

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Value::Bytes(id.into_bytes().to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// A closure may run twice, so it lends what it captured: `params![&name]`.
impl<T: Clone + Into<Value>> From<&T> for Value {
    fn from(value: &T) -> Self {
        value.clone().into()
    }
}

/// The parameters of a statement, in the order `$1, $2, …`: `params![id, &name, None::<i64>]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*][..] as &[$crate::Value] };
}
