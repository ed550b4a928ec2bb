//! Bringing the tables up to date, by one instance while the others wait.

use diesel::connection::SimpleConnection;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::PgConnection;
use crate::store::OpenError;
use crate::store::connection::versions_of;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// A migration may take longer than what a request waits for. The number of the lock that a
/// migrating instance holds is "vestibul" in ASCII. All of it ends with the transaction, so that it
/// also works behind a pooler.
const LOCK: &str = "SET LOCAL statement_timeout = 0; \
     SET LOCAL idle_in_transaction_session_timeout = 0; \
     SELECT pg_advisory_xact_lock(8531352012944733548)";

/// Applies what is missing. Refuses a database that another program or a newer version uses.
pub(in crate::store) fn migrate(rows: &mut PgConnection) -> Result<(), OpenError> {
    let known = known_versions()?;
    rows.transaction(|rows| {
        rows.batch_execute(LOCK)?;
        require_ours(rows)?;
        let applied = rows.applied_migrations().map_err(failed)?;
        let newer = applied.iter().map(ToString::to_string).find(|one| !known.contains(one));
        if let Some(version) = newer {
            return Err(Failure(OpenError::Newer(version)));
        }
        rows.run_pending_migrations(MIGRATIONS).map_err(failed)?;
        Ok(())
    })
    .map_err(|Failure(error)| error)
}

/// Lists the migrations that this version knows, the oldest first.
pub(in crate::store) fn known_versions() -> Result<Vec<String>, OpenError> {
    versions_of::<Pg>(MIGRATIONS)
}

/// Requires that the schema is empty or has this program's tables.
fn require_ours(rows: &mut PgConnection) -> Result<(), Failure> {
    let tables: Vec<Table> = diesel::sql_query(
        "SELECT tablename::text AS name, tablename = '__diesel_schema_migrations' AS ours \
         FROM pg_tables WHERE schemaname = current_schema() ORDER BY ours DESC, name LIMIT 1",
    )
    .load(rows)?;
    match tables.into_iter().next() {
        Some(Table { name, ours: false }) => Err(Failure(OpenError::Foreign(name))),
        _ => Ok(()),
    }
}

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    ours: bool,
}

/// What goes wrong inside the migrating transaction, in one type.
struct Failure(OpenError);

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Failure {
    Failure(OpenError::Migrate(error.to_string()))
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        Self(OpenError::Migrate(error.to_string()))
    }
}
