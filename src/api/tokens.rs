//! The token answer, and the two ways for a refresh token to travel.

use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use super::Error;
use super::body::Body;
use crate::auth::Issued;
use crate::http::cookies;
use crate::view::UserView;

/// How the refresh token travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// In a cookie, with the access token in another; for browsers.
    Cookie,
    /// In the body, with no cookie at all; for apps and scripts.
    Body,
}

impl Delivery {
    /// Reads `refreshTokenIn`.
    pub fn wanted(body: &mut Body) -> Result<Self, Error> {
        let chosen = body.choice("refreshTokenIn", &["cookie", "body"])?;
        Ok(if chosen == 0 { Self::Cookie } else { Self::Body })
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

/// Answers with tokens. One that travels in a cookie is not in the body: a script that reads it could lose it.
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
