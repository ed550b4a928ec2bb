//! Where a test keeps its rows: a SQLite file in a folder of its own, or a database of its own on the
//! PostgreSQL server that TEST_DATABASE_URL names.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use std::{env, process, thread};

use diesel::connection::SimpleConnection;
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use tempfile::TempDir;
use vestibule::config::Config;
use vestibule::store::Store;

use super::CountingProxy;
use super::app::settings;

/// A connection to PostgreSQL, past the application.
pub type PgConnection = AsyncConnectionWrapper<AsyncPgConnection>;

/// A folder, and a database in it or on a server. Both are deleted with it.
pub struct Place {
    folder: TempDir,
    postgres: Option<OwnDatabase>,
    /// The port of a proxy before the server.
    proxy: Option<u16>,
}

/// A database on the server.
struct OwnDatabase {
    name: String,
}

impl Place {
    /// Creates one on the database that the tests are run with.
    pub fn new() -> Self {
        let postgres = server().map(|_| OwnDatabase::create());
        Self { folder: TempDir::new().unwrap(), postgres, proxy: None }
    }

    /// Creates one on a SQLite file, for tests that are about it.
    pub fn sqlite() -> Self {
        Self { folder: TempDir::new().unwrap(), postgres: None, proxy: None }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The SQLite file.
    #[track_caller]
    pub fn file(&self) -> PathBuf {
        assert!(self.postgres.is_none(), "the rows are on a server");
        self.folder.path().join("vestibule.db")
    }

    /// Creates one on a server with a proxy before it that counts, if there is a server.
    pub fn behind_proxy() -> Option<(Self, CountingProxy)> {
        let mut place = Self::new();
        let proxy = CountingProxy::start(&place.postgres.as_ref().map(|own| url_of(&own.name))?);
        place.proxy = Some(proxy.port);
        Some((place, proxy))
    }

    pub fn is_on_server(&self) -> bool {
        self.postgres.is_some()
    }

    /// What DATABASE_URL says.
    pub fn url(&self) -> String {
        match &self.postgres {
            Some(database) => match self.proxy {
                Some(port) => format!("postgres://vestibule@127.0.0.1:{port}/{}", database.name),
                None => url_of(&database.name),
            },
            None => self.file().to_str().unwrap().to_owned(),
        }
    }
}

impl OwnDatabase {
    fn create() -> Self {
        static TEMPLATE: OnceLock<OwnDatabase> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| {
            let template = Self::named("template");
            manage(&format!("CREATE DATABASE {}", template.name));
            let url = url_of(&template.name);
            let config = Config::for_operator(&settings(&["--database-url", &url])).unwrap();
            let store =
                Store::open(&config.database, &config.concurrency, Duration::ZERO, |_| {}).unwrap();
            let close = || actix_web::rt::System::new().block_on(store.close());
            thread::scope(|scope| scope.spawn(close).join()).unwrap();
            template
        });
        let own = Self::named("test");
        manage(&format!("CREATE DATABASE {} TEMPLATE {}", own.name, template.name));
        own
    }

    fn named(prefix: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self { name: format!("{prefix}_{}_{number}", process::id()) }
    }
}

impl Drop for OwnDatabase {
    fn drop(&mut self) {
        manage(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// The URL of the server, up to the name of a database.
fn server() -> Option<&'static str> {
    static SERVER: OnceLock<Option<String>> = OnceLock::new();
    SERVER.get_or_init(|| env::var("TEST_DATABASE_URL").ok()).as_deref()
}

fn url_of(database: &str) -> String {
    format!("{}/{database}", server().unwrap())
}

fn manage(statement: &str) {
    on_postgres(&url_of("postgres"), |rows| rows.batch_execute(statement).unwrap());
}

/// Does something with a connection to PostgreSQL, on a thread that belongs to no runtime.
pub fn on_postgres<T: Send>(url: &str, work: impl FnOnce(&mut PgConnection) -> T + Send) -> T {
    let work = || work(&mut diesel::Connection::establish(url).unwrap());
    thread::scope(|scope| scope.spawn(work).join())
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
