//! `POST /api/auth/verify-email` and `POST /api/auth/verify-email/resend`

use actix_web::HttpResponse;
use serde::Deserialize;

use super::body::{Body, Member};
use super::{Error, SignedIn};
use crate::auth::email_token::TokenOrCode;
use crate::auth::{Context, verify_email};
use crate::secret::SecretText;

/// What proves that a mail has arrived: its token, or the address and its code.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProofBody {
    token: Member<SecretText>,
    email: Member<String>,
    code: Member<SecretText>,
}

impl ProofBody {
    /// Returns the token or the code.
    pub(super) fn proof(self) -> TokenOrCode {
        if self.code.is_given() && !self.token.is_given() {
            TokenOrCode::Code { email: self.email.required(), code: self.code.required() }
        } else {
            TokenOrCode::Token(self.token.required())
        }
    }
}

/// Confirms an address, by the token of the link or by the address and the code.
pub async fn submit(context: Context, Body(body): Body<ProofBody>) -> Result<HttpResponse, Error> {
    verify_email::confirm(&context, body.proof()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Mails the confirmation again. The answer is the same when there is nothing left to confirm.
pub async fn resend(context: Context, claims: SignedIn) -> Result<HttpResponse, Error> {
    verify_email::resend(&context, &claims).await?;
    Ok(HttpResponse::Accepted().finish())
}
