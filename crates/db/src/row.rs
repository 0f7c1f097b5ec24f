//! What comes out of a statement.

use uuid::Uuid;

use crate::error::{Error, Result};
use crate::value::Value;

/// One row of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    /// The column at `index`, counted from 0.
    ///
    /// # Errors
    /// [`Error::Shape`] if there is no such column or it holds another form.
    pub fn get<T: FromValue>(&self, index: usize) -> Result<T> {
        let value = self
            .0
            .get(index)
            .ok_or_else(|| Error::shape(format!("no column {index}")))?;
        T::from_value(value).map_err(|error| match error {
            Error::Shape(what) => Error::Shape(format!("column {index}: {what}")),
            other => other,
        })
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.0.len()
    }

    /// Checks that exactly `width` columns came.
    ///
    /// # Errors
    /// [`Error::Shape`] otherwise.
    pub fn expect_width(&self, width: usize) -> Result<()> {
        if self.width() == width {
            Ok(())
        } else {
            Err(Error::shape(format!(
                "{} columns instead of {width}",
                self.width()
            )))
        }
    }
}

/// A type that one column can be read into.
pub trait FromValue: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// [`Error::Shape`] if the column holds another form.
    fn from_value(value: &Value) -> Result<Self>;
}

/// A type that a whole row can be read into: a single [`FromValue`] type, a tuple of up to 16, or a struct by
/// [`crate::from_row!`].
pub trait FromRow: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// [`Error::Shape`] if number or form of the columns differ.
    fn from_row(row: &Row) -> Result<Self>;
}

fn mismatch<T>(wanted: &str, got: &Value) -> Result<T> {
    Err(Error::shape(format!("{} instead of {wanted}", got.form())))
}

macro_rules! whole {
    ($($t:ty)*) => {$(
        impl FromValue for $t {
            fn from_value(value: &Value) -> Result<Self> {
                match value {
                    Value::Int(int) => <$t>::try_from(*int).map_err(|_| Error::shape(concat!("a number beyond ", stringify!($t)))),
                    other => mismatch("a whole number", other),
                }
            }
        }
    )*};
}
whole!(i64 i32 i16 u64 u32 u16 u8 usize);

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Int(0) => Ok(false),
            Value::Int(1) => Ok(true),
            other => mismatch("0 or 1", other),
        }
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Real(real) => Ok(*real),
            other => mismatch("a real number", other),
        }
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            other => mismatch("text", other),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.clone()),
            other => mismatch("bytes", other),
        }
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Bytes(bytes) => bytes
                .as_slice()
                .try_into()
                .map_err(|_| Error::shape(format!("{} bytes instead of {N}", bytes.len()))),
            other => mismatch("bytes", other),
        }
    }
}

impl FromValue for Uuid {
    fn from_value(value: &Value) -> Result<Self> {
        <[u8; 16]>::from_value(value).map(Uuid::from_bytes)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Null => Ok(None),
            some => T::from_value(some).map(Some),
        }
    }
}

impl<T: FromValue> FromRow for T {
    fn from_row(row: &Row) -> Result<Self> {
        row.expect_width(1)?;
        row.get(0)
    }
}

macro_rules! tuple {
    ($width:literal: $($name:ident $index:literal),*) => {
        impl<$($name: FromValue),*> FromRow for ($($name,)*) {
            fn from_row(row: &Row) -> Result<Self> {
                row.expect_width($width)?;
                Ok(($(row.get::<$name>($index)?,)*))
            }
        }
    };
}
tuple!(1: A 0);
tuple!(2: A 0, B 1);
tuple!(3: A 0, B 1, C 2);
tuple!(4: A 0, B 1, C 2, D 3);
tuple!(5: A 0, B 1, C 2, D 3, E 4);
tuple!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuple!(13: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12);
tuple!(14: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13);
tuple!(15: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);
tuple!(16: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15);

/// Lets a struct be read from a row whose columns come in the order of the named fields:
/// `from_row!(Lock { id, cause, until });`
#[macro_export]
macro_rules! from_row {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row) -> $crate::Result<Self> {
                row.expect_width([$(stringify!($field)),+].len())?;
                let mut columns = 0usize..;
                $(let $field = row.get(columns.next().unwrap_or_default())?;)+
                Ok(Self { $($field),+ })
            }
        }
    };
}
