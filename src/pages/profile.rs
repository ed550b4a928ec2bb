//! `GET /profile`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{Error, SignedIn, render};
use crate::app::App;
use crate::auth::{self, account};
use crate::http::{self, Face, cookies};
use crate::store::users::User;

#[derive(Template)]
#[template(path = "profile.html")]
struct ProfilePage<'a> {
    user: &'a User,
}

/// Shows the account.
pub async fn show(app: web::Data<App>, request: HttpRequest, claims: SignedIn) -> Result<HttpResponse, Error> {
    let found = account::find(&app, claims.user).await;
    let user = found.map_err(|error| {
        // The account is gone. With its cookies the login page would send the browser straight back here, for ever.
        if matches!(error, auth::Error::Access(_)) {
            cookies::take_away(&request);
        }
        Error::refuse(http::Error::from(error), &request)
    })?;
    render(HttpResponse::Ok(), &ProfilePage { user: &user })
}
