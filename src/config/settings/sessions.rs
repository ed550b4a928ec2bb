//! Sessions: how long tokens and sessions last, and their cookies.

use strum::VariantNames;

use super::ACCESS_TOKEN_TTL_MAX;
use crate::config::declaration::{Group, choice, duration};
use crate::config::values::SameSite;

/// The settings of this group.
pub(super) const GROUP: Group = Group {
    title: "Sessions",
    settings: &[
        duration("ACCESS_TOKEN_TTL", "15m", ("1s", ACCESS_TOKEN_TTL_MAX), "How long an access token is valid."),
        duration(
            "REFRESH_TOKEN_TTL",
            "7d",
            ("1s", "400d"),
            "How long a refresh token is valid, and so how long a session may stay idle.",
        ),
        duration(
            "REFRESH_GRACE",
            "30s",
            ("0s", "1h"),
            "How long a replaced refresh token still returns its successor, after the rotation and after the \
             successor was first used.",
        ),
        duration(
            "REFRESH_RECOVERY",
            "10m",
            ("0s", "1d"),
            "The same while the successor was never used, because the response that carried it was lost.",
        )
        .details("See [Sessions](sessions.md)."),
        duration(
            "SESSION_MAX_AGE",
            "90d",
            ("1s", "3650d"),
            "How long a session lasts at most, however often it is refreshed.",
        ),
        choice(
            "COOKIE_SAME_SITE",
            SameSite::VARIANTS,
            "strict",
            "The SameSite attribute of the cookies: with `lax`, browsers also send them when a user follows a \
             link from another site.",
        ),
    ],
};
