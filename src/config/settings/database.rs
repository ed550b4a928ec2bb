//! Database: where the rows are.

use super::FILE;
use crate::config::concurrency::{MAX_DATABASE_CONNECTIONS, MAX_READ_CONNECTIONS};
use crate::config::declaration::{Group, number, path, secret};

/// The settings of this group.
pub(super) const GROUP: Group = Group {
    title: "Database",
    settings: &[
        secret(
            "DATABASE_URL",
            "URL",
            "The SQLite file: a path, sqlite:PATH, sqlite://PATH or file:PATH. `?mode=rw` after one of the last \
             three fails if the file does not exist. Or a PostgreSQL server: \
             postgres://USER:PASSWORD@HOST:PORT/DATABASE.",
        )
        .default_to("vestibule.db")
        .details(
            "`?mode=rwc`, the default, creates the file. Other schemes and parameters are refused. The path is \
             taken literally: three slashes begin an absolute path, and `%20` is refused. Write a file name that \
             contains a colon as `./a:b.db`. For PostgreSQL, `sslmode` is `verify-full`, `require` (the name in \
             the certificate is not checked) or `disable`, which is the default for an address of this machine; \
             `sslrootcert` names a file of authorities.",
        ),
        path("DATABASE_URL_FILE", "A file that contains DATABASE_URL.").details(FILE),
        number(
            "READ_CONNECTIONS",
            (1, MAX_READ_CONNECTIONS),
            "SQLite: how many connections look up single rows; the same number of others run longer queries.",
        )
        .details("One more connection writes.")
        .or("one per CPU core, at least 4"),
        number(
            "DATABASE_CONNECTIONS",
            (1, MAX_DATABASE_CONNECTIONS),
            "PostgreSQL: how many connections this instance opens at most.",
        )
        .details("All instances together must stay below `max_connections` of the server.")
        .default_to("16"),
    ],
};
