//! `GET /forgot-password` and `POST /forgot-password`

use actix_web::{HttpResponse, web};
use askama::Template;

use super::form::{Form, FormErrors};
use super::icon::Icon;
use super::{Error, render};
use crate::app::App;
use crate::auth::{self, Context};
use crate::locale::Locale;

#[derive(Template)]
#[template(path = "forgot_password.html")]
struct ForgotPasswordPage<'a> {
    t: Locale,
    /// Whether a mail is on its way, if it is.
    sent: bool,
    email: &'a str,
    errors: FormErrors,
}

impl ForgotPasswordPage<'_> {
    fn new(t: Locale) -> Self {
        Self { t, sent: false, email: "", errors: FormErrors::default() }
    }
}

/// Shows the form, where there is mail.
pub async fn show(app: web::Data<App>, locale: Locale) -> Result<HttpResponse, Error> {
    auth::email_token::require_mail(&app)?;
    render(HttpResponse::Ok(), &ForgotPasswordPage::new(locale))
}

/// Queues a mail with a link. The page is the same for every address, so the address is not on it.
pub async fn submit(context: Context, locale: Locale, form: Form) -> Result<HttpResponse, Error> {
    match auth::forgot_password(&context, form.text("email")).await {
        Ok(()) => render(
            HttpResponse::Ok(),
            &ForgotPasswordPage { sent: true, ..ForgotPasswordPage::new(locale) },
        ),
        Err(error) => {
            let errors = FormErrors::from(error, locale)?;
            let email = &form.typed("email");
            render(
                errors.respond(),
                &ForgotPasswordPage { email, errors, ..ForgotPasswordPage::new(locale) },
            )
        }
    }
}
