//! What goes wrong with a PostgreSQL server, for one instance or several, each the real binary.

mod conflicts;
mod history;
mod outages;
mod patroni;
mod pgbouncer;
mod restarts;
mod start;
mod tls;

use super::{CHEAP, ask, assert_busy, login, refresh_token, registration, say};
use crate::support::Binary;

const SECRETS: [(&str, &str); 3] = [
    ("ACCESS_TOKEN_SECRET", "access-Xk2qV9mT4wLr7Zp3Nc8Bd6Hs1Jf5Gy0Ae"),
    ("REFRESH_TOKEN_SECRET", "refresh-Qw8rT2yU5iO1pA7sD4fG6hJ3kL9zX0cV"),
    ("PUBLIC_URL", "http://localhost:8080"),
];

/// One of several instances.
fn instance(url: &str, variables: &[(&str, &str)]) -> Binary {
    Binary::new(&[&CHEAP[..], &SECRETS, &[("DATABASE_URL", url)], variables].concat())
}
