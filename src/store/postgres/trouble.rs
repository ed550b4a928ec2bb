//! What went wrong on a thread of the database. The rules get errors of their own, from which it
//! cannot be told whether their work is worth another attempt.

use std::cell::Cell;

use diesel::result::{DatabaseErrorKind as Kind, Error};

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
        Error::DatabaseError(_, information) if information.message() == "deadlock detected" => {
            Trouble::Conflict
        }
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
