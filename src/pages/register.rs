//! `GET /register` and `POST /register`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::{Form, FormErrors};
use super::{Error, MaybeSignedIn, render, see_other};
use crate::app::App;
use crate::auth::register::Registration;
use crate::auth::{self, Client, Conflict};
use crate::config::Usernames;
use crate::http::cookies::{self, Cookies};
use crate::http::{self, messages};

#[derive(Template, Default)]
#[template(path = "register.html")]
struct RegisterPage<'a> {
    alert: Option<&'a str>,
    username: &'a str,
    email: &'a str,
    password_min: usize,
    usernames: Usernames,
    taken: Option<(&'static str, &'static str)>,
    errors: FormErrors,
}

impl RegisterPage<'_> {
    fn new(app: &App) -> Self {
        let config = &app.config;
        Self { password_min: config.password_min_length, usernames: config.usernames, ..Self::default() }
    }

    /// Returns what is wrong with a field, by the rules or because another account has it.
    fn problem(&self, field: &str) -> Option<String> {
        let taken = self.taken.filter(|(taken, _)| *taken == field).map(|(_, message)| message.to_owned());
        taken.or_else(|| self.errors.of(field))
    }
}

/// Shows the form.
pub async fn show(app: web::Data<App>, visitor: MaybeSignedIn) -> Result<HttpResponse, Error> {
    if visitor.claims.is_ok() {
        return Ok(see_other("/profile"));
    }
    render(HttpResponse::Ok(), &RegisterPage::new(&app))
}

/// Creates the account and shows it.
pub async fn submit(
    app: web::Data<App>,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    client: Client,
    form: Form,
) -> Result<HttpResponse, Error> {
    let typed = Registration {
        username: Ok(form.value("username").to_owned()),
        email: form.text("email"),
        password: form.secret("password"),
        name: Ok(form.value("name").to_owned()),
    };
    let replaces = cookies.refresh(request.headers());
    match auth::register(&app, typed, &client, replaces.as_ref()).await {
        Ok(issued) => {
            cookies::set_session(&request, &issued);
            Ok(see_other("/profile"))
        }
        Err(error) => again(&app, error, &form),
    }
}

/// Shows the form again with what was typed, never the password.
fn again(app: &App, error: auth::Error, form: &Form) -> Result<HttpResponse, Error> {
    let mut page =
        RegisterPage { username: &form.typed("username"), email: &form.typed("email"), ..RegisterPage::new(app) };
    match &error {
        auth::Error::Invalid(faults) => page.errors = FormErrors::new(faults.clone()),
        auth::Error::Conflict(Conflict::Email) => {
            page.taken = Some(("email", "There is an account with this address already."))
        }
        auth::Error::Conflict(Conflict::Username) => {
            page.taken = Some(("username", "This name is taken. Choose another."))
        }
        auth::Error::RateLimited(_) => {}
        _ => return Err(error.into()),
    }
    let error = http::Error::from(error);
    page.alert = Some(messages::detail_for_person(&error));
    render(error.respond(), &page)
}
