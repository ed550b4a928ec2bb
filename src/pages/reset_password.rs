//! `GET /reset-password` and `POST /reset-password`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::{Form, FormErrors};
use super::login::LoginNotice;
use super::{Error, query, render, see_other, verify_email};
use crate::app::App;
use crate::auth::reset_password::PasswordReset;
use crate::auth::{self, Client};
use crate::http::{self, cookies, messages};

#[derive(Template, Default)]
#[template(path = "reset_password.html")]
struct ResetPasswordPage<'a> {
    alert: Option<&'a str>,
    token: &'a str,
    email: &'a str,
    password_min: usize,
    errors: FormErrors,
}

/// Shows the form. Looks nothing up and spends nothing, like the page that confirms an address.
pub async fn show(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Error> {
    let page = ResetPasswordPage {
        token: &query(&request, "token"),
        password_min: app.config.password_min_length,
        ..ResetPasswordPage::default()
    };
    render(HttpResponse::Ok(), &page)
}

/// Sets the new password and goes to the login page: a link in a mailbox does not sign in.
pub async fn submit(
    app: web::Data<App>,
    request: HttpRequest,
    client: Client,
    form: Form,
) -> Result<HttpResponse, Error> {
    let typed = PasswordReset { proof: verify_email::proof(&form), password: form.secret("password") };
    match auth::reset_password(&app, typed, &client).await {
        Ok(device) => {
            cookies::set_device(&request, device);
            Ok(see_other(&LoginNotice::PasswordReset.address()))
        }
        Err(error) => again(&app, error, &form),
    }
}

/// Shows the form again. A token that is no good is left out, so that a code can be typed instead.
fn again(app: &App, error: auth::Error, form: &Form) -> Result<HttpResponse, Error> {
    let (email, token) = (form.typed("email"), form.typed("token"));
    let mut page = ResetPasswordPage {
        email: &email,
        password_min: app.config.password_min_length,
        ..ResetPasswordPage::default()
    };
    match &error {
        auth::Error::Invalid(faults) => {
            page.errors = FormErrors::new(faults.clone());
            page.token = &token;
        }
        auth::Error::RateLimited(_) => page.token = &token,
        auth::Error::InvalidLink => {}
        _ => return Err(error.into()),
    }
    let error = http::Error::from(error);
    page.alert = Some(messages::detail_for_person(&error));
    render(error.respond(), &page)
}
