//! `POST /profile/email`

use actix_web::{HttpRequest, HttpResponse};

use super::form::Form;
use super::{Error, SignedIn, security, see_other};
use crate::auth::Context;
use crate::auth::change_email::{self, EmailChange};

/// Queues a mail with a link to the new address. The next page says so while the link is valid.
pub async fn submit(
    context: Context,
    request: HttpRequest,
    claims: SignedIn,
    form: Form,
) -> Result<HttpResponse, Error> {
    let typed = EmailChange { email: form.text("email"), password: form.secret("password") };
    match change_email::request(&context, &claims, typed).await {
        Ok(()) => Ok(see_other("/profile/security#email")),
        Err(error) => {
            security::show_again(
                &context.app,
                &request,
                &claims,
                "email",
                form.typed("email"),
                error,
            )
            .await
        }
    }
}
