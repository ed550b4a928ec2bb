//! `GET /register` and `POST /register`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::{Form, FormErrors};
use super::{Error, MaybeSignedIn, render, see_other};
use crate::app::App;
use crate::auth::register::Registration;
use crate::auth::{self, Context};
use crate::config::Usernames;
use crate::http::cookies::{self, Cookies};
use crate::locale::Locale;

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage<'a> {
    t: Locale,
    username: &'a str,
    email: &'a str,
    password_min: usize,
    usernames: Usernames,
    errors: FormErrors,
}

impl RegisterPage<'_> {
    fn new(app: &App, t: Locale) -> Self {
        let config = &app.config;
        let (password_min, usernames) = (config.password_min_length, config.usernames);
        Self { t, username: "", email: "", password_min, usernames, errors: FormErrors::default() }
    }

    fn username_label(&self) -> &'static str {
        match self.usernames {
            Usernames::Optional => self.t.register_username_optional(),
            _ => self.t.username(),
        }
    }

    /// Returns the field to begin with: the first that is wrong, or the first that is empty.
    fn focused(&self) -> &'static str {
        let first = match self.usernames {
            Usernames::Off => "email",
            _ => "username",
        };
        let filled_in = !self.username.is_empty() || !self.email.is_empty();
        let fallback = if filled_in { "password" } else { first };
        self.errors.first().unwrap_or(fallback)
    }

    fn username_hint(&self) -> &'static str {
        match self.usernames {
            Usernames::Optional => self.t.register_username_optional_hint(),
            _ => self.t.register_username_hint(),
        }
    }
}

/// Shows the form.
pub async fn show(
    app: web::Data<App>,
    locale: Locale,
    visitor: MaybeSignedIn,
) -> Result<HttpResponse, Error> {
    if visitor.0.is_ok() {
        return Ok(see_other("/profile"));
    }
    render(HttpResponse::Ok(), &RegisterPage::new(&app, locale))
}

/// Creates the account and shows it.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    locale: Locale,
    form: Form,
) -> Result<HttpResponse, Error> {
    let typed = Registration {
        username: Ok(form.value("username").to_owned()),
        email: form.text("email"),
        password: form.secret("password"),
        name: Ok(form.value("name").to_owned()),
    };
    let replaces = cookies.refresh(request.headers());
    match auth::register(&context, typed, replaces.as_ref()).await {
        Ok(issued) => {
            cookies::set_session(&request, &issued);
            Ok(see_other("/profile"))
        }
        Err(error) => {
            let errors = FormErrors::from(error, locale)?;
            let (username, email) = (form.typed("username"), form.typed("email"));
            let page = RegisterPage {
                username: &username,
                email: &email,
                errors,
                ..RegisterPage::new(&context.app, locale)
            };
            render(page.errors.respond(), &page)
        }
    }
}
