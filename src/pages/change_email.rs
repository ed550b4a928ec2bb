//! `POST /profile/email`

use actix_web::{HttpRequest, HttpResponse, web};

use super::form::Form;
use super::{Error, SignedIn, security, see_other};
use crate::app::App;
use crate::auth::Client;
use crate::auth::change_email::{self, EmailChange};

/// Queues a mail with a link to the new address. The next page says so while the link is valid.
pub async fn submit(
    app: web::Data<App>,
    request: HttpRequest,
    claims: SignedIn,
    client: Client,
    form: Form,
) -> Result<HttpResponse, Error> {
    let typed = EmailChange { email: form.text("email"), password: form.secret("password") };
    match change_email::request(&app, &claims, typed, &client).await {
        Ok(()) => Ok(see_other("/profile/security#email")),
        Err(error) => security::show_again(&app, &request, &claims, "email", form.typed("email"), error).await,
    }
}
