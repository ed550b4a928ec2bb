//! `GET /forgot-password` and `POST /forgot-password`

use actix_web::{HttpResponse, web};
use askama::Template;

use super::form::{Form, Problems};
use super::{Error, render};
use crate::app::App;
use crate::auth::{self, Client};
use crate::http::{self, wording};

#[derive(Template, Default)]
#[template(path = "forgot_password.html")]
struct ForgotPasswordPage<'a> {
    /// Whether a mail is on its way, if it is.
    sent: bool,
    alert: Option<&'a str>,
    email: &'a str,
    problems: Problems,
}

/// Shows the form, where there is mail.
pub async fn show(app: web::Data<App>) -> Result<HttpResponse, Error> {
    auth::link::require_mail(&app)?;
    render(HttpResponse::Ok(), &ForgotPasswordPage::default())
}

/// Has a link mailed. The page is the same for every address, so the address is not on it.
pub async fn submit(app: web::Data<App>, client: Client, form: Form) -> Result<HttpResponse, Error> {
    let error = match auth::forgot_password(&app, form.text("email"), &client) {
        Ok(()) => {
            return render(HttpResponse::Ok(), &ForgotPasswordPage { sent: true, ..ForgotPasswordPage::default() });
        }
        Err(error) => error,
    };
    let problems = match &error {
        auth::Error::Invalid(faults) => Problems::new(faults.clone()),
        auth::Error::RateLimited(_) => Problems::default(),
        _ => return Err(error.into()),
    };
    let error = http::Error::from(error);
    let alert = Some(wording::detail_for_person(&error));
    let email = form.typed("email");
    let page = ForgotPasswordPage { alert, email: &email, problems, ..ForgotPasswordPage::default() };
    render(error.respond(), &page)
}
