//! The token answer, and the two ways for a refresh token to travel.

use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::{Deserialize, Serialize};

use super::Error;
use super::body::Member;
use crate::auth::{FieldErrorKind, Issued};
use crate::http::cookies;
use crate::secret::SecretText;
use crate::view::UserView;

/// How the refresh token travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// In a cookie, with the access token in another; for browsers.
    Cookie,
    /// In the body, with no cookie at all; for apps and scripts.
    Body,
}

/// A refresh token, if the request brings one in its body.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RefreshTokenBody {
    refresh_token: Member<SecretText>,
}

impl RefreshTokenBody {
    /// Returns the refresh token.
    pub fn token(self) -> Result<Option<SecretText>, Error> {
        Ok(self.refresh_token.optional().transpose().map_err(|kind| kind.at("refreshToken"))?)
    }
}

impl Delivery {
    /// Reads `refreshTokenIn`.
    pub fn wanted(refresh_token_in: Member<String>) -> Result<Self, Error> {
        let read = |word: String| match word.as_str() {
            "cookie" => Ok(Self::Cookie),
            "body" => Ok(Self::Body),
            _ => Err(FieldErrorKind::Choice(&["cookie", "body"])),
        };
        let chosen =
            refresh_token_in.optional().map_or(Ok(Self::Cookie), |word| word.and_then(read));
        Ok(chosen.map_err(|kind| kind.at("refreshTokenIn"))?)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenAnswer<'a> {
    access_token: &'a str,
    token_type: &'static str,
    expires_in: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    user: UserView<'a>,
}

/// Answers with tokens. One that travels in a cookie is not in the body: a script that reads it
/// could lose it.
pub fn answer(
    mut response: HttpResponseBuilder,
    request: &HttpRequest,
    issued: &Issued,
    delivery: Delivery,
) -> HttpResponse {
    if delivery == Delivery::Cookie {
        cookies::set_session(request, issued);
    }
    response.json(TokenAnswer {
        access_token: issued.access.expose(),
        token_type: "Bearer",
        expires_in: issued.access_lifetime.as_secs(),
        refresh_token: (delivery == Delivery::Body).then(|| issued.refresh.expose()),
        user: UserView::from(&issued.user),
    })
}
