//! What a PostgreSQL server of one's own is told and asked in SQL.

use std::io::{Read, Write};
use std::net::TcpStream;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::cluster::Cluster;
use super::place::on_postgres;

/// The user of the application, who may do nothing special, and its database.
pub const ROLE: &str = "app";

/// Creates the application's user and database at a server.
pub fn create_role(server: &str, password: &str) {
    let role = format!("CREATE ROLE {ROLE} LOGIN PASSWORD '{password}'");
    let role = format!("SET password_encryption = 'scram-sha-256'; {role}");
    on_postgres(server, |rows| {
        rows.batch_execute(&role).unwrap();
        rows.batch_execute(&format!("CREATE DATABASE {ROLE} OWNER {ROLE}")).unwrap();
    });
}

impl Cluster {
    /// Creates the application's user and database, and says where they are.
    pub fn create_role(&self, password: &str) -> String {
        create_role(&self.url(), password);
        self.url_of(ROLE, ROLE)
    }

    /// Refuses every change from now on, or takes changes again.
    pub fn set_read_only(&self, is_read_only: bool) {
        let value = if is_read_only { "on" } else { "off" };
        self.execute(&format!("ALTER SYSTEM SET default_transaction_read_only = {value}"));
        self.reload();
    }

    /// How many connections there are to the application's database.
    pub fn connections(&self) -> usize {
        let query = "SELECT pid::text AS text FROM pg_stat_activity WHERE datname = 'app'";
        self.texts("postgres", query).len()
    }

    /// Has others take every connection that anybody but the superuser may have. They are held
    /// until what is returned is dropped.
    pub fn occupy(&self) -> Vec<TcpStream> {
        let terminate = "SELECT pg_terminate_backend(pid)::text AS text FROM pg_stat_activity \
                         WHERE datname = 'app'";
        let mut others = Vec::new();
        loop {
            self.texts("postgres", terminate);
            while let Some(other) = self.occupy_one() {
                others.push(other);
            }
            if self.connections() == 0 {
                return others;
            }
        }
    }

    /// Locks the sessions and says so, waits for somebody who waits for them, and asks for the
    /// accounts, which that one has. It is not this transaction that is given up: it would look for
    /// a deadlock later.
    pub fn meet_in_a_deadlock(&self, locked: impl FnOnce() + Send) {
        let waiting =
            "SELECT pid::text AS text FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
        let begin = "BEGIN; SET LOCAL deadlock_timeout = '1min'; SELECT FROM sessions FOR UPDATE";
        on_postgres(&self.url_of("vestibule", ROLE), |rows| {
            rows.batch_execute(begin).unwrap();
            locked();
            while self.texts("postgres", waiting).is_empty() {}
            rows.batch_execute("SELECT FROM users FOR UPDATE; COMMIT").unwrap();
        });
    }

    /// Connects to the first database as the application's user, if there is room.
    fn occupy_one(&self) -> Option<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port())).unwrap();
        let words = format!("\0\x03\0\0user\0{ROLE}\0database\0postgres\0\0");
        let length = u32::try_from(words.len() + 4).unwrap();
        stream.write_all(&[&length.to_be_bytes(), words.as_bytes()].concat()).unwrap();
        let mut answers = Vec::new();
        let mut bytes = [0; 4096];
        // It says that it is ready, with the state of its transaction, or why it is not.
        while !answers.ends_with(b"Z\0\0\0\x05I") {
            let read = stream.read(&mut bytes).unwrap();
            answers.extend_from_slice(&bytes[..read]);
            if read == 0 || answers[0] == b'E' {
                return None;
            }
        }
        Some(stream)
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
