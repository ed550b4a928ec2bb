//! Listening: how many connections there may be, and how long a client may leave a response unread.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How many connections may wait to be accepted, if the system allows it. The standard library sets
/// 128, and further clients would try again a second later.
const BACKLOG: i32 = 4096;
/// How long sent data may stay unacknowledged before the connection is closed. A client that does
/// not read occupies a connection that others need. The kernel measures the time.
const UNREAD_TIMEOUT: Duration = Duration::from_secs(15);
/// How many open files are reserved for the database, mails and the listener.
const OTHER_FILES: u64 = 256;
/// The most connections of a worker, even if more files may be open.
const MOST_CONNECTIONS: u64 = 25_000;

/// Listens at an address.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    rustix::net::listen(&listener, BACKLOG)?;
    // Accepted connections inherit this from the listening socket.
    #[cfg(target_os = "linux")]
    {
        let millis = u32::try_from(UNREAD_TIMEOUT.as_millis()).unwrap_or(u32::MAX);
        rustix::net::sockopt::set_tcp_user_timeout(&listener, millis)?;
    }
    Ok(listener)
}

/// Raises the limit of open files as far as allowed. Every connection needs one, and the usual
/// limit is 1024.
pub fn allow_many_connections() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        let limit = limit.current.unwrap_or(u64::MAX);
        log::warn!("cannot raise the limit of {limit} open files: {error}");
    }
}

/// Returns how many connections each worker may have. Further connections wait in the backlog:
/// without this limit, connections could use up the files that the database needs.
pub(super) fn connections(workers: usize) -> usize {
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let share = files.saturating_sub(OTHER_FILES) / u64::try_from(workers).unwrap_or(1).max(1);
    usize::try_from(share.clamp(1, MOST_CONNECTIONS)).unwrap_or(1)
}
