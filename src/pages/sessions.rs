//! `GET /profile/sessions` and `POST /profile/sessions/{id}/revoke`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::device::DeviceRow;
use super::icon::Icon;
use super::viewer::Viewer;
use super::{Error, SignedIn, render, see_other};
use crate::auth::active_sessions;
use crate::auth::{self, Context};
use crate::http::{self, Face, cookies};
use crate::locale::Locale;

#[derive(Template)]
#[template(path = "sessions.html")]
struct SessionsPage {
    t: Locale,
    viewer: Viewer,
    devices: Vec<DeviceRow>,
}

/// Shows the signed-in devices.
pub async fn show(
    context: Context,
    locale: Locale,
    claims: SignedIn,
) -> Result<HttpResponse, Error> {
    let devices = active_sessions::list(&context.app, &claims).await?;
    let devices = DeviceRow::list(devices, context.now());
    let viewer = Viewer::from(&*claims);
    render(HttpResponse::Ok(), &SessionsPage { t: locale, viewer, devices })
}

/// Signs one of them out, and goes back to the others; from this one there is no way back but to
/// sign in.
pub async fn revoke(
    context: Context,
    request: HttpRequest,
    claims: SignedIn,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = id.parse().map_err(|_| Error::refuse(http::Error::NotFound, &request))?;
    let revoked = active_sessions::revoke(&context, &claims, id).await;
    let here = revoked.map_err(|error: auth::Error| Error::refuse(error.into(), &request))?;
    if here {
        cookies::clear_session(&request);
        return Ok(see_other("/login"));
    }
    Ok(see_other("/profile/sessions"))
}
