//! The rows behind an application or a command, read past it. Queries are Diesel's, for the tables
//! of the product.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use vestibule::clock::Timestamp;
use vestibule::id::{SessionId, UserId};
use vestibule::store::events::Event;
use vestibule::store::mail_tokens::MailToken;
use vestibule::store::mails::Mail as MailRow;
use vestibule::store::sessions::Session;
use vestibule::username::UsernameHash;

use super::fixtures::UserFixture;

#[path = "../../../src/store/schema.rs"]
#[allow(unused_imports, dead_code, reason = "tests do not name every table")]
pub(super) mod schema;

use schema::{events, mail_tokens, mails, released_usernames, revocations, sessions, users};

/// A database, by its path or its URL.
#[derive(Clone, Debug)]
pub struct Database {
    url: String,
}

/// Runs a query, which is compiled for both kinds of database.
macro_rules! query {
    ($database:expr, |$rows:ident| $query:expr) => {{
        let database: &$crate::support::Database = $database;
        match database.file() {
            Some(_) => {
                let $rows = &mut database.connection();
                $query
            }
            None => $crate::support::place::on_postgres(database.url(), |$rows| $query),
        }
    }};
}
pub(super) use query;

/// An account, with the text of each column as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct UserRow {
    pub id: UserId,
    pub username: String,
    pub username_folded: String,
    pub email: String,
    pub email_folded: String,
    pub name: Option<String>,
    pub password_hash: String,
    pub roles: String,
    pub token_version: i64,
    pub email_verified_at: Option<Timestamp>,
    pub disabled_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub email_canonical: Option<String>,
    pub search: String,
    pub language: Option<String>,
}

/// A revocation of access tokens.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct RevocationRow {
    pub id: i64,
    pub session_id: Option<SessionId>,
    pub user_id: Option<UserId>,
    pub version: Option<i64>,
    pub until: Timestamp,
}

/// A username that was given up.
#[derive(Clone, Debug, Queryable)]
pub struct ReleasedUsername {
    pub username_hash: UsernameHash,
    pub user_id: Option<UserId>,
    pub released_at: Timestamp,
}

impl UserRow {
    pub fn is_administrator(&self) -> bool {
        self.roles == "user,admin"
    }
}

impl Database {
    pub fn at(path: impl AsRef<Path>) -> Self {
        Self::of(path.as_ref().to_str().unwrap().to_owned())
    }

    /// The database that DATABASE_URL names.
    pub fn of(url: String) -> Self {
        Self { url }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its SQLite file, if it is one.
    pub fn file(&self) -> Option<&str> {
        (!self.url.starts_with("postgres:")).then_some(&self.url)
    }

    /// Opens another connection to a SQLite file.
    #[track_caller]
    pub fn connection(&self) -> SqliteConnection {
        let file = self.file().expect("a SQLite file");
        let mut connection = SqliteConnection::establish(file).unwrap();
        connection.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
        connection
    }

    /// Keeps everyone else from writing until the lock is dropped.
    pub fn lock_writes(&self) -> Lock {
        Lock::take(self, "BEGIN IMMEDIATE")
    }

    /// Keeps everyone else from writing, and opens no new reader, until the lock is dropped.
    pub fn lock_exclusively(&self) -> Lock {
        Lock::take(self, "BEGIN EXCLUSIVE")
    }

    /// Keeps what it sees from being moved out of the log until the lock is dropped, as a program
    /// does that reads for long.
    pub fn lock_log(&self) -> Lock {
        Lock::take(self, "BEGIN; SELECT count(*) FROM users")
    }

    /// What SQLite finds wrong with the file: `["ok"]` if it is whole.
    pub fn integrity(&self) -> Vec<String> {
        self.texts("SELECT integrity_check AS t FROM pragma_integrity_check")
    }

    /// Records a migration, as if a later version had been at work.
    pub fn add_migration(&self, version: &str) {
        self.execute(&format!(
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')"
        ));
    }

    /// Runs a statement. Only for tests that are about SQL itself.
    pub fn execute(&self, statement: &str) {
        query!(self, |rows| rows.batch_execute(statement)).unwrap();
    }

    /// Reads one text of each row: `texts("SELECT kind AS t FROM events")`. Only for tests that are
    /// about SQL itself.
    pub fn texts(&self, query: &str) -> Vec<String> {
        let rows: Vec<OneText> = query!(self, |rows| diesel::sql_query(query).load(rows)).unwrap();
        rows.into_iter().map(|row| row.t).collect()
    }

    /// An account, to read and to change.
    pub fn user(&self, username: &str) -> UserFixture<'_> {
        UserFixture::new(self, username)
    }

    /// The only session that there is.
    #[track_caller]
    pub fn session(&self) -> Session {
        let sessions = self.sessions();
        assert_eq!(sessions.len(), 1, "one session: {sessions:?}");
        sessions[0].clone()
    }

