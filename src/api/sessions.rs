//! `GET /api/profile/sessions` and `DELETE /api/profile/sessions/{id}`

use std::borrow::Cow;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::{Error, SignedIn};
use crate::app::App;
use crate::auth::active_sessions::{self, ActiveSession};
use crate::auth::{self, Context};
use crate::http::cookies;
use crate::locale::Locale;
use crate::view::SessionView;

#[derive(Serialize)]
struct SessionsAnswer<'a> {
    sessions: Vec<OwnSession<'a>>,
}

/// A session as its owner sees it.
#[derive(Serialize)]
struct OwnSession<'a> {
    #[serde(flatten)]
    session: SessionView<'a>,
    device: Cow<'a, str>,
    current: bool,
}

impl<'a> OwnSession<'a> {
    fn new(device: &'a ActiveSession, t: Locale) -> Self {
        Self { session: (&device.session).into(), device: device.name(t), current: device.current }
    }
}

/// Lists the signed-in devices.
pub async fn show(
    app: web::Data<App>,
    claims: SignedIn,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let devices = active_sessions::list(&app, &claims).await?;
    let sessions = devices.iter().map(|device| OwnSession::new(device, locale)).collect();
    Ok(HttpResponse::Ok().json(SessionsAnswer { sessions }))
}

/// Signs one of them out.
pub async fn revoke(
    context: Context,
    request: HttpRequest,
    claims: SignedIn,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = id.parse().map_err(|_| auth::Error::NotFound)?;
    if active_sessions::revoke(&context, &claims, id).await? {
        cookies::clear_session(&request);
    }
    Ok(HttpResponse::NoContent().finish())
}
