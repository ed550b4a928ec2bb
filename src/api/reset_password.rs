//! `POST /api/auth/reset-password`

use actix_web::HttpResponse;

use super::body::Body;
use super::{Error, verify_email};
use crate::auth::reset_password::PasswordReset;
use crate::auth::{self, Context};

/// Sets a new password, by the token of the link or by the address and the code. Signs nobody in.
pub async fn submit(context: Context, mut body: Body) -> Result<HttpResponse, Error> {
    let typed = PasswordReset { proof: verify_email::proof(&mut body), password: body.secret("password") };
    // A program has no browser to be known by.
    let _device = auth::reset_password(&context, typed).await?;
    Ok(HttpResponse::NoContent().finish())
}