    /// Every account, the oldest first.
    pub fn users(&self) -> Vec<UserRow> {
        query!(self, |rows| users::table.order(users::id).load(rows)).unwrap()
    }

    /// The username of every account, the oldest first.
    pub fn usernames(&self) -> Vec<String> {
        self.users().into_iter().map(|user| user.username).collect()
    }

    /// The usernames of administrators who can sign in, the oldest first.
    pub fn administrators(&self) -> Vec<String> {
        let can_sign_in = |user: &UserRow| user.is_administrator() && user.disabled_at.is_none();
        self.users().into_iter().filter(can_sign_in).map(|user| user.username).collect()
    }

    /// Every session, the oldest first.
    pub fn sessions(&self) -> Vec<Session> {
        query!(self, |rows| sessions::table.order(sessions::id).load(rows)).unwrap()
    }

    /// The sessions that are not revoked, the oldest first.
    pub fn unrevoked_sessions(&self) -> Vec<Session> {
        self.sessions().into_iter().filter(|session| session.revoked_at.is_none()).collect()
    }

    /// The sessions that are revoked, the oldest first.
    pub fn revoked_sessions(&self) -> Vec<Session> {
        self.sessions().into_iter().filter(|session| session.revoked_at.is_some()).collect()
    }

    /// The generation of every session that is not revoked, the oldest session first.
    pub fn generations(&self) -> Vec<i64> {
        self.unrevoked_sessions().iter().map(|session| session.generation).collect()
    }

    /// How many sessions were refreshed, revoked ones included.
    pub fn count_refreshed(&self) -> usize {
        self.sessions().iter().filter(|session| session.generation > 1).count()
    }

    /// Why each revoked session was revoked, in the word that is stored, the oldest session first.
    pub fn revocation_reasons(&self) -> Vec<String> {
        let revoked =
            sessions::table.filter(sessions::revoked_at.is_not_null()).order(sessions::id);
        let reasons: Vec<Option<String>> =
            query!(self, |rows| revoked.select(sessions::revoked_for).load(rows)).unwrap();
        reasons.into_iter().map(|reason| reason.expect("a revoked session has a reason")).collect()
    }

    /// Every event, the oldest first.
    pub fn events(&self) -> Vec<Event> {
        query!(self, |rows| events::table.order(events::id).load(rows)).unwrap()
    }

    /// The events of a kind, the oldest first.
    pub fn events_of_kind(&self, kind: &str) -> Vec<Event> {
        self.events().into_iter().filter(|event| event.kind == kind).collect()
    }

    /// The kinds of all events, the oldest first.
    pub fn event_kinds(&self) -> Vec<String> {
        self.events().into_iter().map(|event| event.kind).collect()
    }

    /// Every mail in the queue, delivered ones and given up ones included, the oldest first.
    pub fn mail_rows(&self) -> Vec<MailRow> {
        query!(self, |rows| mails::table.order(mails::id).load(rows)).unwrap()
    }

    /// The mails of a kind in the queue, the oldest first.
    pub fn mail_rows_of_kind(&self, kind: &str) -> Vec<MailRow> {
        self.mail_rows().into_iter().filter(|mail| mail.kind == kind).collect()
    }

    /// The kinds of the mails that are still to be delivered, the oldest first.
    pub fn pending_mails(&self) -> Vec<String> {
        self.mail_rows()
            .into_iter()
            .filter(|mail| mail.due_at.is_some())
            .map(|mail| mail.kind)
            .collect()
    }

    /// Every mailed link and code.
    pub fn mail_tokens(&self) -> Vec<MailToken> {
        query!(self, |rows| mail_tokens::table.order(mail_tokens::id).load(rows)).unwrap()
    }

    /// Every revocation of access tokens, the oldest first.
    pub fn revocations(&self) -> Vec<RevocationRow> {
        query!(self, |rows| revocations::table.order(revocations::id).load(rows)).unwrap()
    }

    /// Every username that was given up.
    pub fn released_usernames(&self) -> Vec<ReleasedUsername> {
        query!(self, |rows| released_usernames::table.load(rows)).unwrap()
    }

    /// How many rows there are: accounts, sessions, revocations and events.
    pub fn row_counts(&self) -> [usize; 4] {
        [self.users().len(), self.sessions().len(), self.revocations().len(), self.events().len()]
    }
}

/// A lock on a database, which ends when it is dropped.
#[must_use]
pub struct Lock(SqliteConnection);

impl Lock {
    fn take(database: &Database, begin: &str) -> Self {
        let mut connection = database.connection();
        connection.batch_execute(begin).unwrap();
        Self(connection)
    }

    /// Releases it.
    pub fn release(mut self) {
        self.0.batch_execute("ROLLBACK").unwrap();
    }
}

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = diesel::sql_types::Text)]
    t: String,
}
