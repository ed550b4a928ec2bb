//! `GET /profile/email` and `POST /profile/email`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::{Form, Problems};
use super::{Error, SignedIn, render};
use crate::app::App;
use crate::auth::change_email::{self, EmailChange};
use crate::auth::{self, Client, Forbidden, Taken};
use crate::http::{self, Face, wording};

#[derive(Template, Default)]
#[template(path = "change_email.html")]
struct ChangeEmailPage<'a> {
    /// Whether a mail is on its way.
    sent: bool,
    email_form: EmailForm<'a>,
}

/// The form of `email_form.html`, for whichever page it stands on.
#[derive(Debug, Default)]
pub struct EmailForm<'a> {
    /// What is wrong with the whole.
    pub alert: Option<&'a str>,
    /// What was typed.
    pub email: &'a str,
    problems: Problems,
    refused: Option<(&'static str, &'static str)>,
}

impl EmailForm<'_> {
    /// Says what is wrong with a field.
    pub fn problem(&self, field: &str) -> Option<String> {
        let refused = self.refused.filter(|(refused, _)| *refused == field).map(|(_, message)| message.to_owned());
        refused.or_else(|| self.problems.of(field))
    }
}

/// Shows the form.
pub async fn show(app: web::Data<App>, request: HttpRequest, _: SignedIn) -> Result<HttpResponse, Error> {
    auth::link::require_mail(&app).map_err(|error| Error::refuse(error.into(), &request))?;
    render(HttpResponse::Ok(), &ChangeEmailPage::default())
}

/// Has a link mailed to the new address and says so.
pub async fn submit(app: web::Data<App>, claims: SignedIn, client: Client, form: Form) -> Result<HttpResponse, Error> {
    let typed = EmailChange { email: form.text("email"), password: form.secret("password") };
    match change_email::request(&app, &claims, typed, &client).await {
        Ok(()) => render(HttpResponse::Ok(), &ChangeEmailPage { sent: true, ..ChangeEmailPage::default() }),
        Err(error) => again(error, &form),
    }
}

/// Shows the form again with what was typed, never the password.
fn again(error: auth::Error, form: &Form) -> Result<HttpResponse, Error> {
    let email = form.typed("email");
    let mut email_form = EmailForm { email: &email, ..EmailForm::default() };
    match &error {
        auth::Error::Invalid(faults) => email_form.problems = Problems::new(faults.clone()),
        auth::Error::Taken(Taken::Email) => {
            email_form.refused = Some(("email", "There is an account with this address already."));
        }
        auth::Error::Forbidden(Forbidden::WrongPassword) => {
            email_form.refused = Some(("password", "This is not your password."));
        }
        _ => return Err(error.into()),
    }
    let error = http::Error::from(error);
    email_form.alert = Some(wording::detail_for_person(&error));
    render(error.respond(), &ChangeEmailPage { sent: false, email_form })
}
