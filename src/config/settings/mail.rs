//! Mail: the mail server and the sender.

use super::FILE;
use crate::config::declaration::{Group, path, secret, text};

/// The settings of this group.
pub(super) const GROUP: Group = Group {
    title: "Mail",
    settings: &[
        secret(
            "SMTP_URL",
            "URL",
            "The mail server: smtp://USER:PASSWORD@HOST with STARTTLS, or smtps://…. `?tls=required`, \
             `?tls=opportunistic` or `?tls=none` after smtp://… overrides how it is encrypted.",
        )
        .or("none; development writes mail to MAIL_DIR")
        .details(
            "The default port is 587, 465 for `smtps` and 25 with `?tls=none`. At a loopback address without \
             `?tls=…` it is 25, and STARTTLS is used if offered, with any certificate; `?tls=required` checks the \
             certificate there too. `?tls=opportunistic` accepts any certificate or none, `?tls=none` never encrypts. In the username \
             and the password write `@` as `%40`, `#` as `%23`, `/` as `%2F`, `?` as `%3F` and `%` as `%25`.",
        ),
        path("SMTP_URL_FILE", "A file that contains SMTP_URL.").details(FILE),
        text(
            "MAIL_FROM",
            "ADDRESS",
            "",
            "The sender of mail, like Vestibule <accounts@example.com>. Required with SMTP_URL.",
        )
        .or("none; development uses vestibule@localhost"),
        path("MAIL_DIR", "The folder where development writes mail as .eml files if SMTP_URL is not set.")
            .or("`outbox` beside the database"),
    ],
};
