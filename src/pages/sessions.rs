//! `GET /profile/sessions` and `POST /profile/sessions/{id}/revoke`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{Error, SignedIn, render, see_other};
use crate::app::App;
use crate::auth::active_sessions::{self, ActiveSession};
use crate::auth::{self, Context};
use crate::http::{self, Face, cookies};
use crate::locale::Locale;

#[derive(Template)]
#[template(path = "sessions.html")]
struct SessionsPage {
    t: Locale,
    devices: Vec<ActiveSession>,
}

/// Shows the signed-in devices.
pub async fn show(
    app: web::Data<App>,
    locale: Locale,
    claims: SignedIn,
) -> Result<HttpResponse, Error> {
    let devices = active_sessions::list(&app, &claims).await?;
    render(HttpResponse::Ok(), &SessionsPage { t: locale, devices })
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
