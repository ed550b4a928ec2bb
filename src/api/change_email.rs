//! `POST /api/profile/email`

use actix_web::HttpResponse;
use serde::Deserialize;

use super::body::{Body, Member};
use super::{Error, SignedIn};
use crate::auth::Context;
use crate::auth::change_email::{self, EmailChange};
use crate::secret::SecretText;

/// The address that is wanted, and the current password.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EmailBody {
    email: Member<String>,
    password: Member<SecretText>,
}

/// Queues a mail with a link to the new address. Following the link makes the change.
pub async fn submit(
    context: Context,
    claims: SignedIn,
    Body(body): Body<EmailBody>,
) -> Result<HttpResponse, Error> {
    let typed = EmailChange { email: body.email.required(), password: body.password.required() };
    change_email::request(&context, &claims, typed).await?;
    Ok(HttpResponse::Accepted().finish())
}
