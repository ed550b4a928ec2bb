//! PostgreSQL: connections of Diesel's over tokio-postgres, which needs no system library, driven by
//! threads that do nothing else.

mod client;
mod connect_error;
mod connection;
mod migrate;
mod notifications;
mod pool;
mod pooler;
mod tls;
mod trouble;
mod values;
mod worker;
mod writable;

use std::thread;
use std::time::{Duration, Instant};

#[allow(unreachable_pub, reason = "is part of AnyConnection, which is public")]
pub use client::PgConnection;
pub(super) use migrate::known_versions;
pub(super) use notifications::REVOCATIONS;
pub(super) use pool::Pool;
pub(super) use trouble::note;
pub(super) use writable::require_writable;

use super::{AnyConnection, OpenError};
use crate::config::Postgres;

/// How long between two attempts.
const PAUSE: Duration = Duration::from_secs(1);

/// Brings the tables up to date. A server that does not answer is tried again for `patience`.
pub(super) fn prepare(server: &Postgres, patience: Duration) -> Result<(), OpenError> {
    on_thread(|| migrate::migrate(&mut connect_patiently(server, patience)?))
}

/// Runs queries on a connection of its own.
pub(super) fn with_new_connection<T: Send>(
    server: &Postgres,
    work: impl FnOnce(AnyConnection) -> Result<T, OpenError> + Send,
) -> Result<T, OpenError> {
    on_thread(|| work(open(server)?))
}

/// Returns whether notifications arrive, by which revocations of other instances are known at once.
pub(super) fn notifications_arrive(server: &Postgres) -> Result<bool, OpenError> {
    on_thread(|| notifications::arrive(server).map_err(|error| OpenError::Connect(error.message)))
}

/// Opens a connection on this thread, which must not belong to a runtime.
pub(super) fn open(server: &Postgres) -> Result<AnyConnection, OpenError> {
    let rows = connect_patiently(server, Duration::ZERO)?;
    Ok(AnyConnection::Postgres(Box::new(rows)))
}

fn connect_patiently(server: &Postgres, patience: Duration) -> Result<PgConnection, OpenError> {
    let begun = Instant::now();
    loop {
        match connection::connect(server) {
            Ok(opened) => return Ok(opened.connection),
            Err(error) if error.may_pass && begun.elapsed() < patience => {
                log::warn!("waiting for the database: {}", error.message);
                thread::sleep(PAUSE);
            }
            Err(error) => return Err(OpenError::Connect(error.message)),
        }
    }
}

/// Runs work on a thread that belongs to no runtime, because a connection brings its own.
pub(super) fn on_thread<T: Send>(
    work: impl FnOnce() -> Result<T, OpenError> + Send,
) -> Result<T, OpenError> {
    thread::scope(|scope| scope.spawn(work).join())
        .unwrap_or_else(|_| Err(OpenError::Connect("the connecting thread panicked".to_owned())))
}
