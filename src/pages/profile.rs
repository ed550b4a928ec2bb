//! `GET /profile`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::icon::Icon;
use super::viewer::{self, Viewer};
use super::{Error, SignedIn, render};
use crate::app::App;
use crate::auth::account;
use crate::http::{self, Face};
use crate::locale::Locale;
use crate::store::users::User;

#[derive(Template)]
#[template(path = "profile.html")]
struct ProfilePage<'a> {
    t: Locale,
    viewer: Viewer,
    user: &'a User,
    /// Whether there is mail.
    mail: bool,
}

/// Shows the account.
pub async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    locale: Locale,
    claims: SignedIn,
) -> Result<HttpResponse, Error> {
    let found = account::find(&app, claims.user).await;
    let user = found.map_err(|error| Error::refuse(http::Error::from(error), &request))?;
    render(
        HttpResponse::Ok(),
        &ProfilePage {
            t: locale,
            viewer: Viewer::from(&*claims),
            user: &user,
            mail: app.mailer.is_available(),
        },
    )
}
