//! Log: what is logged.

use strum::VariantNames;

use crate::config::declaration::{Group, choice, text};
use crate::config::values::LogClientIp;

/// The settings of this group.
pub(super) const GROUP: Group = Group {
    title: "Log",
    settings: &[
        text("RUST_LOG", "FILTER", "info", "What is logged: a level, or levels per module like vestibule=debug,warn.")
            .details("The syntax is that of `env_logger`. See [The log](operations.md#the-log)."),
        choice(
            "LOG_CLIENT_IP",
            LogClientIp::VARIANTS,
            "full",
            "How much of a client's address is logged; `truncated` logs the /24 of IPv4 and the /48 of IPv6.",
        )
        .details("`off` logs none of it."),
    ],
};
