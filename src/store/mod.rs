//! The rows, and the only code that knows Diesel. Two doors lead here: [`Store::read`] and
//! [`Store::write`].
//!
//! Reading has a pool of connections. Writing has one thread, which runs whatever waits in one
//! transaction and commits it once, so that one wait for the disk serves everybody who came
//! meanwhile.

pub mod backup;
mod columns;
mod connection;
pub mod diagnostics;
pub mod events;
mod integrity;
mod job;
pub mod mail_tokens;
pub mod mails;
mod reader;
pub mod released_usernames;
pub mod revocations;
mod schema;
pub mod sessions;
mod statement;
pub mod statistics;
mod text_forms;
pub mod users;
mod writer;

pub use connection::{AnyConnection, OpenError, create_owner_only};
use reader::Readers;
use revocations::Revocation;
pub use writer::Transaction;
use writer::Writer;

use crate::config::Database;

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
pub struct Store {
    readers: Readers,
    writer: Writer,
}

impl Store {
    /// Opens the database and brings its tables up to date. `read_connections` of a kind read at
    /// once.
    ///
    /// `revoked` is called with every revocation when it is on the disk, before the response to the
    /// request that caused it.
    pub fn open(
        database: &Database,
        read_connections: u32,
        revoked: impl Fn(&[Revocation]) + Send + 'static,
    ) -> std::result::Result<Self, OpenError> {
        let writing = connection::open_for_writing(database)?;
        Ok(Self {
            readers: Readers::new(database, read_connections),
            writer: Writer::start(writing, revoked),
        })
    }

    /// Runs queries that change nothing, on a thread where waiting for the disk delays nobody.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.readers.read(work).await
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
        self.readers.read_inline(work).await
    }

    /// Runs queries that change something, and answers when the change is on the disk. All of it
    /// happens or, if `work` gives an error, none.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.writer.write(work).await
    }

    /// Puts a change in the queue and does not wait for it. Returns whether there was room. `lost`
    /// is called if it is not written.
    ///
    /// For what must not make an answer slower, or its time telling, and may be lost with the
    /// process.
    pub fn write_later(
        &self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<()> + Send + 'static,
        lost: impl FnOnce() + Send + 'static,
    ) -> bool {
        self.writer.write_later(work, lost)
    }

    /// Lets what was asked for be read and written, and closes every connection. Nothing can be
    /// asked afterwards.
    ///
    /// SQLite then has everything in the one file, and nothing lies beside it, unless another
    /// process uses it too.
    pub async fn close(&self) {
        self.readers.close().await;
        let writer = self.writer.clone();
        if let Err(error) = tokio::task::spawn_blocking(move || writer.close()).await {
            log::error!("writer thread panicked: {error}");
        }
    }

    /// Returns whether the database answers. It is asked for a row: SQLite gives a constant without
    /// opening the file.
    pub async fn ping(&self) -> Result<()> {
        self.read(|rows| users::find_any(rows).map(drop)).await
    }
}
