//! `GET /admin/users/{id}`: an account, and what can be done about it.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::action::AccountAction;
use super::{Admin, Error, address, refuse, render};
use crate::auth::{Context, admin};
use crate::http::params;
use crate::locale::Locale;
use crate::pages::device::DeviceRow;
use crate::pages::icon::Icon;
use crate::pages::trail::{self, TrailDay};
use crate::pages::viewer::{self, Viewer};
use crate::store::users::User;

#[derive(Template)]
#[template(path = "admin/user.html")]
struct UserPage<'a> {
    t: Locale,
    viewer: Viewer,
    notice: Option<&'a str>,
    user: &'a User,
    devices: Vec<DeviceRow>,
    days: Vec<TrailDay<'a>>,
    /// Whether it is the administrator's own account.
    own: bool,
    actions: Vec<AccountAction>,
    /// Where all its events are.
    log: String,
}

/// Shows an account.
pub async fn show(
    context: Context,
    claims: Admin,
    request: HttpRequest,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let id = params::user_id(&request).map_err(|error| refuse(error, &request))?;
    let seen = admin::see(&context.app, id).await.map_err(|error| refuse(error, &request))?;
    let notice = params::query(&request, "done")
        .and_then(|word| word.parse().ok())
        .map(|action: AccountAction| action.success_message(locale));
    let now = context.now();
    let page = UserPage {
        t: locale,
        viewer: Viewer::from(&*claims),
        notice,
        user: &seen.user,
        devices: DeviceRow::list(seen.devices, now),
        days: trail::days(&seen.events, now, locale),
        own: claims.user == id,
        log: address("/admin/log", &[("q", &id.to_string())]),
        actions: AccountAction::available(&seen.user),
    };
    render(HttpResponse::Ok(), &page)
}
