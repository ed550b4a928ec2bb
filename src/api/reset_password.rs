//! `POST /api/auth/reset-password`

use actix_web::HttpResponse;
use serde::Deserialize;

use super::Error;
use super::body::{Body, Member};
use super::verify_email::ProofBody;
use crate::auth::reset_password::PasswordReset;
use crate::auth::{self, Context};
use crate::secret::SecretText;

/// What proves that a mail has arrived, and the new password.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ResetBody {
    #[serde(flatten)]
    proof: ProofBody,
    password: Member<SecretText>,
}

/// Sets a new password, by the token of the link or by the address and the code. Signs nobody in.
pub async fn submit(context: Context, Body(body): Body<ResetBody>) -> Result<HttpResponse, Error> {
    let typed = PasswordReset { proof: body.proof.proof(), password: body.password.required() };
    // A program has no browser to be known by.
    let _device = auth::reset_password(&context, typed).await?;
    Ok(HttpResponse::NoContent().finish())
}
