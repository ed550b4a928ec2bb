//! Secrets: the keys that sign tokens.

use super::FILE;
use crate::config::declaration::{Group, path, secret};

const IN_DEVELOPMENT: &str = "created at the first start in development";

const ROTATION: &str = "See [Changing the secrets](operations.md#changing-the-secrets).";

/// The settings of this group.
pub(super) const GROUP: Group = Group {
    title: "Secrets",
    settings: &[
        secret("ACCESS_TOKEN_SECRET", "SECRET", "The key that signs access tokens: at least 32 random bytes.")
            .or(IN_DEVELOPMENT)
            .details(
                "Generate one with `openssl rand -base64 48`. Production refuses placeholders: words like `secret`, \
                 `change` or `your` do not count, and what is left must look random. One line end at the end is \
                 dropped with a warning.",
            ),
        path("ACCESS_TOKEN_SECRET_FILE", "A file that contains ACCESS_TOKEN_SECRET.").details(FILE),
        secret(
            "ACCESS_TOKEN_SECRET_PREVIOUS",
            "SECRET",
            "A second key whose access tokens are still accepted while the secret is rotated.",
        )
        .details(ROTATION),
        path("ACCESS_TOKEN_SECRET_PREVIOUS_FILE", "A file that contains ACCESS_TOKEN_SECRET_PREVIOUS.").details(FILE),
        secret(
            "REFRESH_TOKEN_SECRET",
            "SECRET",
            "The key that signs refresh tokens: at least 32 random bytes, different from ACCESS_TOKEN_SECRET.",
        )
        .or(IN_DEVELOPMENT),
        path("REFRESH_TOKEN_SECRET_FILE", "A file that contains REFRESH_TOKEN_SECRET.").details(FILE),
        secret(
            "REFRESH_TOKEN_SECRET_PREVIOUS",
            "SECRET",
            "A second key whose refresh tokens are still accepted while the secret is rotated.",
        )
        .details(ROTATION),
        path("REFRESH_TOKEN_SECRET_PREVIOUS_FILE", "A file that contains REFRESH_TOKEN_SECRET_PREVIOUS.").details(FILE),
    ],
};
