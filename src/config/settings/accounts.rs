//! Accounts and passwords: usernames, passwords and rate limits.

use strum::VariantNames;

use crate::config::declaration::{Group, choice, number};
use crate::config::values::{Switch, Usernames};

/// The settings of this group.
pub(super) const GROUP: Group = Group {
    title: "Accounts and passwords",
    settings: &[
        choice(
            "USERNAMES",
            Usernames::VARIANTS,
            "optional",
            "Whether users choose a username when they register. `off` derives every username from the email \
             address.",
        )
        .details("With `off`, a `username` in a request is ignored."),
        number("PASSWORD_MIN_LENGTH", (8, 128), "The minimum length of a new password, in characters.").default_to("8"),
        number("BCRYPT_COST", (4, 16), "The cost of a password hash; each step doubles the work.")
            .default_to("12")
            .details("Production requires at least 10."),
        number("BCRYPT_BATCH", (1, 4), "How many waiting passwords one thread hashes at the same time.")
            .default_to("4")
            .details("Four take a third of the time of four in a row. With 1, the `bcrypt` crate does all the work."),
        choice("RATE_LIMITS", Switch::VARIANTS, "on", "Whether attempts are limited. Production refuses `off`.")
            .details("See [Rate limits](limits.md#rate-limits)."),
    ],
};
