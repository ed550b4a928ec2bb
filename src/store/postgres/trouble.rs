//! What went wrong on a thread of the database. The rules get errors of their own, from which it
//! cannot be told whether their work is worth another attempt.

use std::cell::Cell;

use diesel::result::{DatabaseErrorKind as Kind, Error};
use tokio_postgres::error::SqlState;

use super::connect_error::words;

/// What went wrong since it was last asked, the worst last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trouble {
    /// Nothing.
    #[default]
    None,
    /// Another transaction was in the way: the same work may succeed when it is run again, or find
    /// out what the other one did.
    Conflict,
    /// Anything else. The connection is not used again.
    Broken,
    /// The connection was cut, or the server takes no more changes: all other connections may be no
    /// better.
    Lost,
}

thread_local! {
    static TROUBLE: Cell<Trouble> = const { Cell::new(Trouble::None) };
}

/// Returns an error of the driver's as Diesel has it. What it means is told by the server's code: its
/// words are in the operator's language.
pub(super) fn of_driver(error: &tokio_postgres::Error) -> Error {
    let Some(refusal) = error.as_db_error() else {
        return Error::DatabaseError(Kind::UnableToSendCommand, Box::new(words(error)));
    };
    let kind = match *refusal.code() {
        SqlState::UNIQUE_VIOLATION => Kind::UniqueViolation,
        SqlState::FOREIGN_KEY_VIOLATION => Kind::ForeignKeyViolation,
        SqlState::RESTRICT_VIOLATION => Kind::RestrictViolation,
        SqlState::EXCLUSION_VIOLATION => Kind::ExclusionViolation,
        SqlState::NOT_NULL_VIOLATION => Kind::NotNullViolation,
        SqlState::CHECK_VIOLATION => Kind::CheckViolation,
        // A deadlock is one too: whoever comes again finds what the other transaction left.
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => {
            Kind::SerializationFailure
        }
        SqlState::READ_ONLY_SQL_TRANSACTION => Kind::ReadOnlyTransaction,
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN => Kind::ClosedConnection,
        _ => Kind::Unknown,
    };
    Error::DatabaseError(kind, Box::new(refusal.message().to_owned()))
}

/// Records an error of a query on this thread.
pub(in crate::store) fn note(error: &Error) {
    let trouble = match error {
        Error::NotFound => return,
        // A unique name that is taken by now, or an account that is gone: the rule itself finds out
        // when it looks again.
        Error::DatabaseError(
            Kind::SerializationFailure | Kind::UniqueViolation | Kind::ForeignKeyViolation,
            _,
        ) => Trouble::Conflict,
        Error::DatabaseError(
            Kind::UnableToSendCommand | Kind::ClosedConnection | Kind::ReadOnlyTransaction,
            _,
        ) => Trouble::Lost,
        _ => Trouble::Broken,
    };
    TROUBLE.with(|cell| cell.set(cell.get().max(trouble)));
}

/// Returns what went wrong on this thread, and forgets it.
pub(super) fn take() -> Trouble {
    TROUBLE.take()
}
