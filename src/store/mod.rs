//! The rows, and the only code that knows Diesel. Two doors lead here: [`Store::read`] and
//! [`Store::write`].
//!
//! Behind them is SQLite or PostgreSQL. With SQLite, reading has a pool of connections, and writing
//! has one thread, which runs whatever waits in one transaction and commits it once, so that one
//! wait for the disk serves everybody who came meanwhile. With PostgreSQL several threads do both.

pub mod attempts;
pub mod backup;
mod columns;
mod connection;
pub mod copy;
pub mod diagnostics;
pub mod event_log;
pub mod events;
mod integrity;
mod job;
pub mod mail_tokens;
pub mod mails;
mod postgres;
mod reader;
pub mod released_usernames;
pub mod revocations;
mod schema;
pub mod sessions;
mod statement;
pub mod statistics;
mod text_forms;
pub mod user_table;
pub mod users;
mod writer;

use std::time::Duration;

pub use connection::{AnyConnection, OpenError, create_owner_only};
use postgres::{PgConnection, Pool};
use reader::Readers;
use revocations::Revocation;
use tokio::sync::Notify;
use writer::Writer;
pub use writer::{EVENTS, Transaction};

use crate::config::{Concurrency, Database};

/// Why the database gave no answer. Neither is ever a reason to doubt who is asking.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is busy, locked, full or out of reach; it may answer later.
    #[error("the database gave no answer: {0}")]
    Unavailable(String),
    /// It answered with something that makes no sense here.
    #[error("unexpected database result: {0}")]
    Broken(String),
}

/// What a query gives.
pub type Result<T> = std::result::Result<T, Error>;

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        postgres::note(&error);
        use diesel::result::DatabaseErrorKind as Kind;
        use diesel::result::Error as Diesel;
        match error {
            Diesel::DatabaseError(
                kind @ (Kind::UniqueViolation
                | Kind::ForeignKeyViolation
                | Kind::NotNullViolation
                | Kind::CheckViolation
                | Kind::ExclusionViolation
                | Kind::RestrictViolation),
                // The database's own words can hold the values of a row.
                _,
            ) => Self::Broken(format!("{kind:?}")),
            Diesel::DatabaseError(_, information) => {
                Self::Unavailable(information.message().to_owned())
            }
            other => Self::Broken(other.to_string()),
        }
    }
}

/// The database.
#[derive(Clone)]
pub struct Store(Engine);

#[derive(Clone)]
enum Engine {
    Sqlite { readers: Readers, writer: Writer },
    Postgres(Pool),
}

impl Store {
    /// Opens the database and brings its tables up to date. A server that does not answer is tried
    /// again for `patience`.
    ///
    /// `revoked` is called with every revocation after it is on the disk and before the answer to
    /// the request that caused it.
    pub fn open(
        database: &Database,
        concurrency: &Concurrency,
        patience: Duration,
        revoked: impl Fn(&[Revocation]) + Send + Sync + 'static,
    ) -> std::result::Result<Self, OpenError> {
        Ok(Self(match database {
            Database::Sqlite(path) => {
                let writing = connection::open_for_writing(path)?;
                let readers = Readers::new(path, concurrency.read_connections);
                Engine::Sqlite { readers, writer: Writer::start(writing, revoked) }
            }
            Database::Postgres(server) => {
                postgres::prepare(server, patience)?;
                Engine::Postgres(Pool::start(server, concurrency.database_connections, revoked))
            }
        }))
    }

    /// Returns whether the rows are on a server, which other instances may use too.
    pub fn is_server(&self) -> bool {
        matches!(self.0, Engine::Postgres(_))
    }

    /// Runs queries that change nothing, on a thread where waiting for the disk delays nobody.
    pub async fn read<T, E>(
        &self,
        work: impl FnMut(&mut AnyConnection) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.0 {
            Engine::Sqlite { readers, .. } => readers.read(work).await,
            Engine::Postgres(pool) => pool.read(work).await,
        }
    }

