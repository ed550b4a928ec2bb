//! `GET /admin/users/{id}`: an account, and what can be done about it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::action::AccountAction;
use super::{Admin, Error, refuse, render};
use crate::app::App;
use crate::auth::admin;
use crate::http::params;
use crate::locale::Locale;
use crate::store::users::User;

#[derive(Template)]
#[template(path = "admin/user.html")]
struct UserPage<'a> {
    t: Locale,
    notice: Option<&'a str>,
    user: &'a User,
    sessions: usize,
    /// Whether it is the administrator's own account.
    own: bool,
    actions: Vec<AccountAction>,
}

/// Shows an account.
pub async fn show(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let id = params::user_id(&request).map_err(|error| refuse(error, &request))?;
    let seen = admin::see(&app, id).await.map_err(|error| refuse(error, &request))?;
    let notice = params::query(&request, "done")
        .and_then(|word| word.parse().ok())
        .map(|action: AccountAction| action.success_message(locale));
    let page = UserPage {
        t: locale,
        notice,
        user: &seen.user,
        sessions: seen.sessions,
        own: claims.user == id,
        actions: AccountAction::available(&seen.user),
    };
    render(HttpResponse::Ok(), &page)
}
