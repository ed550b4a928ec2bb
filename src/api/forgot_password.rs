//! `POST /api/auth/forgot-password`

use actix_web::HttpResponse;
use serde::Deserialize;

use super::Error;
use super::body::{Body, Member};
use crate::auth::{self, Context};

/// The address of the account.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ForgottenBody {
    email: Member<String>,
}

/// Queues a mail with a link. The response is the same for every address.
pub async fn submit(
    context: Context,
    Body(body): Body<ForgottenBody>,
) -> Result<HttpResponse, Error> {
    auth::forgot_password(&context, body.email.required()).await?;
    Ok(HttpResponse::Accepted().finish())
}
