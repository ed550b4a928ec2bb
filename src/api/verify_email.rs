//! `POST /api/auth/verify-email` and `POST /api/auth/verify-email/resend`

use actix_web::{HttpResponse, web};

use super::body::Body;
use super::{Error, SignedIn};
use crate::app::App;
use crate::auth::email_token::TokenOrCode;
use crate::auth::{Client, verify_email};

/// Confirms an address, by the token of the link or by the address and the code.
pub async fn submit(app: web::Data<App>, client: Client, mut body: Body) -> Result<HttpResponse, Error> {
    verify_email::confirm(&app, proof(&mut body), &client).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Mails the confirmation again. The answer is the same when there is nothing left to confirm.
pub async fn resend(app: web::Data<App>, claims: SignedIn, client: Client) -> Result<HttpResponse, Error> {
    verify_email::resend(&app, &claims, &client).await?;
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
