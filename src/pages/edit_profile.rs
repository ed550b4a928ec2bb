//! `GET /profile/edit` and `POST /profile`: the user name and the name.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::{Form, FormErrors};
use super::{Error, SignedIn, render, see_other};
use crate::app::App;
use crate::auth::account::{self, NameChange};
use crate::auth::{self, Client};
use crate::config::Usernames;
use crate::http::{self, Face, messages};

#[derive(Template)]
#[template(path = "edit_profile.html")]
struct EditProfilePage<'a> {
    alert: Option<&'a str>,
    /// Whether accounts have user names that their owners choose.
    usernames: bool,
    username: &'a str,
    name: &'a str,
    taken: bool,
    errors: FormErrors,
}

impl EditProfilePage<'_> {
    /// Returns what is wrong with a field.
    fn problem(&self, field: &str) -> Option<String> {
        let taken = self.taken && field == "username";
        if taken { Some("This user name is taken. Choose another.".to_owned()) } else { self.errors.of(field) }
    }
}

/// Shows the form with the names as they are.
pub async fn show(app: web::Data<App>, request: HttpRequest, claims: SignedIn) -> Result<HttpResponse, Error> {
    let found = account::find(&app, claims.user).await;
    let user = found.map_err(|error| Error::refuse(http::Error::from(error), &request))?;
    let page = EditProfilePage {
        alert: None,
        usernames: app.config.usernames != Usernames::Off,
        username: &user.username,
        name: user.name.as_deref().unwrap_or_default(),
        taken: false,
        errors: FormErrors::default(),
    };
    render(HttpResponse::Ok(), &page)
}

/// Changes the names and shows the account.
pub async fn submit(
    app: web::Data<App>,
    request: HttpRequest,
    claims: SignedIn,
    client: Client,
    form: Form,
) -> Result<HttpResponse, Error> {
    let typed = NameChange { username: Some(form.text("username")), name: Some(Ok(form.value("name").to_owned())) };
    let error = match account::change_names(&app, &claims, typed, &client).await {
        Ok(_) => return Ok(see_other("/profile")),
        Err(error) => error,
    };
    let (taken, errors) = match &error {
        auth::Error::Invalid(faults) => (false, FormErrors::new(faults.clone())),
        auth::Error::Conflict(_) => (true, FormErrors::default()),
        _ => return Err(Error::refuse(error.into(), &request)),
    };
    let error = http::Error::from(error);
    let (username, name) = (form.typed("username"), form.typed("name"));
    let alert = Some(messages::detail_for_person(&error));
    let usernames = app.config.usernames != Usernames::Off;
    let page = EditProfilePage { alert, usernames, username: &username, name: &name, taken, errors };
    render(error.respond(), &page)
}
