//! Why no connection was made, and whether it may be over soon.

use std::error::Error as _;

use tokio_postgres::error::SqlState;

/// Why no connection was made.
#[derive(Debug)]
pub(in crate::store) struct ConnectError {
    /// In words for the operator.
    pub(in crate::store) message: String,
    /// Whether it may be over soon: a server that does not answer, or is starting.
    pub(in crate::store) may_pass: bool,
}

impl From<&tokio_postgres::Error> for ConnectError {
    fn from(error: &tokio_postgres::Error) -> Self {
        let Some(refusal) = error.as_db_error() else {
            return Self { may_pass: !is_lasting(error), message: words(error) + advice(error) };
        };
        // The classes of connections, resources, operators (a server that starts or stops) and the
        // system. A password that is wrong now is wrong in a minute.
        let may_pass = ["08", "53", "57", "58"].contains(&&refusal.code().code()[..2]);
        let advice = match *refusal.code() {
            SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
                " (DATABASE_URL names the user and the password, the server's pg_hba.conf who may \
                 connect)"
            }
            SqlState::INVALID_CATALOG_NAME => " (create it with createdb, or correct DATABASE_URL)",
            SqlState::INSUFFICIENT_PRIVILEGE => " (grant CONNECT, or make the user its owner)",
            _ => "",
        };
        Self { message: format!("{}{advice}", refusal.message()), may_pass }
    }
}

/// Whether an error that is not the server's stays: settings, a password that is missing, a
/// certificate. A network fails with an error of the system.
fn is_lasting(error: &tokio_postgres::Error) -> bool {
    let words = error.to_string();
    let is_certificate = || {
        let io = error.source().and_then(|cause| cause.downcast_ref::<std::io::Error>());
        io.is_none_or(|io| io.kind() == std::io::ErrorKind::InvalidData)
    };
    words.starts_with("invalid configuration")
        || words.starts_with("authentication error")
        || (words.contains("TLS") && is_certificate())
}

/// Says what to do about an error that is not the server's.
fn advice(error: &tokio_postgres::Error) -> &'static str {
    let words = words(error);
    match () {
        () if words.contains("password missing") => {
            " (the server asks for one: postgres://user:password@host/database)"
        }
        () if words.contains("UnknownIssuer") || words.contains("BadSignature") => {
            " (sslrootcert=FILE in DATABASE_URL names the authority that signed it)"
        }
        () => "",
    }
}

/// Returns an error with its causes, which the driver keeps to itself.
pub(super) fn words(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}
