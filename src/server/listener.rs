//! Listening: how many connections there may be, and how long an answer may lie untaken.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How many connections may wait to be taken, should the system allow it. The standard library
/// would have 128 wait, and have further clients try again a second later.
const BACKLOG: i32 = 4096;
/// How long what was sent may lie untaken before the connection is closed: a client that asks and
/// does not read holds a place that others need. The kernel counts it, so it costs nothing.
const UNTAKEN_TIMEOUT: Duration = Duration::from_secs(15);
/// How many open files are kept for what is not a client's connection: the database, mails, the
/// listener.
const OTHER_FILES: u64 = 256;
/// The most connections of a worker, however many files may be open.
const MOST_CONNECTIONS: u64 = 25_000;

/// Listens at an address.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    rustix::net::listen(&listener, BACKLOG)?;
    // A connection has this from the socket that it was accepted by.
    #[cfg(target_os = "linux")]
    {
        let millis = u32::try_from(UNTAKEN_TIMEOUT.as_millis()).unwrap_or(u32::MAX);
        rustix::net::sockopt::set_tcp_user_timeout(&listener, millis)?;
    }
    Ok(listener)
}

/// Lets this process open as many files as it may: every connection is one, and what a shell sets
/// is 1024.
pub fn allow_many_connections() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        log::warn!("no more than {} files can be open: {error}", limit.current.unwrap_or(u64::MAX));
    }
}

/// Returns how many connections each worker may have. Further connections wait in the backlog: if
/// every file taken by connections, the database could not be opened for those who are being
/// served.
pub(super) fn connections(workers: usize) -> usize {
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let share = files.saturating_sub(OTHER_FILES) / u64::try_from(workers).unwrap_or(1).max(1);
    usize::try_from(share.clamp(1, MOST_CONNECTIONS)).unwrap_or(1)
}
