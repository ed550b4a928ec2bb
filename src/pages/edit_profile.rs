//! `GET /profile/edit` and `POST /profile`: the username and the name.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::form::{Form, FormErrors};
use super::viewer::Viewer;
use super::{Error, SignedIn, render, see_other};
use crate::app::App;
use crate::auth::Context;
use crate::auth::account::{self, NameChange};
use crate::config::Usernames;
use crate::http::{self, Face};
use crate::locale::Locale;

#[derive(Template)]
#[template(path = "edit_profile.html")]
struct EditProfilePage<'a> {
    t: Locale,
    viewer: Viewer,
    /// Whether people choose usernames for their accounts.
    usernames: bool,
    username: &'a str,
    name: &'a str,
    errors: FormErrors,
}

/// Shows the form with the names as they are.
pub async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    locale: Locale,
    claims: SignedIn,
) -> Result<HttpResponse, Error> {
    let found = account::find(&app, claims.user).await;
    let user = found.map_err(|error| Error::refuse(http::Error::from(error), &request))?;
    let page = EditProfilePage {
        t: locale,
        viewer: Viewer::from(&*claims),
        usernames: app.config.usernames != Usernames::Off,
        username: &user.username,
        name: user.name.as_deref().unwrap_or_default(),
        errors: FormErrors::default(),
    };
    render(HttpResponse::Ok(), &page)
}

/// Changes the names and shows the account.
pub async fn submit(
    context: Context,
    request: HttpRequest,
    locale: Locale,
    claims: SignedIn,
    form: Form,
) -> Result<HttpResponse, Error> {
    let typed = NameChange {
        username: Some(form.text("username")),
        name: Some(Ok(form.value("name").to_owned())),
    };
    let error = match account::change_names(&context, &claims, typed).await {
        Ok(_) => return Ok(see_other("/profile")),
        Err(error) => error,
    };
    let errors =
        FormErrors::from(error, locale).map_err(|error| Error::refuse(error.into(), &request))?;
    let (username, name) = (&form.typed("username"), &form.typed("name"));
    let usernames = context.app.config.usernames != Usernames::Off;
    let viewer = Viewer::from(&*claims);
    let page = EditProfilePage { t: locale, viewer, usernames, username, name, errors };
    render(page.errors.respond(), &page)
}
