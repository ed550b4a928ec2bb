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

#[derive(Serialize)]
struct SessionsAnswer<'a> {
    sessions: Vec<SessionBody<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionBody<'a> {
    id: String,
    created_at: String,
    last_seen_at: String,
    expires_at: String,
    ip: &'a str,
    user_agent: &'a str,
    device: Cow<'a, str>,
    current: bool,
}

impl<'a> SessionBody<'a> {
    fn new(device: &'a ActiveSession, t: Locale) -> Self {
        let session = &device.session;
        Self {
            id: session.id.to_string(),
            created_at: session.created_at.to_rfc3339(),
            last_seen_at: session.last_seen_at.to_rfc3339(),
            expires_at: session.expires_at.to_rfc3339(),
            ip: &session.ip,
            user_agent: session.latest_user_agent(),
            device: device.name(t),
            current: device.current,
        }
    }
}

/// Lists the signed-in devices.
pub async fn show(app: web::Data<App>, claims: SignedIn, locale: Locale) -> Result<HttpResponse, Error> {
    let devices = active_sessions::list(&app, &claims).await?;
    let sessions = devices.iter().map(|device| SessionBody::new(device, locale)).collect();
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
