//! Connections: the kinds of database there are, and how one is opened.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

use diesel::Connection as _;
use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::postgres::PgConnection;
use super::{integrity, text_forms};

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// How long to wait for another process that holds the database, before anything else can go wrong.
/// Waiting longer would only delay everything else in the queue.
const BUSY_TIMEOUT: &str = "PRAGMA busy_timeout = 2000;";

/// A connection to whichever database the settings name. Queries are written once for all of them,
/// with `with_connection!`.
pub enum AnyConnection {
    /// To a SQLite file.
    Sqlite(SqliteConnection),
    /// To a PostgreSQL server.
    Postgres(Box<PgConnection>),
}

/// Why the database could not be opened, in words for its operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be made or opened.
    #[error("{0}")]
    Connect(String),
    /// The file, or the folder that its log has to lie in, can only be read.
    #[error("{0} cannot be written to: {1}")]
    ReadOnly(String, String),
    /// The file is a database, but parts of it are not what they were.
    #[error("it is damaged and has to be restored from a copy ({0})")]
    Damaged(String),
    /// The file is some other program's database.
    #[error("it belongs to another program (it has the table {0} and none of Vestibule's)")]
    Foreign(String),
    /// A migration failed.
    #[error("its tables could not be brought up to date: {0}")]
    Migrate(String),
    /// A later version of Vestibule has been at work on it.
    #[error(
        "it was made by a newer version of Vestibule (its schema has {0}, which this version does not know)"
    )]
    Newer(String),
}

/// Opens the connection that writes, and brings the tables up to date.
pub(super) fn open_for_writing(path: &Path) -> Result<AnyConnection, OpenError> {
    ensure_owner_only(path).map_err(|error| OpenError::Connect(error.to_string()))?;
    integrity::require_writable(path)?;
    let connect = |error: diesel::ConnectionError| OpenError::Connect(error.to_string());
    let prepare = |error: diesel::result::Error| OpenError::Connect(error.to_string());
    let mut sqlite = SqliteConnection::establish(&path.to_string_lossy()).map_err(connect)?;
    sqlite.batch_execute(BUSY_TIMEOUT).map_err(prepare)?;
    let known = known_versions()?;
    integrity::check_integrity(&mut sqlite, path, &known)?;
    // FULL: a commit is on the disk when it returns, so what was acknowledged survives a power cut.
    sqlite
        .batch_execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )
        .map_err(prepare)?;
    migrate(&mut sqlite, &known)?;
    Ok(AnyConnection::Sqlite(sqlite))
}

/// Whether a connection waits for a database that is busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BusyPolicy {
    Wait,
    Fail,
}

/// Opens a connection that only reads.
pub(super) fn open_for_reading(
    path: &Path,
    patience: BusyPolicy,
) -> Result<AnyConnection, diesel::ConnectionError> {
    let mut sqlite = SqliteConnection::establish(&path.to_string_lossy())?;
    let timeout = if patience == BusyPolicy::Wait { BUSY_TIMEOUT } else { "" };
    sqlite
        .batch_execute(&format!("{timeout} PRAGMA query_only = ON;"))
        .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
    Ok(AnyConnection::Sqlite(sqlite))
}

/// Opens the file as it is, to look at it: nothing is made and nothing brought up to date.
pub(super) fn open_existing(path: &Path) -> Result<SqliteConnection, OpenError> {
    // SQLite would make an empty file.
    std::fs::metadata(path).map_err(|error| OpenError::Connect(error.to_string()))?;
    let mut sqlite = SqliteConnection::establish(&path.to_string_lossy())
        .map_err(|error| OpenError::Connect(error.to_string()))?;
    sqlite.batch_execute(BUSY_TIMEOUT).map_err(|error| OpenError::Connect(error.to_string()))?;
    Ok(sqlite)
}

fn migrate(sqlite: &mut SqliteConnection, known: &[String]) -> Result<(), OpenError> {
    // Immediate: two processes that start at once take turns.
    let same = sqlite
        .immediate_transaction(|sqlite| {
            // Asked again, now that no other process can change it.
            let applied = sqlite.applied_migrations()?;
            if let Some(version) =
                applied.iter().map(ToString::to_string).find(|version| !known.contains(version))
            {
                return Ok(Err(OpenError::Newer(version)));
            }
            let has_text_forms =
                applied.iter().any(|version| version.to_string() == text_forms::VERSION);
            sqlite.run_pending_migrations(SQLITE_MIGRATIONS)?;
            Ok(Ok(if has_text_forms { Vec::new() } else { text_forms::fill(sqlite)? }))
        })
        .map_err(|MigrationFailure(error)| OpenError::Migrate(error))??;
    for (holder, other) in same {
        log::warn!(
            "two accounts share an email address: {holder} and {other}; run vestibule doctor"
        );
    }
    Ok(())
}

/// Lists the migrations that this version knows, the oldest first.
pub(super) fn known_versions() -> Result<Vec<String>, OpenError> {
    versions_of::<Sqlite>(SQLITE_MIGRATIONS)
}

/// Lists the versions of migrations, the oldest first.
pub(super) fn versions_of<DB: Backend>(
    migrations: EmbeddedMigrations,
) -> Result<Vec<String>, OpenError> {
    let migrations: Vec<Box<dyn Migration<DB>>> =
        migrations.migrations().map_err(|error| OpenError::Migrate(error.to_string()))?;
    Ok(migrations.iter().map(|migration| migration.name().version().to_string()).collect())
}

/// What goes wrong inside the migrating transaction, in one type.
struct MigrationFailure(String);

impl From<diesel::result::Error> for MigrationFailure {
    fn from(error: diesel::result::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<Box<dyn std::error::Error + Send + Sync>> for MigrationFailure {
    fn from(error: Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self(error.to_string())
    }
}

/// Creates a file that was not there before and that only its owner can read.
pub fn create_owner_only(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Creates the file, if it is not there, so that only its owner can read it: SQLite would follow
/// the umask.
fn ensure_owner_only(path: &Path) -> io::Result<()> {
    match create_owner_only(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
