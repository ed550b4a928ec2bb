//! `GET /reset-password` and `POST /reset-password`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::{Form, FormErrors};
use super::login::LoginNotice;
use super::{Error, query, render, see_other, verify_email};
use crate::app::App;
use crate::auth::reset_password::{self, PasswordReset};
use crate::auth::{self, Context};
use crate::http::cookies;
use crate::locale::Locale;

#[derive(Template)]
#[template(path = "reset_password.html")]
struct ResetPasswordPage<'a> {
    t: Locale,
    /// Whose password it is, for password managers.
    username: Option<String>,
    token: &'a str,
    email: &'a str,
    password_min: usize,
    errors: FormErrors,
}

/// Shows the form. Spends nothing: programs that search mails for harm follow every link in them.
pub async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let token = &query(&request, "token");
    let password_min = app.config.password_min_length;
    let errors = FormErrors::default();
    let username = reset_password::find_username(&app, token).await;
    render(
        HttpResponse::Ok(),
        &ResetPasswordPage { t: locale, username, token, email: "", password_min, errors },
    )
}

/// Sets the new password and goes to the login page: a link in a mailbox does not sign in.
pub async fn submit(
    context: Context,
    request: HttpRequest,
    locale: Locale,
    form: Form,
) -> Result<HttpResponse, Error> {
    let typed =
        PasswordReset { proof: verify_email::proof(&form), password: form.secret("password") };
    match auth::reset_password(&context, typed).await {
        Ok(device) => {
            cookies::set_device(&request, device);
            Ok(see_other(&LoginNotice::PasswordReset.address()))
        }
        Err(error) => {
            // A token that is not valid is left out, so that a code can be typed instead.
            let token = if matches!(error, auth::Error::InvalidLink) {
                String::new()
            } else {
                form.typed("token")
            };
            let errors = FormErrors::from(error, locale)?;
            let (email, password_min) =
                (&form.typed("email"), context.app.config.password_min_length);
            let username = reset_password::find_username(&context.app, &token).await;
            let page = ResetPasswordPage {
                t: locale,
                username,
                token: &token,
                email,
                password_min,
                errors,
            };
            render(page.errors.respond(), &page)
        }
    }
}
