//! `POST /api/auth/logout` and `POST /api/auth/logout-all`

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::body::OptionalBody;
use super::tokens::RefreshTokenBody;
use super::{Error, SignedIn};
use crate::auth::logout::PresentedTokens;
use crate::auth::{self, Context};
use crate::http;
use crate::http::cookies::{self, Cookies};
use crate::http::credentials::Credentials;
use crate::locale::Locale;
use crate::secret::SecretText;

/// Ends the session of the token that came. Signing out always succeeds, so a missing token is no
/// error.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    body: Result<OptionalBody<RefreshTokenBody>, Error>,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let headers = request.headers();
    let bearer = match Credentials::of(headers) {
        Credentials::Bearer(token) => token.ok(),
        Credentials::Cookies => None,
    };
    let in_body = match body {
        Ok(OptionalBody(body)) => body.token().unwrap_or_default(),
        // What cannot be read names no session, and the other tokens of the request still do.
        Err(Error(http::Error::Malformed | http::Error::UnsupportedMediaType(_))) => None,
        Err(error) => return Err(error),
    };
    let presented = PresentedTokens {
        in_body,
        in_cookie: cookies.refresh(headers),
        access: bearer.into_iter().chain(cookies.access(headers)).map(SecretText::new).collect(),
    };
    if auth::log_out(&context, &presented).await? {
        cookies::clear_session(&request);
    }
    Ok(HttpResponse::Ok().json(json!({ "message": locale.signed_out_message() })))
}

/// Ends every session of the account.
pub async fn everywhere(
    context: Context,
    request: HttpRequest,
    claims: SignedIn,
) -> Result<HttpResponse, Error> {
    let revoked = auth::log_out_everywhere(&context, &claims).await?;
    // A request with a Bearer token is judged by it alone, whatever cookies come along.
    if Credentials::of(request.headers()).are_cookies() {
        cookies::clear_session(&request);
    }
    Ok(HttpResponse::Ok().json(json!({ "revoked": revoked })))
}
