//! `DELETE /api/profile/me`

use actix_web::{HttpRequest, HttpResponse};

use super::body::Body;
use super::{Error, SignedIn};
use crate::auth::{self, Context};
use crate::http::cookies;

/// Deletes the account.
pub async fn submit(
    context: Context,
    request: HttpRequest,
    claims: SignedIn,
    mut body: Body,
) -> Result<HttpResponse, Error> {
    auth::delete_account(&context, &claims, body.secret("password")).await?;
    cookies::clear_session(&request);
    Ok(HttpResponse::NoContent().finish())
}
