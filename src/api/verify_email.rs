//! `POST /api/auth/verify-email` and `POST /api/auth/verify-email/resend`

use actix_web::HttpResponse;

use super::body::Body;
use super::{Error, SignedIn};
use crate::auth::email_token::TokenOrCode;
use crate::auth::{Context, verify_email};

/// Confirms an address, by the token of the link or by the address and the code.
pub async fn submit(context: Context, mut body: Body) -> Result<HttpResponse, Error> {
    verify_email::confirm(&context, proof(&mut body)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Mails the confirmation again. The answer is the same when there is nothing left to confirm.
pub async fn resend(context: Context, claims: SignedIn) -> Result<HttpResponse, Error> {
    verify_email::resend(&context, &claims).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Reads the token or code that proves that a mail has arrived.
pub(super) fn proof(body: &mut Body) -> TokenOrCode {
    if body.has("code") && !body.has("token") {
        TokenOrCode::Code { email: body.text("email"), code: body.secret("code") }
    } else {
        TokenOrCode::Token(body.secret("token"))
    }
}
