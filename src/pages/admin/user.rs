//! `GET /admin/users/{id}`: an account, and what can be done about it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::deed::Deed;
use super::{Admin, Error, refuse, render};
use crate::app::App;
use crate::auth::admin;
use crate::http::address;
use crate::store::users::User;

#[derive(Template)]
#[template(path = "admin/user.html")]
struct UserPage<'a> {
    notice: Option<&'a str>,
    user: &'a User,
    sessions: usize,
    /// Whether it is the administrator's own account.
    own: bool,
    deeds: Vec<Deed>,
}

/// Shows an account.
pub async fn show(app: web::Data<App>, claims: Admin, request: HttpRequest) -> Result<HttpResponse, Error> {
    let id = address::user_id(&request).map_err(|error| refuse(error, &request))?;
    let seen = admin::see(&app, id).await.map_err(|error| refuse(error, &request))?;
    let notice = address::query(&request, "done").and_then(|word| Deed::from_word(&word)).map(Deed::done);
    let page = UserPage {
        notice,
        user: &seen.user,
        sessions: seen.sessions,
        own: claims.user == id,
        deeds: Deed::possible(&seen.user),
    };
    render(HttpResponse::Ok(), &page)
}
