//! `DELETE /api/profile/me`

use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::body::{Body, Member};
use super::{Error, SignedIn};
use crate::auth::{self, Context};
use crate::http::cookies;
use crate::secret::SecretText;

/// The current password.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DeletionBody {
    password: Member<SecretText>,
}

/// Deletes the account.
pub async fn submit(
    context: Context,
    request: HttpRequest,
    claims: SignedIn,
    Body(body): Body<DeletionBody>,
) -> Result<HttpResponse, Error> {
    auth::delete_account(&context, &claims, body.password.required()).await?;
    cookies::clear_session(&request);
    Ok(HttpResponse::NoContent().finish())
}
