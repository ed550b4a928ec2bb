//! What a request is judged by: its `Authorization: Bearer`, or its cookies.

use actix_web::http::header::{AUTHORIZATION, HeaderMap};

use crate::auth::AccessError;

/// What a request is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials<'a> {
    /// The token of `Authorization: Bearer` (RFC 6750, 2.1), or why it is invalid. If a client
    /// sends one, only that counts: a valid cookie does not replace an invalid token.
    Bearer(Result<&'a str, AccessError>),
    /// The cookies. Other schemes, such as the `Basic` of a proxy in front, are ignored.
    Cookies,
}

impl<'a> Credentials<'a> {
    /// Reads the headers of a request. Nothing else in this crate looks at `Authorization`.
    pub fn of(headers: &'a HeaderMap) -> Self {
        let mut tokens =
            headers.get_all(AUTHORIZATION).filter_map(|value| bearer(value.as_bytes()));
        match (tokens.next(), tokens.next()) {
            (None, _) => Self::Cookies,
            // `from_utf8` is faster than `to_str`, which checks each byte. The signature check
            // rejects a token that is not ASCII.
            (Some(token), None) => {
                let token = std::str::from_utf8(token).map_err(|_| AccessError::Invalid);
                Self::Bearer(token.map(|token| token.trim_matches(' ')))
            }
            // With two, it is not clear which one is meant.
            (Some(_), Some(_)) => Self::Bearer(Err(AccessError::Invalid)),
        }
    }

    /// Returns whether the cookies count.
    pub fn are_cookies(&self) -> bool {
        *self == Self::Cookies
    }
}

/// Returns what follows the scheme `Bearer`, in any case; nothing for another scheme.
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let end = value.iter().position(|byte| *byte == b' ').unwrap_or(value.len());
    let (scheme, token) = value.split_at(end);
    scheme.eq_ignore_ascii_case(b"Bearer").then_some(token)
}
