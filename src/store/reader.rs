//! The connections that read.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::RwLock;
use tokio::sync::Semaphore;

use super::connection::{self, AnyConnection, BusyPolicy};
use super::{Error, Result};

/// How many requests may wait for a connection.
const WAITING: u32 = 1024;
/// How long one may wait for a connection to be opened.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// The same for a thread that has requests to serve.
const QUICK_CONNECT_TIMEOUT: Duration = Duration::from_millis(50);

/// The pools of connections that only read.
#[derive(Clone)]
pub(super) struct Readers {
    /// None once they are closed.
    pools: Arc<RwLock<Option<Pools>>>,
    /// One for each holder of a connection and each waiter.
    permits: Arc<Semaphore>,
    /// How many there are.
    all: u32,
}

#[derive(Clone)]
struct Pools {
    /// These wait for a database that is busy, on threads that may wait.
    blocking: r2d2::Pool<Connections>,
    /// These do not wait, for the threads that serve requests.
    inline: r2d2::Pool<Connections>,
}

impl Readers {
    /// Prepares reading; connections are opened when they are needed.
    pub(super) fn new(path: &Path, connections: u32) -> Self {
        let pool = |patience, timeout| {
            r2d2::Pool::builder()
                .max_size(connections)
                .min_idle(Some(0))
                .test_on_check_out(false)
                .connection_timeout(timeout)
                .error_handler(Box::new(LogConnectionError))
                .build_unchecked(Connections { path: path.to_owned(), patience })
        };
        let pools = Pools {
            blocking: pool(BusyPolicy::Wait, CONNECT_TIMEOUT),
            inline: pool(BusyPolicy::Fail, QUICK_CONNECT_TIMEOUT),
        };
        let all = connections + WAITING;
        Self {
            pools: Arc::new(RwLock::new(Some(pools))),
            permits: Arc::new(Semaphore::new(all as usize)),
            all,
        }
    }

    pub(super) async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let permit = Arc::clone(&self.permits).try_acquire_owned();
        let permit = permit.map_err(|_| {
            Error::Unavailable("too many requests wait for a connection".to_owned())
        })?;
        let readers = self.pools()?.blocking;
        let outcome = tokio::task::spawn_blocking(move || {
            // Dropped in the order of the last first: a permit is free when its connection is.
            let _place = permit;
            let readers = readers;
            let mut connection =
                readers.get().map_err(|error| Error::Unavailable(error.to_string()))?;
            work(&mut connection)
        });
        outcome.await.map_err(|error| Error::Broken(error.to_string()))?
    }

    pub(super) async fn read_inline<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut AnyConnection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let inline = self.pools()?.inline;
        let connection = inline.try_get().map_or_else(|| inline.get().ok(), Some);
        if let Some(mut connection) = connection {
            match work(&mut connection) {
                Err(Error::Unavailable(_)) => {}
                found => return found,
            }
        }
        self.read(work).await
    }

    /// Lets what was asked for be read, and closes every connection.
    pub(super) async fn close(&self) {
        let everybody = self.permits.acquire_many(self.all).await;
        drop(self.pools.write().take());
        drop(everybody);
    }

    fn pools(&self) -> Result<Pools> {
        let pools = self.pools.read().clone();
        pools.ok_or_else(|| Error::Unavailable("the database is closed".to_owned()))
    }
}

struct Connections {
    path: PathBuf,
    patience: BusyPolicy,
}

impl r2d2::ManageConnection for Connections {
    type Connection = AnyConnection;
    type Error = diesel::ConnectionError;

    fn connect(&self) -> std::result::Result<AnyConnection, Self::Error> {
        connection::open_for_reading(&self.path, self.patience)
    }

    fn is_valid(&self, _: &mut AnyConnection) -> std::result::Result<(), Self::Error> {
        Ok(())
    }

    fn has_broken(&self, _: &mut AnyConnection) -> bool {
        std::thread::panicking()
    }
}

#[derive(Debug)]
struct LogConnectionError;

impl r2d2::HandleError<diesel::ConnectionError> for LogConnectionError {
    fn handle_error(&self, error: diesel::ConnectionError) {
        log::error!("cannot open a read connection: {error}");
    }
}
