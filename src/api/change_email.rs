//! `POST /api/profile/email`

use actix_web::HttpResponse;

use super::body::Body;
use super::{Error, SignedIn};
use crate::auth::Context;
use crate::auth::change_email::{self, EmailChange};

/// Queues a mail with a link to the new address. Following the link makes the change.
pub async fn submit(context: Context, claims: SignedIn, mut body: Body) -> Result<HttpResponse, Error> {
    let typed = EmailChange { email: body.text("email"), password: body.secret("password") };
    change_email::request(&context, &claims, typed).await?;
    Ok(HttpResponse::Accepted().finish())
}
