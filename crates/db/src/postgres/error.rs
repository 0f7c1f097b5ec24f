//! What an error of PostgreSQL means to the caller.

use tokio_postgres::error::{DbError, Severity, SqlState};

use crate::error::Error;
use crate::sqlite::FOREIGN_KEY;

/// Before the commit: whatever happened, nothing was written.
pub(super) fn before_commit(error: &tokio_postgres::Error) -> Error {
    match error.as_db_error() {
        Some(refusal) if is_alive(refusal) => meaning(refusal),
        _ => Error::Again,
    }
}

/// During the commit: only a plain refusal proves that nothing was written.
pub(super) fn during_commit(error: &tokio_postgres::Error) -> Error {
    match error.as_db_error() {
        Some(refusal)
            if is_alive(refusal)
                && *refusal.code() != SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN =>
        {
            meaning(refusal)
        }
        _ => Error::Unknown,
    }
}

/// Whether the connection can be used again.
pub(super) fn keeps_link(error: &tokio_postgres::Error) -> bool {
    error
        .as_db_error()
        .is_some_and(|refusal| is_alive(refusal) && !is_stale(refusal))
}

fn is_alive(refusal: &DbError) -> bool {
    refusal.parsed_severity() == Some(Severity::Error) && !refusal.code().code().starts_with("08")
}

/// A statement prepared before the schema changed, or on another connection behind a pooler.
fn is_stale(refusal: &DbError) -> bool {
    *refusal.code() == SqlState::INVALID_SQL_STATEMENT_NAME
        || refusal.routine() == Some("RevalidateCachedQuery")
}

fn meaning(refusal: &DbError) -> Error {
    let code = refusal.code();
    if is_stale(refusal)
        || *code == SqlState::T_R_SERIALIZATION_FAILURE
        || *code == SqlState::T_R_DEADLOCK_DETECTED
    {
        return Error::Again;
    }
    if *code == SqlState::LOCK_NOT_AVAILABLE {
        return Error::Overloaded;
    }
    if code.code().starts_with("23") {
        return Error::Constraint(constraint(refusal));
    }
    // The detail is left out: it quotes the values of the row.
    Error::Engine(format!("PostgreSQL {}: {}", code.code(), refusal.message()))
}

fn constraint(refusal: &DbError) -> String {
    let named = refusal.constraint().unwrap_or_default();
    match *refusal.code() {
        SqlState::FOREIGN_KEY_VIOLATION => FOREIGN_KEY.to_owned(),
        SqlState::NOT_NULL_VIOLATION => {
            format!(
                "{}_{}_not_null",
                refusal.table().unwrap_or_default(),
                refusal.column().unwrap_or_default()
            )
        }
        _ => named.to_owned(),
    }
}
