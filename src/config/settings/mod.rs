//! The settings, each declared once. The flags, the help, the checks, `check-config`,
//! `.env.example` and `docs/configuration.md` all come from these declarations.
//!
//! A new setting is a declaration here and a line in `Config`. Then run
//! `UPDATE_DOCS=1 cargo test --test it settings`, which writes the two documents.

mod accounts;
mod brand;
mod database;
mod log;
mod mail;
mod secrets;
mod server;
mod sessions;
mod threads;

use super::declaration::Group;

/// The longest that an access token may be valid.
pub(super) const ACCESS_TOKEN_TTL_MAX: &str = "1d";

/// What the document says of every setting that names a file with another one's value.
const FILE: &str =
    "It can be a Docker secret or a systemd credential. One line end at its end is dropped.";

/// Every setting, in the order of the help and the documents.
pub static GROUPS: &[Group] = &[
    server::GROUP,
    brand::GROUP,
    database::GROUP,
    secrets::GROUP,
    sessions::GROUP,
    accounts::GROUP,
    mail::GROUP,
    threads::GROUP,
    log::GROUP,
];
