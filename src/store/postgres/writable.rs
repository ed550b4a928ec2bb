//! Whether a server takes changes. One may stop at any moment: a standby refuses them, and so does a
//! primary whose operator or supervisor has had enough.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::sql_types::Bool;

use crate::store::statement::with_connection;
use crate::store::{AnyConnection, Result};

#[derive(QueryableByName)]
struct State {
    #[diesel(sql_type = Bool)]
    is_read_only: bool,
}

/// Requires that the server answers, has the table of accounts, and takes changes. A connection that
/// takes none is not used again.
pub(in crate::store) fn require_writable(rows: &mut AnyConnection) -> Result<()> {
    let query = diesel::sql_query(
        "SELECT current_setting('transaction_read_only')::boolean AS is_read_only \
         FROM (SELECT) AS one LEFT JOIN (SELECT FROM users LIMIT 1) AS any_user ON true",
    );
    let state: State = with_connection!(rows, |rows| query.get_result(rows))?;
    if state.is_read_only {
        let words = Box::new("the server is read-only".to_owned());
        return Err(
            DieselError::DatabaseError(DatabaseErrorKind::ReadOnlyTransaction, words).into()
        );
    }
    Ok(())
}
