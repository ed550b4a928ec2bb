//! What a PostgreSQL server of one's own is told and asked in SQL.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::cluster::Cluster;
use super::place::on_postgres;

/// The user of the application, who may do nothing special, and its database.
pub const ROLE: &str = "app";

impl Cluster {
    /// Creates the application's user and database, and says where they are.
    pub fn create_role(&self, password: &str) -> String {
        self.execute(&format!("CREATE ROLE {ROLE} LOGIN PASSWORD '{password}'"));
        self.execute(&format!("CREATE DATABASE {ROLE} OWNER {ROLE}"));
        self.url_of(ROLE, ROLE)
    }

    /// The migrations that were applied to a database, in their order.
    pub fn migrations(&self, database: &str) -> Vec<String> {
        let query = "SELECT version AS text FROM __diesel_schema_migrations ORDER BY version";
        self.texts(database, query)
    }

    fn execute(&self, statement: &str) {
        on_postgres(&self.url(), |rows| rows.batch_execute(statement).unwrap());
    }

    fn texts(&self, database: &str, query: &str) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            text: String,
        }
        let load = |rows: &mut _| diesel::sql_query(query).load::<Row>(rows).unwrap();
        let rows = on_postgres(&self.url_of("vestibule", database), load);
        rows.into_iter().map(|row| row.text).collect()
    }
}
