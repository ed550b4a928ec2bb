//! `GET /forgot-password` and `POST /forgot-password`

use actix_web::{HttpResponse, web};
use askama::Template;

use super::form::{Form, FormErrors};
use super::{Error, render};
use crate::app::App;
use crate::auth::{self, Client};
use crate::http::{self, messages};

#[derive(Template, Default)]
#[template(path = "forgot_password.html")]
struct ForgotPasswordPage<'a> {
    /// Whether a mail is on its way, if it is.
    sent: bool,
    alert: Option<&'a str>,
    email: &'a str,
    errors: FormErrors,
}

/// Shows the form, where there is mail.
pub async fn show(app: web::Data<App>) -> Result<HttpResponse, Error> {
    auth::email_token::require_mail(&app)?;
    render(HttpResponse::Ok(), &ForgotPasswordPage::default())
}

/// Queues a mail with a link. The page is the same for every address, so it does not show the address.
pub async fn submit(app: web::Data<App>, client: Client, form: Form) -> Result<HttpResponse, Error> {
    let error = match auth::forgot_password(&app, form.text("email"), &client) {
        Ok(()) => {
            return render(HttpResponse::Ok(), &ForgotPasswordPage { sent: true, ..ForgotPasswordPage::default() });
        }
        Err(error) => error,
    };
    let errors = match &error {
        auth::Error::Invalid(faults) => FormErrors::new(faults.clone()),
        auth::Error::RateLimited(_) => FormErrors::default(),
        _ => return Err(error.into()),
    };
    let error = http::Error::from(error);
    let alert = Some(messages::detail_for_person(&error));
    let email = form.typed("email");
    let page = ForgotPasswordPage { alert, email: &email, errors, ..ForgotPasswordPage::default() };
    render(error.respond(), &page)
}