    /// Runs a query that finds a few rows by their keys.
    ///
    /// It runs on this very thread, which takes less time than to hand it to another: a look-up in
    /// a database that is mostly in memory is over in microseconds. Should the database have to be
    /// waited for, it runs again where waiting delays nobody; anything that goes through many rows
    /// belongs into [`read`](Self::read).
    pub async fn read_inline<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut AnyConnection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        match &self.0 {
            Engine::Sqlite { readers, .. } => readers.read_inline(work).await,
            Engine::Postgres(pool) => pool.read(work).await,
        }
    }

    /// Runs queries that change something, and answers when the change is on the disk. All of it
    /// happens or, if `work` gives an error, none.
    ///
    /// SQLite runs one at a time. PostgreSQL runs several at once (READ COMMITTED), so `work` locks
    /// the row that it decides from first (`find_for_update`): the account, then a session or a
    /// link. It may be run again when another transaction was in the way.
    pub async fn write<T, E>(
        &self,
        work: impl FnMut(&mut Transaction<'_>) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.0 {
            Engine::Sqlite { writer, .. } => writer.write(work).await,
            Engine::Postgres(pool) => pool.write(work).await,
        }
    }

    /// Runs one statement that changes something, by itself, where that is less than a transaction:
    /// on PostgreSQL. Returns nothing, and runs nothing, elsewhere.
    ///
    /// It may run twice when a connection is lost, so running it again must do no harm. It reads the
    /// whole answer (`load`, not `get_result`), whose end says that the statement is committed.
    pub async fn write_one<T: Send + 'static>(
        &self,
        mut statement: impl FnMut(&mut PgConnection) -> Result<Option<T>> + Send + 'static,
    ) -> Result<Option<T>> {
        let Engine::Postgres(pool) = &self.0 else { return Ok(None) };
        let on_any = move |rows: &mut AnyConnection| match rows {
            AnyConnection::Postgres(rows) => statement(rows),
            AnyConnection::Sqlite(_) => Ok(None),
        };
        pool.read(on_any).await
    }

    /// Puts a change in the queue and does not wait for it. Returns whether there was room. `lost`
    /// is called if it is not written.
    ///
    /// For what must not make an answer slower, or its time telling, and may be lost with the
    /// process.
    pub fn write_later(
        &self,
        work: impl FnMut(&mut Transaction<'_>) -> Result<()> + Send + 'static,
        lost: impl FnOnce() + Send + 'static,
    ) -> bool {
        match &self.0 {
            Engine::Sqlite { writer, .. } => writer.write_later(work, lost),
            Engine::Postgres(pool) => pool.write_later(work, lost),
        }
    }

    /// Notifies `changed` at once when another instance has revoked something, where the database
    /// can tell: on PostgreSQL. Never returns. It may miss some.
    pub async fn listen(&self, changed: &Notify) {
        match &self.0 {
            Engine::Sqlite { .. } => std::future::pending().await,
            Engine::Postgres(pool) => pool.listen(changed).await,
        }
    }

    /// Lets what was asked for be read and written, and closes every connection. Nothing can be
    /// asked afterwards.
    ///
    /// SQLite then has everything in the one file, and nothing lies beside it, unless another
    /// process uses it too.
    pub async fn close(&self) {
        if let Engine::Sqlite { readers, .. } = &self.0 {
            readers.close().await;
        }
        let engine = self.0.clone();
        let close = move || match engine {
            Engine::Sqlite { writer, .. } => writer.close(),
            Engine::Postgres(pool) => pool.close(),
        };
        if let Err(error) = tokio::task::spawn_blocking(close).await {
            log::error!("a database thread panicked: {error}");
        }
    }

    /// Returns whether the database answers, and a server whether it takes changes. It is asked for
    /// a row: SQLite gives a constant without opening the file.
    pub async fn ping(&self) -> Result<()> {
        match &self.0 {
            Engine::Sqlite { readers, .. } => {
                readers.read(|rows| users::find_any(rows).map(drop)).await
            }
            Engine::Postgres(pool) => pool.read(postgres::require_writable).await,
        }
    }
}
